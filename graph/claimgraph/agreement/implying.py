"""What claims imply by declared arithmetic: computed values with their bounds, formula and premises.

A computed value takes part in comparison like a claim, but counts as no article, no text and no origin. Arithmetic that
has no answer, because a divisor may be zero or units do not fit, is a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from claimgraph.agreement.board import Board
from claimgraph.agreement.spans import shifted, tiles
from claimgraph.agreement.comparing import Value
from claimgraph.agreement.intervals import Interval, ZeroDivisor
from claimgraph.agreement.model import INFINITY, Finding, Implied, Reading, SlotKey
from claimgraph.agreement.phrases import bound
from claimgraph.agreement.readings import days_of, is_money, period_key
from claimgraph.agreement.rules import MetricRelation, Rules
from claimgraph.agreement.units import IncompatibleUnits, Measured, product, quotient
from claimgraph.wording import Names, number_text

__all__ = ["imply", "reading_of"]

_WEAKEST = ("actual", "estimated", "expected", "target", "possible")
_ONE = Interval.point(Decimal(1))

Premise = tuple[SlotKey, Value]


@dataclass(slots=True)
class _Work:
    """What has been computed so far, and what could not be."""

    board: Board
    rules: Rules
    names: Names
    owners: Mapping[str, str]
    implied: dict[str, Implied] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)

    def put(self, slot: SlotKey, relation: str, label: str, result: Measured, premises: Sequence[Premise]) -> None:
        interval, unit = result
        if interval.low is None and interval.high is None:
            return
        claims = tuple(sorted({row.claim for _, value in premises for row in value.readings}))
        figures = ", ".join(f"{self.names.metric(key.metric)} {_figure(value)}" for key, value in premises)
        modality = max((value.modality for _, value in premises), key=_WEAKEST.index)
        row = Implied(slot, relation, f"{label}; with {figures}", unit, interval.low, interval.high, modality, claims)
        self.implied.setdefault(row.id, row)

    def attempt(self, what: str, premises: Sequence[Premise], compute: Callable[[], Measured]) -> Measured | None:
        """The result, or a finding in its place."""
        try:
            return compute()
        except ZeroDivisor as error:
            code, remedy = "zero-divisor", "no value is computed; state the divisor more exactly or correct it"
            text = str(error)
        except IncompatibleUnits as error:
            code, remedy = (
                "incompatible-units",
                "no value is computed; correct the unit, or give a dated rate in decisions.yaml",
            )
            text = str(error)
        place = "; ".join(f"{key.subject} {key.metric} {key.period or 'at an unstated time'}" for key, _ in premises)
        self.findings.setdefault(f"{code} {what} {place}", Finding(code, f"{what}: {text}", place, remedy))
        return None


def imply(
    board: Board, rules: Rules, names: Names, owners: Mapping[str, str], subjects: frozenset[str] | None = None
) -> tuple[list[Implied], list[Finding]]:
    """Everything the claims on the board imply by one step of arithmetic; only for `subjects` where given."""
    work = _Work(board, rules, names, owners)
    for subject, metric in board.series(subjects):
        for relation in rules.arithmetic:
            if relation.operands and rules.metric(relation.operands[0]) == metric:
                _FORMS.get(relation.arithmetic, _nothing)(work, relation, subject)
        if metric in rules.growth:
            _growth(work, subject, metric)
        if metric in rules.ratios:
            _ratio(work, subject, metric)
        if "Flow" in rules.role(metric):
            _sum(work, subject, metric)
    return list(work.implied.values()), list(work.findings.values())


def reading_of(implied: Implied, rules: Rules) -> Reading:
    """The computed value as it is compared: a little wider than the arithmetic, for what rounding does to its premises."""
    slack = rules.tolerances["implied"].at_least
    low = -INFINITY if implied.low is None else float(implied.low)
    high = INFINITY if implied.high is None else float(implied.high)
    return Reading(
        f"implied:{implied.id}", f"implied:{implied.id}", f"implied:{implied.id}", None, implied.modality, implied.unit, low, high,
        low - slack * abs(low) if low != -INFINITY else low, high + slack * abs(high) if high != INFINITY else high,
        implied.formula, 0, 10**7, approximate=True, implied=implied.id,
    )  # fmt: skip


def _figure(value: Value) -> str:
    row = min(value.readings, key=lambda reading: (reading.most - reading.least, reading.claim))
    low, high = bound(row.low), bound(row.high)
    ends = [number_text(end) for end in dict.fromkeys((low, high)) if end is not None]
    mark = "over " if high is None else "under " if low is None else ""
    return f"{mark}{' to '.join(ends)} {'' if row.unit in ('count', 'multiple') else row.unit}".strip().replace(
        " percent", "%"
    )


def _stated(work: _Work, key: SlotKey) -> Iterator[Value]:
    """The best value of a slot in each of its units; of several currencies only the one that most stand behind."""
    best = work.board.value(key)
    for unit in work.board.units(key) if best else ():
        value = work.board.value(key, unit)
        if value is not None and (unit == best.unit or not is_money(unit)):  # type: ignore[union-attr]
            yield value


def _interval(value: Value) -> Interval:
    return Interval(bound(value.least), bound(value.most))


def _measured(value: Value) -> Measured:
    return _interval(value), value.unit


def _beside(key: SlotKey, metric: str, rules: Rules, **changes: object) -> SlotKey:
    """The slot of another metric at the same place and time."""
    days = days_of(key.period) if key.period else None
    roles = rules.role(metric)
    period = key.period
    if days and period:
        period = period_key(*days, period.startswith("@"), roles)
        if "Constant" not in roles and roles & {"Level"} and not period.startswith("@") and _same_month(days):  # type: ignore[union-attr]
            period = f"@{days[0]:%Y-%m}"
    return key._replace(metric=rules.metric(metric), period=period, **changes)  # type: ignore[arg-type]


def _same_month(days: tuple[date, date]) -> bool:
    return (days[0].year, days[0].month) == (days[1].year, days[1].month)


def _partners(work: _Work, key: SlotKey, metric: str, unit: str | None = None) -> Iterator[Premise]:
    """The value of another metric at the place and time of a slot, if it is stated."""
    other = _beside(key, metric, work.rules)
    for value in _stated(work, other):
        if unit is None or value.unit == unit:
            yield other, value


def _product(work: _Work, relation: MetricRelation, subject: str) -> None:
    first, *others = relation.operands
    for key in work.board.keys(subject, work.rules.metric(first)):
        if relation.over_months is not None and not _lasts(key, relation.over_months):
            continue
        for value in _stated(work, key):
            combinations: list[list[Premise]] = [[(key, value)]]
            for other in others:
                combinations = [[*known, row] for known in combinations for row in _partners(work, key, other)]
            for premises in combinations:
                result = work.attempt(
                    relation.label, premises, lambda premises=premises: _multiplied(premises, relation)
                )  # type: ignore[misc]
                if result is not None:
                    for slot in _result_slots(work, key, relation):
                        work.put(slot, relation.id, relation.label, _as_stated(work, slot, result), premises)


def _multiplied(premises: Sequence[Premise], relation: MetricRelation) -> Measured:
    result = _measured(premises[0][1])
    if relation.times != 1:
        result = (result[0].times(Interval.point(relation.times)), result[1])
    for _, value in premises[1:]:
        result = product(result, _measured(value))
    return result


def _lasts(key: SlotKey, months: int) -> bool:
    days = days_of(key.period) if key.period else None
    return (
        bool(days and not str(key.period).startswith("@"))
        and shifted(days[0], months).toordinal() == days[1].toordinal() + 1
    )  # type: ignore[index]


def _result_slots(work: _Work, key: SlotKey, relation: MetricRelation) -> list[SlotKey]:
    """Where the result belongs: its slot at that time, or, where a rate is multiplied up, the stated slots around that time."""
    slot = _beside(key, relation.result, work.rules)
    if relation.times == 1 or relation.over_months is not None:
        return [slot]
    days = days_of(key.period) if key.period else None
    around = [
        other
        for other in work.board.keys(slot.subject, slot.metric)
        if other._replace(period=None) == slot._replace(period=None) and days and other.period and (theirs := days_of(other.period))
        and theirs[0] <= days[0] and days[1] <= theirs[1]
    ]  # fmt: skip
    return around or [slot]


def _as_stated(work: _Work, slot: SlotKey, result: Measured) -> Measured:
    """A plain ratio as a percentage where the metric is stated in percent."""
    interval, unit = result
    if unit != "multiple":
        return result
    stated = work.board.units(slot)
    metric = work.names.vocabulary.metrics.get(slot.metric)
    in_percent = "percent" in stated if stated else metric is not None and metric.units[:1] == ("percent",)
    return (interval.times(Interval.point(Decimal(100))), "percent") if in_percent else result


def _quotient(work: _Work, relation: MetricRelation, subject: str) -> None:
    top, bottom = relation.operands[:2]
    for key in work.board.keys(subject, work.rules.metric(top)):
        for value in _stated(work, key):
            below = list(_partners(work, key, bottom))
            for row in [row for row in below if row[1].unit == value.unit] or below:
                premises = [(key, value), row]
                divisor = row[1]
                result = work.attempt(
                    relation.label,
                    premises,
                    lambda value=value, divisor=divisor: quotient(_measured(value), _measured(divisor)),  # type: ignore[misc]
                )
                if result is not None:
                    slot = _beside(key, relation.result, work.rules)
                    work.put(slot, relation.id, relation.label, _as_stated(work, slot, result), premises)


def _difference(work: _Work, relation: MetricRelation, subject: str) -> None:
    whole, taken = relation.operands[:2]
    for key in work.board.keys(subject, work.rules.metric(whole)):
        for value in _stated(work, key):
            for other, rival in _partners(work, key, taken, value.unit):
                result = _interval(value).minus(_interval(rival)), value.unit
                work.put(
                    _beside(key, relation.result, work.rules),
                    relation.id,
                    relation.label,
                    result,
                    [(key, value), (other, rival)],
                )


def _share(work: _Work, relation: MetricRelation, subject: str) -> None:
    """Part = rate × whole; the whole is the subject's without the scope, or the owner's."""
    rate, whole = relation.operands[:2]
    parent = relation.whole_subject == "ParentEntity"
    if relation.whole_subject not in ("SameEntity", "ParentEntity"):
        return
    owner = work.owners.get(subject) if parent else subject
    for key in work.board.keys(subject, work.rules.metric(rate)):
        if owner is None or (not parent and not key.scope):
            continue
        base = _beside(key, whole, work.rules, subject=owner, scope=())
        for value in _stated(work, key):
            for total in _stated(work, base):
                premises = [(key, value), (base, total)]
                result = work.attempt(
                    relation.label,
                    premises,
                    lambda value=value, total=total: product(_measured(total), _measured(value)),  # type: ignore[misc]
                )
                if result is not None:
                    work.put(_beside(key, relation.result, work.rules), relation.id, relation.label, result, premises)


def _ratio(work: _Work, subject: str, metric: str) -> None:
    """Own value = ratio × the other's: the one that is not stated follows from the one that is."""
    base = work.rules.ratios[metric]
    label = f"{work.names.metric(base)} = ratio × that of the other"
    for key in work.board.keys(subject, metric):
        if key.relative_to is None:
            continue
        own = _beside(key, base, work.rules, relative_to=None)
        theirs = own._replace(subject=key.relative_to)
        for value in _stated(work, key):
            for known in _stated(work, own):
                premises = [(key, value), (own, known)]
                result = work.attempt(
                    label, premises, lambda value=value, known=known: quotient(_measured(known), _measured(value))
                )  # type: ignore[misc]
                if result is not None:
                    work.put(theirs, f"ratio-{metric}", label, result, premises)
            if not any(True for _ in _stated(work, own)):
                for known in _stated(work, theirs):
                    premises = [(key, value), (theirs, known)]
                    result = work.attempt(
                        label, premises, lambda value=value, known=known: product(_measured(known), _measured(value))
                    )  # type: ignore[misc]
                    if result is not None:
                        work.put(own, f"ratio-{metric}", label, result, premises)


