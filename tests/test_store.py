"""The contract of every store: on disk, in memory, and a real server far away give the same answers to the same data."""

# ruff: noqa: S608 - the queries here are SPARQL, written by this file
from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.errors import QueryError, StoreError
from claimgraph.store import ClaimStore

E = "http://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
DATA = f"""\
<{E}kling> <{E}owner> <{E}kuaishou> <{E}report> .
<{E}kling> <{E}users> "12000000"^^<{XSD}decimal> <{E}report> .
<{E}kling> <{E}label> "可灵"@zh-hans <{E}report> .
<{E}jimeng> <{E}owner> <{E}bytedance> <{E}blog> .
<{E}jimeng> <{E}users> "8912345.5"^^<{XSD}decimal> <{E}blog> .
<{E}jimeng> <{E}label> "Say \\"hi\\"\\n\\\\ \\u2028 𝒳"@en <{E}blog> .
<{E}kuaishou> <{E}kind> <{E}Company> <{E}entities> .
<{E}bytedance> <{E}kind> <{E}Company> <{E}entities> .
"""


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(E + name)


@pytest.fixture(params=["disk", "memory", "remote"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ClaimStore]:
    if request.param == "disk":
        store = ClaimStore.create(tmp_path / "store")
    elif request.param == "memory":
        store = ClaimStore.memory()
    else:
        store = ClaimStore.open(request.getfixturevalue("sparql_server"), writable=True)
    with store:
        yield store


@pytest.fixture
def store(empty: ClaimStore) -> ClaimStore:
    empty.load_nquads(DATA)
    return empty


def rows(store: ClaimStore, sparql: str, **options: object) -> list[tuple[str | None, ...]]:
    answer = store.query(sparql, **options)  # type: ignore[arg-type]
    assert isinstance(answer, ox.QuerySolutions)
    return sorted(tuple(None if term is None else str(term) for term in row) for row in answer)


def one(store: ClaimStore, sparql: str, **options: object) -> list[str | None]:
    return [row[0] for row in rows(store, sparql, **options)]


# -- asking -----------------------------------------------------------------------------------------------------------


def test_the_default_graph_is_the_union_of_all(store: ClaimStore) -> None:
    found = rows(store, f"SELECT ?what ?who {{ ?what <{E}owner> ?who . ?who <{E}kind> <{E}Company> }}")
    assert found == [(str(iri("jimeng")), str(iri("bytedance"))), (str(iri("kling")), str(iri("kuaishou")))]


def test_from_names_the_dataset(store: ClaimStore) -> None:
    assert one(store, f"SELECT ?o FROM <{E}blog> {{ ?s <{E}owner> ?o }}") == [str(iri("bytedance"))]
    assert one(store, f"SELECT ?o FROM NAMED <{E}blog> {{ ?s <{E}owner> ?o }}") == []
    found = one(store, f"SELECT ?g FROM NAMED <{E}blog> {{ GRAPH ?g {{ ?s <{E}owner> ?o }} }}")
    assert found == [str(iri("blog"))]
    both = f"SELECT ?s FROM <{E}blog> FROM <{E}entities> {{ ?s <{E}owner> ?o . ?o <{E}kind> ?kind }}"
    assert one(store, both) == [str(iri("jimeng"))]


def test_graphs_restrict_the_dataset(store: ClaimStore) -> None:
    owners = f"SELECT ?o {{ ?s <{E}owner> ?o }}"
    assert one(store, owners, graphs=[f"{E}report"]) == [str(iri("kuaishou"))]
    assert one(store, owners, graphs=[]) == []
    assert one(store, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", graphs=[f"{E}report"]) == [str(iri("report"))]
    with pytest.raises(QueryError, match="FROM"):
        store.query(f"SELECT * FROM <{E}blog> {{ ?s ?p ?o }}", graphs=[f"{E}report"])
    with pytest.raises(StoreError, match="absolute IRI"):
        store.query("ASK {}", graphs=["not an iri"])


def test_ask_construct_describe(store: ClaimStore) -> None:
    yes, no = store.query(f"ASK {{ ?s <{E}owner> ?o }}"), store.query(f"ASK {{ ?s <{E}none> ?o }}")
    assert isinstance(yes, ox.QueryBoolean)
    assert (bool(yes), bool(no)) == (True, False)
    built = store.query(f"CONSTRUCT {{ ?o <{E}owns> ?s }} WHERE {{ ?s <{E}owner> ?o }}")
    assert isinstance(built, ox.QueryTriples)
    assert {str(triple) for triple in built} == {
        f"<{E}kuaishou> <{E}owns> <{E}kling>",
        f"<{E}bytedance> <{E}owns> <{E}jimeng>",
    }
    described = store.query("DESCRIBE ?what", bindings={"what": iri("kuaishou")})
    assert [str(triple) for triple in described] == [f"<{E}kuaishou> <{E}kind> <{E}Company>"]


def test_results_serialize_themselves(store: ClaimStore) -> None:
    answer = store.query(f"SELECT ?o {{ <{E}kling> <{E}users> ?o }}")
    assert isinstance(answer, ox.QuerySolutions)
    assert answer.serialize(format=ox.QueryResultsFormat.TSV) == f'?o\n"12000000"^^<{XSD}decimal>\n'.encode()
    triples = store.query(f"CONSTRUCT WHERE {{ <{E}kling> <{E}owner> ?o }}")
    assert isinstance(triples, ox.QueryTriples)
    assert triples.serialize(format=ox.RdfFormat.N_TRIPLES) == f"<{E}kling> <{E}owner> <{E}kuaishou> .\n".encode()


def test_text_survives_in_every_script(store: ClaimStore) -> None:
    found = [row[0] for row in store.query(f"SELECT ?l {{ ?s <{E}label> ?l }} ORDER BY ?s")]
    assert found == [ox.Literal('Say "hi"\n\\ \u2028 𝒳', language="en"), ox.Literal("可灵", language="zh-hans")]
    assert one(store, 'SELECT ?s { ?s ?p "可灵"@zh-hans }') == [str(iri("kling"))]


def test_prefixes_of_the_project_are_known_and_may_be_declared_anew(store: ClaimStore) -> None:
    store.load_nquads(f'<{E}kling> <http://www.w3.org/2004/02/skos/core#prefLabel> "Kling"@en <{E}entities> .')
    assert one(store, "SELECT ?s { ?s skos:prefLabel ?l }") == [str(iri("kling"))]
    assert one(store, f"PREFIX skos: <{E}> SELECT ?s {{ ?s skos:owner skos:kuaishou }}") == [str(iri("kling"))]
    assert one(store, "SELECT ?s { ?s e:owner e:kuaishou }", prefixes={"e": E}) == [str(iri("kling"))]


def test_prefixes_of_the_one_corpus_of_a_store_are_known(store: ClaimStore) -> None:
    with pytest.raises(QueryError):
        store.query("SELECT ?s { ?s ?p entity:kuaishou }")  # no corpus is there, and none is guessed
    one_corpus, other = "https://example.org/one", "https://example.org/other"
    store.load_nquads(
        f"<{one_corpus}/entity/kling> <{E}owner> <{one_corpus}/entity/kuaishou> <{one_corpus}/graph/entities> ."
    )
    assert one(store, "SELECT ?s { ?s ?p entity:kuaishou }") == [f"<{one_corpus}/entity/kling>"]
    assert one(store, f"PREFIX entity: <{E}> SELECT ?s {{ ?s ?p entity:kuaishou }}") == [str(iri("kling"))]
    store.load_nquads(f"<{other}/entity/kling> <{E}owner> <{other}/entity/kuaishou> <{other}/graph/entities> .")
    with pytest.raises(QueryError):
        store.query("SELECT ?s { ?s ?p entity:kuaishou }")  # of two corpora neither is meant


def test_a_long_query_is_answered(store: ClaimStore) -> None:
    values = " ".join(f"<{E}nobody{number}>" for number in range(3500))
    query = f"SELECT ?s {{ VALUES ?s {{ {values} <{E}kling> }} ?s <{E}owner> ?o }}"
    assert len(query) > 100_000
    assert one(store, query) == [str(iri("kling"))]


@pytest.mark.parametrize(
    ("query", "place"),
    [("SELECT ?o WHERE {\n  ?s ?p ?o .\n  ?o ? }", "3:9"), ("SELECT ?o {\n\n nope:x ?p ?o }", "3:")],
)
def test_a_wrong_query_says_line_and_column(store: ClaimStore, query: str, place: str) -> None:
    with pytest.raises(QueryError, match=f"error at {place}"):
        store.query(query)
    if "?s" in query:
        with pytest.raises(QueryError, match=f"error at {place}"):
            store.query(query, bindings={"s": iri("kling")})


def test_other_servers_are_not_asked(store: ClaimStore) -> None:
    for text in ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "ASK { S\\u0045RVICE ?x { ?s ?p ?o } }"):
        with pytest.raises(QueryError, match="SERVICE"):
            store.query(text)
    with pytest.raises(QueryError, match="LOAD"):
        store.update("LOAD <http://127.0.0.1:9/data.ttl>")
    assert one(store, 'SELECT ?s { ?s ?p "SERVICE" }') == []


# -- bindings ---------------------------------------------------------------------------------------------------------

OWNER = f"<{E}owner>"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (f"SELECT ?o {{ ?s {OWNER} ?o }}", [("kuaishou",)]),
        (f"SELECT ?s ?o {{ ?s {OWNER} ?o }}", [("kling", "kuaishou")]),
        (f"SELECT * {{ ?s {OWNER} ?o }} ORDER BY ?s", [("kuaishou", "kling")]),
        (
            f"SELECT ?s ?o {{ ?t {OWNER} ?o OPTIONAL {{ ?t {OWNER} ?x FILTER(?t = ?s) }} FILTER(BOUND(?x)) }}",
            [("kling", "kuaishou")],
        ),
        (f"SELECT ?o {{ {{ ?s {OWNER} ?o }} UNION {{ ?s <{E}none> ?o }} }}", [("kuaishou",)]),
        (f"SELECT ?t {{ ?t {OWNER} ?o MINUS {{ ?s {OWNER} ?o }} }}", [("jimeng",)]),
        (f"SELECT ?o {{ ?s {OWNER} ?o MINUS {{ ?s <{E}label> ?l }} }}", []),
        (f"SELECT ?o {{ ?s {OWNER} ?o MINUS {{ ?s <{E}none> ?l }} }}", [("kuaishou",)]),
        (f"SELECT ?o {{ ?x {OWNER} ?o FILTER NOT EXISTS {{ ?s {OWNER} ?o }} }}", [("bytedance",)]),
        (f"SELECT ?o {{ {{ SELECT ?o {{ ?s {OWNER} ?o }} }} }}", [("kuaishou",)]),
        (f"SELECT ?o {{ {{ SELECT ?s (SAMPLE(?x) AS ?o) {{ ?s {OWNER} ?x }} GROUP BY ?s }} }}", [("kuaishou",)]),
        (f"SELECT ?o {{ {{ SELECT * {{ ?s {OWNER} ?o }} }} ?s <{E}label> ?l }}", [("kuaishou",)]),
        (f"SELECT ?s (SAMPLE(?x) AS ?o) {{ ?s {OWNER} ?x }} GROUP BY ?s", [("kling", "kuaishou")]),
        (f"SELECT ?o {{ VALUES ?s {{ <{E}kling> <{E}jimeng> }} ?s {OWNER} ?o }}", [("kuaishou",)]),
        (f"SELECT ?o {{ VALUES (?s ?z) {{ (<{E}jimeng> 1) }} ?s {OWNER} ?o }}", []),
        (f"SELECT ?o {{ ?s {OWNER} ?o }} VALUES ?s {{ <{E}jimeng> <{E}kling> }}", [("kuaishou",)]),
        (f"SELECT ?o {{ GRAPH ?g {{ $s {OWNER} ?o }} FILTER(BOUND(?s) && !(!BOUND(?s))) }}", [("kuaishou",)]),
        (f"SELECT ?o {{ ?s ({OWNER}|<{E}none>)? ?o }}", [("kling",), ("kuaishou",)]),
        (f"SELECT ?o # ?s and FROM\n {{ ?s {OWNER} ?o FILTER(STR(?s) != '?s {{ FROM') }}", [("kuaishou",)]),
        (f"SELECT ?o {{ ?s {OWNER} ?o BIND(?s AS ?copy) FILTER(?copy=?s) }}", [("kuaishou",)]),
    ],
)
def test_a_bound_variable_is_bound_everywhere(store: ClaimStore, query: str, expected: list[tuple[str, ...]]) -> None:
    found = rows(store, query, bindings={"s": iri("kling")})
    assert found == [tuple(str(iri(name)) for name in row) for row in expected]


