"""Makes the drafts of the numbers of one scene: claims, unmapped ones, and what is dismissed, every quantity once.

The only place where the readings of all rules come together in a draft.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, replace

from claimgraph.claim import Period
from claimgraph.extraction.draft import Draft
from claimgraph.extraction.rules.accounting import SMALL_COUNT, dismissal, is_finest, leftovers
from claimgraph.extraction.rules.amounts import signed
from claimgraph.extraction.rules.attribution import agents_of
from claimgraph.extraction.rules.binder import Binder
from claimgraph.extraction.rules.binding import Binding
from claimgraph.extraction.rules.caution import Caution
from claimgraph.extraction.rules.circumstances import CircumstanceReader
from claimgraph.extraction.rules.confidence import claimed_from, likelihood
from claimgraph.extraction.rules.durations import Durations
from claimgraph.extraction.rules.inheritance import inherited
from claimgraph.extraction.rules.lists import ListReader, Share
from claimgraph.extraction.rules.metrics import MetricChooser
from claimgraph.extraction.rules.modality import ModalityReader
from claimgraph.extraction.rules.periods import PeriodMention
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.referents import Subject
from claimgraph.extraction.rules.relations import name_of
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.scopes import ScopeReader
from claimgraph.extraction.rules.small_counts import SmallCounts
from claimgraph.extraction.rules.subjects import SubjectFinder
from claimgraph.extraction.rules.text import Span
from claimgraph.extraction.rules.timing import as_period, months, period_mention, until_now
from claimgraph.extraction.rules.windows import is_window, iso_duration, window_of
from claimgraph.vocabulary import Metric


@dataclass(frozen=True, slots=True)
class _Meaning:
    """All that was settled about one number."""

    binding: Binding
    metric: Metric | None
    subject: Subject | None
    period: Period | None
    window: str | None


@dataclass(frozen=True, slots=True)
class _Judgement:
    """Why a reading is no claim, how likely it is right, and what that is judged by."""

    reason: str | None
    confidence: float | None = None
    circumstances: tuple[str, ...] = ()


class Drafting:
    """The drafts of the numbers of one scene."""

    def __init__(
        self, scene: Scene, chooser: MetricChooser, modality: ModalityReader, lists: ListReader, scopes: ScopeReader
    ) -> None:
        self._scene, self._chooser, self._modality = scene, chooser, modality
        self._scopes = scopes
        cues = scene.lexicon.cues
        self.subjects = SubjectFinder(scene, cues)
        self._caution = Caution(scene, self.subjects, cues)
        self._circumstances = CircumstanceReader(scene, self.subjects, cues)
        self._binder = Binder(scene, chooser, cues, lambda start: self.subjects.comparand(start) is not None)
        self._durations, self._counts = Durations(scene, cues), SmallCounts(scene, cues)
        self._again = re.compile(rf"{cues.pattern('same-number')}(?:['’]s| (?:[a-z]+ly )?[a-z]+(?:s|ed|d)(?![a-z]))")
        self._dealt = lists.read(scene)
        self._windows = self._find_windows()
        self._last: tuple[Amount, Binding] | None = None
        self._last_subject: tuple[Amount, Subject | None] | None = None

    def _find_windows(self) -> dict[int, str]:
        found = {}
        dealt = {share.duration.start for share in self._dealt.values() if share.duration}
        for amount in self._scene.amounts:
            if (
                amount.reason is None
                and (amount.start in dealt or is_window(self._scene, amount))
                and (iso := iso_duration(amount))
            ):
                found[amount.start] = iso
        return found

    def drafts(self) -> Iterator[Draft]:
        """Every quantity once: claims, unmapped ones, and what is dismissed."""
        scene = self._scene
        spans: list[tuple[int, int]] = []
        for amount in scene.amounts:
            spans.append((amount.start, amount.end))
            yield self._draft(amount)
        free = _Free(spans)
        for period in scene.periods:
            yield from self._dismissed(free, period.start, period.end, "period")
        for code in scene.codes:
            yield from self._dismissed(free, code.start, code.end, code.reason)
        for mention in scene.mentions:
            if mention.named and re.search(r"\d", scene.lower[mention.start : mention.end]):
                yield from self._dismissed(free, mention.start, mention.end, "part of a name")
        for code in leftovers(scene, free.spans):
            yield from self._dismissed(free, code.start, code.end, code.reason)

    def _dismissed(self, free: _Free, start: int, end: int, reason: str) -> Iterator[Draft]:
        if free.take(start, end):
            first, last = self._scene.text.raw_span(start, end)
            yield Draft(
                printed=self._scene.text.raw[first:last],
                start=first,
                end=last,
                evidence_start=first,
                evidence_end=last,
                rule="accounting",
                state="dismissed",
                reason=reason,
            )

    def _draft(self, amount: Amount) -> Draft:
        reason = dismissal(self._scene, amount)
        if reason == SMALL_COUNT and self._counts.is_told(amount):
            reason = None
        if reason is None and amount.start in self._windows and amount.start not in self._dealt:
            reason = None if amount.value % 1 or self._durations.is_told(amount) else "window"
        if reason:
            return self._dismissed_amount(amount, reason)
        share = self._dealt.get(amount.start, Share())
        binding = self._bound(amount, share) or self._chained(amount)
        if (
            binding is None
            and amount.bare
            and not (self._listed(amount) or self._stated(amount) or self._beside(amount))
        ):
            return self._dismissed_amount(amount, "no phrase says what it counts")
        binding = binding or self._nameless(amount)
        self._last = (amount, binding)
        beside = binding.label is not None and binding.label.start >= amount.start - 1
        if (binding.metric is None or beside) and self._durations.is_plain(amount):
            return self._dismissed_amount(amount, "duration")
        return self._claim(amount, binding, share)

    def _listed(self, amount: Amount) -> bool:
        """Whether a bare number is a cell of a table, or follows the name that its line begins with."""
        line = self._scene.lower[self._scene.lower.rfind("\n", 0, amount.start) + 1 : amount.start]
        return line.startswith("|") or re.fullmatch(r"[-*•·\d. ]{0,4}[^,，。:：|]{2,40}[:：] ?", line) is not None

    def _beside(self, amount: Amount) -> bool:
        """Whether a bare number is the first of a list whose next number says what is counted: 200 and 90 positions."""
        following = within(self._scene.amounts, amount.end, amount.end + 8)
        if amount.style != "digits" or not following or following[0].reason:
            return False
        return _LISTED.fullmatch(self._scene.lower, amount.end, following[0].start) is not None

    def _stated(self, amount: Amount) -> bool:
        """Whether a bare number is plainly the value of something, whatever that is: up by 2 to 861, 增至45, 33,181."""
        start = amount.cue_start if 0 <= amount.cue_start < amount.start else amount.start
        return (
            bool(amount.comparator)
            or amount.value < 0
            or self._scene.lower.endswith("times", amount.start, amount.end)
            or _GROUPED.fullmatch(self._scene.lower, amount.start, amount.end) is not None
            or _STATED.search(self._scene.lower, max(0, start - 12), start) is not None
        )

    def _chained(self, amount: Amount) -> Binding | None:
        """The second of two levels takes the words of the first: 良率从六成提升至85%."""
        if self._last is None or self._scene.sentence(self._last[0].start) != self._scene.sentence(amount.start):
            return None
        last, binding = self._last
        return (
            replace(binding, rule="chained", sign=self._sign(amount))
            if last.unit == amount.unit != "count" and not binding.change
            else None
        )

    def _nameless(self, amount: Amount) -> Binding:
        """A number of which the text says no more than its clause does."""
        clause = self._scene.clause(amount.start)
        start = max(clause.start, amount.start - (12 if self._scene.text.chinese else 30))
        if not self._scene.text.chinese and start > clause.start:
            start = min(self._scene.lower.find(" ", start, amount.start) + 1 or start, amount.start)
        words = self._scene.text.plain[start : amount.start].strip()
        span = Span(start, amount.start) if words else None
        return Binding(None, words, span, "clause", sign=self._sign(amount))

    def _sign(self, amount: Amount) -> int:
        """-1 for the size of a fall."""
        return -1 if amount.unit in ("percent", "percentage_point", "basis_point") and self._binder.falls(amount) else 1

    def _bound(self, amount: Amount, share: Share) -> Binding | None:
        """The binding, with the label that a list deals to this number in the place of the nearest."""
        if share.label:
            metric = self._chooser.level(share.label.ids, amount, self._scene.lower[share.label.start : amount.end])
            words = self._scene.text.plain[share.label.start : share.label.end]
            if metric:
                return Binding(metric, words, Span(share.label.start, share.label.end), "list", metric)
        return self._binder.bind(amount)

    def _claim(self, amount: Amount, binding: Binding, share: Share) -> Draft:
        scene, chooser = self._scene, self._chooser
        metric = binding.metric
        window = (
            iso_duration(share.duration) if share.duration else window_of(scene, amount, binding.label, self._windows)
        )
        dated = period_mention(scene, amount)
        mention = share.period or (dated[0] if dated else None)
        basis = None
        if mention is None and not window and (mention := inherited(scene, amount, metric or binding.level)):
            basis = "inherited"
        if metric:
            metric = metric if metric.default_window and not share.duration else chooser.after(metric, window)
            window = metric.default_window or window
            metric = chooser.for_rate(metric, amount)
            metric = chooser.for_period(metric, mention.grain if mention else None, _months(mention))
        subject = (
            Subject(share.mention, "list") if share.mention else self.subjects.find(amount.start, binding.label, metric)
        )
        subject = self._same_subject(amount, binding, subject)
        if metric is None and subject and subject.mention.sort == "product" and (metric := chooser.by_rate(amount)):
            binding = replace(binding, metric=metric, rule="unit")
        period = None if window else as_period(until_now(scene, mention, metric), basis)
        return self._put_together(amount, _Meaning(binding, metric, subject, period, window))

    def _same_subject(self, amount: Amount, binding: Binding, found: Subject | None) -> Subject | None:
        """The subject of the number before where one is only compared with it: up from 500 million, 较上月的3万."""
        before, self._last_subject = self._last_subject, (amount, found)
        carried = binding.rule in ("carried", "chained") and binding.label is not None
        again = self._takes_up(amount, before)
        if (
            not (carried or again)
            or before is None
            or before[1] is None
            or found is None
            or found.how in ("list", "explicit")
        ):
            return found
        if any(m.named for m in within(self._scene.mentions, before[0].end, amount.start)):
            return found
        if not again and self._scene.sentence(before[0].start) != self._scene.sentence(amount.start):
            return found
        other = before[1].mention
        if other.identity == found.mention.identity or self.subjects.excluded.get(other.start) == "comparand":
            return found
        self._last_subject = (amount, before[1])
        return before[1]

    def _takes_up(self, amount: Amount, before: tuple[Amount, Subject | None] | None) -> bool:
        """Whether a sentence goes on about the number of the one before: That compares with 5%."""
        sentence, text = self._scene.sentence(amount.start), self._scene.text
        if before and _CONVERTED.fullmatch(self._scene.lower, before[0].end, amount.start):
            return True
        if before is None or self._again.match(self._scene.lower, sentence.start) is None:
            return False
        return text.sentence_at(amount.start) - text.sentence_at(before[0].start) in (0, 1)

    def _put_together(self, amount: Amount, meaning: _Meaning) -> Draft:
        """The draft of a number whose meaning is settled."""
        scene, binding, metric, subject = self._scene, meaning.binding, meaning.metric, meaning.subject
        if metric and "elo" in metric.units and amount.unit in ("count", "points"):
            amount = replace(amount, unit="elo")
        comparand = self.subjects.comparand(amount.start) if amount.unit in ("multiple", "percent") else None
        first, last = scene.text.raw_span(*_evidence(scene, amount, binding))
        held = self._judged(amount, meaning)
        words = scene.text.printed(binding.label.start, binding.label.end) if binding.label else binding.words
        return replace(
            self._base(amount, binding.sign),
            subject=subject.mention.entity if subject else None,
            subject_text=name_of(scene, subject.mention) if subject else None,
            metric=metric.id if metric else None,
            metric_text=words,
            period=meaning.period,
            window=meaning.window,
            modality=self._modality.of_number(scene, amount, meaning.period),
            attribution=agents_of(scene, amount.start),
            relative_to=(comparand.entity or comparand.name) if comparand else None,
            scope=self._scopes.read(scene, amount, metric, binding.label),
            evidence_start=first,
            evidence_end=last,
            rule=binding.rule,
            state="unmapped" if held.reason else "claim",
            reason=held.reason,
            resolution=subject.how if subject else None,
            confidence=held.confidence,
            circumstances=held.circumstances,
        )

    def _judged(self, amount: Amount, meaning: _Meaning) -> _Judgement:
        """Whether a reading is proposed as a claim: nothing rules it out, and such readings were right often enough."""
        binding, metric, subject = meaning.binding, meaning.metric, meaning.subject
        reason = self._caution.against(amount, binding, metric, subject)
        if amount.unit == "pixel" and not is_finest(self._scene, amount):
            reason = reason or "it may only say of which offer the rest is told"
        if subject is None:
            return _Judgement(reason)
        doubts = self._caution.doubts(amount, subject)
        circumstances = self._circumstances.read(amount, binding, metric, subject, doubts)
        share = int(100 * likelihood(circumstances))
        if reason is None and share < 100 * claimed_from():
            told = f"such readings were right in {share} of 100"
            reason = "; ".join([*doubts[:1], told])
        return _Judgement(reason, share / 100, circumstances.labelled())

    def _base(self, amount: Amount, sign: int = 1) -> Draft:
        low, high, low_exclusive, high_exclusive = signed(amount, sign)
        first, last = self._scene.text.raw_span(amount.start, amount.end)
        return Draft(
            low=low,
            high=high,
            low_exclusive=low_exclusive,
            high_exclusive=high_exclusive,
            precision=amount.precision,
            unit=amount.unit,
            per_unit=amount.per_unit,
            printed=self._scene.text.raw[first:last],
            start=first,
            end=last,
            evidence_start=first,
            evidence_end=last,
        )

    def _dismissed_amount(self, amount: Amount, reason: str) -> Draft:
        return replace(
            self._base(amount),
            rule="accounting",
            state="dismissed",
            reason=reason,
        )


_CONVERTED = re.compile(r"[ ]?\([ ]?(?:约合|折合|合|相当于|约)(?:人民币|新台币|港币)?[ ]?")
_LISTED = re.compile(r"[ ]?[、和与及][ ]?| and |, and ")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_STATED = re.compile(
    r"(?<![a-z])(?:by|to|from|at|was|were|reached|totalled|totaled|hit)[ ]$|[增升降减跌涨提缩][至到]$"
    r"|(?:总[计数]|合计|共计)[为达]?$"
)


class _Free:
    """Which places no draft has yet: spans are taken once, in any order."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.spans = sorted(spans)

    def take(self, start: int, end: int) -> bool:
        """Whether the stretch was free, and is now taken."""
        place = bisect_left(self.spans, (start, start))
        for first, last in self.spans[max(0, place - 1) : place + 2]:
            if first < end and start < last:
                return False
        insort(self.spans, (start, end))
        return True


def _months(mention: PeriodMention | None) -> int | None:
    return (
        months(mention.first, mention.last)
        if (mention and mention.grain != "year") or (mention and mention.first != mention.last)
        else None
    )


def _evidence(scene: Scene, amount: Amount, binding: Binding) -> tuple[int, int]:
    """The stretch that shows the claim: the clause, and the label where it stands in an earlier one."""
    clause = scene.clause(amount.start)
    start = min(clause.start, binding.label.start) if binding.label else clause.start
    end = max(clause.end, amount.end, binding.label.end if binding.label else 0)
    sentence = scene.sentence(amount.start)
    return max(start, sentence.start), max(min(end, sentence.end), amount.end)
