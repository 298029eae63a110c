"""Ties a number to the words that say what it is a number of.

Labels of the lexicon first, beside the number or carried from the clause before; else the phrase of the text itself. The
result names the rule, and says whether the number is a level, a change, a share or a ratio.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.changes import ChangeReader
from claimgraph.extraction.rules.metrics import MetricChooser, dimension
from claimgraph.extraction.rules.phrases import PhraseReader
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import MetricLabel, Scene, within
from claimgraph.extraction.rules.text import Span
from claimgraph.vocabulary import Metric


@dataclass(frozen=True, slots=True)
class Binding:
    """What a number is a number of; `metric` is None where the vocabulary has none, `words` are those of the text."""

    metric: Metric | None
    words: str
    label: Span | None
    rule: str
    level: Metric | None = None
    sign: int = 1
    change: bool = False


@dataclass(slots=True)
class _Carried:
    """What the clauses before were about: the label last bound in this sentence."""

    sentence: Span
    label: MetricLabel
    level: Metric


class Binder:
    """Binds the amounts of one scene, in order."""

    def __init__(self, scene: Scene, chooser: MetricChooser, cues: Cues, compared: Callable[[int], bool]) -> None:
        self._scene, self._compared = scene, compared
        self._choose = chooser
        self._phrases = PhraseReader(scene, cues)
        self._changes = ChangeReader(scene, cues)
        self._share = re.compile(cues.pattern("share"))
        self._carried: _Carried | None = None

    def bind(self, amount: Amount) -> Binding | None:
        """What the number is a number of; None where not even a phrase can be found."""
        scene = self._scene
        clause, sentence = scene.clause(amount.start), scene.sentence(amount.start)
        context = scene.lower[clause.start : clause.end]
        direction = self._changes.direction(amount, clause)
        if amount.unit == "percentage_point":
            return self._points(amount, clause, sentence, direction)
        if dimension(amount) == "ratio":
            if binding := self._ratio(amount, clause, sentence, context, direction):
                return binding
            return self._phrase(amount, clause, direction)
        if binding := self._direct(amount, clause, context):
            return self._remember(binding, sentence)
        if metric := self._choose.by_unit(amount, context):
            return Binding(metric, scene.text.plain[amount.start : amount.end], None, "unit")
        if binding := self._carry(amount, clause, sentence, context):
            return binding
        return self._phrase(amount, clause, None)

    # --- levels ---------------------------------------------------------------------------------------------------

    def _labels(self, amount: Amount, clause: Span) -> list[MetricLabel]:
        """The labels of the clause, the nearest to the number first; one that follows directly before one that leads."""
        lower = self._scene.lower
        labels = within(self._scene.labels, clause.start, clause.end)
        tail = self._scene.sentence(amount.start).end
        after = [
            m
            for m in within(self._scene.labels, amount.end, min(tail, amount.end + 12))
            if _LINK.fullmatch(lower, amount.end, m.start)
        ]
        others = within(self._scene.amounts, clause.start, clause.end)
        labels = [
            m
            for m in labels
            if not self._changes.only_change(self._scene.lower[m.start : m.end])
            and not self._inside(m, amount)
            and not _EACH.search(lower, max(0, m.start - 5), m.start)
        ]
        after = [m for m in after if not self._changes.only_change(self._scene.lower[m.start : m.end])]
        before = [m for m in labels if m.start < amount.start and not self._taken(m, amount, others)]
        inside = [m for m in labels if m.start < amount.end and m.end > amount.start]
        ordered = [*after, *inside, *reversed(before)]
        return list(dict.fromkeys(ordered))

    def _inside(self, label: MetricLabel, amount: Amount) -> bool:
        """Whether a label is part of another number: 0.4 [percentage] points."""
        others = within(self._scene.amounts, label.start - 24, label.end)
        return any(o.start <= label.start and o.end >= label.end and o.start != amount.start for o in others)

    def _taken(self, label: MetricLabel, amount: Amount, others: list[Amount]) -> bool:
        """Whether a label before belongs to another number: it follows that directly, and a verb parts it from ours."""
        lower = self._scene.lower
        for other in others:
            if (
                other.end <= label.start
                and other.start < amount.start
                and _LINK.fullmatch(lower, other.end, label.start)
            ):
                return not _VERB.search(lower, label.end, amount.start)
        return False

    def _direct(self, amount: Amount, clause: Span, context: str) -> Binding | None:
        for label in self._labels(amount, clause):
            if metric := self._choose.level(self._with_levels(label), amount, context):
                if self._is_change(amount, clause, label):
                    return Binding(
                        None, self._words(label), Span(label.start, label.end), "change", metric, change=True
                    )
                return Binding(metric, self._words(label), Span(label.start, label.end), "label", metric)
        return None

    def _with_levels(self, label: MetricLabel) -> list[str]:
        """The metrics of a label and, where it names a growth, the level that grows: 总收入同比增长13.1%至350亿元."""
        metrics = self._scene.lexicon.terms.metrics
        return [*label.ids, *(of for id in label.ids if (of := metrics[id].growth_of))]

    def _is_change(self, amount: Amount, clause: Span, label: MetricLabel) -> bool:
        """Whether a level's number is the size of its change: 月活增加9200万, 下降0.29元, "rose by 5,000"."""
        if label.start >= amount.end:
            return False
        return bool(_BY.search(self._scene.lower, max(clause.start, label.end - 1), amount.start))

    def _carry(self, amount: Amount, clause: Span, sentence: Span, context: str) -> Binding | None:
        """A clause with no label of its own speaks of the metric before: 较2024年的1670亿美元, up from $352 million."""
        carried = self._carried_to(clause, sentence)
        if not carried or dimension(amount) not in ("money", "count", "duration"):
            return None
        head = self._scene.lower[clause.start : amount.start]
        if not self._choose.fits(carried.level, amount, context) and not self._choose.fits(
            carried.level, amount, self._scene.lower[sentence.start : sentence.end]
        ):
            return None
        if amount.counter and amount.counter not in "次人名" and not _COMPARED.search(head):
            return None
        if not (_COMPARED.search(head) or amount.bare or len(re.sub(r"[^\u4e00-\u9fffa-z]", "", head)) <= 4):
            return None
        counted = self._phrases.after(amount) if dimension(amount) == "count" and not self._scene.text.chinese else None
        if counted and counted.words.split()[-1].lower().rstrip("s") not in self._words(carried.label).lower():
            return None
        change = bool(_BY.search(head))
        span = Span(carried.label.start, carried.label.end)
        return Binding(
            None if change else carried.level, self._words(carried.label), span, "carried", carried.level, change=change
        )

    def _carried_to(self, clause: Span, sentence: Span) -> _Carried | None:
        """What the sentence was about before this clause: the label last bound, else one that has no number of its own."""
        if self._carried and self._carried.sentence == sentence:
            return self._carried
        first = max(sentence.start, clause.start - 40)
        for label in reversed(within(self._scene.labels, first, clause.start)):
            gap = Span(label.end, clause.start)
            if within(self._scene.amounts, gap.start, gap.end) or any(
                m.named for m in within(self._scene.mentions, gap.start, gap.end)
            ):
                return None
            if self._scene.clause(label.start).end < clause.start - 2:
                return None
            if level := self._level_of(label):
                return _Carried(sentence, label, level)
        return None

    # --- changes, shares, ratios ----------------------------------------------------------------------------------

    def falls(self, amount: Amount) -> bool:
        """Whether the words around a number say that it is the size of a fall."""
        return self._changes.direction(amount, self._scene.clause(amount.start)) == -1

    def _ratio(
        self, amount: Amount, clause: Span, sentence: Span, context: str, direction: int | None
    ) -> Binding | None:
        labels = self._labels(amount, clause)
        compared = self._compared(amount.start)
        if direction is not None:
            return self._growth(amount, clause, sentence, labels, direction)
        for label in labels:
            span = Span(label.start, label.end)
            metric = self._choose.level(label.ids, amount, context)
            if metric and not metric.growth_of and not (compared and amount.unit == "multiple"):
                return self._remember(Binding(metric, self._words(label), span, "label", metric), sentence)
            if metric and metric.growth_of:
                return Binding(metric, self._words(label), span, "growth", metric)
            level = self._level_of(label)
            if level is None:
                continue
            if amount.unit == "percent" and _PART.fullmatch(
                self._scene.lower, amount.end, max(amount.end, label.start)
            ):
                return Binding(self._choose.share(level, amount), self._words(label), span, "share", level)
            if self._share.search(context) and not compared and (share := self._choose.share(level, amount)):
                return Binding(share, self._words(label), span, "share", level)
            if (amount.unit == "multiple" or compared) and (ratio := self._choose.ratio(level, amount)):
                return Binding(ratio, self._words(label), span, "ratio", level)
        if amount.unit == "multiple" and self._carried and self._carried.sentence == sentence:
            carried = self._carried
            ratio = self._choose.ratio(carried.level, amount)
            return Binding(
                ratio, self._words(carried.label), Span(carried.label.start, carried.label.end), "ratio", carried.level
            )
        return None

    def _growth(
        self, amount: Amount, clause: Span, sentence: Span, labels: list[MetricLabel], direction: int
    ) -> Binding | None:
        """A change in percent: of the level labelled in the clause, else of the one before in the sentence."""
        base = self._changes.base(amount, clause)
        sign = direction if amount.unit == "percent" else 1
        candidates = [(label, self._level_of(label)) for label in labels]
        if not candidates or all(level is None for _, level in candidates):
            direct = self._labelled_growth(amount, labels)
            if direct:
                return Binding(
                    direct[1], self._words(direct[0]), Span(direct[0].start, direct[0].end), "growth", direct[1], sign
                )
            phrase = self._phrases.before(amount, clause)
            if not phrase and (carried := self._carried_to(clause, sentence)):
                candidates = [(carried.label, carried.level)]
        for label, level in candidates:
            if level is None:
                continue
            metric = self._choose.growth(level, base, amount) or (
                self._choose.qoq_of(level, amount, base) if base in ("qoq", "mom") else None
            )
            span = Span(label.start, label.end)
            if label.start < sentence.end and (self._carried is None or self._carried.label.start < label.start):
                self._remember(Binding(level, self._words(label), span, "growth", level), sentence)
            return Binding(metric, self._words(label), span, "growth", level, sign, change=True)
        return None

    def _labelled_growth(self, amount: Amount, labels: list[MetricLabel]) -> tuple[MetricLabel, Metric] | None:
        context = self._scene.lower[self._scene.clause(amount.start).start : self._scene.clause(amount.start).end]
        for label in labels:
            metric = self._choose.level(label.ids, amount, context)
            if metric and (metric.growth_of or _SELF_CHANGING.search(metric.id)):
                return label, metric
        return None

    def _level_of(self, label: MetricLabel) -> Metric | None:
        """The level that a label names, whatever the unit of the number beside it."""
        metrics = [self._scene.lexicon.terms.metrics[id] for id in self._with_levels(label)]
        levels = [m for m in metrics if m.dimension in ("money", "count", "duration") and not m.grouping]
        levels.sort(key=lambda m: bool(m.requires_cue))
        return levels[0] if levels else None

    def _points(self, amount: Amount, clause: Span, sentence: Span, direction: int | None) -> Binding | None:
        """Percentage points: the change of a ratio, for which the vocabulary has a metric only now and then."""
        context = self._scene.lower[clause.start : clause.end]
        for label in self._labels(amount, clause):
            metric = self._choose.level(label.ids, amount, context)
            return Binding(
                metric, self._words(label), Span(label.start, label.end), "points", metric, direction or 1, change=True
            )
        phrase = self._phrases.before(amount, clause)
        if not phrase and self._carried and self._carried.sentence == sentence:
            label = self._carried.label
            return Binding(
                None,
                self._words(label),
                Span(label.start, label.end),
                "points",
                self._carried.level,
                direction or 1,
                change=True,
            )
        return self._phrase(amount, clause, direction)

    # --- phrases --------------------------------------------------------------------------------------------------

    def _phrase(self, amount: Amount, clause: Span, direction: int | None) -> Binding | None:
        """The words of the text where no label fits: the noun after the number, else the phrase before it."""
        found = self._phrases.read(amount, clause)
        sign = direction if direction and amount.unit in ("percent", "percentage_point") else 1
        if found is None:
            return None
        return Binding(None, found.words, found.span, "phrase", sign=sign, change=direction is not None)

    def _words(self, label: MetricLabel) -> str:
        return self._scene.text.plain[label.start : label.end]

    def _remember(self, binding: Binding, sentence: Span) -> Binding:
        if binding.level and binding.label:
            label = MetricLabel(binding.label.start, binding.label.end, (binding.level.id,))
            self._carried = _Carried(sentence, label, binding.level)
        return binding


