"""What the benchmarks work on: the claims of one size as values, as N-Quads text, as a store and as an rdflib graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
from generation import IRIS, World, claims, world

from claimgraph import vocabulary
from claimgraph.claim import Claim, Entity, MetricClaim, RelationClaim, Source, content_id
from claimgraph.quads import to_quads
from claimgraph.store import ClaimStore

if TYPE_CHECKING:
    from rdflib import Graph

QUADS_PER_CLAIM = 38  # with its share of entities and sources; what was written is always counted


@dataclass(frozen=True, slots=True)
class Material:
    """Entities, sources and claims, all made before any clock starts."""

    world: World
    claims: tuple[Claim, ...]

    @classmethod
    @lru_cache(maxsize=1)
    def of(cls, quads: int) -> Material:
        """Enough claims for about so many quads."""
        made = world(claims_for(quads))
        return cls(made, tuple(claims(made, claims_for(quads))))

    def chunks(self) -> Iterator[str]:
        """The N-Quads text by the project's own way, value by value."""
        return to_quads(self.world.writer(), self.world.entities, self.world.sources, self.claims)

    def text(self) -> bytes:
        return "".join(self.chunks()).encode()

    def derived(self) -> Iterator[str]:
        """What a build derives and the queries ask for: the slot of every number, the plain relations."""
        slot, graph = vocabulary.iri("cg:slot"), IRIS.graph("slots")
        for claim in self.claims:
            if isinstance(claim, MetricClaim):
                key = IRIS.slot(content_id(claim.about, claim.metric, claim.period, claim.scope))
                yield f"<{IRIS.claim(claim.id)}> <{slot}> <{key}> <{graph}> .\n"
        relations = {
            f"<{IRIS.entity(claim.about)}> <{vocabulary.CG}{claim.predicate}> <{IRIS.entity(claim.object)}>"
            for claim in self.claims
            if isinstance(claim, RelationClaim) and claim.object
        }
        yield from (f"{relation} <{IRIS.graph('relations')}> .\n" for relation in sorted(relations))

    def store(self) -> ClaimStore:
        """The claims, what is derived from them and the vocabulary, in memory."""
        store = ClaimStore.memory()
        store.load_nquads(self.text())
        store.load_nquads(self.derived())
        graph = ox.NamedNode(f"{vocabulary.BASE}ns")
        for path in vocabulary.vocabulary_files():
            store.add(
                ox.Quad(quad.subject, quad.predicate, quad.object, graph)
                for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
            )
        return store


def claims_for(quads: int) -> int:
    """How many claims make about so many quads."""
    return max(8, quads // QUADS_PER_CLAIM)


def streamed(quads: int) -> Iterator[str]:
    """The text of so many quads, no claim kept: entities and sources alone are in memory."""
    count = claims_for(quads)
    made = world(count)
    entities: Iterable[Entity] = made.entities
    sources: Iterable[Source] = made.sources
    return to_quads(made.writer(), entities, sources, claims(made, count))


def rdflib_graph(store: ClaimStore) -> Graph:
    """The union of all graphs, as rdflib holds it."""
    from rdflib import Graph
    from rdflib_terms import triples

    graph = Graph(bind_namespaces="none")
    for triple in triples(store.quads()):
        graph.add(triple)
    return graph
