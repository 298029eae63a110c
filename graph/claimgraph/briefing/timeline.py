"""`timeline`: the dated events and values of an entity in order, each with who said so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from claimgraph.briefing.model import Archive, SlotNode, Told
from claimgraph.briefing.portrait import grouped, metric_of
from claimgraph.briefing.reading import Reader, local
from claimgraph.briefing.reports import Moment, Timeline
from claimgraph.briefing.selection import metrics_below
from claimgraph.briefing.voices import (
    event_words,
    place_words,
    source_line,
    value_text,
    voices,
)
from claimgraph.claim import EventClaim, MetricClaim
from claimgraph.queries.parameters import entity as find_entity
from claimgraph.store import ClaimStore


def timeline(store: ClaimStore, entity: str, metrics: Sequence[str] = ()) -> Timeline:
    """What is dated of an entity, the earliest first: events by their date, values by the end of their period.

    With `metrics` only these numbers and kinds of event and the narrower ones. Raises QueryError.
    """
    node = find_entity(store, entity)
    reader = Reader(store)
    wanted = metrics_below(store, reader.vocabulary, metrics)
    archive, slots = reader.claims_of(node), reader.slots(node)
    contested = {
        claim for dispute in reader.disputes() if dispute.stands and dispute.contests for claim in dispute.claims
    }
    who = reader.entity(node)
    rows = [
        row
        for row in archive.told.values()
        if _takes_part(row, local(node.value)) and (not wanted or {metric_of(row, slots), _kind(row)} & wanted)
    ]
    dated = grouped((row for row in rows if _days(row)), lambda row: _key(row, slots))
    moments = [_moment(said, archive, slots, contested) for said in dated.values()]
    moments.sort(key=lambda moment: (moment.last, moment.first, moment.kind, moment.label, moment.value, moment.claims))
    return Timeline(who.id, who.label(), tuple(moments), sum(_days(row) is None for row in rows))


def _takes_part(row: Told, entity: str) -> bool:
    claim = row.claim
    if isinstance(claim, EventClaim):
        return entity in (claim.about, claim.participant)
    return isinstance(claim, MetricClaim) and claim.about == entity


def _kind(row: Told) -> str:
    claim = row.claim
    return claim.event if isinstance(claim, EventClaim) else claim.metric if isinstance(claim, MetricClaim) else ""


def _days(row: Told) -> tuple[date, date] | None:
    """The first and last day of the date or period, where one is stated."""
    claim = row.claim
    if isinstance(claim, EventClaim):
        return (claim.date.first, claim.date.last) if claim.date else None
    period = claim.period
    if period is None or (period.start or period.end) is None:
        return None
    first, last = period.start or period.end, period.end or period.start
    return (first, last) if first and last else None


def _key(row: Told, slots: dict[str, SlotNode]) -> tuple[object, ...]:
    claim = row.claim
    if isinstance(claim, EventClaim):
        return (
            claim.about, claim.event, claim.date, claim.participant, claim.modality, claim.negated, claim.not_before,
            claim.not_after, claim.precision, claim.scope,
        )  # fmt: skip
    assert isinstance(claim, MetricClaim)  # noqa: S101
    quantity = claim.quantity
    return (
        metric_of(row, slots), _days(row), claim.scope, claim.window, claim.relative_to, claim.modality, claim.negated,
        quantity.low, quantity.high, quantity.low_exclusive, quantity.high_exclusive, quantity.unit, quantity.per_unit,
        quantity.precision,
    )  # fmt: skip


def _moment(rows: Sequence[Told], archive: Archive, slots: dict[str, SlotNode], contested: set[str]) -> Moment:
    claim, names = rows[0].claim, archive.names
    days = _days(rows[0])
    assert days is not None  # noqa: S101 - only dated claims come here
    if isinstance(claim, EventClaim):
        kind, what, value = "event", claim.event, event_words(claim, names)
    else:
        assert isinstance(claim, MetricClaim)  # noqa: S101
        place = place_words(claim, names)
        kind, what = "value", metric_of(rows[0], slots)
        value = f"{value_text(claim, names)}{f' ({place})' if place else ''}"
    ids = tuple(row.id for row in rows)
    sources = {row.source.id: row.source for row in rows}
    return Moment(
        first=days[0],
        last=days[1],
        kind=kind,
        what=what,
        label=names.metric(what),
        value=value,
        modality=claim.modality.value,
        support=archive.support(ids),
        voices=voices(rows, names),
        disputed=not contested.isdisjoint(ids),
        claims=ids,
        sources=tuple(source_line(sources[id], 1, names) for id in sorted(sources)),
    )
