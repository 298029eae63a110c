"""Numbers that a span of years is for: a compound rate holds over all of it, each of a run between slashes for one year.

Only finds the period of such a number; every other one is dated in `timing`.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import date

from claimgraph.extraction.rules.periods import PeriodMention
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span


def compound_span(scene: Scene, amount: Amount, sentence: Span) -> PeriodMention | None:
    """For a compound rate of growth, from the first to the last date of its sentence."""
    if amount.unit != "percent" or not _COMPOUND.search(
        scene.lower, max(sentence.start, amount.start - 48), amount.start
    ):
        return None
    known = [
        m for m in within(scene.periods, sentence.start, sentence.end) if m.first and m.last and not m.year_earlier
    ]
    if len({m.first for m in known}) < _ENDS:
        return None
    first, last = min(m.first for m in known if m.first), max(m.last for m in known if m.last)
    return replace(known[-1], grain="span", first=first, last=last, as_of=False)


def slashed_year(scene: Scene, amount: Amount, sentence: Span) -> PeriodMention | None:
    """For one of a run between slashes, its year: 2025-2027年增速8.1%/7.4%/7.9%."""
    amounts = within(scene.amounts, sentence.start, sentence.end)
    if amount not in amounts:
        return None
    first = last = amounts.index(amount)
    while first and _SLASH.fullmatch(scene.lower, amounts[first - 1].end, amounts[first].start):
        first -= 1
    while last + 1 < len(amounts) and _SLASH.fullmatch(scene.lower, amounts[last].end, amounts[last + 1].start):
        last += 1
    spans = [m for m in within(scene.periods, sentence.start, amounts[first].start) if m.grain == "span"]
    if first == last or not spans or spans[-1].first is None or spans[-1].last is None:
        return None
    year = spans[-1].first.year + amounts.index(amount) - first
    if spans[-1].last.year - spans[-1].first.year != last - first or not _whole_years(spans[-1]):
        return None
    return replace(spans[-1], grain="year", first=date(year, 1, 1), last=date(year, 12, 31))


def quarter_of_run(scene: Scene, amount: Amount, sentence: Span) -> PeriodMention | None:
    """For one of three numbers dealt out over the first three quarters, its quarter: 前三季度收入分别为1、2和3亿元."""
    clause = scene.clause(amount.start)
    spans = [
        m for m in within(scene.periods, sentence.start, amount.start) if m.grain == "months" and m.first and m.last
    ]
    if not spans or spans[-1].first is None or spans[-1].last is None:
        return None
    first, last = spans[-1].first, spans[-1].last
    start = max(clause.start, spans[-1].end)
    amounts = [a for a in within(scene.amounts, start, clause.end) if a.unit == amount.unit]
    each = _EACH.search(scene.lower, start, amounts[0].start if amounts else clause.end)
    if "季" not in scene.lower[spans[-1].start : spans[-1].end] or each is None or amount not in amounts:
        return None
    if (first.month, last.month, len(amounts)) != (1, 9, 3):
        return None
    month = amounts.index(amount) * 3 + 1
    days = calendar.monthrange(first.year, month + 2)[1]
    return replace(spans[-1], grain="quarter", first=date(first.year, month, 1), last=date(first.year, month + 2, days))


_EACH = re.compile(r"分别|依次")


def _whole_years(mention: PeriodMention) -> bool:
    first, last = mention.first, mention.last
    return first is not None and last is not None and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


_SLASH = re.compile(r"[ ]?/[ ]?")
_COMPOUND = re.compile(r"复合|年均(?:增|成长)|compound|cagr|average annual (?:rate|growth)|(?:rate|growth) a year")
_ENDS = 2
