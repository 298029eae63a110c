"""How periods are written: the patterns, and the piece of a year that a match stands for.

Patterns hold __REL__ where the lexicon's words for years (去年, last year) go in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from claimgraph.extraction.rules.numerals import chinese_bounds


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a year: from month to month, or a day of it; `edge` is its beginning (-1) or end (1).

    `last_day` ends a run of days (6月1日至18日).
    """

    grain: str
    month: int = 1
    months: int = 12
    day: int | None = None
    edge: int = 0
    last_day: int | None = None


_NUM = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_YEAR4 = r"(?:(?<![\d.])(?<!\d,)(?:19|20)\d\d(?![\d.,]\d|\d)|[一二][〇零一二三四五六七八九]{3})"
_SUB = (
    rf"(?P<m1>{_NUM})月?(?:份)?(?:-|~|至|到|—)(?P<m2>{_NUM})月(?:份)?"
    rf"|(?<![\d.])(?P<m>{_NUM})月(?!度|均|租|薪|饼|球|卡|底价)(?:份)?(?:(?P<d>[0-3]?\d"
    rf"|[一二三]?十?[一二三四五六七八九十])[日号])?(?P<mpart>上旬|中旬|下旬"
    rf"|初|底|末|中旬)?"
    r"|(?P<nine>[前首](?:三|3)个?季(?:度)?)|[前首](?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2})个?月"
    r"|(?:第[ ]?(?P<q>[一二三四1-4])个?"
    r"|(?<![前上这那每隔近下首整各单两连续])(?P<q4>[一二三四1-4]|首))财?季(?:度|报)?(?P<qend>末|底)?"
    r"|(?<![a-z])q(?P<q2>[1-4])(?!\d)|(?<!\d)(?P<q3>[1-4])q(?![a-z])"
    r"|(?P<half>[上下])半(?:财)?年(?:度)?|h(?P<h>[12])(?!\d)"
    r"|(?P<part>年末|年底|年终|年初|年中|末|底|初|全年)"
)
CHINESE = re.compile(
    rf"(?:(?P<year>{_YEAR4})(?P<fy>财)?(?:年(?![轻龄华来薪会内后间代]|前(?![三3首一二两四五六七八九十\d]))"
    rf"(?:度)?|(?=q[1-4]|h[12]|第[一二三四]季))"
    rf"|(?<!\d)(?P<short>[12]\d)年(?=第?[一二三四1-4]季|[01]?\d月|q[1-4]|[上下]半年|前三季)"
    rf"|(?P<rel>__REL__)(?!同期|同月|同季|亏损|利润|溢利))[ ]?的?(?:{_SUB})?"
    rf"|(?:{_SUB.replace('?P<', '?P<z_')})"
)
DAY_SPAN = re.compile(
    rf"(?:(?P<y>{_YEAR4})年|(?P<rel>今年|去年)?)(?<!\d)(?P<m>1[0-2]|0?[1-9])月(?P<a>[0-3]?\d)[日号]?(?:-|~|至|到|—|–)(?P<b>[0-3]?\d)[日号]"
)
SPAN_YEARS = re.compile(
    rf"(?P<a>{_YEAR4})年?(?:-|~|至|到|—|–|/(?=20\d\d年))(?P<b>(?:19|20)\d\d)(?:年(?![轻龄])(?:度|间)?|(?![\d-]))"
)
NUMERIC = re.compile(
    r"(?<![\d./-])(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>1[0-2]|0?[1-9])(?:(?P=s)(?P<d>3[01]"
    r"|[12]\d|0?[1-9]))?(?![\d]|[./-]\d|%)"
)
COMPACT = re.compile(
    r"(?<![a-z\d])(?:(?P<q>[1-4])q[ ']?(?:fy)?(?P<y1>(?:20)?[12]\d)|(?:fy)?[ ']?(?P<y2>(?:20)?[12]\d)[ ]?q(?P<q2>[1-4])"
    r"|q(?P<q3>[1-4])[ ,']{0,2}(?:fy|of |fiscal )?'?(?P<y3>20[12]\d|(?<=['y])[12]\d)"
    r"|(?P<h>[12])h[ ']?(?:fy)?(?P<y4>(?:20)?[12]\d)"
    r"|h(?P<h2>[12])[ ,']{0,2}(?:of )?(?P<y5>20[12]\d)|(?P<y7>20[12]\d)[ ]?h(?P<h3>[12])"
    r"|fy[ ']?(?P<y6>(?:20)?[12]\d))(?![\d%]|[.,]\d)"
)
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
COUNTS = {
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


def english_pattern(months: str) -> str:
    def tail(name: str) -> str:
        return _YEAR_TAIL.replace("@", name)

    return (
        rf"(?<![a-z])(?:the )?(?:(?P<ec>three|six|nine|twelve|3|6|9|12) months|(?:first"
        rf"|second|third|fourth|fiscal|full)?[ -]?(?P<ew>quarter|half(?:[ -]year)?|year)) (?:that )?(?:ended"
        rf"|ending|to) (?:on |in )?(?:(?P<ed>\d{{1,2}})[ ](?P<em2>{months})\.?|(?P<em>{months})\.?(?:[ ](?P<ed2>\d{{1,2}}))?"
        rf"(?![ ]?\d{{1,2}}(?!\d)))(?![a-z])(?:,? (?P<ey>20\d\d))?"
        rf"|(?<![a-z])(?:the )?(?P<q>first|second|third|fourth|final|1st|2nd|3rd"
        rf"|4th)[ -](?:fiscal |calendar )?(?P<what>quarter|half)(?![a-z]){tail('q')}"
        rf"|(?<![a-z])(?:the )?first (?P<n>two|three|four|five|six|seven|eight"
        rf"|nine|ten|eleven|\d{{1,2}}) months{tail('n')}"
        rf"|(?<![a-z\d])(?<!\d[,.])(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?[ ](?:of )?(?P<dm>{months})\.?(?:,? (?P<dy>(?:19"
        rf"|20)\d\d))?(?![a-z\d])"
        rf"|(?<![a-z])(?P<mm>{months})\.?(?:[ ](?P<md>\d{{1,2}})(?:st|nd|rd|th)?(?![\d%]"
        rf"|[.,]\d|[ ]?(?:million|billion|percent|am|pm)))?(?:[ ,]{{1,2}}(?:of )?(?P<my>(?:19"
        rf"|20)\d\d|__REL__)(?![\d,.]\d))?(?![a-z])"
        r"|(?<![a-z])(?P<pos>early|mid|late|end|the start of|the beginning of"
        r"|beginning|start)(?:[ -]of)?[ -](?P<py>(?:19|20)\d\d|__REL__)(?![\d,.]\d)"
        r"|(?<![a-z])(?:the )?(?:fiscal(?: year)?|financial year|full[ -]year"
        r"|calendar(?: year)?|year(?:-end)?)[ ](?P<fy>(?:19|20)\d\d)(?![\d,.]\d)"
        r"|(?<![a-z])(?P<whole>full[ -]year)(?![a-z])(?! (?:of )?(?:fiscal )?(?:19|20)\d\d)"
        r"|(?<![a-z])(?P<range>between|from)[ ](?P<ya>(?:19|20)\d\d) (?:and|to"
        r"|through) (?P<yb>(?:19|20)\d\d)(?![\d,.]\d)"
    )


RELATIVE = frozenset(("this-month", "this-quarter", "same", "year-earlier", "day", "next-day", "weekday", "before"))


_NOT_COUNTED = r"(?<![一二两三四五六七八九十几半数每\d])"


def whole_word(word: str) -> str:
    latin = r"(?<![a-z])" if word[0].isascii() else _NOT_COUNTED if word == "年内" else ""
    after = r"(?![a-z])" if word[0].isascii() else "(?!亏损|利润|溢利)" if word.endswith("年内") else ""
    return latin + re.escape(word) + after


def grain_named(words: str) -> str:
    """Which length of period such words name: 当季, the quarter; `period` where they leave it open."""
    for grain, signs in (("quarter", "季|quarter|three months"), ("month", "月|month"), ("year", "年|year")):
        if re.search(signs, words):
            return grain
    return "period"


def year_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return int("".join([str("〇一二三四五六七八九".find(c) if c != "零" else 0) for c in text]))


def small_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    bounds = chinese_bounds(text)
    return int(bounds[0]) if bounds else 0


def quarter_or_half(quarter: str | None, half: str | None) -> Part:
    if quarter:
        number = 1 if quarter == "首" else small_number(quarter)
        return Part("quarter", number * 3 - 2, 3)
    if half:
        return Part("half", 1 if half in ("1", "上") else 7, 6)
    return Part("year")


def chinese_part(match: re.Match[str], prefix: str) -> Part | None:
    groups = {
        key.removeprefix(prefix): value
        for key, value in match.groupdict().items()
        if not prefix or key.startswith(prefix)
    }
    if groups["m1"]:
        first, last = small_number(groups["m1"]), small_number(groups["m2"] or "0")
        return Part("months" if first == 1 else "span", first, last - first + 1) if first < last <= 12 else None
    if groups["m"]:
        day = small_number(groups["d"]) if groups["d"] else None
        edge = {"初": -1, "上旬": -1, "底": 2, "末": 2, "下旬": 1}.get(groups["mpart"] or "", 0)
        return Part("day" if day else "month", small_number(groups["m"]), 1, day, edge)
    if groups["nine"]:
        return Part("months", 1, 9)
    if groups["n"]:
        count = small_number(groups["n"])
        return Part("months", 1, min(12, count)) if count else None
    if quarter := groups["q"] or groups["q2"] or groups["q3"] or groups["q4"]:
        return replace(quarter_or_half(quarter, None), edge=2 if groups["qend"] else 0)
    if half := groups["half"] or groups["h"]:
        return quarter_or_half(None, half)
    if part := groups["part"]:
        return Part("year", edge=2 if part[-1] in "末底终" else -1 if part.endswith("初") else 0)
    return None


def is_month(lower: str, match: re.Match[str]) -> bool:
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
