"""The forecast book: what was expected, aimed at or guided to, what came, and how far off each origin was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
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
    expected, came = _aim(one), _middle(*_stated(actual))
    error = None if expected is None or came is None else came - expected
    relative = None if error is None or not expected else error / abs(expected)
    state = "met" if _met(one, actual, relative, rules) else "missed"
    low, high = map(bound, _stated(actual))
    facts = tuple(sorted(row.claim for row in actual.readings if not row.implied))
    return replace(
        entry, state=state, actual_low=low, actual_high=high, actual_claims=facts, error=_decimal(error),
        relative=_decimal(relative),
    )  # fmt: skip


def _stated(value: Value) -> tuple[float, float]:
    """The bounds as printed, of the most exact reading."""
    row = min(
        value.readings, key=lambda reading: (reading.high - reading.low, reading.most - reading.least, reading.claim)
    )
    return row.low, row.high


def _met(one: Reading, actual: Value, relative: float | None, rules: Rules) -> bool:
    """A target is met when it is reached; an expectation when the fact comes within the declared share of it."""
    if actual.least <= one.most and one.least <= actual.most:
        return True
    if one.modality == "target" or one.high == INFINITY:
        return actual.least >= one.least if one.low != -INFINITY else actual.most <= one.most
    return relative is not None and abs(relative) <= rules.tolerances["forecast"].at_least


def _aim(one: Reading) -> float | None:
    """What an error is measured from: the middle of what is expected; of a target without an upper end, its lower one."""
    if one.modality == "target" and one.high == INFINITY:
        return one.low if one.low != -INFINITY else None
    return _middle(one.low, one.high)


def _middle(low: float, high: float) -> float | None:
    """The middle of a closed range; an open one has none."""
    return None if INFINITY in (-low, high) else (low + high) / 2


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
