"""rdflib over a store: what the stock bridge gets wrong is right here, each case shown to fail on the stock bridge."""

# ruff: noqa: S608 - the queries here are SPARQL, written by this file
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from oxrdflib import OxigraphStore
from rdflib import RDF, RDFS, XSD, BNode, Dataset, Graph, Literal, URIRef, Variable
from rdflib.compare import isomorphic
from rdflib.plugins.sparql import prepareQuery, prepareUpdate
from rdflib.plugins.sparql.operators import register_custom_function, unregister_custom_function

from claimgraph.errors import QueryError, StoreError
from claimgraph.store import ClaimStore

pytestmark = [  # what rdflib says of itself
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated"),
    pytest.mark.filterwarnings("ignore:Dataset.contexts is deprecated"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),
]

E = "http://example.org/"
DATA = f"""\
<{E}kling> <{E}owner> <{E}kuaishou> <{E}report> .
<{E}kling> <{E}label> "Kling" <{E}report> .
<{E}jimeng> <{E}owner> <{E}bytedance> <{E}blog> .
<{E}jimeng> <{E}users> "8912345"^^<{XSD.integer}> <{E}blog> .
<{E}kling> <{E}owner> <{E}kuaishou> <{E}blog> .
"""
OWNER, LABEL = URIRef(f"{E}owner"), URIRef(f"{E}label")
KLING, JIMENG, KUAISHOU = (URIRef(E + name) for name in ("kling", "jimeng", "kuaishou"))
REPORT, BLOG = URIRef(f"{E}report"), URIRef(f"{E}blog")
STOCK = "the stock bridge"


def stock() -> Dataset:
    engine = ox.Store()
    engine.bulk_load(DATA.encode(), ox.RdfFormat.N_QUADS)
    return Dataset(store=OxigraphStore(store=engine), default_union=True)


def ours() -> Dataset:
    store = ClaimStore.memory()
    store.load_nquads(DATA)
    return store.as_rdflib()


@pytest.fixture
def dataset() -> Dataset:
    return ours()


@pytest.fixture(params=["ours", pytest.param("stock", marks=pytest.mark.xfail(reason=f"a fault of {STOCK}"))])
def mended(request: pytest.FixtureRequest) -> Dataset:
    """Our dataset, and the stock one, which is expected to fail whatever is asked of it here."""
    return ours() if request.param == "ours" else stock()


