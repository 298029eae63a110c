"""What servers do to a client: other default graphs, other dialects, redirects, refusals, silence, answers cut short."""

# ruff: noqa: S608 - the queries here are SPARQL, written by this file
from __future__ import annotations

import threading
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pyoxigraph as ox
import pytest

from claimgraph.errors import QueryError, StoreError
from claimgraph.store import ClaimStore
from claimgraph.store.http import Endpoint
from claimgraph.store.remote import BATCH, RemoteStore

E = "http://example.org/"
JSON = "application/sparql-results+json"
YES = b'{"head":{},"boolean":true}'
QUADS = "".join(f'<{E}s{n}> <{E}p> "{n}" <{E}g{n % 3}> .\n' for n in range(BATCH * 3 + 7))


def count(store: ClaimStore) -> int:
    (row,) = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    return int(row["n"].value)


# -- a real server ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [(), ("--union-default-graph",)])
@pytest.mark.parametrize("path", ["", "/", "/query"])
def test_the_union_is_seen_whatever_the_server_does(
    start_sparql_server: Callable[..., str], options: tuple[str, ...], path: str
) -> None:
    with ClaimStore.open(start_sparql_server(*options) + path, writable=True) as store:
        assert count(store) == 0
        store.load_nquads(QUADS)
        assert count(store) == len(store) == BATCH * 3 + 7
        (row,) = store.query(f"SELECT (COUNT(*) AS ?n) FROM <{E}g0> {{ ?s ?p ?o }}")
        assert int(row["n"].value) == BATCH + 3
        (row,) = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", graphs=[f"{E}g0", f"{E}g1"])
        assert int(row["n"].value) == BATCH * 2 + 5
        named = f"PREFIX e: <{E}> SELECT DISTINCT ?g FROM NAMED e:g1 {{ GRAPH ?g {{ ?s ?p ?o }} }}"
        assert [row["g"].value for row in store.query(named)] == [f"{E}g1"]


def test_the_listed_graphs_stand_in_for_a_union(sparql_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with ClaimStore.open(sparql_server, writable=True) as store:
        store.load_nquads(QUADS)
        monkeypatch.setattr(RemoteStore, "_says_yes", lambda self, name, fields: True)  # no parameter helps
        assert count(store) == len(store)
        store.load_nquads(f"<{E}more> <{E}p> <{E}o> <{E}another> .")
        assert count(store) == len(store)


def test_reading_only_is_the_default(sparql_server: str) -> None:
    with ClaimStore.open(sparql_server) as store:
        writes: list[Callable[[], Any]] = [
            lambda: store.load_nquads(QUADS),
            lambda: store.replace_graph(f"{E}g", ""),
            lambda: store.drop_graph(f"{E}g"),
            lambda: store.update("CLEAR ALL"),
            lambda: store.add([]),
            lambda: store.remove([]),
            store.flush,
            store.optimize,
        ]
        for write in writes:
            with pytest.raises(StoreError, match="reading only"):
                write()


def test_what_has_no_name_elsewhere_is_not_sent(sparql_server: str) -> None:
    with ClaimStore.open(sparql_server, writable=True) as store:
        with pytest.raises(StoreError, match="blank node"):
            store.load_nquads(f"_:a <{E}p> <{E}o> <{E}g> .")
        with pytest.raises(StoreError, match="named graph"):
            store.load_nquads(f"<{E}a> <{E}p> <{E}o> .")
        assert list(store.quads(ox.BlankNode("a"))) == []
        assert list(store.quads(graph=ox.DefaultGraph())) == []
        with pytest.raises(StoreError, match="dump it instead"):
            store.backup(None)  # type: ignore[arg-type]


def test_as_rdflib_works_over_a_server_too(sparql_server: str) -> None:
    with ClaimStore.open(sparql_server, writable=True) as store:
        store.load_nquads(QUADS)
        dataset = store.as_rdflib()
        assert len(dataset) == BATCH * 3 + 7
        (row,) = dataset.query(f"SELECT ?s {{ ?s <{E}p> '7' }}")
        assert str(row.s) == f"{E}s7"


def test_nobody_there(sparql_server: str) -> None:
    for address, message in (
        ("http://127.0.0.1:1/query", r"cannot be reached.*Is the server running"),
        ("http://", "names no server"),
        (f"{sparql_server}/nothing-here", r"refuses \(404\).*check the path"),
    ):
        with pytest.raises(StoreError, match=message):
            ClaimStore.open(address)


# -- a server that plays its part -------------------------------------------------------------------------------------


@dataclass
class Reply:
    body: bytes = YES
    status: int = 200
    type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None


@dataclass
class Actor:
    """Answers every request with the next reply of its script, the last one for ever; remembers what it was sent."""

    address: str
    script: list[Reply] = field(default_factory=list)
    seen: list[tuple[str, dict[str, list[str]], dict[str, str]]] = field(default_factory=list)

    def next(self) -> Reply:
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]

    def queries(self) -> list[str]:
        return [fields["query"][0] for _, fields, _ in self.seen if "query" in fields]


