"""One claim as an analyst writes it <-> a claim value. Every field is read here and written here, side by side."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from claimgraph.claim import (
    Claim,
    EventClaim,
    Evidence,
    Hop,
    MetricClaim,
    Modality,
    OpinionClaim,
    Period,
    Polarity,
    Quantity,
    RelationClaim,
    ReviewState,
)
from claimgraph.corpus.grammar import (
    EventDate,
    parse_event_date,
    parse_period,
    parse_quantity,
    parse_span,
    write_event_date,
    write_period,
    write_quantity,
)
from claimgraph.corpus.layout import Node
from claimgraph.corpus.problems import did_you_mean
from claimgraph.corpus.records import Record
from claimgraph.corpus.terms import Terms
from claimgraph.vocabulary import Metric

__all__ = ["KINDS", "claim_fields", "read_claim"]

_CHECK = re.compile(r"[0-9a-f]{12}")
_WINDOW = re.compile(r"P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?")
_BASES = ("stated", "inherited", "relative")
_COMMON = (
    "about", "modality", "negated", "period", "basis", "by", "scope", "span", "printed-span", "check", "says", "note",
    "review", "recorded-by",
)  # fmt: skip
KINDS: dict[str, tuple[str, ...]] = {
    "metric": ("metric", "value", "printed", "relative-to", "window"),
    "relation": ("relation", "object", "object-text"),
    "event": ("event", "date", "printed", "participant"),
    "opinion": ("opinion", "polarity", "mentions"),
}


def read_claim(record: Record, source: str, length: int | None, terms: Terms) -> Claim | None:
    """The claim of one record; None when anything in it was reported. `length` is that of the text, if known."""
    before = len(terms.problems)
    kinds = [kind for kind in KINDS if kind in record]
    if len(kinds) != 1:
        said = f"has {' and '.join(kinds)}" if kinds else "says nothing"
        record.problem("claim", f"{said}; write exactly one of metric, relation, event, opinion")
        return None
    record.allow((*_COMMON, *KINDS[kinds[0]]))
    common = {
        "source": source,
        "about": terms.entity(record, "about", required=True),
        "modality": terms.word(record, "modality", Modality, Modality.ACTUAL),
        "negated": record.flag("negated"),
        "attribution": _attribution(record, terms),
        "period": _period(record),
        "scope": record.pairs("scope") if "scope" in record else (),
        "evidence": _evidence(record, length),
        "paraphrase": record.text("says"),
        "note": record.text("note"),
        "review": terms.word(record, "review", ReviewState, ReviewState.REVIEWED),
        "recorded_by": record.text("recorded-by") or "hand",
    }
    claim = _READERS[kinds[0]](record, terms, common)
    return claim if len(terms.problems) == before else None


def claim_fields(claim: Claim) -> dict[str, Node]:
    """The claim in the words of the file, in the order they are written; what is left out has its default."""
    fields: dict[str, Node | None] = {"about": claim.about}
    match claim:
        case MetricClaim():
            fields |= {"metric": claim.metric, "value": write_quantity(claim.quantity)}
            fields |= {"printed": claim.quantity.printed, "relative-to": claim.relative_to, "window": claim.window}
        case RelationClaim():
            fields |= {"relation": claim.predicate, "object": claim.object, "object-text": claim.object_text}
        case EventClaim():
            date = EventDate(claim.date, claim.precision, claim.not_before, claim.not_after)
            fields |= {"event": claim.event, "date": write_event_date(date), "printed": claim.printed}
            fields |= {"participant": claim.participant}
        case OpinionClaim():
            polarity = "" if claim.polarity is Polarity.NEUTRAL else claim.polarity.value
            fields |= {"opinion": claim.aspect, "polarity": polarity, "mentions": claim.mentions}
    fields |= _common_fields(claim)
    return {name: node for name, node in fields.items() if node}


def _common_fields(claim: Claim) -> dict[str, Node | None]:
    period, evidence = claim.period, claim.evidence
    fields: dict[str, Node | None] = {
        "period": write_period(period) if period else None,
        "basis": period.basis if period and period.basis != "stated" else None,
        "modality": "" if claim.modality is Modality.ACTUAL else claim.modality.value,
        "negated": "true" if claim.negated else None,
        "by": [_hop_fields(hop) for hop in claim.attribution],
        "scope": dict(claim.scope),
        "says": claim.paraphrase,
    }
    if evidence:
        fields["span"] = f"{evidence.start}..{evidence.end}"
        if evidence.printed_start is not None:
            fields["printed-span"] = f"{evidence.printed_start}..{evidence.printed_end}"
        fields["check"] = evidence.digest
    fields["note"] = claim.note
    fields["review"] = "" if claim.review is ReviewState.REVIEWED else claim.review.value
    fields["recorded-by"] = "" if claim.recorded_by == "hand" else claim.recorded_by
    return fields


def _attribution(record: Record, terms: Terms) -> tuple[Hop, ...]:
    hops = []
    for item in record.items("by"):
        if isinstance(item, str):
            if terms.is_entity(record, "by", item):
                hops.append(Hop(item))
            continue
        item.allow(("agent", "as", "at"))
        agent = terms.entity(item, "agent", required=True)
        organization = terms.entity(item, "at")
        if agent:
            hops.append(Hop(agent, item.text("as"), organization))
    return tuple(hops)


def _hop_fields(hop: Hop) -> Node:
    if hop.capacity is None and hop.organization is None:
        return hop.agent
    fields = {"agent": hop.agent, "as": hop.capacity, "at": hop.organization}
    return {name: text for name, text in fields.items() if text}


def _period(record: Record) -> Period | None:
    text, basis = record.text("period"), record.text("basis") or "stated"
    if basis not in _BASES:
        record.problem("basis", f"unknown basis {basis!r}{did_you_mean(basis, _BASES)}")
    if text is None:
        if "basis" in record:
            record.problem("basis", "says how a period is known, and there is no period; delete it")
        return None
    try:
        return parse_period(text, basis)
    except ValueError as error:
        record.problem("period", str(error))
    return None


def _evidence(record: Record, length: int | None) -> Evidence | None:
    span, printed, check = record.text("span"), record.text("printed-span"), record.text("check")
    if check is not None and not _CHECK.fullmatch(check):
        record.problem("check", f"{check!r} is not twelve hexadecimal digits (the beginning of the clause's SHA-256)")
    if span is None:
        for name in ("printed-span", "check"):
            if name in record:
                record.problem(name, "needs a span; write span: START..END, the clause that shows the claim")
        return None
    whole = _span(record, "span", span)
    part = _span(record, "printed-span", printed) if printed else None
    if whole and length is not None and whole[1] > length:
        record.problem("span", f"{span} ends after the text, which has {length} code points")
    if whole and part and not (whole[0] <= part[0] and part[1] <= whole[1]):
        record.problem("printed-span", f"{printed} does not lie within the span {span}")
    if whole is None:
        return None
    return Evidence(whole[0], whole[1], part and part[0], part and part[1], check)


def _span(record: Record, name: str, text: str) -> tuple[int, int] | None:
    try:
        return parse_span(text)
    except ValueError as error:
        record.problem(name, str(error))
    return None


def _metric(record: Record, terms: Terms, common: dict[str, Any]) -> Claim | None:
    metrics, events = terms.vocabulary.metrics, terms.vocabulary.event_kinds
    metric, printed, quantity = record.text("metric"), record.text("printed", required=True), None
    if metric is not None and metric not in metrics:
        record.problem("metric", f"unknown metric {metric!r}{did_you_mean(metric, metrics)}")
    elif metric in events:
        record.problem("metric", f"{metric} is a date; write event: {metric} and date: instead")
    value = record.text("value", required=True)
    try:
        quantity = parse_quantity(value, printed or "") if value else None
    except ValueError as error:
        record.problem("value", str(error))
    if quantity and metric is not None and metric in metrics:
        _check_units(record, quantity, metric, terms)
        _check_sign(record, quantity, terms.vocabulary.metrics[metric])
    window = record.text("window")
    if window is not None and not _WINDOW.fullmatch(window):
        record.problem("window", f"{window!r} is not an ISO 8601 duration; write P30D, P3M, P1Y or PT48H")
    relative_to = terms.entity(record, "relative-to")
    if metric is None or quantity is None:
        return None
    return MetricClaim(**common, metric=metric, quantity=quantity, window=window, relative_to=relative_to)


def _check_units(record: Record, quantity: Quantity, metric: str, terms: Terms) -> None:
    units, known = terms.vocabulary.units, terms.vocabulary.metrics[metric]
    for unit, allowed in ((quantity.unit, known.units), (quantity.per_unit, known.per_units)):
        if unit is None or unit in allowed:
            continue
        if unit not in units:
            record.problem("value", f"unknown unit {unit!r}{did_you_mean(unit, units)}")
        elif unit is quantity.unit:
            record.problem("value", f"unit {unit} is not allowed for {metric}; write {' or '.join(allowed)}")
        else:
            rates = f"write / {' or / '.join(allowed)}" if allowed else f"delete / {unit}, or say it under scope:"
            record.problem("value", f"a rate per {unit} is not allowed for {metric}; {rates}")


def _check_sign(record: Record, quantity: Quantity, metric: Metric) -> None:
    """How many there are of something is never below zero; by how many they fell is another metric."""
    below = any(bound is not None and bound < 0 for bound in (quantity.low, quantity.high))
    if below and (metric.dimension, metric.measure) == ("count", "Level"):
        record.problem(
            "value", f"{metric.id} counts what there is and cannot be below zero; write a fall as a growth metric"
        )


def _relation(record: Record, terms: Terms, common: dict[str, Any]) -> Claim | None:
    predicate = terms.one_of(record, "relation", terms.vocabulary.relations)
    object_, text = terms.entity(record, "object"), record.text("object-text")
    if "object" not in record and text is None:
        record.problem("object", "is missing; write the id of an entity, or object-text: a description in own words")
    if predicate is None:
        return None
    return RelationClaim(**common, predicate=predicate, object=object_, object_text=text)


def _event(record: Record, terms: Terms, common: dict[str, Any]) -> Claim | None:
    event = terms.one_of(record, "event", terms.vocabulary.event_kinds)
    printed, text, when = record.text("printed", required=True), record.text("date", required=True), None
    try:
        when = parse_event_date(text) if text else None
    except ValueError as error:
        record.problem("date", str(error))
    participant = terms.entity(record, "participant")
    if event is None or when is None or printed is None:
        return None
    return EventClaim(
        **common, event=event, date=when.date, printed=printed, precision=when.precision, not_before=when.not_before,
        not_after=when.not_after, participant=participant,
    )  # fmt: skip


def _opinion(record: Record, terms: Terms, common: dict[str, Any]) -> Claim | None:
    aspect = terms.one_of(record, "opinion", terms.vocabulary.aspects, "aspect")
    polarity = terms.word(record, "polarity", Polarity, Polarity.NEUTRAL)
    mentions = tuple(item for item in record.texts("mentions") if terms.is_entity(record, "mentions", item))
    if common["paraphrase"] is None:
        record.problem("says", "is missing; tell the opinion in one sentence of your own words")
    return OpinionClaim(**common, aspect=aspect, polarity=polarity, mentions=mentions) if aspect else None


_READERS: dict[str, Callable[[Record, Terms, dict[str, Any]], Claim | None]] = {
    "metric": _metric,
    "relation": _relation,
    "event": _event,
    "opinion": _opinion,
}
