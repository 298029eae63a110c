"""What every store can do, on disk, in memory or far away: open, ask, load, replace, dump.

The contract and what its implementations share. A question sees the union of all named graphs as its default graph,
unless it names its own dataset with FROM. Values are bound as terms. Stores are read-only unless opened for writing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self, TypeAlias

import pyoxigraph as ox

from claimgraph.errors import QueryError, StoreError
from claimgraph.store.binding import bind
from claimgraph.store.sparql import excess, names_dataset, reaches_out
from claimgraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from rdflib import Dataset

Term: TypeAlias = ox.NamedNode | ox.Literal
Subject: TypeAlias = ox.NamedNode | ox.BlankNode
Answer: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Chunks: TypeAlias = Iterable[str | bytes] | str | bytes | Path


@dataclass(frozen=True, slots=True)
class Question:
    """A query with everything that decides its answer. `default` is None for the union of all graphs."""

    sparql: str
    prefixes: Mapping[str, str]
    default: tuple[Subject | ox.DefaultGraph, ...] | None = None
    named: tuple[Subject, ...] | None = None
    own_dataset: bool = False
    base: str | None = None
    functions: Mapping[ox.NamedNode, Callable[..., Subject | ox.Literal | None]] | None = None


NODE_PREFIXES = ("claim", "entity", "graph", "slot", "source")
"""The kinds of nodes of a corpus that have a prefix of their own."""


class ClaimStore(ABC):
    """A set of named graphs that answers SPARQL; the one long-lived object of claimgraph.

    A statement belongs in one graph: in the union, the engine counts a statement as often as there are graphs with it.

    >>> store = ClaimStore.memory()
    >>> store.load_nquads('<urn:kling> <urn:owner> <urn:kuaishou> <urn:report> .')
    >>> what = ox.NamedNode("urn:kling")
    >>> [row["who"].value for row in store.query("SELECT ?who { ?what ?p ?who }", bindings={"what": what})]
    ['urn:kuaishou']
    """

    place: str
    """Where the store lies, for messages: a path, an address, "memory"."""

    writable: bool

    # -- opening ------------------------------------------------------------------------------------------------------

    @staticmethod
    def open(where: str | Path, *, writable: bool = False) -> ClaimStore:
        """The store at a folder (its own or a build's), in an RDF file (loaded into memory), or at an http(s) address.

        Raises StoreError when there is none, when it is locked, damaged or cannot be reached.
        """
        if str(where).startswith(("http://", "https://")):
            from claimgraph.store.remote import RemoteStore

            return RemoteStore.connect(str(where), writable=writable)
        from claimgraph.store.embedded import EmbeddedStore

        path = Path(where)
        return EmbeddedStore.from_file(path) if path.is_file() else EmbeddedStore.from_folder(path, writable=writable)

    @staticmethod
    def create(folder: Path) -> ClaimStore:
        """A new, empty, writable store on disk. The folder must not exist yet or be empty. Raises StoreError."""
        from claimgraph.store.embedded import EmbeddedStore

        return EmbeddedStore.in_new_folder(folder)

    @staticmethod
    def memory() -> ClaimStore:
        """A new, empty, writable store that lives in memory."""
        from claimgraph.store.embedded import EmbeddedStore

        return EmbeddedStore(ox.Store(), "memory", writable=True)

    @abstractmethod
    def close(self) -> None:
        """Lets go of files and locks; whatever is asked afterwards raises StoreError."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- asking -------------------------------------------------------------------------------------------------------

    def query(
        self,
        sparql: str,
        *,
        bindings: Mapping[str, Term] | None = None,
        prefixes: Mapping[str, str] | None = None,
        graphs: Sequence[str] | None = None,
    ) -> Answer:
        """The answer to a SPARQL query: solutions (SELECT), a boolean (ASK) or triples (CONSTRUCT, DESCRIBE).

        `bindings` gives variables a value wherever the query uses them; `prefixes` are known without being declared
        (the project's and the corpus's when omitted: see `prefixes`); `graphs` restricts the dataset to those named graphs.
        Raises QueryError with the engine's line:column, StoreError when the store cannot be read.
        """
        names = None if graphs is None else tuple(graph_name(name) for name in graphs)
        known = (self.prefixes() if _names_nodes(sparql) else PREFIXES) if prefixes is None else prefixes
        return self.ask(Question(sparql, known, names, names), bindings)

    def prefixes(self) -> dict[str, str]:
        """The project's prefixes, and where the store holds one corpus those of its nodes: `entity:kling`, `source:seed`.

        A store of none or of several corpora knows no base that these could stand for.
        """
        bases = {graph.rsplit("/graph/", 1)[0] for graph in self.graphs() if "/graph/" in graph}
        if len(bases) != 1:
            return dict(PREFIXES)
        base = bases.pop()
        return PREFIXES | {kind: f"{base}/{kind}/" for kind in NODE_PREFIXES}

    def ask(self, question: Question, bindings: Mapping[str, Term] | None = None) -> Answer:
        """The answer to a question spelt out in full; `query` is the usual way in. Raises as `query` does."""
        if reaches_out(question.sparql):
            raise QueryError("SERVICE asks other servers: this store answers from its own data only; remove the clause")
        if fault := excess(question.sparql):
            raise QueryError(fault)
        if names_dataset(question.sparql):
            if question.named is not None:
                raise QueryError("the query names its dataset with FROM and `graphs` restricts it too: use one of them")
            question = replace(question, own_dataset=True)
        if not bindings:
            return self._answer(question)
        bound = replace(question, sparql=bind(question.sparql, bindings))
        try:
            return self._answer(bound)
        except QueryError as error:
            self._answer(question)  # a fault of the query itself is told with its own line and column
            values = ", ".join(f"?{name} = {value}" for name, value in sorted(bindings.items()))
            raise QueryError(f"the query cannot be asked with {values}: {error}") from error

    @abstractmethod
    def _answer(self, question: Question) -> Answer:
        """Evaluates a query whose bindings are in place."""

    @abstractmethod
    def quads(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Subject | ox.Literal | None = None,
        graph: Subject | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that match; None matches everything."""

    @abstractmethod
    def graphs(self) -> list[str]:
        """The IRIs of the named graphs, sorted."""

    @abstractmethod
    def __len__(self) -> int:
        """The number of quads; counts them all."""

    def __bool__(self) -> bool:
        """True: an empty store is a store."""
        return True

    # -- writing ------------------------------------------------------------------------------------------------------

    @abstractmethod
    def load_nquads(self, chunks: Chunks, *, trusted: bool = False) -> None:
        """Adds N-Quads: text, bytes, a file's path, or an iterable of either, streamed with bounded memory.

        The IRIs and language tags of `trusted` text, such as `to_quads` writes, may be taken as they are: a sixth faster.
        Not atomic: load into a new store and move it into place, or replace a graph. Raises StoreError.
        """

    @abstractmethod
    def replace_graph(self, graph: str, chunks: Chunks) -> None:
        """Makes a named graph hold these N-Quads (or N-Triples) and nothing else; a fault in the text changes nothing.

        Raises StoreError, also when a statement names another graph.
        """

    @abstractmethod
    def drop_graph(self, graph: str) -> None:
        """Removes a named graph; no error when there is none."""

    def update(
        self, sparql: str, *, prefixes: Mapping[str, str] | None = None, bindings: Mapping[str, Term] | None = None
    ) -> None:
        """Runs a SPARQL update. Its WHERE sees the graphs that it names, its default graph is the unnamed one.

        Raises QueryError with line:column, StoreError when the store cannot be written.
        """
        self._writing()
        if reaches_out(sparql):
            raise QueryError("SERVICE and LOAD ask other servers: this store reads from none; load the file instead")
        if fault := excess(sparql):
            raise QueryError(fault)
        self._update(bind(sparql, bindings) if bindings else sparql, PREFIXES if prefixes is None else prefixes)

    @abstractmethod
    def _update(self, sparql: str, prefixes: Mapping[str, str]) -> None:
        """Runs an update whose bindings are in place."""

    @abstractmethod
    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Adds quads, all or none."""

    @abstractmethod
    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Removes quads; no error for those that are absent."""

    @abstractmethod
    def flush(self) -> None:
        """Makes sure that everything written lies on disk."""

    @abstractmethod
    def optimize(self) -> None:
        """Rearranges the files for reading; worth its time once, after a build."""

    def _writing(self) -> None:
        if not self.writable:
            raise StoreError(f"{self.place} is open for reading only: open it with writable=True, or build it anew")

    # -- taking out ---------------------------------------------------------------------------------------------------

    @abstractmethod
    def dump(self, output: IO[bytes] | Path, format: ox.RdfFormat, *, graph: str | None = None) -> None:
        """Writes the whole store, or one named graph, streamed, in no particular order.

        A format of triples without `graph` gets the triples of all graphs. Raises StoreError.
        """

    @abstractmethod
    def backup(self, folder: Path) -> None:
        """Writes a copy of the store that can be opened by itself; the folder must not exist. Raises StoreError."""

    def as_rdflib(self) -> Dataset:
        """A live rdflib Dataset over this store, its default graph the union; queries run in this store's engine."""
        from claimgraph.store.rdflib_store import dataset

        return dataset(self)


def _names_nodes(sparql: str) -> bool:
    """Whether the text may use the prefix of a corpus's nodes; only then is the corpus looked for."""
    return any(f"{kind}:" in sparql for kind in NODE_PREFIXES)


def graph_name(iri: str) -> ox.NamedNode:
    """The name of a graph as a term. Raises StoreError when it is no absolute IRI."""
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise StoreError(f"{iri!r} is no name of a graph: {error}. Give an absolute IRI") from error
