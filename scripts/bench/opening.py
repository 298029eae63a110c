"""From nothing to the first answer: a built store opened from disk, beside rdflib parsing the same graph."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from material import Material
from measuring import Figure, alone, in_turns, peak_megabytes

from claimgraph.store import ClaimStore

QUERY = Path(__file__).with_name("queries") / "q08-entity-page.rq"
SAMPLE = 300_000


def run(size: int) -> Iterator[Figure]:
    text = Material.of(size).text()
    with tempfile.TemporaryDirectory() as folder:
        with ClaimStore.create(Path(folder) / "store") as store:
            store.load_nquads(text)
            store.optimize()
        answers = [alone("opening.py", folder) for _ in range(5)]
    ours = sorted(answer["cpu"] for answer in answers)[2]
    lines, theirs = _parsing(text)
    quads = text.count(b"\n")
    whole = theirs * quads / lines
    yield Figure("open a store and answer", ours * 1e3, "ms", note=f"{quads} quads")
    yield Figure(
        "beside rdflib parsing N-Triples", whole / ours, "times as fast", at_least=100, note=f"rdflib {whole:.1f} s"
    )
    yield Figure("peak memory", max(answer["peak"] for answer in answers), "MB", at_most=100)


def _parsing(text: bytes) -> tuple[int, float]:
    """The number of lines and CPU seconds of rdflib reading them; on large graphs a sample, which flatters rdflib."""
    from rdflib import Graph

    quads = [quad.triple for quad, _ in zip(ox.parse(text, ox.RdfFormat.N_QUADS), range(SAMPLE), strict=False)]
    triples = ox.serialize(quads, format=ox.RdfFormat.N_TRIPLES)
    works = {"rdflib": lambda: Graph(bind_namespaces="none").parse(data=triples, format="nt")}
    return len(quads), in_turns(works, runs=1 if len(quads) == SAMPLE else 3)["rdflib"]


def first_answer(place: str) -> dict[str, float]:
    """Opens the store and asks for one entity's page."""
    product = ox.NamedNode("https://w3id.org/claimgraph/bench/entity/product-0")
    sparql = QUERY.read_text(encoding="utf-8")
    began = time.process_time()
    with ClaimStore.open(place) as store:
        answer = store.query(sparql, bindings={"product": product})
        assert isinstance(answer, ox.QuerySolutions)
        rows = len(list(answer))
    cpu = time.process_time() - began
    assert rows, "the page is empty"
    return {"cpu": cpu, "peak": peak_megabytes()}


if __name__ == "__main__":
    print(json.dumps(first_answer(sys.argv[1])))
