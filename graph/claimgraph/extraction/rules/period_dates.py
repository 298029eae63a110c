"""From a piece of a year to days: which year it means, what is told from another period, spans of two mentions."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from claimgraph.claim import PartialDate
from claimgraph.extraction.rules.period_forms import Part


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """Words that say when; `grain` is year, half, quarter, months, month, day, span or same (as before)."""

    start: int
    end: int
    grain: str
    first: date | None = None
    last: date | None = None
    as_of: bool = False
    basis: str = "stated"
    year_earlier: bool = False

    @property
    def known(self) -> bool:
        return self.first is not None


@dataclass(frozen=True, slots=True)
class Dated:
    """A mention before its year is known."""

    start: int
    end: int
    part: Part
    year: int | None = None
    shift: int | None = None
    relation: str = ""


def dates_of(part: Part, year: int) -> tuple[date, date] | None:
    if not 1900 <= year <= 2200:
        return None
    if part.day:
        if part.day > calendar.monthrange(year, part.month)[1]:
            return None
        day = date(year, part.month, part.day)
        return day, day
    if part.grain == "year" and part.edge:
        return {-1: (date(year, 1, 1), date(year, 3, 31)), 1: (date(year, 10, 1), date(year, 12, 31))}.get(
            part.edge, (date(year, 12, 31), date(year, 12, 31))
        )
    first, last = part.month - 1, part.month + part.months - 2
    end_year, end_month = year + last // 12, last % 12 + 1
    return date(year + first // 12, first % 12 + 1, 1), date(
        end_year, end_month, calendar.monthrange(end_year, end_month)[1]
    )


def nearest_year(part: Part, published: PartialDate, future: bool) -> int | None:
    """The year of the last such period that was over when the text came out (a month or day: had begun); of the next one
    to end, where the words look ahead."""
    reference = published.first if published.precision == "day" else published.last
    for year in (reference.year, reference.year - 1) if not future else (reference.year, reference.year + 1):
        dates = dates_of(part, year)
        over = part.grain in ("quarter", "half", "months", "year") and not part.edge
        if dates and (dates[1] >= reference if future else dates[1 if over else 0] <= reference):
            return year
    return reference.year - (0 if future else 1)


def related(
    mention: PeriodMention, draft: Dated, published: PartialDate | None, before: list[PeriodMention]
) -> PeriodMention:
    """去年同期, the quarter, last month, yesterday: told from the period spoken of before, or from the publication."""
    last = next((m for m in reversed(before) if m.known and not m.year_earlier), None)
    mention = replace(mention, basis="relative")
    if draft.relation == "year-earlier":
        mention = replace(mention, year_earlier=True)
        if last and last.first and last.last:
            return replace(
                mention,
                grain=last.grain,
                first=years_on(last.first, -1),
                last=years_on(last.last, -1),
                as_of=last.as_of,
            )
        return mention
    if draft.relation == "same":
        if last:
            as_of = mention.as_of or last.as_of
            return replace(mention, grain=last.grain, first=last.first, last=last.last, as_of=as_of)
        return mention
    if published is None:
        return replace(mention, grain="month" if draft.relation == "this-month" else "quarter")
    day, shift = published.first, draft.shift or 0
    if draft.relation == "day":
        moved = day + timedelta(days=shift)
        return replace(mention, grain="day", first=moved, last=moved) if published.precision == "day" else mention
    months = 1 if draft.relation == "this-month" else 3
    index = (day.year * 12 + day.month - 1) // months + shift
    start = index * months
    part = Part("month" if months == 1 else "quarter", start % 12 + 1, months)
    dates = dates_of(part, start // 12)
    return replace(mention, grain=part.grain, first=dates[0], last=dates[1]) if dates else mention


def years_on(day: date, years: int) -> date:
    last = calendar.monthrange(day.year + years, day.month)[1]
    end_of_month = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(day.year + years, day.month, last if end_of_month else min(day.day, last))


_TO = re.compile(r"[ ]?(?:-|~|至|到|—|–|to|through|until)[ ]?")


def joined_mentions(lower: str, mentions: list[PeriodMention]) -> list[PeriodMention]:
    """Two mentions with 至 or "to" between them are one span."""
    joined: list[PeriodMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last and last.first and mention.last and _TO.fullmatch(lower, last.end, mention.start):
            first = last.first
            if first > mention.last:
                first = years_on(first, mention.last.year - first.year)
            if first <= mention.last:
                joined[-1] = replace(last, end=mention.end, grain="span", first=first, last=mention.last)
                continue
        joined.append(mention)
    return joined
