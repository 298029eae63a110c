"""`show`: what is claimed of one entity, grouped so that one sees who says what, through whom, and whether it holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from claimgraph.agreement import Support
from claimgraph.briefing.model import Accord, Archive, Dispute, SlotNode, Told
from claimgraph.briefing.reading import Reader
from claimgraph.briefing.reports import Figure, MetricReport, Portrait, SlotReport, SourceLine, Statement
from claimgraph.briefing.selection import metrics_below
from claimgraph.briefing.voices import (
    event_words,
    period_words,
    place_words,
    source_line,
    value_text,
    voices,
    without_chain,
)
from claimgraph.claim import (
    Claim,
    Entity,
    EventClaim,
    MetricClaim,
    Modality,
    OpinionClaim,
    RelationClaim,
)
from claimgraph.queries.parameters import entity as find_entity
from claimgraph.store import ClaimStore
from claimgraph.wording import Names, sentence

K = TypeVar("K")
_EARLIEST = date.min


def show(store: ClaimStore, entity: str, metrics: Sequence[str] = ()) -> Portrait:
    """Everything claimed of an entity, named by id or by any of its labels.

    With `metrics` only these numbers and the narrower ones below them. Raises QueryError, with the nearest name, for an
    entity or metric that is not there.
    """
    node = find_entity(store, entity)
    reader = Reader(store)
    wanted = metrics_below(store, reader.vocabulary, metrics)
    archive, slots = reader.claims_of(node), reader.slots(node)
    if wanted:
        archive = archive.only(lambda row: metric_of(row, slots) in wanted or _said(row.claim) in wanted)
    disputes = tuple(row for row in reader.disputes() if row.stands and not archive.told.keys().isdisjoint(row.claims))
    if not archive.told and not wanted:
        return _Painter(reader.entity(node), reader.claims_by(node), {}, (), ()).speaker()
    return _Painter(reader.entity(node), archive, slots, disputes, reader.accords(node)).portrait()


def metric_of(row: Told, slots: Mapping[str, SlotNode]) -> str:
    """The metric a value is compared as: that of its slot, else the claim's own."""
    slot = slots.get(row.slot or "")
    return slot.metric if slot else _said(row.claim)


def _said(claim: Claim) -> str:
    return claim.metric if isinstance(claim, MetricClaim) else claim.event if isinstance(claim, EventClaim) else ""