@pytest.fixture
def actor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Actor]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            part.seen.append((self.path, urllib.parse.parse_qs(text), dict(self.headers)))
            reply = part.next()
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.type)
            self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    part = Actor(f"http://127.0.0.1:{server.server_address[1]}/sparql", [Reply()])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield part
    server.shutdown()
    thread.join()
    server.server_close()


def rows(*values: str, kind: str = "literal") -> bytes:
    cells = ",".join(f'{{"v":{{"type":"{kind}","value":"{value}"}}}}' for value in values)
    return f'{{"head":{{"vars":["v"]}},"results":{{"bindings":[{cells}]}}}}'.encode()


QUERY = f"SELECT ?v FROM <{E}g> {{ ?s ?p ?v }}"


def test_a_busy_server_is_asked_again_when_it_says(actor: Actor) -> None:
    waited: list[float] = []
    endpoint = replace(Endpoint.at(actor.address), sleep=waited.append, now=lambda: 0.0)
    busy = [Reply(status=503, headers={"Retry-After": "7"}), Reply(status=429), Reply(status=503)]
    actor.script = [*busy, Reply(rows("a"))]
    assert [row["v"].value for row in RemoteStore(endpoint, writable=False).query(QUERY)] == ["a"]
    assert waited == [7.0, 1.0, 2.0]
    actor.script = [Reply(b"still busy", status=503)]
    with pytest.raises(StoreError, match=r"refuses \(503\): still busy.*try later"):
        RemoteStore(endpoint, writable=False).query(QUERY)


def test_redirects_are_not_followed(actor: Actor) -> None:
    for status in (301, 302, 303, 307, 308):
        actor.script = [Reply(status=status, headers={"Location": "http://other.example/sparql"})]
        with pytest.raises(StoreError, match=r"redirects to http://other\.example/sparql: open that address"):
            ClaimStore.open(actor.address)


def test_name_and_password_are_sent_and_never_shown(actor: Actor) -> None:
    store = ClaimStore.open(actor.address.replace("://", "://ann:se%20cret@"))
    assert actor.seen[0][2]["Authorization"] == "Basic YW5uOnNlIGNyZXQ="
    actor.script = [Reply(b"no", status=401)]
    with pytest.raises(StoreError, match="give name and password") as caught:
        store.query("ASK {}")
    assert "cret" not in f"{caught.value} {store.place} {store!r} {Endpoint.at('http://ann:secret@h/')!r}"


def test_a_200_with_half_an_answer_is_an_error(actor: Actor) -> None:
    store = ClaimStore.open(actor.address)
    cancelled = rows("a", "b")[:-3] + b"The SPARQL operation has been cancelled"
    for reply, message in (
        (Reply(cancelled), "has been cancelled"),
        (Reply(rows("a"), length=4000), "broke off"),
        (Reply(b"<html>hello</html>", type="text/html"), "sends text/html"),
        (Reply(rows("a"), headers={"X-SPARQL-MaxRows": "1"}), "no more than 1 rows"),
    ):
        actor.script = [reply]
        with pytest.raises(StoreError, match=message):
            store.query(QUERY)
    actor.script = [Reply(rows("a"), headers={"X-SPARQL-MaxRows": "2"})]
    assert len(list(store.query(QUERY))) == 1


