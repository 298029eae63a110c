"""Numbers of tables: the unit and scale that a heading or a column gives to bare cells, and the period of a column.

Tables in Markdown (rows of cells between bars), and runs of short lines under a note such as "in millions". Nothing here
reads a number; cells that print their own unit keep it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from claimgraph.extraction.rules.amounts import Amount, overlaps
from claimgraph.extraction.rules.period_dates import PeriodMention
from claimgraph.extraction.rules.scene import within

_SCALES = {
    "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10, "万亿": 12,
    "'000": 3, "000": 3, "thousand": 3, "thousands": 3, "k": 3, "million": 6, "millions": 6, "mln": 6, "mn": 6, "m": 6,
    "billion": 9, "billions": 9, "bln": 9, "bn": 9, "b": 9, "trillion": 12, "trillions": 12,
}  # fmt: skip
_MONEY = {
    "元": "CNY", "人民币": "CNY", "rmb": "CNY", "cny": "CNY", "¥": "CNY", "yuan": "CNY", "美元": "USD", "us$": "USD",
    "$": "USD", "usd": "USD", "us dollars": "USD", "u.s. dollars": "USD", "dollars": "USD", "港元": "HKD", "港币": "HKD",
    "hk$": "HKD", "新台币": "TWD", "台币": "TWD", "nt$": "TWD", "欧元": "EUR", "€": "EUR", "eur": "EUR", "euros": "EUR",
    "英镑": "GBP", "£": "GBP", "日元": "JPY", "yen": "JPY", "韩元": "KRW", "won": "KRW", "₹": "INR",
}  # fmt: skip
_CHINESE_SCALE = "|".join(sorted((s for s in _SCALES if s > "z"), key=len, reverse=True))
_ENGLISH_SCALE = "|".join(sorted((re.escape(s) for s in _SCALES if s < "z"), key=len, reverse=True))
_CURRENCY = "|".join(sorted(map(re.escape, _MONEY), key=len, reverse=True))
_NOTE = re.compile(
    rf"单位[ ]?[:：为]?[ ]?(?P<money>{_CURRENCY})?(?P<scale>{_CHINESE_SCALE})?(?P<unit>{_CURRENCY}|[辆台部人次吨件家个])?"
    rf"|(?<![\d.点一二三四五六七八九十几数多余])(?P<money2>人民币|港币|美元)?(?P<scale2>{_CHINESE_SCALE})(?P<unit2>{_CURRENCY}|[辆台部吨件])(?=\s*[)）\n|])"
    rf"|\((?:[^()\n]{{0,40}} )?(?P<money3>{_CURRENCY})?[ ]?(?:amounts |figures )?(?:expressed |stated )?in "
    rf"(?P<money4>{_CURRENCY})?[ ]?(?P<scale3>thousands|millions|billions)(?: of (?P<money5>{_CURRENCY}))?[^()\n]{{0,80}}\)"
    rf"|(?<![a-z\d])(?P<money6>rmb|us\$|hk\$|nt\$|£|€|\$)[ ]?(?P<scale4>{_ENGLISH_SCALE})(?![a-z\d])"
)
_PERCENT = re.compile(r"%|百分比|percent|per cent")
_PER_SHARE = re.compile(r"per (?:share|ads|unit)|每股|eps|ratio|比率|margin|[%％]|shares used|weighted")
_COUNTED = re.compile(r"shares|users|subscribers|customers|employees|units|stores|用户|人数|门店|员工")
_PROSE = 90


@dataclass(frozen=True, slots=True)
class Measure:
    """What a heading says of the bare cells under it."""

    unit: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class _Cell:
    """Where a cell of a bar table stands, the head of its column, and the first cell of its row."""

    start: int
    end: int
    head: tuple[int, int]
    label: tuple[int, int]


def measure_of(words: str) -> Measure | None:
    """The unit and scale that a note names: 单位:亿元, (in millions), 出货量(万台), revenue (%), £m."""
    if note := _NOTE.search(words):
        groups = {name: value for name, value in note.groupdict().items() if value}
        scale = next((groups[name] for name in groups if name.startswith("scale")), "")
        names = [groups[name] for name in groups if name.startswith(("money", "unit"))]
        unit = next((_MONEY[name] for name in reversed(names) if name in _MONEY), "count")
        if scale or names:
            return Measure(unit, Decimal(10) ** _SCALES.get(scale, 0))
    return Measure("percent", Decimal(1)) if _PERCENT.search(words) else None


def tabulated(lower: str, amounts: list[Amount]) -> list[Amount]:
    """The amounts; bare cells of tables with the unit and scale of their column or of the note above them."""
    cells = table_cells(lower)
    notes = [_with_money(note, amounts) for note in _notes(lower)]
    if not cells and not notes:
        return amounts
    words = _unit_words(lower, cells)
    return [
        replace(amount, reason="unit of a table")
        if overlaps(words, amount.start, amount.end) and not re.search(r"\d", lower[amount.start : amount.end])
        else _measured(lower, amount, cells, notes)
        for amount in amounts
    ]


def _with_money(note: tuple[int, int, Measure], amounts: list[Amount]) -> tuple[int, int, Measure]:
    """The note; where it names only a scale and the figures below begin with a currency sign, of that money."""
    start, end, measure = note
    signed = next((a.unit for a in amounts if start <= a.start < end and a.currency_sign), None)
    return (start, end, replace(measure, unit=signed)) if signed and measure.unit == "count" else note


def _measured(lower: str, amount: Amount, cells: tuple[_Cell, ...], notes: list[tuple[int, int, Measure]]) -> Amount:
    if amount.reason is not None or amount.scale != 1 or amount.counter or amount.style != "digits":
        return amount
    if amount.unit != "count" and not amount.currency_sign:
        return amount
    cell = _cell_at(cells, amount)
    label = lower[slice(*cell.label)] if cell else _label_above(lower, amount)
    measure = _cell_measure(lower, cell) if cell else None
    if measure is None and not _PER_SHARE.search(label):
        measure = next((m for start, end, m in notes if start <= amount.start < end), None)
    if measure is None or (amount.currency_sign and measure.unit == "percent") or not _is_cell(lower, amount):
        return amount
    unit = amount.unit if amount.currency_sign else "count" if _COUNTED.search(label) else measure.unit
    low = amount.low * measure.factor if amount.low is not None else None
    high = amount.high * measure.factor if amount.high is not None else None
    return replace(amount, unit=unit, low=low, high=high, scale=measure.factor)


def _cell_measure(lower: str, cell: _Cell) -> Measure | None:
    """What the head of the column says, else the first cell of the row; a column of changes has no unit of the row."""
    head = lower[slice(*cell.head)]
    return measure_of(head) or (None if _CHANGE.search(head) else measure_of(lower[slice(*cell.label)]))


_CHANGE = re.compile(r"change|growth|yoy|y/y|qoq|vs\.?|同比|环比|增[长幅速]|变[动化]|涨跌")


def _unit_words(lower: str, cells: tuple[_Cell, ...]) -> list[tuple[int, int]]:
    """The stretches that name units and count nothing: heads of columns, notes in lines of their own."""
    notes = [(note.start(), note.end()) for note, _ in _own_lines(lower)]
    return sorted({cell.head for cell in cells} | set(notes))


def _is_cell(lower: str, amount: Amount) -> bool:
    """Whether a number fills its cell: nothing but bars, blanks and brackets around it."""
    before = lower[max(0, amount.start - 3) : amount.start]
    after = lower[amount.end : amount.end + 3]
    return re.search(r"(?:^|[|\n])[ (-]*$", before) is not None and re.match(r"[ )]*(?:$|[|\n(])", after) is not None


def _label_above(lower: str, amount: Amount) -> str:
    """The words of the row of a number that has a line of its own: the last line above with letters."""
    for line in reversed(lower[max(0, amount.start - 400) : amount.start].split("\n")):
        if re.search(r"[a-z\u4e00-\u9fff]", line):
            return line
    return ""


def _notes(lower: str) -> Iterator[tuple[int, int, Measure]]:
    """Notes on unit and scale, each with the stretch of short lines or rows that it answers for."""
    for note, measure in _own_lines(lower):
        end = _line_end(lower, note.end())
        while end < len(lower):
            following = lower[end + 1 : _line_end(lower, end + 1)]
            if (len(following) > _PROSE and not following.startswith("|")) or _NOTE.search(following):
                break
            end = _line_end(lower, end + 1)
        yield note.end(), end, measure


def _own_lines(lower: str) -> Iterator[tuple[re.Match[str], Measure]]:
    """The notes that stand in short lines, outside bar tables."""
    for note in _NOTE.finditer(lower):
        line = lower.rfind("\n", max(0, note.start() - _PROSE), note.start()) + 1
        short = (line > 0 or note.start() <= _PROSE) and lower.find("\n", note.end(), line + _PROSE) >= 0
        measure = measure_of(note[0]) if short and not lower.startswith("|", line) else None
        if measure is not None:
            yield note, measure


def _line_end(lower: str, place: int) -> int:
    end = lower.find("\n", place)
    return len(lower) if end < 0 else end


_ROW = re.compile(r"(?m)^\|[^\n]*\|[ ]*$")
_RULE = re.compile(r"\|?[ :|-]+\|?")


@lru_cache(maxsize=8)
def table_cells(lower: str) -> tuple[_Cell, ...]:
    """All cells of the bar tables of a text, in order; kept for the text that is being read."""
    return tuple(_cells(lower))


def _cells(lower: str) -> Iterator[_Cell]:
    """The cells of bar tables, each with the head of its column; the first row that is no rule is the head."""
    heads: list[tuple[int, int]] = []
    last = -2
    for row in _ROW.finditer(lower):
        if row.start() != last + 1:
            heads = []
        last = row.end()
        spans = _spans(lower, row)
        if not heads:
            heads = spans
        elif not _RULE.fullmatch(row[0].strip()):
            for span, head in zip(spans, heads, strict=False):
                yield _Cell(*span, head, spans[0])


def _spans(lower: str, row: re.Match[str]) -> list[tuple[int, int]]:
    bars = [match.start() for match in re.finditer(r"\|", lower[row.start() : row.end()])]
    return [(row.start() + a + 1, row.start() + b) for a, b in pairwise(bars)]


def _cell_at(cells: tuple[_Cell, ...], amount: Amount) -> _Cell | None:
    place = bisect_right(cells, amount.start, key=lambda cell: cell.start) - 1
    return cells[place] if place >= 0 and amount.start < cells[place].end else None


def column_period(lower: str, amount: Amount, periods: list[PeriodMention]) -> PeriodMention | None:
    """The period that the head of a number's column names."""
    line = lower.rfind("\n", 0, amount.start) + 1
    if not lower.startswith("|", line):
        return None
    cell = _cell_at(table_cells(lower), amount)
    if cell is None:
        return None
    return next((period for period in within(periods, *cell.head) if period.known), None)
