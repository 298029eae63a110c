"""The list of constraint parameters: what each property of a shape is read into (SHACL, section 4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from claimgraph.validation.algebra import FALSE, Call, Filter, Term
from claimgraph.validation.focus_constraints import AtLeast, AtMost, Having, OncePerLanguage
from claimgraph.validation.paths import SH, Path, Predicate
from claimgraph.validation.prebinding import read_sparql
from claimgraph.validation.shape import (
    Closed,
    Combined,
    Conforming,
    Constraint,
    EqualTo,
    HasProperty,
    NotConforming,
    Qualified,
)
from claimgraph.validation.value_constraints import (
    REWRITTEN,
    XSD,
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
from claimgraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from claimgraph.validation.reading import Reader

_KINDS = frozenset(["IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"])
_NEEDS_PATH = frozenset(("minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", "qualifiedValueShape"))


def read_constraint(reader: Reader, node: Term, path: Path | None, name: str) -> Sequence[Constraint]:
    """The constraints that the property `name` of the shape declares."""
    if path is None and name in _NEEDS_PATH:
        raise reader.graph.refusal(node, f"sh:{name} needs sh:path")
    return PARAMETERS[name](reader, node, name)


def _classes(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    return [InstanceOf(value) for value in reader.iris(node, name)]


def _datatype(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    reader.graph.only(node, name)
    (wanted,) = reader.iris(node, name)
    local = wanted.value.removeprefix(XSD)
    if local in REWRITTEN:
        advice = f"the store keeps such literals as xsd:{REWRITTEN[local]}; ask for that, with bounds where they matter"
        raise reader.graph.refusal(node, f"sh:datatype xsd:{local}: {advice}")
    if wanted.value in {PREFIXES["rdfs"] + "Literal", PREFIXES["rdfs"] + "Datatype"}:
        raise reader.graph.refusal(node, "sh:datatype with a class of literals; write sh:nodeKind sh:Literal")
    return [OfDatatype(wanted)]


def _kind(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    reader.graph.only(node, name)
    (kind,) = reader.iris(node, name)
    if kind.value.removeprefix(SH) not in _KINDS:
        raise reader.graph.refusal(node, f"sh:nodeKind {kind} is none of sh:{', sh:'.join(sorted(_KINDS))}")
    return [OfKind(kind.value.removeprefix(SH))]


def _number(reader: Reader, node: Term, name: str) -> int:
    value = reader.graph.only(node, name)
    if not isinstance(value, Literal) or not value.value.isdecimal():
        raise reader.graph.refusal(node, f"sh:{name} is {value}; write a whole number, zero or more")
    return int(value.value)


def _at_least(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    return [AtLeast(count)] if (count := _number(reader, node, name)) else []


def _at_most(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    return [AtMost(_number(reader, node, name))]


def _length(operator: str) -> Callable[[Reader, Term, str], Sequence[Constraint]]:
    def read(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
        return [OfLength(operator, _number(reader, node, name), _component(name))]

    return read


def _within(operator: str) -> Callable[[Reader, Term, str], Sequence[Constraint]]:
    def read(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
        return [Within(operator, bound, _component(name)) for bound in reader.graph.texts(node, name)]

    return read


def _before(operator: str) -> Callable[[Reader, Term, str], Sequence[Constraint]]:
    def read(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
        others = reader.iris(node, name)
        return [Before(operator, Predicate(other.value), _component(name)) for other in others]

    return read


def _patterns(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    reader.graph.only(node, "flags")
    flags = "".join(literal.value for literal in reader.graph.texts(node, "flags"))
    found = [Matching(pattern.value, flags) for pattern in reader.graph.texts(node, name)]
    for matching in found:
        compiles = Call("COALESCE", (Call("STRLEN", (Call("STR", (matching.applied(Literal("")),)),)), FALSE))
        if not Store().query(f"ASK {{ {Filter(compiles)} }}"):
            why = "is no regular expression of XPath (which has no look-around and no back-references)"
            raise reader.graph.refusal(node, f"sh:pattern {matching.pattern!r} with flags {flags!r} {why}")
    return found


def _languages(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    ranges = _listed(reader, node, name)
    if not all(isinstance(term, Literal) for term in ranges):
        raise reader.graph.refusal(node, "sh:languageIn lists something else than language tags in quotes")
    return [InLanguage(tuple(term.value for term in ranges))]


def _one_language(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    return [OncePerLanguage()] if reader.graph.flag(node, name) else []


def _one_of(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    return [OneOf(tuple(_listed(reader, node, name)))]


def _listed(reader: Reader, node: Term, name: str) -> Sequence[Term]:
    head = reader.graph.only(node, name)
    assert head is not None  # noqa: S101 - a parameter is read only where it is stated
    terms = reader.graph.members(node, name, head)
    if any(isinstance(term, BlankNode) for term in terms):
        raise reader.graph.refusal(node, f"sh:{name} lists a blank node; give the node an IRI")
    return terms


def _having(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    terms = reader.graph.values(node, name)
    if any(isinstance(term, BlankNode) for term in terms):
        raise reader.graph.refusal(node, "sh:hasValue is a blank node; give the node an IRI")
    return [Having(term) for term in terms]


def _disjoint(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    return [DisjointFrom(Predicate(other.value)) for other in reader.iris(node, name)]


def _equals(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    return [EqualTo(Predicate(other.value)) for other in reader.iris(node, name)]


def _closed(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    if not reader.graph.flag(node, name):
        return []
    ignored = _listed(reader, node, "ignoredProperties") if reader.graph.values(node, "ignoredProperties") else []
    paths = [path for shape in reader.graph.values(node, "property") for path in reader.graph.values(shape, "path")]
    return [Closed(tuple(sorted({term for term in (*ignored, *paths) if isinstance(term, NamedNode)}, key=str)))]


def _properties(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    shapes = [reader.shape(value) for value in reader.graph.values(node, name)]
    if any(shape.path is None for shape in shapes):
        raise reader.graph.refusal(node, "sh:property refers to a shape without sh:path")
    return [HasProperty(shape) for shape in shapes]


def _nodes(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    shapes = [reader.shape(value) for value in reader.graph.values(node, name)]
    if any(shape.path is not None for shape in shapes):
        raise reader.graph.refusal(node, "sh:node refers to a property shape; write sh:property")
    return [Conforming(shape) for shape in shapes]


def _nots(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    return [NotConforming(reader.shape(value)) for value in reader.graph.values(node, name)]


def _combined(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    found = []
    for head in reader.graph.values(node, name):
        shapes = tuple(reader.shape(member) for member in reader.graph.members(node, name, head))
        if not shapes:
            raise reader.graph.refusal(node, f"sh:{name} lists no shape")
        fewest = len(shapes) if name == "and" else 1
        found.append(Combined(shapes, fewest, 1 if name == "xone" else len(shapes), _component(name)))
    return found


def _qualified(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    graph = reader.graph
    fewest = _number(reader, node, "qualifiedMinCount") if graph.values(node, "qualifiedMinCount") else None
    most = _number(reader, node, "qualifiedMaxCount") if graph.values(node, "qualifiedMaxCount") else None
    if fewest is None and most is None:
        raise graph.refusal(node, "sh:qualifiedValueShape needs sh:qualifiedMinCount or sh:qualifiedMaxCount")
    own = graph.values(node, name)
    siblings: set[Term] = set()
    if graph.flag(node, "qualifiedValueShapesDisjoint"):
        for parent in graph.subjects(SH + "property", node):
            siblings.update(other for shape in graph.values(parent, "property") for other in graph.values(shape, name))
    apart = tuple(reader.shape(other) for other in sorted(siblings - set(own), key=str))
    return [Qualified(reader.shape(value), apart, fewest, most) for value in own]


def _sparql(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    return read_sparql(reader.graph, node, reader.path(node))


def _with_another(reader: Reader, node: Term, name: str) -> Sequence[Constraint]:
    other = _COMPANIONS[name]
    if not reader.graph.values(node, other):
        raise reader.graph.refusal(node, f"sh:{name} says nothing without sh:{other}")
    return []


def _component(name: str) -> str:
    return f"{SH}{name[0].upper()}{name[1:]}ConstraintComponent"


_COMPANIONS = {
    "flags": "pattern",
    "ignoredProperties": "closed",
    "qualifiedMinCount": "qualifiedValueShape",
    "qualifiedMaxCount": "qualifiedValueShape",
    "qualifiedValueShapesDisjoint": "qualifiedValueShape",
}

PARAMETERS: dict[str, Callable[[Reader, Term, str], Sequence[Constraint]]] = {
    "class": _classes,
    "datatype": _datatype,
    "nodeKind": _kind,
    "minCount": _at_least,
    "maxCount": _at_most,
    "minExclusive": _within(">"),
    "minInclusive": _within(">="),
    "maxExclusive": _within("<"),
    "maxInclusive": _within("<="),
    "minLength": _length(">="),
    "maxLength": _length("<="),
    "pattern": _patterns,
    "languageIn": _languages,
    "uniqueLang": _one_language,
    "in": _one_of,
    "hasValue": _having,
    "equals": _equals,
    "disjoint": _disjoint,
    "lessThan": _before("<"),
    "lessThanOrEquals": _before("<="),
    "closed": _closed,
    "property": _properties,
    "node": _nodes,
    "not": _nots,
    "and": _combined,
    "or": _combined,
    "xone": _combined,
    "qualifiedValueShape": _qualified,
    "sparql": _sparql,
    **dict.fromkeys(_COMPANIONS, _with_another),
}
"""Every constraint parameter that is understood, in the order in which a shape's constraints are kept."""
