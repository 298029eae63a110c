"""The ontology is what it says: every file parses, every term is defined, every example keeps or breaks its shapes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.namespace import DCTERMS, ORG, OWL, PROV, QB, RDF, RDFS, SDO, SH, SKOS, VANN, XSD

from claimgraph import vocabulary

ROOT = Path(__file__).resolve().parents[1]
ONTOLOGY = vocabulary.packaged("ontology")
TERMS = [ONTOLOGY / f"{name}.ttl" for name in ("agreement", "claims", "lexicon", "market", "metrics", "units")]
SHAPES = sorted((ONTOLOGY / "shapes").glob("*.ttl"))
VALID = sorted((ONTOLOGY / "examples" / "valid").glob("*.ttl"))
INVALID = sorted((ONTOLOGY / "examples" / "invalid").glob("*.ttl"))
INVALID_ROWS = sorted((ONTOLOGY / "examples" / "invalid" / "agreement").glob("*.ttl"))
ROWS = ("agreement.ttl", "lexicon.ttl")  # beside their terms they hold rows, which no claim shape reads
OWN = "https://w3id.org/claimgraph/"
SHAPE = OWN + "shape/"
CLOSED = {str(namespace): namespace for namespace in (DCTERMS, ORG, OWL, PROV, QB, RDF, RDFS, SDO, SH, SKOS, VANN, XSD)}
# Defined by schema.org and absent from the list that rdflib ships.
NOT_IN_RDFLIB = {"https://schema.org/StatisticalVariable"}
CG, METRIC = rdflib.Namespace(vocabulary.CG), rdflib.Namespace(vocabulary.METRIC)
WORDS = {SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.definition, RDFS.label}


def name_of(path: Path) -> str:
    return path.stem


def parsed(paths: Iterable[Path]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in paths:
        graph.parse(path)
    return graph


def nodes(path: Path) -> Iterator[ox.NamedNode | ox.BlankNode | ox.Literal]:
    for triple in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        yield from (triple.subject, triple.predicate, triple.object)


def broken(graph: rdflib.Graph, shapes: rdflib.Graph) -> list[tuple[str, str, str]]:
    """Every violation that pySHACL finds: local name of the shape, focus node, value."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True, advanced=False)
    assert isinstance(report, rdflib.Graph)
    return sorted(
        (
            str(report.value(result, SH.sourceShape)).removeprefix(SHAPE),
            str(report.value(result, SH.focusNode)),
            str(report.value(result, SH.value)),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    )


@pytest.fixture(scope="module")
def terms() -> rdflib.Graph:
    return parsed(TERMS)


@pytest.fixture(scope="module")
def background(terms: rdflib.Graph) -> rdflib.Graph:
    """What an example stands before: the vocabulary without the words of its terms, which no claim shape reads."""
    graph = rdflib.Graph()
    rows = {subject for path in ROWS for subject in rdflib.Graph().parse(ONTOLOGY / path).subjects()}
    for triple in terms:
        if triple[1] not in WORDS and (triple[0] not in rows or (triple[0], RDFS.isDefinedBy, None) in terms):
            graph.add(triple)
    return graph


@pytest.fixture(scope="module")
def row_background(terms: rdflib.Graph) -> rdflib.Graph:
    """What a row stands before: the classes and dimensions of all that is defined."""
    graph = rdflib.Graph()
    for term in set(terms.subjects(RDFS.isDefinedBy)):
        for property in (RDF.type, CG.dimension):
            for value in terms.objects(term, property):
                graph.add((term, property, value))
    return graph


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return parsed(ONTOLOGY / "shapes" / name for name in ("claims.ttl", "market.ttl"))


def violations(example: Path, background: rdflib.Graph, shapes: rdflib.Graph) -> list[tuple[str, str, str]]:
    added = [triple for triple in rdflib.Graph().parse(example) if triple not in background]
    for triple in added:
        background.add(triple)
    try:
        return broken(background, shapes)
    finally:
        for triple in added:
            background.remove(triple)


@pytest.mark.parametrize(
    "path", [*vocabulary.vocabulary_files(), *SHAPES, *VALID, *INVALID, *INVALID_ROWS], ids=name_of
)
def test_file_parses_alike_twice_and_has_no_blank_node(path: Path) -> None:
    triples = {(t.subject, t.predicate, t.object) for t in ox.parse(path=path, format=ox.RdfFormat.TURTLE)}
    assert len(rdflib.Graph().parse(path)) == len(triples) > 0
    assert not [node for node in nodes(path) if isinstance(node, ox.BlankNode)]


@pytest.mark.parametrize("path", VALID, ids=name_of)
def test_valid_example_keeps_every_shape(path: Path, background: rdflib.Graph, shapes: rdflib.Graph) -> None:
    assert violations(path, background, shapes) == []


@pytest.mark.parametrize("path", INVALID, ids=name_of)
def test_invalid_example_breaks_the_shape_it_names(path: Path, background: rdflib.Graph, shapes: rdflib.Graph) -> None:
    named = re.match(r"# breaks: shape:(\S+)\n", path.read_text(encoding="utf-8"))
    assert named, "the first line names the shape: # breaks: shape:Claim-about"
    assert {shape for shape, _, _ in violations(path, background, shapes)} == {named[1]}


@pytest.mark.parametrize("path", INVALID_ROWS, ids=name_of)
def test_invalid_row_breaks_the_shape_it_names(path: Path, row_background: rdflib.Graph) -> None:
    named = re.match(r"# breaks: shape:(\S+)\n", path.read_text(encoding="utf-8"))
    assert named, "the first line names the shape: # breaks: shape:NearMetrics-two"
    rules = parsed([ONTOLOGY / "shapes" / "agreement.ttl"])
    assert {shape for shape, _, _ in violations(path, row_background, rules)} == {named[1]}


def test_every_shape_of_a_row_has_an_example_that_breaks_it() -> None:
    rules = parsed([ONTOLOGY / "shapes" / "agreement.ttl"])
    named = {re.findall(r"# breaks: shape:(\S+)", path.read_text(encoding="utf-8"))[0] for path in INVALID_ROWS}
    checks = set(rules.subjects(RDF.type, SH.PropertyShape)) | set(rules.subjects(SH.sparql))
    assert sorted({str(shape).removeprefix(SHAPE) for shape in checks} - named) == []


def test_rows_of_comparison_keep_their_shapes(terms: rdflib.Graph) -> None:
    assert broken(terms, parsed([ONTOLOGY / "shapes" / "agreement.ttl"])) == []


def test_no_term_has_two_meanings(terms: rdflib.Graph) -> None:
    """One name, one kind of thing: a class is no value, a property no row, a measure no role of a period."""
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, CG.Measure, CG.PeriodRole, CG.PairFeature}
    for term in set(terms.subjects(RDFS.isDefinedBy)):
        assert len(kinds & set(terms.objects(term, RDF.type))) <= 1, term
        assert len(set(terms.objects(term, SKOS.definition))) == 1, term


