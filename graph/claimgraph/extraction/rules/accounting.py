"""Why a number is no claim: every number of a text that is not drafted is dismissed with one of these reasons.

Also makes the account complete: whatever digits or numerals no grammar took are listed too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claimgraph.extraction.rules.codes import Code
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Scene, within

SMALL_COUNT = "small count in words"
_NUMERALS = re.compile(
    r"\d+|[零〇一二两俩三四五六七八九十百千万亿兆壹贰叁肆伍陆柒捌玖拾佰仟几半]+|榜首|榜眼|[冠亚季]军"
    r"|(?<![a-z])(?:eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|dozens?|scores|hundreds?|thousands?|millions?|billions?|trillions?|half|halves"
    r"|thirds|quarters?|teens|once|twice|thrice|a (?:day|week|month|year|decade|century))(?![a-z])"
    r"|首(?=[位次个家款只批轮名,。]|$)|(?<![a-z])(?:one|two|three"
    r"|four|five|six|seven|eight|nine|ten|eleven|twelve|first|second|third"
    r"|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?![a-z])"
)
_TIME = frozenset(("second", "minute", "hour", "day", "week", "month", "year"))
_FINEST = re.compile(
    r"最高|支持|高达|可达|分辨率|可(?:以|一次)?(?:生成|输出)|直出|原生|画质达"
    r"|up to|max|resolution|output|native|as high as|renders"
)
_OFFER = re.compile(
    r"[ ]?(?:\||[为:：]|价格|[限版档]|(?:视频|短片)?(?:只要|仅需|仍?卖|售价|定价)"
    r"|(?:costs|at|for|tier|price|plan|eats|uses)(?![a-z]))|$|\n"
)
_BOILERPLATE = re.compile(
    r"免责声明|特别声明|版权(?:所有|声明|归|信息)|本文由|转载|责任编辑|disclaimer|copyright"
    r"|all rights reserved|forward-looking",
    re.IGNORECASE,
)


def dismissal(scene: Scene, amount: Amount) -> str | None:
    """Why this amount is none to draft, by its form alone; None where it may be one."""
    if amount.reason:
        return amount.reason
    lower = scene.lower
    before, after = lower[max(0, amount.start - 12) : amount.start], lower[amount.end : amount.end + 12]
    written = lower[amount.start : amount.end]
    if _BOILERPLATE.search(lower, *_bounds(scene, amount)):
        return "boilerplate"
    if amount.style == "chinese" and amount.unit == "count" and not amount.comparator:
        if amount.scale < 10**4 and amount.value <= 10 and not amount.counter:
            return "numeral in a word"
        if amount.value <= 10 and (amount.low == amount.high or amount.counter in ("", "个", "条", "种", "位")):
            return SMALL_COUNT
        if amount.scale < 10**4 and not amount.counter and amount.scale == amount.value:
            return "numeral in a word"
    if amount.style == "word" and amount.unit == "count" and amount.value <= 10:
        return SMALL_COUNT
    if amount.unit in _TIME and amount.style in ("chinese", "word") and amount.value <= 1 and not amount.comparator:
        return "duration"
    if amount.unit == "pixel" and not is_finest(scene, amount) and _OFFER.match(lower, amount.end):
        return "qualifier"
    if amount.unit == "year" and re.match(r"前|来|间|历史|[ -](?:ago|old|later)", after):
        return "duration"
    if amount.bare and amount.style == "digits":
        return _bare(amount, before, after, written)
    return None


def is_finest(scene: Scene, amount: Amount) -> bool:
    """Whether the words around a resolution say that it is what something can give, not what a price holds for."""
    return _FINEST.search(scene.lower, max(0, amount.start - 24), amount.end + 14) is not None


def _bounds(scene: Scene, amount: Amount) -> tuple[int, int]:
    sentence = scene.sentence(amount.start)
    return max(sentence.start, amount.start - 120), amount.start


def _bare(amount: Amount, before: str, after: str, written: str) -> str | None:
    """A number with neither unit nor noun: a year, a code, a version."""
    if re.fullmatch(r"(?:19|20)\d\d", written) and not re.match(r"[ ]?[a-z\u4e00-\u9fff]", after):
        return "year"
    if re.match(r"年", after):
        return "year"
    if re.search(r"[(（\[]$", before) and re.match(r"[)）\]]", after) and re.fullmatch(r"\d{1,2}", written):
        return "list position"
    if re.fullmatch(r"\d{12,}", written):
        return "telephone number or identifier"
    return None


def leftovers(scene: Scene, taken: Iterable[tuple[int, int]]) -> Iterator[Code]:
    """Digits and numerals that nothing took: parts of names and words."""
    spans = sorted(taken)
    index = 0
    for match in _NUMERALS.finditer(scene.lower):
        while index < len(spans) and spans[index][1] <= match.start():
            index += 1
        if index < len(spans) and spans[index][0] < match.end():
            yield from _uncovered(match.start(), match.end(), spans, index)
            continue
        inside = within(scene.mentions, max(0, match.start() - 30), match.end())
        named = any(m.start <= match.start() < m.end for m in inside)
        yield Code(match.start(), match.end(), "part of a name" if named else "numeral in a word")


def _uncovered(start: int, end: int, spans: list[tuple[int, int]], index: int) -> Iterator[Code]:
    """What of a run of numerals the spans leave over."""
    while index < len(spans) and spans[index][0] < end:
        if spans[index][0] > start:
            yield Code(start, spans[index][0], "numeral in a word")
        start = max(start, spans[index][1])
        index += 1
    if start < end:
        yield Code(start, end, "numeral in a word")
