"""Shapes as values: what they aim at, along which path, and the constraints that refer to other shapes.

Read from Turtle by `reading`, evaluated by `evaluation`; constraints on plain values are in `value_constraints` and
`focus_constraints`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from claimgraph.validation.algebra import Term
from claimgraph.validation.focus_constraints import AtLeast, AtMost, Having, OncePerLanguage
from claimgraph.validation.paths import SH, Path, Predicate
from claimgraph.validation.prebinding import SparqlConstraint
from claimgraph.validation.value_constraints import (
    Before,
    DisjointFrom,
    InLanguage,
    InstanceOf,
    Matching,
    OfDatatype,
    OfKind,
    OfLength,
    OneOf,
    Within,
)


@dataclass(frozen=True, slots=True)
class Targets:
    """Where the focus nodes of a shape come from (SHACL, section 2.1.3)."""

    nodes: tuple[Term, ...] = ()
    classes: tuple[NamedNode, ...] = ()
    subjects_of: tuple[Predicate, ...] = ()
    objects_of: tuple[Predicate, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape, or with a path a property shape.

    `name` is the IRI that findings carry: the shape's own, or of an anonymous shape that of the named shape around it.
    """

    name: str
    path: Path | None
    constraints: tuple[Constraint, ...]
    targets: Targets = field(default_factory=Targets)
    severity: str = SH + "Violation"
    messages: tuple[Literal, ...] = ()
    deactivated: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """sh:closed: a value node has no other properties than these."""

    allowed: tuple[NamedNode, ...]
    component = SH + "ClosedConstraintComponent"

    def says(self) -> str:
        return "the shape is closed and does not have this property"


@dataclass(frozen=True, slots=True)
class EqualTo:
    """sh:equals: the value nodes are exactly the values of the other property."""

    other: Predicate
    component = SH + "EqualsConstraintComponent"

    def says(self) -> str:
        return f"the value is not shared with {self.other}"


@dataclass(frozen=True, slots=True)
class HasProperty:
    """sh:property: every value node is a focus node of the property shape, which reports for itself."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Conforming:
    """sh:node: every value node conforms to the shape."""

    shape: Shape
    component = SH + "NodeConstraintComponent"

    def says(self) -> str:
        return f"the value does not conform to <{self.shape.name}>"


@dataclass(frozen=True, slots=True)
class NotConforming:
    """sh:not: no value node conforms to the shape."""

    shape: Shape
    component = SH + "NotConstraintComponent"

    def says(self) -> str:
        return "the value conforms to a shape that it must not conform to"


@dataclass(frozen=True, slots=True)
class Combined:
    """sh:and, sh:or and sh:xone: how many of the shapes a value node conforms to lies between the two numbers."""

    shapes: tuple[Shape, ...]
    fewest: int
    most: int
    component: str

    def says(self) -> str:
        wanted = str(self.fewest) if self.fewest == self.most else f"at least {self.fewest}"
        return f"the value does not conform to {wanted} of {len(self.shapes)} shapes"


@dataclass(frozen=True, slots=True)
class Qualified:
    """sh:qualifiedValueShape: how many value nodes conform to the shape and to none of its siblings."""

    shape: Shape
    siblings: tuple[Shape, ...]
    fewest: int | None
    most: int | None


OnValue = InstanceOf | OfDatatype | OfKind | Within | OfLength | Matching | InLanguage | OneOf | DisjointFrom | Before
OnFocus = AtLeast | AtMost | Having | OncePerLanguage
OnShapes = HasProperty | Conforming | NotConforming | Combined | Qualified
Constraint = OnValue | OnFocus | OnShapes | Closed | EqualTo | SparqlConstraint
