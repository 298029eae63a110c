"""Running totals that leap: an old total does not suddenly multiply, so the earlier figure was out of date when stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from math import log
from typing import NamedTuple

from claimgraph.agreement.board import Board
from claimgraph.agreement.comparing import Value
from claimgraph.agreement.judging import Judge
from claimgraph.agreement.model import Disagreement, SlotKey

__all__ = ["leaping"]


class _Total(NamedTuple):
    """An exact total as of the last day it can stand for."""

    day: date
    slot: SlotKey
    value: Value


def leaping(board: Board, levels: Sequence[tuple[date, date, SlotKey]], judge: Judge) -> Iterator[Disagreement]:
    """Each total that grew many times faster since the one before than in all the time until then."""
    if len(levels) < _AT_LEAST:
        return
    totals: dict[str, list[_Total]] = {}
    for _, end, key in sorted(levels, key=lambda row: (row[1], row[2])):
        value = board.value(key)
        if value is not None and value.modality == "actual" and value.least > 0 and value.readings[0].high < _OPEN:
            totals.setdefault(value.unit, []).append(_Total(end, key, value))
    for rows in totals.values():
        for before, now in pairwise(rows[1:]):
            if _leapt(rows[0], before, now, judge):
                places = [(row.slot, row.value.readings) for row in (before, now)]
                node = judge.across(frozenset({"TotalLeapt"}), places, "total-leapt")
                if node is not None:
                    yield node


_AT_LEAST = 3  # a beginning, the total before, and the one that leaps
_OPEN = float("inf")


def _leapt(first: _Total, before: _Total, now: _Total, judge: Judge) -> bool:
    limits = judge.rules.tolerances
    history, days = (before.day - first.day).days, (now.day - before.day).days
    if history < limits["leap-history-days"].at_least or not 0 < days <= limits["leap-days"].at_least:
        return False
    factor, grown = now.value.least / before.value.most, before.value.least / first.value.most
    texts = {row.text for row in before.value.readings} & {row.text for row in now.value.readings}
    if texts or factor < limits["leap"].at_least or grown < 1:
        return False
    return log(factor) / days > limits["leap"].at_least * log(grown) / history
