"""The claims of a store folded into a network: entities as nodes, relations as edges, everything else as counts on nodes.

A claim as a node of its own makes every picture unreadable; here a claim is what an edge or a badge is made of, and its id
stays on it, so that whoever looks can ask who said so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches

import networkx as nx

from claimgraph.claim import Entity
from claimgraph.errors import QueryError
from claimgraph.network.reading import read
from claimgraph.network.testimony import Statement, Testimony
from claimgraph.store import ClaimStore


def to_network(
    store: ClaimStore,
    *,
    around: str | None = None,
    hops: int = 1,
    kinds: Collection[str] = (),
    sources: Collection[str] = (),
) -> nx.MultiDiGraph[str]:
    """The store as a network; see `project` for what its nodes and edges carry.

    `around` is an entity's id or one of its names and keeps what lies within `hops` relations of it; `kinds` (Company,
    Product, ...) and `sources` (source ids) keep only these. Raises QueryError for an entity, kind or source that is not
    there.
    """
    return project(read(store), around=around, hops=hops, kinds=kinds, sources=sources)


def project(
    testimony: Testimony,
    *,
    around: str | None = None,
    hops: int = 1,
    kinds: Collection[str] = (),
    sources: Collection[str] = (),
) -> nx.MultiDiGraph[str]:
    """Fold statements into a network.

    A node carries `kind`, `labels` (language -> preferred name), `anonymous`, `claims` (how many speak of it), `sources`
    (how many of them there are) and `badges` (claims about it by kind: metric, relation, event, opinion).
    An edge, keyed by its relation, carries `claims` (ids), `said_by` (who said it first), `sources`, `disputed` (the claims
    contradict each other, or stand in a disagreement that nobody dismissed) and `negated` (every claim of it denies it).
    """
    entities = _of_kinds(testimony.entities, kinds)
    wanted = _known(sources, testimony.sources, "source")
    statements = [s for s in testimony.statements if s.about in entities and (not wanted or s.source in wanted)]
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    _add_nodes(graph, entities.values(), statements)
    _add_edges(graph, statements)
    if around is None:
        return graph
    return _neighbourhood(graph, find_entity(testimony, around), hops)


def find_entity(testimony: Testimony, name: str) -> str:
    """The id of the entity with this id or name, in any language. Raises QueryError with the nearest names."""
    if name in testimony.entities:
        return name
    by_name: dict[str, set[str]] = defaultdict(set)
    for entity in testimony.entities.values():
        for text in (entity.id, *(label.text for label in entity.labels)):
            by_name[text.casefold()].add(entity.id)
    found = by_name.get(name.casefold(), set())
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise QueryError(f"{name!r} names several entities: say which, {', '.join(sorted(found))}")
    near = get_close_matches(name.casefold(), by_name, n=3)
    hint = f"; did you mean {', '.join(sorted({min(by_name[text]) for text in near}))}?" if near else ""
    raise QueryError(f"no entity {name!r} in the graph{hint}")


def _of_kinds(entities: Mapping[str, Entity], kinds: Collection[str]) -> Mapping[str, Entity]:
    if not kinds:
        return entities
    _known(kinds, {entity.kind for entity in entities.values()}, "kind of entity")
    return {id: entity for id, entity in entities.items() if entity.kind in kinds}


def _known(names: Collection[str], all_names: Collection[str], what: str) -> frozenset[str]:
    for name in sorted(names):
        if name not in all_names:
            near = get_close_matches(name, sorted(all_names), n=3)
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            raise QueryError(f"no {what} {name!r} in the graph{hint}")
    return frozenset(names)


def _add_nodes(graph: nx.MultiDiGraph[str], entities: Iterable[Entity], statements: Sequence[Statement]) -> None:
    touched: Counter[str] = Counter()
    sources: dict[str, set[str]] = defaultdict(set)
    badges: dict[str, Counter[str]] = defaultdict(Counter)
    for statement in statements:
        badges[statement.about][statement.kind] += 1
        for id in statement.touches:
            touched[id] += 1
            sources[id].add(statement.source)
    for entity in entities:
        graph.add_node(
            entity.id,
            kind=entity.kind,
            labels={label.language: label.text for label in reversed(entity.labels) if label.rank == "preferred"},
            anonymous=entity.anonymous,
            claims=touched[entity.id],
            sources=len(sources[entity.id]),
            badges=dict(sorted(badges[entity.id].items())),
        )


def _add_edges(graph: nx.MultiDiGraph[str], statements: Iterable[Statement]) -> None:
    folded: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.kind == "relation" and statement.object is not None and statement.object in graph:
            folded[statement.about, statement.object, statement.says].append(statement)
    for (subject, target, predicate), said in sorted(folded.items()):
        graph.add_edge(subject, target, key=predicate, **fold(said))


def fold(said: Sequence[Statement]) -> dict[str, object]:
    """What an edge carries, from the statements it stands for."""
    denied = [statement.negated for statement in said]
    open_ = [statement.negated for statement in said if not statement.dismissed]
    return {
        "claims": tuple(statement.id for statement in said),
        "said_by": tuple(sorted({statement.origin for statement in said if statement.origin})),
        "sources": tuple(sorted({statement.source for statement in said})),
        "disputed": any(statement.disputed for statement in said) or (any(open_) and not all(open_)),
        "negated": all(denied),
    }


def _neighbourhood(graph: nx.MultiDiGraph[str], centre: str, hops: int) -> nx.MultiDiGraph[str]:
    if hops < 0:
        raise QueryError(f"hops must be 0 or more, not {hops}")
    if centre not in graph:
        raise QueryError(f"{centre!r} is not among the kinds asked for")
    near = nx.single_source_shortest_path_length(graph.to_undirected(as_view=True), centre, cutoff=hops)
    return graph.subgraph(sorted(near)).copy()
