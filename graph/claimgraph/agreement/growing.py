"""Arithmetic that the metrics declare themselves: growth between periods, ratios between entities, sums over periods."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from claimgraph.agreement.intervals import Interval
from claimgraph.agreement.model import SlotKey
from claimgraph.agreement.premises import Premise, Work, measured
from claimgraph.agreement.readings import days_of
from claimgraph.agreement.spans import shifted, tiles
from claimgraph.agreement.units import Measured, product, quotient

__all__ = ["imply_compound", "imply_growth", "imply_ratio", "imply_sum"]

_ONE, _HUNDRED = Interval.point(Decimal(1)), Interval.point(Decimal(100))


def imply_ratio(work: Work, subject: str, metric: str) -> None:
    """Own value = ratio × the other's: the one that is not stated follows from the one that is."""
    base = work.rules.ratios[metric]
    by = f"ratio-{metric}", f"{work.names.metric(base)} = ratio × that of the other"
    for key in work.board.keys(subject, metric):
        if key.relative_to is None:
            continue
        own = work.beside(key, base)._replace(relative_to=None)
        theirs = own._replace(subject=key.relative_to)
        known, others = list(work.stated(own)), list(work.stated(theirs))
        for value in work.stated(key):
            for mine in known:
                premises = [(key, value), (own, mine)]
                work.put(theirs, by, work.attempt(by[1], premises, quotient, measured(mine), measured(value)), premises)
            for other in others if not known else ():
                premises = [(key, value), (theirs, other)]
                work.put(own, by, work.attempt(by[1], premises, product, measured(other), measured(value)), premises)


def imply_growth(work: Work, subject: str, metric: str) -> None:
    """This = before × (1 + rate): the rate where both are stated, else this one, else the one before."""
    base, months = work.rules.growth[metric]
    label = f"growth of {work.names.metric(work.rules.metric(base))} = this ÷ {months} months before − 1"
    for key in work.board.keys(subject, metric):
        now = work.beside(key, base)
        before = _earlier(now, months)
        if before is not None:
            _grown(work, key, (f"growth-{metric}", label), (now, before))


def _grown(work: Work, key: SlotKey, by: tuple[str, str], slots: tuple[SlotKey, SlotKey]) -> None:
    now, before = slots
    this = {value.unit: value for value in work.stated(now)}
    last = {value.unit: value for value in work.stated(before)}
    for rate in (row for row in work.stated(key) if row.unit == "percent"):
        factor = measured(rate)[0].over(_HUNDRED).plus(_ONE)
        for unit in sorted(this.keys() & last.keys()):
            premises = [(now, this[unit]), (before, last[unit])]
            work.put(
                key,
                by,
                _rate(work.attempt(by[1], premises, quotient, *map(measured, (this[unit], last[unit])))),
                premises,
            )
        for unit in sorted(this.keys() - last.keys()):
            premises = [(key, rate), (now, this[unit])]
            work.put(
                before,
                by,
                work.attempt(by[1], premises, _divided, this[unit].unit, measured(this[unit])[0], factor),
                premises,
            )
        for unit in sorted(last.keys() - this.keys()):
            work.put(now, by, (measured(last[unit])[0].times(factor), unit), [(key, rate), (before, last[unit])])


def imply_compound(work: Work, subject: str, metric: str) -> None:
    """Growth per year over a span of years: what it must be to lead from the value of the first to that of the last."""
    for key in work.board.keys(subject, metric):
        days = days_of(key.period) if key.period else None
        years = days[1].year - days[0].year if days else 0
        for base in sorted(work.rules.compounds[metric]) if days and years > 1 else ():
            ends = [_of_year(work, key, base, day.year) for day in days or ()]
            label = (
                f"{work.names.metric(metric)} = ({work.names.metric(base)} at the end ÷ at the start) ^ (1/{years}) − 1"
            )
            for first, last in [(one, other) for one in ends[0] for other in ends[1] if one[1].unit == other[1].unit]:
                premises = [first, last]
                ratio = work.attempt(label, premises, quotient, measured(last[1]), measured(first[1]))
                if ratio is not None and ratio[0].low is not None and ratio[0].low > 0:
                    result = _rate((ratio[0].root(years), "multiple"))
                    work.put(key, (f"compound-{metric}-{base}", label), result, premises)


def _of_year(work: Work, key: SlotKey, metric: str, year: int) -> list[Premise]:
    """What is stated of another metric for a year: over it, or as of it."""
    own = key._replace(metric=work.rules.metric(metric))
    periods = (f"{year}-01-01/{year}-12-31", f"@{year}", f"@{year}-12")
    slots = [own._replace(period=period) for period in periods]
    return next((rows for slot in slots if (rows := [(slot, value) for value in work.stated(slot)])), [])


def _divided(unit: str, interval: Interval, factor: Interval) -> Measured:
    return interval.over(factor), unit


def _rate(ratio: Measured | None) -> Measured | None:
    """A quotient as a growth in percent."""
    return None if ratio is None else (ratio[0].minus(_ONE).times(_HUNDRED), "percent")


def _earlier(key: SlotKey, months: int) -> SlotKey | None:
    """The same slot so many months before."""
    days = days_of(key.period) if key.period else None
    if days is None or key.period is None:
        return None
    start = shifted(days[0], -months)
    after = shifted(date.fromordinal(days[1].toordinal() + 1), -months)
    last = date.fromordinal(after.toordinal() - 1)
    if key.period.startswith("@"):
        length = len(key.period) - 1
        return key._replace(period=f"@{start.isoformat()[:length]}") if length in (4, 7, 10) else None
    return key._replace(period=f"{start}/{last}")


def imply_sum(work: Work, subject: str, metric: str) -> None:
    """A span is the sum of the spans that make it up without a gap."""
    by = f"sum-{metric}", f"{work.names.metric(metric)} = the sum over the parts of the period"
    keys = [key for key in work.board.keys(subject, metric) if key.period and not key.period.startswith("@")]
    for whole in keys if len(keys) > 2 else ():
        same = [key for key in keys if key != whole and key._replace(period=whole.period) == whole]
        spans = {days: key for key in same if (days := days_of(str(key.period)))}
        target = days_of(str(whole.period))
        parts = [spans[part] for part in tiles(target, spans)] if target else []
        for unit in work.board.units(whole) if len(parts) > 1 else ():
            _total(
                work,
                whole,
                by,
                [(part, value) for part in parts for value in work.stated(part) if value.unit == unit],
                len(parts),
            )


def _total(work: Work, whole: SlotKey, by: tuple[str, str], premises: Sequence[Premise], parts: int) -> None:
    if len(premises) == parts:
        total, unit = measured(premises[0][1])
        for _, value in premises[1:]:
            total = total.plus(measured(value)[0])
        work.put(whole, by, (total, unit), premises)
