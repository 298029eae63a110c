"""What arithmetic starts from: the values that slots state, and a place to put what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ParamSpec

from claimgraph.agreement.board import Board
from claimgraph.agreement.comparing import Value
from claimgraph.agreement.intervals import Interval, ZeroDivisor
from claimgraph.agreement.judging import Judge
from claimgraph.agreement.model import Finding, Implied, SlotKey
from claimgraph.agreement.phrases import bound, listed
from claimgraph.agreement.readings import days_of, is_money, period_key
from claimgraph.agreement.rules import Rules
from claimgraph.agreement.series import is_slip
from claimgraph.agreement.units import IncompatibleUnits, Measured
from claimgraph.claim import Quantity
from claimgraph.wording import Names, quantity_text

__all__ = ["Premise", "Work", "measured"]

_WEAKEST = ("actual", "estimated", "expected", "target", "possible")
P = ParamSpec("P")

Premise = tuple[SlotKey, Value]


@dataclass(slots=True)
class Work:
    """What has been computed so far, and what could not be."""

    board: Board
    judge: Judge
    owners: Mapping[str, str]
    implied: dict[str, Implied] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)

    @property
    def rules(self) -> Rules:
        return self.judge.rules

    @property
    def names(self) -> Names:
        return self.judge.phrases.names

    def put(self, slot: SlotKey, by: tuple[str, str], result: Measured | None, premises: Sequence[Premise]) -> None:
        """Keeps a result; `by` is the relation and its formula. Without a period, one text must hold all premises."""
        texts = {row.text for _, value in premises for row in value.readings}
        if result is None or (slot.period is None and len(texts) > 1):
            return
        interval, unit = result
        if interval.low is None and interval.high is None:
            return
        claims = tuple(sorted({row.claim for _, value in premises for row in value.readings}))
        figures = listed([f"{self.names.metric(key.metric)} {_figure(value, self.names)}" for key, value in premises])
        modality = max((value.modality for _, value in premises), key=_WEAKEST.index)
        row = Implied(
            slot,
            by[0],
            f"{by[1]}; with {figures}",
            unit,
            interval.low,
            interval.high,
            modality,
            claims,
            texts.pop() if len(texts) == 1 else None,
        )
        self.implied.setdefault(row.id, row)

    def attempt(
        self,
        formula: str,
        premises: Sequence[Premise],
        compute: Callable[P, Measured],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Measured | None:
        """The result of a computation, or a finding in its place."""
        try:
            return compute(*args, **kwargs)
        except ZeroDivisor as error:
            code, text = "zero-divisor", str(error)
            remedy = "no value is computed; state the divisor more exactly or correct it"
        except IncompatibleUnits as error:
            code, text = "incompatible-units", str(error)
            remedy = "no value is computed; correct the unit, or give a dated rate in decisions.yaml"
        place = "; ".join(f"{key.subject} {key.metric} {key.period or 'at an unstated time'}" for key, _ in premises)
        self.findings.setdefault(f"{code} {formula} {place}", Finding(code, f"{formula}: {text}", place, remedy))
        return None

    def stated(self, key: SlotKey) -> Iterator[Value]:
        """The best value of a slot in each of its units; of several currencies only the one that most stand behind.

        A value that looks like a slip of one with another scope implies nothing.
        """
        best = self.board.value(key)
        for unit in self.board.units(key) if best else ():
            value = self.board.value(key, unit)
            if value is None or best is None or (unit != best.unit and is_money(unit)) or self._slipped(key, value):
                continue
            yield value

    def _slipped(self, key: SlotKey, value: Value) -> bool:
        """Whether the same figure with another power of ten stands at the same time in another scope."""
        keys = self.board.keys(key.subject, key.metric)
        others = [other for other in keys if other.period == key.period and other.scope != key.scope]
        rivals = (self.board.value(other, value.unit) for other in others)
        return any(rival is not None and is_slip(value, rival, self.judge) for rival in rivals)

    def partners(self, key: SlotKey, metric: str, unit: str | None = None) -> Iterator[Premise]:
        """The value of another metric at the place and time of a slot, if it is stated."""
        other = self.beside(key, metric)
        for value in self.stated(other):
            if unit is None or value.unit == unit:
                yield other, value

    def beside(self, key: SlotKey, metric: str, *, subject: str | None = None, whole: bool = False) -> SlotKey:
        """The slot of another metric at the same time: of the same entity and scope, or of another, or without scope."""
        days = days_of(key.period) if key.period else None
        roles = self.rules.role(metric)
        period = key.period
        if days and period:
            period = period_key(*days, period.startswith("@"), roles)
            if period and "Level" in roles and not period.startswith("@") and _one_month(days):
                period = f"@{days[0].isoformat()[:7]}"
        return key._replace(
            subject=subject or key.subject,
            metric=self.rules.metric(metric),
            period=period,
            scope=() if whole else key.scope,
        )


def measured(value: Value) -> Measured:
    """The interval of a value with its unit."""
    return Interval(bound(value.least), bound(value.most)), value.unit


def _one_month(days: tuple[date, date]) -> bool:
    return (days[0].year, days[0].month) == (days[1].year, days[1].month)


def _figure(value: Value, names: Names) -> str:
    """The most exact printed figure of a value: `over 12 million`, `15.4%`, `USD 56`."""
    row = min(value.readings, key=lambda reading: (reading.most - reading.least, reading.claim))
    return quantity_text(Quantity(bound(row.low), bound(row.high), row.unit, row.printed), names)
