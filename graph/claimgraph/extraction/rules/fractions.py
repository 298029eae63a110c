"""Fractions and their like in words: 百分之五十, 三分之一, 三成半, 翻两番, 一年半, two-thirds, one in five.

Gives value and unit; where such words stand is found by `quantities`.
"""

from __future__ import annotations

import re
from decimal import Decimal

from claimgraph.extraction.rules.numerals import chinese_bounds, decimal

_CN = "零〇○一二两三四五六七八九十百千万廿卅卌"
FRACTION = re.compile(
    rf"(?P<base>百|千|万|[{_CN}]{{1,3}}|\d{{1,3}})分之(?P<part>[{_CN}]{{1,4}}(?:点[{_CN}]{{1,4}})?"
    rf"|\d{{1,4}}(?:\.\d{{1,4}})?)"
    r"|(?P<half>[一二两三四五六七八九十]{1,2}|\d{1,2})(?:年|个(?=半(?:月|小时)))半(?P<halfunit>月|小时)?(?!年|期)"
    r"|每(?P<each>[二两三四五六七八九十]|\d{1,3})(?:个|名|位|家|人|户|辆|台|款)[^。;；\d一二两三四五六七八九十]{0,12}有"
    r"(?P<have>[一二两三四五六七八九]|\d{1,2})(?:个|名|位|家|人|户|辆|台|款)"
    r"|(?:(?<=[是为达约率到至])(?<!比分[是为])|(?<= of )|(?<=was )|(?<=is ))(?P<ratio>[2-9]|\d{2,3}"
    r"|[二三四五六七八九十])(?:[:：]|比)[1一](?![\d:：.十])"
    r"|翻(?:了)?(?:近|将近|约|超|逾|至少)?(?P<fan>[一二两三四五六七八九]|\d{1,2}(?:\.\d)?)(?P<fold>番|倍)|(?P<cheng>[一二两三四五六七八九])成(?P<part10>半|[一二三四五六七八九](?![线级个家大些流代成年月]))"
    r"|(?P<kuai>[一二两三四五六七八九十]{1,3}|\d{1,4})(?P<coin>[块毛])(?P<tenth>[一二三四五六七八九半]|(?<=\d[块毛])\d)(?![一-龥]{0,1}[个家年月成倍十百千万])"
    r"|(?<![a-z])(?!two-quarters? )(?P<count>one|two|three|four|five|six|seven|eight|nine|a)(?P<hyphen>[- ])(?P<name>half"
    r"|halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?"
    r"|ninths?|tenths?)(?![a-z])(?= of| the| as|\W)"
    r"|(?<![a-z])(?P<x>one|two|three|four|five|six|seven|eight|nine|(?<![\d.,$])1(?= in |-in-)"
    r"|(?<![\d.,$])[2-9](?= in 10 (?!days|weeks|months|years|hours|minutes|of )))(?:-in-| in(?: every)? "
    r"| out of(?: every)? )(?P<y>two|three|four|five|six|seven|eight|nine"
    r"|ten|\d{1,2})(?![a-z\d])"
    r"|(?:(?<=more than )|(?<=less than )|(?<=fewer than )|(?<=nearly )|(?<=almost )|(?<=about )|(?<=over )|(?<=under )"
    r"|(?<=around )|(?<=roughly )|(?<=at least )|(?<=up to )|(?<=only )|(?<=just ))(?P<bare>half)(?![a-z-])"
    r"(?! (?:of|the|its|an?|hour|day|year|month|dozen|million|billion|time|past)(?![a-z]))"
    r"|(?P<discount>[一二三四五六七八九]{1,2}|\d(?:\.\d)?|\d{2})折(?![旧扣线叠合算磨腾射])"
)
VAGUE = re.compile(
    r"(?<![a-z])(?:(?P<part>low|mid|middle|high)(?:[- ]to[- ](?P<top>mid|high))?[- ])?(?P<digits>single"
    r"|double|triple)[- ]digits?(?![a-z])"
    r"|(?<![a-z])(?P<decadepart>low|mid|high|upper)[- ](?P<decade>teens|twenties|thirties|forties|fifties|sixties"
    r"|seventies|eighties"
    r"|nineties)(?![a-z])"
    r"|(?P<cnpart>低|中|高)(?P<cndigits>个位|单位|双位|两位|十位|三位)数(?:百分比|百分点)?"
    r"|(?P<plain>个位|单位|双位|两位|三位)数(?=百分|%|的?(?:年|季|月|同比|环比|按年|按季)?(?:百分|增|成长|[升涨跌降幅]|下[滑降跌]|减|衰退|回落|萎缩))(?:百分比|百分点)?"
    r"|(?<![a-z])(?P<few>a few|several|a couple of|a handful of)"
    r"(?= (?:percent|per cent|percentage|points?|basis|hundred|thousand|million|billion"
    r"|trillion|dozen|days?|weeks?|months?|years?|hours?|minutes?|seconds?|times)(?![a-z]))"
)
_DIGITS = {
    "single": (1, 9),
    "个位": (1, 9),
    "单位": (1, 9),
    "double": (10, 99),
    "双位": (10, 99),
    "两位": (10, 99),
    "十位": (10, 99),
    "triple": (100, 999),
    "三位": (100, 999),
}
_THIRDS = {
    1: {"": (1, 9), "l": (1, 3), "m": (4, 6), "h": (7, 9)},
    10: {"": (10, 99), "l": (10, 15), "m": (40, 60), "h": (70, 99)},
}
_THIRDS[100] = {"": (100, 999), "l": (100, 300), "m": (400, 600), "h": (700, 999)}
_DECADES = {
    "teens": 10,
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}
_CHINESE_PART = {"低": "l", "中": "m", "高": "h"}


