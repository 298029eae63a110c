"""Whether a path leads from a node to another that meets a condition, in a form that the engine walks step by step.

Inside EXISTS the engine joins two patterns by scanning the second one whole, for every node anew. A step nested in
an EXISTS of its own is looked up instead: so a sequence of steps becomes one EXISTS within another.
"""

from __future__ import annotations

from claimgraph.validation.algebra import AnyOf, Edge, Exists, Expression, Filter, Term, Var
from claimgraph.validation.paths import Alternative, Inverse, Path, Predicate, Repeated, Sequence


def reaches(start: Var, path: Path, end: Var | Term, condition: Expression | None = None) -> Expression:
    """True where the path leads from `start` to `end`, of which the condition holds."""
    match inward(path):
        case Sequence((only,)):
            return reaches(start, only, end, condition)
        case Sequence((first, *rest)):
            middle = start.below("s")
            return reaches(start, first, middle, reaches(middle, Sequence(tuple(rest)), end, condition))
        case Alternative(choices):
            return AnyOf(tuple(reaches(start, choice, end, condition) for choice in choices))
        case step:
            edge = Edge(start, step, end)
            return Exists((edge,) if condition is None else (edge, Filter(condition)))


def is_one_step(path: Path) -> bool:
    """Whether the engine looks the path up as one pattern, so that several such patterns may stand in one EXISTS."""
    match inward(path):
        case Sequence(steps):
            return len(steps) == 1 and is_one_step(steps[0])
        case Alternative(choices):
            return all(map(is_one_step, choices))
    return True


def inward(path: Path) -> Path:
    """The same path with every inversion at a single property: ^(a/b) is ^b/^a."""
    match path:
        case Inverse(Predicate()) | Predicate():
            return path
        case Inverse(Inverse(inner)):
            return inward(inner)
        case Inverse(Sequence(steps)):
            return Sequence(tuple(inward(Inverse(step)) for step in reversed(steps)))
        case Inverse(Alternative(choices)):
            return Alternative(tuple(inward(Inverse(choice)) for choice in choices))
        case Inverse(Repeated(inner, times)):
            return Repeated(inward(Inverse(inner)), times)
    return path
