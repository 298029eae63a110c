"""A store as rdflib sees it: a live Dataset whose queries and updates run in the store's own engine.

Mends what the stock bridge gets wrong (each case has a test); never falls back to rdflib's evaluator, which is slow and,
on updates of datasets, loses data. What the bridge cannot do raises, and says so.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from typing import Any, TypeAlias, cast

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset, Graph
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.namespace import NamespaceManager
from rdflib.plugins.sparql import operators
from rdflib.plugins.sparql.sparql import Query, Update
from rdflib.query import Result
from rdflib.store import Store
from rdflib.term import Identifier, Node, URIRef, Variable

from claimgraph.errors import QueryError, StoreError
from claimgraph.store.contract import ClaimStore, Question
from claimgraph.store.rdflib_terms import (
    EngineTerm,
    converter,
    from_engine,
    to_engine,
    to_graph,
    to_identifier,
    to_predicate,
    to_subject,
)
from claimgraph.store.rdflib_update import aimed_at
from claimgraph.store.sparql import form, variables

Pattern: TypeAlias = tuple[Node | None, Node | None, Node | None]
Triple: TypeAlias = tuple[Node, Node, Node]

_UNION = "__UNION__"
_OWN_FUNCTIONS = frozenset(operators._CUSTOM_FUNCTIONS)  # rdflib's casts: the engine has better ones


def dataset(store: ClaimStore) -> Dataset:
    """A live Dataset over a store; its default graph is the union of all graphs, the corpus's prefixes are known."""
    found = Dataset(store=ClaimGraphStore(store), default_union=True)
    found.namespace_manager = NamespaceManager(found, bind_namespaces="none")
    for prefix, namespace in store.prefixes().items():
        found.bind(prefix, namespace)
    return found


class ClaimGraphStore(OxigraphStore):
    """An rdflib Store over a ClaimStore."""

    def __init__(self, store: ClaimStore) -> None:
        super().__init__()
        self.claims = store

    # -- statements ---------------------------------------------------------------------------------------------------

    def add(self, triple: Triple, context: Graph, quoted: bool = False) -> None:
        if quoted:
            raise StoreError("quoted statements cannot be stored: RDF has none")
        self.addN([(*triple, context)])

    def addN(self, quads: Iterable[tuple[Node, Node, Node, Graph]]) -> None:
        given = list(quads)
        self.claims.add([self._quad(*quad) for quad in given])
        for subject, predicate, object, context in given:
            Store.add(self, (subject, predicate, object), context)  # tells those who listen

    @staticmethod
    def _quad(subject: Node, predicate: Node, object: Node, context: Graph) -> ox.Quad:
        try:
            return ox.Quad(to_subject(subject), to_predicate(predicate), to_engine(object), to_graph(context))
        except (TypeError, ValueError) as error:
            raise StoreError(f"({subject!r}, {predicate!r}, {object!r}) is no statement: {error}") from error

    def remove(self, triple: Pattern, context: Graph | None = None) -> None:
        self.claims.remove(list(self._matching(triple, context)))
        Store.remove(self, triple, context)

    def triples(
        self, triple_pattern: Pattern, context: Graph | None = None
    ) -> Iterator[tuple[Triple, Iterator[Graph | None]]]:
        """Every matching statement once, with the graphs that hold it."""
        convert = converter()
        seen: set[ox.Triple] = set()
        for quad in self._matching(triple_pattern, context):
            if context is None:
                if quad.triple in seen:
                    continue
                seen.add(quad.triple)
            subject, predicate, object = convert(quad.subject), convert(quad.predicate), convert(quad.object)
            if subject is not None and predicate is not None and object is not None:
                yield (subject, predicate, object), self._holders(quad, context)

    def _holders(self, quad: ox.Quad, context: Graph | None) -> Iterator[Graph | None]:
        if context is not None:
            yield self._view(quad.graph_name)
            return
        if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
            return
        for holder in self.claims.quads(quad.subject, quad.predicate, quad.object):
            yield self._view(holder.graph_name)

    def _matching(self, triple: Pattern, context: Graph | None) -> Iterator[ox.Quad]:
        """The engine's quads; nothing for a pattern that no statement can match, such as a literal subject."""
        subject, predicate, object = triple
        try:
            return self.claims.quads(
                None if subject is None else to_subject(subject),
                None if predicate is None else to_predicate(predicate),
                None if object is None else to_engine(object),
                None if context is None else to_graph(context),
            )
        except (TypeError, ValueError):
            return iter(())

    def _view(self, name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> Graph:
        return Graph(identifier=to_identifier(name), store=self)

    def __len__(self, context: Graph | None = None) -> int:
        if context is not None:
            return sum(1 for _ in self._matching((None, None, None), context))
        return len({quad.triple for quad in self.claims.quads()})

    def contexts(self, triple: Triple | None = None) -> Generator[Graph, None, None]:
        if triple is None:
            yield from (Graph(identifier=URIRef(name), store=self) for name in self.claims.graphs())
        else:
            yield from (self._view(quad.graph_name) for quad in self._matching(triple, None))

    def add_graph(self, graph: Graph) -> None:
        """Nothing: a graph is there as soon as it holds a statement."""

    def remove_graph(self, graph: Graph) -> None:
        name = to_graph(graph)
        if isinstance(name, ox.NamedNode):
            self.claims.drop_graph(name.value)
        else:
            self.remove((None, None, None), graph)

    # -- SPARQL -------------------------------------------------------------------------------------------------------

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, Any],
        initBindings: Mapping[str, Identifier],
        queryGraph: str,
        **kwargs: Any,
    ) -> Result:
        """Answers in the store's engine, prepared queries and those with a base too."""
        text, prefixes, base = self._text(query, initNs, kwargs)
        default = None if queryGraph == _UNION else (to_graph(cast("Node", queryGraph)),)
        question = Question(text, prefixes, default, base=base, functions=_functions())
        known = variables(text)
        bindings = {name: to_engine(term) for name, term in initBindings.items() if str(name).lstrip("?") in known}
        if any(isinstance(term, ox.BlankNode) for term in bindings.values()):
            raise QueryError("a blank node has no name that a query could use: bind an IRI or a literal")
        return _result(self.claims.ask(question, bindings), form(text), self)  # type: ignore[arg-type]

    def update(
        self,
        update: Update | str,
        initNs: Mapping[str, Any],
        initBindings: Mapping[str, Identifier],
        queryGraph: str,
        **kwargs: Any,
    ) -> None:
        """Updates in the store's engine: a dataset as SPARQL says, a view of a graph as if it were alone."""
        text, prefixes, base = self._text(update, initNs, kwargs)
        if base is not None:
            text = f"BASE <{base}> {text}"
        if queryGraph not in (_UNION, DATASET_DEFAULT_GRAPH_ID):
            text = aimed_at(str(to_subject(cast("Node", queryGraph))), text)
        bindings = {str(name): to_engine(term) for name, term in initBindings.items()}
        self.claims.update(text, prefixes=prefixes, bindings=bindings)  # type: ignore[arg-type]

    def _text(
        self, given: Query | Update | str, names: Mapping[str, Any], options: Mapping[str, Any]
    ) -> tuple[str, dict[str, str], str | None]:
        """The text of a query or update, prepared or not, with its prefixes and its base."""
        unknown = sorted(options.keys() - {"base", "DEBUG"})
        if unknown:
            raise QueryError(f"the store's engine has no option {', '.join(unknown)}: leave it out")
        prefixes, base = {**self._namespace_for_prefix, **names}, options.get("base")
        if not isinstance(given, str):
            given, own, own_base = given._original_args
            prefixes, base = {**prefixes, **own}, base or own_base
        return given, {prefix: str(namespace) for prefix, namespace in prefixes.items()}, base

    # -- the life of a store is its owner's ---------------------------------------------------------------------------

    def open(self, configuration: str | tuple[str, str], create: bool = False) -> int | None:
        raise StoreError("this Dataset is a view of an open store: open another with ClaimStore.open")

    def close(self, commit_pending_transaction: bool = False) -> None:
        """Nothing: the store is closed by whoever opened it."""

    def destroy(self, configuration: str) -> None:
        raise StoreError("a view does not delete the store that it shows: remove its folder")

    def rollback(self) -> None:
        raise StoreError("every change is written at once and cannot be taken back: update a copy instead")


