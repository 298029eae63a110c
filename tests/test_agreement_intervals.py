"""Interval arithmetic is sound: whatever the true values are, the true result lies inside."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from claimgraph.agreement import Interval, ZeroDivisor

numbers = st.decimals(-(10**9), 10**9, allow_nan=False, places=4)


@st.composite
def intervals_with_a_point(draw: st.DrawFn) -> tuple[Interval, Decimal]:
    """An interval, open on either side now and then, and a value in it."""
    low, point, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    return Interval(
        None if draw(st.integers(0, 5)) == 0 else low, None if draw(st.integers(0, 5)) == 0 else high
    ), point


def inside(interval: Interval, value: Fraction) -> bool:
    low, high = interval.low, interval.high
    return (low is None or Fraction(low) <= value) and (high is None or value <= Fraction(high))


@given(intervals_with_a_point(), intervals_with_a_point())
@settings(max_examples=300, deadline=None)
def test_sums_differences_and_products_hold_the_true_value(
    one: tuple[Interval, Decimal], two: tuple[Interval, Decimal]
) -> None:
    (a, x), (b, y) = one, two
    assert inside(a.plus(b), Fraction(x) + Fraction(y))
    assert inside(a.minus(b), Fraction(x) - Fraction(y))
    assert inside(a.times(b), Fraction(x) * Fraction(y))


@given(intervals_with_a_point(), intervals_with_a_point())
@settings(max_examples=300, deadline=None)
def test_quotients_hold_the_true_value_or_are_refused(
    one: tuple[Interval, Decimal], two: tuple[Interval, Decimal]
) -> None:
    (a, x), (b, y) = one, two
    if b.holds(Decimal(0)):
        with pytest.raises(ZeroDivisor, match="may be zero"):
            a.over(b)
    else:
        assert inside(a.over(b), Fraction(x) / Fraction(y))


@given(intervals_with_a_point(), intervals_with_a_point())
@settings(max_examples=100, deadline=None)
def test_meeting_is_symmetric_and_follows_from_a_common_value(
    one: tuple[Interval, Decimal], two: tuple[Interval, Decimal]
) -> None:
    (a, x), (b, _) = one, two
    assert a.meets(b) is b.meets(a)
    assume(b.holds(x))
    assert a.meets(b)


def test_the_bounds_are_tight() -> None:
    assert Interval(Decimal(2), Decimal(3)).times(Interval(Decimal(-1), Decimal(4))) == Interval(
        Decimal(-3), Decimal(12)
    )
    assert Interval(Decimal(1), None).times(Interval(Decimal(2), Decimal(5))) == Interval(Decimal(2), None)
    assert Interval(Decimal(10), Decimal(20)).over(Interval(Decimal(2), Decimal(5))) == Interval(
        Decimal(2), Decimal(10)
    )
    with pytest.raises(ValueError, match="down to"):
        Interval(Decimal(2), Decimal(1))


@given(intervals_with_a_point(), st.integers(1, 12))
@settings(max_examples=200, deadline=None)
def test_roots_hold_the_true_value_or_are_refused(one: tuple[Interval, Decimal], degree: int) -> None:
    interval, _ = one
    if any(bound is not None and bound < 0 for bound in (interval.low, interval.high)):
        with pytest.raises(ValueError, match="no root"):
            interval.root(degree)
        return
    root = interval.root(degree)
    low, high = interval.low, interval.high
    assert root.low is None or (low is not None and Fraction(root.low) ** degree <= Fraction(low))
    assert root.high is None or (high is not None and Fraction(root.high) ** degree >= Fraction(high))
