"""What claims imply by declared arithmetic: computed values with their bounds, formula and premises.

A computed value takes part in comparison like a claim, but counts as no article, no text and no origin. Arithmetic that
has no answer, because a divisor may be zero or units do not fit, is a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from claimgraph.agreement.board import Board
from claimgraph.agreement.growing import imply_compound, imply_growth, imply_ratio, imply_sum
from claimgraph.agreement.intervals import Interval
from claimgraph.agreement.judging import Judge
from claimgraph.agreement.model import INFINITY, Finding, Implied, Reading, SlotKey
from claimgraph.agreement.premises import Premise, Work, measured
from claimgraph.agreement.readings import days_of
from claimgraph.agreement.rules import MetricRelation, Rules
from claimgraph.agreement.spans import shifted
from claimgraph.agreement.units import Measured, product, quotient

__all__ = ["imply", "reading_of"]

_HUNDRED = Interval.point(Decimal(100))


def imply(
    board: Board, judge: Judge, owners: Mapping[str, str], subjects: frozenset[str] | None = None
) -> tuple[list[Implied], list[Finding]]:
    """Everything the claims on the board imply by one step of arithmetic; only for `subjects` where given."""
    work = Work(board, judge, owners)
    for subject, metric in board.series(subjects):
        for relation in judge.rules.arithmetic:
            if relation.operands and judge.rules.metric(relation.operands[0]) == metric:
                _FORMS.get(relation.arithmetic, _nothing)(work, relation, subject)
        if metric in judge.rules.growth:
            imply_growth(work, subject, metric)
        if metric in judge.rules.compounds:
            imply_compound(work, subject, metric)
        if metric in judge.rules.ratios:
            imply_ratio(work, subject, metric)
        if "Flow" in judge.rules.role(metric):
            imply_sum(work, subject, metric)
    return list(work.implied.values()), list(work.findings.values())


def reading_of(implied: Implied, rules: Rules) -> Reading:
    """The computed value as it is compared: a little wider than the arithmetic, for what rounding does to its premises."""
    slack = rules.tolerances["implied"].at_least
    low = -INFINITY if implied.low is None else float(implied.low)
    high = INFINITY if implied.high is None else float(implied.high)
    name = f"implied:{implied.id}"
    return Reading(
        name, name, implied.text or name, None, implied.modality, implied.unit, low, high,
        low - slack * abs(low) if low != -INFINITY else low, high + slack * abs(high) if high != INFINITY else high,
        implied.formula, 0, 10**7, approximate=True, implied=implied.id,
    )  # fmt: skip


def _product(work: Work, relation: MetricRelation, subject: str) -> None:
    first, *others = relation.operands
    for key in work.board.keys(subject, work.rules.metric(first)):
        if relation.over_months is not None and not _lasts(key, relation.over_months):
            continue
        for value in work.stated(key):
            combinations: list[list[Premise]] = [[(key, value)]]
            for other in others:
                combinations = [[*known, row] for known in combinations for row in work.partners(key, other)]
            for premises in combinations:
                result = work.attempt(relation.label, premises, _multiplied, premises, relation)
                for slot in _result_slots(work, key, relation) if result else ():
                    work.put(slot, _by(relation), _as_stated(work, slot, result), premises)


def _by(relation: MetricRelation) -> tuple[str, str]:
    return relation.id, relation.label


def _multiplied(premises: Sequence[Premise], relation: MetricRelation) -> Measured:
    interval, unit = measured(premises[0][1])
    result = (interval.times(Interval.point(relation.times)), unit) if relation.times != 1 else (interval, unit)
    for _, value in premises[1:]:
        result = product(result, measured(value))
    return result


def _lasts(key: SlotKey, months: int) -> bool:
    """Whether the slot is a span of so many months."""
    days = days_of(key.period) if key.period and not key.period.startswith("@") else None
    return days is not None and shifted(days[0], months).toordinal() == days[1].toordinal() + 1


def _result_slots(work: Work, key: SlotKey, relation: MetricRelation) -> list[SlotKey]:
    """Where the result belongs: its slot at that time; for a rate multiplied up, the stated slots around that time."""
    slot = work.beside(key, relation.result)
    days = days_of(key.period) if key.period else None
    if relation.times == 1 or relation.over_months is not None or days is None:
        return [slot]
    around = []
    for other in work.board.keys(slot.subject, slot.metric):
        theirs = days_of(other.period) if other.period else None
        if theirs and other._replace(period=slot.period) == slot and theirs[0] <= days[0] and days[1] <= theirs[1]:
            around.append(other)
    return around or [slot]


def _as_stated(work: Work, slot: SlotKey, result: Measured | None) -> Measured | None:
    """A plain ratio as a percentage where the metric is stated in percent."""
    if result is None or result[1] != "multiple":
        return result
    stated = work.board.units(slot)
    metric = work.names.vocabulary.metrics.get(slot.metric)
    in_percent = "percent" in stated if stated else metric is not None and metric.units[:1] == ("percent",)
    return (result[0].times(_HUNDRED), "percent") if in_percent else result


def _quotient(work: Work, relation: MetricRelation, subject: str) -> None:
    top, bottom = relation.operands[:2]
    for key in work.board.keys(subject, work.rules.metric(top)):
        for value in work.stated(key):
            below = list(work.partners(key, bottom))
            for row in [row for row in below if row[1].unit == value.unit] or below:
                premises = [(key, value), row]
                result = work.attempt(relation.label, premises, quotient, measured(value), measured(row[1]))
                slot = work.beside(key, relation.result)
                work.put(slot, _by(relation), _as_stated(work, slot, result), premises)


def _difference(work: Work, relation: MetricRelation, subject: str) -> None:
    whole, taken = relation.operands[:2]
    for key in work.board.keys(subject, work.rules.metric(whole)):
        for value in work.stated(key):
            for other, rival in work.partners(key, taken, value.unit):
                result = measured(value)[0].minus(measured(rival)[0]), value.unit
                work.put(work.beside(key, relation.result), _by(relation), result, [(key, value), (other, rival)])


def _share(work: Work, relation: MetricRelation, subject: str) -> None:
    """Part = rate × whole; the whole is the subject's without the scope, or the owner's."""
    rate, whole = relation.operands[:2]
    parent = relation.whole_subject == "ParentEntity"
    owner = work.owners.get(subject) if parent else subject
    if owner is None or relation.whole_subject not in ("SameEntity", "ParentEntity"):
        return
    for key in work.board.keys(subject, work.rules.metric(rate)):
        base = work.beside(key, whole, subject=owner, whole=True)
        for value in work.stated(key) if parent or key.scope else ():
            for total in work.stated(base):
                premises = [(key, value), (base, total)]
                result = work.attempt(relation.label, premises, product, measured(total), measured(value))
                work.put(work.beside(key, relation.result), _by(relation), result, premises)


def _nothing(work: Work, relation: MetricRelation, subject: str) -> None:
    """Forms that are computed from the metrics themselves: sums, growth and ratios."""


_FORMS: Mapping[str, Callable[[Work, MetricRelation, str], None]] = {
    "ProductOf": _product, "QuotientOf": _quotient, "DifferenceOf": _difference, "ShareOf": _share,
}  # fmt: skip
