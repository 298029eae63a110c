"""Evaluates shapes on nodes: exactly what is wrong with each of them, a batch of nodes in each query.

Conformance to other shapes (sh:node, sh:and, sh:or, sh:not, sh:xone, qualified values) is an algebra of sets: a shape
is evaluated once on all value nodes together, and who failed decides for every focus node.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol, TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode

from claimgraph.errors import QueryError, ValidationError
from claimgraph.validation.algebra import (
    THIS,
    VALUE,
    AllOf,
    Bind,
    Edge,
    Filter,
    In,
    Not,
    Pattern,
    Select,
    Term,
    Var,
    nodes,
)
from claimgraph.validation.focus_constraints import AtLeast, AtMost, Having, OncePerLanguage
from claimgraph.validation.messages import chosen, filled
from claimgraph.validation.paths import SH, Path, Predicate
from claimgraph.validation.prebinding import SparqlConstraint
from claimgraph.validation.report import Finding
from claimgraph.validation.shape import (
    Closed,
    Combined,
    Conforming,
    EqualTo,
    HasProperty,
    NotConforming,
    OnValue,
    Qualified,
    Shape,
)

BATCH = 500
"""Nodes named in one query. With many more the engine joins them by scanning, no longer by looking them up."""

Values = Mapping[Term, frozenset[Term]]
Item = TypeVar("Item")


class Queryable(Protocol):
    """What validation needs of a ClaimStore: SPARQL, the default graph being the union of all graphs."""

    def query(self, sparql: str, *, prefixes: Mapping[str, str], bindings: Mapping[str, Any] | None = None) -> Any: ...


@dataclass(slots=True)
class Outcome:
    """The findings of a shape, and which of its focus nodes do not conform to it."""

    findings: set[Finding] = field(default_factory=set)
    failing: set[Term] = field(default_factory=set)

    def add(self, other: Outcome) -> None:
        self.findings |= other.findings
        self.failing |= other.failing


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """The items in lists of at most `size`."""
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Shapes evaluated on the nodes of one store."""

    store: Queryable

    def rows(self, select: Select) -> Iterator[Any]:
        """The solutions of a query."""
        return iter(self.store.query(str(select), prefixes={}))

    def shape(self, shape: Shape, focus_nodes: Iterable[Term]) -> Outcome:
        """What a shape finds on the nodes."""
        outcome = Outcome()
        if not shape.deactivated:
            for batch in batches(sorted(named(shape, focus_nodes), key=str)):
                outcome.add(_OnBatch(self, shape, batch).outcome())
        return outcome

    def values(self, path: Path | None, batch: Sequence[Term]) -> Values:
        """The value nodes of each focus node along the path; without a path the node itself."""
        if path is None:
            return {node: frozenset((node,)) for node in batch}
        found: dict[Term, set[Term]] = {node: set() for node in batch}
        for row in self.rows(Select((THIS, VALUE), (nodes(THIS, batch), Edge(THIS, path, VALUE)))):
            found[row["this"]].add(row["value"])
        return {node: frozenset(values) for node, values in found.items()}

    def solutions(self, constraint: SparqlConstraint, batch: Sequence[Term]) -> Iterator[dict[str, Term]]:
        """What a SPARQL constraint answers for the focus nodes, unbound variables left out."""
        prefixes = dict(constraint.prefixes)
        try:
            if constraint.heads is not None:
                yield from _answers(self.store.query(constraint.of_batch(nodes(THIS, batch)), prefixes=prefixes))
                return
            for node in batch:
                yield from _answers(self.store.query(constraint.select, prefixes=prefixes, bindings={"this": node}))
        except (QueryError, SyntaxError) as error:
            raise ValidationError(f"a sh:sparql constraint cannot be asked: {error}\n{constraint.select}") from error


def _answers(solutions: Any) -> Iterator[dict[str, Term]]:
    names = [variable.value for variable in solutions.variables]
    for row in solutions:
        yield {name: term for name, term in zip(names, row, strict=True) if term is not None}