def test_answers_have_a_largest_size_and_a_longest_silence(actor: Actor) -> None:
    small = RemoteStore(replace(Endpoint.at(actor.address), limit=1000), writable=False)
    actor.script = [Reply(rows(*["x" * 50] * 40))]
    with pytest.raises(StoreError, match="more than 1,000 bytes"):
        small.query(QUERY)
    hasty = RemoteStore(replace(Endpoint.at(actor.address), timeout=0.2), writable=False)
    actor.script = [Reply(b"", length=10, headers={"Connection": "keep-alive"})]
    with pytest.raises(StoreError, match=r"said nothing for 0\.2 s|broke off"):
        hasty.query(QUERY)


def test_dialects_of_results(actor: Actor) -> None:
    store = ClaimStore.open(actor.address)
    ask = f"ASK FROM <{E}g> {{ ?s ?p ?o }}"
    for cell, expected in (("1", True), ("0", False)):
        actor.script = [Reply(rows(cell, kind="typed-literal"))]
        assert bool(store.query(ask)) is expected
    xml = (
        '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/>'
        "<boolean>true</boolean></sparql>\n"
    )
    actor.script = [Reply(xml.encode(), type="application/sparql-results+xml")]
    assert bool(store.query(ask))
    turtle = Reply(f"@prefix e: <{E}> . e:a e:b 2.10 .".encode(), type="text/turtle")
    actor.script = [turtle]
    built = store.query(f"CONSTRUCT FROM <{E}g> WHERE {{ ?s ?p ?o }}")
    assert [triple.object.value for triple in built] == ["2.1"]  # as a store on this machine writes it


def test_prefixes_and_datasets_are_sent_explicitly(actor: Actor) -> None:
    store = ClaimStore.open(actor.address)
    store.query(
        "PREFIX cg: <urn:mine#> ASK { ?s cg:x ?o }", graphs=[f"{E}g"], prefixes={"cg": "urn:no#", "a": "urn:a#"}
    )
    path, fields, _ = actor.seen[-1]
    assert path == "/sparql"
    assert fields["query"] == ["PREFIX a: <urn:a#>\nPREFIX cg: <urn:mine#> ASK { ?s cg:x ?o }"]
    assert fields["default-graph-uri"] == fields["named-graph-uri"] == [f"{E}g"]
    with pytest.raises(QueryError, match="error at 1:7"):
        store.query("ASK { ")
    asked = len(actor.seen)
    with pytest.raises(QueryError, match="SERVICE"):
        store.query("ASK { SERVICE <http://127.0.0.1/> {} }")
    assert len(actor.seen) == asked


def test_a_query_that_the_server_refuses(actor: Actor) -> None:
    store = ClaimStore.open(actor.address)
    actor.script = [Reply(b"too complicated", status=400, type="text/plain")]
    with pytest.raises(QueryError, match="too complicated"):
        store.query(QUERY)


def test_updates_go_out_in_small_requests_graph_by_graph(actor: Actor) -> None:
    store = ClaimStore.open(actor.address, writable=True)
    start = len(actor.seen)
    store.load_nquads(QUADS)
    store.replace_graph(f"{E}g0", f"<{E}a> <{E}b> <{E}c> .")
    updates = [fields["update"][0] for _, fields, _ in actor.seen[start:]]
    assert all(text.count("\n<") <= BATCH for text in updates)
    assert sum(text.count("\n<") for text in updates) == BATCH * 3 + 7 + 1
    assert all(";" not in text for text in updates), "one operation in one request"
    assert updates[-3].startswith(f"DROP SILENT GRAPH <{E}g0#incoming>")
    assert updates[-1].split() == ["MOVE", "GRAPH", f"<{E}g0#incoming>", "TO", "GRAPH", f"<{E}g0>"]


def test_a_replacement_that_fails_on_the_way_leaves_the_graph(actor: Actor) -> None:
    store = ClaimStore.open(actor.address, writable=True)
    actor.script = [Reply(status=204), Reply(b"out of memory", status=500)]
    start = len(actor.seen)
    with pytest.raises(StoreError, match="out of memory"):
        store.replace_graph(f"{E}g0", f"<{E}a> <{E}b> <{E}c> .")
    updates = [fields["update"][0] for _, fields, _ in actor.seen[start:]]
    assert not any(f"GRAPH <{E}g0>" in text for text in updates)
