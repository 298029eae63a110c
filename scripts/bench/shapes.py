"""The project's own shapes over claims with faults put in: validate() beside pySHACL, and one changed source beside all.

pySHACL must find the same faults; it is asked on a sample, since it takes many minutes for a hundred thousand triples.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
from generation import IRIS
from material import Material, rdflib_graph
from measuring import Figure, in_turns, seconds

from claimgraph import vocabulary
from claimgraph.store import ClaimStore
from claimgraph.validation import Report, packaged_shapes, read_shapes, validate

SAMPLE = 5_000


def run(size: int) -> Iterator[Figure]:
    shapes = read_shapes(packaged_shapes())
    store, report = spoilt(size)
    source = next(graph for graph in store.graphs() if graph.endswith("/source/report-0"))
    works = {
        "all": lambda: validate(store, shapes=shapes),
        "one": lambda: validate(store, shapes=shapes, graphs=[source]),
    }
    times = in_turns(works, runs=3)
    yield Figure("validate()", len(store) / times["all"] / 1e6, "M quads/s", note=f"{len(report.results)} findings")
    yield Figure("one changed source", times["one"] * 1e3, "ms", at_most=100, note=f"all: {times['all'] * 1e3:.0f} ms")
    yield from beside_pyshacl(min(size, SAMPLE))


def spoilt(size: int) -> tuple[ClaimStore, Report]:
    """Claims that kept to the shapes until faults were put in, and what validation makes of them."""
    store = Material.of(size).store()
    assert not validate(store).results, "the generated claims break a shape before any fault is put in"
    faults = spoil(store)
    report = validate(store)
    assert len(report.results) >= faults, f"{faults} faults put in, {len(report.results)} found"
    return store, report


def spoil(store: ClaimStore, seed: int = 3) -> int:
    """Takes away or twists a property of one claim in fifty; returns the number of claims spoilt."""
    chance = random.Random(seed)
    kind = ox.NamedNode(vocabulary.iri("cg:Claim"))
    claims = list(store.quads(predicate=ox.NamedNode(vocabulary.iri("rdf:type")), object=kind))
    chosen = chance.sample(sorted(claims, key=lambda quad: str(quad.subject)), max(1, len(claims) // 50))
    for number, quad in enumerate(chosen):
        assert isinstance(quad.subject, ox.NamedNode)
        _spoil(store, quad.subject, quad.graph_name, number)
    return len(chosen)


def _spoil(store: ClaimStore, claim: ox.NamedNode, graph: Any, number: int) -> None:
    def property(name: str) -> ox.NamedNode:
        return ox.NamedNode(vocabulary.iri(name))

    match number % 4:
        case 0:
            store.remove(list(store.quads(claim, property("cg:about"))))
        case 1:
            store.add([ox.Quad(claim, property("cg:modality"), ox.NamedNode(IRIS.entity("nobody")), graph)])
        case 2:
            store.remove(list(store.quads(claim, property("cg:paraphrase"))))
            store.add([ox.Quad(claim, property("cg:paraphrase"), ox.Literal("ohne Sprache", language="de"), graph)])
        case _:
            store.add([ox.Quad(claim, property("cg:hops"), ox.Literal("many"), graph)])


def beside_pyshacl(size: int) -> Iterator[Figure]:
    """Both on the same graph; pySHACL takes minutes for what is large."""
    import pyshacl
    from rdflib import Graph

    store, report = spoilt(size)
    data, shapes = rdflib_graph(store), Graph()
    for path in packaged_shapes():
        shapes.parse(path)
    answers: list[set[tuple[str, ...]]] = []

    def check() -> None:
        _, found, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
        answers.append(_findings(found))

    ours = in_turns({"ours": lambda: validate(store)}, runs=3)["ours"]
    theirs = seconds(check)
    assert answers[0] == _ours(report), "validate() and pySHACL find different faults"
    yield Figure(
        "beside pySHACL", theirs / ours, "times as fast", at_least=50, note=f"{len(store)} triples, the same findings"
    )


def _ours(report: Report) -> set[tuple[str, ...]]:
    return {
        (one.focus.value, str(one.path or ""), one.component, one.shape, getattr(one.value, "value", ""))
        for one in report.results
    }


def _findings(report: Any) -> set[tuple[str, ...]]:
    """What a pySHACL report says: focus, path, component, shape and value."""
    from rdflib.namespace import SH

    fields = (SH.focusNode, SH.resultPath, SH.sourceConstraintComponent, SH.sourceShape, SH.value)
    rows = {tuple(report.value(node, field) for field in fields) for node in report.objects(None, SH.result)}
    return {
        (str(focus), f"<{path}>" if path else "", str(component), str(shape), "" if value is None else str(value))
        for focus, path, component, shape, value in rows
    }
