"""Quantities: a numeral with its unit, currency, counter, comparator, sign, denominator and the partner of its range.

Reads what is printed and nothing else: whether a quantity is a claim, a date or the number of a chapter is decided later,
except for numbers that are plainly part of a name or a code, which are marked with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from claimgraph.claim import Precision
from claimgraph.extraction.cues import Cue, Cues, alternation
from claimgraph.extraction.rules.numerals import Numeral, NumeralReader, decimal

_LOOK_BACK = 26


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity as printed; `start`..`end` with its unit, `cue_start` where a comparator before it begins.

    `reason` is set where the number is plainly no quantity (a version, a code, an ordinal in a name).
    """

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    unit: str = "count"
    per_unit: str | None = None
    low_exclusive: bool = False
    high_exclusive: bool = False
    precision: Precision = Precision.AS_PRINTED
    style: str = "digits"
    scale: Decimal = Decimal(1)
    factor: Decimal = Decimal(1)
    cue_start: int = -1
    cue_end: int = -1
    counter: str = ""
    currency_sign: bool = False
    comparator: str = ""
    reason: str | None = None

    @property
    def bare(self) -> bool:
        """A number with neither unit nor counter nor scale."""
        return self.unit == "count" and not self.counter and self.scale == 1

    @property
    def value(self) -> Decimal:
        """The bound that is there, the lower one first."""
        bound = self.low if self.low is not None else self.high
        return bound if bound is not None else Decimal(0)


