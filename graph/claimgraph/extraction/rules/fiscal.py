"""Fiscal years: the month in which the year of a reporting company ends, as far as the text tells, by the calendar.

Known from a quarter or year of which the text says when it ended, or from a report on a quarter long over by the calendar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from claimgraph.claim import PartialDate
from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.period_dates import Dated, dates_of
from claimgraph.extraction.rules.period_forms import ORDINALS, Part, small_number

CALENDAR = 12
_QUARTERS = 4
_EARLY = 10
_STALE = timedelta(days=150)
_NEAR = 60


class FiscalYears:
    """Finds when fiscal years end, by the words of a lexicon."""

    def __init__(self, cues: Cues, months: Mapping[str, int]) -> None:
        self._months = months
        names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
        ordinal = "|".join(ORDINALS)
        day = rf"(?:on )?(?P<m>{names})\.?(?: (?P<d>\d{{1,2}}))?(?![a-z\d])"
        self._english = re.compile(
            rf"(?<![a-z])(?:(?P<q>{ordinal})[ -](?:fiscal[ -])?quarter(?:(?: of)? (?:fiscal )?(?:year )?\d{{4}})?"
            rf"|(?P<y>fiscal year))(?: \d{{4}})?,? ?\(?(?:that |which |for the (?:period|quarter) )?"
            rf"(?:ended|ending|ends) {day}"
        )
        self._chinese = re.compile(
            r"截[至止](?:\d{4}年)?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日|底)?止?的?(?:\d{4})?(?:财年|财政年度)?"
            r"(?:第?(?P<q>[一二三四1-4])(?:财季|季度?)|(?P<h>上半年度?|中期|(?:六|6)个月的?中期)|(?P<y>财政年度|财年))"
        )
        self._worded = re.compile(cues.pattern("fiscal"))
        self._report = re.compile(cues.pattern("results"))

    def worded(self, lower: str, draft: Dated) -> bool:
        """Whether the words of a mention speak of a fiscal period."""
        return self._worded.search(lower, max(0, draft.start - 12), draft.end + 4) is not None

    def end(self, lower: str, drafts: Iterable[Dated], published: PartialDate | None) -> int:
        """The month in which the fiscal year ends; 12 where the text tells of no other."""
        if match := self._english.search(lower):
            number = ORDINALS[match["q"]] if match["q"] else _QUARTERS
            return _end(self._months[match["m"]], match["d"], number)
        if match := self._chinese.search(lower):
            number = small_number(match["q"]) if match["q"] else 2 if match["h"] else _QUARTERS
            return _end(int(match["m"]), match["d"], number)
        return self._reported(lower, drafts, published) if published else CALENDAR

    def _reported(self, lower: str, drafts: Iterable[Dated], published: PartialDate) -> int:
        """By the first quarter that is reported on: results of one that is long over are of a fiscal quarter just ended."""
        quarters = [d for d in drafts if d.part.grain == "quarter" and not d.relation]
        if not quarters or published.precision != "day":
            return CALENDAR
        first = quarters[0]
        named = "quarter" in lower[first.start : first.end] and first.year is None and first.shift is None
        if not named or not self._report.search(lower, max(0, first.start - _NEAR), first.end + _NEAR):
            return CALENDAR
        year = published.first.year
        over = [d for d in (dates_of(first.part, year), dates_of(first.part, year - 1)) if d and d[1] < published.first]
        if not over or published.first - over[0][1] < _STALE:
            return CALENDAR
        ended = (published.first.month - 1) // 3 * 3 or CALENDAR
        return _end(ended, None, (first.part.month + 2) // 3)


def _end(month: int, day: str | None, quarter: int) -> int:
    """The last month of the year whose quarter of this number ends then; a day early in a month is of the one before."""
    month -= 1 if day and int(day) <= _EARLY else 0
    return (month + 3 * (_QUARTERS - quarter) - 1) % 12 + 1


def by_calendar(part: Part, year: int | None, end: int) -> tuple[Part, int | None]:
    """A fiscal quarter, half or year as the months of the calendar; with a year, that in which those begin."""
    if end == CALENDAR or part.day or part.edge or part.grain not in ("quarter", "half", "year"):
        return part, year
    index = end + part.month - 1
    moved = replace(part, month=index % 12 + 1)
    return moved, None if year is None else year - 1 + index // 12


def fiscal_year_of(day: date, end: int) -> int:
    """The fiscal year that holds a day; it is named after the calendar year in which it ends."""
    return day.year + (1 if end < day.month else 0)
