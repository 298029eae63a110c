"""How exact a printed figure is: the unit of its last digit, and the interval of values it can stand for."""

from __future__ import annotations

import re
from functools import lru_cache

from claimgraph.agreement.rules import Tolerance
from claimgraph.claim import Precision

__all__ = ["half_width", "printed_unit", "significant", "significant_digits", "tolerance_name"]

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
_ROUND = 1000  # a whole number printed with four digits or more may be rounded where it ends in zeros


@lru_cache(maxsize=65536)
def printed_unit(printed: str, value: float, unit: str) -> tuple[float, bool]:
    """The unit of the last printed digit, and whether that digit may be rounded further than it shows.

    >>> printed_unit("1.4億美元", 140_000_000, "USD"), printed_unit("68%", 68, "percent")
    ((10000000.0, True), (1.0, False))
    >>> printed_unit("540,000", 540_000, "count"), printed_unit("四分鐘", 240, "second")
    ((1000.0, True), (60.0, True))
    """
    size = abs(value)
    for number in _NUMBER.findall(printed):
        digits = number.replace(",", "")
        shown = float(digits)
        if shown and size and _power_of_ten(size / shown):
            decimals = len(digits.partition(".")[2])
            scale = size / shown
            whole = shown >= _ROUND and not decimals
            return scale * (_rounded(shown) if whole else 10.0**-decimals), scale > 1.5 or whole
    if size and unit == "second" and not size % 60:
        return 60.0, True
    return (_trailing(size), True) if size >= 10 else (0.0, False)


def half_width(value: float, unit: tuple[float, bool], tolerance: Tolerance) -> float:
    """How far the true value may lie from a figure printed in this unit."""
    size, (last, rounded) = abs(value), unit
    width = tolerance.printed_units * last
    if rounded:
        width = min(width, tolerance.at_most * size)
    return max(width, tolerance.at_least * size)


def tolerance_name(precision: Precision) -> str:
    return {Precision.APPROXIMATE: "approximate", Precision.VAGUE: "vague"}.get(precision, "printed")


def significant(value: float) -> int:
    """How many digits of a figure say something.

    >>> significant(5_400_000.0), significant(367_000.0), significant(10_000.0)
    (2, 3, 1)
    """
    return len(significant_digits(value)) or 1


@lru_cache(maxsize=65536)
def significant_digits(value: float) -> str:
    """The digits of a figure without its power of ten.

    >>> significant_digits(5_400_000.0), significant_digits(0.0054)
    ('54', '54')
    """
    return f"{value:.11e}".partition("e")[0].replace(".", "").strip("0-")


def _rounded(shown: float) -> float:
    """The place of the last digit that is not zero, but no higher than that of the third digit.

    >>> _rounded(3050), _rounded(1200), _rounded(25_389_200)
    (10.0, 10.0, 100.0)
    """
    return min(_trailing(shown), 10.0 ** (len(str(int(shown))) - 3))


def _trailing(size: float) -> float:
    """The place of the last digit that is not zero."""
    whole, place = int(size), 1.0
    while whole and not whole % 10:
        whole, place = whole // 10, place * 10
    return place


def _power_of_ten(ratio: float) -> bool:
    return f"{ratio:.9e}".partition("e")[0] == "1.000000000"
