"""The forecast book: what was expected, aimed at or guided to, what came, and how far off each origin was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from statistics import median

from claimgraph.agreement.board import Board
from claimgraph.agreement.comparing import Value, best_value
from claimgraph.agreement.model import INFINITY, Forecast, Reading, Record, SlotKey
from claimgraph.agreement.phrases import bound
from claimgraph.agreement.readings import days_of
from claimgraph.agreement.rules import Rules

__all__ = ["forecasts", "records"]

_WAITING = frozenset({"expected", "target"})


def forecasts(board: Board, keys: Iterable[SlotKey], rules: Rules, as_of: date | None) -> list[Forecast]:
    """An entry for each value that an origin expects or aims at, held against the facts of its slot."""
    found: list[Forecast] = []
    for key in keys:
        rows = board.slots.get(key, ())
        voices: dict[tuple[object, ...], list[Reading]] = {}
        for row in rows:
            if row.modality in _WAITING and not row.negated and not row.implied and not row.rate:
                voices.setdefault((row.origin or "", row.modality, row.unit, row.least, row.most), []).append(row)
        found += [_entry(key, said, _actual(rows, said[0].unit), rules, as_of) for said in voices.values()]
    return sorted(found, key=lambda row: (row.slot.order, row.origin or "", row.modality, row.unit, row.claims))


def _actual(rows: Sequence[Reading], unit: str) -> Value | None:
    """The stated fact; a computed one where none is stated."""
    facts = [row for row in rows if row.modality == "actual" and row.unit == unit and not row.negated]
    return best_value([row for row in facts if not row.implied]) or best_value(facts)


def _entry(key: SlotKey, said: Sequence[Reading], actual: Value | None, rules: Rules, as_of: date | None) -> Forecast:
    one = said[0]
    days = days_of(key.period) if key.period else None
    due = days[1] if days else None
    entry = Forecast(
        key, one.origin, one.modality, one.unit, bound(one.low), bound(one.high), tuple(sorted(row.claim for row in said)),
        "due" if due and as_of and due < as_of else "open", due=due,
    )  # fmt: skip
    if actual is None:
        return entry
    came = _stated(actual)
    error = _error(one, came)
    facts = tuple(sorted(row.claim for row in actual.readings if not row.implied))
    computed = () if facts else tuple(sorted({row.implied for row in actual.readings if row.implied}))
    return replace(
        entry, state=_outcome(one, actual, error.exact, rules) or entry.state, actual_claims=facts, actual_implied=computed,
        actual_low=bound(came[0]), actual_high=bound(came[1]), error=_decimal(error.difference),
        relative=_decimal(error.exact), relative_low=_decimal(error.low), relative_high=_decimal(error.high),
    )  # fmt: skip


def _stated(value: Value) -> tuple[float, float]:
    """The bounds as printed, of the most exact reading."""
    row = min(
        value.readings, key=lambda reading: (reading.high - reading.low, reading.most - reading.least, reading.claim)
    )
    return row.low, row.high


def _outcome(one: Reading, actual: Value, relative: float | None, rules: Rules) -> str | None:
    """Met or missed; None where a value of which only one side is stated does not decide it.

    A target, and whatever is only said to reach or to stay below something, is met on that side of it; an expectation
    when the fact comes within the declared share of it. A bound that lies within what was expected counts as the figure
    it is printed for: "over 100 million" meets 100 and leaves 140 open.
    """
    least, most = actual.least, actual.most
    if one.low == -INFINITY or one.high == INFINITY or one.modality == "target":
        reached, short = (
            (most <= one.most, least > one.most) if one.low == -INFINITY else (least >= one.least, most < one.least)
        )
        touches = least > -INFINITY and most < INFINITY and least <= one.most and one.least <= most
        return "met" if reached or touches else "missed" if short else None
    share = rules.tolerances["forecast"].at_least
    low, high = one.least - share * abs(one.least), one.most + share * abs(one.most)
    if least == -INFINITY or most == INFINITY:
        if most < low or least > high:
            return "missed"
        return "met" if low <= (least if most == INFINITY else most) <= high else None
    within = least <= one.most and one.least <= most
    return "met" if within or (relative is not None and abs(relative) <= share) else "missed"


@dataclass(frozen=True, slots=True)
class _Error:
    """What came less what was expected; as a share of the expected exactly, or the least and the most that it can be."""

    difference: float | None = None
    exact: float | None = None
    low: float | None = None
    high: float | None = None


def _error(one: Reading, came: tuple[float, float]) -> _Error:
    """The error of ranges is that of their middles; where a side is open, one bound of the error is known, or none."""
    expected, actual = (one.low, one.high), came
    low = _bottom(actual) - _top(expected)
    high = _top(actual) - _bottom(expected)
    measure = abs(_middle(expected) if INFINITY not in (-one.low, one.high) else min(map(abs, expected)))
    if low == high:
        return _Error(low, low / measure if measure else None)
    if not measure or measure == INFINITY:
        return _Error()
    return _Error(
        low=low / measure if low != -INFINITY else None, high=high / measure if high != INFINITY else None
    )  # fmt: skip


def _bottom(ends: tuple[float, float]) -> float:
    """The least that is meant: the middle of a closed range, the lower bound of an open one."""
    return ends[0] if INFINITY in (-ends[0], ends[1]) else _middle(ends)


def _top(ends: tuple[float, float]) -> float:
    return ends[1] if INFINITY in (-ends[0], ends[1]) else _middle(ends)


def _middle(ends: tuple[float, float]) -> float:
    return (ends[0] + ends[1]) / 2


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.6g}")


def records(entries: Iterable[Forecast]) -> list[Record]:
    """For each origin: how many of its forecasts are open, due, met and missed, and the median of their errors."""
    by_origin: dict[str, list[Forecast]] = {}
    for entry in entries:
        by_origin.setdefault(entry.origin or "", []).append(entry)
    found = []
    for origin, rows in sorted(by_origin.items()):
        errors = [row.relative for row in rows if row.relative is not None]
        states = [row.state for row in rows]
        found.append(
            Record(
                origin,
                states.count("open"),
                states.count("due"),
                states.count("met"),
                states.count("missed"),
                median(errors) if errors else None,
                median(map(abs, errors)) if errors else None,
            )
        )
    return found