def vague_share(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    """Lowest and highest percentage of a vague word: mid-single digits, high teens, 中个位数百分比."""
    if match["decade"]:
        base = _DECADES[match["decade"]]
        low, high = {"l": (1, 3), "m": (4, 6)}.get(match["decadepart"][0], (7, 9))
        return Decimal(base + low), Decimal(base + high)
    digits = match["digits"] or match["cndigits"] or match["plain"]
    part = (match["part"] or "")[:1] or _CHINESE_PART.get(match["cnpart"] or "", "")
    parts = _THIRDS[_DIGITS[digits][0]]
    top = (match["top"] or "")[:1] or part
    return Decimal(parts[part][0]), Decimal(parts[top][1])


_ENGLISH = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_PARTS = {"hal": 2, "thi": 3, "qua": 4, "fou": 4, "fif": 5, "six": 6, "sev": 7, "eig": 8, "nin": 9, "ten": 10}


def fraction(match: re.Match[str]) -> tuple[Decimal, str] | None:
    def number(text: str) -> Decimal:
        if text[0].isdigit():
            return decimal(text)
        bounds = chinese_bounds(text)
        return bounds[0] if bounds else Decimal(0)

    if match["base"]:
        base, part = number(match["base"]), number(match["part"])
        return (_percent(part, base), "percent") if base > part and base else None
    if match["each"]:
        each, have = number(match["each"]), number(match["have"])
        return (_percent(have, each), "percent") if 0 < have < each else None
    if match["ratio"]:
        return number(match["ratio"]), "multiple"
    if match["half"]:
        unit = {"月": "month", "小时": "hour"}.get(match["halfunit"] or "", "year")
        return number(match["half"]) + Decimal("0.5"), unit
    if match["fan"]:
        times = number(match["fan"])
        return (times if match["fold"] == "倍" else Decimal(2) ** int(times) - 1) * 100, "percent"
    if match["cheng"]:
        return number(match["cheng"]) * 10 + _tenths(match["part10"]), "percent"
    if match["discount"]:
        return _discount(match["discount"]), "percent"
    if match["kuai"]:
        coins = number(match["kuai"]) + _tenths(match["tenth"]) / 10
        return coins / (1 if match["coin"] == "块" else 10), "CNY"
    if match["bare"]:
        return Decimal(50), "percent"
    if match["x"]:
        return _percent(
            Decimal(_ENGLISH.get(match["x"]) or match["x"]), Decimal(_ENGLISH.get(match["y"]) or match["y"])
        ), "percent"
    if match["count"] == "a" and match["name"].startswith(("half", "quarters")):
        return None
    if (
        match["name"].startswith("quarter")
        and match["hyphen"] == " "
        and match["name"] != "quarters"
        and match["count"] != "a"
    ):
        return None
    if match["name"] == "quarters" and match["count"] != "three":
        return None
    if (
        match["count"] == "a"
        and match["name"] == "quarter"
        and not match.string[match.end() :].startswith(
            (" of", " the", " from", ",", ";", ".", " more", " less", " higher", " lower", " to", " in")
        )
    ):
        return None
    return _percent(Decimal(_ENGLISH[match["count"]]), Decimal(_PARTS[match["name"][:3]])), "percent"


def _discount(text: str) -> Decimal:
    """九折, 95折, 7.5折: what is paid, as the change of the price in percent."""
    if text[0].isdigit():
        paid = Decimal(text)
        return (paid if paid >= 10 else paid * 10) - 100
    return Decimal("".join(str(_CHINESE_DIGITS.index(c)) for c in text).ljust(2, "0")) - 100


_CHINESE_DIGITS = "零一二三四五六七八九"


def _tenths(text: str) -> Decimal:
    """The digit after 成, 块 or 毛, which counts tenths of it."""
    bounds = chinese_bounds(text)
    return Decimal(5) if text == "半" else Decimal(text) if text.isdigit() else bounds[0] if bounds else Decimal(0)


def _percent(part: Decimal, base: Decimal) -> Decimal:
    return (part * 100 / base).quantize(Decimal("0.0001")).normalize() + 0
