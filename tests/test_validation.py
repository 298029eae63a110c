"""Validation against pySHACL as the oracle, and where the two are meant to differ; speed is in scripts/bench."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH

from claimgraph.errors import ValidationError
from claimgraph.store import ClaimStore
from claimgraph.validation import Finding, Report, packaged_shapes, read_shapes, validate
from claimgraph.vocabulary import packaged

pyshacl = pytest.importorskip("pyshacl")

SHAPES = Path(__file__).parent / "data" / "shapes"
FEATURES = sorted(path.stem for path in SHAPES.glob("*.ttl"))
EX = "https://example.org/"
PREFIXES = f"""
@prefix : <{EX}> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
Result = tuple[object, ...]


# -- the oracle -------------------------------------------------------------------------------------------------------


def oracle(data: rdflib.Graph, shapes: Path) -> set[Result]:
    """What pySHACL finds: (focus, path, component, value, severity, shape)."""
    known = rdflib.Graph().parse(shapes)
    _, report, _ = pyshacl.validate(data, shacl_graph=known, inference="none")
    results = set()
    for node in report.objects(None, SH.result):
        shape = report.value(node, SH.sourceShape)
        results.add(
            (
                report.value(node, SH.focusNode),
                path_text(report, report.value(node, SH.resultPath)),
                report.value(node, SH.sourceConstraintComponent),
                report.value(node, SH.value),
                report.value(node, SH.resultSeverity),
                holder(known, shape),
            )
        )
    return results


def holder(shapes: rdflib.Graph, node: rdflib.term.Node) -> rdflib.term.Node:
    """The named shape around an anonymous one."""
    while isinstance(node, rdflib.BNode):
        node = next(shapes.subjects(None, node))
    return node


def path_text(graph: rdflib.Graph, node: rdflib.term.Node | None) -> str | None:
    if node is None or isinstance(node, rdflib.URIRef):
        return None if node is None else f"<{node}>"
    if (node, RDF.first, None) in graph:
        return "(" + "/".join(str(path_text(graph, step)) for step in Collection(graph, node)) + ")"
    if inner := graph.value(node, SH.inversePath):
        return f"^{path_text(graph, inner)}"
    if inner := graph.value(node, SH.alternativePath):
        return "(" + "|".join(str(path_text(graph, step)) for step in Collection(graph, inner)) + ")"
    for kind, sign in ((SH.zeroOrMorePath, "*"), (SH.oneOrMorePath, "+"), (SH.zeroOrOnePath, "?")):
        if inner := graph.value(node, kind):
            return f"({path_text(graph, inner)}){sign}"
    raise AssertionError(node)


def in_rdflib(term: object) -> rdflib.term.Node | None:
    match term:
        case ox.NamedNode():
            return rdflib.URIRef(term.value)
        case ox.BlankNode():
            return rdflib.BNode(term.value)
        case ox.Literal():
            if term.language:
                return rdflib.Literal(term.value, lang=term.language)
            plain = term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
            datatype = None if plain else rdflib.URIRef(term.datatype.value)
            return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    return None


def result(finding: Finding) -> Result:
    path = None if finding.path is None else str(finding.path)
    iris = map(rdflib.URIRef, (finding.component, finding.severity, finding.shape))
    component, severity, shape = iris
    return in_rdflib(finding.focus), path, component, in_rdflib(finding.value), severity, shape


def store_of(*graphs: str) -> ClaimStore:
    """A store with a named graph for each Turtle text: the first is https://example.org/graph/1."""
    store = ClaimStore.memory()
    for number, text in enumerate(graphs, start=1):
        name = ox.NamedNode(f"{EX}graph/{number}")
        triples = ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)
        store.add(ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples)
    return store


def as_graph(store: ClaimStore) -> rdflib.Graph:
    """What the store holds, as one rdflib graph: after the engine's own rewriting of literals."""
    graph = rdflib.Graph()
    for quad in store.quads():
        graph.add(tuple(map(in_rdflib, (quad.subject, quad.predicate, quad.object))))  # type: ignore[arg-type]
    return graph


def assert_like_oracle(store: ClaimStore, shapes: Path) -> Report:
    report = validate(store, shapes=[shapes])
    ours, theirs = {result(finding) for finding in report.results}, oracle(as_graph(store), shapes)
    apart = {one for one in ours - theirs if incomparable(one)}  # by datatype for the oracle, no answer in SPARQL
    assert ours - apart == theirs
    return report


def incomparable(one: Result) -> bool:
    """Whether a bound of the shapes `ranges` was missed by a value that SPARQL cannot compare with it."""
    _, _, component, value, _, shape = one
    wanted = BOUNDS.get(str(shape).removeprefix(EX))
    if wanted is None or not str(component).endswith("clusiveConstraintComponent"):
        return False
    datatype = value.datatype if isinstance(value, rdflib.Literal) else None
    kinds = {f"{XSD}{name}": kind for kind, names in KINDS.items() for name in names}
    return kinds.get(str(datatype)) != wanted or value.ill_typed  # type: ignore[union-attr]


