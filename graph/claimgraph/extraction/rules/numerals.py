"""Numbers as they are written: digits, Chinese numerals and English number words, each with its scale and its value.

A numeral has no unit and no comparator; those are read by `quantities`. Bounds differ where the writing itself is vague
(数千, 十几, 三四百, dozens).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from claimgraph.extraction.cues import Cues, alternation

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "俩": 2}
_DIGIT |= {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_SCALE = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_FEW = "几数"
_CHINESE = "零〇○一二两俩三四五六七八九十百千万亿兆壹贰叁肆伍陆柒捌玖拾佰仟几数廿卅卌"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in the text; `style` is digits, chinese or word; `scale` the factor of its last scale word (1: none)."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    style: str
    scale: Decimal = Decimal(1)
    vague: bool = False
    more: bool = False


class NumeralReader:
    """Finds numerals; the scale and number words come from the lexicon."""

    def __init__(self, cues: Cues) -> None:
        scales = cues.table("ScaleWord")
        self._scale = {word: Decimal(cue.factor or 1) for word, cue in scales.items()}
        long = [word for word in self._scale if re.match("[a-z]", word) and len(word) > 1]
        short = [word for word in self._scale if re.fullmatch("[a-z]", word)]
        self._digits = re.compile(
            r"(?<![\d.])(?:(?P<number>(?:\d{1,3}(?:,\d{3})++(?!\d)|\d++)(?:\.\d++)?+)"
            r"(?P<plus>\+(?=[ ]?[万亿百千]|[ ]?(?:million|billion|thousand)))?"
            r"(?:(?P<more>[多余](?=[百千万亿兆]))?[ ]?(?P<chinese>[百千万亿兆]{1,4}(?![克米瓦赫分比]))"
            rf"|[- ]?(?P<long>{alternation(long)})|(?P<short>[{''.join(short)}])(?![a-z0-9]|/s))?)"
            r"(?P<more_after>多(?![模语端样方轮维功媒头任重地平])|余(?![额下款热]))?+"
        )
        self._number = {word: Decimal(cue.factor or 0) for word, cue in cues.table("NumberWord").items()}
        words = alternation([w for w in self._number if w not in ("a", "an")] + [w for w in long if len(w) > 3])
        self._words = re.compile(
            rf"(?:(?<![a-z])(?P<lead>an?|half an?|several|a few|a couple of|couple of|few|many) )?"
            rf"(?<![a-z0-9]){words}(?:(?:[ -]and[ -]a[ -]half)|(?:[ -](?:and )?)(?:a )?{words}){{0,8}}(?!-?(?:first"
            rf"|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|teenth))"
        )
        self._plural = re.compile(
            r"(?<![a-z])(?:(?P<head>tens|dozens|scores|hundreds|thousands)(?: of (?P<next>hundreds"
            r"|thousands|millions|billions))?"
            r"|(?P<alone>millions|billions|trillions))(?![a-z])"
        )

    def find(self, lower: str) -> Iterator[Numeral]:
        """The numerals of a folded text in lower case, in order, none inside another."""
        found = [*self._digit_numerals(lower), *_chinese_numerals(lower), *self._word_numerals(lower), *_rounded(lower)]
        end = 0
        for numeral in sorted(found, key=lambda n: (n.start, -n.end)):
            if numeral.start >= end:
                yield numeral
                end = numeral.end

    def _digit_numerals(self, lower: str) -> Iterator[Numeral]:
        last: Numeral | None = None
        for match in self._digits.finditer(lower):
            numeral = self._digit_numeral(match)
            if last and last.end == numeral.start and _goes_on(last, numeral) and not last.more:
                low = last.low + numeral.low
                last = Numeral(last.start, numeral.end, low, low, "digits", numeral.scale, more=numeral.more)
                continue
            if last:
                yield last
            last = numeral
        if last:
            yield last

    def _digit_numeral(self, match: re.Match[str]) -> Numeral:
        text = match["number"].replace(",", "")
        scale = Decimal(1)
        if match["chinese"]:
            for character in match["chinese"]:
                scale *= self._scale[character]
        elif match["long"] or match["short"]:
            scale = self._scale[match["long"] or match["short"]]
        value = decimal(text) * scale
        more = bool(match["more"] or match["plus"] or match["more_after"])
        return Numeral(match.start(), match.end(), value, value, "digits", scale, more=more)

    def _word_numerals(self, lower: str) -> Iterator[Numeral]:
        for match in self._words.finditer(lower):
            if numeral := self._word_numeral(match):
                yield numeral
        for match in self._plural.finditer(lower):
            base = {"tens": 20, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000}.get(
                match["head"] or "", 2
            )
            top = {"tens": 99, "dozens": 99, "scores": 99, "hundreds": 999, "thousands": 9999}.get(
                match["head"] or "", 999
            )
            scale = (
                self._scale[(match["next"] or match["alone"] or "").rstrip("s")]
                if match["next"] or match["alone"]
                else 1
            )
            low, high = Decimal(base) * scale, Decimal(top) * scale
            yield Numeral(match.start(), match.end(), low, high, "word", Decimal(scale), vague=True)

    def _word_numeral(self, match: re.Match[str]) -> Numeral | None:
        words = re.findall(r"[a-z]+", match[0])
        lead = match["lead"] or ""
        words = words[len(lead.split()) :]
        total, current, scale = Decimal(0), Decimal(0), Decimal(1)
        for word in words:
            if word in ("and", "a"):
                continue
            if word == "half":
                current += Decimal("0.5")
            elif word in self._scale and word not in self._number:
                scale = self._scale[word]
                current = (current or 1) * scale
                if scale >= 1000:
                    total, current = total + current, Decimal(0)
            else:
                value = self._number[word]
                current = current * value if word == "dozen" and current else current + value
        return _led(match, lead, total + current, scale)


def _goes_on(last: Numeral, numeral: Numeral) -> bool:
    """Whether a numeral right after another is its smaller part: 1亿2345万, 3万0810."""
    if numeral.scale > 1:
        return last.scale > numeral.high
    return last.scale == 10**4 and numeral.end - numeral.start == 4 and numeral.high == numeral.high.to_integral_value()


def _led(match: re.Match[str], lead: str, value: Decimal, scale: Decimal) -> Numeral | None:
    """The value after what stands before the number word: half a, several, a few, an article."""
    start, end = match.start(), match.end()
    if lead.startswith("half"):
        value /= 2
        return Numeral(start, end, value, value, "word", scale) if scale > 1 else None
    if lead in ("a", "an"):
        if scale == 1 and not match[0].endswith("dozen"):
            return Numeral(start + len(lead) + 1, end, value, value, "word", scale)
        return Numeral(start, end, value, value, "word", scale)
    if lead:
        if scale == 1 and value != 12:
            return Numeral(start + len(lead) + 1, end, value, value, "word", scale)
        return Numeral(start, end, value * 2, value * (2 if "couple" in lead else 9), "word", scale, vague=True)
    return Numeral(start, end, value, value, "word", scale)


def decimal(text: str) -> Decimal:
    """A run of digits as a number; absurdly long runs (no quantity) lose their tail rather than cost time."""
    return Decimal(text) if len(text) <= 40 else Decimal(text[:40])


_RUN = re.compile(
    f"[{_CHINESE}]+(?:点[零〇○一二三四五六七八九]+[百千万亿]*)?(?:[多余](?=[万亿千百])[万亿千百]+)?(?:[多余]"
    f"(?![模语端样方轮维功媒头任重地平额下]))?"
)


def _chinese_numerals(lower: str) -> Iterator[Numeral]:
    for match in _RUN.finditer(lower):
        text = match[0]
        if len(text) > 16:
            continue
        more = text.endswith(("多", "余"))
        inner = text.rstrip("多余")
        if "多" in inner or "余" in inner:
            inner, more = inner.replace("多", "").replace("余", ""), True
        if bounds := chinese_bounds(inner):
            low, high, vague = bounds
            scale = next((Decimal(_BIG.get(c) or _SCALE.get(c) or 1) for c in reversed(inner)), Decimal(1))
            yield Numeral(match.start(), match.end(), low, high, "chinese", scale, vague, more)


_ROUNDED = re.compile(
    r"(?P<n>[一二三四五六七八九]?[十百千]|\d{1,3}0)(?:来|几(?=[个家人名位天台万亿岁块元次条款部种辆分]))(?=[个家人名位天台万亿岁块元次条款部种辆分多])(?P<scale>[万亿]?)"
)


def _rounded(lower: str) -> Iterator[Numeral]:
    """十来台, 20来个: that many and up to half a step more."""
    for match in _ROUNDED.finditer(lower):
        written = match["n"]
        value = decimal(written) if written.isdigit() else _chinese_value(written)
        if value is None:
            continue
        step = Decimal(10) if written.isdigit() else Decimal(_SCALE[written[-1]])
        scale = Decimal(_BIG.get(match["scale"], 1))
        yield Numeral(
            match.start(), match.end(), value * scale, (value + step / 2) * scale, "chinese", scale, vague=True
        )


def chinese_bounds(text: str) -> tuple[Decimal, Decimal, bool] | None:
    """Lowest and highest value of a Chinese numeral and whether it is vague; None where it is none.

    >>> [tuple(int(bound) for bound in chinese_bounds(n)[:2]) for n in ("三百二十万", "十几", "数千", "三四百")]
    [(3200000, 3200000), (11, 19), (2000, 9999), (300, 400)]
    """
    if any(few in text for few in _FEW):
        return _few_bounds(text)
    if between := _neighbours(text):
        return between
    value = _chinese_value(text)
    return (value, value, False) if value is not None else None


def _few_bounds(text: str) -> tuple[Decimal, Decimal, bool] | None:
    if sum(text.count(few) for few in _FEW) != 1:
        return None
    place = next(i for i, c in enumerate(text) if c in _FEW)
    before, after = text[:place], text[place + 1 :]
    if not before:
        unit = _chinese_value("一" + after) if after else Decimal(1)
        if unit is None:
            return None
        top = unit * 10 - (unit if unit >= 10**4 and after[-1:] in "万亿" and len(after) == 1 else 1)
        return unit * 2, (Decimal(9) if not after else top), True
    tens, scale = _chinese_value(before), _chinese_value("一" + after) if after else Decimal(1)
    if tens is None or scale is None or before[-1] not in "十百千万":
        return None
    step = Decimal(_SCALE.get(before[-1]) or _BIG[before[-1]]) / 10
    return (tens + step) * scale, (tens + step * 9) * scale, True


_PAIR = re.compile(r"^(?P<head>.*十)?(?P<a>[一二两三四五六七八])(?P<b>[二两三四五六七八九])(?P<tail>[十百千万亿]*)$")


def _neighbours(text: str) -> tuple[Decimal, Decimal, bool] | None:
    """两三百, 七八十, 十二三: two digits side by side are a span."""
    match = _PAIR.match(text)
    if not match or _DIGIT[match["a"]] + (2 if match["a"] + match["b"] == "三五" else 1) != _DIGIT[match["b"]]:
        return None
    head = _chinese_value(match["head"] or "零")
    scale = _chinese_value("一" + match["tail"]) if match["tail"] else Decimal(1)
    if head is None or scale is None:
        return None
    return (head + _DIGIT[match["a"]]) * scale, (head + _DIGIT[match["b"]]) * scale, True


def _chinese_value(text: str) -> Decimal | None:
    """The value of a positional Chinese numeral, or of digits read out one by one."""
    whole, _, fraction = text.partition("点")
    if fraction:
        digits = re.match("[零〇○一二三四五六七八九]+", fraction)
        base = _chinese_value(whole)
        if not digits or base is None:
            return None
        value = base + Decimal("0." + "".join([str(_DIGIT[c]) for c in digits[0]]))
        for character in fraction[digits.end() :]:
            value *= _BIG.get(character) or _SCALE[character]
        return value
    if digits := _DIGIT_BY_DIGIT.fullmatch(text):
        value = Decimal("".join([str(_DIGIT[c]) for c in digits["digits"]]))
        return value * _BIG.get(digits["scale"], 1)
    return _positional(_TEN_SIGN.sub(lambda sign: "二三四"["廿卅卌".index(sign[0])] + "十", text))


_DIGIT_BY_DIGIT = re.compile(r"(?P<digits>[零〇○一二三四五六七八九]{2,12})(?P<scale>[万亿兆]?)")
_TEN_SIGN = re.compile("[廿卅卌]")


def _positional(text: str) -> Decimal | None:
    total, section, digit, last = Decimal(0), Decimal(0), None, 0
    for character in text:
        if character in _DIGIT:
            if digit:
                return None
            digit, last = _DIGIT[character], 0
        elif character in _SCALE:
            last = _SCALE[character]
            section += (1 if digit is None else digit) * last
            digit = None
        elif character in _BIG:
            section += digit or 0
            if character == "亿" and total and not section:
                total *= _BIG["亿"]
            else:
                total += (section or 1) * _BIG[character]
            section, digit, last = Decimal(0), None, _BIG[character]
        else:
            return None
    if digit and last == 0 and len(text) > 1 and text[-2] in "百千万亿":
        digit *= (_SCALE.get(text[-2]) or _BIG.get(text[-2]) or 10) // 10
    return total + section + (digit or 0)
