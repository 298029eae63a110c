"""When things happened: dates that differ, dates in an impossible order, and near events that are taken for one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from claimgraph.agreement.judging import Judge
from claimgraph.agreement.model import Disagreement, Reading, SlotKey
from claimgraph.agreement.phrases import listed, opposed
from claimgraph.agreement.readings import Reader
from claimgraph.agreement.rules import DatePart, DisagreementRule
from claimgraph.claim import EventClaim, PartialDate, Precision
from claimgraph.wording import date_text

__all__ = ["Dates", "Dating", "disagreeing_dates", "read_dates"]

_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
_AROUND = {"year": 183, "month": 31, "day": 7}  # days that "about" adds on either side


class Dating(NamedTuple):
    """One claimed date, as the days it can mean, with the reading that says who claims it."""

    first: int
    last: int
    text: str
    reading: Reading


Dates = dict[SlotKey, list[Dating]]


def read_dates(claims: Iterable[EventClaim], reader: Reader) -> Dates:
    """The claimed dates of each event of each entity; events that happen more than once are kept apart by their date."""
    found: Dates = {}
    for claim in claims:
        if claim.date is None:
            continue
        when = f"@{claim.date.text}" if claim.event in reader.rules.recurring else "any"
        key = SlotKey(claim.about, claim.event, when, claim.scope, claim.participant)
        found.setdefault(key, []).append(_dating(claim, reader))
    return found


def _dating(claim: EventClaim, reader: Reader) -> Dating:
    assert claim.date is not None  # noqa: S101
    first, last = narrowed(claim.date, claim.printed, reader.rules.date_parts)
    if claim.precision is not Precision.AS_PRINTED:
        around = _AROUND[claim.date.precision]
        first, last = first - around, last + around
    if claim.not_before:
        last = _LAST
    if claim.not_after:
        first = _FIRST
    source, (origin, relayed) = reader.origins.source(claim.source), reader.origins.of(claim)
    reading = Reading(
        claim.id,
        claim.source,
        source.text,
        origin,
        claim.modality.value,
        "date",
        float(first),
        float(last),
        float(first),
        float(last),
        claim.printed,
        source.first,
        source.last,
        claim.negated,
        relayed,
        cues=reader.cues(claim.note),
    )
    return Dating(first, last, _in_words(claim, reader.rules.date_parts), reading)


def _in_words(claim: EventClaim, parts: Sequence[DatePart]) -> str:
    """The date with what narrows or opens it: `early 2025`, `not before 2027`, `about June 2024`."""
    assert claim.date is not None  # noqa: S101
    part = _part(claim.date, claim.printed, parts)
    bound = "not before " if claim.not_before else "not after " if claim.not_after else ""
    about = "" if claim.precision is Precision.AS_PRINTED else "about "
    return bound + about + (f"{part.label} " if part and part.label else "") + date_text(claim.date)


def narrowed(day: PartialDate, printed: str, parts: Sequence[DatePart]) -> tuple[int, int]:
    """The days a date can mean, less what "early", "late", 年初 or 月底 beside it excludes.

    >>> part = DatePart(("early",), 0.0, 0.42)
    >>> [date.fromordinal(n).isoformat() for n in narrowed(PartialDate("2025"), "early 2025", (part,))]
    ['2025-01-01', '2025-06-03']
    """
    first, last = day.first.toordinal(), day.last.toordinal()
    part = _part(day, printed, parts)
    if part is None:
        return first, last
    days = last - first + 1
    return first + int(part.from_share * days), min(last, first + int(part.to_share * days))


def _part(day: PartialDate, printed: str, parts: Sequence[DatePart]) -> DatePart | None:
    """The first declared part that the printed date names; none for a single day."""
    said = printed.lower()
    if day.first == day.last:
        return None
    return next((part for part in parts if any(word in said for word in part.words)), None)


def disagreeing_dates(dates: Dates, judge: Judge, subjects: frozenset[str] | None = None) -> list[Disagreement]:
    """The disagreements about dates; only of `subjects` where given."""
    found: list[Disagreement] = []
    events: dict[str, dict[str, list[SlotKey]]] = {}
    for key in sorted(dates):
        if subjects is None or key.subject in subjects:
            events.setdefault(key.subject, {}).setdefault(key.metric, []).append(key)
            if key.metric not in judge.rules.recurring:
                found += _in_slot(key, dates[key], judge)
    for kinds in events.values():
        for event, keys in sorted(kinds.items()):
            for later in sorted(judge.rules.precedes.get(event, ())):
                found += _in_order(keys, kinds.get(later, []), dates, judge)
            for near in sorted(judge.rules.near.get(event, ())):
                if near in judge.rules.precedes.get(event, ()):
                    found += _near(keys, kinds.get(near, []), dates, judge)
    return found


def _in_slot(key: SlotKey, datings: Sequence[Dating], judge: Judge) -> Iterator[Disagreement]:
    kinds: dict[str, list[tuple[DisagreementRule, Dating, Dating]]] = {}
    for i, one in enumerate(datings):
        for other in datings[i + 1 :]:
            apart = one.last < other.first or other.last < one.first
            if one.reading.negated != other.reading.negated:
                apart = not apart
            rule = judge.rule(_features(judge, one, other, "DatesDiffer")) if apart else None
            if rule is not None:
                kinds.setdefault(rule.kind, []).append((rule, one, other))
    for _, rows in sorted(kinds.items()):
        yield _node(judge, rows[0][0], [(key, _distinct(dating for _, *pair in rows for dating in pair))], key.id)


def _in_order(
    before: Sequence[SlotKey], after: Sequence[SlotKey], dates: Dates, judge: Judge
) -> Iterator[Disagreement]:
    for one in before:
        for other in after:
            firsts, seconds = _wrong(dates[one], dates[other])
            other_basis = any(row.reading.cues - rival.reading.cues for row in firsts for rival in seconds)
            rule = judge.rule(frozenset({"DateOrder", "OtherDefinition"} if other_basis else {"DateOrder"}))
            if one.scope == other.scope and firsts and seconds and rule is not None:
                yield _node(judge, rule, [(one, firsts), (other, seconds)], f"date-order|{one.id}|{other.id}")


def _wrong(before: Sequence[Dating], after: Sequence[Dating]) -> tuple[list[Dating], list[Dating]]:
    """Dates of the first event that are later than every date of the second; plans and denials left out."""
    said = [
        [row for row in rows if row.reading.modality == "actual" and not row.reading.negated]
        for rows in (before, after)
    ]
    if not said[1]:
        return [], []
    latest = max(row.last for row in said[1])
    return _distinct(row for row in said[0] if row.first > latest), _distinct(said[1])


def _near(ones: Sequence[SlotKey], others: Sequence[SlotKey], dates: Dates, judge: Judge) -> Iterator[Disagreement]:
    for one in ones:
        for other in others:
            first, second = (_facts(dates[key]) for key in (one, other))
            rule = judge.rule(frozenset({"NearMeasures"}))
            if (
                rule is None
                or one.scope != other.scope
                or one.relative_to != other.relative_to
                or not first
                or not second
            ):
                continue
            sources = {row.reading.source for row in (*first, *second)}
            if max(row.last for row in first) < min(row.first for row in second) and len(sources) > 1:
                yield _node(judge, rule, [(one, first), (other, second)], f"near-events|{one.id}|{other.id}")


def _facts(datings: Sequence[Dating]) -> list[Dating]:
    """The dates that most origins share, as facts."""
    rows = [row for row in datings if row.reading.modality == "actual" and not row.reading.negated]
    if not rows:
        return []
    votes = [
        (len({rival.reading.origin for rival in rows if rival.first <= row.last and row.first <= rival.last}), -i)
        for i, row in enumerate(rows)
    ]
    best = rows[-max(votes)[1]]
    return [row for row in rows if row.first <= best.last and best.first <= row.last]


def _distinct(datings: Iterable[Dating]) -> list[Dating]:
    return sorted(set(datings), key=lambda row: (row.first, row.last, row.reading.claim))


def _features(judge: Judge, one: Dating, other: Dating, name: str) -> frozenset[str]:
    return judge.features(one.reading, other.reading, extra=(name,)) - {"PowerOfTen", "WeakBounds", "ExchangeRate"}


def _node(
    judge: Judge, rule: DisagreementRule, places: Sequence[tuple[SlotKey, Sequence[Dating]]], key: str
) -> Disagreement:
    datings = [dating for _, rows in places for dating in rows]
    days = _apart(datings)
    first = places[0][0]
    joined = listed if len(places) > 1 else opposed
    said = [f"{judge.phrases.aspect(slot)}, {joined(_told(rows, judge))}" for slot, rows in places]
    why = f"{judge.phrases.names.entity(first.subject)}: {', against '.join(said)}: {rule.because}."
    return Disagreement(
        key,
        rule.kind,
        first.subject,
        first.metric,
        tuple(slot for slot, _ in places),
        tuple(sorted({row.reading.claim for row in datings})),
        (),
        judge.severity(rule, Decimal(0), days),
        why,
        rule.id,
        days=days,
    )


def _told(datings: Sequence[Dating], judge: Judge) -> list[str]:
    """The dates in words, each with its voices: `early 2025 (A)`, `30 September 2025 (B, C, 2 articles)`."""
    said: dict[str, list[Reading]] = {}
    for row in datings:
        said.setdefault(row.text, []).append(row.reading)
    return [f"{text} ({judge.phrases.voices(readings)})" for text, readings in said.items()]


def _apart(datings: Sequence[Dating]) -> int:
    """The days between the two that are furthest apart."""
    return max(0, max(row.first for row in datings) - min(row.last for row in datings))
