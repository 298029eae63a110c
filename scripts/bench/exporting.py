"""Deterministic Turtle of a store beside rdflib's own serializer on the same graph."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from material import Material, rdflib_graph
from measuring import Figure, in_turns

from claimgraph.formats import FORMATS, write
from claimgraph.store import ClaimStore


def run(size: int) -> Iterator[Figure]:
    store = ClaimStore.memory()
    store.load_nquads(Material.of(size).text())
    graph = rdflib_graph(store)
    written: set[bytes] = set()
    works = {
        "ours": lambda: written.add(_turtle(store)),
        "rdflib": lambda: graph.serialize(format="turtle", encoding="utf-8"),
    }
    times = in_turns(works, runs=3)
    assert len(written) == 1, "the same store gave different bytes"
    yield Figure("Turtle", len(store) / times["ours"] / 1e6, "M triples/s", note=f"{len(store)} triples")
    yield Figure("beside rdflib's serializer", times["rdflib"] / times["ours"], "times as fast", at_least=15)


def _turtle(store: ClaimStore) -> bytes:
    output = BytesIO()
    write(store, output, FORMATS["turtle"])
    return output.getvalue()
