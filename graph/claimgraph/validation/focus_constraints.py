"""Constraints on all value nodes of one focus node together (SHACL, sections 4.2, 4.4 and 4.5).

Each one says two things that must agree: whether a set of values is right, and, for sieving many focus nodes at once,
the same as an expression of SPARQL about the focus node.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

from pyoxigraph import Literal

from claimgraph.validation.algebra import Call, Compare, Edge, Exists, Expression, Filter, Not, Term, Var
from claimgraph.validation.paths import SH, Path, Predicate
from claimgraph.validation.reaching import is_one_step, reaches

LARGEST_JOIN = 3
"""More values than these are counted, not joined: the join tries every order of the values."""


class FocusConstraint(Protocol):
    """One condition on the value nodes of a focus node taken together."""

    @property
    def component(self) -> str: ...

    def holds(self, values: AbstractSet[Term]) -> bool:
        """Whether the value nodes of one focus node are right."""

    def accepts(self, focus: Var, path: Path) -> Expression | None:
        """The same of a focus node, or None where an expression would cost more than counting."""

    def says(self) -> str:
        """The message where the shape has none."""


@dataclass(frozen=True, slots=True)
class AtLeast:
    """sh:minCount."""

    count: int
    component = SH + "MinCountConstraintComponent"

    def holds(self, values: AbstractSet[Term]) -> bool:
        return len(values) >= self.count

    def accepts(self, focus: Var, path: Path) -> Expression | None:
        return distinct_values(focus, path, self.count)

    def says(self) -> str:
        return f"there are fewer than {self.count} values"


@dataclass(frozen=True, slots=True)
class AtMost:
    """sh:maxCount."""

    count: int
    component = SH + "MaxCountConstraintComponent"

    def holds(self, values: AbstractSet[Term]) -> bool:
        return len(values) <= self.count

    def accepts(self, focus: Var, path: Path) -> Expression | None:
        too_many = distinct_values(focus, path, self.count + 1)
        return None if too_many is None else Not(too_many)

    def says(self) -> str:
        return f"there are more than {self.count} values"


@dataclass(frozen=True, slots=True)
class Having:
    """sh:hasValue: the term is among the value nodes."""

    term: Term
    component = SH + "HasValueConstraintComponent"

    def holds(self, values: AbstractSet[Term]) -> bool:
        return self.term in values

    def accepts(self, focus: Var, path: Path) -> Expression | None:
        return Exists((Edge(focus, path, self.term),)) if isinstance(path, Predicate) else None

    def says(self) -> str:
        return f"{self.term} is not among the values"


@dataclass(frozen=True, slots=True)
class OncePerLanguage:
    """sh:uniqueLang: no language tag is used twice."""

    component = SH + "UniqueLangConstraintComponent"

    def holds(self, values: AbstractSet[Term]) -> bool:
        tags = Counter(value.language.lower() for value in values if isinstance(value, Literal) and value.language)
        return all(uses == 1 for uses in tags.values())

    def accepts(self, focus: Var, path: Path) -> Expression | None:
        if not is_one_step(path):
            return None
        one, other = focus.below("a"), focus.below("b")
        tag = Call("LANG", (one,))
        same = Compare(tag, "=", Call("LANG", (other,)))
        tagged = Compare(tag, "!=", Literal(""))
        twice = (Edge(focus, path, one), Filter(tagged), Edge(focus, path, other), Filter(same), _apart(one, other))
        return Not(Exists(twice))

    def says(self) -> str:
        return "two values have the same language"


def distinct_values(focus: Var, path: Path, count: int) -> Expression | None:
    """True where the focus node has at least so many values; None where that is better counted."""
    if count == 1:
        return reaches(focus, path, focus.below("n"))
    if count > LARGEST_JOIN or not is_one_step(path):
        return None
    values = [focus.below(f"n{index}") for index in range(count)]
    edges = tuple(Edge(focus, path, value) for value in values)
    return Exists((*edges, *(_apart(one, other) for one, other in combinations(values, 2))))


def _apart(one: Var, other: Var) -> Filter:
    return Filter(Not(Call("sameTerm", (one, other))))