def _growth(work: _Work, subject: str, metric: str) -> None:
    """This = before × (1 + rate): the rate where both are stated, else this one, else the one before."""
    base, months = work.rules.growth[metric]
    label = f"growth of {work.names.metric(work.rules.metric(base))} = this ÷ {months} months before − 1"
    for key in work.board.keys(subject, metric):
        now = _beside(key, base, work.rules)
        before = _earlier(now, months)
        if before is None:
            continue
        for rate in (row for row in _stated(work, key) if row.unit == "percent"):
            this = list(_stated(work, now))
            last = {value.unit: value for value in _stated(work, before)}
            factor = _interval(rate).over(Interval.point(Decimal(100))).plus(_ONE)
            for value in this:
                if value.unit in last:
                    _implied_rate(work, key, label, [(now, value), (before, last[value.unit])])
                else:
                    premises = [(key, rate), (now, value)]
                    unit, interval = value.unit, _interval(value)
                    result = work.attempt(
                        label,
                        premises,
                        lambda interval=interval, unit=unit, factor=factor: (interval.over(factor), unit),
                    )  # type: ignore[misc]
                    if result is not None:
                        work.put(before, f"growth-{metric}", label, result, premises)
            for unit, value in last.items():
                if unit not in {row.unit for row in this}:
                    work.put(
                        now,
                        f"growth-{metric}",
                        label,
                        (_interval(value).times(factor), unit),
                        [(key, rate), (before, value)],
                    )


