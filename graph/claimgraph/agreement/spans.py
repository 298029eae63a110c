"""Months forwards and backwards, and spans laid end to end."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

__all__ = ["shifted", "tiles"]

Days = tuple[date, date]


def shifted(day: date, months: int) -> date:
    """The same day so many months later (earlier, where negative); the last of the month where there is no such day.

    >>> shifted(date(2025, 1, 31), 1), shifted(date(2025, 1, 1), -12)
    (datetime.date(2025, 2, 28), datetime.date(2024, 1, 1))
    """
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def tiles(whole: Days, spans: Iterable[Days]) -> list[Days]:
    """The spans that make up the whole without gap or overlap, the longest first at each step; empty where none do.

    >>> quarters = [(date(2025, 1, 1), date(2025, 3, 31)), (date(2025, 4, 1), date(2025, 6, 30))]
    >>> len(tiles((date(2025, 1, 1), date(2025, 6, 30)), quarters)), tiles((date(2025, 1, 1), date(2025, 9, 30)), quarters)
    (2, [])
    """
    starting: dict[date, list[date]] = {}
    for start, end in spans:
        if whole[0] <= start and end <= whole[1]:
            starting.setdefault(start, []).append(end)
    dead: set[date] = set()

    def onwards(start: date) -> list[Days] | None:
        if start > whole[1]:
            return []
        if start in dead:
            return None
        for end in sorted(starting.get(start, ()), reverse=True):
            rest = onwards(end + timedelta(days=1))
            if rest is not None:
                return [(start, end), *rest]
        dead.add(start)
        return None

    return onwards(whole[0]) or []
