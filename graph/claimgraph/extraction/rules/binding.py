"""Ties a number to the words that say what it is a number of.

Labels of the lexicon first, beside the number or carried from the clause before; else the phrase of the text itself. The
result names the rule, and says whether the number is a level, a change, a share or a ratio.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.carrying import Carrier
from claimgraph.extraction.rules.changes import ChangeReader
from claimgraph.extraction.rules.metrics import MetricChooser, dimension, small_sum
from claimgraph.extraction.rules.narrowing import Narrowing
from claimgraph.extraction.rules.phrases import PhraseReader
from claimgraph.extraction.rules.pieces import Pieces
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import MetricLabel, Scene, within
from claimgraph.extraction.rules.text import Span
from claimgraph.extraction.rules.told import Teller
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


class Binder:
    """Binds the amounts of one scene, in order."""

    def __init__(self, scene: Scene, chooser: MetricChooser, cues: Cues, compared: Callable[[int], bool]) -> None:
        self._scene, self._compared = scene, compared
        self._choose = chooser
        self._phrases = PhraseReader(scene, cues)
        self._changes = ChangeReader(scene, cues)
        self._narrowing, self._pieces = Narrowing(scene, cues), Pieces(scene, cues)
        self._teller = Teller(scene, chooser, cues)
        self._share = re.compile(cues.pattern("share"))
        self._beside = {
            cue.means.split(":")[1]: re.compile(cue.template) for cue in cues.templates("binding") if cue.template
        }
        self._carrier = Carrier(scene, chooser, self._changes)
        self._shares: tuple[Span, Binding] | None = None
        self._verb = ""

    def bind(self, amount: Amount) -> Binding | None:
        """What the number is a number of; None where not even a phrase can be found."""
        binding = self._bound(amount)
        if binding and binding.metric and binding.label and self._of_part(binding, binding.label):
            return replace(binding, metric=self._choose.of_part(binding.metric))
        if binding and binding.metric and binding.label and binding.rule == "growth":
            pieces = self._choose.of_pieces(binding.metric) if self._pieces.sold(amount, binding.label) else None
            return replace(binding, metric=pieces[1], level=pieces[0]) if pieces else binding
        return binding

    def _of_part(self, binding: Binding, label: Span) -> bool:
        """Whether a number is told of a part of its subject: beside its label, or as what the sentence is about."""
        if self._narrowing.part(label):
            return True
        verb = binding.rule == "verb" or self._scene.lower[label.start : label.end] == self._verb
        self._verb = self._scene.lower[label.start : label.end] if verb else ""
        return self._narrowing.part_acts(label) if verb else False

    def _bound(self, amount: Amount) -> Binding | None:
        scene = self._scene
        clause, sentence = scene.clause(amount.start), scene.sentence(amount.start)
        context = scene.lower[clause.start : clause.end]
        direction = self._changes.direction(amount, clause)
        if amount.unit in ("percentage_point", "basis_point"):
            return self._points(amount, clause, sentence, direction)
        if dimension(amount) == "ratio":
            binding = self._ratio(amount, clause, sentence, context, direction)
            if binding and binding.metric:
                return binding
            return self._told(amount, sentence, direction) or binding or self._phrase(amount, clause, direction)
        if amount.per_unit == "share" and (binding := self._of_share(amount, clause, sentence)):
            return binding
        if binding := self._direct(amount, clause, context):
            return self._remember(binding, sentence)
        if self._shares and self._shares[0] == sentence and small_sum(amount):
            return self._shares[1]
        if metric := self._choose.by_unit(amount, context):
            return Binding(metric, scene.text.plain[amount.start : amount.end], None, "unit")
        told = self._told(amount, sentence, None) or self._carry(amount, clause, sentence, context)
        return told or self._referred(amount, clause, sentence, context) or self._phrase(amount, clause, None)

    def _referred(self, amount: Amount, clause: Span, sentence: Span, context: str) -> Binding | None:
        """A number that takes up the one of the sentence before: the figure has since climbed to about $150 million."""
        carried = self._carrier.before(sentence)
        if not carried or not self._teller.refers(amount, sentence):
            return None
        if not self._choose.fits(carried.level, amount, context) and carried.level.requires_cue:
            return None
        span = Span(carried.label.start, carried.label.end)
        if carried.level.dimension != dimension(amount):
            return None
        self._carrier.remember(sentence, carried.label, carried.level)
        return Binding(carried.level, self._words(carried.label), span, "carried", carried.level)

    def _told(self, amount: Amount, sentence: Span, direction: int | None) -> Binding | None:
        """A metric that no label names, but the verb or the words around the number."""
        if not (told := self._teller.of(amount)):
            return None
        metric, span = told
        words = self._scene.text.plain[span.start : span.end].strip()
        sign = direction if direction and amount.unit == "percent" else 1
        binding = Binding(metric, words, span, "verb", metric, sign, change=direction is not None)
        return binding if direction else self._remember(binding, sentence)

    # --- levels ---------------------------------------------------------------------------------------------------

    def _labels(self, amount: Amount, clause: Span) -> list[MetricLabel]:
        """The labels of the clause, the nearest to the number first; one that follows directly before one that leads."""
        lower = self._scene.lower
        labels = within(self._scene.labels, clause.start, clause.end)
        tail = self._scene.sentence(amount.start).end
        after = [
            m
            for m in within(self._scene.labels, amount.end, min(tail, amount.end + 12))
            if self._beside["link"].fullmatch(lower, amount.end, m.start)
            and not self._leads(m, amount)
            and _WIDE not in self._scene.text.printed(amount.start, m.end)
        ]
        others = within(self._scene.amounts, clause.start, clause.end)
        labels = [
            m
            for m in labels
            if not self._changes.only_change(self._scene.lower[m.start : m.end])
            and not self._inside(m, amount)
            and not self._beside["each"].search(lower, max(0, m.start - 5), m.start)
        ]
        after = [m for m in after if not self._changes.only_change(self._scene.lower[m.start : m.end])]
        before = [m for m in labels if m.start < amount.start and not self._taken(m, amount, others)]
        inside = [m for m in labels if m.start < amount.end and m.end > amount.start]
        ordered = [*after, *inside, *reversed(before)]
        return list(dict.fromkeys(ordered))

    def _leads(self, label: MetricLabel, amount: Amount) -> bool:
        """Whether a label after a number leads the next one of its kind: raised $6bn [at a valuation of] $150bn."""
        following = within(self._scene.amounts, label.end, label.end + 24)
        if not following or dimension(following[0]) != dimension(amount):
            return False
        gap = self._scene.lower[label.end : following[0].start]
        return self._beside["leads"].fullmatch(gap) is not None

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
                and self._beside["link"].fullmatch(lower, other.end, label.start)
            ):
                led = self._leads(label, other) or self._beside["verb"].search(lower, label.end, amount.start)
                return not led
        return False

    def _direct(self, amount: Amount, clause: Span, context: str) -> Binding | None:
        for label in self._labels(amount, clause):
            if self._counts_other(label, amount):
                continue
            if metric := self._choose.level(self._carrier.with_levels(label), amount, context):
                if self._is_change(amount, clause, label):
                    return Binding(
                        None, self._words(label), Span(label.start, label.end), "change", metric, change=True
                    )
                return Binding(metric, self._words(label), Span(label.start, label.end), "label", metric)
        return None

    def _counts_other(self, label: MetricLabel, amount: Amount) -> bool:
        """Whether a number has a noun of its own, and only a preposition ties it to a label: partners at 450 events."""
        if self._scene.text.chinese or dimension(amount) != "count" or label.end > amount.start:
            return False
        start = amount.cue_start if 0 <= amount.cue_start < amount.start else amount.start
        gap = self._scene.lower[label.end : start].strip()
        return gap in _PLACES and self._phrases.after(amount) is not None

    def _of_share(self, amount: Amount, clause: Span, sentence: Span) -> Binding | None:
        """The value of one share beside the sum of all: net income of $61 million, or 47 cents a share."""
        carried = self._carrier.to(clause, sentence)
        for label in [*self._labels(amount, clause), *([carried.label] if carried else [])]:
            ids = self._carrier.with_levels(label)
            if metric := self._choose.level(ids, amount, "") or self._choose.of_shares(ids):
                binding = Binding(metric, self._words(label), Span(label.start, label.end), "label", metric)
                self._shares = (sentence, replace(binding, rule="carried"))
                return self._remember(binding, sentence) if label.start >= clause.start else binding
        return None

    def _is_change(self, amount: Amount, clause: Span, label: MetricLabel) -> bool:
        """Whether a level's number is the size of its change: 月活增加9200万, 下降0.29元, "rose by 5,000"."""
        if label.start >= amount.end:
            return False
        return bool(self._beside["by"].search(self._scene.lower, max(clause.start, label.end - 1), amount.start))

    def _carry(self, amount: Amount, clause: Span, sentence: Span, context: str) -> Binding | None:
        """A clause with no label of its own speaks of the metric before: 较2024年的1670亿美元, up from $352 million."""
        carried = self._carrier.to(clause, sentence)
        if not carried or dimension(amount) not in ("money", "count", "duration"):
            return None
        head = self._scene.lower[clause.start : amount.start]
        if not self._choose.fits(carried.level, amount, context) and not self._choose.fits(
            carried.level, amount, self._scene.lower[sentence.start : sentence.end]
        ):
            return None
        if amount.counter and amount.counter not in "次人名" and not self._beside["compared"].search(head):
            return None
        if not (
            self._beside["compared"].search(head) or amount.bare or len(re.sub(r"[^\u4e00-\u9fffa-z]", "", head)) <= 4
        ):
            return None
        counted = self._phrases.after(amount) if dimension(amount) == "count" and not self._scene.text.chinese else None
        if counted and counted.words.split()[-1].lower().rstrip("s") not in self._words(carried.label).lower():
            return None
        change = bool(self._beside["by"].search(head))
        span = Span(carried.label.start, carried.label.end)
        self._carrier.remember(sentence, carried.label, carried.level)
        return Binding(
            None if change else carried.level, self._words(carried.label), span, "carried", carried.level, change=change
        )

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
            if metric and metric.id == _SHARE and (whole := self._whole(labels, sentence, amount)):
                metric = self._choose.share(whole, amount) or metric
                return Binding(metric, self._words(label), span, "share", whole)
            if metric and not metric.growth_of and not (compared and amount.unit == "multiple"):
                return self._remember(Binding(metric, self._words(label), span, "label", metric), sentence)
            if metric and metric.growth_of:
                return Binding(metric, self._words(label), span, "growth", metric)
            level = self._carrier.level_of(label)
            if level is None:
                continue
            if amount.unit == "multiple" and (times := self._choose.times(level, self._levels(labels))):
                return Binding(times, self._words(label), span, "ratio", level)
            if self._beside["comes-from"].match(self._scene.lower, amount.end) and label.start < amount.start:
                part = self._choose.of_part(level)
                return Binding(self._choose.share(part, amount), self._words(label), span, "share", level)
            if amount.unit == "percent" and self._beside["part"].fullmatch(
                self._scene.lower, amount.end, max(amount.end, label.start)
            ):
                return Binding(self._choose.share(level, amount), self._words(label), span, "share", level)
            if self._share.search(context) and not compared and (share := self._choose.share(level, amount)):
                return Binding(share, self._words(label), span, "share", level)
            if (amount.unit == "multiple" or compared) and (ratio := self._choose.ratio(level, amount)):
                return Binding(ratio, self._words(label), span, "ratio", level)
        if amount.unit == "multiple" and (carried := self._carrier.last(sentence)):
            ratio = self._choose.ratio(carried.level, amount)
            return Binding(
                ratio, self._words(carried.label), Span(carried.label.start, carried.label.end), "ratio", carried.level
            )
        head = self._scene.lower[clause.start : amount.start]
        if not labels and self._beside["comes-from"].match(self._scene.lower, amount.end):
            return self._part_of(clause, sentence, amount)
        told = amount.unit == "percent" and not labels and self._beside["compared"].search(head)
        if told and (earlier := self._carrier.ratio(amount, clause, sentence)):
            label, metric = earlier
            return Binding(metric, self._words(label), Span(label.start, label.end), "carried", metric)
        return None

    def _growth(
        self, amount: Amount, clause: Span, sentence: Span, labels: list[MetricLabel], direction: int
    ) -> Binding | None:
        """A change in percent: of the level labelled in the clause, else of the one before in the sentence."""
        base = self._changes.base(amount, clause)
        sign = direction if amount.unit == "percent" else 1
        if labels and _COMPOUND in labels[0].ids and (own := self._labelled_growth(amount, labels[:1])):
            return Binding(own[1], self._words(own[0]), Span(own[0].start, own[0].end), "growth", own[1], sign)
        candidates = [(label, self._carrier.level_of(label)) for label in labels]
        if not candidates or all(level is None for _, level in candidates):
            direct = self._labelled_growth(amount, labels)
            if direct:
                return Binding(
                    direct[1], self._words(direct[0]), Span(direct[0].start, direct[0].end), "growth", direct[1], sign
                )
            phrase = self._phrases.before(amount, clause)
            told = phrase is not None and not self._changes.only_change(phrase.words.lower())
            if not told and (carried := self._carrier.to(clause, sentence)):
                candidates = [(carried.label, carried.level)]
        for label, level in candidates:
            if level is None:
                continue
            metric = self._choose.growth(level, base, amount) or (
                self._choose.qoq_of(level, amount, base) if base in ("qoq", "mom") else None
            )
            span = Span(label.start, label.end)
            last = self._carrier.last(sentence)
            if label.start < sentence.end and (last is None or last.label.start < label.start):
                self._remember(Binding(level, self._words(label), span, "growth", level), sentence)
            return Binding(metric, self._words(label), span, "growth", level, sign, change=True)
        return None

    def _part_of(self, clause: Span, sentence: Span, amount: Amount) -> Binding | None:
        """The part of the level told before that comes from somewhere: 收入5亿元，其中七成来自海外."""
        if not (carried := self._carrier.to(clause, sentence)):
            return None
        metric = self._choose.share(self._choose.of_part(carried.level), amount)
        span = Span(carried.label.start, carried.label.end)
        return Binding(metric, self._words(carried.label), span, "share", carried.level) if metric else None

    def _levels(self, labels: list[MetricLabel]) -> list[Metric]:
        return [level for label in labels if (level := self._carrier.level_of(label))]

    def _whole(self, labels: list[MetricLabel], sentence: Span, amount: Amount) -> Metric | None:
        """What a share is a share of: the level in its clause, else the one told before: 收入1875万美元，占比35.1%."""
        levels = self._levels(labels)
        if not levels and (last := self._carrier.last(sentence)):
            levels = [last.level]
        return next((level for level in levels if self._choose.share(level, amount)), None)

    def _labelled_growth(self, amount: Amount, labels: list[MetricLabel]) -> tuple[MetricLabel, Metric] | None:
        context = self._scene.lower[self._scene.clause(amount.start).start : self._scene.clause(amount.start).end]
        for label in labels:
            metric = self._choose.level(label.ids, amount, context)
            if metric and (metric.growth_of or _SELF_CHANGING.search(metric.id)):
                return label, metric
        return None

    def _points(self, amount: Amount, clause: Span, sentence: Span, direction: int | None) -> Binding | None:
        """Percentage points: the change of a ratio, for which the vocabulary has a metric only now and then."""
        context = self._scene.lower[clause.start : clause.end]
        for label in self._labels(amount, clause):
            metric = self._choose.level(label.ids, amount, context)
            return Binding(
                metric, self._words(label), Span(label.start, label.end), "points", metric, direction or 1, change=True
            )
        phrase = self._phrases.before(amount, clause)
        if not phrase and (carried := self._carrier.last(sentence)):
            label = carried.label
            return Binding(
                None,
                self._words(label),
                Span(label.start, label.end),
                "points",
                carried.level,
                direction or 1,
                change=True,
            )
        return self._phrase(amount, clause, direction)

    # --- phrases --------------------------------------------------------------------------------------------------

    def _phrase(self, amount: Amount, clause: Span, direction: int | None) -> Binding | None:
        """The words of the text where no label fits: the noun after the number, else the phrase before it."""
        found = self._phrases.read(amount, clause)
        sign = direction if direction and amount.unit in ("percent", "percentage_point", "basis_point") else 1
        if found is None:
            return None
        return Binding(None, found.words, found.span, "phrase", sign=sign, change=direction is not None)

    def _words(self, label: MetricLabel) -> str:
        return self._scene.text.plain[label.start : label.end]

    def _remember(self, binding: Binding, sentence: Span) -> Binding:
        if binding.level and binding.label:
            label = MetricLabel(binding.label.start, binding.label.end, (binding.level.id,))
            self._carrier.remember(sentence, label, binding.level)
        return binding


_COMPOUND = "cagr"
_SHARE, _WIDE = "share_of_whole", "\u3000"  # a wide blank parts the halves of a headline
_PLACES = frozenset(("at", "in", "from", "across", "with", "for", "on"))
_SELF_CHANGING = re.compile(r"move|growth|change|reduction|cagr|uplift|beat")
