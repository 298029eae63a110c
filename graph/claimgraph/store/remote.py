"""A store far away: any SPARQL 1.1 endpoint, asked and updated over HTTP, answering as a store on this machine does.

Servers differ in what their default graph is, in the shape of their answers and in how much they take at once; this
module evens that out. It sends whole graphs in small batches and never relies on a server's default graph.
"""

from __future__ import annotations

import urllib.parse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Template
from typing import IO, Final

import pyoxigraph as ox

from claimgraph.errors import QueryError, StoreError
from claimgraph.store.chunks import opened
from claimgraph.store.contract import Answer, Chunks, ClaimStore, Question, Subject, Term, graph_name
from claimgraph.store.http import Endpoint, RefusedError
from claimgraph.store.replies import solutions, triples
from claimgraph.store.requests import request
from claimgraph.store.sparql import dataset_clause, declared_prefixes, form
from claimgraph.vocabulary import PREFIXES

RESULTS: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
TRIPLES: Final = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
BATCH: Final = 500  # statements: more than this in one update is too much for some servers
HELD: Final = 20_000  # statements waiting, over all graphs
NO_GRAPH: Final = "urn:x-claimgraph:none"


class RemoteStore(ClaimStore):
    """A SPARQL endpoint."""

    def __init__(self, endpoint: Endpoint, *, writable: bool) -> None:
        self._endpoint: Endpoint | None = endpoint
        self._updates: Endpoint | None = None
        self._union: list[tuple[str, str]] | None = None
        self.place = endpoint.url
        self.writable = writable

    @classmethod
    def connect(cls, address: str, *, writable: bool) -> RemoteStore:
        """The store at an endpoint's address, or at a server's root. Raises StoreError when none answers there."""
        endpoint = Endpoint.at(address)
        bare = urllib.parse.urlsplit(endpoint.url).path in ("", "/")
        tried = [endpoint.beside("/query"), endpoint.beside("/sparql")] if bare else [endpoint]
        for candidate in tried:
            store = cls(candidate, writable=writable)
            try:
                store._holds_anything()
            except RefusedError as error:
                if candidate is tried[-1] or error.status not in (404, 405):
                    raise
            else:
                return store
        raise AssertionError("the last candidate returns or raises")

    def close(self) -> None:
        self._endpoint = self._updates = None

    @property
    def _queries(self) -> Endpoint:
        if self._endpoint is None:
            raise StoreError(f"{self.place} is closed: open it again")
        return self._endpoint

    # -- asking -------------------------------------------------------------------------------------------------------

    def _answer(self, question: Question) -> Answer:
        if question.functions:
            raise QueryError(f"{self.place} knows no functions of this process: ask a store on this machine")
        check(question)
        return self._send(_with_prologue(question), self._dataset(question))

    def _send(self, text: str, dataset: list[tuple[str, str]]) -> Answer:
        kind = form(text)
        graph = kind in ("CONSTRUCT", "DESCRIBE")
        try:
            reply = self._queries.post([("query", text), *dataset], TRIPLES if graph else RESULTS)
        except RefusedError as error:
            if error.status == 400:
                raise QueryError(str(error)) from error
            raise
        try:
            return triples(reply) if graph else solutions(reply, kind, self.place)
        except (SyntaxError, ValueError) as error:
            raise StoreError(
                f"{self.place} answers with no SPARQL result ({error}): is it a SPARQL endpoint?"
            ) from error

    def _dataset(self, question: Question) -> list[tuple[str, str]]:
        """The dataset as fields of the protocol (SPARQL 1.1 Protocol, section 2.1.4)."""
        if question.own_dataset:  # sent as fields: a server set to show the union would override FROM
            default, named = dataset_clause(question.sparql, question.prefixes, question.base)
            return _fields(default, named) if default or named else []
        if question.default is None:
            return self._whole()
        named = self.graphs() if question.named is None else [_iri(name) for name in question.named]
        return _fields([_iri(name) for name in question.default], named)

    def _whole(self) -> list[tuple[str, str]]:
        """What makes the union of all graphs this server's default graph: nothing, a parameter, or their list."""
        if self._union is None and self._holds_anything():
            for fields in ([], [("union-default-graph", "")]):
                if not self._says_yes("hidden.rq", fields):
                    self._union = fields
                    break
            else:
                names = self.graphs()
                return _fields(names, names)
        return self._union or []

    def _holds_anything(self) -> bool:
        return self._says_yes("held.rq", [])

    def _says_yes(self, name: str, dataset: list[tuple[str, str]]) -> bool:
        return bool(self._send(request(name), dataset))

    def quads(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Subject | ox.Literal | None = None,
        graph: Subject | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        pattern = {"subject": subject, "predicate": predicate, "object": object, "graph": graph}
        given: dict[str, Term] = {}
        for name, term in pattern.items():
            if isinstance(term, ox.BlankNode | ox.DefaultGraph):
                return iter(())  # neither has a name that another server knows
            if term is not None:
                given[name] = term
        found = self.ask(Question(request("quads.rq"), {}, own_dataset=True), given)
        return (ox.Quad(*row) for row in found)  # type: ignore[union-attr]

    def graphs(self) -> list[str]:
        found = self._send(request("graphs.rq"), [])
        return sorted(row[0].value for row in found)  # type: ignore[union-attr]

    def __len__(self) -> int:
        for row in self._send(request("count.rq"), []):  # type: ignore[union-attr]
            return int(row[0].value)
        return 0

    # -- writing ------------------------------------------------------------------------------------------------------

    def load_nquads(self, chunks: Chunks, *, trusted: bool = False) -> None:
        self._writing()
        with opened(chunks) as stream:
            self._insert(_parsed(stream, self.place))

    def replace_graph(self, graph: str, chunks: Chunks) -> None:
        """As the contract says; the graph is filled beside the old one and moved into its place in one step."""
        self._writing()
        name = graph_name(graph)
        staging = graph_name(f"{graph}{'&' if '#' in graph else '#'}incoming")
        with opened(chunks) as stream:
            quads = [_into(quad, name, staging, self.place) for quad in _parsed(stream, self.place)]
        self._run("drop.ru", graph=str(staging))
        self._insert(quads)
        if quads:
            self._run("move.ru", source=str(staging), graph=str(name))
        else:
            self._run("drop.ru", graph=str(name))

    def drop_graph(self, graph: str) -> None:
        self._writing()
        self._run("drop.ru", graph=str(graph_name(graph)))

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Adds quads in batches; a server that fails between two of them keeps the first."""
        self._writing()
        self._insert(quads)

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        self._writing()
        self._batched(quads, "delete.ru")

    def _insert(self, quads: Iterable[ox.Quad]) -> None:
        self._batched(quads, "insert.ru")

    def _batched(self, quads: Iterable[ox.Quad], operation: str) -> None:
        """Sends quads graph by graph, at most BATCH in one request and HELD waiting."""
        waiting: dict[str, list[str]] = defaultdict(list)
        held = 0
        for quad in quads:
            graph = _sendable(quad, self.place)
            waiting[graph].append(f"{quad.triple} .")
            held += 1
            if len(waiting[graph]) == BATCH:
                held -= BATCH
                self._run(operation, graph=graph, statements="\n".join(waiting.pop(graph)))
            elif held >= HELD:
                held = 0
                for graph in list(waiting):
                    self._run(operation, graph=graph, statements="\n".join(waiting.pop(graph)))
        for graph, statements in waiting.items():
            self._run(operation, graph=graph, statements="\n".join(statements))

    def _run(self, name: str, **parts: str) -> None:
        """One operation in one request: some servers keep the first of two when the second fails."""
        self._post_update(Template(request(name)).substitute(parts))

    def _update(self, sparql: str, prefixes: Mapping[str, str]) -> None:
        try:
            ox.Store().update(sparql, prefixes=dict(prefixes))  # the same words for a fault as on this machine
        except (SyntaxError, ValueError) as error:
            raise QueryError(str(error)) from error
        self._post_update(_prologue(sparql, prefixes, None) + sparql)

    def _post_update(self, text: str) -> None:
        queries, candidates = self._queries, [self._updates] if self._updates else []
        path = urllib.parse.urlsplit(queries.url).path
        beside = queries.beside(path.rpartition("/")[0] + "/update")
        if not candidates:
            candidates = [beside] if path.endswith("/query") else [queries, beside]
        for candidate in candidates:
            try:
                candidate.post([("update", text)], "*/*")
            except RefusedError as error:
                if candidate is candidates[-1] or error.status not in (400, 404, 405, 415):
                    raise
            else:
                self._updates = candidate
                return

    def flush(self) -> None:
        """Nothing: the server writes as it answers."""
        self._writing()

    def optimize(self) -> None:
        """Nothing: a server arranges its own files."""
        self._writing()

    # -- taking out ---------------------------------------------------------------------------------------------------

    def dump(self, output: IO[bytes] | Path, format: ox.RdfFormat, *, graph: str | None = None) -> None:
        names = self.graphs() if graph is None else [graph]
        quads = (quad for name in names for quad in self.quads(graph=graph_name(name)))
        items = quads if format.supports_datasets and graph is None else (quad.triple for quad in quads)
        try:
            ox.serialize(items, output, format, prefixes=PREFIXES)
        except (OSError, ValueError) as error:
            raise StoreError(f"{output} cannot be written: {error}. Check the folder and run again") from error

    def backup(self, folder: Path) -> None:
        raise StoreError(f"{self.place} lies on a server: dump it instead, or let the server make the copy")


def check(question: Question) -> None:
    """Raises QueryError for a query that is not SPARQL, with the words and the line:column of a store on this machine."""
    try:
        ox.Store().query(question.sparql, prefixes=dict(question.prefixes), base_iri=question.base)
    except (SyntaxError, ValueError) as error:
        raise QueryError(str(error)) from error


def _with_prologue(question: Question) -> str:
    return _prologue(question.sparql, question.prefixes, question.base) + question.sparql


def _prologue(sparql: str, prefixes: Mapping[str, str], base: str | None) -> str:
    declared = declared_prefixes(sparql)
    lines = [f"PREFIX {name}: {ox.NamedNode(iri)}\n" for name, iri in prefixes.items() if name not in declared]
    return "".join([f"BASE {ox.NamedNode(base)}\n" if base else "", *lines])


def _fields(default: list[str], named: list[str]) -> list[tuple[str, str]]:
    return [("default-graph-uri", name) for name in default or [NO_GRAPH]] + [
        ("named-graph-uri", name) for name in named
    ]


def _iri(name: Subject | ox.DefaultGraph) -> str:
    if isinstance(name, ox.NamedNode):
        return name.value
    raise QueryError(f"a server cannot be asked about the graph {name}, which has no IRI")


def _parsed(stream: IO[bytes], place: str) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(stream, ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        line = f" (line {error.lineno} of the input)" if error.lineno else ""
        raise StoreError(f"{place}: {error.msg or error}{line}. Correct the N-Quads") from error


def _into(quad: ox.Quad, graph: ox.NamedNode, staging: ox.NamedNode, place: str) -> ox.Quad:
    if quad.graph_name != graph and not isinstance(quad.graph_name, ox.DefaultGraph):
        raise StoreError(f"{place}: a statement for {graph} names another graph, {quad.graph_name}")
    return ox.Quad(quad.subject, quad.predicate, quad.object, staging)


def _sendable(quad: ox.Quad, place: str) -> str:
    """The graph of a quad as a request writes it. Raises StoreError for what has no name on another server."""
    if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
        raise StoreError(f"{place}: a blank node has no name on a server: give every node of {quad} an IRI")
    if not isinstance(quad.graph_name, ox.NamedNode):
        raise StoreError(f"{place}: servers differ in what their default graph is: give {quad} a named graph")
    return str(quad.graph_name)
