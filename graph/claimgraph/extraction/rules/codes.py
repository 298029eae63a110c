"""Numbers that count nothing: addresses, stock codes, versions, clock times, section and list numbers, ordinals.

Yields what they are, so that the accounting can say why such a number is no claim. Ranks (第三名, No. 1, top 10) are
quantities of their own unit and come as amounts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from claimgraph.extraction.rules.numerals import chinese_bounds, decimal
from claimgraph.extraction.rules.quantities import Amount


@dataclass(frozen=True, slots=True)
class Code:
    """A number that is none, with the reason."""

    start: int
    end: int
    reason: str


_CODES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "part of an address",
        re.compile(
            r"(?:https?://|www\.)[!-~]++|[\w.+-]{1,64}@[\w-]{1,64}\.[a-z]{2,10}|!\[[^\]\n]{0,80}\]\([^)\s]{0" r",300}\)"
        ),
    ),
    (
        "code of a security",
        re.compile(
            r"(?<![\w.])\d{4,6}\.(?:hk|sh|sz|bj|ss|tw|t|ks|us)(?![a-z])"
            r"|(?:nasdaq|nyse|hkex|hkg|sse|szse|sehk|股票代码|证券代码|股份代号|股份代码"
            r"|股票代号|代码)[ ]?[:为]?[ ]?[a-z]{0,5}\d{1,6}(?!\d|[.,]\d)"
            r"|(?:股票代码|证券代码|股份代号)[:为]?\d{4,6}"
            r"|(?<=[\u4e00-\u9fff])(?<![书告报法年版划见准例南榜表计])\(\d{4,6}(?:-[a-z]{2})?\)(?![》年])"
        ),
    ),
    (
        "clock time",
        re.compile(
            r"(?<![\d:.])(?:[01]\d|2[0-3])[0-5]\d (?:gmt|et|est|edt|bst|cet|utc|hkt|jst)(?![a-z])"
            r"|(?<![\d:.$€£])(?:1[0-2]|[1-9])\.[0-5]\d ?[ap]\.?m\.?(?![a-z])"
            r"|(?<![\d:.])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?!\.?\d|:)(?: ?[ap]\.?m\.?(?![a-z]))?"
            r"|(?<![\d.])(?:[01]?\d|2[0-4])(?: ?[ap]\.?m\.?(?![a-z])|点半|时许|点钟|点整|点左右|时[0-5]?\d分)"
            r"|(?<=[午晨晚上时早])(?:[01]?\d|2[0-4])点(?:[0-5]?\d分?|半)?|(?<![\d.])(?:[01]?\d"
            r"|2[0-4])时(?=[,，起前至后整到])"
        ),
    ),
    (
        "scale of a score",
        re.compile(r"(?:(?<=\d\.\d/)|(?<=\d\.\d out of ))(?:5|10|100)(?![\d/]|[.,]\d|[ ]?[%a-z\u4e00-\u9fff])"),
    ),
    (
        "version",
        re.compile(
            r"(?<![\d.])\d+(?:\.\d+){2,6}(?![\d.]*\d)|(?<![a-z])v(?:er(?:sion)?)?\.? ?\d{1,3}(?:\.\d{1"
            r",3}){0,3}(?!\d|[.,]\d|[ ]?(?:%|million|billion))"
            r"|(?<![\d.])\d{1,3}(?:\.\d{1,3})?(?:\.0)?(?=版本|版(?!权|面|税|图))"
            r"|(?<![\d.])\d{1,2}\.\d(?=时代|模型|系列|正式)"
        ),
    ),
    ("size of a picture", re.compile(r"(?<![\d.,])\d{3,4}[ ]?[x×*][ ]?\d{3,4}(?![\d.,年e])")),
    (
        "ratio",
        re.compile(
            r"(?<![\d:.])"
            r"(?!(?:(?<=[是为达约率到至])(?<!比分[是为])|(?<= of )|(?<=was )|(?<=is ))(?:[2-9]|\d{2,3})[:：]1(?![\d:：.]))"
            r"\d{1,3}[:：][ ]?\d{1,3}(?!\.?\d|:)|(?<![\d:.])1(?=[:：][ ]?\d{1,4}\.\d)"
        ),
    ),
    (
        "age group",
        re.compile(
            r"(?<!\d)\d{1,2}(?:岁)?(?:[-~至到—–]\d{1,2})?岁(?:及?以[上下])?的?"
            r"(?=用户|人群|群体|年轻人|消费者|人口|受众|观众|网民|玩家|女性|男性|中老年|青年)"
        ),
    ),
    ("age group", re.compile(r"(?<!\d)\d{2}[、/]?(?:\d{2})?后(?=[一-龥,，。])|(?<!\d)[0-9]0s(?![a-z])")),
    (
        "telephone number or identifier",
        re.compile(
            r"(?<![\d,.])\d{12,}+(?![,.]\d)|(?<![\d.])(?:\+?\d{1,3}[- ])?\(?\d{3,4}\)?[- ]\d{3,4}[- ]\d{4}"
            r"(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
            r"|(?:编号|热线|电话|许可证|备案号|文号|icp备|tel|phone|id)[:：. ]{0,2}[a-z]{0,6}[\d-]{4,20}"
        ),
    ),
    (
        "section number",
        re.compile(
            r"(?m)(?<![\d)%$€£¥|]\n)^[ ]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[ ]?(?:\n(?![(\d$€£¥+-])|$)"
            r"|^[ ]?\(?(?:\d{1,2}"
            r"|[一二三四五六七八九十]{1,3})(?:[、)）]|\.(?![\d])|\.[ ])"
            r"|第(?:\d{1,3}|[一二三四五六七八九十百]{1,4})[章节条页篇讲课回集卷款部分编](?!公司)"
            r"|(?<![a-z])(?:phase|stage|tier|level|grade|type|class)[ ](?:\d{1,2}[ab]?|[iv]{1,3})(?![\d%a-z]|[.,]\d)"
            r"|(?<![a-z])(?:chapter|section|part|figure|fig\.?|table|page|exhibit"
            r"|appendix|item|article|note|step|slide|volume|vol\.|rule|line)[ ]\d{1,3}(?:\.\d{1,2})?(?![\d%]"
            r"|[.,]\d|[ ]?(?:million|billion))"
            r"|[图表](?:\d{1,3}|[一二三四五六七八九十])(?![\d.万亿%个家])"
        ),
    ),
    (
        "list position",
        re.compile(
            r"[①-⑳❶-❿⑴-⒇]|(?<=[;:,。；：，])[ ]?[(（][1-9一二三四五六七八九][)）]"
            r"|其[一二三四五](?=[,，是])|(?<![a-z])\([1-9ivx]{1,3}\)[ ](?=[a-z])"
        ),
    ),
    ("footnote", re.compile(r"\[\d{1,3}\]")),
    ("row of bare numbers", re.compile(r"(?<![\d.,])\d{1,9}(?:[ ]\d{1,9}(?![\d.,])){40,}+")),
)


def codes(lower: str) -> list[Code]:
    """All such numbers, in order, none inside another; the earlier kinds go first."""
    found: list[Code] = []
    for reason, pattern in _CODES:
        found.extend(
            Code(match.start(), match.end(), reason) for match in pattern.finditer(lower) if match.end() > match.start()
        )
    kept: list[Code] = []
    for code in sorted(found, key=lambda c: (c.start, -c.end)):
        if not kept or code.start >= kept[-1].end:
            kept.append(code)
    return kept


_N = r"(?P<n>\d{1,4}|[一二三四五六七八九十百]{1,4})"
_WORDS = {
    w: i + 1
    for i, w in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
    )
}
_TENS = {
    w: 10 * (i + 2)
    for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
_ORDINAL = re.compile(
    rf"第[ ]?{_N}(?P<tail>[名位]|大)?(?![季年月周天日个届次期轮代批财曲方线产]|季度|者|手|方|届|梯|阵|时间)"
    rf"|(?<![目之以提支面向空])前[ ]?(?P<top>\d{{1,3}}|[一二三四五六七八九十]{{1,2}})(?P<toptail>名"
    rf"|位|强|大)?(?![季个年月周天日次期届%\d万千亿]|季度|三|百分|[百十]?[亿万千])"
    r"|(?<![a-z])top[ -]?(?P<best>\d{1,3}|three|five|ten)(?![\d,.]*\d|%|[a-z]"
    r"|[ ](?:thousand|million|billion|trillion|percent)(?![a-z]))"
    r"|(?<![a-z])(?:no\.|number|nos\.|rank|ranked|ranks|ranking|#)[ ]?(?:at "
    r"|in |as |no\. ?|number |#)?(?P<number>\d{1,4}(?:st|nd|rd|th)?|one|two"
    r"|three|four|five|first|second|third|fourth|fifth|sixth|seventh|eighth"
    r"|ninth|tenth)(?![\d%]|[.,]\d|[a-z])"
    r"|(?<!\w)(?P<nth>\d{1,4})(?:st|nd|rd|th)(?![a-z])(?P<nthtail>[ -](?:place"
    r"|largest|biggest|most|highest|spot|position|in ))?"
    r"|(?<![a-z])(?P<word>(?<!in the )first(?=[- ](?:place|spot|position))|second|third|fourth|fifth|sixth|seventh|eighth"
    r"|ninth|tenth)(?:[- ](?:largest|biggest|most|highest|best|busiest|place|spot|position))"
    r"|(?<![a-z])(?<!a )(?<!one )(?<!one-)(?<!two )(?<!two-)(?P<plain>(?:(?:twenty"
    r"|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ])?(?:first|second"
    r"|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth))(?![a-z-]|[ ](?:quarter"
    r"|half|time|year|month|week|day|six|nine|three|two|in a|round|phase"
    r"|generation|party|of all))"
    r"|#(?P<hash>\d{1,4})(?![\d%])"
    r"|(?P<head>榜首|榜眼|首位|[冠亚季]军)"
)
_HEADS = {"榜首": 1, "首位": 1, "冠军": 1, "榜眼": 2, "亚军": 2, "季军": 3}
_PLACED = re.compile(
    r"(?:ranked|ranks|placed|places|came|came in|finished|is|was|were|in"
    r"|into|to|at|and|from|remained|remains|stood|sits|slipped to|rose to"
    r"|climbed to|moved up to|fell to|are|were|now|still|ranking|finishing|finishes)[ ](?:only |just |a distant |a close "
    r"|joint |back )?$"
)
_PLACE_END = re.compile(
    r"[,.;)]|$|[ ](?:with|on|at|behind|by|globally|worldwide|place|in|and|for|after|spot|ahead|to|overall|of \d+|out of)"
    r"(?![a-z])"
)
_RANKED = re.compile(
    r"(?:排名|排行|排|位列|位居|名列|居|列|跃居|跃升|跃至|升至|升到|升|降至"
    r"|跌至|滑落至|跌出|跻身|进入|闯入|全球|国内|行业|中国|市场|份额|获|夺得"
    r"|拿下|稳居|并列|登上|登顶|重返|占据|问鼎|蝉联|榜)[^,，。;；]{0,8}$"
)


def ordinals(lower: str) -> Iterator[Amount]:
    """Ordinal numbers: a rank where the words around it say so, else dismissed."""
    for match in _ORDINAL.finditer(lower):
        name = match.lastgroup and next(
            k for k in ("n", "top", "best", "number", "nth", "word", "plain", "hash", "head") if match[k]
        )
        value = _ordinal_value(match[name or "n"])
        if value is None or (name == "head" and not _RANKED.search(lower, max(0, match.start() - 14), match.start())):
            continue
        ranked = name in ("top", "best", "number", "hash", "word", "head") or bool(match["tail"] or match["nthtail"])
        ranked = ranked or bool(name == "n" and _RANKED.search(lower, max(0, match.start() - 14), match.start()))
        ranked = ranked or bool(
            name == "plain" and _PLACED.search(lower[: match.start()][-24:]) and _PLACE_END.match(lower, match.end())
        )
        topped = name in ("top", "best")
        ranked = ranked or bool(
            name == "n" and _LEVEL.match(lower, match.end()) and _REACHED.search(lower[: match.start()][-14:])
        )
        ranked = ranked and not (topped and not _AMONG.search(lower, max(0, match.start() - 16), match.start()))
        yield Amount(
            match.start(),
            match.end(),
            Decimal(1) if topped else value,
            value,
            "rank",
            style="digits",
            comparator="range" if topped else "",
            reason=_no_rank(lower, match, ranked, topped),
        )


def _no_rank(lower: str, match: re.Match[str], ranked: bool, topped: bool) -> str | None:
    """Why an ordinal is no rank to draft; None where it is one."""
    if match["head"] and _SCALED_TOP.search(lower, max(0, match.start() - 16), match.start()):
        return "place told as a relation"
    if _OF_ANOTHER.search(lower, max(0, match.start() - 6), match.start()) and match["word"]:
        return "place of another thing"
    return None if ranked else "list of the first" if topped else "ordinal"


_OF_ANOTHER = re.compile(r"(?<![a-z])(?:its|their|his|her|our) $")


# What follows a place that is told, and what leads to it.
_LEVEL = re.compile(r"(?:[,，。;；、)）\n]|$|的?位置|和第|与第|及第|左右|[蹿升降跌退落滑]|名|位)")
_REACHED = re.compile(
    r"(?:[到至成从由自守保列居在排是为获占得比]|守住|保住|蝉联|退居|屈居)(?:了|上周的|去年的|此前的|原来的)?$"
)
_AMONG = re.compile(
    r"(?:跻身|排名|位居|位列|名列|稳居|跻入)[^,，。;；、]{0,8}$|(?:ranks|ranked|ranking) (?:in|among|within) the $"
)
_SCALED_TOP = re.compile(r"(?:登顶|荣登|问鼎)[^,，。;；]{0,14}$")


def _ordinal_value(text: str) -> Decimal | None:
    if text in _HEADS:
        return Decimal(_HEADS[text])
    if digits := re.match(r"\d+", text):
        return decimal(digits[0])
    tens, _, unit = text.replace("-", " ").rpartition(" ")
    if tens in _TENS and unit in _WORDS:
        return Decimal(_TENS[tens] + _WORDS[unit])
    if text in _WORDS:
        return Decimal(_WORDS[text])
    english = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
    if text in english:
        return Decimal(english[text])
    bounds = chinese_bounds(text)
    return bounds[0] if bounds else None
