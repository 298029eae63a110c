"""`path`: how two entities are connected, in words, with the claims on the way."""

from __future__ import annotations

import pyoxigraph as ox

from claimgraph.briefing.findings import sayings
from claimgraph.briefing.model import Archive
from claimgraph.briefing.reading import Reader, local
from claimgraph.briefing.reports import Route, Stretch
from claimgraph.errors import QueryError
from claimgraph.network import Path, Step, paths, to_network
from claimgraph.queries.parameters import entity as find_entity
from claimgraph.store import ClaimStore


def path(store: ClaimStore, start: str, end: str, *, limit: int = 3) -> tuple[Route, ...]:
    """At most `limit` routes between two entities, the shortest first, avoiding hubs; empty where none is claimed.

    Raises QueryError for an entity that is not there, and for one that is to be connected with itself.
    """
    first, last = find_entity(store, start), find_entity(store, end)
    if first == last:
        raise QueryError(f"{start} and {end} are one entity, {local(first.value)}: name two that may be connected")
    found = paths(to_network(store), local(first.value), local(last.value), limit=limit)
    base = first.value.rsplit("/", 1)[0]
    passed = dict.fromkeys(entity for route in found for entity in route.entities)
    reader = Reader(store)
    archive = reader.claims_of(first, last, *(ox.NamedNode(f"{base}/{entity}") for entity in passed))
    return tuple(_route(route, archive) for route in found)


def _route(route: Path, archive: Archive) -> Route:
    return Route(
        entities=tuple(archive.names.entity(id) for id in route.entities),
        stretches=tuple(tuple(_stretch(step, archive) for step in steps) for steps in route.steps),
    )


def _stretch(step: Step, archive: Archive) -> Stretch:
    names = archive.names
    relation = names.vocabulary.relations.get(step.predicate)
    label = relation.label if relation else step.predicate
    said = sayings(archive, step.claims)
    return Stretch(
        text=f"{names.entity(step.subject)} – {label} – {names.entity(step.object)}",
        relation=step.predicate,
        subject=step.subject,
        object=step.object,
        disputed=step.disputed,
        origins=tuple(dict.fromkeys(one.origin for one in said)),
        sayings=said,
    )