class _Painter:
    """Groups the claims of one entity."""

    def __init__(
        self,
        who: Entity,
        archive: Archive,
        slots: Mapping[str, SlotNode],
        disputes: tuple[Dispute, ...],
        accords: Iterable[Accord],
    ) -> None:
        self.who, self.archive, self.slots, self.disputes = who, archive, slots, disputes
        self.names: Names = archive.names
        self.accords = [frozenset(accord.claims) for accord in accords]
        self.contested: dict[str, list[str]] = defaultdict(list)
        for dispute in disputes:
            for claim in dispute.claims:
                self.contested[claim].append(dispute.id)

    def portrait(self) -> Portrait:
        rows = list(self.archive.told.values())
        about = [row for row in rows if row.claim.about == self.who.id]
        others = [row for row in rows if row.claim.about != self.who.id]
        labels = [label for label in self.who.labels if label.rank != "hidden"]
        preferred = {label.language: label.text for label in labels if label.rank == "preferred"}
        return Portrait(
            id=self.who.id,
            name=self.who.label(),
            kind=self.who.kind,
            names=preferred,
            also=tuple(dict.fromkeys(label.text for label in labels if label.text not in preferred.values())),
            note=self.who.note,
            claims=len(rows),
            support=self.archive.support(self.archive.told),
            metrics=self.metrics(row for row in about if isinstance(row.claim, MetricClaim)),
            relations=self.relations(rows),
            events=self.events(rows),
            opinions=self.opinions(about),
            elsewhere=self.elsewhere(others),
            disputes=self.disputes,
            sources=self.sources(rows),
        )

    def speaker(self) -> Portrait:
        """The portrait of one who only speaks: nothing is claimed of it, and this is what it says."""
        archive, self.archive = self.archive, self.archive.only(lambda row: False)
        portrait = self.portrait()
        self.archive = archive
        rows = list(archive.told.values())
        return replace(portrait, says=self.statements(rows, self.named), sources=self.sources(rows))

    # -- numbers ------------------------------------------------------------------------------------------------------

    def metrics(self, rows: Iterable[Told]) -> tuple[MetricReport, ...]:
        """The metrics, those with most claims first."""
        groups = grouped(rows, lambda row: metric_of(row, self.slots))
        found = [
            MetricReport(metric, self.names.metric(metric), len(said), self.slot_reports(said))
            for metric, said in groups.items()
        ]
        return tuple(sorted(found, key=lambda report: (-report.claims, report.label, report.metric)))

    def slot_reports(self, rows: Sequence[Told]) -> tuple[SlotReport, ...]:
        groups = grouped(rows, lambda row: row.slot or f"claim:{row.id}")
        found = [self.slot_report(said) for said in groups.values()]
        return tuple(sorted(found, key=_newest_first))

    def slot_report(self, rows: Sequence[Told]) -> SlotReport:
        first = min(rows, key=lambda row: (row.claim.period is None, row.id)).claim
        claims = [row.id for row in rows]
        support, disputes = self.archive.support(claims), self.disputes_of(claims)
        return SlotReport(
            slot=rows[0].slot,
            period=period_words(first),
            start=first.period.start if first.period else None,
            end=first.period.end if first.period else None,
            place=place_words(first, self.names),
            state=self.state(claims, support, disputes),
            support=support,
            figures=self.figures(rows),
            disputes=disputes,
        )

    def state(self, claims: Sequence[str], support: Support, disputes: Sequence[str]) -> str:
        if any(dispute.contests for dispute in self.disputes if dispute.id in disputes):
            return "disputed"
        if support.origins == 1:
            return "one origin"
        return "agree" if any(accord.issuperset(claims) for accord in self.accords) else ""

    def figures(self, rows: Iterable[Told]) -> tuple[Figure, ...]:
        """The different values, the one with most origins first."""
        found = [self.figure(said) for said in grouped(rows, _value_key).values()]
        return tuple(sorted(found, key=lambda figure: (*weight(figure.support), figure.value, figure.claims)))

    def figure(self, rows: Sequence[Told]) -> Figure:
        claim = rows[0].claim
        assert isinstance(claim, MetricClaim)  # noqa: S101 - only metric claims come here
        printed = dict.fromkeys(row.claim.quantity.printed for row in rows if isinstance(row.claim, MetricClaim))
        return Figure(
            value=value_text(claim, self.names),
            low=claim.quantity.low,
            high=claim.quantity.high,
            unit=claim.quantity.unit,
            per_unit=claim.quantity.per_unit,
            modality=claim.modality.value,
            negated=claim.negated,
            printed=tuple(sorted(printed)),
            support=self.archive.support(row.id for row in rows),
            voices=voices(rows, self.names),
            claims=tuple(row.id for row in rows),
        )

    # -- relations, events, opinions ----------------------------------------------------------------------------------

    def relations(self, rows: Iterable[Told]) -> tuple[Statement, ...]:
        """Relations to and from the entity, in the words of its own side."""
        said = [
            row
            for row in rows
            if isinstance(row.claim, RelationClaim) and self.who.id in (row.claim.about, row.claim.object)
        ]
        return self.statements(said, self.relation)

    def relation(self, claim: Claim) -> tuple[str, str, str, str | None]:
        assert isinstance(claim, RelationClaim)  # noqa: S101
        known = self.names.vocabulary.relations.get(claim.predicate)
        inverse = claim.about != self.who.id
        label = claim.predicate if known is None else known.inverse_label if inverse else known.label
        other = claim.about if inverse else claim.object
        name = self.names.entity(other) if other else claim.object_text or ""
        hedge = f" ({place_words(claim, self.names)})" if claim.scope else ""
        if claim.modality is not Modality.ACTUAL:
            hedge += f" ({claim.modality.value})"
        return claim.predicate, f"{'not ' if claim.negated else ''}{label}", f"{name}{hedge}", other

    def events(self, rows: Iterable[Told]) -> tuple[Statement, ...]:
        """Events, the newest first."""
        said = [row for row in rows if isinstance(row.claim, EventClaim)]
        latest = {row.id: row.claim.date.text for row in said if isinstance(row.claim, EventClaim) and row.claim.date}
        found = self.statements(said, self.event)
        return tuple(
            sorted(found, key=lambda row: max((latest.get(id, "") for id in row.claims), default=""), reverse=True)
        )

    def event(self, claim: Claim) -> tuple[str, str, str, str | None]:
        assert isinstance(claim, EventClaim)  # noqa: S101
        label = self.names.metric(claim.event)
        if claim.about != self.who.id:
            label = f"{self.names.entity(claim.about)}: {label}"
        return claim.event, label, event_words(claim, self.names), claim.participant

    def opinions(self, rows: Iterable[Told]) -> tuple[Statement, ...]:
        said = [row for row in rows if isinstance(row.claim, OpinionClaim)]
        return self.statements(said, self.opinion)

    def opinion(self, claim: Claim) -> tuple[str, str, str, str | None]:
        assert isinstance(claim, OpinionClaim)  # noqa: S101
        return claim.aspect, f"{claim.aspect}, {claim.polarity.value}", sentence(claim, self.names), None

    def elsewhere(self, rows: Iterable[Told]) -> tuple[Statement, ...]:
        """Numbers and opinions about others that name this entity."""
        said = [row for row in rows if isinstance(row.claim, MetricClaim | OpinionClaim)]
        return self.statements(said, self.named)

    def named(self, claim: Claim) -> tuple[str, str, str, str | None]:
        return "", self.names.entity(claim.about), without_chain(claim, self.names), claim.about

    def statements(
        self, rows: Iterable[Told], read: Callable[[Claim], tuple[str, str, str, str | None]]
    ) -> tuple[Statement, ...]:
        """One for each thing said: the best supported first within its kind."""
        found = []
        for (kind, label, text, other), said in grouped(rows, lambda row: read(row.claim)).items():
            claims = tuple(row.id for row in said)
            support = self.archive.support(claims)
            found.append(
                Statement(kind, label, text, other, support, voices(said, self.names), claims, self.disputes_of(claims))
            )
        return tuple(sorted(found, key=lambda row: (row.kind, row.label, *weight(row.support), row.text)))

    # -- what stands beside -------------------------------------------------------------------------------------------

    def disputes_of(self, claims: Iterable[str]) -> tuple[str, ...]:
        """The disagreements in which these claims stand, in the order of `disputes`."""
        wanted = {id for claim in claims for id in self.contested.get(claim, ())}
        return tuple(dispute.id for dispute in self.disputes if dispute.id in wanted)

    def sources(self, rows: Iterable[Told]) -> tuple[SourceLine, ...]:
        """The sources, the newest first."""
        groups = grouped(rows, lambda row: row.source.id)
        found = [(said[0].source, len(said)) for said in groups.values()]
        found.sort(key=lambda pair: pair[0].id)
        found.sort(key=lambda pair: pair[0].published.text if pair[0].published else "", reverse=True)
        return tuple(source_line(source, number, self.names) for source, number in found)


def grouped(rows: Iterable[Told], key: Callable[[Told], K]) -> dict[K, list[Told]]:
    """The rows by what they have in common, in the order of their first."""
    found: dict[K, list[Told]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def weight(support: Support) -> tuple[int, int, int]:
    """Sorts the best supported first: origins, then texts, then articles."""
    return (-support.origins, -support.texts, -support.articles)


def _value_key(row: Told) -> tuple[object, ...]:
    claim = row.claim
    quantity = claim.quantity if isinstance(claim, MetricClaim) else None
    return (claim.modality, claim.negated, quantity and replace(quantity, printed=""))


def _newest_first(report: SlotReport) -> tuple[object, ...]:
    end = report.end or report.start or _EARLIEST
    return (
        -end.toordinal(),
        -(report.start or _EARLIEST).toordinal(),
        *weight(report.support),
        report.place,
        report.slot or "",
    )
