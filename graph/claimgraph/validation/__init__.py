"""Does a graph keep to its shapes? `validate` answers with a report of everything that is wrong, and where.

SHACL Core and SPARQL constraints, compiled to queries that look at many nodes at once. What is not understood in a
shape is refused, never passed over. The room reads a store; it repairs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import NamedNode

from claimgraph.validation.algebra import Term
from claimgraph.validation.evaluation import Evaluation, Outcome, Queryable
from claimgraph.validation.examination import examined
from claimgraph.validation.reading import read_shapes
from claimgraph.validation.report import Finding, Report
from claimgraph.validation.shape import Shape, Targets
from claimgraph.validation.targets import focus_nodes, focus_nodes_among, subjects_in
from claimgraph.validation.whereabouts import located
from claimgraph.vocabulary import packaged

__all__ = ["Finding", "Report", "Shape", "packaged_shapes", "read_shapes", "validate"]


def packaged_shapes() -> tuple[Path, ...]:
    """The shapes of a graph of claims, as they come with the ontology."""
    return tuple(packaged("ontology") / "shapes" / name for name in ("claims.ttl", "market.ttl"))


def validate(
    store: Queryable,
    *,
    shapes: Sequence[Path | Shape] | None = None,
    graphs: Sequence[str] | None = None,
    nodes: Iterable[str] | None = None,
) -> Report:
    """Everything in the store that breaks the shapes: Turtle files, or shapes that `read_shapes` has read.

    With `graphs` or `nodes` only the focus nodes that are subjects in one of these named graphs, or have one of these
    IRIs, are looked at, at a cost in proportion to them; what they refer to is looked up in the whole store. A change
    that breaks other nodes, such as taking away an entity, needs those named too. Raises ValidationError for shapes that
    cannot be read or hold something that is not supported.
    """
    given = packaged_shapes() if shapes is None else shapes
    files = [shape for shape in given if isinstance(shape, Path)]
    known = [*(shape for shape in given if isinstance(shape, Shape)), *(read_shapes(files) if files else ())]
    evaluation = Evaluation(store)
    subjects = None if graphs is None and nodes is None else _chosen(evaluation, graphs or (), nodes or ())
    alike: dict[Targets, list[Term]] = {}
    outcome = Outcome()
    for shape in known:
        if shape.deactivated:
            continue
        if subjects is None:
            outcome.add(examined(evaluation, shape, focus_nodes(evaluation, shape)))
            continue
        if shape.targets not in alike:  # most shapes aim at one of a few classes
            alike[shape.targets] = list(focus_nodes_among(evaluation, shape, subjects))
        outcome.add(examined(evaluation, shape, alike[shape.targets]))
    return Report(tuple(sorted(located(evaluation, outcome.findings, graphs or ()), key=Finding.sort_key)))


def _chosen(evaluation: Evaluation, graphs: Sequence[str], nodes: Iterable[str]) -> list[Term]:
    """The subjects of the graphs and the nodes, sorted."""
    return sorted({*subjects_in(evaluation, graphs), *map(NamedNode, nodes)}, key=str)