KINDS = {"number": ("integer", "decimal", "double"), "date": ("date",), "dateTime": ("dateTime",)}
BOUNDS = {
    **dict.fromkeys(("S-min", "S-above", "S-max", "S-below", "S-between", "S-double", "N"), "number"),
    **{"S-from": "date", "S-until": "date", "S-moment": "dateTime"},
}


def found(shapes: str, data: str, tmp_path: Path, **options: object) -> Report:
    """The report on a Turtle text by shapes in another."""
    file = tmp_path / "shapes.ttl"
    file.write_text(PREFIXES + shapes)
    return validate(store_of(PREFIXES + data), shapes=[file], **options)  # type: ignore[arg-type]


# -- same results as the oracle ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("feature", FEATURES)
def test_every_feature_finds_what_the_oracle_finds(feature: str) -> None:
    store = store_of((SHAPES / "graphs" / "mixed.ttl").read_text())
    assert assert_like_oracle(store, SHAPES / f"{feature}.ttl").results


@pytest.mark.parametrize("feature", FEATURES)
def test_an_empty_graph_finds_what_the_oracle_finds(feature: str) -> None:
    report = assert_like_oracle(ClaimStore.memory(), SHAPES / f"{feature}.ttl")
    assert report.conforms == (feature != "targets")  # sh:targetNode aims at what is not there


SUBJECTS = [f"{EX}{name}" for name in "abcdefgh"]
CLASSES = [f"{EX}{name}" for name in ("A", "B", "C", "A1", "A2", "D", "D1", "E")]
XSD = "http://www.w3.org/2001/XMLSchema#"


def _literals() -> st.SearchStrategy[ox.Literal]:
    tags = st.sampled_from(["en", "zh", "zh-hant", "de"])
    texts = st.sampled_from(["x", "y", "", "ab", "x1", "{", "München"])
    typed = st.sampled_from(
        [
            *((str(number), "integer") for number in range(-1, 4)),
            *((text, "decimal") for text in ("1.0", "1.5", "2.0", "-0.5", "12345678901234567890.5")),
            *((text, "double") for text in ("1.5E0", "2.0E0", "1.0E3")),
            *((text, "date") for text in ("2024-01-01", "2024-06-30", "2023-12-31", "2024-02-30")),
            *((text, "dateTime") for text in ("2024-01-01T12:00:00Z", "2024-01-01T13:00:00Z", "yesterday")),
            *((text, "gYear") for text in ("2024", "20x4")),
            *((text, "gYearMonth") for text in ("2024-05", "2024-13")),
            *(("abc", name) for name in ("integer", "decimal", "double", "date", "duration", "time")),
            *((text, "boolean") for text in ("true", "false")),
            ("P1Y", "duration"),
            ("10:00:00", "time"),
            ("http://x/", "anyURI"),
            ("99999999999999999999999999", "integer"),
        ]
    )
    return st.one_of(
        texts.map(ox.Literal),
        st.builds(lambda text, tag: ox.Literal(text, language=tag), texts, tags),
        typed.map(lambda pair: ox.Literal(pair[0], datatype=ox.NamedNode(XSD + pair[1]))),
    )


def _numbers() -> st.SearchStrategy[ox.Literal]:
    return st.integers(-3, 3).map(ox.Literal)


def _triples() -> st.SearchStrategy[list[ox.Quad]]:
    nodes = st.sampled_from(SUBJECTS).map(ox.NamedNode)
    named = {name: ox.NamedNode(EX + name) for name in ("p", "q", "r", "name", "low", "high")}
    type_, subclass = ox.NamedNode(str(RDF.type)), ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    classes = st.sampled_from(CLASSES).map(ox.NamedNode)
    graphs = st.sampled_from([f"{EX}graph/{number}" for number in (1, 2)]).map(ox.NamedNode)
    free = st.sampled_from([named["p"], named["q"], named["r"]])
    return st.lists(
        st.one_of(
            st.builds(ox.Quad, nodes, st.just(type_), classes, graphs),
            st.builds(ox.Quad, nodes, free, nodes, graphs),
            st.builds(ox.Quad, nodes, free, _literals(), graphs),
            st.builds(ox.Quad, nodes, st.just(named["name"]), _literals(), graphs),
            st.builds(ox.Quad, nodes, st.sampled_from([named["low"], named["high"]]), _numbers(), graphs),
            st.builds(ox.Quad, classes, st.just(subclass), classes, graphs),
        ),
        max_size=40,
    )


@pytest.mark.parametrize("feature", FEATURES)
@given(quads=_triples())
@settings(deadline=None, max_examples=30)
def test_any_graph_finds_what_the_oracle_finds(feature: str, quads: list[ox.Quad]) -> None:
    store = ClaimStore.memory()
    store.add(quads)
    assert_like_oracle(store, SHAPES / f"{feature}.ttl")