def test_most_shapes_have_an_example_that_breaks_them(shapes: rdflib.Graph) -> None:
    named = {re.findall(r"# breaks: shape:(\S+)", path.read_text(encoding="utf-8"))[0] for path in INVALID}
    queries = {str(shape).removeprefix(SHAPE) for shape in shapes.subjects(SH.sparql)}
    assert queries <= named
    assert len(INVALID) >= 20


def test_shapes_say_what_is_wrong_in_english() -> None:
    for graph in map(parsed, ([path] for path in SHAPES)):
        for kind in (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint):
            for shape in graph.subjects(RDF.type, kind):
                messages = list(graph.objects(shape, SH.message))
                assert [m.language for m in messages if isinstance(m, rdflib.Literal)] == ["en"], shape
                assert len(str(messages[0])) > 20, shape
                assert str(messages[0]).endswith("."), shape


def test_ontology_keeps_its_own_shapes(terms: rdflib.Graph) -> None:
    assert broken(terms, parsed([ONTOLOGY / "shapes" / "ontology.ttl"])) == []


@pytest.fixture
def damaged(terms: rdflib.Graph) -> rdflib.Graph:
    """A handful of terms with the classes and units they need: small enough to validate for each fault."""
    graph = rdflib.Graph()
    kept = {"downloads", "downloads_change", "ns#Metric", "ns#RatioDimension", "ns#CountDimension", "ns#ownedBy"}
    for subject in set(terms.subjects()):
        if any(str(subject).endswith("/" + name) for name in kept) or (subject, RDF.type, OWL.Ontology) in terms:
            for triple in terms.triples((subject, None, None)):
                graph.add(triple)
    for subject, kind in terms.subject_objects(RDF.type):
        graph.add((subject, RDF.type, kind))
        for home in terms.objects(subject, RDFS.isDefinedBy):
            graph.add((subject, RDFS.isDefinedBy, home))
    return graph


