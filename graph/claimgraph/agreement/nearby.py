"""Values of times that are not the same but near: estimates of no stated time, ranges for a span, levels a month apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from claimgraph.agreement.board import Board, Series, by_place, values
from claimgraph.agreement.comparing import Value
from claimgraph.agreement.judging import Judge
from claimgraph.agreement.model import INFINITY, Disagreement, Reading, SlotKey
from claimgraph.agreement.readings import days_of

__all__ = ["of_no_time", "outside_ranges"]

_MANY = 48  # estimates of one thing, beyond which the smallest and the largest stand for all

Placed = tuple[SlotKey, Reading]


def of_no_time(board: Board, series: Series, judge: Judge) -> Iterator[Disagreement]:
    """Estimates of one thing, none or only one of which says for when, printed within months of each other and far apart.

    Only of what nobody counts, such as the size of a market: of anything else a figure without a time may be an old one.
    """
    if series[1] not in judge.rules.by_nature:
        return
    for keys in by_place(board.keys(*series)).values():
        undated = _outermost([(key, row) for key in keys if key.period is None for row in _estimates(board, key)])
        dated = _outermost([(key, row) for key in keys if key.period and undated for row in _estimates(board, key)])
        pairs = [*combinations(undated, 2), *((one, other) for one in undated for other in dated)]
        apart = [pair for pair in pairs if _far_apart(*pair, judge)]
        if apart:
            places = _by_slot([place for pair in apart for place in pair])
            node = judge.across(frozenset({"BothEstimated", "TimeUnstated"}), places, "no-time")
            if node is not None:
                yield node


def _outermost(placed: list[Placed]) -> list[Placed]:
    """All of them; of very many the smallest and the largest, so that work stays linear."""
    if len(placed) <= _MANY:
        return placed
    ordered = sorted(placed, key=lambda place: (place[1].magnitude, place[1].claim))
    return [*ordered[: _MANY // 2], *ordered[-_MANY // 2 :]]


def _estimates(board: Board, key: SlotKey) -> list[Reading]:
    rows = [row for row in board.slots[key] if not row.implied and not row.rate and not row.negated]
    return [row for row in rows if row.modality != "actual" and row.low != -INFINITY and row.high != INFINITY]


def _far_apart(one: Placed, other: Placed, judge: Judge) -> bool:
    """Whether two estimates of different texts, of nearly one time, are further apart than time explains."""
    a, b = one[1], other[1]
    if a.text == b.text or a.unit != b.unit or not _near(a, other, judge):
        return False
    low, high = sorted((a, b), key=lambda row: row.magnitude)
    return low.most > 0 and high.least > judge.rules.tolerances["no-time"].at_least * low.most


def _near(one: Reading, other: Placed, judge: Judge) -> bool:
    """Whether the first was published within the declared days of the other, or of the time the other is for."""
    key, row = other
    days = days_of(key.period) if key.period else None
    if key.period and days is None:
        return False
    first, last = (days[0].toordinal(), days[1].toordinal()) if days else (row.first, row.last)
    return max(first - one.last, one.first - last) <= judge.rules.tolerances["no-time-days"].at_least


def _by_slot(places: Sequence[Placed]) -> list[tuple[SlotKey, Sequence[Reading]]]:
    found: dict[SlotKey, dict[Reading, None]] = {}
    for key, row in places:
        found.setdefault(key, {})[row] = None
    return [(key, sorted(found[key], key=lambda row: (row.magnitude, row.claim))) for key in sorted(found)]


def outside_ranges(board: Board, series: Series, judge: Judge) -> Iterator[Disagreement]:
    """Levels that lie outside a range which is given for a longer time around them, by somebody else."""
    if "Level" not in judge.rules.role(series[1]):
        return
    keys = [key for key in board.keys(*series) if key.period and days_of(key.period)]
    for whole in keys:
        for wide in _ranges(board, whole):
            for part in keys:
                if _within(part, whole):
                    for value in values(board, part):
                        if _outside(value, wide):
                            places = [(part, value.readings), (whole, [wide])]
                            node = judge.across(frozenset({"OutsideRange"}), places, "outside-range")
                            if node is not None:
                                yield node


def _ranges(board: Board, key: SlotKey) -> list[Reading]:
    """The closed ranges that are stated as a fact for a span."""
    rows = [row for row in board.slots[key] if row.modality == "actual" and not row.implied and not row.negated]
    return [row for row in rows if row.low < row.high and -INFINITY not in (row.low, -row.high)]


def _within(part: SlotKey, whole: SlotKey) -> bool:
    """Whether one slot is of a part of the time of the other and of the same thing, said in as much detail or more."""
    if (part.relative_to, part.window, part.per_unit) != (whole.relative_to, whole.window, whole.per_unit):
        return False
    inner, outer = days_of(part.period or ""), days_of(whole.period or "")
    if part == whole or inner is None or outer is None or not set(whole.scope) <= set(part.scope):
        return False
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


def _outside(value: Value, wide: Reading) -> bool:
    if value.modality != "actual" or value.unit != wide.unit or wide.source in {row.source for row in value.readings}:
        return False
    return value.least > wide.most or value.most < wide.least
