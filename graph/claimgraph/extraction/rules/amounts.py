"""What a quantity is once it is read, and how two of them make a range or one comes under a comparator.

Values; of the text only the marks between two of them are looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol, TypeVar

from claimgraph.claim import Precision


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity as printed; `start`..`end` with its unit, `cue_start` where a comparator before it begins.

    `reason` is set where the number is plainly no quantity (a version, a code, an ordinal in a name).
    """

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    unit: str = "count"
    per_unit: str | None = None
    low_exclusive: bool = False
    high_exclusive: bool = False
    precision: Precision = Precision.AS_PRINTED
    style: str = "digits"
    scale: Decimal = Decimal(1)
    factor: Decimal = Decimal(1)
    cue_start: int = -1
    cue_end: int = -1
    counter: str = ""
    currency_sign: bool = False
    comparator: str = ""
    reason: str | None = None

    @property
    def bare(self) -> bool:
        """A number with neither unit nor counter nor scale."""
        return self.unit == "count" and not self.counter and self.scale == 1

    @property
    def value(self) -> Decimal:
        """The bound that is there, the lower one first."""
        bound = self.low if self.low is not None else self.high
        return bound if bound is not None else Decimal(0)


def union(left: Amount, right: Amount, vague: bool) -> Amount | None:
    """One range of two numbers: what one of them leaves out (scale, currency, unit) it takes from the other."""
    if left.unit != right.unit:
        if left.unit == "count" and not left.counter and left.low is not None:
            left = replace(left, unit=right.unit, per_unit=right.per_unit, low=left.low * right.factor)
        elif right.unit == "count" and not right.counter and (left.currency_sign or _told_as_percentage(left, right)):
            right = replace(right, unit=left.unit)
        else:
            return None
    low, high = left.low, right.high if right.high is not None else right.low
    if low is None or high is None:
        return None
    if left.scale == 1 and right.scale > 1 and low < high / right.scale * 10 and low * right.scale <= high:
        low *= right.scale
    elif left.scale > 1 and right.scale == 1 and low > high:
        high *= left.scale
    if low > high:
        return None
    precision = Precision.VAGUE if vague or Precision.VAGUE in (left.precision, right.precision) else left.precision
    return replace(
        right,
        start=left.start,
        low=low,
        high=high,
        low_exclusive=False,
        precision=precision,
        comparator="range",
        per_unit=right.per_unit or left.per_unit,
        currency_sign=left.currency_sign or right.currency_sign,
    )


def _told_as_percentage(left: Amount, right: Amount) -> bool:
    """百分之三十四至三十六: the second number leaves out the words for per cent."""
    return left.unit == "percent" and left.style == "word" and right.scale < 10**4 and left.value < right.value <= 100


def bounded(amount: Amount, cue: str) -> Amount:
    """The amount under a comparator; a range keeps both its bounds."""
    ranged = amount.comparator == "range" or amount.low != amount.high or amount.low is None
    match cue:
        case "about":
            precision = Precision.APPROXIMATE if amount.precision == Precision.AS_PRINTED else amount.precision
            return replace(amount, precision=precision, comparator=amount.comparator or cue)
        case _ if ranged and amount.comparator:
            return amount
        case "above":
            return replace(amount, high=None, low_exclusive=True, comparator=cue)
        case "at-least":
            return replace(amount, high=None, comparator=cue)
        case "below":
            return replace(amount, low=None, high_exclusive=True, comparator=cue)
        case _:
            return replace(amount, low=None, comparator=cue)


def disjoint(amounts: list[Amount]) -> list[Amount]:
    """In order, without those that begin inside another (the 百 of 个百分点)."""
    kept: list[Amount] = []
    for amount in sorted(amounts, key=lambda a: (a.start, -a.end)):
        if not kept or amount.start >= kept[-1].end:
            kept.append(amount)
    return kept


_LISTED = re.compile(r"[ ]?/[ ]?|、|,[ ]|[ ]?(?:和|与|及|以及|and|, and)[ ]?")
_ALIKE = 20


def shared_units(lower: str, amounts: list[Amount]) -> list[Amount]:
    """The amounts; in a list the bare ones take scale and unit of the last (95.4/101.5/114亿元, 10, 20 and 30 percent)."""
    shared = list(amounts)
    for index in range(len(shared) - 2, -1, -1):
        left, right = shared[index], shared[index + 1]
        if not (left.bare and left.style == "digits" and left.reason is None and left.low == left.high is not None):
            continue
        if right.reason or right.low is None or right.style != "digits" or (right.unit == "count" and right.scale == 1):
            continue
        mark = _LISTED.fullmatch(lower, left.end, right.start)
        if right.unit in _SPANS or mark is None or (mark[0] == ", " and right == amounts[index + 1]):
            continue
        many = right.scale * right.factor
        last = right.low / many if many else Decimal(0)
        if max(left.value, last) <= _ALIKE * max(min(left.value, last), Decimal(1)):
            value = left.value * many
            shared[index] = replace(
                left, unit=right.unit, low=value, high=value, scale=right.scale, factor=right.factor
            )
    return shared


_IN_ONE_BREATH = re.compile(r"[ ]?(?:,|、|/|and|, and|or|to|from|和|与|及|或|至|到)[ ]?")


def shared_rates(lower: str, amounts: list[Amount]) -> list[Amount]:
    """The amounts; sums told in one breath are counted by what the last one is counted by ($10, $37 and $92 per month)."""
    shared = list(amounts)
    for index in range(len(shared) - 2, -1, -1):
        left, right = shared[index], shared[index + 1]
        money = len(left.unit) == 3 and left.unit.isupper()
        open_ = left.reason is None and left.per_unit is None and left.unit == right.unit
        if money and open_ and right.per_unit and _IN_ONE_BREATH.fullmatch(lower, left.end, right.start):
            shared[index] = replace(left, per_unit=right.per_unit)
    return shared


_SPANS = frozenset(("second", "minute", "hour", "day", "week", "month", "year", "pixel", "points"))


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_Item = TypeVar("_Item", bound=_Placed)


def outside(numerals: Iterable[_Item], blocked: list[tuple[int, int]]) -> Iterator[_Item]:
    """The numerals that do not touch the blocked spans; both in order."""
    index = 0
    for numeral in numerals:
        while index < len(blocked) and blocked[index][1] <= numeral.start:
            index += 1
        ahead = index
        while ahead < len(blocked) and blocked[ahead][0] < numeral.end and blocked[ahead][1] <= numeral.start:
            ahead += 1
        if ahead < len(blocked) and blocked[ahead][0] < numeral.end:
            continue
        yield numeral


def overlaps(blocked: list[tuple[int, int]], start: int, end: int) -> bool:
    place = bisect_left(blocked, (end, -1))
    return any(blocked[i][1] > start for i in range(max(0, place - 3), place))


def signed(amount: Amount, sign: int) -> tuple[Decimal | None, Decimal | None, bool, bool]:
    """Bounds and their exclusiveness, mirrored for a fall."""
    if sign >= 0 or (amount.low is not None and amount.low < 0):
        return amount.low, amount.high, amount.low_exclusive, amount.high_exclusive
    low = -amount.high if amount.high is not None else None
    high = -amount.low if amount.low is not None else None
    return low, high, amount.high_exclusive, amount.low_exclusive
