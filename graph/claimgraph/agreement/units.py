"""What units become when values are multiplied or divided; anything else has no answer."""

from __future__ import annotations

from decimal import Decimal

from claimgraph.agreement.intervals import Interval
from claimgraph.agreement.readings import is_money

__all__ = ["IncompatibleUnits", "product", "quotient"]

_PLAIN = frozenset({"count", "multiple"})
_HUNDRED = Interval.point(Decimal(100))


class IncompatibleUnits(ArithmeticError):
    """Two units that arithmetic does not join: money times money, a count of years plus a price."""


Measured = tuple[Interval, str]


def _factor(value: Measured) -> Measured:
    """A percentage as the plain number it is."""
    interval, unit = value
    return (interval.over(_HUNDRED), "multiple") if unit == "percent" else value


def product(one: Measured, other: Measured) -> Measured:
    """The product with its unit: money by a number is money, a percentage counts as its hundredth.

    Raises IncompatibleUnits where both carry a unit of their own.
    """
    (a, unit_a), (b, unit_b) = _factor(one), _factor(other)
    if unit_a not in _PLAIN and unit_b not in _PLAIN:
        raise IncompatibleUnits(f"{unit_a} times {unit_b} is no quantity of the vocabulary")
    own = [unit for unit in (unit_a, unit_b) if unit not in _PLAIN]
    return a.times(b), own[0] if own else "count" if "count" in (unit_a, unit_b) else "multiple"


def quotient(one: Measured, other: Measured) -> Measured:
    """The quotient with its unit: equal units give a multiple, money by a count is money.

    Raises IncompatibleUnits, and ZeroDivisor where the divisor may be zero.
    """
    (a, unit_a), (b, unit_b) = _factor(one), _factor(other)
    if unit_a == unit_b:
        return a.over(b), "multiple"
    if unit_b in _PLAIN:
        return a.over(b), unit_a
    if is_money(unit_a) and is_money(unit_b):
        raise IncompatibleUnits(f"{unit_a} by {unit_b}: the corpus gives no rate between these currencies")
    raise IncompatibleUnits(f"{unit_a} by {unit_b} is no quantity of the vocabulary")