class QuantityReader:
    """The quantity grammar, compiled from the cues of a lexicon."""

    def __init__(self, cues: Cues) -> None:
        self._numerals = NumeralReader(cues)
        self._before = cues.table("ComparatorCue", "before")
        self._after = cues.table("ComparatorCue", "after")
        self._signs = cues.table("CurrencyWord", "before")
        self._money = cues.table("CurrencyWord", "after")
        self._units = cues.table("UnitWord")
        self._quantity_words = cues.table("QuantityWord")
        self._per = cues.table("PerWord")
        self._compile(cues)

    def _compile(self, cues: Cues) -> None:
        guarded = [word for word in self._before if len(word) == 1 and word > "z"]
        plain = [word for word in self._before if word not in guarded]
        self._comparator = re.compile(
            rf"(?P<word>{alternation(plain)}|(?<![通经不度渡透难转穿最附亲条合签公节制相大免越])(?:{'|'.join(guarded) or '(?!)'}))"
            rf"(?:[了至达到]|达到|[ ]?(?:the |a |an ))?[ ]?$"
        )
        self._after_cue = re.compile(rf"[ ]?(?P<word>{alternation(self._after)})")
        self._sign = re.compile(rf"(?P<word>{_signs(self._signs)})[ ]?$")
        units = [w for w in self._units if not re.fullmatch("[a-z]", w)]
        letters = "".join([w for w in self._units if re.fullmatch("[a-z]", w)])
        self._unit = re.compile(
            rf"(?:[ ]?(?:-(?=[a-z]))?(?P<currency>{alternation(self._money)})"
            rf"|[ ]?(?:-(?=[a-z]))?(?P<unit>{alternation(units)})|(?P<letter>[{letters}])(?![a-z0-9]))"
        )
        counters = [word for cue in cues.kind("Counter") for word in cue.words]
        self._counter = re.compile(rf"余?(?P<word>{alternation(counters)})")
        per = alternation(self._per)
        self._per_after = re.compile(
            rf"[ ]?(?:/[ ]?每?|per |a |an |each |every |每|-per-)(?:一|1 ?)?(?P<word>{per})(?! (?:earlier|ago|before|later|on))"
        )
        self._per_before = re.compile(rf"(?:每|/|per )(?:一|1 ?)?(?P<word>{per})[\u4e00-\u9fff:=]{{0,4}}?[ ]?$")
        self._denominator = re.compile(
            rf"(?:per |/[ ]?|每)(?P<word>{alternation(w for w in self._per if re.search('[0-9百千万]|million|thousand', w))})"
        )
        self._not_unit = re.compile(cues.pattern("not-a-unit"))
        self._idiom = re.compile(cues.pattern("numeral-idiom"))
        self._fixed = re.compile(cues.pattern("number-name"))
        self._words = re.compile(alternation(self._quantity_words))

    def read(self, lower: str, taken: Iterable[tuple[int, int]] = ()) -> list[Amount]:
        """The quantities of a folded text in lower case, in order; `taken` spans (dates, names) are left out."""
        blocked = sorted({*taken, *(span for span, _ in self.fixed(lower))})
        numerals = list(_outside(self._numerals.find(lower), blocked))
        amounts = [*self._fractions(lower, blocked), *self._word_amounts(lower, blocked)]
        covered = sorted((a.start, a.end) for a in amounts)
        plain = [self._amount(lower, numeral) for numeral in _outside(iter(numerals), covered)]
        joined = self._ranges(lower, _disjoint([*amounts, *plain]))
        return [self._compared(lower, amount) for amount in joined]

    def fixed(self, lower: str) -> Iterator[tuple[tuple[int, int], str]]:
        """Numbers that belong to a fixed word (双11) or to a denominator (每百万tokens), with the reason."""
        for match in self._fixed.finditer(lower):
            yield match.span(), "part of a name"
        for match in self._denominator.finditer(lower):
            yield match.span("word"), "denominator"

    # --- one quantity ---------------------------------------------------------------------------------------------

    def _amount(self, lower: str, numeral: Numeral) -> Amount:
        precision = Precision.VAGUE if numeral.vague else Precision.AS_PRINTED
        amount = Amount(
            numeral.start,
            numeral.end,
            numeral.low,
            numeral.high,
            style=numeral.style,
            scale=numeral.scale,
            precision=precision,
        )
        if reason := _part_of_name(lower, amount) or self._idiomatic(lower, amount):
            return replace(amount, reason=reason)
        if resolution := _resolution(lower, amount):
            return resolution
        amount = self._with_unit(lower, amount)
        amount = self._with_sign(lower, amount)
        amount = self._with_denominator(lower, amount)
        if _UPWARD.search(lower, max(0, numeral.start - 2), numeral.start) and lower[numeral.start] in "百千万亿":
            amount = replace(amount, start=numeral.start - 1, high=None, comparator="at-least")
        if numeral.more:
            amount = replace(amount, high=None, low_exclusive=True, comparator="above")
        return amount

    def _idiomatic(self, lower: str, amount: Amount) -> str | None:
        """Whether the number belongs to a fixed phrase; looked for where the phrase could begin."""
        if amount.style == "digits":
            return None
        for place in range(max(0, amount.start - 4), amount.end):
            match = self._idiom.match(lower, place)
            if (
                match
                and match.end() > amount.start
                and (match.end() > amount.end or match.start() < amount.start or match.end() == amount.end)
            ):
                return "idiom"
        return None

    def _with_unit(self, lower: str, amount: Amount) -> Amount:
        sign = self._sign.search(lower, max(0, amount.start - 8), amount.start)
        if sign and not _inside_word(lower, sign.start("word"), sign["word"]):
            cue = self._signs[sign["word"]]
            amount = replace(amount, start=sign.start("word"), unit=cue.means, currency_sign=True)
        if pence := _pence(lower, amount):
            return pence
        unit = self._unit.match(lower, amount.end)
        if unit and not self._another_word(lower, unit):
            word = unit["currency"] or unit["unit"] or unit["letter"]
            cue = self._money[word] if unit["currency"] else self._units[word]
            if self._fits(amount, cue, word, unit, lower):
                return self._scaled(amount, cue, unit.end())
        if amount.unit == "count" and (counter := self._counter.match(lower, amount.end)):
            return replace(amount, end=counter.end(), counter=counter["word"])
        return amount

    def _another_word(self, lower: str, unit: re.Match[str]) -> bool:
        """Whether what looks like a unit begins a longer word (元 of 元素)."""
        word = unit[unit.lastgroup or 0]
        longer = self._not_unit.match(lower, unit.end() - len(word))
        return longer is not None and longer.end() > unit.end()

    def _fits(self, amount: Amount, cue: Cue, word: str, unit: re.Match[str], lower: str) -> bool:
        if amount.currency_sign:
            return cue.kind == "CurrencyWord" and (
                cue.means == amount.unit or word in ("元", "块", "圆", "dollars", "人民币")
            )
        if cue.means in ("points", "celsius") and amount.style == "chinese" and amount.value <= 10:
            return False
        if word == "分" and lower[unit.end() : unit.end() + 1] and lower[unit.end()] in "之别配析布享发成公部类为店":
            return False
        if word == "p" and amount.value not in _LINE_COUNTS:
            return False
        if word in ("p", "w", "s") and amount.style != "digits":
            return False
        if word == "second" and amount.style == "word":
            return False
        return not (word == "成" and (amount.style != "chinese" or amount.value > 10))

    @staticmethod
    def _scaled(amount: Amount, cue: Cue, end: int) -> Amount:
        factor = cue.factor or Decimal(1)
        low = amount.low * factor if amount.low is not None else None
        high = amount.high * factor if amount.high is not None else None
        unit = amount.unit if amount.currency_sign else cue.means
        return replace(amount, end=end, unit=unit, low=low, high=high, factor=factor)

    @staticmethod
    def _with_sign(lower: str, amount: Amount) -> Amount:
        before = lower[max(0, amount.start - 2) : amount.start]
        minus = before[-1:] == "-" and (
            len(before) == 1 or before[0] in " (:=[,，、\n" or before[0] in "从由自与较比为是达至约到和的了"
        )
        negative = minus or (before[-1:] == "负" and before[:1] not in "胜担肩背自欺抱")
        if lower[max(0, amount.start - 9) : amount.start].endswith("negative ") or negative:
            low = -amount.high if amount.high is not None else None
            high = -amount.low if amount.low is not None else None
            return replace(amount, start=amount.start - (1 if negative else 9), low=low, high=high)
        if before[-1:] == "+" and not before[:1].isalnum():
            return replace(amount, start=amount.start - 1)
        return amount

    def _with_denominator(self, lower: str, amount: Amount) -> Amount:
        if amount.unit in ("percent", "percentage_point", "multiple"):
            return amount
        after = self._per_after.match(lower, amount.end)
        if after:
            return replace(amount, end=after.end(), per_unit=self._per[after["word"]].means)
        before = self._per_before.search(lower, max(0, amount.start - 16), amount.start)
        if before and (len(amount.unit) == 3 and amount.unit.isupper()):
            return replace(amount, per_unit=self._per[before["word"]].means)
        return amount

    # --- fractions and words --------------------------------------------------------------------------------------

    def _fractions(self, lower: str, blocked: list[tuple[int, int]]) -> Iterator[Amount]:
        """百分之五十, 三分之一, two-thirds, one in five, 三成半, 翻了两番."""
        end = 0
        for match in _FRACTION.finditer(lower):
            found = _fraction(match)
            if found and match.start() >= end and not _overlaps(blocked, match.start(), match.end()):
                low, unit = found
                end = match.end()
                yield Amount(match.start(), end, low, low, unit, style="word")

    def _word_amounts(self, lower: str, blocked: list[tuple[int, int]]) -> Iterator[Amount]:
        """Words that are a quantity by themselves: 翻倍, doubled, half, 过半."""
        for match in self._words.finditer(lower):
            cue = self._quantity_words[match[0]]
            if lower[match.end() : match.end() + 1] == "-":
                continue
            if not _overlaps(blocked, match.start(), match.end()) and not _FRACTION.match(lower, match.start()):
                low = cue.factor
                above = cue.position == "above"
                yield Amount(
                    match.start(),
                    match.end(),
                    low,
                    None if above else low,
                    cue.means,
                    low_exclusive=above,
                    style="word",
                )

    # --- ranges ---------------------------------------------------------------------------------------------------

    def _ranges(self, lower: str, amounts: list[Amount]) -> Iterator[Amount]:
        index = 0
        while index < len(amounts):
            amount = amounts[index]
            if index + 1 < len(amounts) and (joined := self._joined(lower, amount, amounts[index + 1])):
                yield joined
                index += 2
            else:
                yield amount
                index += 1

    def _joined(self, lower: str, left: Amount, right: Amount) -> Amount | None:
        between = lower[left.end : right.start]
        if left.reason or right.reason or len(between) > 9 or left.comparator or not _JOINT.fullmatch(between):
            return None
        if between.strip() == "-" and left.style == "digits" and left.bare and right.bare and left.value >= right.value:
            return None
        if left.low is None or right.high is None and not right.comparator:
            return None
        head = lower[max(0, left.start - 24) : left.start]
        tail = lower[right.end : right.end + 12]
        if between.strip() == "and" and not re.search(r"\bbetween (?:about |around |roughly )?$", head):
            return None
        if _CHANGED.search(head) and left.unit == right.unit != "count" and between.strip() not in ("-", "~"):
            return None
        full = left.unit == right.unit and (left.unit != "count" or left.scale == right.scale != 1 or left.value >= 100)
        if (
            full
            and _LEVELS.search(head)
            and between.strip() not in ("-", "~")
            and not _SPREAD.search(head + "|" + tail)
        ):
            return None
        return _union(left, right, vague=between.strip() in ("甚至", "乃至"))

    # --- comparators ----------------------------------------------------------------------------------------------

    def _compared(self, lower: str, amount: Amount) -> Amount:
        if amount.reason:
            return amount
        before = self._comparator.search(lower, max(0, amount.start - _LOOK_BACK), amount.start)
        if before and not _crossed(lower, before.start("word"), amount.start):
            cue = self._before[before["word"]].means
            amount = replace(_bounded(amount, cue), cue_start=before.start("word"))
        elif _CAP.search(lower, max(0, amount.start - 14), amount.start):
            amount = replace(_bounded(amount, "at-most"), cue_start=amount.start)
        after = self._after_cue.match(lower, amount.end)
        if after and (
            after["word"] != "起" or re.match(r"$|[,，。;；)）、/\s售]", lower[after.end() : after.end() + 1] or " ")
        ):
            cue = self._after[after["word"]].means
            if not (after["word"] in ("以内", "之内", "前后") and amount.unit in _TIME):
                amount = replace(_bounded(amount, cue), cue_end=after.end())
        return amount


