"""Quantities: a numeral with its unit, currency, counter, comparator, sign, denominator and the partner of its range.

Reads what is printed and nothing else: whether a quantity is a claim, a date or the number of a chapter is decided later,
except for numbers that are plainly part of a name or a code, which are marked with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from claimgraph.claim import Precision
from claimgraph.extraction.cues import Cue, Cues, alternation
from claimgraph.extraction.rules.amounts import Amount, disjoint, outside, overlaps, shared_rates, shared_units, union
from claimgraph.extraction.rules.comparators import ComparatorReader
from claimgraph.extraction.rules.fractions import FRACTION, fraction
from claimgraph.extraction.rules.lookalikes import LINE_COUNTS, bracketed, occasions, part_of_name, pence, picture_lines
from claimgraph.extraction.rules.numerals import Numeral, NumeralReader
from claimgraph.extraction.rules.percentages import masked, points_of_percent, vague_percentages
from claimgraph.extraction.rules.text import is_cjk

__all__ = ["Amount", "QuantityReader"]


class QuantityReader:
    """The quantity grammar, compiled from the cues of a lexicon."""

    def __init__(self, cues: Cues) -> None:
        self._numerals = NumeralReader(cues)
        self._comparators = ComparatorReader(cues)
        self._signs = cues.table("CurrencyWord", "before")
        self._money = cues.table("CurrencyWord", "after")
        self._units = cues.table("UnitWord")
        self._quantity_words = cues.table("QuantityWord")
        self._per = cues.table("PerWord")
        self._compile(cues)

    def _compile(self, cues: Cues) -> None:
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
            rf"[ ]?(?:/[ ]?每?|per |a |an |each |every |每|-per-)(?:一|1 ?)?(?P<word>{per})(?! (?:earlier"
            rf"|ago|before|later))(?!(?<=year) on)"
        )
        self._per_before = re.compile(rf"(?:每|/|per )(?:一|1 ?)?(?P<word>{per})[\u4e00-\u9fff:=]{{0,6}}?[ ]?$")
        self._denominator = re.compile(
            rf"(?:per |/[ ]?|每)(?P<word>{alternation(w for w in self._per if re.search('[0-9百千万]|million|thousand', w))}"
            rf")"
        )
        self._not_unit = re.compile(cues.pattern("not-a-unit"))
        self._idiom = re.compile(cues.pattern("numeral-idiom"))
        self._fixed = re.compile(cues.pattern("number-name"))
        self._words = re.compile(alternation(self._quantity_words))
        self._grows = re.compile(
            rf"{cues.pattern('before-growth')} (?:(?:more than|nearly|almost|roughly|about|at least|again|only) )?$"
        )

    def read(self, lower: str, taken: Iterable[tuple[int, int]] = ()) -> list[Amount]:
        """The quantities of a folded text in lower case, in order; `taken` spans (dates, names) are left out."""
        blocked = sorted({*taken, *(span for span, _ in self.fixed(lower))})
        numerals = list(outside(self._numerals.find(masked(lower, blocked)), blocked))
        amounts = [
            *self._fractions(lower, blocked),
            *vague_percentages(lower, blocked),
            *self._word_amounts(lower, blocked),
        ]
        covered = sorted((a.start, a.end) for a in amounts)
        plain = [self._amount(lower, numeral) for numeral in outside(iter(numerals), covered)]
        joined = self._ranges(lower, shared_units(lower, disjoint([*amounts, *plain])))
        rated = [a if a.per_unit or a.reason else self._rated_before(lower, a) for a in joined]
        rated = shared_rates(lower, rated)
        return points_of_percent(lower, self._comparators.read(lower, rated))

    def fixed(self, lower: str) -> Iterator[tuple[tuple[int, int], str]]:
        """Numbers that belong to a fixed word (双11) or to a denominator (每百万tokens), with the reason."""
        for match in self._fixed.finditer(lower):
            if not _goes_on(lower, match):
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
        if reason := part_of_name(lower, amount) or self._idiomatic(lower, amount):
            return replace(amount, reason=reason)
        if amount.style == "chinese" and numeral.scale == numeral.low and lower.endswith((")", "）"), 0, numeral.start):
            return replace(amount, reason="unit of the numbers before it")
        if picture := picture_lines(lower, amount):
            return picture
        amount = occasions(lower, self._with_unit(lower, bracketed(lower, amount)))
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
                and not (match[0][0] == "其" and lower.startswith("成", match.end()))
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
        if in_pence := pence(lower, amount):
            return in_pence
        vague = amount.style == "word" and amount.precision is Precision.VAGUE and lower.startswith(" of ", amount.end)
        unit = self._unit.match(lower, amount.end + 3 if vague else amount.end)
        if unit and not self._another_word(lower, unit):
            word = unit["currency"] or unit["unit"] or unit["letter"]
            cue = self._money[word] if unit["currency"] else self._units[word]
            if self._fits(amount, cue, word, unit, lower):
                scaled = self._scaled(amount, cue, unit.end())
                points = word in _POINTS_IN_CHINESE and is_cjk(lower[max(0, amount.start - 1)])
                return replace(scaled, unit="percentage_point") if points else scaled
        if amount.unit == "count" and (counter := self._counter.match(lower, amount.end)):
            return replace(amount, end=counter.end(), counter=counter["word"])
        return amount

    def _another_word(self, lower: str, unit: re.Match[str]) -> bool:
        """Whether what looks like a unit begins a longer word (元 of 元素)."""
        word = unit[unit.lastgroup or 0]
        longer = self._not_unit.match(lower, unit.end() - len(word))
        if _YEARLY.match(lower, unit.end()):
            return False
        return longer is not None and longer.end() > unit.end() and not _NOT_EVEN.match(lower, unit.end())

    def _fits(self, amount: Amount, cue: Cue, word: str, unit: re.Match[str], lower: str) -> bool:
        if amount.currency_sign:
            return cue.kind == "CurrencyWord" and (
                cue.means == amount.unit
                or word in ("元", "块", "圆", "dollars", "人民币")
                or (lower.startswith("¥", amount.start) and cue.means == "JPY")
            )
        if cue.means in ("points", "celsius") and amount.style == "chinese" and amount.value <= 10:
            return False
        if word in ("x", "×") and re.match(r"\d|[ ]\d{3,4}(?![\d年e])", lower[unit.end() : unit.end() + 6]):
            return False
        if word == "分" and lower[unit.end() : unit.end() + 1] and lower[unit.end()] in "之别配析布享发成公部类为店":
            return False
        if word == "p" and amount.value not in LINE_COUNTS:
            return False
        if word == "成" and amount.style == "chinese" and _NOT_EVEN.match(lower, unit.end()):
            return True
        if word in ("p", "w", "s") and amount.style != "digits":
            return False
        if word == "second" and amount.style == "word":
            return False
        return not (word == "成" and (amount.value > 10 or _FORMED.match(lower, unit.end())))

    @staticmethod
    def _scaled(amount: Amount, cue: Cue, end: int) -> Amount:
        factor = cue.factor or Decimal(1)
        low = amount.low * factor if amount.low is not None else None
        high = amount.high * factor if amount.high is not None else None
        unit = amount.unit if amount.currency_sign and cue.means != "JPY" else cue.means
        return replace(amount, end=end, unit=unit, low=low, high=high, factor=factor)

    @staticmethod
    def _with_sign(lower: str, amount: Amount) -> Amount:
        before = lower[max(0, amount.start - 2) : amount.start]
        minus = before[-1:] == "-" and (
            len(before) == 1
            or before[0] in " (:=[,，、\n"
            or before[0] in "从由自与较比为是达至约到和的了润损流益\"'“「『"
        )
        minus = minus or (
            before[-1:] == "-" and is_cjk(before[0]) and amount.unit in _RELATIVE and before[0] not in _NO_MINUS
        )
        negative = minus or (before[-1:] == "负" and before[:1] not in "胜担肩背自欺抱")
        spelt = next(
            (w for w in ("negative ", "minus ") if lower.endswith(w, max(0, amount.start - 9), amount.start)), ""
        )
        either = lower.endswith(("plus or ", "plus/"), 0, max(0, amount.start - len(spelt)))
        if (spelt and not either) or negative:
            low = -amount.high if amount.high is not None else None
            high = -amount.low if amount.low is not None else None
            return replace(amount, start=amount.start - (1 if negative else len(spelt)), low=low, high=high)
        if before[-1:] == "+" and not before[:1].isalnum():
            return replace(amount, start=amount.start - 1)
        return amount

    def _with_denominator(self, lower: str, amount: Amount) -> Amount:
        if amount.unit in _RELATIVE:
            return amount
        after = self._per_after.match(lower, amount.end)
        if after:
            return replace(amount, end=after.end(), per_unit=self._per[after["word"]].means)
        return self._rated_before(lower, amount)

    def _rated_before(self, lower: str, amount: Amount) -> Amount:
        """Money with what it is counted by in front: 每百万tokens 3元."""
        if not (len(amount.unit) == 3 and amount.unit.isupper()):
            return amount
        before = self._per_before.search(lower, max(0, amount.start - 20), amount.start)
        return replace(amount, per_unit=self._per[before["word"]].means) if before else amount

    # --- fractions and words --------------------------------------------------------------------------------------

    def _fractions(self, lower: str, blocked: list[tuple[int, int]]) -> Iterator[Amount]:
        """百分之五十, 三分之一, two-thirds, one in five, 三成半, 翻了两番."""
        end = 0
        for match in FRACTION.finditer(lower):
            found = fraction(match)
            if found and match.start() >= end and not overlaps(blocked, match.start(), match.end()):
                low, unit = found
                end = match.end()
                yield Amount(match.start(), end, low, low, unit, style="word")

    def _word_amounts(self, lower: str, blocked: list[tuple[int, int]]) -> Iterator[Amount]:
        """Words that are a quantity by themselves: 翻倍, doubled, half, 过半."""
        for match in self._words.finditer(lower):
            cue = self._quantity_words[match[0]]
            if lower[match.end() : match.end() + 1] == "-":
                continue
            if not overlaps(blocked, match.start(), match.end()) and not FRACTION.match(lower, match.start()):
                if (
                    cue.position == "verb"
                    and cue.factor
                    and self._grows.search(lower, max(0, match.start() - 24), match.start())
                ):
                    cue = replace(cue, means="percent", factor=(cue.factor - 1) * 100)
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
        if left.low is None or (right.high is None and not right.comparator):
            return None
        head = lower[max(0, left.start - 24) : left.start]
        tail = lower[right.end : right.end + 12]
        if between.strip() == "and" and not re.search(r"\bbetween (?:about |around |roughly )?$", head):
            return None
        if between.strip() == "to" and head.endswith("by ") and right.low is not None and right.low > _STEP * left.low:
            return None
        if (
            _CHANGED.search(head)
            and left.unit == right.unit != "count"
            and between.strip() not in ("-", "~", "–", "—")
            and not _is_spread(left, right)
        ):
            return None
        full = left.unit == right.unit and (left.unit != "count" or left.scale == right.scale != 1 or left.value >= 100)
        if (
            full
            and _LEVELS.search(head)
            and between.strip() not in ("-", "~", "–", "—")
            and not _SPREAD.search(head + "|" + tail)
        ):
            return None
        return union(left, right, vague=between.strip() in ("甚至", "乃至"))


def _is_spread(left: Amount, right: Amount) -> bool:
    """Whether two shares near each other are one range, and not a growth and the share it led to: up 45% to 50%."""
    return left.unit == "percent" and left.value < right.value < 2 * left.value and left.value >= 5


def _goes_on(lower: str, match: re.Match[str]) -> bool:
    """Whether a name of digits (996) is only a piece of a number or an amount of something."""
    before, after = lower[max(0, match.start() - 1) : match.start()], lower[match.end() : match.end() + 2]
    inside = match[0][0].isdigit() and before != "" and (before.isdigit() or before in ".,$¥€£+-")
    longer = match[0][-1].isdigit() and re.match(r"\d|[.,]\d|[ ]?[%元万亿个人家x]", after) is not None
    return inside or longer


_YEARLY = re.compile(r"年[增减升跌衰]")
_NOT_EVEN = re.compile(r"都[不没]")
_FORMED = re.compile(r"[为立员交品果长功绩本套形名都]")
_UPWARD = re.compile(r"(?<![以线早晚向之])上$")
_CHANGED = re.compile(
    r"(?:by|up|down|rose|fell|climbed|dropped|gained|lost|rising|falling"
    r"|climbing|increasing|adding|增加|减少|上调|下调|提高|提升|降低|增长"
    r"|下降|涨|跌|升|降)(?:了|约|近)?[ ]?(?:about |around |nearly |another "
    r"|a further )?$"
)
_STEP = 5
_POINTS_IN_CHINESE = frozenset(("pct", "pcts"))
_RELATIVE = frozenset(("percent", "percentage_point", "basis_point", "multiple"))
_NO_MINUS = frozenset("元块万亿千百年月日号时分秒个人名家台辆件次倍成岁级代期厘点降跌减少挫滑")
_JOINT = re.compile(r"[ ]?(?:-|~|–|—{1,2}|至|到|to|and|through|甚至|乃至|-to-)[ ]?")
_LEVELS = re.compile(r"(?:从|由|自|from|up from|down from)(?:[^,。;\d]{0,12})$")
_SPREAD = re.compile(r"rang|between|介于|区间|不等|之间|vary|varies|priced|定价|售价|价格|span")


def _signs(words: Iterable[str]) -> str:
    """Currency signs, longest first; `rmb` and its like must not end a longer word."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    parts = [(r"(?<![a-z])" if word[0].isalpha() and word[0] < "z" else "") + re.escape(word) for word in ordered]
    return "|".join(parts)


def _inside_word(lower: str, start: int, word: str) -> bool:
    return (
        word[0].isascii()
        and word[0].isalpha()
        and start > 0
        and lower[start - 1].isascii()
        and lower[start - 1].isalpha()
    )
