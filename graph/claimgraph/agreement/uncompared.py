"""Values that stand alone though others are near, and why: their period is unknown, or their currency another."""

from __future__ import annotations

from collections.abc import Iterator

from claimgraph.agreement.board import Board
from claimgraph.agreement.model import NotCompared, Reading, SlotKey
from claimgraph.agreement.phrases import Phrases
from claimgraph.agreement.readings import is_money

__all__ = ["not_compared"]


def not_compared(board: Board, phrases: Phrases) -> Iterator[NotCompared]:
    """One row for each slot whose values could not be held against those beside them."""
    for key in board.all_keys():
        stated = [row for row in board.slots[key] if not row.implied and not row.rate]
        if stated:
            yield from (
                _without_period(board, key, stated, phrases)
                if key.period is None
                else _of_currencies(board, key, stated, phrases)
            )


def _without_period(board: Board, key: SlotKey, stated: list[Reading], phrases: Phrases) -> Iterator[NotCompared]:
    others = [other for other in board.keys(key.subject, key.metric) if other != key]
    if others or len(stated) > 1:
        why = f"{phrases.place(key)}: no period is stated, so the value is compared with no other."
        yield NotCompared(key.subject, key.metric, "period", why, _claims(stated), (key, *others))


def _of_currencies(board: Board, key: SlotKey, stated: list[Reading], phrases: Phrases) -> Iterator[NotCompared]:
    money = sorted({row.unit for row in stated if is_money(row.unit)})
    if len(money) > 1 and not any(row.rate for row in board.slots[key]):
        why = f"{phrases.place(key)}: {' and '.join(money)} are compared only by a dated rate."
        yield NotCompared(key.subject, key.metric, "currency", why, _claims(stated), (key,))


def _claims(stated: list[Reading]) -> tuple[str, ...]:
    return tuple(sorted(row.claim for row in stated))