_UPWARD = re.compile(r"(?<![以线早晚向之])上$")
_CAP = re.compile(r"最[高大多长][^,，。;；\d]{1,8}(?:可达|可至|可获)$")
_CHANGED = re.compile(
    r"(?:by|up|down|rose|fell|climbed|dropped|gained|lost|rising|falling|climbing|increasing|adding|增加|减少|上调|下调|提高|提升|降低|增长|下降|涨|跌|升|降)(?:了|约|近)?[ ]?(?:about |around |nearly |another |a further )?$"
)
_TIME = frozenset(("second", "minute", "hour", "day", "week", "month", "year"))
_JOINT = re.compile(r"[ ]?(?:-|~|–|—{1,2}|至|到|to|and|through|甚至|乃至|-to-|或|or)[ ]?")
_LEVELS = re.compile(r"(?:从|由|自|from|up from|down from)(?:[^,。;\d]{0,12})$")
_SPREAD = re.compile(r"rang|between|介于|区间|不等|之间|vary|varies|priced|定价|售价|价格|span")


def _union(left: Amount, right: Amount, vague: bool) -> Amount | None:
    """One range of two numbers: what one of them leaves out (scale, currency, unit) it takes from the other."""
    if left.unit != right.unit:
        if left.unit == "count" and not left.counter and left.low is not None:
            left = replace(left, unit=right.unit, per_unit=right.per_unit, low=left.low * right.factor)
        elif right.unit == "count" and not right.counter and left.currency_sign:
            right = replace(right, unit=left.unit)
        else:
            return None
    low, high = left.low, right.high if right.high is not None else right.low
    if low is None or high is None:
        return None
    if left.scale == 1 and right.scale > 1 and low < high / right.scale * 10 and low * right.scale <= high:
        low *= right.scale
    elif left.scale > 1 and right.scale == 1 and low > high:
        high *= left.scale
    if low > high:
        return None
    precision = Precision.VAGUE if vague or Precision.VAGUE in (left.precision, right.precision) else left.precision
    return replace(
        right, start=left.start, low=low, high=high, low_exclusive=False, precision=precision, comparator="range",
        per_unit=right.per_unit or left.per_unit, currency_sign=left.currency_sign or right.currency_sign,
    )  # fmt: skip