def test_binding_reaches_graphs_construct_and_describe(store: ClaimStore) -> None:
    owners = f"SELECT ?o {{ GRAPH ?g {{ ?s {OWNER} ?o }} }}"
    assert one(store, owners, bindings={"g": iri("blog")}) == [str(iri("bytedance"))]
    for form in (f"CONSTRUCT {{ ?s {OWNER} ?o }} WHERE {{ ?s {OWNER} ?o }}", f"CONSTRUCT WHERE {{ ?s {OWNER} ?o }}"):
        built = store.query(form, bindings={"s": iri("kling")})
        assert [str(triple) for triple in built] == [f"<{E}kling> {OWNER} <{E}kuaishou>"]
    assert list(store.query(f"DESCRIBE ?s {{ ?s {OWNER} <{E}nobody> }}", bindings={"s": iri("kling")})) == []
    assert not store.query(f"ASK {{ ?s {OWNER} ?o }}", bindings={"s": iri("kuaishou")})


def test_bindings_that_cannot_be_are_refused(store: ClaimStore) -> None:
    with pytest.raises(QueryError, match=r"no variable \?x.*\?s"):
        store.query("SELECT * { ?s ?p ?o }", bindings={"x": iri("kling")})
    with pytest.raises(QueryError, match="no term"):
        store.query("SELECT * { ?s ?p ?o }", bindings={"s": "kling"})  # type: ignore[dict-item]
    with pytest.raises(QueryError, match=r"assigns a value to \?z"):
        store.query("SELECT * { ?s ?p ?o BIND(1 AS ?z) }", bindings={"z": iri("kling")})
    with pytest.raises(QueryError, match=r"\?p = \"word\""):
        store.query("SELECT * { ?s ?p ?o }", bindings={"p": ox.Literal("word")})
    assert one(store, "SELECT ?o { ?s ?p ?o }", bindings={"s": ox.Literal("no subject")}) == []


