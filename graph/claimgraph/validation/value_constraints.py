"""Constraints on each value node by itself (SHACL, section 4): what accepts a value, as an expression of SPARQL.

A value that is not surely accepted is reported with the constraint's component and the value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import Literal, NamedNode

from claimgraph.validation.algebra import (
    FALSE,
    AllOf,
    AnyOf,
    Call,
    Compare,
    Edge,
    Exists,
    Expression,
    Filter,
    Not,
    Term,
    Var,
    same_as_any,
    sure,
    text_of,
)
from claimgraph.validation.paths import INSTANCE_BY_SUBCLASS, RDF_TYPE, SH, Predicate
from claimgraph.validation.reaching import reaches
from claimgraph.vocabulary import PREFIXES

XSD = PREFIXES["xsd"]

REWRITTEN = {
    **dict.fromkeys(("int", "long", "short", "byte", "positiveInteger", "negativeInteger"), "integer"),
    **dict.fromkeys(("nonNegativeInteger", "nonPositiveInteger", "unsignedInt", "unsignedLong"), "integer"),
    **dict.fromkeys(("unsignedShort", "unsignedByte"), "integer"),
    "dateTimeStamp": "dateTime",
}
"""Datatypes of XML Schema whose literals the engine stores with a wider one."""

_NUMBERS = {  # what is too large for the engine's own numbers is judged by its lexical form
    "integer": r"^[+-]?[0-9]+$",
    "decimal": r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$",
    "float": None,
    "double": None,
}
_DATES = frozenset(("date", "time", "dateTime", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"))
_CAST = _DATES | {"boolean", "duration", "yearMonthDuration", "dayTimeDuration"}
_KINDS = {"IRI": "isIRI", "BlankNode": "isBlank", "Literal": "isLiteral"}


class ValueConstraint(Protocol):
    """One condition that every value node has to meet."""

    @property
    def component(self) -> str: ...

    def accepts(self, focus: Var, value: Var) -> Expression:
        """True of a value that meets the condition, never an error."""

    def says(self) -> str:
        """The message where the shape has none."""


@dataclass(frozen=True, slots=True)
class InstanceOf:
    """sh:class."""

    wanted: NamedNode
    component = SH + "ClassConstraintComponent"

    def accepts(self, focus: Var, value: Var) -> Expression:
        stated = Exists((Edge(value, RDF_TYPE, self.wanted),))
        return AnyOf((stated, reaches(value, INSTANCE_BY_SUBCLASS, self.wanted)))

    def says(self) -> str:
        return f"the value is no {self.wanted}"


@dataclass(frozen=True, slots=True)
class OfDatatype:
    """sh:datatype: the datatype is the one named, and the literal is well-formed where SPARQL knows the datatype."""

    wanted: NamedNode
    component = SH + "DatatypeConstraintComponent"

    def accepts(self, focus: Var, value: Var) -> Expression:
        named = Compare(Call("DATATYPE", (value,)), "=", self.wanted)
        return sure(AllOf((named, *self._well_formed(value))))

    def _well_formed(self, value: Var) -> tuple[Expression, ...]:
        name = self.wanted.value.removeprefix(XSD)
        if name in _CAST:
            return (Call("sameTerm", (Call(self.wanted, (text_of(value),)), value)),)
        if name not in _NUMBERS:
            return ()
        lexical = _NUMBERS[name]
        number = Call("isNumeric", (value,))
        if lexical is None:
            return (number,)
        return (AnyOf((number, Call("REGEX", (text_of(value), Literal(lexical))))),)

    def says(self) -> str:
        return f"the value is no well-formed literal of {self.wanted}"


@dataclass(frozen=True, slots=True)
class OfKind:
    """sh:nodeKind; `kind` is the local name, such as BlankNodeOrIRI."""

    kind: str
    component = SH + "NodeKindConstraintComponent"

    def accepts(self, focus: Var, value: Var) -> Expression:
        return AnyOf(tuple(Call(_KINDS[kind], (value,)) for kind in self.kind.split("Or")))

    def says(self) -> str:
        return f"the value is not of node kind sh:{self.kind}"


@dataclass(frozen=True, slots=True)
class Within:
    """sh:minInclusive and its kin: the value stands in the relation to the bound.

    A number too large for the engine's own arithmetic is compared as xsd:double.
    """

    operator: str
    bound: Literal
    component: str

    def accepts(self, focus: Var, value: Var) -> Expression:
        large = Compare(_as_double(value), self.operator, _as_double(self.bound))
        datatype = Call("DATATYPE", (value,))
        exact = AnyOf(tuple(Compare(datatype, "=", NamedNode(XSD + name)) for name in ("integer", "decimal")))
        return Call("COALESCE", (Compare(value, self.operator, self.bound), AllOf((exact, large)), FALSE))

    def says(self) -> str:
        return f"the value is not {self.operator} {self.bound.value}"


@dataclass(frozen=True, slots=True)
class OfLength:
    """sh:minLength and sh:maxLength, in characters; a blank node has no length."""

    operator: str
    length: int
    component: str

    def accepts(self, focus: Var, value: Var) -> Expression:
        return sure(Compare(Call("STRLEN", (text_of(value),)), self.operator, Literal(self.length)))

    def says(self) -> str:
        return f"the length of the value is not {self.operator} {self.length}"


@dataclass(frozen=True, slots=True)
class Matching:
    """sh:pattern with sh:flags, in the regular expressions of XPath."""

    pattern: str
    flags: str
    component = SH + "PatternConstraintComponent"

    def applied(self, text: Expression) -> Expression:
        return Call("REGEX", (text, Literal(self.pattern), Literal(self.flags)))

    def accepts(self, focus: Var, value: Var) -> Expression:
        return sure(self.applied(text_of(value)))

    def says(self) -> str:
        return f"the value does not match {self.pattern}"


@dataclass(frozen=True, slots=True)
class InLanguage:
    """sh:languageIn: the language tag matches one of the basic language ranges."""

    ranges: tuple[str, ...]
    component = SH + "LanguageInConstraintComponent"

    def accepts(self, focus: Var, value: Var) -> Expression:
        tag = Call("LANG", (value,))
        return sure(AnyOf(tuple(Call("langMatches", (tag, Literal(wanted))) for wanted in self.ranges)))

    def says(self) -> str:
        return f"the value is in none of the languages {', '.join(self.ranges)}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """sh:in: the value is one of the terms."""

    terms: tuple[Term, ...]
    component = SH + "InConstraintComponent"

    def accepts(self, focus: Var, value: Var) -> Expression:
        return sure(same_as_any(value, self.terms))

    def says(self) -> str:
        return f"the value is none of {', '.join(map(str, self.terms))}"


@dataclass(frozen=True, slots=True)
class DisjointFrom:
    """sh:disjoint: the value is no value of the other property."""

    other: Predicate
    component = SH + "DisjointConstraintComponent"

    def accepts(self, focus: Var, value: Var) -> Expression:
        return Not(Exists((Edge(focus, self.other, value),)))

    def says(self) -> str:
        return f"the value is a value of {self.other} too"


@dataclass(frozen=True, slots=True)
class Before:
    """sh:lessThan and sh:lessThanOrEquals: the value compares so with every value of the other property."""

    operator: str
    other: Predicate
    component: str

    def accepts(self, focus: Var, value: Var) -> Expression:
        against = value.below("o")
        broken = Not(sure(Compare(value, self.operator, against)))
        return Not(Exists((Edge(focus, self.other, against), Filter(broken))))

    def says(self) -> str:
        return f"the value is not {self.operator} every value of {self.other}"


def _as_double(number: Expression) -> Expression:
    return Call(NamedNode(XSD + "double"), (text_of(number),))
