"""The gate through which every draft goes, whoever made it: rules, a language model, a person.

A draft passes when its words stand in the text, its number is what the grammar reads there, and the rules read the same.
What the text does not bear out is rejected with the reason; what the rules read otherwise is for a person, with both
readings. Nothing is compared by likeness, and nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from claimgraph.claim import PartialDate, Period
from claimgraph.extraction.draft import Draft, Reading
from claimgraph.extraction.lexicon import Lexicon
from claimgraph.extraction.measures import Measures
from claimgraph.extraction.quotes import QuoteFinder
from claimgraph.extraction.relating import Relations
from claimgraph.extraction.rules.fold import fold, lower
from claimgraph.extraction.rules.periods import PeriodReader
from claimgraph.extraction.rules.timing import as_period

__all__ = ["Gate", "Outcome", "Proposal", "Verdict"]

_FAR = 3_000
_YEAR_BEFORE, _YEAR_AFTER = 400, 80


class Outcome(StrEnum):
    """What becomes of a draft: it may be shown as a claim, a person must compare, or the text does not bear it out."""

    ACCEPT = "accept"
    REVIEW = "review"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A draft with the words of the text it rests on. Bounds and unit may be left out: the gate reads them itself."""

    draft: Draft
    quote: str
    subject_quote: str = ""
    value_quote: str = ""
    object_quote: str = ""
    attribution_quote: str = ""
    period_quote: str = ""

    @classmethod
    def of(cls, draft: Draft, text: str) -> Proposal:
        """The proposal that a draft with offsets makes: its own places are its quotes."""
        return cls(
            draft=draft, quote=text[draft.evidence_start : draft.evidence_end], subject_quote=draft.subject_text or "",
            value_quote=text[draft.start : draft.end], object_quote=draft.object_text or "",
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a proposal, why, and the reading of the rules where it differs. `draft` has offsets and bounds."""

    outcome: Outcome
    draft: Draft
    reasons: tuple[str, ...] = ()
    other: Draft | None = None


@dataclass(slots=True)
class _Findings:
    """What speaks against a draft: reasons to reject it, and reasons to have a person look."""

    against: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


class Gate:
    """Judges proposals about one text, given what the rules read in it."""

    def __init__(self, text: str, lexicon: Lexicon, reading: Reading, published: PartialDate | None = None) -> None:
        self.text = text
        self._lexicon = lexicon
        self._reading = reading
        self._finder = QuoteFinder(text)
        self._measures = Measures(self._finder, lexicon, reading)
        self._relations = Relations(self._finder, lexicon, reading)
        self._published = published

    def judge(self, proposals: Iterable[Proposal]) -> tuple[Verdict, ...]:
        """A verdict for each, in order. A value is claimed once: what claims it again is rejected."""
        taken: dict[tuple[int, int], Draft] = {}
        verdicts = []
        for proposal in proposals:
            verdict = self._judge(proposal)
            span = (verdict.draft.start, verdict.draft.end)
            if verdict.outcome is not Outcome.REJECT and proposal.draft.kind == "metric":
                if span in taken:
                    reason = (
                        f"its value at {span[0]}..{span[1]} is claimed already, as {taken[span].metric or 'unmapped'}"
                    )
                    verdict = Verdict(Outcome.REJECT, verdict.draft, (reason,), taken[span])
                else:
                    taken[span] = verdict.draft
            verdicts.append(verdict)
        return tuple(verdicts)

    def gated(self) -> Reading:
        """The rules' reading after the gate: a draft that the text does not bear out is dismissed, with the reason."""
        claims = self._reading.claims
        verdicts = self.judge(Proposal.of(draft, self.text) for draft in claims)
        refused = {
            id(draft): replace(draft, state="dismissed", reason=f"the gate: {'; '.join(verdict.reasons)}")
            for draft, verdict in zip(claims, verdicts, strict=True)
            if verdict.outcome is Outcome.REJECT
        }
        if not refused:
            return self._reading
        return Reading(tuple(refused.get(id(draft), draft) for draft in self._reading.drafts))

    def _judge(self, proposal: Proposal) -> Verdict:
        findings = _Findings()
        span = self._place(proposal)
        if span is None:
            return Verdict(Outcome.REJECT, proposal.draft, ("its quote does not stand in the text",))
        draft = replace(proposal.draft, evidence_start=span[0], evidence_end=span[1])
        findings.against += self._subject(proposal, draft, span)
        if proposal.attribution_quote and not any(self._finder.find(proposal.attribution_quote)):
            findings.against.append("the words of its source do not stand in the text")
        match draft.kind:
            case "metric":
                return self._metric(draft, proposal, span, findings)
            case "relation":
                return self._relation(draft, proposal, span, findings)
            case "event":
                return self._event(draft, proposal, span, findings)
        findings.doubts.append("an opinion: tell it in own words")
        return _verdict(draft, findings, None)

    # --- where it stands ------------------------------------------------------------------------------------------

    def _place(self, proposal: Proposal) -> tuple[int, int] | None:
        """Where the quote stands; of several places the one that a draft names, else the nearest to the subject's."""
        draft = proposal.draft
        if draft.evidence_end:
            about = (draft.evidence_start, draft.evidence_end)
            if named := next(self._finder.find(proposal.quote, about), None):
                return named
        hits = list(self._finder.find(proposal.quote))
        if draft.end:
            hits = [hit for hit in hits if hit[0] <= draft.start and draft.end <= hit[1]] or hits
        if not hits:
            return None
        if draft.evidence_end:
            return min(hits, key=lambda hit: abs(hit[0] - draft.evidence_start))
        subject = list(self._finder.find(proposal.subject_quote)) if len(hits) > 1 else []
        return min(hits, key=lambda hit: (min((_gap(hit, place) for place in subject), default=0), hit))

    def _subject(self, proposal: Proposal, draft: Draft, span: tuple[int, int]) -> Iterator[str]:
        """Whether a quote of its own names the subject, and stands in the text."""
        quote = proposal.subject_quote
        if not quote:
            if draft.subject or draft.state == "claim":
                yield "no quote names its subject"
            return
        if not any(self._finder.find(quote, (max(0, span[0] - _FAR), span[1] + _FAR))):
            if any(self._finder.find(quote)):
                yield f"its subject {quote!r} is named only far from its quote"
            else:
                yield f"the words {quote!r} for its subject do not stand in the text"
        elif draft.subject and not self._relations.names(draft.subject, quote):
            yield f"the words {quote!r} do not name {draft.subject}"

    # --- kinds ----------------------------------------------------------------------------------------------------

    def _metric(self, draft: Draft, proposal: Proposal, span: tuple[int, int], findings: _Findings) -> Verdict:
        read, why = self._measures.value(proposal.value_quote, span, draft)
        if read is None:
            return Verdict(Outcome.REJECT, draft, (*findings.against, why))
        findings.against += self._measures.against(draft, read, span)
        findings.against += self._year(draft, read, proposal.period_quote, span)
        findings.doubts += self._measures.doubts(draft, read, span)
        return _verdict(self._measures.filled(draft, read, span), findings, read)

    def _year(self, draft: Draft, read: Draft, quote: str, span: tuple[int, int]) -> Iterator[str]:
        """Whether the year of its period is printed near, or follows from words of the text, or the rules read it so."""
        period = draft.period
        if period is None or _same_days(period, read.period):
            return
        if quote and not any(self._finder.find(quote)):
            yield f"the words {quote!r} for its period do not stand in the text"
        elif not (quote and _same_days(period, self._date(quote))):
            near = (max(0, span[0] - _YEAR_BEFORE), span[1] + _YEAR_AFTER)
            years = {day.year for day in (period.start, period.end) if day}
            if not any(self._finder.has_word(word, near) for year in years for word in _year_words(year)):
                yield f"no {' or '.join(map(str, sorted(years)))} is printed near its quote"

    def _relation(self, draft: Draft, proposal: Proposal, span: tuple[int, int], findings: _Findings) -> Verdict:
        other = self._relations.read_as(draft, span)
        findings.against += self._relations.against(draft, proposal.object_quote, span, other)
        findings.doubts += self._relations.doubts(draft, other, span)
        return _verdict(draft, findings, other)

    def _event(self, draft: Draft, proposal: Proposal, span: tuple[int, int], findings: _Findings) -> Verdict:
        hits = list(self._finder.find(proposal.value_quote, span))
        if not hits:
            return Verdict(Outcome.REJECT, draft, (*findings.against, "its date does not stand in its quote"))
        start, end = hits[0]
        draft = replace(draft, start=start, end=end, printed=self.text[start:end])
        read = self._date(draft.printed)
        given = draft.period
        if read is None:
            findings.against.append(f"no date is read in {draft.printed!r}")
        elif given and not _same_days(given, read):
            findings.against.append(f"its date is not the one that is read in {draft.printed!r}")
        else:
            draft = replace(draft, period=read)
        near = [other for other in self._reading.drafts if other.kind == "event" and _overlap(other, draft)]
        same = [other for other in near if _event_of(other) == _event_of(draft)]
        if not same:
            findings.doubts.append("the rules read it otherwise" if near else "the rules read no such event here")
        return _verdict(draft, findings, next(iter((*same, *near)), None))

    def _date(self, printed: str) -> Period | None:
        """The date that the period grammar reads in these words."""
        mentions = PeriodReader(self._lexicon.cues).read(lower(fold(printed)), self._published)
        return as_period(mentions[0]) if len(mentions) == 1 else None


def _verdict(draft: Draft, findings: _Findings, other: Draft | None) -> Verdict:
    if findings.against:
        return Verdict(Outcome.REJECT, draft, tuple(findings.against), other)
    if findings.doubts:
        return Verdict(Outcome.REVIEW, draft, tuple(findings.doubts), other)
    return Verdict(Outcome.ACCEPT, draft)


def _same_days(one: Period, other: Period | None) -> bool:
    return other is not None and (one.start, one.end) == (other.start, other.end)


def _year_words(year: int) -> tuple[str, ...]:
    return f"{year}", f"{year % 100:02}年", f"FY{year % 100:02}", f"'{year % 100:02}"


def _event_of(draft: Draft) -> tuple[object, ...]:
    return draft.subject or draft.subject_text, draft.metric, draft.modality


def _overlap(one: Draft, other: Draft) -> bool:
    return one.start < other.end and other.start < one.end


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """How far two spans lie apart; 0 where they touch."""
    return max(0, one[0] - other[1], other[0] - one[1])
