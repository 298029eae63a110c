"""One claim as a store describes it -> a Statement. Claims that stand in no source are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from claimgraph.network.nodes import Node, bounds, day, flag, local_name, term, text, texts
from claimgraph.network.register import Register
from claimgraph.network.testimony import Statement, Voice

_KINDS = {"MetricClaim": "metric", "RelationClaim": "relation", "EventClaim": "event", "OpinionClaim": "opinion"}
_SAYS = {"metric": "metric", "relation": "predicate", "event": "event", "opinion": "aspect"}


@dataclass(frozen=True, slots=True)
class Context:
    """What else is known of claims: chains and opinions by IRI; ids of those in open and in dismissed disagreements."""

    register: Register
    chains: Mapping[str, tuple[Voice, ...]]
    opinions: Mapping[str, str]
    disputed: frozenset[str]
    dismissed: frozenset[str]


def statement(iri: str, node: Node, context: Context) -> Statement | None:
    """The claim as its source states it; None where it says nothing of anybody, or in no source."""
    kind = next((_KINDS[name] for name in map(local_name, texts(node, "type")) if name in _KINDS), None)
    about, source = text(node, "about"), text(node, "statedIn")
    if kind is None or about is None or source is None:
        return None
    register, id = context.register, local_name(iri)
    return Statement(
        id=id,
        kind=kind,
        about=register.agent(about),
        source=register.source(source),
        says=term(node, _SAYS[kind]) or kind,
        modality=(term(node, "modality") or "Actual").lower(),
        negated=flag(node, "negated"),
        disputed=id in context.disputed,
        dismissed=id in context.dismissed,
        chain=context.chains.get(iri, ()),
        slot=term(node, "slot"),
        **_object(iri, node, kind, context),
        **(_dates(node) if kind == "event" else _figure(node, kind, register)),
        others=tuple(_others(node, register)),
        printed=text(node, "printed"),
        polarity=(term(node, "polarity") or "").lower() or None,
    )


def _object(iri: str, node: Node, kind: str, context: Context) -> dict[str, Any]:
    """The entity it names, or what it says in words."""
    value = min(node.get("object", ()), key=str, default=None)
    if kind == "opinion":
        return {"text": context.opinions.get(iri)}
    if value is None:
        return {}
    target = None if hasattr(value, "language") else context.register.entity_ids.get(value.value)
    return {"object": target} if target else {"text": value.value}


def _figure(node: Node, kind: str, register: Register) -> dict[str, Any]:
    """What it measures, and when."""
    relative = text(node, "relativeTo")
    return {
        "bounds": bounds(node) if kind == "metric" else None,
        "start": day(node, "periodStart"),
        "end": day(node, "periodEnd"),
        "as_of": term(node, "periodKind") == "AsOf",
        "window": text(node, "window"),
        "relative_to": register.agent(relative) if relative else None,
        "scope": tuple(texts(node, "scope")),
    }


def _dates(node: Node) -> dict[str, Any]:
    """The first and the last day an event can have happened on."""
    return {"start": day(node, "dateLow"), "end": day(node, "dateHigh"), "scope": tuple(texts(node, "scope"))}


def _others(node: Node, register: Register) -> Iterator[str]:
    for key in ("relativeTo", "participant", "mentions"):
        yield from (register.entity_ids[iri] for iri in texts(node, key) if iri in register.entity_ids)
