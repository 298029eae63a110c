#!/usr/bin/env python3
"""How fast is validation? Prints CPU seconds of validate() and of pySHACL on the same claims, and whether they agree.

    scripts/bench/validation.py [--claims 1000] [--growth 1000 4000 16000] [--changed 20]

The claims are generated: about 14 triples each, one in thirty with a fault, a named graph for every twenty of them.
Sizes named after --growth run without pySHACL and show how the time grows; the last lines validate one changed graph.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from claimgraph.store import ClaimStore
from claimgraph.validation import Report, read_shapes, validate

BASE = "https://example.org/"
PER_GRAPH = 20
SHAPES = Path(__file__).with_name("validation.shapes.ttl")
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
Answer = TypeVar("Answer")


def iri(name: str) -> str:
    return f"<{BASE}{name}>"


def typed(text: object, datatype: str) -> str:
    return f'"{text}"^^<{XSD}{datatype}>'


def claims(count: int, seed: int = 1) -> Iterator[str]:
    """N-Quads of so many claims, with the entities, metrics and sources that they name."""
    chance = random.Random(seed)
    graph = iri("graph/entities")
    for kind, number in (("Product", 200), ("Metric", 160), ("Agent", 100)):
        for index in range(number):
            yield f"{iri(f'{kind.lower()}/{index}')} {RDF_TYPE} {iri(kind)} {graph} .\n"
    for index in range(count):
        source = iri(f"source/{index // PER_GRAPH}")
        if index % PER_GRAPH == 0:
            yield f"{source} {RDF_TYPE} {iri('Source')} {source} .\n"
        triples = claim(index, chance, source)
        fault(triples, chance)
        yield "".join(f"{iri(f'claim/{index}')} {predicate} {value} {source} .\n" for predicate, value in triples)


def claim(index: int, chance: random.Random, source: str) -> list[tuple[str, str]]:
    """The properties of one sound claim."""
    low, month, start = chance.randrange(1, 10**7), chance.randrange(1, 10), chance.randrange(5000)
    return [
        (RDF_TYPE, iri("MetricClaim")),
        (iri("about"), iri(f"product/{chance.randrange(200)}")),
        (iri("metric"), iri(f"metric/{chance.randrange(160)}")),
        (iri("statedIn"), source),
        (iri("origin"), iri(f"agent/{chance.randrange(100)}")),
        (iri("modality"), iri(chance.choice(("Actual", "Expected", "Target")))),
        (iri("low"), typed(low, "decimal")),
        (iri("high"), typed(low + chance.randrange(100), "decimal")),
        (iri("unit"), iri("NUM")),
        (iri("periodStart"), typed(f"2024-{month:02}-01", "date")),
        (iri("periodEnd"), typed(f"2024-{month + chance.randrange(3):02}-28", "date")),
        (iri("printed"), f'"{low:,} users"'),
        (iri("start"), typed(start, "integer")),
        (iri("end"), typed(start + 1 + chance.randrange(80), "integer")),
        (iri("paraphrase"), f'"claim {index} puts it at {low}"@en'),
    ]


def fault(triples: list[tuple[str, str]], chance: random.Random) -> None:
    """Spoils one claim in thirty."""
    if chance.randrange(30):
        return
    place = chance.randrange(1, len(triples))
    kind = chance.randrange(4)
    if kind == 0:
        del triples[place]
    elif kind == 1:
        triples.append((triples[place][0], '"of another kind"'))
    elif kind == 2:
        triples.append((iri("printed"), typed(chance.randrange(10), "integer")))
    else:
        triples[place] = (triples[place][0], iri("nowhere"))


def store_of(count: int) -> ClaimStore:
    store = ClaimStore.memory()
    store.load_nquads(claims(count))
    return store


def timed(work: Callable[[], Answer], repeat: int = 1) -> tuple[float, Answer]:
    """The least CPU time of some runs, and the answer."""
    best, answer = float("inf"), None
    for _ in range(repeat):
        start = time.process_time()
        answer = work()
        best = min(best, time.process_time() - start)
    assert answer is not None
    return best, answer


def found(report: Report) -> set[tuple[str, ...]]:
    return {
        (
            finding.focus.value,
            str(finding.path or ""),
            finding.component,
            finding.shape,
            getattr(finding.value, "value", ""),
        )
        for finding in report.results
    }


def by_pyshacl(store: ClaimStore) -> tuple[float, set[tuple[str, ...]]]:
    """The CPU seconds and findings of pySHACL; loading is not counted."""
    import pyshacl
    import rdflib
    from rdflib.namespace import SH

    with tempfile.TemporaryDirectory() as folder:
        import pyoxigraph

        store.dump(file := Path(folder) / "claims.nt", pyoxigraph.RdfFormat.N_TRIPLES)
        data = rdflib.Graph().parse(file)
    shapes = rdflib.Graph().parse(SHAPES)
    seconds, (_, report, _) = timed(lambda: pyshacl.validate(data, shacl_graph=shapes, inference="none"))
    fields = (SH.focusNode, SH.resultPath, SH.sourceConstraintComponent, SH.sourceShape, SH.value)
    rows = {tuple(report.value(node, field) for field in fields) for node in report.objects(None, SH.result)}
    return seconds, {
        (str(focus), f"<{path}>" if path else "", str(component), str(shape), "" if value is None else str(value))
        for focus, path, component, shape, value in rows
    }


def compare(count: int) -> float:
    """Prints both times and returns how many times faster validate() is; AssertionError when the findings differ."""
    store = store_of(count)
    ours, report = timed(lambda: validate(store, shapes=[SHAPES]), repeat=3)
    theirs, expected = by_pyshacl(store)
    assert found(report) == expected, "validate() and pySHACL disagree"
    print(f"{count} claims, {len(store)} quads, {len(expected)} findings, the same by both")
    print(f"  pySHACL    {theirs:9.3f} s")
    print(f"  validate() {ours:9.3f} s   {theirs / ours:.0f} times as fast")
    return theirs / ours


def growth(sizes: Sequence[int]) -> list[float]:
    """Prints and returns the CPU microseconds per claim at each size."""
    each = []
    for count in sizes:
        store = store_of(count)
        seconds, report = timed(lambda store=store: validate(store, shapes=[SHAPES]))
        each.append(seconds / count * 1e6)
        print(f"{count:8} claims  {seconds:8.3f} s  {each[-1]:6.1f} µs per claim  {len(report.results)} findings")
    return each


def changed(count: int) -> float:
    """Prints what validating one changed graph of so many claims costs beside validating all; returns the ratio."""
    store, shapes = store_of(count), read_shapes([SHAPES])
    everything, _ = timed(lambda: validate(store, shapes=shapes))
    one, _ = timed(lambda: validate(store, shapes=shapes, graphs=[f"{BASE}source/1"]), repeat=5)
    print(f"{count:8} claims: all {everything * 1e3:9.1f} ms, one graph of {PER_GRAPH} claims {one * 1e3:6.2f} ms")
    return everything / one


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, default=1000, help="size of the comparison with pySHACL")
    parser.add_argument("--growth", type=int, nargs="*", default=[1000, 4000, 16000], help="sizes without pySHACL")
    options = parser.parse_args()
    compare(options.claims)
    growth(options.growth)
    for count in options.growth:
        changed(count)


if __name__ == "__main__":
    main()