def signed(amount: Amount, sign: int) -> tuple[Decimal | None, Decimal | None, bool, bool]:
    """Bounds and their exclusiveness, mirrored for a fall."""
    if sign >= 0 or (amount.low is not None and amount.low < 0):
        return amount.low, amount.high, amount.low_exclusive, amount.high_exclusive
    low = -amount.high if amount.high is not None else None
    high = -amount.low if amount.low is not None else None
    return low, high, amount.high_exclusive, amount.low_exclusive


_LINK = re.compile(
    r"(?:的|个|名|位|次|家|部|条|台|人)?(?:月|日)?|[ ]?(?:in |of |as |worth of "
    r"|total |new |its |annual )?|以上的|左右的|余?(?:的)?|[ -]"
    r"|[ -](?:[a-z]+ )?(?:rise|increase|jump|surge|gain|growth|climb|fall|drop|decline|decrease|slide|plunge|slump)"
    r" (?:in|of) (?:its |the |their )?(?:annual |quarterly |total )?"
)
_PART = re.compile(r" of (?:its |the |their |total |all |overall |annual |quarterly ){0,3}")
_VERB = re.compile(
    r"达|为|至|到|超|突破|[是占约近增降涨跌]|[ ](?:was|were|is|of|to|hit|reached|rose|fell|at|by|grew)[ ]"
)
_BY = re.compile(
    r"(?:增加|减少|增长|下降|下调|上调|提升|提高|降低|多出|净增|新增|少了"
    r"|多了|降了|减少了|增加了|涨了|跌了|高出)(?:了|近|约|超|超过|逾|不足)?$"
    r"|(?:rose|grew|increased|fell|declined|dropped|cut|raised|up|down|widened"
    r"|narrowed|higher|lower|reduced|expanded) by (?:about |around |some "
    r"|nearly |more than |over |roughly )?$"
)
_COMPARED = re.compile(
    r"(?:较|比|从|由|与|自|低于|高于|相比|至|到|为|达|升到|降至|目标|制定的"
    r"|预期)[^,，]{0,14}$|(?:from|to|against|than|versus|compared with|compared to"
    r"|of|at|or|between)[ ](?:the |a |an |its |about |nearly |more than "
    r"|just )*[^,]{0,24}$"
)
_EACH = re.compile(r"(?:单[一-龥]|每[一-龥]|人均|户均|件均|日均|单)(?:日均|月均|平均)?$")
_SELF_CHANGING = re.compile(r"move|growth|change|reduction|cagr|uplift|beat")
