"""A shape on all of its focus nodes: sieved for those that fail, and these evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from claimgraph.validation.algebra import THIS, AnyOf, Bind, Expression, Filter, Pattern, Select, Term, Var, nodes
from claimgraph.validation.evaluation import Evaluation, Outcome, batches, named
from claimgraph.validation.shape import Constraint, Shape
from claimgraph.validation.sieve import constraint_fails


def examined(evaluation: Evaluation, shape: Shape, focus: Iterable[Term]) -> Outcome:
    """What the shape finds on the nodes."""
    sieves = {constraint: constraint_fails(constraint, shape.path, THIS) for constraint in shape.constraints}
    sieved = {constraint: failing for constraint, failing in sieves.items() if failing is not None}
    others = replace(shape, constraints=tuple(one for one in shape.constraints if one not in sieved))
    outcome = Outcome()
    suspects: dict[Constraint, list[Term]] = {constraint: [] for constraint in sieved}
    for batch in batches(named(shape, focus)):
        if sieved:
            _sieve(evaluation, sieved, batch, suspects)
        if others.constraints:
            outcome.add(evaluation.shape(others, batch))
    for constraint, nodes_ in suspects.items():
        outcome.add(evaluation.shape(replace(shape, constraints=(constraint,)), nodes_))
    return outcome


def _sieve(
    evaluation: Evaluation,
    sieved: dict[Constraint, Expression],
    batch: Sequence[Term],
    suspects: dict[Constraint, list[Term]],
) -> None:
    """Adds to each constraint the nodes of the batch that fail it."""
    verdicts = tuple(Var(f"fails{index}") for index in range(len(sieved)))
    patterns: list[Pattern] = [nodes(THIS, batch)]
    patterns += [Bind(failing, verdict) for failing, verdict in zip(sieved.values(), verdicts, strict=True)]
    for row in evaluation.rows(Select((THIS, *verdicts), (*patterns, Filter(AnyOf(verdicts))))):
        for constraint, verdict in zip(sieved, verdicts, strict=True):
            if row[verdict.name].value == "true":
                suspects[constraint].append(row["this"])
