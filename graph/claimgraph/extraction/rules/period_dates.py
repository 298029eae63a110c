"""From a piece of a year to days: which year it means, what is told from another period, spans of two mentions."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from claimgraph.claim import PartialDate
from claimgraph.extraction.rules.period_forms import Part


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """Words that say when; `grain` is year, half, quarter, months, month, day, span or same (as before).

    `aside` is one that dates only what is compared: in brackets with a number of its own, or after 较, than, from.
    """

    start: int
    end: int
    grain: str
    first: date | None = None
    last: date | None = None
    as_of: bool = False
    basis: str = "stated"
    year_earlier: bool = False
    aside: bool = False

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
        last_day = part.last_day or part.day
        if not part.day <= last_day <= calendar.monthrange(year, part.month)[1]:
            return None
        return date(year, part.month, part.day), date(year, part.month, last_day)
    if part.grain == "year" and part.edge:
        return {-1: (date(year, 1, 1), date(year, 3, 31)), 1: (date(year, 10, 1), date(year, 12, 31))}.get(
            part.edge, (date(year, 12, 31), date(year, 12, 31))
        )
    first, last = part.month - 1, part.month + part.months - 2
    end_year, end_month = year + last // 12, last % 12 + 1
    if part.grain in ("month", "quarter") and part.edge == 2:
        return (at_end := date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])), at_end
    month_end = calendar.monthrange(end_year, end_month)[1]
    if part.last_day and part.last_day < month_end:
        return _of_weeks(date(end_year, end_month, part.last_day), part.months)
    return date(year + first // 12, first % 12 + 1, 1), date(end_year, end_month, month_end)


def _of_weeks(last: date, months: int) -> tuple[date, date]:
    """So many months up to a day within one; those that end with a week are counted in weeks of a 52-week year."""
    if last.isoweekday() >= _FRIDAY:
        return last - timedelta(days=months * 91 // 3 - 1), last
    index = last.year * 12 + last.month - 1 - months
    before = date(index // 12, index % 12 + 1, 1)
    day = min(last.day, calendar.monthrange(before.year, before.month)[1])
    return before.replace(day=day) + timedelta(days=1), last


_FRIDAY = 5


_SOON = 10
_BEGUN = 20


def nearest_year(part: Part, published: PartialDate, future: bool) -> int | None:
    """The year of the last such period that was over when the text came out (a month or day: had begun); of the next one
    to end, where the words look ahead. A day of the week to come is that one."""
    reference = published.first if published.precision == "day" else published.last
    soon = reference + timedelta(days=_SOON)
    if part.day and (day := dates_of(part, soon.year)) and reference <= day[0] <= soon:
        return soon.year
    if part.grain == "quarter" and not part.edge and (now := dates_of(part, reference.year)):
        under_way = now[0] <= reference <= now[1]
        if under_way and (reference - now[0]).days >= _BEGUN:
            return reference.year
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
    last = next((m for m in reversed(before) if m.known and not m.year_earlier and not m.aside), None)
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
        return _same(mention, draft.part.grain, published, before)
    if draft.relation == "weekday":
        at = weekday_before(published, draft.shift or 1) if published else None
        return replace(mention, grain="day", first=at, last=at)
    if draft.relation == "next-day":
        days = [m.last for m in before if m.grain == "day" and m.last and not m.aside]
        after = days[-1] + timedelta(days=1) if days else None
        return replace(mention, grain="day", first=after, last=after)
    if draft.relation == "before":
        last = next((m for m in reversed(before) if m.known and not m.aside and m.grain == draft.part.grain), last)
    if draft.relation == "before" and last and last.first and last.grain in _LENGTHS:
        index = last.first.year * 12 + last.first.month - 1 - _LENGTHS[last.grain]
        dates = dates_of(Part(last.grain, index % 12 + 1, _LENGTHS[last.grain]), index // 12)
        return replace(mention, grain=last.grain, first=dates[0], last=dates[1]) if dates else mention
    if published is None:
        return replace(mention, grain="month" if draft.relation == "this-month" else "quarter")
    day, shift = published.first, draft.shift or 0
    if draft.relation == "day":
        moved = day + timedelta(days=shift)
        return replace(mention, grain="day", first=moved, last=moved) if published.precision == "day" else mention
    if draft.relation == "this-quarter" and shift == 1 and _just_reported(day, before):
        shift = 0
    months = 1 if draft.relation == "this-month" else 3
    index = (day.year * 12 + day.month - 1) // months + shift
    start = index * months
    part = Part("month" if months == 1 else "quarter", start % 12 + 1, months)
    dates = dates_of(part, start // 12)
    return replace(mention, grain=part.grain, first=dates[0], last=dates[1]) if dates else mention


def _just_reported(day: date, before: list[PeriodMention]) -> bool:
    """Whether a text speaks of the quarter that ended right before its publication; the next one is then under way."""
    told = [m.last for m in before if m.grain == "quarter" and m.last and not (m.aside or m.year_earlier)]
    return bool(told) and 0 < (day - told[-1]).days <= _RESULTS_WITHIN


_RESULTS_WITHIN = 60
_REPORTING = frozenset(("quarter", "half", "months", "year"))
_SHORTER = frozenset(("month", "quarter", "half", "months"))
_LENGTHS = {"month": 1, "quarter": 3, "year": 12}


def _same(
    mention: PeriodMention, grain: str, published: PartialDate | None, before: list[PeriodMention]
) -> PeriodMention:
    """当季, the period: the last such period spoken of, else the one of that length that holds the last date."""
    known = [m for m in before if m.known and not m.year_earlier and not m.aside]
    wanted = _REPORTING if grain == "period" else {grain}
    fitting = [m for m in known if m.grain in wanted] or (known if grain not in _LENGTHS else [])
    if fitting:
        last = fitting[-1] if grain == "month" else _commonest(fitting)
        as_of = mention.as_of or last.as_of
        return replace(mention, grain=last.grain, first=last.first, last=last.last, as_of=as_of)
    if grain not in _LENGTHS:
        return mention
    day = known[-1].first if known else None
    late = known and known[-1].grain == "day" and published and day and day > published.last
    if published and grain == "quarter" and (day is None or late):
        day = published.first
    if day is None:
        return mention
    months = _LENGTHS[grain]
    dates = dates_of(Part(grain, (day.month - 1) // months * months + 1, months), day.year)
    return replace(mention, grain=grain, first=dates[0], last=dates[1]) if dates else mention


_ENDED_AFTER = re.compile(
    r"止(?:的)?(?:(?P<n>[三六九]|十二|3|6|9|12)个月|(?P<q>财?季度?|一季)|(?P<y>财政?年度?|年度|全年))(?:期间)?"
)
_MONTH_QUARTER = re.compile(r" (?:fiscal )?quarter(?![a-z])")
_ENDED_BEFORE = re.compile(
    r"(?P<n>\d{1,2}|thirteen|twenty-six|thirty-nine|fifty-two) weeks (?:to|ended|ending|through) $"
)
_SPELT = {"三": 3, "六": 6, "九": 9, "十二": 12, "thirteen": 13, "twenty-six": 26, "thirty-nine": 39, "fifty-two": 52}


def ended_span(lower: str, mention: PeriodMention) -> PeriodMention:
    """A last day with the months or weeks that end on it, as that span: 截至9月30日止六个月, the 13 weeks to August 29."""
    last = mention.last
    if mention.grain not in ("day", "month") or last is None:
        return mention
    quarter = _MONTH_QUARTER.match(lower, mention.end) if mention.grain == "month" else None
    if after := quarter or _ENDED_AFTER.match(lower, mention.end):
        months = 3 if quarter or after["q"] else 12 if after["y"] else _SPELT.get(after["n"]) or int(after["n"])
        index = last.year * 12 + last.month - months
        grain = {3: "quarter", 6: "half", 12: "year"}.get(months, "months")
        first = date(index // 12, index % 12 + 1, 1)
        return replace(mention, end=after.end(), grain=grain, first=first, as_of=False)
    if before := _ENDED_BEFORE.search(lower, max(0, mention.start - 32), mention.start):
        weeks = _SPELT.get(before["n"]) or int(before["n"])
        first = last - timedelta(days=7 * weeks - 1)
        return replace(mention, start=before.start(), grain="months", first=first, as_of=False)
    return mention


def same_of_year(before: list[PeriodMention], year: int) -> PeriodMention | None:
    """2024年同期: the quarter, half or month last spoken of, in that year."""
    told = [m for m in before if m.grain in _SHORTER and m.known and not (m.aside or m.year_earlier or m.as_of)]
    if not told or told[-1].first is None or told[-1].last is None:
        return None
    years = year - told[-1].first.year
    return replace(told[-1], first=years_on(told[-1].first, years), last=years_on(told[-1].last, years))


def _commonest(mentions: list[PeriodMention]) -> PeriodMention:
    """The period spoken of most often, of several the one named first."""
    counts = Counter((m.first, m.last) for m in mentions)
    return max(mentions, key=lambda m: counts[m.first, m.last])


def quarter_before(published: PartialDate) -> PartialDate:
    """The quarter before that of a publication."""
    year, month = published.first.year, (published.first.month - 1) // 3 * 3 + 1
    return PartialDate(f"{year - 1}-10") if month == 1 else PartialDate(f"{year}-{month - 3:02}")


def weekday_before(published: PartialDate, weekday: int) -> date | None:
    """The last such day of the week up to a publication; 1 is Monday."""
    if published.precision != "day":
        return None
    return published.first - timedelta(days=(published.first.isoweekday() - weekday) % 7)


def years_on(day: date, years: int) -> date:
    last = calendar.monthrange(day.year + years, day.month)[1]
    end_of_month = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(day.year + years, day.month, last if end_of_month else min(day.day, last))


_TO = re.compile(r"[ ]?(?:-|~|至|到|—|–|to|through|until)[ ]?")


def _is_same_of(lower: str, last: PeriodMention, mention: PeriodMention) -> bool:
    """Whether two mentions are one: the same quarter of 2024."""
    same = "same" in lower[last.start : last.end] and mention.grain == "year"
    return same and re.fullmatch(r" (?:of|in) ", lower[last.end : mention.start]) is not None


def _spans(lower: str, last: PeriodMention, mention: PeriodMention) -> bool:
    """Whether two mentions are the ends of one span, or two months that are counted together (10月及11月合计)."""
    if _TO.fullmatch(lower, last.end, mention.start):
        return True
    both = last.grain == mention.grain == "month" and _AND.fullmatch(lower, last.end, mention.start) is not None
    return both and _TOGETHER.match(lower, mention.end) is not None


_AND = re.compile(r"[ ]?(?:与|及|和|、)[ ]?")
_TOGETHER = re.compile(r"[^,，。;；\d]{0,4}(?:合计|累计|平均|总共)")


def joined_mentions(lower: str, mentions: list[PeriodMention]) -> list[PeriodMention]:
    """Two mentions with 至 or "to" between them are one span."""
    joined: list[PeriodMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last and last.first and last.last and mention.first and _is_same_of(lower, last, mention):
            years = mention.first.year - last.first.year
            moved = replace(last, end=mention.end, first=years_on(last.first, years), last=years_on(last.last, years))
            joined[-1] = replace(moved, basis=mention.basis, aside=True)
            continue
        if last and last.first and mention.last and _spans(lower, last, mention):
            first = last.first
            if first > mention.last:
                first = years_on(first, mention.last.year - first.year)
            if first <= mention.last:
                joined[-1] = replace(last, end=mention.end, grain="span", first=first, last=mention.last)
                continue
        joined.append(mention)
    return joined