def _result(answer: object, kind: str, store: ClaimGraphStore) -> Result:
    if isinstance(answer, ox.QuerySolutions):
        result = Result("SELECT")
        result.vars = [Variable(variable.value) for variable in answer.variables]
        result.bindings = _rows(answer, result.vars)  # type: ignore[assignment]
    elif isinstance(answer, ox.QueryTriples):
        result = Result("DESCRIBE" if kind == "DESCRIBE" else "CONSTRUCT")
        result.graph = _graph_of(answer, store)
    else:
        result = Result("ASK")
        result.askAnswer = bool(answer)
    return result


def _rows(answer: ox.QuerySolutions, names: list[Variable]) -> Iterator[dict[Variable, Identifier | None]]:
    convert = converter()
    for solution in answer:
        yield {name: convert(term) for name, term in zip(names, solution, strict=True)}


def _graph_of(triples: ox.QueryTriples, store: ClaimGraphStore) -> Graph:
    """The triples as a graph of its own, converted only when read."""
    memory = ClaimStore.memory()
    memory.add(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    holder = ClaimGraphStore(memory)
    for prefix, namespace in store.namespaces():
        holder.bind(prefix, namespace)
    return Graph(identifier=DATASET_DEFAULT_GRAPH_ID, store=holder, bind_namespaces="none")


def _functions() -> dict[ox.NamedNode, Callable[..., EngineTerm | None]] | None:
    """The SPARQL functions registered with rdflib, callable by the engine."""
    registered = operators._CUSTOM_FUNCTIONS
    if len(registered) == len(_OWN_FUNCTIONS):
        return None
    return {
        ox.NamedNode(name): _callable(function)
        for name, (function, raw) in registered.items()
        if name not in _OWN_FUNCTIONS and not raw
    }


def _callable(function: Callable[..., Node]) -> Callable[..., EngineTerm | None]:
    def call(*arguments: EngineTerm) -> EngineTerm | None:
        with contextlib.suppress(Exception):  # an error in a function is SPARQL's "no value"
            return to_engine(function(*map(from_engine, arguments)))
        return None

    return call
