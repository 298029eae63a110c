"""Reads shapes out of a shapes graph, and refuses by name whatever it does not understand.

A constraint that is not understood would pass in silence, so every property in SHACL's namespace that stands on a
shape is either read here, known to say nothing about conformance, or an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from pyoxigraph import BlankNode, Literal, NamedNode

from claimgraph.validation.algebra import Term
from claimgraph.validation.parameters import PARAMETERS, read_constraint
from claimgraph.validation.paths import SH, MalformedPath, Path, Predicate, read_path
from claimgraph.validation.shape import Shape, Targets
from claimgraph.validation.shapes_graph import ShapesGraph
from claimgraph.vocabulary import PREFIXES

_TYPE = PREFIXES["rdf"] + "type"
_RDFS_CLASS, _OWL_CLASS = NamedNode(PREFIXES["rdfs"] + "Class"), NamedNode(PREFIXES["owl"] + "Class")
_SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_SAYS_NOTHING = frozenset(["name", "description", "order", "group", "defaultValue"])
_OF_SHAPES = frozenset(("path", "severity", "message", "deactivated", *_TARGETS))
_UNDERSTOOD = frozenset(PARAMETERS) | _SAYS_NOTHING | _OF_SHAPES
_ELSEWHERE = ("ConstraintComponent", "Rule", "Function", "SPARQLFunction", "SPARQLTargetType", "JSConstraint")


def read_shapes(files: Iterable[FilePath]) -> tuple[Shape, ...]:
    """The shapes of the files that have targets, sorted by name; ValidationError for what is not understood."""
    graph = ShapesGraph.read(files)
    for kind in _ELSEWHERE:
        for node in graph.subjects(_TYPE, NamedNode(SH + kind)):
            raise graph.refusal(node, f"sh:{kind} is not supported; write a sh:sparql constraint on the shape")
    for node in graph.subjects(SH + "entailment"):
        raise graph.refusal(node, "sh:entailment is not supported; validate the graph after inference")
    reader = Reader(graph)
    roots = [reader.shape(node) for node in reader.declared()]
    return tuple(sorted((shape for shape in roots if shape.targets), key=lambda shape: shape.name))


@dataclass(slots=True)
class Reader:
    """Reads shapes by their nodes; remembers those being read, for a shape must not refer to itself."""

    graph: ShapesGraph
    _open: list[Term] = field(default_factory=list)
    _names: list[str] = field(default_factory=list)

    def declared(self) -> list[Term]:
        """The nodes that are shapes by themselves: by their type or because they have a target."""
        nodes: set[Term] = set()
        for kind in ("NodeShape", "PropertyShape"):
            nodes.update(self.graph.subjects(_TYPE, NamedNode(SH + kind)))
        for target in _TARGETS:
            nodes.update(self.graph.subjects(SH + target))
        return sorted((node for node in nodes if self._stands_alone(node)), key=str)

    def _stands_alone(self, node: Term) -> bool:
        return isinstance(node, NamedNode) or any(self.graph.values(node, target) for target in _TARGETS)

    def shape(self, node: Term) -> Shape:
        """The shape at the node, with all that it refers to."""
        if node in self._open:
            raise self.graph.refusal(node, "the shape refers to itself; recursive shapes are not supported")
        if isinstance(node, Literal):
            raise self.graph.refusal(self._open[-1], f"{node} is used as a shape")
        self._check(node)
        self._open.append(node)
        self._names.append(self._name(node))
        try:
            return self._read(node)
        finally:
            self._open.pop()
            self._names.pop()

    def _check(self, node: Term) -> None:
        predicates = self.graph.predicates(node)
        if not predicates:
            raise self.graph.refusal(self._open[-1] if self._open else node, f"the shape {node} is not defined")
        for predicate in predicates:
            if predicate.startswith(SH) and predicate.removeprefix(SH) not in _UNDERSTOOD:
                raise self.graph.refusal(node, f"sh:{predicate.removeprefix(SH)} is not supported")

    def _name(self, node: Term) -> str:
        if isinstance(node, NamedNode):
            return node.value
        if not self._names:
            raise self.graph.refusal(node, "a shape with a target needs an IRI, so that a finding can name it")
        return self._names[-1]

    def _read(self, node: Term) -> Shape:
        path = self.path(node)
        severity = self.graph.only(node, "severity")
        found = [read_constraint(self, node, path, name) for name in PARAMETERS if self.graph.values(node, name)]
        return Shape(
            name=self._names[-1],
            path=path,
            constraints=tuple(constraint for group in found for constraint in group),
            targets=self._targets(node),
            severity=severity.value if isinstance(severity, NamedNode) else SH + "Violation",
            messages=self.graph.texts(node, "message"),
            deactivated=self.graph.flag(node, "deactivated"),
        )

    def path(self, node: Term) -> Path | None:
        """The path of a property shape; None for a node shape."""
        start = self.graph.only(node, "path")
        if start is None:
            if NamedNode(SH + "PropertyShape") in self.graph.values(node, _TYPE):
                raise self.graph.refusal(node, "a property shape needs sh:path")
            return None
        try:
            return read_path(self.graph.store, start)
        except MalformedPath as error:
            raise self.graph.refusal(node, f"sh:path cannot be read: {error}") from error

    def _targets(self, node: Term) -> Targets:
        classes = [*self.iris(node, "targetClass"), *([node] if self._is_class(node) else [])]
        targets = Targets(
            nodes=tuple(self.graph.values(node, "targetNode")),
            classes=tuple(value for value in classes if isinstance(value, NamedNode)),
            subjects_of=tuple(Predicate(value.value) for value in self.iris(node, "targetSubjectsOf")),
            objects_of=tuple(Predicate(value.value) for value in self.iris(node, "targetObjectsOf")),
        )
        if any(isinstance(value, BlankNode) for value in targets.nodes):
            raise self.graph.refusal(node, "sh:targetNode is a blank node; give the node an IRI")
        return targets

    def _is_class(self, node: Term) -> bool:
        """A shape that is a class aims at its instances (SHACL, section 2.1.3.3)."""
        types = self.graph.values(node, _TYPE)
        of_classes = {_RDFS_CLASS, _OWL_CLASS, *self.graph.subjects(_SUBCLASS, _RDFS_CLASS)}
        return any(value in of_classes for value in types)

    def iris(self, node: Term, local_name: str) -> list[NamedNode]:
        """The IRIs that a property has for values; anything else is refused."""
        found = []
        for value in self.graph.values(node, local_name):
            if not isinstance(value, NamedNode):
                raise self.graph.refusal(node, f"sh:{local_name} is {value}; write an IRI")
            found.append(value)
        return found
