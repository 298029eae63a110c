"""`diff`: what one build says that another did not, as claims: new, revised, lost, newly disputed, settled, come true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from claimgraph.briefing.findings import dispute_reports, forecasts, saying
from claimgraph.briefing.model import Archive, Dispute, Told
from claimgraph.briefing.reading import Reader
from claimgraph.briefing.reports import Change, Changes, DisputeReport, ForecastLine, Saying
from claimgraph.claim import Claim, EventClaim, MetricClaim, OpinionClaim, RelationClaim
from claimgraph.store import ClaimStore

_WAITING = ("open", "due")


@dataclass(frozen=True, slots=True)
class _Build:
    """One side of the comparison."""

    reader: Reader
    archive: Archive
    disputes: dict[str, Dispute]
    forecasts: tuple[ForecastLine, ...]

    @classmethod
    def of(cls, store: ClaimStore) -> _Build:
        reader = Reader(store)
        disputes = {row.id: row for row in reader.disputes()}
        return cls(reader, reader.all_claims(), disputes, forecasts(store).forecasts)

    def reports(self, rows: Iterable[Dispute]) -> tuple[DisputeReport, ...]:
        return dispute_reports(self.reader, self.archive, rows)


def diff(before: ClaimStore, after: ClaimStore) -> Changes:
    """How the claims, disagreements and forecasts of one build differ from those of an earlier one.

    A claim is revised when the same source says something else of the same thing, period and scope.
    """
    old, new = _Build.of(before), _Build.of(after)
    gone, come = _apart(old.archive, new.archive), _apart(new.archive, old.archive)
    relations = new.archive.names.vocabulary.relations.values()
    pairs = _revisions(gone, come, frozenset(relation.id for relation in relations if relation.functional))
    revised = {row.id for pair in pairs for row in pair}
    contested = [row for id, row in new.disputes.items() if _open(row) and not _open(old.disputes.get(id))]
    settled = [row for id, row in old.disputes.items() if _open(row) and not _open(new.disputes.get(id))]
    return Changes(
        new=_sayings((row for row in come if row.id not in revised), new.archive),
        revised=tuple(Change(saying(one, old.archive.names), saying(two, new.archive.names)) for one, two in pairs),
        lost=_sayings((row for row in gone if row.id not in revised), old.archive),
        disputed=new.reports(contested),
        settled=tuple(_as_now(report, new.disputes) for report in old.reports(settled)),
        fulfilled=_fulfilled(old.forecasts, new.forecasts),
    )


def _apart(one: Archive, other: Archive) -> list[Told]:
    """The claims of one build that the other has not; a claim whose place in the text alone moved is the same."""
    said = {_said(row.claim) for row in other.told.values()}
    return [row for id, row in one.told.items() if id not in other.told and _said(row.claim) not in said]


def _open(dispute: Dispute | None) -> bool:
    """Whether a disagreement still asks for an answer: it is there, and nobody explained or dismissed it."""
    return dispute is not None and dispute.verdict not in ("dismissed", "explained")


def _as_now(report: DisputeReport, disputes: dict[str, Dispute]) -> DisputeReport:
    """A settled disagreement with the verdict that settled it, if one did."""
    return replace(report, dispute=disputes.get(report.dispute.id, report.dispute))


def _sayings(rows: Iterable[Told], archive: Archive) -> tuple[Saying, ...]:
    found = sorted(rows, key=lambda row: (row.claim.about, row.source.id, row.id))
    return tuple(saying(row, archive.names) for row in found)


def _revisions(gone: Sequence[Told], come: Sequence[Told], single: frozenset[str]) -> list[tuple[Told, Told]]:
    """Pairs of a claim that is gone and the one that stands in its place."""
    places: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    for row in sorted(gone, key=lambda row: row.id):
        places[_place(row.claim, single)].append(row)
    waiting = ((places[_place(row.claim, single)], row) for row in sorted(come, key=lambda row: row.id))
    pairs = [(found.pop(0), row) for found, row in waiting if found]
    return sorted(pairs, key=lambda pair: (pair[0].claim.about, pair[0].source.id, pair[0].id))


def _place(claim: Claim, single: frozenset[str]) -> tuple[object, ...]:
    """What a claim is about, in which source: everything but the value, who said it and where it stands in the text."""
    period = (claim.period.start, claim.period.end) if claim.period else None
    common = (type(claim), claim.source, claim.about, period, claim.scope)
    match claim:
        case MetricClaim():
            return (*common, claim.metric, claim.window, claim.relative_to)
        case RelationClaim():
            return (*common, claim.predicate, None if claim.predicate in single else (claim.object, claim.object_text))
        case EventClaim():
            return (*common, claim.event, claim.participant)
        case OpinionClaim():
            return (*common, claim.aspect, claim.evidence)
        case _:
            return common


def _said(claim: Claim) -> str:
    """What is said, whatever its place in the text."""
    return replace(claim, evidence=None).id


def _fulfilled(old: Iterable[ForecastLine], new: Iterable[ForecastLine]) -> tuple[ForecastLine, ...]:
    """Forecasts that waited and whose actual value is known now."""
    waited = {one.claim for line in old if line.outcome in _WAITING for one in line.sayings}
    return tuple(
        line
        for line in new
        if line.outcome not in _WAITING and any(one.claim in waited for one in line.sayings)
    )  # fmt: skip