def _bounded(amount: Amount, cue: str) -> Amount:
    """The amount under a comparator; a range keeps both its bounds."""
    ranged = amount.comparator == "range" or amount.low != amount.high or amount.low is None
    match cue:
        case "about":
            precision = Precision.APPROXIMATE if amount.precision == Precision.AS_PRINTED else amount.precision
            return replace(amount, precision=precision, comparator=amount.comparator or cue)
        case _ if ranged and amount.comparator:
            return amount
        case "above":
            return replace(amount, high=None, low_exclusive=True, comparator=cue)
        case "at-least":
            return replace(amount, high=None, comparator=cue)
        case "below":
            return replace(amount, low=None, high_exclusive=True, comparator=cue)
        case _:
            return replace(amount, low=None, comparator=cue)


def _disjoint(amounts: list[Amount]) -> list[Amount]:
    """In order, without those that begin inside another (the 百 of 个百分点)."""
    kept: list[Amount] = []
    for amount in sorted(amounts, key=lambda a: (a.start, -a.end)):
        if not kept or amount.start >= kept[-1].end:
            kept.append(amount)
    return kept


def _crossed(lower: str, start: int, end: int) -> bool:
    return any(mark in lower[start:end] for mark in "，。;；\n")


_CN = "零一二两三四五六七八九十百千万"
_FRACTION = re.compile(
    rf"(?P<base>百|千|万|[{_CN}]{{1,3}}|\d{{1,3}})分之(?P<part>[{_CN}]{{1,4}}(?:点[{_CN}]{{1,4}})?|\d{{1,4}}(?:\.\d{{1,4}})?)"
    r"|(?P<half>[一二两三四五六七八九十]{1,2}|\d{1,2})(?:年|个(?=月|小时))半(?P<halfunit>月|小时)?(?!年|期)"
    r"|翻(?:了)?(?P<fan>[一二两三四1-4])(?:番|倍)|(?P<cheng>[一二两三四五六七八九])成半"
    r"|(?<![a-z])(?P<count>one|two|three|four|five|six|seven|eight|nine|a)(?P<hyphen>[- ])(?P<name>half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)(?![a-z])(?= of| the| as|\W)"
    r"|(?<![a-z])(?P<x>one|two|three|four|five|six|seven|eight|nine)(?: in(?: every)? | out of(?: every)? )(?P<y>two|three|four|five|six|seven|eight|nine|ten|\d{1,2})(?![a-z\d])"
)
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