@dataclass(slots=True)
class _OnBatch:
    """One shape on one batch of focus nodes."""

    evaluation: Evaluation
    shape: Shape
    batch: Sequence[Term]
    _values: Values | None = None
    _found: Outcome = field(default_factory=Outcome)

    @property
    def values(self) -> Values:
        if self._values is None:
            self._values = self.evaluation.values(self.shape.path, self.batch)
        return self._values

    def outcome(self) -> Outcome:
        on_value: list[OnValue] = []
        for constraint in self.shape.constraints:
            match constraint:
                case AtLeast() | AtMost() | Having() | OncePerLanguage():
                    self._on_focus(constraint)
                case Closed():
                    self._closed(constraint)
                case EqualTo():
                    self._equal(constraint)
                case SparqlConstraint():
                    self._sparql(constraint)
                case HasProperty():
                    self._property(constraint)
                case Conforming() | NotConforming() | Combined():
                    self._conformance(constraint)
                case Qualified():
                    self._qualified(constraint)
                case _:
                    on_value.append(constraint)
        if on_value:
            self._on_value(on_value)
        return self._found

    # -- values and counts --------------------------------------------------------------------------------------------

    def _on_value(self, constraints: Sequence[OnValue]) -> None:
        value = THIS if self.shape.path is None else VALUE
        verdicts = tuple(Var(f"accepted{index}") for index in range(len(constraints)))
        patterns: list[Pattern] = [nodes(THIS, self.batch)]
        if self.shape.path is not None:
            patterns.append(Edge(THIS, self.shape.path, VALUE))
        pairs = zip(constraints, verdicts, strict=True)
        patterns += [Bind(constraint.accepts(THIS, value), verdict) for constraint, verdict in pairs]
        variables = (THIS,) if value is THIS else (THIS, VALUE)
        for row in self.evaluation.rows(Select((*variables, *verdicts), (*patterns, Filter(Not(AllOf(verdicts)))))):
            for constraint, verdict in zip(constraints, verdicts, strict=True):
                if row[verdict.name].value == "false":
                    self._find(row["this"], row[value.name], constraint.component, constraint.says())

    def _on_focus(self, constraint: AtLeast | AtMost | Having | OncePerLanguage) -> None:
        for focus, values in self.values.items():
            if not constraint.holds(values):
                self._find(focus, None, constraint.component, constraint.says())

    def _equal(self, constraint: EqualTo) -> None:
        others = self.evaluation.values(constraint.other, self.batch)
        for focus, values in self.values.items():
            for value in values ^ others[focus]:
                self._find(focus, value, constraint.component, constraint.says())

    def _closed(self, constraint: Closed) -> None:
        value = THIS if self.shape.path is None else VALUE
        predicate, object_ = Var("predicate"), Var("object")
        patterns: list[Pattern] = [nodes(THIS, self.batch)]
        if self.shape.path is not None:
            patterns.append(Edge(THIS, self.shape.path, VALUE))
        patterns += [Edge(value, predicate, object_), Filter(Not(In(predicate, constraint.allowed)))]
        for row in self.evaluation.rows(Select((THIS, predicate, object_), tuple(patterns))):
            path, message = Predicate(row["predicate"].value), chosen(self.shape.messages) or constraint.says()
            self._note(row["this"], path, row["object"], constraint.component, message)

    # -- other shapes -------------------------------------------------------------------------------------------------

    def _all_values(self) -> set[Term]:
        return {value for values in self.values.values() for value in values}

    def _property(self, constraint: HasProperty) -> None:
        below = self.evaluation.shape(constraint.shape, self._all_values())
        self._found.findings |= below.findings
        self._found.failing |= {focus for focus, values in self.values.items() if values & below.failing}

    def _conformance(self, constraint: Conforming | NotConforming | Combined) -> None:
        shapes, fewest, most = _wanted(constraint)
        everything = self._all_values()
        failing = [self.evaluation.shape(shape, everything).failing for shape in shapes]
        conforming = {value: sum(value not in failed for failed in failing) for value in everything}
        for focus, values in self.values.items():
            for value in values:
                if not fewest <= conforming[value] <= most:
                    self._find(focus, value, constraint.component, constraint.says())

    def _qualified(self, constraint: Qualified) -> None:
        everything = self._all_values()
        qualified = everything - self.evaluation.shape(constraint.shape, everything).failing
        for sibling in constraint.siblings:
            qualified &= self.evaluation.shape(sibling, everything).failing
        for focus, values in self.values.items():
            count = len(values & qualified)
            if constraint.fewest is not None and count < constraint.fewest:
                few = f"only {count} values conform to the qualified shape, not {constraint.fewest}"
                self._find(focus, None, SH + "QualifiedMinCountConstraintComponent", few)
            if constraint.most is not None and count > constraint.most:
                many = f"{count} values conform to the qualified shape, more than {constraint.most}"
                self._find(focus, None, SH + "QualifiedMaxCountConstraintComponent", many)

    # -- queries ------------------------------------------------------------------------------------------------------

    def _sparql(self, constraint: SparqlConstraint) -> None:
        for answer in self.evaluation.solutions(constraint, self.batch):
            focus, path, said = answer["this"], answer.get("path"), answer.get("message")
            own = focus if self.shape.path is None else None
            along = Predicate(path.value) if isinstance(path, NamedNode) else self.shape.path
            default = said.value if isinstance(said, Literal) else constraint.says()
            message = chosen(constraint.messages) or chosen(self.shape.messages) or default
            self._note(focus, along, answer.get("value", own), constraint.component, filled(message, answer))

    # -- noting -------------------------------------------------------------------------------------------------------

    def _find(self, focus: Term, value: Term | None, component: str, default: str) -> None:
        self._note(focus, self.shape.path, value, component, chosen(self.shape.messages) or default)

    def _note(self, focus: Term, path: Path | None, value: Term | None, component: str, message: str) -> None:
        finding = Finding(focus, path, value, component, self.shape.name, self.shape.severity, message)
        self._found.findings.add(finding)
        self._found.failing.add(focus)


def _wanted(constraint: Conforming | NotConforming | Combined) -> tuple[Sequence[Shape], int, int]:
    """The shapes of a constraint, and how many of them a value has to conform to."""
    match constraint:
        case Conforming(shape):
            return (shape,), 1, 1
        case NotConforming(shape):
            return (shape,), 0, 0
        case Combined(shapes, fewest, most, _):
            return shapes, fewest, most


def named(shape: Shape, focus_nodes: Iterable[Term]) -> Iterator[Term]:
    """The nodes; ValidationError for a blank one, which no query can name."""
    for node in focus_nodes:
        if isinstance(node, BlankNode):
            raise ValidationError(f"shape <{shape.name}> aims at the blank node {node}: give every node an IRI")
        yield node
