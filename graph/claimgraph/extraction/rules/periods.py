"""Periods: years, halves, quarters, months, days, spans of them, levels as of a day, and dates told from another date.

A mention whose year the text leaves out is resolved against an earlier mention of the same passage or the publication
date, and says so (`basis` relative). Durations (30天, five days) are quantities, not periods.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from claimgraph.claim import PartialDate
from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.numerals import chinese_bounds


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """Words that say when; `grain` is year, half, quarter, months, month, day, span or same (the period spoken of before)."""

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
class _Part:
    """A piece of a year: from month to month, or a day of it; `edge` is its beginning (-1) or end (1)."""

    grain: str
    month: int = 1
    months: int = 12
    day: int | None = None
    edge: int = 0


_NUM = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_YEAR4 = r"(?:(?<![\d.])(?<!\d,)(?:19|20)\d\d(?![\d.,]\d|\d)|[一二][〇零一二三四五六七八九]{3})"
_SUB = (
    rf"(?P<m1>{_NUM})月?(?:份)?(?:-|~|至|到|—)(?P<m2>{_NUM})月(?:份)?"
    rf"|(?<![\d.])(?P<m>{_NUM})月(?!活|度|均|租|薪|饼|球|销|卡|底价)(?:份)?(?:(?P<d>[0-3]?\d|[一二三]?十?[一二三四五六七八九十])[日号])?(?P<mpart>上旬|中旬|下旬|初|底|末|中旬)?"
    r"|(?P<nine>[前首](?:三|3)个?季(?:度)?)|[前首](?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2})个?月"
    r"|第?(?P<q>[一二三四1-4])个?财?季(?:度|报)?|(?<![a-z])q(?P<q2>[1-4])(?!\d)|(?<!\d)(?P<q3>[1-4])q(?![a-z])"
    r"|(?P<half>[上下])半(?:财)?年(?:度)?|h(?P<h>[12])(?!\d)"
    r"|(?P<part>年末|年底|年终|年初|年中|末|底|初|全年)"
)
_CHINESE = re.compile(
    rf"(?:(?P<year>{_YEAR4})(?P<fy>财)?(?:年(?![轻龄华来薪会内后间代]|前(?![三3首一二两四五六七八九十\d]))(?:度)?|(?=q[1-4]|h[12]|第[一二三四]季))"
    rf"|(?<!\d)(?P<short>[12]\d)年(?=第?[一二三四1-4]季|[01]?\d月|q[1-4]|[上下]半年|前三季)"
    rf"|(?P<rel>__REL__)(?!同期|同月|同季))[ ]?的?(?:{_SUB})?"
    rf"|(?:{_SUB.replace('?P<', '?P<z_')})"
)
_SPAN_YEARS = re.compile(
    rf"(?P<a>{_YEAR4})年?(?:-|~|至|到|—|–)(?P<b>(?:19|20)\d\d)(?:年(?![轻龄])(?:度|间)?|(?![\d-]))"
)
_NUMERIC = re.compile(
    r"(?<![\d./-])(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>1[0-2]|0?[1-9])(?:(?P=s)(?P<d>3[01]|[12]\d|0?[1-9]))?(?![\d]|[./-]\d|%)"
)
_COMPACT = re.compile(
    r"(?<![a-z\d])(?:(?P<q>[1-4])q[ ']?(?:fy)?(?P<y1>(?:20)?[12]\d)|(?:fy)?[ ']?(?P<y2>(?:20)?[12]\d)[ ]?q(?P<q2>[1-4])"
    r"|q(?P<q3>[1-4])[ ,']{0,2}(?:fy|of |fiscal )?'?(?P<y3>20[12]\d|(?<=['y])[12]\d)|(?P<h>[12])h[ ']?(?:fy)?(?P<y4>(?:20)?[12]\d)"
    r"|h(?P<h2>[12])[ ,']{0,2}(?:of )?(?P<y5>20[12]\d)|(?P<y7>20[12]\d)[ ]?h(?P<h3>[12])|fy[ ']?(?P<y6>(?:20)?[12]\d))(?![\d%]|[.,]\d)"
)
_ORD = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_COUNT = {
    "three": 3,
    "six": 6,
    "nine": 9,
    "twelve": 12,
    "two": 2,
    "four": 4,
    "five": 5,
    "seven": 7,
    "eight": 8,
    "ten": 10,
    "eleven": 11,
}
_YEAR_TAIL = (
    r"(?:,? (?:of |in )?(?:the )?(?:fiscal (?:year )?|financial year )?(?P<@y>(?:19|20)\d\d|__REL__)(?![\d,.]\d))?"
)


def _english(months: str) -> str:
    def tail(name: str) -> str:
        return _YEAR_TAIL.replace("@", name)

    return (
        rf"(?<![a-z])(?:the )?(?:(?P<ec>three|six|nine|twelve) months|(?:first|second|third|fourth|fiscal|full)?[ -]?(?P<ew>quarter|half|year)) (?:ended|ending|to) (?:on )?(?P<em>{months})\.?[ ](?P<ed>\d{{1,2}})(?:,? (?P<ey>20\d\d))?"
        rf"|(?<![a-z])(?:the )?(?P<q>first|second|third|fourth|final|1st|2nd|3rd|4th)[ -](?:fiscal |calendar )?(?P<what>quarter|half)(?![a-z]){tail('q')}"
        rf"|(?<![a-z])(?:the )?first (?P<n>two|three|four|five|six|seven|eight|nine|ten|eleven|\d{{1,2}}) months{tail('n')}"
        rf"|(?<![a-z])(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?[ ](?:of )?(?P<dm>{months})\.?(?:,? (?P<dy>(?:19|20)\d\d))?(?![a-z\d])"
        rf"|(?<![a-z])(?P<mm>{months})\.?(?:[ ](?P<md>\d{{1,2}})(?:st|nd|rd|th)?(?![\d%]|[.,]\d|[ ]?(?:million|billion|percent|am|pm)))?(?:[ ,]{{1,2}}(?:of )?(?P<my>(?:19|20)\d\d)(?![\d,.]\d))?(?![a-z])"
        r"|(?<![a-z])(?P<pos>early|mid|late|end|the start of|the beginning of|beginning|start)(?:[ -]of)?[ -](?P<py>(?:19|20)\d\d|__REL__)(?![\d,.]\d)"
        r"|(?<![a-z])(?:the )?(?:fiscal(?: year)?|financial year|full[ -]year|calendar(?: year)?|year(?:-end)?)[ ](?P<fy>(?:19|20)\d\d)(?![\d,.]\d)"
        r"|(?<![a-z])(?P<range>between|from)[ ](?P<ya>(?:19|20)\d\d) (?:and|to|through) (?P<yb>(?:19|20)\d\d)(?![\d,.]\d)"
    )


class PeriodReader:
    """The period grammar, compiled from the period words of a lexicon."""

    def __init__(self, cues: Cues) -> None:
        words = cues.table("PeriodWord")
        self._shift = {word: int(cue.factor or 0) for word, cue in words.items() if cue.means == "year"}
        self._months = {word: int(cue.factor or 0) for word, cue in words.items() if cue.means == "month"}
        self._relative = {word: cue for word, cue in words.items() if cue.means in _RELATIVE}
        relative = "|".join(sorted(map(re.escape, self._shift), key=len, reverse=True))
        months = "|".join(sorted(map(re.escape, self._months), key=len, reverse=True))
        self._chinese = re.compile(_CHINESE.pattern.replace("__REL__", relative))
        self._english = re.compile(_english(months).replace("__REL__", relative))
        words_left = sorted([*self._relative, *self._shift], key=len, reverse=True)
        self._words = re.compile("|".join([_whole(word) for word in words_left]))
        self._as_of = re.compile(rf"{cues.pattern('as-of')}[ ]?(?:the |于|到|至)?[ ]?$")
        self._future = re.compile(cues.pattern("future"))
        self._bare_year = re.compile(
            r"(?<![\d.$€£¥#/:-])(?<!\d,)(?P<y>(?:19[5-9]|20[0-6])\d)(?!\d|[.,:/]\d|[ ]?(?:%|percent|million|billion|thousand|yuan|dollars|users|people|units|"
            r"employees|stores|points|元|万|亿|个|家|人|名|台|辆|件|次|美元|港元|米|吨|点|mah|mw|watts?|pixels|copies|vehicles|customers|cities|mAh)|[a-z]|-[a-z])"
        )

    def read(self, lower: str, published: PartialDate | None = None) -> list[PeriodMention]:
        """The period mentions of a folded text in lower case, in order, resolved as far as the text and the date allow."""
        found = [*self._span_years(lower), *self._numeric(lower), *self._compact(lower), *self._english_mentions(lower)]
        found += [*self._chinese_mentions(lower), *self._word_mentions(lower), *self._bare_years(lower)]
        kept: list[_Draft] = []
        for draft in sorted(found, key=lambda d: (d.start, -d.end)):
            if not kept or draft.start >= kept[-1].end:
                kept.append(draft)
            elif draft.end > kept[-1].end and draft.year and not kept[-1].year:
                kept[-1] = draft
        return self._resolved(lower, kept, published)

    # --- finding --------------------------------------------------------------------------------------------------

    def _span_years(self, lower: str) -> Iterator[_Draft]:
        for match in _SPAN_YEARS.finditer(lower):
            first, last = _digits(match["a"]), int(match["b"])
            if 0 < last - first < 60:
                yield _Draft(match.start(), match.end(), _Part("span", 1, 12 * (last - first + 1)), first)

    def _numeric(self, lower: str) -> Iterator[_Draft]:
        for match in _NUMERIC.finditer(lower):
            if (
                match["d"] is None
                and match["s"] == "."
                or (match["s"] == "." and len(match["m"]) == 1 and not match["d"])
            ):
                continue
            day = int(match["d"]) if match["d"] else None
            yield _Draft(
                match.start(), match.end(), _Part("day" if day else "month", int(match["m"]), 1, day), int(match["y"])
            )

    def _compact(self, lower: str) -> Iterator[_Draft]:
        for match in _COMPACT.finditer(lower):
            year = next(int(match[g]) for g in ("y1", "y2", "y3", "y4", "y5", "y6", "y7") if match[g])
            year += 2000 if year < 100 else 0
            quarter = match["q"] or match["q2"] or match["q3"]
            half = match["h"] or match["h2"] or match["h3"]
            yield _Draft(match.start(), match.end(), _quarter_or_half(quarter, half), year)

    def _chinese_mentions(self, lower: str) -> Iterator[_Draft]:
        for match in self._chinese.finditer(lower):
            year = _digits(match["year"]) if match["year"] else 2000 + int(match["short"]) if match["short"] else None
            shift = self._shift.get(match["rel"]) if match["rel"] else None
            prefix = "" if year is not None or shift is not None else "z_"
            part = _chinese_part(match, prefix)
            if prefix and (part is None or part.grain == "year" and not part.edge and match["z_part"] != "全年"):
                continue
            if prefix and match["z_part"] and match["z_part"] not in ("年末", "年底", "年初", "年中", "全年", "年终"):
                continue
            yield _Draft(match.start(), match.end(), part or _Part("year"), year, shift)

    def _english_mentions(self, lower: str) -> Iterator[_Draft]:
        for match in self._english.finditer(lower):
            groups = match.groupdict()
            part = self._english_part(groups)
            if part is None or (groups["mm"] and not groups["md"] and not groups["my"] and not _is_month(lower, match)):
                continue
            word = next((groups[g] for g in ("ey", "qy", "ny", "dy", "my", "py", "fy", "ya") if groups[g]), None)
            year = int(word) if word and word.isdigit() else None
            yield _Draft(match.start(), match.end(), part, year, self._shift.get(word or ""))

    def _english_part(self, groups: dict[str, str | None]) -> _Part | None:
        def text(name: str) -> str:
            return groups[name] or ""

        if groups["em"]:
            months = _COUNT.get(text("ec")) or {"quarter": 3, "half": 6}.get(text("ew"), 12)
            grain = {3: "quarter", 6: "half", 12: "year"}.get(months, "months")
            return _Part(grain, self._months[text("em")] - months + 1, months)
        if groups["q"]:
            number = str(_ORD[text("q")])
            if groups["what"] == "half":
                return _quarter_or_half(None, number) if number in "12" else None
            return _quarter_or_half(number, None)
        if groups["n"]:
            months = _COUNT.get(text("n")) or int(text("n"))
            return _Part("months", 1, min(months, 12))
        if groups["dm"]:
            return _Part("day", self._months[text("dm")], 1, int(text("dd")))
        if groups["mm"]:
            day = int(text("md")) if groups["md"] else None
            return _Part("day" if day else "month", self._months[text("mm")], 1, day)
        if groups["pos"]:
            edge = {"early": -1, "mid": 0, "late": 1, "end": 2}.get(text("pos"), -1)
            return _Part("year", edge=edge)
        if groups["range"]:
            return _Part("span", 1, 12 * max(1, int(text("yb")) - int(text("ya")) + 1))
        return _Part("year")

    def _word_mentions(self, lower: str) -> Iterator[_Draft]:
        for match in self._words.finditer(lower):
            if match[0] in self._shift:
                yield _Draft(match.start(), match.end(), _Part("year"), None, self._shift[match[0]])
            else:
                cue = self._relative[match[0]]
                yield _Draft(match.start(), match.end(), _Part("same"), None, int(cue.factor or 0), cue.means)

    def _bare_years(self, lower: str) -> Iterator[_Draft]:
        for match in self._bare_year.finditer(lower):
            yield _Draft(match.start(), match.end(), _Part("year"), int(match["y"]))

    # --- resolving ------------------------------------------------------------------------------------------------

    def _resolved(self, lower: str, drafts: list[_Draft], published: PartialDate | None) -> list[PeriodMention]:
        """Dates for every mention, in reading order; a year left out comes from the passage, else from the publication."""
        breaks = [match.start() for match in re.finditer(r"\n", lower)]
        mentions: list[PeriodMention] = []
        anchor: tuple[int, int] | None = None
        for draft in drafts:
            near = anchor is not None and draft.start - anchor[1] < 300
            paragraph = bisect_right(breaks, draft.start)
            year = anchor[0] if anchor and near and bisect_right(breaks, anchor[1]) == paragraph else None
            mention = self._mention(lower, draft, year, published, mentions)
            mentions.append(mention)
            if mention.first and (draft.year or draft.shift is not None) and draft.relation == "":
                anchor = (mention.first.year, draft.end)
        return _joined(lower, mentions)

    def _mention(
        self,
        lower: str,
        draft: _Draft,
        context_year: int | None,
        published: PartialDate | None,
        before: list[PeriodMention],
    ) -> PeriodMention:
        start = draft.start
        as_of = self._as_of.search(lower, max(0, start - 20), start)
        mention = PeriodMention(as_of.start() if as_of else start, draft.end, draft.part.grain, as_of=as_of is not None)
        if draft.relation:
            return _related(mention, draft, published, before)
        if draft.part.edge and draft.part.grain == "year":
            mention = replace(mention, as_of=draft.part.edge == 2 or mention.as_of)
        year, basis = draft.year, "stated"
        if year is None:
            basis = "relative"
            if draft.shift is not None:
                year = published.first.year + draft.shift if published else None
            elif context_year is not None:
                year = context_year
            elif published:
                future = self._future.search(lower, max(0, start - 12), min(len(lower), draft.end + 24)) is not None
                year = _nearest_year(draft.part, published, future)
        if year is None or not (dates := _dates(draft.part, year)):
            return replace(mention, basis=basis)
        return replace(mention, first=dates[0], last=dates[1], basis=basis)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A mention before its year is known."""

    start: int
    end: int
    part: _Part
    year: int | None = None
    shift: int | None = None
    relation: str = ""


