"""How entities hang together: paths with the claims on the way, communities and centrality.

Denied relations connect nothing. A hub (an app store, a big outlet) connects everything with everything, so a path pays for
every relation of the entities it passes through.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise
from math import log2

import networkx as nx

from claimgraph.errors import QueryError

_EXACT_BETWEENNESS = 400
_TRIES_PER_PATH = 8


@dataclass(frozen=True, slots=True)
class Step:
    """One relation on a path, as it was stated: the subject may be either end."""

    subject: str
    predicate: str
    object: str
    claims: tuple[str, ...]
    disputed: bool


@dataclass(frozen=True, slots=True)
class Path:
    """Entities from one end to the other, and for each step every relation between the two."""

    entities: tuple[str, ...]
    steps: tuple[tuple[Step, ...], ...]
    cost: float

    @property
    def claims(self) -> tuple[str, ...]:
        """All claims on the way, in the order of the steps."""
        return tuple(dict.fromkeys(claim for step in self.steps for relation in step for claim in relation.claims))


@dataclass(frozen=True, slots=True)
class Centrality:
    """How central an entity is: relations to others, and the share of shortest paths that pass through it."""

    degree: int
    betweenness: float


def paths(graph: nx.MultiDiGraph[str], start: str, end: str, *, limit: int = 3, longest: int = 6) -> tuple[Path, ...]:
    """At most `limit` paths of at most `longest` steps, cheapest first; empty where the two are not connected.

    Raises QueryError where an end is not in the network.
    """
    for name in (start, end):
        if name not in graph:
            raise QueryError(f"no entity {name!r} in the network")
    plain = connections(graph)
    if start == end or not nx.has_path(plain, start, end):
        return ()
    candidates = nx.shortest_simple_paths(plain, start, end, weight="cost")
    short = (nodes for nodes in islice(candidates, limit * _TRIES_PER_PATH) if len(nodes) <= longest + 1)
    return tuple(_path(graph, plain, nodes) for nodes in islice(short, limit))


def communities(graph: nx.MultiDiGraph[str], seed: int = 0) -> tuple[tuple[str, ...], ...]:
    """Groups of entities more connected with each other than with the rest (Louvain), largest first."""
    groups = nx.community.louvain_communities(connections(graph), weight="strength", seed=seed)
    return tuple(sorted((tuple(sorted(group)) for group in groups), key=lambda group: (-len(group), group)))


def centrality(graph: nx.MultiDiGraph[str], seed: int = 0) -> dict[str, Centrality]:
    """Degree and betweenness of every entity; above 400 entities betweenness is estimated from 400 of them."""
    plain = connections(graph)
    sample = _EXACT_BETWEENNESS if len(plain) > _EXACT_BETWEENNESS else None
    between = nx.betweenness_centrality(plain, k=sample, seed=seed)
    return {id: Centrality(plain.degree(id), round(between[id], 9)) for id in plain}


def connections(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """The network without direction: one edge per connected pair, with `strength` (claims) and `cost` (hubs are dear)."""
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(sorted(graph))
    stated = ((u, v, data) for u, v, data in graph.edges(data=True) if u != v and not data["negated"])
    for u, v, data in sorted(stated, key=lambda edge: edge[:2]):
        strength = plain.get_edge_data(u, v, {}).get("strength", 0)
        plain.add_edge(u, v, strength=strength + len(data["claims"]))
    for u, v, data in plain.edges(data=True):
        data["cost"] = round(1 + (log2(plain.degree(u)) + log2(plain.degree(v))) / 4, 9)
    return plain


def _path(graph: nx.MultiDiGraph[str], plain: nx.Graph[str], nodes: list[str]) -> Path:
    pairs = list(pairwise(nodes))
    return Path(
        entities=tuple(nodes),
        steps=tuple(_steps(graph, u, v) for u, v in pairs),
        cost=round(sum(plain.edges[pair]["cost"] for pair in pairs), 9),
    )


def _steps(graph: nx.MultiDiGraph[str], u: str, v: str) -> tuple[Step, ...]:
    return tuple(
        Step(subject, str(predicate), target, data["claims"], data["disputed"])
        for subject, target in ((u, v), (v, u))
        for predicate, data in sorted((graph.get_edge_data(subject, target) or {}).items())
        if not data["negated"]
    )