@pytest.fixture
def no_python_evaluator(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes falling back to rdflib's own evaluator an error."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("rdflib's evaluator was called")

    monkeypatch.setattr("rdflib.plugins.sparql.processor.evalQuery", refuse)
    monkeypatch.setattr("rdflib.plugins.sparql.processor.evalUpdate", refuse)


def terms(result: Any) -> list[Any]:
    return sorted(row[0] for row in result)


def held(dataset: Dataset) -> int:
    return sum(1 for _ in dataset.quads())


# -- the faults of the stock bridge -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_python_evaluator")
def test_prepared_queries_run_in_the_engine(mended: Dataset) -> None:
    query = prepareQuery("SELECT ?what { ?what e:owner ?who }", initNs={"e": E})
    assert terms(mended.query(query, initBindings={"who": KUAISHOU}))[:1] == [KLING]


@pytest.mark.usefixtures("no_python_evaluator")
def test_a_base_runs_in_the_engine(mended: Dataset) -> None:
    assert set(terms(mended.query("SELECT ?what { ?what <owner> <kuaishou> }", base=E))) == {KLING}


@pytest.mark.usefixtures("no_python_evaluator")
def test_updates_of_a_union_dataset_run_in_the_engine(mended: Dataset) -> None:
    before = held(mended)
    mended.update(f'INSERT DATA {{ <{E}new> <{E}label> "New" }}')
    assert (URIRef(f"{E}new"), LABEL, Literal("New")) in mended.default_graph
    mended.update(prepareUpdate("DELETE WHERE { ?s e:label 'New' }", initNs={"e": E}))
    assert held(mended) == before


@pytest.mark.usefixtures("no_python_evaluator")
def test_updates_of_one_graph_run_in_the_engine(mended: Dataset) -> None:
    report = mended.graph(REPORT)
    report.update(f'INSERT DATA {{ <{E}new> <{E}label> "New" . <{E}new> <{E}label> "Newer" ; }}')
    report.update(f"DELETE {{ ?s <{E}owner> ?o }} INSERT {{ ?o <{E}owns> ?s }} WHERE {{ ?s <{E}owner> ?o }}")
    assert (KUAISHOU, URIRef(f"{E}owns"), KLING) in report
    assert (KLING, OWNER, KUAISHOU) not in report
    assert len(report) == 4
    assert len(mended.graph(BLOG)) == 3
    report.update("DELETE WHERE { ?s ?p 'New' } ; CLEAR DEFAULT")
    assert len(report) == 0
    assert len(mended.graph(BLOG)) == 3


def test_variables_that_are_not_projected_can_be_bound(mended: Dataset) -> None:
    found = mended.query(f"SELECT DISTINCT ?what {{ ?what <{E}owner> ?who }}", initBindings={"who": KUAISHOU})
    assert terms(found) == [KLING]
    count = mended.query(f"SELECT (COUNT(*) AS ?n) {{ ?w <{E}users> ?n1 }}", initBindings={Variable("w"): JIMENG})
    assert [row.n.toPython() for row in count] == [1]


def test_from_names_the_dataset(mended: Dataset) -> None:
    assert terms(mended.query(f"SELECT ?what FROM <{E}report> {{ ?what <{E}owner> ?who }}")) == [KLING]
    assert terms(mended.query(f"SELECT ?g FROM NAMED <{E}blog> {{ GRAPH ?g {{ <{E}kling> ?p ?o }} }}")) == [BLOG]
    view = mended.graph(BLOG)
    assert terms(view.query(f"SELECT ?l FROM <{E}report> {{ ?what <{E}label> ?l }}")) == [Literal("Kling")]


def test_plain_text_is_read_back_equal(mended: Dataset) -> None:
    assert list(mended.objects(KLING, LABEL)) == [Literal("Kling")]
    assert terms(mended.query(f"SELECT ?l {{ ?s <{E}label> ?l }}")) == [Literal("Kling")]
    same = Graph()
    same.add((KLING, OWNER, KUAISHOU))
    same.add((KLING, LABEL, Literal("Kling")))
    assert mended.graph(REPORT).isomorphic(same)
    assert isomorphic(mended.graph(REPORT), same)


def test_functions_registered_with_rdflib_are_called(mended: Dataset) -> None:
    name = URIRef(f"{E}shout")
    register_custom_function(name, lambda text: Literal(str(text).upper()))
    try:
        found = mended.query(f"SELECT ?x {{ ?s <{E}label> ?l BIND(<{E}shout>(?l) AS ?x) }}")
        assert terms(found) == [Literal("KLING")]
    finally:
        unregister_custom_function(name)


def test_blank_nodes_keep_any_label(mended: Dataset) -> None:
    for label in ("a b", "x-1", "é/", "n1"):
        mended.graph(REPORT).add((BNode(label), LABEL, Literal(label)))
        assert list(mended.subjects(LABEL, Literal(label))) == [BNode(label)]


def test_a_statement_in_two_graphs_is_one_statement(mended: Dataset) -> None:
    assert list(mended.triples((KLING, OWNER, None))) == [(KLING, OWNER, KUAISHOU)]
    graphs = [graph for _, _, _, graph in mended.quads((KLING, OWNER, None, None))]
    assert sorted(graphs, key=str) == [BLOG, REPORT]


def test_what_cannot_be_taken_back_says_so(mended: Dataset) -> None:
    mended.graph(REPORT).add((KLING, LABEL, Literal("more")))
    with pytest.raises(StoreError, match="cannot be taken back"):
        mended.rollback()


# -- updates that lose data elsewhere ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_python_evaluator")
@pytest.mark.parametrize(
    ("update", "default", "named"),
    [
        ("CLEAR DEFAULT", 0, 5),
        ("DROP DEFAULT", 0, 5),
        ("CLEAR NAMED", 1, 0),
        ("DROP NAMED", 1, 0),
        (f"CLEAR GRAPH <{E}blog>", 1, 2),
        (f"DROP SILENT GRAPH <{E}blog>", 1, 2),
        (f"INSERT DATA {{ <{E}s> <{E}p> 2 }}", 2, 5),
        (f"INSERT DATA {{ GRAPH <{E}blog> {{ <{E}s> <{E}p> 2 }} }}", 1, 6),
        (f"DELETE DATA {{ <{E}s> <{E}p> 1 }}", 0, 5),
        (f"MOVE <{E}blog> TO <{E}new>", 1, 5),
        ("CLEAR ALL", 0, 0),
    ],
)
def test_updates_of_a_dataset_do_what_sparql_says(update: str, default: int, named: int) -> None:
    dataset = ours()
    dataset.default_graph.add((URIRef(f"{E}s"), URIRef(f"{E}p"), Literal(1)))
    dataset.update(update)
    assert len(dataset.default_graph) == default
    assert held(dataset) - default == named


@pytest.mark.usefixtures("no_python_evaluator")
@pytest.mark.parametrize(
    ("update", "report", "blog"),
    [
        ("CLEAR DEFAULT", 0, 3),
        ("DROP DEFAULT", 0, 3),
        (f"COPY DEFAULT TO <{E}blog>", 2, 2),
        (f"PREFIX e: <{E}> INSERT DATA {{ e:a e:b 'c {{ ; }}' ; e:b e:d }}", 4, 3),
        (f"INSERT DATA {{ <{E}a> <{E}b> 1 GRAPH <{E}blog> {{ <{E}a> <{E}b> 2 }} <{E}a> <{E}b> 3 . }}", 4, 4),
        (f"DELETE DATA {{ <{E}kling> <{E}label> 'Kling' }}", 1, 3),
        (f"DELETE WHERE {{ GRAPH <{E}blog> {{ ?s ?p ?o }} }}", 2, 0),
        (f"INSERT {{ ?s <{E}x> 1 }} WHERE {{ ?s <{E}owner> ?o }} ; DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", 0, 3),
        (f"WITH <{E}blog> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", 2, 0),
        ("", 2, 3),
    ],
)
def test_updates_of_one_graph_stay_in_it(update: str, report: int, blog: int) -> None:
    dataset = ours()
    dataset.graph(REPORT).update(update)
    assert (len(dataset.graph(REPORT)), len(dataset.graph(BLOG))) == (report, blog)


# -- everyday use -----------------------------------------------------------------------------------------------------


def test_it_is_the_same_store_alive() -> None:
    with ClaimStore.memory() as store:
        dataset = store.as_rdflib()
        store.load_nquads(DATA)
        assert len(dataset) == 4
        dataset.graph(BLOG).add((KLING, RDFS.label, Literal("可灵", lang="zh-Hans")))
        assert bool(store.query("ASK { ?s rdfs:label '可灵'@zh-hans }"))
        assert (KLING, RDFS.label, Literal("可灵", lang="zh-hans")) in dataset
        dataset.remove((None, OWNER, None))
        assert len(store) == 3
        dataset.remove_graph(BLOG)
        assert store.graphs() == [f"{E}report"]
        dataset.close()
        assert len(store) == 1


def test_the_three_kinds_of_answers(dataset: Dataset) -> None:
    select = dataset.query("SELECT ?what ?users { ?what <http://example.org/users> ?users }")
    assert select.vars == [Variable("what"), Variable("users")]
    assert [(row.what, row.users.toPython()) for row in select] == [(JIMENG, 8912345)]
    assert select.bindings[0][Variable("what")] == JIMENG
    assert b"8912345" in select.serialize(format="json")
    assert dataset.query(f"ASK {{ ?s <{E}owner> ?o }}").askAnswer is True
    built = dataset.query(f"CONSTRUCT {{ ?o <{E}owns> ?s }} WHERE {{ ?s <{E}owner> ?o }}")
    assert len(built.graph) == 2
    assert (KUAISHOU, URIRef(f"{E}owns"), KLING) in set(built)
    assert "kuaishou" in built.graph.serialize(format="turtle")
    assert dataset.query(f"DESCRIBE <{E}jimeng>").type == "DESCRIBE"
    unbound = list(dataset.query(f"SELECT ?l ?u {{ ?s <{E}label> ?l OPTIONAL {{ ?s <{E}users> ?u }} }}"))
    assert [(row.l, row.u) for row in unbound] == [(Literal("Kling"), None)]


def test_prefixes_of_the_project_are_known(dataset: Dataset) -> None:
    dataset.graph(BLOG).add((KLING, RDF.type, URIRef("https://w3id.org/claimgraph/ns#Product")))
    assert terms(dataset.query("SELECT ?s { ?s a cg:Product }")) == [KLING]
    assert "cg:Product" in dataset.graph(BLOG).serialize(format="turtle")


def test_prefixes_of_a_corpus_are_known(ai_video: ClaimStore) -> None:
    found = list(
        ai_video.as_rdflib().query("SELECT ?c { ?c cg:about entity:kling ; cg:statedIn source:seed-three-paths }")
    )
    assert found
    assert "entity:kling" in ai_video.as_rdflib().query("DESCRIBE entity:kling").serialize(format="turtle").decode()


def test_views_of_graphs(dataset: Dataset) -> None:
    assert {graph.identifier for graph in dataset.graphs()} >= {REPORT, BLOG}
    report = dataset.graph(REPORT)
    assert terms(report.query(f"SELECT ?s {{ ?s <{E}owner> ?o }}")) == [KLING]
    assert len(report) == 2
    assert {graph.identifier for graph in dataset.graphs((JIMENG, OWNER, None))} >= {BLOG}


def test_patterns_that_nothing_matches(dataset: Dataset) -> None:
    assert list(dataset.triples((Literal("x"), None, None))) == []
    assert list(dataset.triples((None, BNode("x"), None))) == []
    assert len(dataset.query("SELECT * { ?s ?p ?o }", initBindings={"unknown": KLING})) == 5


def test_what_rdf_does_not_have_is_refused(dataset: Dataset) -> None:
    with pytest.raises(StoreError, match="no statement"):
        dataset.graph(REPORT).add((BNode("a"), BNode("b"), Literal("c")))
    with pytest.raises(QueryError, match="blank node"):
        dataset.query("SELECT * { ?s ?p ?o }", initBindings={"s": BNode("a")})
    with pytest.raises(QueryError, match="error at 1:16"):
        dataset.query("SELECT * { oops")
    with pytest.raises(QueryError, match="no option"):
        dataset.query("ASK {}", timeout=3)
    for call in (lambda: dataset.store.open("x"), lambda: dataset.store.destroy("x")):
        with pytest.raises(StoreError, match="view"):
            call()


def test_triple_terms_are_refused_not_mangled() -> None:
    with ClaimStore.memory() as store:
        store.load_nquads(f"<{E}r> <{RDF}reifies> <<( <{E}a> <{E}b> <{E}c> )>> <{E}report> .")
        with pytest.raises(StoreError, match="triple term"):
            list(store.as_rdflib().query("SELECT ?o { ?s ?p ?o }"))


def test_the_engine_writes_numbers_its_own_way(dataset: Dataset) -> None:
    """A limit of the engine: equal as values, rewritten as text; so printed numbers are kept as strings."""
    graph = dataset.graph(REPORT)
    for given, stored in (
        (Literal("12.50", datatype=XSD.decimal), Literal("12.5", datatype=XSD.decimal)),
        (Literal("7", datatype=XSD.int), Literal("7", datatype=XSD.integer)),
        (
            Literal("2024-05-01T00:00:00+00:00", datatype=XSD.dateTime),
            Literal("2024-05-01T00:00:00Z", datatype=XSD.dateTime),
        ),
    ):
        graph.set((KLING, LABEL, given))
        (back,) = graph.objects(KLING, LABEL)
        assert back == stored
        assert back.value == given.value
        assert (KLING, LABEL, given) in graph
    graph.set((KLING, LABEL, Literal("12.50")))
    assert list(graph.objects(KLING, LABEL)) == [Literal("12.50")]


@pytest.fixture
def built(tmp_path: Path) -> Iterator[ClaimStore]:
    with ClaimStore.create(tmp_path / "store") as store:
        store.load_nquads(DATA)
    with ClaimStore.open(tmp_path / "store") as store:
        yield store


def test_a_store_open_for_reading_refuses_writes(built: ClaimStore) -> None:
    dataset = built.as_rdflib()
    assert len(dataset.graph(REPORT)) == 2
    for write in (
        lambda: dataset.graph(REPORT).add((KLING, OWNER, JIMENG)),
        lambda: dataset.remove((None, None, None)),
        lambda: dataset.remove_graph(REPORT),
        lambda: dataset.update("CLEAR ALL"),
        lambda: dataset.graph(REPORT).update("CLEAR DEFAULT"),
        lambda: dataset.graph(REPORT).parse(data=f"<{E}a> <{E}b> <{E}c> .", format="turtle"),
    ):
        with pytest.raises(StoreError, match="reading only"):
            write()
    assert len(built) == 5


def test_files_are_parsed_into_it_and_written_from_it(dataset: Dataset) -> None:
    dataset.parse(data=f"<{E}n> {{ <{E}a> <{E}b> 'c'@en , 'd' . }}", format="trig")
    again = Dataset()
    again.parse(data=dataset.serialize(format="trig"), format="trig")
    assert set(again.quads()) == set(dataset.quads())
