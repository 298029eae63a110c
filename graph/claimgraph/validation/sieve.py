"""Which focus nodes fail which constraint, asked of a whole batch in one query.

Most nodes are right. One expression for each constraint, true of a node that fails it, sieves the few that are not;
`evaluation` then says exactly what is wrong with those. Where a constraint has no such expression, every node of the
batch is evaluated.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode

from claimgraph.validation.algebra import AllOf, AnyOf, Call, Edge, Exists, Expression, Filter, In, Not, Var
from claimgraph.validation.focus_constraints import AtLeast, AtMost, Having, OncePerLanguage
from claimgraph.validation.paths import Path
from claimgraph.validation.prebinding import SparqlConstraint
from claimgraph.validation.reaching import reaches
from claimgraph.validation.shape import (
    Closed,
    Combined,
    Conforming,
    Constraint,
    EqualTo,
    HasProperty,
    NotConforming,
    OnValue,
    Qualified,
    Shape,
)

OnNode = SparqlConstraint | Qualified | AtLeast | AtMost | Having | OncePerLanguage | EqualTo
OnItself = OnValue | Closed | HasProperty | Conforming | NotConforming | Combined
"""Constraints on all values of a node together, and on each value by itself."""


def fails(shape: Shape, node: Var) -> Expression | None:
    """True of a node that does not conform to the shape; None where only an evaluation can tell."""
    if shape.deactivated:
        return AnyOf(())
    together = tuple(one for one in shape.constraints if not isinstance(one, OnNode))
    of_nodes = (constraint_fails(one, shape.path, node) for one in shape.constraints if isinstance(one, OnNode))
    return _any((*of_nodes, _some_value_fails(together, shape.path, node)))


def constraint_fails(constraint: Constraint, path: Path | None, node: Var) -> Expression | None:
    """True of a focus node that fails the constraint of a shape with this path; None as above."""
    match constraint:
        case SparqlConstraint() | Qualified():
            return None
        case Having(term) if path is None and not isinstance(term, BlankNode):
            return Not(Call("sameTerm", (node, term)))
        case AtLeast() | AtMost() | Having() | OncePerLanguage():
            return None if path is None else _denied(constraint.accepts(node, path))
        case EqualTo():
            return _unequal(constraint, path, node)
    return _some_value_fails((constraint,), path, node)


def _some_value_fails(constraints: tuple[OnItself, ...], path: Path | None, node: Var) -> Expression | None:
    """True of a focus node with a value that fails one of the constraints: one walk along the path for them all."""
    if not constraints:
        return AnyOf(())
    value = node if path is None else node.below("v")
    failing = _any(_value_fails(constraint, node, value) for constraint in constraints)
    if path is None or failing is None:
        return failing
    return reaches(node, path, value, failing)


def _value_fails(constraint: OnItself, focus: Var, value: Var) -> Expression | None:
    """True of a value node that the constraint does not accept."""
    match constraint:
        case Closed(allowed):
            predicate = value.below("p")
            other = Filter(Not(In(predicate, allowed)))
            return Exists((Edge(value, predicate, value.below("x")), other))
        case HasProperty(shape) | Conforming(shape):
            return fails(shape, value)
        case NotConforming(shape):
            return _denied(fails(shape, value))
        case Combined(shapes, fewest, most, _):
            return _outside(tuple(fails(shape, value) for shape in shapes), fewest, most)
    return Not(constraint.accepts(focus, value))


def _unequal(constraint: EqualTo, path: Path | None, node: Var) -> Expression | None:
    value = node.below("v")
    if path is None:  # the value node is the focus node: it has to be the only value of the property
        other = Exists((Edge(node, constraint.other, value), Filter(Not(Call("sameTerm", (node, value))))))
        return AnyOf((Not(Exists((Edge(node, constraint.other, node),))), other))
    missing = reaches(node, path, value, Not(Exists((Edge(node, constraint.other, value),))))
    added = reaches(node, constraint.other, value, Not(reaches(node, path, value)))
    return AnyOf((missing, added))


def _outside(failing: tuple[Expression | None, ...], fewest: int, most: int) -> Expression | None:
    """True where the number of shapes that a node conforms to is not between the two."""
    known = tuple(expression for expression in failing if expression is not None)
    if len(known) < len(failing):
        return None
    if fewest == len(known):
        return AnyOf(known)
    if most == len(known):
        return AllOf(known)
    only = tuple(
        AllOf((Not(one), *(other for place, other in enumerate(known) if place != index)))
        for index, one in enumerate(known)
    )
    return Not(AnyOf(only))


def _denied(expression: Expression | None) -> Expression | None:
    return None if expression is None else Not(expression)


def _any(expressions: Iterable[Expression | None]) -> Expression | None:
    known = []
    for expression in expressions:
        if expression is None:
            return None
        known.append(expression)
    return AnyOf(tuple(known))