@pytest.mark.parametrize(
    ("shape", "remove", "add"),
    [
        ("Term-definition", (METRIC.downloads, SKOS.definition, None), None),
        ("Metric-dimension", (METRIC.downloads, CG.dimension, None), None),
        ("Metric-scheme", (METRIC.downloads, SKOS.inScheme, None), None),
        ("Metric-unit", (METRIC.downloads, CG.allowedUnit, None), None),
        ("Metric-no-circle", None, (METRIC.downloads, SKOS.broader, METRIC.downloads)),
        ("Ontology-uses-defined-terms", None, (METRIC.downloads, CG.growthMetrik, METRIC.downloads_change)),
        ("Ontology-version", (rdflib.URIRef(OWN + "ns"), OWL.versionInfo, None), None),
        ("RelationPredicate-range", (CG.ownedBy, RDFS.range, None), None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_fault_in_the_ontology_is_found(
    shape: str,
    remove: tuple[rdflib.URIRef, rdflib.URIRef, None] | None,
    add: tuple[rdflib.URIRef, rdflib.URIRef, rdflib.URIRef] | None,
    damaged: rdflib.Graph,
) -> None:
    rules, subset = parsed([ONTOLOGY / "shapes" / "ontology.ttl"]), rdflib.Graph()
    wanted = {rdflib.URIRef(SHAPE + shape)}
    wanted |= set(rules.subjects(SH.property, rdflib.URIRef(SHAPE + shape)))
    for node in set(rules.subjects()):
        is_shape = (node, RDF.type, SH.NodeShape) in rules
        if not is_shape or node in wanted:
            for triple in rules.triples((node, None, None)):
                subset.add(triple)
    before = set(broken(damaged, subset))
    if remove:
        damaged.remove(remove)
    if add:
        damaged.add(add)
    assert {found for found, _, _ in set(broken(damaged, subset)) - before} == {shape}


def test_terms_have_a_label_in_each_language(terms: rdflib.Graph) -> None:
    for term in set(terms.subjects(RDFS.isDefinedBy)):
        languages = sorted(str(label.language) for label in terms.objects(term, SKOS.prefLabel))  # type: ignore[attr-defined]
        assert languages == ["en", "zh-hans", "zh-hant"], term


def test_traditional_labels_are_not_copies_of_simplified_ones(terms: rdflib.Graph) -> None:
    simplified = set(
        "亿关务发台员图团场实对应开总户据数时报断显样标热现盘码离种积类约级线组经给络统继绩维网联营规见视觉计订认议记论证评词试话该语说请读调"
    )
    for _, label in terms.subject_objects(SKOS.prefLabel):
        if isinstance(label, rdflib.Literal) and label.language == "zh-hant":
            assert not set(str(label)) & (simplified - set("台")), label


def borrowed() -> dict[str, set[str]]:
    terms: dict[str, set[str]] = {}
    namespace = ""
    for line in (ROOT / "tests" / "data" / "borrowed-terms.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("http"):
            namespace = line.strip()
        elif line and not line.startswith("#"):
            terms.setdefault(namespace, set()).update(line.split())
    return terms


@pytest.mark.parametrize("path", [*vocabulary.vocabulary_files(), *SHAPES, *VALID], ids=name_of)
def test_borrowed_terms_exist(path: Path) -> None:
    known = {namespace + local for namespace, names in borrowed().items() for local in names}
    used = {node.value for node in nodes(path) if isinstance(node, ox.NamedNode)}
    used |= {node.datatype.value for node in nodes(path) if isinstance(node, ox.Literal)}
    foreign = {iri for iri in used if any(iri.startswith(namespace) for namespace in borrowed())}
    elsewhere = used - foreign - {iri for iri in used if iri.startswith(OWN)}
    assert sorted(foreign - known - {str(XSD.gYear), str(XSD.gYearMonth)}) == []
    assert sorted(elsewhere) in ([], ["https://www.apache.org/licenses/LICENSE-2.0"])


def test_list_of_borrowed_terms_agrees_with_the_closed_namespaces() -> None:
    checked = 0
    for namespace, names in borrowed().items():
        if namespace in CLOSED:
            terms = {rdflib.URIRef(namespace + name) for name in names} - {rdflib.URIRef(x) for x in NOT_IN_RDFLIB}
            assert sorted(term for term in terms if term not in CLOSED[namespace]) == []
            checked += len(terms)
    assert checked > 100


def test_aligned_terms_are_ours(terms: rdflib.Graph) -> None:
    aligned = parsed([ONTOLOGY / "alignments.ttl"])
    assert sorted(set(aligned.subjects()) - set(terms.subjects(RDFS.isDefinedBy))) == []


def test_one_version() -> None:
    everything = parsed(vocabulary.vocabulary_files())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [str(v) for v in everything.objects(None, OWL.versionInfo)] == [project["version"]]
    assert [str(v) for v in everything.objects(None, OWL.versionIRI)] == [f"{OWN}ns/{project['version']}"]


def test_examples_use_terms_that_exist(terms: rdflib.Graph) -> None:
    defined = {str(term) for term in terms.subjects(RDFS.isDefinedBy)}
    for path in VALID:
        used = {node.value for node in nodes(path) if isinstance(node, ox.NamedNode)}
        ours = {iri for iri in used if iri.startswith((vocabulary.CG, vocabulary.METRIC))}
        assert sorted(ours - defined) == [], path


def test_every_metric_of_the_collected_facts_is_here() -> None:
    facts = ROOT.parent / "shared" / "facts" / "ai-video.yaml"
    if not facts.is_file():
        pytest.skip(f"no collected facts at {facts}")
    text = facts.read_text(encoding="utf-8")
    section = re.search(r"^metrics:\n(.*?)^\w", text, re.DOTALL | re.MULTILINE)
    assert section
    ids = re.findall(r"^- id: (\S+)$", section[1], re.MULTILINE)
    assert len(ids) == 163
    assert sorted(set(ids) - set(vocabulary.load().metrics)) == []