def test_deep_nesting_is_refused_not_crashed() -> None:
    deep, long = "{" * 5000 + "?s ?p ?o" + "}" * 5000, "{ " + " UNION ".join(["{ ?s ?p ?o }"] * 9000) + " }"
    with ClaimStore.memory() as store:
        for group, said in ((deep, "more than 500 brackets"), (long, "more than 2,000 operators")):
            for ask in (lambda text: store.query(text, bindings={"s": iri("kling")}), store.query):
                with pytest.raises(QueryError, match=said):
                    ask(f"SELECT * {group}")
            with pytest.raises(QueryError, match=said):
                store.update(f"DELETE {{ ?s ?p ?o }} WHERE {group}")
            with pytest.raises(QueryError, match=said):
                store.as_rdflib().query(f"SELECT * {group}")


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), st.sampled_from([None, "en", "zh-hant"]))
def test_no_text_escapes_its_binding(text: str, language: str | None) -> None:
    with ClaimStore.memory() as store:
        value = ox.Literal(text, language=language)
        store.add(
            [ox.Quad(iri("a"), iri("p"), value, iri("g")), ox.Quad(iri("b"), iri("p"), ox.Literal("x}y"), iri("g"))]
        )
        for query in ("SELECT ?s ?v { ?s ?p ?v }", "SELECT ?s ?v { ?s ?p ?w FILTER(SAMETERM(?w, ?v)) }"):
            found = [(row["s"], row["v"]) for row in store.query(query, bindings={"v": value})]
            assert found[0] == (iri("a"), value)
            assert len(found) == (2 if value == ox.Literal("x}y") else 1)


