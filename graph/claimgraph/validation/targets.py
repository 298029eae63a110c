"""The focus nodes of a shape: all of them, or those among given subjects (SHACL, section 2.1.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimgraph.errors import ValidationError
from claimgraph.store.contract import graph_name
from claimgraph.validation.algebra import (
    THIS,
    AnyOf,
    Edge,
    Exists,
    Expression,
    Filter,
    InGraph,
    Pattern,
    Select,
    Term,
    Var,
    nodes,
)
from claimgraph.validation.evaluation import Evaluation, batches
from claimgraph.validation.paths import INSTANCE, INSTANCE_BY_SUBCLASS, RDF_TYPE, may_stay
from claimgraph.validation.reaching import reaches
from claimgraph.validation.shape import Combined, Conforming, HasProperty, NotConforming, Qualified, Shape, Targets

_OTHER, _PREDICATE = Var("other"), Var("predicate")


def focus_nodes(evaluation: Evaluation, shape: Shape) -> Iterator[Term]:
    """Every focus node of the shape; one that is aimed at twice may come twice."""
    targets = shape.targets
    if targets.nodes and _may_stay(shape):
        _refuse_absent(evaluation, shape)
    yield from targets.nodes
    patterns: list[Pattern] = [Edge(THIS, INSTANCE, wanted) for wanted in targets.classes]
    patterns += [Edge(THIS, path, _OTHER) for path in targets.subjects_of]
    patterns += [Edge(_OTHER, path, THIS) for path in targets.objects_of]
    for pattern in patterns:
        for row in evaluation.rows(Select((THIS,), (pattern,))):
            yield row["this"]


def focus_nodes_among(evaluation: Evaluation, shape: Shape, subjects: Sequence[Term]) -> Iterator[Term]:
    """The subjects that are focus nodes of the shape; asks about the subjects alone."""
    chosen = set(shape.targets.nodes)
    yield from (node for node in subjects if node in chosen)
    aimed_at = _aimed_at(shape.targets)
    if aimed_at is not None:
        for batch in batches(subjects):
            for row in evaluation.rows(Select((THIS,), (nodes(THIS, batch), Filter(aimed_at)))):
                yield row["this"]


def subjects_in(evaluation: Evaluation, graphs: Sequence[str]) -> list[Term]:
    """The subjects of the named graphs, sorted. Raises StoreError for a name that is no IRI."""
    found: set[Term] = set()
    for graph in graphs:
        pattern = InGraph(graph_name(graph), Edge(THIS, _PREDICATE, _OTHER))
        found.update(row["this"] for row in evaluation.rows(Select((THIS,), (pattern,))))
    return sorted(found, key=str)


def _aimed_at(targets: Targets) -> Expression | None:
    """True of a focus node, sh:targetNode apart."""
    ways = [reaches(THIS, path, wanted) for wanted in targets.classes for path in (RDF_TYPE, INSTANCE_BY_SUBCLASS)]
    ways += [Exists((Edge(THIS, path, _OTHER),)) for path in targets.subjects_of]
    ways += [Exists((Edge(_OTHER, path, THIS),)) for path in targets.objects_of]
    return AnyOf(tuple(ways)) if ways else None


def _may_stay(shape: Shape) -> bool:
    """Whether the shape, or one that it refers to, has a path that may have no length."""
    if shape.path is not None and may_stay(shape.path):
        return True
    return any(map(_may_stay, referred(shape)))


def referred(shape: Shape) -> Iterator[Shape]:
    """The shapes that the constraints of a shape refer to."""
    for constraint in shape.constraints:
        match constraint:
            case HasProperty(other) | Conforming(other) | NotConforming(other):
                yield other
            case Combined(others):
                yield from others
            case Qualified(other, siblings):
                yield from (other, *siblings)


def _refuse_absent(evaluation: Evaluation, shape: Shape) -> None:
    """The engine walks no path of no length from a node that the graph does not have."""
    wanted = shape.targets.nodes
    there = AnyOf((Exists((Edge(THIS, _PREDICATE, _OTHER),)), Exists((Edge(_OTHER, _PREDICATE, THIS),))))
    found = {row["this"] for row in evaluation.rows(Select((THIS,), (nodes(THIS, wanted), Filter(there))))}
    for node in wanted:
        if node not in found:
            why = "a target node that is absent from the graph cannot be checked along a path that may have no length"
            raise ValidationError(f"shape <{shape.name}>: {node}: {why}; add the node or leave it out of sh:targetNode")
