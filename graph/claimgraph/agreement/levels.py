"""Computed levels that are far from what is stated nearby: no level multiplies within half a year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from claimgraph.agreement.board import Board, Series
from claimgraph.agreement.comparing import Value
from claimgraph.agreement.judging import Judge
from claimgraph.agreement.model import Disagreement, Reading, SlotKey
from claimgraph.agreement.readings import days_of

__all__ = ["jumping"]

_HALF_A_YEAR = 183


class _Near(NamedTuple):
    """A stated level, and how many days lie between it and a computed one."""

    days: int
    slot: SlotKey
    value: Value


def jumping(board: Board, series: Series, judge: Judge) -> Iterator[Disagreement]:
    """Each computed level of a slot without a stated one that the nearest stated level cannot have come from."""
    if "Level" not in judge.rules.role(series[1]):
        return
    keys = board.keys(*series)
    factor = judge.rules.tolerances["jump"].at_least
    for key in keys:
        rows = board.slots[key]
        computed = [row for row in rows if row.implied and row.modality == "actual"]
        if not computed or any(not row.implied for row in rows):
            continue
        for row in computed:
            near = [found for other in keys if (found := _stated_near(board, key, other, row))]
            stated = min(near, key=lambda found: found[:2], default=None)
            if stated and (stated.value.least > factor * row.most or row.least > factor * stated.value.most):
                places = [(key, [row]), (stated.slot, stated.value.readings)]
                node = judge.across(frozenset({"LevelJumps"}), places, "level-jumps")
                if node is not None:
                    yield node


def _stated_near(board: Board, key: SlotKey, other: SlotKey, row: Reading) -> _Near | None:
    """The stated level of another slot, if no more than half a year lies between."""
    days, theirs = days_of(key.period or ""), days_of(other.period or "")
    if key.scope != other.scope or not days or not theirs:
        return None
    value = board.value(other, row.unit)
    gap = max((theirs[0] - days[1]).days, (days[0] - theirs[1]).days, 0)
    if value is None or value.modality != "actual" or gap > _HALF_A_YEAR:
        return None
    return _Near(gap, other, value)
