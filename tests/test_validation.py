"""Validation against pySHACL as the oracle, and where the two are meant to differ; speed is in scripts/bench."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

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
    if node is None:
        return None
    if (node, RDF.first, None) in graph:
        return "(" + "/".join(str(path_text(graph, step)) for step in Collection(graph, node)) + ")"
    if inner := graph.value(node, SH.inversePath):
        return f"^{path_text(graph, inner)}"
    if inner := graph.value(node, SH.alternativePath):
        return "(" + "|".join(str(path_text(graph, step)) for step in Collection(graph, inner)) + ")"
    for kind, sign in ((SH.zeroOrMorePath, "*"), (SH.oneOrMorePath, "+"), (SH.zeroOrOnePath, "?")):
        if inner := graph.value(node, kind):
            return f"({path_text(graph, inner)}){sign}"
    assert isinstance(node, rdflib.URIRef)
    return f"<{node}>"


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
    "S-from": "date",
    "S-until": "date",
    "S-moment": "dateTime",
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


# -- where the Recommendation and the oracle part ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "data", "broken"),
    [
        # xsd:boolean has four lexical forms (section 4.1.2: ill-typed literals do not match)
        ("sh:path :p ; sh:datatype xsd:boolean", ':a :p "perhaps"^^xsd:boolean, "1"^^xsd:boolean', 1),
        # values that SPARQL cannot compare break a bound and sh:lessThan (sections 4.3 and 4.5.3)
        ("sh:path :p ; sh:minInclusive 1", ':a :p "2024-01-01"^^xsd:date', 1),
        ("sh:path :p ; sh:lessThan :q", ":a :p :b ; :q :c", 1),
        ("sh:path :p ; sh:lessThan :q", ':a :p 1 ; :q "2024-01-01"^^xsd:date', 1),
        # language ranges match whole tags and their beginnings (section 4.4.4)
        ('sh:path :p ; sh:languageIn ( "zh-hant" )', ':a :p "x"@zh-hant-tw, "x"@zh', 1),
        # the inverse of a sequence is walked from its end (section 2.3.1.3)
        # (the oracle walks it from its beginning)
        ("sh:path [ sh:inversePath ( :q :r ) ] ; sh:minCount 1", ":a :p 1 . :x :q :y . :y :r :a", 0),
        # numbers beyond the engine's arithmetic keep their datatype and compare
        ("sh:path :p ; sh:datatype xsd:integer ; sh:maxInclusive 5", ":a :p 99999999999999999999999", 1),
        ("sh:path :p ; sh:datatype xsd:decimal ; sh:minInclusive 5", ":a :p 1.2345678901234567890123456789", 1),
        ("sh:path :p ; sh:datatype xsd:decimal ; sh:minInclusive 1", ":a :p 1.2345678901234567890123456789", 0),
    ],
)
def test_the_recommendation_decides(shape: str, data: str, broken: int, tmp_path: Path) -> None:
    shapes = f":S a sh:NodeShape ; sh:targetNode :a ; sh:property :S-p . :S-p {shape} ."
    assert len(found(shapes, data + " .", tmp_path).results) == broken


# -- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shapes", "told"),
    [
        (":S a sh:NodeShape ; sh:targetClass :A ; sh:rule [ a sh:TripleRule ] .", "sh:rule is not supported"),
        (":S a sh:NodeShape ; sh:targetClass :A ; sh:js [ ] .", "sh:js is not supported"),
        (":S a sh:NodeShape ; sh:target [ sh:select 'SELECT ?this {}' ] .", "sh:target is not supported"),
        (":S a sh:NodeShape ; sh:targetClass :A ; sh:mincount 1 .", "sh:mincount is not supported"),
        (":S a sh:NodeShape ; sh:targetClass :A ; sh:minCount 1 .", "sh:minCount needs sh:path"),
        (":S a sh:PropertyShape ; sh:targetClass :A ; sh:minCount 1 .", "needs sh:path"),
        (":S a sh:NodeShape ; sh:targetClass :A ; sh:property :T .", "is not defined"),
        (":S sh:targetClass :A ; sh:property :T . :T sh:class :B .", "without sh:path"),
        (":S sh:targetClass :A ; sh:node :T . :T sh:path :p .", "write sh:property"),
        (":S sh:targetClass :A ; sh:node :S .", "recursive"),
        (":S sh:targetClass :A ; sh:property [ sh:path :p ; sh:node :S ] .", "recursive"),
        ("[] a sh:NodeShape ; sh:targetClass :A .", "needs an IRI"),
        (":S sh:path :p ; sh:targetClass :A ; sh:datatype xsd:positiveInteger .", "xsd:integer"),
        (":S sh:path :p ; sh:targetClass :A ; sh:datatype rdfs:Literal .", "sh:nodeKind sh:Literal"),
        (":S sh:path :p ; sh:targetClass :A ; sh:datatype xsd:date, xsd:gYear .", "2 values and may have one"),
        (":S sh:path :p ; sh:targetClass :A ; sh:minCount 1, 2 .", "2 values and may have one"),
        (":S sh:path :p ; sh:targetClass :A ; sh:maxCount -1 .", "whole number"),
        (":S sh:path :p ; sh:targetClass :A ; sh:minCount 'one' .", "whole number"),
        (":S sh:path :p ; sh:targetClass :A ; sh:pattern '(?=a)' .", "regular expression"),
        (":S sh:path :p ; sh:targetClass :A ; sh:pattern '(a)\\\\1' .", "regular expression"),
        (":S sh:path :p ; sh:targetClass :A ; sh:flags 'i' .", "without sh:pattern"),
        (":S sh:path :p ; sh:targetClass :A ; sh:nodeKind :IRI .", "none of sh:"),
        (":S sh:path :p ; sh:targetClass :A ; sh:class 'A' .", "write an IRI"),
        (":S sh:path :p ; sh:targetClass :A ; sh:in :a .", "no list"),
        (":S sh:path :p ; sh:targetClass :A ; sh:in ( [] ) .", "blank node"),
        (":S sh:path :p ; sh:targetClass :A ; sh:hasValue [] .", "blank node"),
        (":S sh:path :p ; sh:targetClass :A ; sh:languageIn ( :en ) .", "language tags"),
        (":S sh:path :p ; sh:targetClass :A ; sh:or () .", "lists no shape"),
        (":S sh:path :p ; sh:targetClass :A ; sh:or ( 'x' ) .", "used as a shape"),
        (":S sh:path :p ; sh:targetClass :A ; sh:minInclusive :a .", "no literal"),
        (":S sh:path [ sh:inversePath :p ; sh:zeroOrMorePath :q ] ; sh:targetClass :A .", "sh:path cannot be read"),
        (":S sh:path 'p' ; sh:targetClass :A .", "sh:path cannot be read"),
        (":S sh:path :p ; sh:targetClass :A ; sh:qualifiedValueShape [ sh:class :B ] .", "qualifiedMinCount"),
        (":S sh:path :p ; sh:targetClass :A ; sh:qualifiedMinCount 1 .", "without sh:qualifiedValueShape"),
        (":S a sh:NodeShape ; sh:targetClass :A ; sh:deactivated 'yes' .", "write true or false"),
        (":Own a sh:ConstraintComponent .", "sh:ConstraintComponent is not supported"),
        (": sh:entailment <http://www.w3.org/ns/entailment/RDFS> .", "sh:entailment is not supported"),
    ],
)
def test_what_is_not_supported_is_refused_by_name(shapes: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ValidationError) as refused:
        found(shapes, ":a a :A .", tmp_path)
    assert told in str(refused.value)
    assert str(refused.value).startswith((tmp_path / "shapes.ttl").as_uri())


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT $this { $this :p ?x MINUS { ?x :q ?y } }", "MINUS"),
        ("SELECT $this { VALUES ?x { 1 } $this :p ?x }", "VALUES"),
        ("SELECT $this { SERVICE <http://other/> { $this :p ?x } }", "SERVICE"),
        ("SELECT $this (COUNT(?x) AS ?n) { $this :p ?x } GROUP BY $this", "COUNT(DISTINCT"),
        ("SELECT ?x { $this :p ?x }", "has to name $this"),
        ("SELECT $this { { SELECT ?x { $this :p ?x } } }", "has to name $this"),
        ("SELECT $this { ?x :p ?y BIND (?y AS $this) }", "may not be assigned"),
        ("SELECT $this { GRAPH $shapesGraph { $this :p ?x } }", "shapesGraph"),
        ("SELECT $this { $this $PATH ?x }", "PATH"),
        ("SELECT $this { $this :p }", "look at 1:2"),
        ("SELECT $this { $this nowhere:p ?x }", "does not declare; look at 1:3"),
    ],
)
def test_a_query_that_shacl_does_not_allow_is_refused(query: str, told: str, tmp_path: Path) -> None:
    declared = f"""<{EX}> sh:declare [ sh:prefix "" ; sh:namespace "{EX}" ] ."""
    constraint = f'[ sh:prefixes : ; sh:select """{query}""" ]'
    shapes = f"{declared} :S a sh:NodeShape ; sh:targetClass :A ; sh:sparql {constraint} ."
    with pytest.raises(ValidationError) as refused:
        found(shapes, ":a a :A .", tmp_path)
    assert told in str(refused.value)
    assert f"shape <{EX}S>" in str(refused.value)


def test_shapes_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match=r"absent\.ttl"):
        validate(ClaimStore.memory(), shapes=[tmp_path / "absent.ttl"])
    (tmp_path / "broken.ttl").write_text(":S a")
    with pytest.raises(ValidationError, match=r"broken\.ttl"):
        validate(ClaimStore.memory(), shapes=[tmp_path / "broken.ttl"])


def test_a_blank_focus_node_is_refused_and_an_absent_one_along_an_empty_path(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="blank node"):
        found(":S a sh:NodeShape ; sh:targetClass :A ; sh:nodeKind sh:IRI .", "[] a :A .", tmp_path)
    with pytest.raises(ValidationError, match="absent from the graph"):
        found(":S sh:targetNode :z ; sh:path [ sh:zeroOrMorePath :p ] ; sh:minCount 1 .", ":a :p :b .", tmp_path)


def test_the_refused_datatypes_are_those_that_the_engine_rewrites() -> None:
    from claimgraph.validation.value_constraints import REWRITTEN

    samples = {"negativeInteger": "-1", "nonPositiveInteger": "-1", "dateTimeStamp": "2024-01-01T00:00:00Z"}
    kept = {"date": "2024-01-01", "gYear": "2024", "token": "1", "normalizedString": "1", "language": "en"}
    others = dict.fromkeys(("integer", "decimal", "string", "anyURI", "double", "float", "hexBinary"), "11")
    for name, text in {**dict.fromkeys(REWRITTEN, "1"), **samples, **kept, **others}.items():
        store = ox.Store()
        node = ox.NamedNode(EX + "a")
        store.add(ox.Quad(node, node, ox.Literal(text, datatype=ox.NamedNode(XSD + name))))
        (quad,) = store
        assert quad.object.datatype.value == XSD + REWRITTEN.get(name, name)  # type: ignore[union-attr]


# -- changed graphs only ----------------------------------------------------------------------------------------------


class Counting:
    """A store that counts what is asked and answered."""

    def __init__(self, store: ClaimStore) -> None:
        self.store, self.asked, self.answered = store, 0, 0

    def query(self, sparql: str, **options: object) -> object:
        self.asked += len(sparql)
        solutions = self.store.query(sparql, **options)  # type: ignore[arg-type]
        rows = list(solutions)
        self.answered += len(rows)
        return type("Solutions", (list,), {"variables": solutions.variables})(rows)  # type: ignore[union-attr]


@pytest.mark.parametrize("feature", FEATURES)
@given(quads=_triples())
@settings(deadline=None, max_examples=10)
def test_naming_graphs_keeps_the_findings_of_their_subjects(feature: str, quads: list[ox.Quad]) -> None:
    store = ClaimStore.memory()
    store.add(quads)
    shapes = read_shapes([SHAPES / f"{feature}.ttl"])
    everything = validate(store, shapes=shapes).results
    subjects = {quad.subject for quad in quads if quad.graph_name.value == f"{EX}graph/1"}
    # a finding of a nested shape stands at a value node, whichever graph that is in
    some = {result(finding) for finding in validate(store, shapes=shapes, graphs=[f"{EX}graph/1"]).results}
    assert some <= {result(finding) for finding in everything}
    assert some >= {result(finding) for finding in everything if finding.focus in subjects and feature != "nested"}


def test_a_changed_graph_costs_what_it_holds_and_not_what_the_store_holds() -> None:
    shapes = read_shapes([BENCH / "validation.shapes.ttl"])
    costs = []
    for size in (60, 600):
        counting = Counting(bench().store_of(size))
        validate(counting, shapes=shapes, graphs=[f"{EX}source/1"])
        costs.append((counting.asked, counting.answered))
    (asked, answered), (asked_of_ten_times, answered_of_ten_times) = costs
    assert min(asked, answered) > 0
    assert asked_of_ten_times < asked * 1.1
    assert answered_of_ten_times < answered * 1.1


def test_naming_nodes_keeps_the_findings_of_these_nodes() -> None:
    store = store_of((SHAPES / "graphs" / "mixed.ttl").read_text())
    shapes = read_shapes([SHAPES / "targets.ttl"])
    everything = validate(store, shapes=shapes).results
    named = {finding.focus for finding in everything if isinstance(finding.focus, ox.NamedNode)}
    assert named
    for focus in named:
        found = {result(finding) for finding in validate(store, shapes=shapes, nodes=[focus.value]).results}
        assert found == {result(finding) for finding in everything if finding.focus == focus}
    assert validate(store, shapes=shapes, nodes=[]).conforms


def test_no_graph_means_nothing_to_check() -> None:
    store = store_of((SHAPES / "graphs" / "mixed.ttl").read_text())
    assert validate(store, shapes=[SHAPES / "targets.ttl"], graphs=[]).conforms
    assert validate(store, shapes=[SHAPES / "targets.ttl"], graphs=[f"{EX}nowhere"]).conforms


# -- reports ----------------------------------------------------------------------------------------------------------


def test_a_finding_names_the_graph_to_look_into(tmp_path: Path) -> None:
    file = tmp_path / "shapes.ttl"
    file.write_text(
        PREFIXES + ":S sh:targetClass :A ; sh:property :S-p, :S-q ."
        " :S-p sh:path :p ; sh:nodeKind sh:IRI . :S-q sh:path :q ; sh:minCount 1 ."
    )
    store = store_of(PREFIXES + ":a :r 1 .", PREFIXES + ":a a :A .", PREFIXES + ":a :p 'not an IRI' .")
    where = {finding.shape: finding.graph for finding in validate(store, shapes=[file]).results}
    assert where == {f"{EX}S-p": f"{EX}graph/3", f"{EX}S-q": f"{EX}graph/2"}  # the triple; where it is an :A
    some = validate(store, shapes=[file], graphs=[f"{EX}graph/1"])
    assert {finding.shape for finding in some.results} == {f"{EX}S-p", f"{EX}S-q"}


def test_messages_are_the_shapes_own_in_english_with_the_answers_filled_in(tmp_path: Path) -> None:
    shapes = """
      :S sh:targetClass :A ; sh:property [ sh:path :p ; sh:maxCount 0 ; sh:message "nichts"@de, "no p"@en ] ;
        sh:property [ sh:path :q ; sh:maxCount 0 ] ;
        sh:sparql [ sh:message "{$this} has {?value}, {?unbound}" ; sh:select
          "SELECT $this ?value ?unbound { $this <https://example.org/r> ?value }" ] ."""
    report = found(shapes, ":a a :A ; :p 1 ; :q 1 ; :r 'x' .", tmp_path)
    expected = ["no p", "there are more than 0 values", f"{EX}a has x, {{?unbound}}"]
    assert sorted(finding.message for finding in report.results) == sorted(expected)


def test_a_report_is_shacl_without_blank_nodes_and_says_the_same_each_time() -> None:
    shapes = [shape for name in ("paths", "queries") for shape in read_shapes([SHAPES / f"{name}.ttl"])]
    reports = [validate(store_of((SHAPES / "graphs" / "mixed.ttl").read_text()), shapes=shapes) for _ in range(2)]
    assert reports[0] == reports[1]
    turtle = reports[0].to_turtle()
    assert turtle == reports[1].to_turtle()
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    assert not [term for triple in graph for term in triple if isinstance(term, rdflib.BNode)]
    (node,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(node, SH.conforms).toPython() is False  # type: ignore[union-attr]
    read = {
        (graph.value(one, SH.focusNode), path_text(graph, graph.value(one, SH.resultPath)), graph.value(one, SH.value))
        for one in graph.objects(node, SH.result)
    }
    values = [in_rdflib(one.value) for one in reports[0].results]
    as_read = [value.normalize() if isinstance(value, rdflib.Literal) else value for value in values]
    assert read == {(*result(one)[:2], value) for one, value in zip(reports[0].results, as_read, strict=True)}


def test_a_report_reads_as_lines_and_knows_its_violations(tmp_path: Path) -> None:
    shapes = """:S sh:targetClass :A ; sh:nodeKind sh:Literal ; sh:property :S-p .
      :S-p sh:path :p ; sh:minCount 1 ; sh:severity sh:Info ."""
    report = found(shapes, ":a a :A .", tmp_path)
    assert not report.conforms
    assert [finding.shape for finding in report.violations] == [f"{EX}S"]
    assert report.lines()[-1] == "1 info, 1 violation"
    assert report.lines()[0] == (
        f"Violation: <{EX}a> <{EX}a>: the value is not of node kind sh:Literal "
        f"[NodeKindConstraintComponent of <{EX}S>] in <{EX}graph/1>"
    )
    empty = found(shapes, ":b a :B .", tmp_path)
    assert empty.conforms
    assert empty.lines() == ["the graph conforms to its shapes"]
    assert "sh:conforms true" in empty.to_turtle()


# -- the project's own shapes, and speed ------------------------------------------------------------------------------


def test_the_packaged_shapes_find_in_the_examples_what_the_oracle_finds(tmp_path: Path) -> None:
    examples = [path.read_text() for path in sorted((packaged("ontology") / "examples").glob("*/*.ttl"))]
    vocabulary = [path.read_text() for path in sorted(packaged("ontology").glob("*.ttl"))]
    store = store_of("\n".join(examples), *vocabulary)
    together = tmp_path / "together.ttl"
    together.write_text("\n".join(path.read_text() for path in packaged_shapes()))
    ours = {result(finding) for finding in validate(store).results}
    assert examples
    assert ours
    assert ours == oracle(as_graph(store), together)


BENCH = Path(__file__).parents[1] / "scripts" / "bench"


def bench() -> ModuleType:
    """The benchmark as a module: its generator of claims, and its comparison with pySHACL."""
    specification = spec_from_file_location("bench_validation", BENCH / "validation.py")
    assert specification is not None
    assert specification.loader is not None
    module = module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_validation_is_many_times_faster_than_the_oracle() -> None:
    assert bench().compare(300) > 25


def test_time_grows_no_faster_than_the_claims() -> None:
    small, large = bench().growth([500, 4000])
    assert large < small * 2.5


def test_importing_the_room_loads_neither_rdflib_nor_pyshacl() -> None:
    program = "import sys, claimgraph.validation; print(*{'rdflib', 'pyshacl', 'numpy', 'networkx'} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == ""
