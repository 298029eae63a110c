"""SHACL property paths: from a focus node to its value nodes (SHACL, section 2.3.1).

A path reads itself out of a shapes graph, writes itself as a SPARQL path and describes itself in a report.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from claimgraph.vocabulary import PREFIXES

SH = PREFIXES["sh"]
RDF = PREFIXES["rdf"]
NIL = NamedNode(RDF + "nil")


@dataclass(frozen=True, slots=True)
class Predicate:
    """One property, the path of nearly every shape."""

    iri: str

    def __str__(self) -> str:
        return f"<{self.iri}>"


@dataclass(frozen=True, slots=True)
class Inverse:
    path: Path

    def __str__(self) -> str:
        return f"^{self.path}"


@dataclass(frozen=True, slots=True)
class Sequence:
    steps: tuple[Path, ...]

    def __str__(self) -> str:
        return f"({'/'.join(map(str, self.steps))})"


@dataclass(frozen=True, slots=True)
class Alternative:
    choices: tuple[Path, ...]

    def __str__(self) -> str:
        return f"({'|'.join(map(str, self.choices))})"


@dataclass(frozen=True, slots=True)
class Repeated:
    """A path walked `*` any number of times, `+` at least once, or `?` at most once."""

    path: Path
    times: str

    def __str__(self) -> str:
        return f"({self.path}){self.times}"


Node = NamedNode | BlankNode | Literal | Triple
Path = Predicate | Inverse | Sequence | Alternative | Repeated

RDF_TYPE = Predicate(RDF + "type")
SUBCLASS = Predicate(PREFIXES["rdfs"] + "subClassOf")
INSTANCE_BY_SUBCLASS = Sequence((RDF_TYPE, Repeated(SUBCLASS, "+")))
INSTANCE = Sequence((RDF_TYPE, Repeated(SUBCLASS, "*")))

_REPEATED = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


class MalformedPath(ValueError):
    """The node is not the beginning of a path."""


def may_stay(path: Path) -> bool:
    """True where the focus node itself can be a value node, the path having no length."""
    match path:
        case Repeated(inner, times):
            return times != "+" or may_stay(inner)
        case Sequence(steps):
            return all(map(may_stay, steps))
        case Alternative(choices):
            return any(map(may_stay, choices))
        case Inverse(inner):
            return may_stay(inner)
    return False


def members(graph: Store, head: Node) -> list[Node]:
    """The members of an RDF list; MalformedPath where it is none or bites its own tail."""
    found: list[Node] = []
    seen: set[Node] = set()
    while head != NIL:
        if isinstance(head, Literal | Triple):
            raise MalformedPath(f"{head} is no RDF list")
        first = [quad.object for quad in graph.quads_for_pattern(head, NamedNode(RDF + "first"), None)]
        rest = [quad.object for quad in graph.quads_for_pattern(head, NamedNode(RDF + "rest"), None)]
        if len(first) != 1 or len(rest) != 1 or head in seen:
            raise MalformedPath("an RDF list is broken")
        seen.add(head)
        found.append(first[0])
        head = rest[0]
    return found


def read_path(graph: Store, node: Node) -> Path:
    """The path that begins at the node of a shapes graph; MalformedPath where there is none."""
    if isinstance(node, NamedNode):
        return Predicate(node.value)
    if not isinstance(node, BlankNode):
        raise MalformedPath(f"{node} is no path")
    quads = list(graph.quads_for_pattern(node, None, None))
    if any(quad.predicate.value == RDF + "first" for quad in quads):
        return Sequence(tuple(read_path(graph, step) for step in members(graph, node)))
    if len(quads) != 1:
        raise MalformedPath("a path has exactly one of sh:inversePath, sh:alternativePath, sh:zeroOrMorePath, ...")
    kind, inner = quads[0].predicate.value.removeprefix(SH), quads[0].object
    if kind == "inversePath":
        return Inverse(read_path(graph, inner))
    if kind == "alternativePath":
        return Alternative(tuple(read_path(graph, choice) for choice in members(graph, inner)))
    if kind in _REPEATED:
        return Repeated(read_path(graph, inner), _REPEATED[kind])
    raise MalformedPath(f"sh:{kind} is no kind of path")


def path_node(path: Path, base: str) -> NamedNode:
    """The node that stands for the path in a report: the property, or an IRI made of the path's own text."""
    if isinstance(path, Predicate):
        return NamedNode(path.iri)
    return NamedNode(f"{base}path/{hashlib.sha256(str(path).encode()).hexdigest()[:16]}")


def describe_path(path: Path, base: str) -> Iterator[Triple]:
    """The triples that say what `path_node` stands for, with IRIs where SHACL's examples have blank nodes."""
    node = path_node(path, base)
    match path:
        case Predicate():
            return
        case Sequence(parts):
            yield from _describe_list(node, parts, base)
        case Alternative(parts):
            head = NamedNode(node.value + "/choices")
            yield Triple(node, NamedNode(SH + "alternativePath"), head)
            yield from _describe_list(head, parts, base)
        case Inverse(inner):
            yield Triple(node, NamedNode(SH + "inversePath"), path_node(inner, base))
            yield from describe_path(inner, base)
        case Repeated(inner, times):
            kind = next(name for name, sign in _REPEATED.items() if sign == times)
            yield Triple(node, NamedNode(SH + kind), path_node(inner, base))
            yield from describe_path(inner, base)


def _describe_list(head: NamedNode, parts: tuple[Path, ...], base: str) -> Iterator[Triple]:
    for index, part in enumerate(parts):
        cell = head if index == 0 else NamedNode(f"{head.value}/{index}")
        rest = NamedNode(f"{head.value}/{index + 1}") if index + 1 < len(parts) else NIL
        yield Triple(cell, NamedNode(RDF + "first"), path_node(part, base))
        yield Triple(cell, NamedNode(RDF + "rest"), rest)
        yield from describe_path(part, base)
