"""The part of SPARQL that checks are made of: expressions, patterns and one kind of query, each rendered by `str`.

Values are built from these classes and from RDF terms, so that no check formats a term into a text by itself; what a
check means is said in `constraints`, and nothing here knows of shapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from claimgraph.validation.paths import Path

Term = NamedNode | Literal | BlankNode


@dataclass(frozen=True, slots=True)
class Var:
    """A variable. `below` gives the variables of a nested pattern names of their own."""

    name: str

    def __str__(self) -> str:
        return f"?{self.name}"

    def below(self, suffix: str) -> Var:
        return Var(f"{self.name}_{suffix}")


@dataclass(frozen=True, slots=True)
class Call:
    """A function applied: a built-in by its name, or a cast by its IRI."""

    function: str | NamedNode
    arguments: tuple[Expression, ...]

    def __str__(self) -> str:
        return f"{self.function}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True, slots=True)
class Compare:
    """Two values by one of SPARQL's operators; an error where they cannot be compared."""

    left: Expression
    operator: str
    right: Expression

    def __str__(self) -> str:
        return f"({self.left} {self.operator} {self.right})"


@dataclass(frozen=True, slots=True)
class Not:
    operand: Expression

    def __str__(self) -> str:
        return f"(!{self.operand})"


@dataclass(frozen=True, slots=True)
class AllOf:
    operands: tuple[Expression, ...]

    def __str__(self) -> str:
        return f"({' && '.join(map(str, self.operands))})" if self.operands else "true"


@dataclass(frozen=True, slots=True)
class AnyOf:
    operands: tuple[Expression, ...]

    def __str__(self) -> str:
        return f"({' || '.join(map(str, self.operands))})" if self.operands else "false"


@dataclass(frozen=True, slots=True)
class In:
    """Membership in a list of IRIs (never of literals: SPARQL compares those by value, SHACL by term)."""

    operand: Var
    members: tuple[NamedNode, ...]

    def __str__(self) -> str:
        return f"({self.operand} IN ({', '.join(map(str, self.members))}))"


@dataclass(frozen=True, slots=True)
class Exists:
    """True where the pattern has a solution that agrees with the variables bound outside."""

    patterns: tuple[Pattern, ...]

    def __str__(self) -> str:
        return f"EXISTS {{ {' '.join(map(str, self.patterns))} }}"


@dataclass(frozen=True, slots=True)
class Edge:
    """From a subject along a path, or along any predicate, to an object."""

    subject: Var
    path: Path | Var
    object: Var | Term

    def __str__(self) -> str:
        return f"{self.subject} {self.path} {self.object} ."


@dataclass(frozen=True, slots=True)
class InGraph:
    """Edges that stand in the named graph."""

    graph: Var | NamedNode
    edge: Edge

    def __str__(self) -> str:
        return f"GRAPH {self.graph} {{ {self.edge} }}"


@dataclass(frozen=True, slots=True)
class Filter:
    condition: Expression

    def __str__(self) -> str:
        return f"FILTER({self.condition})"


@dataclass(frozen=True, slots=True)
class Bind:
    value: Expression
    variable: Var

    def __str__(self) -> str:
        return f"BIND({self.value} AS {self.variable})"


@dataclass(frozen=True, slots=True)
class Values:
    """Rows of terms given from outside: the nodes of one batch."""

    variables: tuple[Var, ...]
    rows: tuple[tuple[Term, ...], ...]

    def __str__(self) -> str:
        rows = " ".join(f"({' '.join(map(str, row))})" for row in self.rows)
        return f"VALUES ({' '.join(map(str, self.variables))}) {{ {rows} }}"


@dataclass(frozen=True, slots=True)
class Select:
    """The one kind of query: distinct rows of the variables."""

    variables: tuple[Var, ...]
    patterns: tuple[Pattern, ...]

    def __str__(self) -> str:
        return f"SELECT DISTINCT {' '.join(map(str, self.variables))} {{ {' '.join(map(str, self.patterns))} }}"


Expression = Var | Call | Compare | Not | AllOf | AnyOf | In | Exists | Term
Pattern = Edge | InGraph | Filter | Bind | Values

THIS = Var("this")
VALUE = Var("value")
FALSE = Literal(False)


def sure(expression: Expression) -> Expression:
    """The expression, false where SPARQL would say that it cannot tell."""
    return Call("COALESCE", (expression, FALSE))


def text_of(term: Expression) -> Expression:
    """The lexical form of a literal or the text of an IRI; an error for a blank node."""
    return Call("STR", (term,))


def nodes(variable: Var, terms: Iterable[Term]) -> Values:
    """The terms as the values that the variable may take."""
    return Values((variable,), tuple((term,) for term in terms))


def same_as_any(variable: Var, terms: Sequence[Term]) -> Expression:
    """True where the variable is one of the terms: as a term, so that 1 is not 1.0."""
    iris = tuple(term for term in terms if isinstance(term, NamedNode))
    literals = tuple(Call("sameTerm", (variable, term)) for term in terms if isinstance(term, Literal))
    return AnyOf((In(variable, iris), *literals) if iris else literals)