def _fraction(match: re.Match[str]) -> tuple[Decimal, str] | None:
    from claimgraph.extraction.rules.numerals import chinese_bounds

    def number(text: str) -> Decimal:
        if text[0].isdigit():
            return decimal(text)
        bounds = chinese_bounds(text)
        return bounds[0] if bounds else Decimal(0)

    if match["base"]:
        base, part = number(match["base"]), number(match["part"])
        return (_percent(part, base), "percent") if base > part and base else None
    if match["half"]:
        unit = {"月": "month", "小时": "hour"}.get(match["halfunit"] or "", "year")
        return number(match["half"]) + Decimal("0.5"), unit
    if match["fan"]:
        return Decimal(2) ** int(number(match["fan"])), "multiple"
    if match["cheng"]:
        return number(match["cheng"]) * 10 + 5, "percent"
    if match["x"]:
        return _percent(Decimal(_ENGLISH[match["x"]]), Decimal(_ENGLISH.get(match["y"]) or match["y"])), "percent"
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
            (" of", " the", " from", ",", " more", " less", " higher", " lower", " to", " in")
        )
    ):
        return None
    return _percent(Decimal(_ENGLISH[match["count"]]), Decimal(_PARTS[match["name"][:3]])), "percent"


def _percent(part: Decimal, base: Decimal) -> Decimal:
    return (part * 100 / base).quantize(Decimal("0.0001")).normalize() + 0


def _signs(words: Iterable[str]) -> str:
    """Currency signs, longest first; `rmb` and its like must not end a longer word."""
    parts = []
    for word in sorted(words, key=lambda word: (-len(word), word)):
        parts.append((r"(?<![a-z])" if word[0].isalpha() and word[0] < "z" else "") + re.escape(word))
    return "|".join(parts)


def _inside_word(lower: str, start: int, word: str) -> bool:
    return (
        word[0].isascii()
        and word[0].isalpha()
        and start > 0
        and lower[start - 1].isascii()
        and lower[start - 1].isalpha()
    )


_NAME_HEAD = re.compile(r"(?:[a-z]|[a-z]-|[a-z]\.|\d\.|#|@|_)$")
_CURRENCY_HEAD = re.compile(r"(?:rmb|cny|usd|hkd|eur|gbp|us|hk|nt|jpy|krw|inr|sgd|aud|cad|rs|rm|chf|twd|to|q)$")