_RELATIVE = frozenset(("this-month", "this-quarter", "same", "year-earlier", "day"))


def _whole(word: str) -> str:
    latin = r"(?<![a-z])" if word[0].isascii() else ""
    return latin + re.escape(word) + (r"(?![a-z])" if word[0].isascii() else "")


def _digits(text: str) -> int:
    if text.isdigit():
        return int(text)
    return int("".join([str("〇一二三四五六七八九".find(c) if c != "零" else 0) for c in text]))


def _small(text: str) -> int:
    if text.isdigit():
        return int(text)
    bounds = chinese_bounds(text)
    return int(bounds[0]) if bounds else 0


def _quarter_or_half(quarter: str | None, half: str | None) -> _Part:
    if quarter:
        number = _small(quarter)
        return _Part("quarter", number * 3 - 2, 3)
    if half:
        return _Part("half", 1 if half in ("1", "上") else 7, 6)
    return _Part("year")


def _chinese_part(match: re.Match[str], prefix: str) -> _Part | None:
    groups = {
        key.removeprefix(prefix): value
        for key, value in match.groupdict().items()
        if not prefix or key.startswith(prefix)
    }
    if groups["m1"]:
        first, last = _small(groups["m1"]), _small(groups["m2"] or "0")
        return _Part("months" if first == 1 else "span", first, last - first + 1) if first < last <= 12 else None
    if groups["m"]:
        day = _small(groups["d"]) if groups["d"] else None
        edge = {"初": -1, "上旬": -1, "底": 1, "末": 1, "下旬": 1}.get(groups["mpart"] or "", 0)
        return _Part("day" if day else "month", _small(groups["m"]), 1, day, edge)
    if groups["nine"]:
        return _Part("months", 1, 9)
    if groups["n"]:
        return _Part("months", 1, min(12, _small(groups["n"])))
    if quarter := groups["q"] or groups["q2"] or groups["q3"]:
        return _quarter_or_half(quarter, None)
    if half := groups["half"] or groups["h"]:
        return _quarter_or_half(None, half)
    if part := groups["part"]:
        return _Part("year", edge=2 if part[-1] in "末底终" else -1 if part.endswith("初") else 0)
    return None