def _implied_rate(work: _Work, key: SlotKey, label: str, premises: Sequence[Premise]) -> None:
    (_, value), (_, last) = premises
    result = work.attempt(label, premises, lambda: quotient(_measured(value), _measured(last)))
    if result is not None:
        percent = result[0].minus(_ONE).times(Interval.point(Decimal(100)))
        work.put(key, f"growth-{key.metric}", label, (percent, "percent"), premises)


def _earlier(key: SlotKey, months: int) -> SlotKey | None:
    """The same slot so many months before."""
    days = days_of(key.period) if key.period else None
    if days is None or key.period is None:
        return None
    start = shifted(days[0], -months)
    end = shifted(date.fromordinal(days[1].toordinal() + 1), -months)
    last = date.fromordinal(end.toordinal() - 1)
    if key.period.startswith("@"):
        short = {4: f"{start:%Y}", 7: f"{start:%Y-%m}", 10: f"{start}"}.get(len(key.period) - 1)
        return key._replace(period=f"@{short}") if short else None
    return key._replace(period=f"{start}/{last}")


def _sum(work: _Work, subject: str, metric: str) -> None:
    """A span is the sum of the spans that make it up without a gap."""
    label = f"{work.names.metric(metric)} = the sum over the parts of the period"
    keys = [key for key in work.board.keys(subject, metric) if key.period and not key.period.startswith("@")]
    for whole in keys:
        same = [key for key in keys if key != whole and key._replace(period=None) == whole._replace(period=None)]
        spans = {days: key for key in same if (days := days_of(str(key.period)))}
        target = days_of(str(whole.period))
        parts = tiles(target, spans) if target else []
        if len(parts) < 2:
            continue
        for unit in work.board.units(whole):
            found = [(spans[part], work.board.value(spans[part], unit)) for part in parts]
            premises = [(key, value) for key, value in found if value is not None]
            if len(premises) == len(found):
                total = _interval(premises[0][1])
                for _, value in premises[1:]:
                    total = total.plus(_interval(value))
                work.put(whole, f"sum-{metric}", label, (total, unit), premises)


def _nothing(work: _Work, relation: MetricRelation, subject: str) -> None:
    """Forms that are computed from the metrics themselves: sums, growth and ratios."""


_FORMS: Mapping[str, Callable[[_Work, MetricRelation, str], None]] = {
    "ProductOf": _product, "QuotientOf": _quotient, "DifferenceOf": _difference, "ShareOf": _share,
}  # fmt: skip