# -- writing and taking out -------------------------------------------------------------------------------------------


def test_loading_streams_pieces_cut_anywhere(empty: ClaimStore) -> None:
    data = DATA.encode()
    taken = 0

    def pieces() -> Iterator[bytes | str]:
        nonlocal taken
        for start in range(0, len(data), 7):
            taken += 1
            yield data[start : start + 7]
            yield ""

    empty.load_nquads(pieces())
    assert len(empty) == 8
    assert taken == -(-len(data) // 7)
    assert empty.graphs() == [f"{E}blog", f"{E}entities", f"{E}report"]


def test_loading_a_file_or_an_open_file(empty: ClaimStore, tmp_path: Path) -> None:
    path = tmp_path / "data.nq"
    path.write_text(DATA, "utf-8")
    empty.load_nquads(path)
    with path.open("rb") as file:
        empty.load_nquads(file)
    assert len(empty) == 8


def test_replacing_a_graph_touches_nothing_else(store: ClaimStore) -> None:
    store.replace_graph(f"{E}blog", f'<{E}jimeng> <{E}users> "2.10"^^<{XSD}decimal> .\n')
    store.replace_graph(f"{E}blog", [f'<{E}jimeng> <{E}users> "2.10"^^<{XSD}decimal> <{E}blog> .\n'])
    assert [quad.object.value for quad in store.quads(graph=iri("blog"))] == ["2.1"]
    assert len(store) == 6
    store.replace_graph(f"{E}new", f"<{E}a> <{E}b> <{E}c> .")
    assert store.graphs() == [f"{E}blog", f"{E}entities", f"{E}new", f"{E}report"]
    store.replace_graph(f"{E}new", "")
    assert not list(store.quads(graph=iri("new")))


def test_a_faulty_replacement_changes_nothing(store: ClaimStore) -> None:
    with pytest.raises(StoreError, match="line 2"):
        store.replace_graph(f"{E}blog", f"<{E}a> <{E}b> <{E}c> .\nnonsense\n")
    with pytest.raises(StoreError, match="another graph"):
        store.replace_graph(f"{E}blog", f"<{E}a> <{E}b> <{E}c> .\n<{E}a> <{E}b> <{E}c> <{E}report> .\n")
    assert len(store) == 8
    assert len(list(store.quads(graph=iri("blog")))) == 3


def test_a_fault_in_loaded_text_says_its_line(empty: ClaimStore) -> None:
    with pytest.raises(StoreError, match="line 3"):
        empty.load_nquads(f"<{E}a> <{E}b> <{E}c> <{E}g> .\n\n<{E}a> <{E}b c> .\n")


def test_a_long_text_is_loaded_in_slices_and_still_counts_its_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimgraph.store.embedded._SLICE", 1000)
    lines = [f'<{E}s{n}> <{E}p> "{n}" <{E}g{n % 5}> .\n' for n in range(300)]
    with ClaimStore.create(tmp_path / "store") as store:
        store.load_nquads(lines)
        assert len(store) == 300
        with pytest.raises(StoreError, match=r"line 302 of the input"):
            store.load_nquads([*lines, "\n", "nonsense\n"])


def test_dropping_a_graph(store: ClaimStore) -> None:
    store.drop_graph(f"{E}blog")
    store.drop_graph(f"{E}never-there")
    assert store.graphs() == [f"{E}entities", f"{E}report"]


def test_update_add_remove(store: ClaimStore) -> None:
    store.update(
        f"DELETE {{ GRAPH ?g {{ ?s {OWNER} ?o }} }} INSERT {{ GRAPH ?g {{ ?s <{E}by> ?o }} }} "
        f"WHERE {{ GRAPH ?g {{ ?s {OWNER} ?o }} }}",
        bindings={"s": iri("kling")},
    )
    assert one(store, f"SELECT ?s {{ ?s <{E}by> ?o }}") == [str(iri("kling"))]
    assert one(store, f"SELECT ?s {{ ?s {OWNER} ?o }}") == [str(iri("jimeng"))]
    extra = ox.Quad(iri("x"), iri("y"), ox.Literal("z"), iri("blog"))
    store.add([extra])
    assert list(store.quads(iri("x"))) == [extra]
    store.remove([extra, extra])
    assert list(store.quads(iri("x"))) == []
    with pytest.raises(QueryError, match="error at 1:12"):
        store.update("INSERT oops")


def test_quads_by_pattern(store: ClaimStore) -> None:
    assert {quad.graph_name for quad in store.quads(predicate=iri("owner"))} == {iri("report"), iri("blog")}
    assert [quad.subject for quad in store.quads(object=iri("kuaishou"))] == [iri("kling")]
    assert len(list(store.quads(iri("kling"), graph=iri("report")))) == 3
    assert len(list(store.quads())) == len(store) == 8


@pytest.mark.parametrize(("format", "graph", "expected"), [
    (ox.RdfFormat.N_QUADS, None, 8), (ox.RdfFormat.TRIG, None, 8), (ox.RdfFormat.JSON_LD, None, 8),
    (ox.RdfFormat.TURTLE, None, 8), (ox.RdfFormat.N_TRIPLES, f"{E}blog", 3), (ox.RdfFormat.RDF_XML, f"{E}blog", 3),
])  # fmt: skip
def test_dump_is_read_back(
    store: ClaimStore, tmp_path: Path, format: ox.RdfFormat, graph: str | None, expected: int
) -> None:
    buffer, path = io.BytesIO(), tmp_path / "dump"
    store.dump(buffer, format, graph=graph)
    store.dump(path, format, graph=graph)
    again = list(ox.parse(buffer.getvalue(), format))
    assert len(again) == expected
    assert set(again) == set(ox.parse(path.read_bytes(), format))


def test_an_empty_store_is_a_store(empty: ClaimStore) -> None:
    assert empty
    assert len(empty) == 0
    assert empty.graphs() == []
    assert one(empty, "SELECT * { ?s ?p ?o }") == []


def test_a_closed_store_says_so(store: ClaimStore) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.query("ASK {}")


# -- opening ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def built(tmp_path: Path) -> Path:
    with ClaimStore.create(tmp_path / "build" / "store") as store:
        store.load_nquads(DATA)
        store.optimize()
        store.flush()
    return tmp_path / "build"


def test_a_build_is_opened_for_reading_only(built: Path) -> None:
    for place in (built, built / "store", str(built)):
        with ClaimStore.open(place) as store:
            assert len(store) == 8
            for write in (
                lambda store=store: store.load_nquads(DATA),
                lambda store=store: store.replace_graph(f"{E}blog", ""),
                lambda store=store: store.drop_graph(f"{E}blog"),
                lambda store=store: store.update("CLEAR ALL"),
                lambda store=store: store.add([]),
                lambda store=store: store.remove(store.quads()),
                lambda store=store: store.optimize(),
                lambda store=store: store.flush(),
            ):
                with pytest.raises(StoreError, match="reading only"):
                    write()
            assert len(store) == 8


def test_a_build_is_opened_for_writing_when_asked(built: Path) -> None:
    with ClaimStore.open(built, writable=True) as store:
        store.drop_graph(f"{E}blog")
    with ClaimStore.open(built) as store:
        assert len(store) == 5


def test_two_readers_share_a_store_and_a_writer_excludes_them(built: Path) -> None:
    with ClaimStore.open(built) as one_reader, ClaimStore.open(built) as other:
        assert len(one_reader) == len(other)
    with ClaimStore.open(built, writable=True):
        for writable in (False, True):
            with pytest.raises(StoreError, match="being written"):
                ClaimStore.open(built, writable=writable)
    ClaimStore.open(built).close()


def test_a_store_that_another_process_writes_is_locked(built: Path) -> None:
    program = (
        "import sys, pyoxigraph; store = pyoxigraph.Store(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(built / "store")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"open\n"
        for writable in (False, True):
            with pytest.raises(StoreError, match=r"being written by another process: wait"):
                ClaimStore.open(built, writable=writable)
        writer.kill()
    with ClaimStore.open(built) as store:
        assert len(store) == 8


def test_places_without_a_store(tmp_path: Path, built: Path) -> None:
    with pytest.raises(StoreError, match=r"nowhere does not exist: run `claimgraph build`"):
        ClaimStore.open(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(StoreError, match="holds no store"):
        ClaimStore.open(tmp_path / "empty")
    with pytest.raises(StoreError, match="not empty"):
        ClaimStore.create(built)
    (tmp_path / "notes.txt").write_text("words")
    with pytest.raises(StoreError, match=r"must end in \.ttl"):
        ClaimStore.open(tmp_path / "notes.txt")
    with pytest.raises(StoreError, match="cannot be written"):
        ClaimStore.create(tmp_path / "notes.txt" / "store")


def test_a_damaged_store_is_told(built: Path) -> None:
    (built / "store" / "CURRENT").write_text("MANIFEST-999999\n")
    with pytest.raises(StoreError, match="cannot be opened"):
        ClaimStore.open(built)


@pytest.mark.parametrize(
    ("suffix", "format"),
    [(".nq", ox.RdfFormat.N_QUADS), (".trig", ox.RdfFormat.TRIG), (".jsonld", ox.RdfFormat.JSON_LD),
     (".ttl", ox.RdfFormat.TURTLE), (".nt", ox.RdfFormat.N_TRIPLES), (".RDF", ox.RdfFormat.RDF_XML)],
)  # fmt: skip
def test_rdf_files_are_opened_in_memory(built: Path, tmp_path: Path, suffix: str, format: ox.RdfFormat) -> None:
    path = tmp_path / f"graph{suffix}"
    with ClaimStore.open(built) as store:
        store.dump(path, format)
    with ClaimStore.open(path) as store:
        assert one(store, f"SELECT ?s {{ ?s {OWNER} <{E}kuaishou> }}") == [str(iri("kling"))]
        with pytest.raises(StoreError, match="reading only"):
            store.update("CLEAR ALL")


def test_a_faulty_rdf_file_says_its_line(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(f"<{E}a> <{E}b> <{E}c> .\n\n<{E}a> <{E}b> ; .\n")
    with pytest.raises(StoreError, match=r"graph\.ttl:3: "):
        ClaimStore.open(path)
    path.write_bytes(b"<a> <b> '\xff\xfe' .")
    with pytest.raises(StoreError, match=r"graph\.ttl"):
        ClaimStore.open(path)


def test_backup_is_a_store_of_its_own(built: Path, tmp_path: Path) -> None:
    with ClaimStore.open(built) as store:
        store.backup(tmp_path / "copy")
        with pytest.raises(StoreError, match="exists"):
            store.backup(tmp_path / "copy")
    with ClaimStore.open(tmp_path / "copy", writable=True) as copy:
        copy.update("CLEAR ALL")
    with ClaimStore.open(built) as store:
        assert len(store) == 8
    with ClaimStore.memory() as store, pytest.raises(StoreError, match="dump it instead"):
        store.backup(tmp_path / "other")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is a device of Linux")
def test_a_full_disk_is_told(built: Path) -> None:
    with ClaimStore.open(built) as store, pytest.raises(StoreError, match=r"disk is full.*Free some space"):
        store.dump(Path("/dev/full"), ox.RdfFormat.N_QUADS)


def test_a_disk_that_fills_while_loading_is_told(tmp_path: Path) -> None:
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from claimgraph.store import ClaimStore\n"
        "from claimgraph.errors import StoreError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "store = ClaimStore.create(Path(sys.argv[1]))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "lines = (f'<urn:s{i}> <urn:p> \"{i * 7919}\" <urn:g> .\\n' for i in range(50_000))\n"
        "try:\n"
        "    store.load_nquads(lines)\n"
        "except StoreError as error:\n"
        "    print(error)\n"
    )
    pytest.importorskip("resource")
    command = [sys.executable, "-c", program, str(tmp_path / "store")]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert "cannot be written" in result.stdout, result.stderr


def test_importing_the_room_brings_neither_rdflib_nor_http() -> None:
    unwanted = ("rdflib", "urllib.request", "http.client")
    program = f"import sys, claimgraph.store; print([name for name in {unwanted} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_trusted_text_is_the_same_data_and_its_syntax_is_still_read(empty: ClaimStore) -> None:
    empty.load_nquads(DATA, trusted=True)
    checked = ClaimStore.memory()
    checked.load_nquads(DATA)
    assert set(empty.quads()) == set(checked.quads())
    with pytest.raises(StoreError, match="line 1"):
        empty.load_nquads(f"<{E}a> <{E}b> nonsense\n", trusted=True)