def _is_month(lower: str, match: re.Match[str]) -> bool:
    """Whether a lone month name means the month: may, march and mar are words too."""
    if match["mm"] not in ("may", "march", "mar", "dec", "jan", "sep", "jun", "jul"):
        return True
    before = lower[max(0, match.start() - 9) : match.start()]
    return bool(
        re.search(
            r"(?:in|of|since|by|from|until|last|this|next|early|late|mid|to|through|than|and|for|during|and)[ -]$",
            before,
        )
    )


def _dates(part: _Part, year: int) -> tuple[date, date] | None:
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


def _nearest_year(part: _Part, published: PartialDate, future: bool) -> int | None:
    """The year of the last such period that was over when the text came out (a month or day: had begun); of the next one
    to end, where the words look ahead."""
    reference = published.first if published.precision == "day" else published.last
    for year in (reference.year, reference.year - 1) if not future else (reference.year, reference.year + 1):
        dates = _dates(part, year)
        over = part.grain in ("quarter", "half", "months", "year") and not part.edge
        if dates and (dates[1] >= reference if future else dates[1 if over else 0] <= reference):
            return year
    return reference.year - (0 if future else 1)


def _related(
    mention: PeriodMention, draft: _Draft, published: PartialDate | None, before: list[PeriodMention]
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
                first=_years_on(last.first, -1),
                last=_years_on(last.last, -1),
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
    part = _Part("month" if months == 1 else "quarter", start % 12 + 1, months)
    dates = _dates(part, start // 12)
    return replace(mention, grain=part.grain, first=dates[0], last=dates[1]) if dates else mention


def _years_on(day: date, years: int) -> date:
    last = calendar.monthrange(day.year + years, day.month)[1]
    end_of_month = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(day.year + years, day.month, last if end_of_month else min(day.day, last))


_TO = re.compile(r"[ ]?(?:-|~|至|到|—|–|to|through|until)[ ]?")


def _joined(lower: str, mentions: list[PeriodMention]) -> list[PeriodMention]:
    """Two mentions with 至 or "to" between them are one span."""
    joined: list[PeriodMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last and last.first and mention.last and _TO.fullmatch(lower, last.end, mention.start):
            first = last.first
            if first > mention.last:
                first = _years_on(first, mention.last.year - first.year)
            if first <= mention.last:
                joined[-1] = replace(last, end=mention.end, grain="span", first=first, last=mention.last)
                continue
        joined.append(mention)
    return joined
