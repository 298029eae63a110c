"""Spans that the words beside a date make of it: what began then and goes on, the weeks up to it, the rest of it.

Also dates counted back from another (two years ago, 两年前). Reads words; which number such a span dates is not its matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from claimgraph.claim import PartialDate
from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.numerals import chinese_bounds
from claimgraph.extraction.rules.period_dates import Dated, PeriodMention, years_on
from claimgraph.extraction.rules.period_forms import COUNTS, Part

_NUMBERS = {"a": 1, "one": 1, **COUNTS}
_COUNT = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_AGO = re.compile(
    rf"(?<![a-z])(?P<n>{_COUNT}|\d{{1,2}}) (?P<u>year|month)s? (?:ago|earlier|before)(?![a-z])"
    r"|(?<![\d.第])(?P<zn>[一二两三四五六七八九十]{1,2}|\d{1,2})(?P<zu>年|个月)前(?![三首])"
)
_REST = re.compile(r"(?:the )?(?:rest|remainder|balance) of (?:the )?$")
_WEEKS = re.compile(
    r"(?P<n>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|twenty-six|fifty-two)"
    r"[ -](?P<u>week|day)s? (?:to|ended|ending|through|up to) (?:the )?$"
)
_JOINS = tuple("至到-~—–")
_LONGER = {"thirteen": 13, "twenty-six": 26, "fifty-two": 52}
_QUARTER_WEEKS = 13
_OF_YEAR = frozenset(("quarter", "half", "months", "year"))


def counted_back(lower: str) -> Iterator[Dated]:
    """Two years ago, 两年前, six months earlier; one year is read as the year-earlier words of the lexicon."""
    for match in _AGO.finditer(lower):
        words, unit = match["n"] or match["zn"], match["u"] or match["zu"]
        bounds = chinese_bounds(words) if match["zn"] and not words.isdigit() else None
        count = int(bounds[0]) if bounds else _NUMBERS.get(words) or (int(words) if words.isdigit() else 0)
        if count and (count, unit) != (1, "year"):
            grain = "year" if unit in ("year", "年") else "month"
            yield Dated(match.start(), match.end(), Part(grain), None, -count, "ago")


def moved_back(
    mention: PeriodMention, draft: Dated, published: PartialDate | None, before: list[PeriodMention]
) -> PeriodMention:
    """The period so long before the one spoken of last; without one, before the publication."""
    mention = replace(mention, basis="relative", year_earlier=True)
    count = -(draft.shift or 0)
    last = next((m for m in reversed(before) if m.known and not m.year_earlier and not m.aside), None)
    of_part = last is not None and (last.grain in _OF_YEAR - {"year"} or draft.part.grain == "month" or not published)
    if last and last.first and last.last and of_part:
        first, final = (_back(day, count, draft.part.grain) for day in (last.first, last.last))
        return replace(mention, grain=last.grain, first=first, last=final, as_of=last.as_of)
    if published is None or draft.part.grain == "month":
        return mention
    year = published.first.year - count
    return replace(mention, grain="year", first=date(year, 1, 1), last=date(year, 12, 31))


def around(mention: PeriodMention, shift: int, published: PartialDate | None) -> PeriodMention:
    """The year that ends with the publication, or begins after it."""
    mention = replace(mention, basis="relative", aside=True)
    if published is None or published.precision != "day":
        return mention
    day = published.first
    first, last = (years_on(day, -1), day) if shift < 0 else (day + timedelta(days=1), years_on(day, 1))
    return replace(mention, first=first, last=last)


def _back(day: date, count: int, unit: str) -> date:
    if unit == "year":
        return years_on(day, -count)
    years, month = divmod(day.month - 1 - count, 12)
    ends = (day + timedelta(days=1)).day == 1
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)
    return following if ends else first.replace(day=min(day.day, following.day))


class SpanReader:
    """Makes spans of the dates of a text, by the words of a lexicon."""

    def __init__(self, cues: Cues) -> None:
        so_far = cues.pattern("so-far")
        self._after = re.compile(rf"(?:的?[\u3400-\u9fff]{{0,2}})?{so_far}|[ ]{so_far}")
        self._years = [(-1, re.compile(cues.pattern("past-year"))), (1, re.compile(cues.pattern("coming-year")))]
        self._before = re.compile(rf"{so_far} (?:in |for )?(?:the )?$")

    def years(self, lower: str) -> Iterator[Dated]:
        """The year up to the publication, and the one that begins with it: 过去一年, the next 12 months."""
        for shift, pattern in self._years:
            for match in pattern.finditer(lower):
                yield Dated(match.start(), match.end(), Part("span"), None, shift, "around")

    def goes_on(self, lower: str, end: int) -> bool:
        """Whether the words after a date say that it goes on until now: 本季以来, this quarter so far."""
        return self._after.match(lower, end) is not None

    def read(self, lower: str, mention: PeriodMention, published: PartialDate | None) -> PeriodMention:
        """The mention as a span where the words beside it make it one."""
        if mention.first is None or mention.last is None or mention.year_earlier:
            return mention
        if weeks := _WEEKS.search(lower, max(0, mention.start - 32), mention.start):
            return _weeks(mention, weeks) if mention.grain == "day" else mention
        day = published.first if published and published.precision == "day" else None
        if day is None or mention.first > day or lower[max(0, mention.start - 1) : mention.start] in _JOINS:
            return mention
        before = lower[max(0, mention.start - 28) : mention.start]
        if rest := _REST.search(before):
            start = mention.start - len(rest[0])
            return replace(mention, start=start, first=day, grain="span") if day <= mention.last else mention
        after = self._after.match(lower, mention.end)
        if after or self._before.search(before):
            end = after.end() if after else mention.end
            return replace(mention, end=end, last=day, grain="span", as_of=False, basis="relative")
        return mention


def _weeks(mention: PeriodMention, match: re.Match[str]) -> PeriodMention:
    """The weeks or days that end on a day."""
    words = match["n"]
    count = _LONGER.get(words) or _NUMBERS.get(words) or int(words)
    if mention.last is None:
        return mention
    first = mention.last - timedelta(days=count * (7 if match["u"] == "week" else 1) - 1)
    return replace(mention, start=match.start(), grain="months", first=first, as_of=False)
