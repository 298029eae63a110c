"""`disagreements` and `forecasts`: what the build found between claims, each with the claims and sources it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from claimgraph.briefing.model import Archive, Dispute, Told
from claimgraph.briefing.reading import Reader, local, text, texts
from claimgraph.briefing.reports import DisputeReport, ForecastBook, ForecastLine, OriginRecord, Saying
from claimgraph.briefing.selection import disagreement_kind
from claimgraph.briefing.voices import (
    period_words,
    published_key,
    publisher_name,
    source_line,
    value_text,
    without_chain,
)
from claimgraph.claim import MetricClaim
from claimgraph.quads.reading import spelling
from claimgraph.queries.parameters import entity as find_entity
from claimgraph.store import ClaimStore
from claimgraph.wording import Names, chain_text

_STATES = ("missed", "met", "due", "open")


def disagreements(store: ClaimStore, *, kind: str | None = None, about: str | None = None) -> tuple[DisputeReport, ...]:
    """Every disagreement, the grave ones first: of one kind, or those in which an entity takes part, where asked.

    Raises QueryError for a kind or entity that is not there.
    """
    reader = Reader(store)
    wanted = disagreement_kind(reader.vocabulary, kind) if kind else None
    node = find_entity(store, about) if about else None
    archive = reader.claims_in("Disagreement")
    found = [row for row in reader.disputes() if wanted in (None, row.kind)]
    if node is not None:
        id = local(node.value)
        found = [row for row in found if row.subject == id or any(_names(archive, claim, id) for claim in row.claims)]
    return dispute_reports(reader, archive, found)


def dispute_reports(reader: Reader, archive: Archive, disputes: Iterable[Dispute]) -> tuple[DisputeReport, ...]:
    """The disagreements with their members in words."""
    rows = list(disputes)
    formulas = reader.formulas() if any(row.implied for row in rows) else {}
    return tuple(_dispute_report(row, archive, formulas) for row in rows)


def _dispute_report(row: Dispute, archive: Archive, formulas: Mapping[str, str]) -> DisputeReport:
    names = archive.names
    relation = names.vocabulary.relations.get(row.about)
    return DisputeReport(
        dispute=row,
        subject=names.entity(row.subject),
        about=relation.label if relation else names.metric(row.about),
        kind=row.kind.replace("-", " ").replace(" vs ", " against "),
        sayings=sayings(archive, row.claims),
        computed=tuple(formulas[id] for id in row.implied if id in formulas),
    )


def _names(archive: Archive, claim: str, entity: str) -> bool:
    row = archive.told.get(claim)
    return row is not None and entity in (row.claim.about, getattr(row.claim, "object", None))


def sayings(archive: Archive, claims: Iterable[str]) -> tuple[Saying, ...]:
    """Claims as a reader checks them, the oldest source first."""
    rows = [archive.told[id] for id in dict.fromkeys(claims) if id in archive.told]
    rows.sort(key=lambda row: (published_key(row.source), row.source.id, row.id))
    return tuple(saying(row, archive.names) for row in rows)


def saying(row: Told, names: Names) -> Saying:
    """One claim as a reader checks it."""
    origin = names.entity(row.origin) if row.origin else publisher_name(row.source, names)
    return Saying(
        claim=row.id,
        text=without_chain(row.claim, names),
        origin=origin,
        chain=chain_text(row.claim.attribution, names),
        source=source_line(row.source, 1, names),
    )


def forecasts(store: ClaimStore, *, about: str | None = None) -> ForecastBook:
    """The forecast book: what was missed, met, is due or still open; and how each origin fared.

    With `about` only forecasts of that entity, and the records of those who made them. Raises QueryError.
    """
    reader = Reader(store)
    node = find_entity(store, about) if about else None
    archive = reader.claims_in("ForecastEntry")
    entries = reader.nodes("ForecastEntry", *([node] if node else ()))
    formulas = reader.formulas()
    lines = [_forecast(values, archive, formulas) for values in entries.values()]
    lines.sort(key=_order)
    origins = {line.origin for line in lines}
    kept = [_record(values, archive.names) for values in reader.nodes("ForecastRecord").values()]
    kept = [record for record in kept if node is None or record.origin in origins]
    kept.sort(key=lambda record: (-(record.met + record.missed), -record.due, -record.open, record.origin))
    return ForecastBook(tuple(lines), tuple(kept))


def _order(line: ForecastLine) -> tuple[object, ...]:
    """What can be judged first, the latest first."""
    latest = -line.due.toordinal() if line.due else 0
    return (_STATES.index(line.outcome), latest, line.subject, line.metric, line.origin, line.value)


def _forecast(values: Mapping[str, list[Any]], archive: Archive, formulas: Mapping[str, str]) -> ForecastLine:
    names = archive.names
    expected = [local(node) for node in texts(values, "cg:forecast")]
    actual = [local(node) for node in texts(values, "cg:actual")]
    claims = [archive.told[id].claim for id in expected if id in archive.told]
    claim = next((claim for claim in claims if isinstance(claim, MetricClaim)), None)
    origin, due = text(values, "cg:origin"), text(values, "cg:dueOn")
    known = sayings(archive, expected)
    return ForecastLine(
        subject=names.entity(local(text(values, "cg:about") or "")),
        metric=names.metric(local(text(values, "cg:metric") or "")),
        period=period_words(claim) if claim else "",
        due=date.fromisoformat(due) if due else None,
        outcome=spelling(text(values, "cg:outcome") or ""),
        modality=spelling(text(values, "cg:modality") or ""),
        value=value_text(claim, names) if claim else "",
        actual=_values(archive, actual),
        error=_number(values, "cg:error"),
        error_low=_number(values, "cg:errorLow"),
        error_high=_number(values, "cg:errorHigh"),
        difference=_number(values, "cg:difference"),
        origin=names.entity(local(origin)) if origin else known[0].origin if known else "nobody named",
        sayings=known,
        actuals=sayings(archive, actual),
        computed=tuple(formulas[id] for id in actual if id in formulas),
    )


def _values(archive: Archive, claims: Iterable[str]) -> str:
    """The different values of these claims."""
    found = [archive.told[id].claim for id in claims if id in archive.told]
    texts = {value_text(claim, archive.names): None for claim in found if isinstance(claim, MetricClaim)}
    return " or ".join(sorted(texts))


def _record(values: Mapping[str, list[Any]], names: Names) -> OriginRecord:
    open_, due, met, missed = (
        int(text(values, f"cg:{name}Forecasts") or 0) for name in ("open", "due", "met", "missed")
    )
    return OriginRecord(
        origin=names.entity(local(text(values, "cg:origin") or "")),
        open=open_,
        due=due,
        met=met,
        missed=missed,
        median_error=_number(values, "cg:medianError"),
        median_size=_number(values, "cg:medianErrorSize"),
    )


def _number(values: Mapping[str, list[Any]], property: str) -> Decimal | None:
    value = text(values, property)
    return Decimal(value) if value is not None else None
