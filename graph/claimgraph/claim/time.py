"""Dates known to the day, the month or the year, and the periods that statements hold for."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the day, the month or only the year, as ISO 8601 writes it.

    >>> PartialDate("2025-02").first, PartialDate("2025-02").last, PartialDate("2025-02").precision
    (datetime.date(2025, 2, 1), datetime.date(2025, 2, 28), 'month')
    """

    text: str

    def __post_init__(self) -> None:
        if not _PARTIAL_DATE.fullmatch(self.text):
            raise ValueError(f"not a date: {self.text!r} (write 2025, 2025-03 or 2025-03-14)")
        try:
            _ = self.first, self.last
        except (ValueError, calendar.IllegalMonthError) as error:
            raise ValueError(f"no such date: {self.text} ({error})") from None

    @property
    def precision(self) -> str:
        return {4: "year", 7: "month", 10: "day"}[len(self.text)]

    @property
    def first(self) -> date:
        """The first day it can mean."""
        return date.fromisoformat(self.text + "-01-01"[len(self.text) - 4 :])

    @property
    def last(self) -> date:
        """The last day it can mean."""
        first = self.first
        match self.precision:
            case "year":
                return date(first.year, 12, 31)
            case "month":
                return date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
            case _:
                return first


_SPAN = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)\.\.(\d{4}(?:-\d{2}(?:-\d{2})?)?)")
_HALF, _QUARTER = re.compile(r"(\d{4})-H([12])"), re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, slots=True)
class Period:
    """The time a statement holds for: a span of days, or a level as of a day, month or year.

    `basis` tells whether the clause stated it, or it was inherited from an earlier one, or is relative to another date.

    >>> Period.parse("2025-Q3").start, Period.parse("2025-Q3").end
    (datetime.date(2025, 7, 1), datetime.date(2025, 9, 30))
    >>> Period.parse("as of 2026-01").text, Period.parse("2025-01..2025-09").text, Period.parse("2025").text
    ('as of 2026-01', '2025-01..2025-09', '2025')
    """

    start: date | None
    end: date | None
    as_of: bool = False
    basis: str = "stated"

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"a period that ends ({self.end}) before it starts ({self.start})")

    @classmethod
    def parse(cls, text: str) -> Period:
        """`2025`, `2025-H1`, `2025-Q3`, `2025-03`, `2025-03-14`, `A..B`, or any of the single ones after `as of`."""
        text, as_of = text.strip(), False
        if text.lower().startswith("as of "):
            text, as_of = text[6:].strip(), True
        if span := _SPAN.fullmatch(text):
            return cls(PartialDate(span[1]).first, PartialDate(span[2]).last, as_of)
        if half := _HALF.fullmatch(text):
            first = 1 if half[2] == "1" else 7
            return cls(date(int(half[1]), first, 1), PartialDate(f"{half[1]}-{first + 5:02}").last, as_of)
        if quarter := _QUARTER.fullmatch(text):
            last = int(quarter[2]) * 3
            return cls(date(int(quarter[1]), last - 2, 1), PartialDate(f"{quarter[1]}-{last:02}").last, as_of)
        try:
            day = PartialDate(text)
        except ValueError as error:
            raise ValueError(
                f"not a period: {text!r} (write 2025, 2025-H1, 2025-Q3, 2025-03, 2025-03-14, 2025-01..2025-09 "
                f"or as of 2026-01); {error}"
            ) from None
        return cls(day.first, day.last, as_of)

    @property
    def text(self) -> str:
        """The shortest form that `parse` reads back."""
        return ("as of " if self.as_of else "") + self._days()

    def _days(self) -> str:
        if self.start is None or self.end is None:
            raise ValueError("an open period has no short form")
        year = self.start.year
        for short in (
            f"{year}",
            f"{year}-H{1 if self.start.month < 7 else 2}",
            f"{year}-Q{(self.start.month + 2) // 3}",
            self.start.isoformat()[:7],
            self.start.isoformat(),
        ):
            same = Period.parse(short)
            if (same.start, same.end) == (self.start, self.end):
                return short
        first, last = self.start.isoformat(), self.end.isoformat()
        if first.endswith("-01") and PartialDate(last[:7]).last == self.end:
            return f"{first[:7]}..{last[:7]}"
        return f"{first}..{last}"
