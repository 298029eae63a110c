"""Values to a queryable graph: the project's way, raw pyoxigraph from ready text, and a loop of rdflib's Graph.add.

rdflib is given ready text for every term and makes its URIRefs and Literals in the loop, as a program that writes rdflib
does; of more than a million and a half it adds a sample, and quads per second are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pyoxigraph as ox
from material import Material
from measuring import Figure, in_turns

from claimgraph.store import ClaimStore

SAMPLE = 1_500_000


def run(size: int) -> Iterator[Figure]:
    material = Material.of(size)
    text = material.text()
    quads = text.count(b"\n")
    times = in_turns(
        {
            "ours": lambda: ClaimStore.memory().load_nquads(material.chunks(), trusted=True),
            "raw": lambda: ox.Store().bulk_load(text, ox.RdfFormat.N_QUADS),
            "text": lambda: sum(map(len, material.chunks())),
        },
        runs=5 if size <= 2_000_000 else 1,
    )
    theirs, sample = rdflib_seconds(text, runs=3 if size <= 200_000 else 1)
    yield Figure("claims", len(material.claims), "claims", note=f"{quads / len(material.claims):.1f} quads each")
    yield Figure("values to a store", quads / times["ours"] / 1e6, "M quads/s")
    yield Figure("rdflib Graph.add", sample / theirs / 1e6, "M quads/s", note=f"{sample} quads")
    yield Figure("beside Graph.add", (theirs / sample) / (times["ours"] / quads), "times as fast", at_least=5)
    yield Figure("beside raw bulk_load of the text", times["ours"] / times["raw"], "times its time", at_most=1.3)
    yield Figure("values to N-Quads text", quads / times["text"] / 1e6, "M quads/s", at_least=0.75)


def rdflib_seconds(text: bytes, runs: int) -> tuple[float, int]:
    """CPU seconds of the loop, and the number of quads it added."""
    from rdflib import Graph
    from rdflib_terms import plain, terms

    rows = list(islice(plain(ox.parse(text, ox.RdfFormat.N_QUADS)), SAMPLE))

    def loop() -> None:
        graph = Graph(bind_namespaces="none")
        for triple in terms(rows):
            graph.add(triple)

    return in_turns({"rdflib": loop}, runs)["rdflib"], len(rows)