def _part_of_name(lower: str, amount: Amount) -> str | None:
    """Whether a number is stuck to letters: Sora2, H100, GPT-4, v1.5, 5G, 3D."""
    if amount.style != "digits":
        return None
    head = lower[max(0, amount.start - 4) : amount.start]
    hyphen = head.endswith("-") and re.match(r"[ ]?(?:%|percent|pct|[$€£¥])", lower[amount.end : amount.end + 9])
    if _NAME_HEAD.search(head) and not _CURRENCY_HEAD.search(head) and not hyphen:
        return "part of a name"
    if re.match(r"\.\d", lower[amount.end : amount.end + 2]):
        return "a version or an address"
    tail = lower[amount.end : amount.end + 3]
    if amount.scale == 1 and re.match(r"[a-z][a-z0-9-]?", tail) and not _UNIT_TAIL.match(lower, amount.end):
        return "part of a name"
    return None


_UNIT_TAIL = re.compile(
    r"(?:x|p|s|w|h|k|m|b|t|ms|min|mins|hr|hrs|kw|mw|gw|kwh|mwh|gwh|twh|gb|tb|mb|km|cm|mm|nm|kg|ml|oz|lb|lbs|hz|mhz|ghz|fps|hp|mah|"
    r"bn|mn|tn|mln|bln|trn|mil|pp|ppt|ppts|bps|bp|pts|pct|percent|percentage|usd|rmb|cny|hkd|eur|gbp|yuan|dollars|won|yen|euros?|"
    r"million|billion|trillion|thousand|hundred|days?|weeks?|months?|years?|hours?|minutes?|seconds?|secs?|sec|times|fold|tops|"
    r"sqm|pixels|users|cents|tons?|tonnes?|meters?|miles|acres|feet|barrels|points?|st|nd|rd|th|am|pm|yrs?|yr|inch|mu)(?![a-z0-9])"
)


_LINE_COUNTS = frozenset(map(Decimal, (144, 240, 360, 480, 540, 720, 900, 1080, 1440, 2160, 4320)))
_LINES = {2: 1440, 4: 2160, 8: 4320}
_RESOLUTION = re.compile(r"[ ]?(?!users|people|units|downloads|views|fans|yuan|元|美元|人|个|用户|次)")


def _resolution(lower: str, amount: Amount) -> Amount | None:
    """2K, 4K and 8K as lines of a picture."""
    lines = _LINES.get(int(amount.value / 1000)) if amount.value in (2000, 4000, 8000) else None
    if not lines or not lower.endswith("k", 0, amount.end) or amount.end - amount.start != 2:
        return None
    if lower[max(0, amount.start - 1) : amount.start] in ("$", "¥", "€", "£") or not _RESOLUTION.match(
        lower, amount.end
    ):
        return None
    return replace(amount, low=Decimal(lines), high=Decimal(lines), unit="pixel")


def _pence(lower: str, amount: Amount) -> Amount | None:
    """186p in a text that counts in pounds."""
    if (
        not re.match(r"p(?![a-z0-9])", lower[amount.end : amount.end + 2])
        or amount.value in _LINE_COUNTS
        or "£" not in lower
    ):
        return None
    price = amount.value / 100
    return replace(amount, end=amount.end + 1, unit="GBP", low=price, high=price)


def _outside(numerals: Iterator[Numeral], blocked: list[tuple[int, int]]) -> Iterator[Numeral]:
    """The numerals that do not touch the blocked spans; both in order."""
    index = 0
    for numeral in numerals:
        while index < len(blocked) and blocked[index][1] <= numeral.start:
            index += 1
        ahead = index
        while ahead < len(blocked) and blocked[ahead][0] < numeral.end and blocked[ahead][1] <= numeral.start:
            ahead += 1
        if ahead < len(blocked) and blocked[ahead][0] < numeral.end:
            continue
        yield numeral


def _overlaps(blocked: list[tuple[int, int]], start: int, end: int) -> bool:
    from bisect import bisect_left

    place = bisect_left(blocked, (end, -1))
    return any(blocked[i][1] > start for i in range(max(0, place - 3), place))
