"""rdflib terms <-> the engine's terms, so that what was written is read back equal.

Plain strings come back plain, odd blank-node labels survive, and what rdflib cannot hold (triple terms) is refused.
The engine itself rewrites numbers and dates to their canonical form, and the integers derived from xsd:integer to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import Graph
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import BNode, Identifier, Literal, Node, URIRef

from claimgraph.errors import StoreError
from claimgraph.store.contract import Subject

EngineTerm: TypeAlias = Subject | ox.Literal
EngineGraph: TypeAlias = Subject | ox.DefaultGraph

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LABEL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_\-]*\Z")
_ESCAPED = "x-"


def to_engine(term: Node) -> EngineTerm:
    """The engine's term. Raises ValueError for an IRI that is none, TypeError for what is no term."""
    if isinstance(term, URIRef):
        return ox.NamedNode(term)
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(term, language=term.language)
        return ox.Literal(term, datatype=ox.NamedNode(term.datatype)) if term.datatype else ox.Literal(term)
    if isinstance(term, BNode):
        return ox.BlankNode(_label(term))
    raise TypeError(f"{term!r} is no term of RDF 1.1")


def to_subject(term: Node) -> Subject:
    """The engine's term for a subject or the name of a graph. Raises TypeError for a literal."""
    found = to_engine(term)
    if isinstance(found, ox.Literal):
        raise TypeError(f"{term!r} can be no subject")
    return found


def to_predicate(term: Node) -> ox.NamedNode:
    """The engine's term for a predicate. Raises TypeError for anything but an IRI."""
    if isinstance(term, URIRef):
        return ox.NamedNode(term)
    raise TypeError(f"{term!r} can be no predicate")


def to_graph(graph: Graph | Node) -> EngineGraph:
    """The engine's name of a graph, given the graph or its identifier."""
    name = graph.identifier if isinstance(graph, Graph) else graph
    return ox.DefaultGraph() if name == DATASET_DEFAULT_GRAPH_ID else to_subject(name)


def to_identifier(graph: EngineGraph) -> URIRef | BNode:
    """The identifier rdflib uses for a graph."""
    if isinstance(graph, ox.DefaultGraph):
        return DATASET_DEFAULT_GRAPH_ID
    return URIRef(graph.value) if isinstance(graph, ox.NamedNode) else _blank(graph.value)


def from_engine(term: EngineTerm | ox.Triple) -> Identifier:
    """The rdflib term. Raises StoreError for a triple term, which rdflib cannot hold."""
    if isinstance(term, ox.NamedNode):
        return _iri(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        return Literal(term.value, datatype=None if datatype == _STRING else _iri(datatype))
    if isinstance(term, ox.BlankNode):
        return _blank(term.value)
    raise StoreError(f"rdflib cannot hold the triple term {term}: ask the store itself, with ClaimStore.query")


def converter() -> Callable[[EngineTerm | ox.Triple | None], Identifier | None]:
    """A conversion that remembers what it saw: in an answer the same few terms stand in many rows."""
    seen: dict[EngineTerm | ox.Triple | None, Identifier | None] = {None: None}

    def convert(term: EngineTerm | ox.Triple | None) -> Identifier | None:
        found = seen.get(term)
        if found is None and term is not None:
            found = seen[term] = from_engine(term)
        return found

    return convert


def _iri(value: str) -> URIRef:
    """An IRI without rdflib's check of its characters: the engine has made it already."""
    return str.__new__(URIRef, value)


def _label(node: BNode) -> str:
    """A label that the engine accepts; others are written in hexadecimal, reversibly."""
    return node if _LABEL.match(node) and not node.startswith(_ESCAPED) else _ESCAPED + node.encode().hex()


def _blank(label: str) -> BNode:
    return BNode(bytes.fromhex(label[len(_ESCAPED) :]).decode() if label.startswith(_ESCAPED) else label)
