"""Values with bounds, and arithmetic that never makes a bound too tight.

An interval is what a printed number can mean. Sums and products round outwards, so the true value stays inside;
division by an interval that holds zero has no answer and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

__all__ = ["Interval", "ZeroDivisor"]

_DOWN, _UP = Context(prec=28, rounding=ROUND_FLOOR), Context(prec=28, rounding=ROUND_CEILING)
_ZERO = Decimal(0)
_MARGIN = Decimal("1e-20")


class ZeroDivisor(ArithmeticError):
    """The divisor may be zero, so the quotient may be anything."""


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included; None where there is no bound.

    >>> Interval.point(Decimal("6.4")).times(Interval.point(Decimal("0.154")))
    Interval(low=Decimal('0.9856'), high=Decimal('0.9856'))
    """

    low: Decimal | None
    high: Decimal | None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"an interval from {self.low} down to {self.high}")

    @classmethod
    def point(cls, value: Decimal) -> Interval:
        return cls(value, value)

    def holds(self, value: Decimal) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return _reaches(self.low, other.high) and _reaches(other.low, self.high)

    def plus(self, other: Interval) -> Interval:
        return Interval(
            None if self.low is None or other.low is None else _DOWN.add(self.low, other.low),
            None if self.high is None or other.high is None else _UP.add(self.high, other.high),
        )

    def negated(self) -> Interval:
        return Interval(
            None if self.high is None else self.high.copy_negate(), None if self.low is None else self.low.copy_negate()
        )

    def minus(self, other: Interval) -> Interval:
        return self.plus(other.negated())

    def times(self, other: Interval) -> Interval:
        """The product; an open side stays open unless the other factor is nothing but zero."""
        ends = [(a, b) for a in _ends(self) for b in _ends(other)]
        products = [_product(a, b) for a, b in ends]
        return Interval(_least(low for low, _ in products), _greatest(high for _, high in products))

    def over(self, other: Interval) -> Interval:
        """The quotient. Raises ZeroDivisor where `other` holds zero."""
        if other.holds(_ZERO):
            raise ZeroDivisor(f"the divisor lies between {other.low} and {other.high}, so it may be zero")
        return self.times(
            Interval(
                _ZERO if other.high is None else _DOWN.divide(Decimal(1), other.high),
                _ZERO if other.low is None else _UP.divide(Decimal(1), other.low),
            )
        )

    def root(self, degree: int) -> Interval:
        """The positive root of this degree. Raises ValueError where a bound is negative.

        >>> Interval.point(Decimal(8)).root(3).holds(Decimal(2))
        True
        """
        if degree < 1 or any(bound is not None and bound < 0 for bound in (self.low, self.high)):
            raise ValueError(f"no root of degree {degree} of values from {self.low} to {self.high}")
        low = None if self.low is None else _root(self.low, degree, _DOWN)
        return Interval(low, None if self.high is None else _root(self.high, degree, _UP))


def _root(value: Decimal, degree: int, towards: Context) -> Decimal:
    """A root, moved by a last place towards the side that keeps the true one inside."""
    found = towards.power(value, _DOWN.divide(Decimal(1), Decimal(degree))) if value else _ZERO
    margin = abs(found) * _MARGIN
    return max(_ZERO, towards.subtract(found, margin)) if towards is _DOWN else towards.add(found, margin)


Bound = tuple[Decimal | None, int]  # the number, or which infinity it is: -1, 0 for finite, +1


def _ends(interval: Interval) -> tuple[Bound, Bound]:
    low: Bound = (interval.low, 0) if interval.low is not None else (None, -1)
    high: Bound = (interval.high, 0) if interval.high is not None else (None, 1)
    return low, high


def _product(one: Bound, two: Bound) -> tuple[Bound, Bound]:
    """The product of two ends, rounded down and rounded up; zero times anything is zero."""
    (a, a_side), (b, b_side) = one, two
    if a is not None and b is not None:
        return (_DOWN.multiply(a, b), 0), (_UP.multiply(a, b), 0)
    sign = (a_side or _sign(a)) * (b_side or _sign(b))
    end: Bound = (None, sign) if sign else (_ZERO, 0)
    return end, end


def _sign(value: Decimal | None) -> int:
    return 0 if not value else 1 if value > 0 else -1


def _reaches(low: Decimal | None, high: Decimal | None) -> bool:
    return low is None or high is None or low <= high


def _least(ends: Iterable[Bound]) -> Decimal | None:
    known = list(ends)
    if any(side < 0 for _, side in known):
        return None
    return min((value for value, side in known if side == 0 and value is not None), default=None)


def _greatest(ends: Iterable[Bound]) -> Decimal | None:
    known = list(ends)
    if any(side > 0 for _, side in known):
        return None
    return max((value for value, side in known if side == 0 and value is not None), default=None)
