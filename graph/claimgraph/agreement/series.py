"""Between slots of one metric: parts and wholes, running totals, days in months, scopes in scopes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from claimgraph.agreement.board import Board, Series, by_place, values
from claimgraph.agreement.comparing import Value
from claimgraph.agreement.judging import Judge
from claimgraph.agreement.model import INFINITY, Disagreement, SlotKey
from claimgraph.agreement.precision import significant, significant_digits
from claimgraph.agreement.readings import days_of, is_money
from claimgraph.agreement.rules import Rules
from claimgraph.agreement.totals import leaping

__all__ = ["across_periods", "across_scopes", "across_windows", "between", "is_slip"]

_MONTH = 8  # letters of a month as slots spell it: @2026-01
_DAYS = re.compile(r"P(\d+)([DW])")

Dated = tuple[date, date, SlotKey]


def across_periods(board: Board, series: Series, judge: Judge) -> Iterator[Disagreement]:
    """Spans that exceed a span around them, totals that fall, and levels of a day that miss those of its month."""
    roles, keys = judge.rules.role(series[1]), board.keys(*series)
    if len(keys) < 2 and series[1] not in judge.rules.accumulates_to:
        return
    for place, group in by_place(keys).items():
        dated = sorted((*days, key) for key in group if key.period and (days := days_of(key.period)))
        levels = [row for row in dated if row[2].period and row[2].period.startswith("@")]
        spans = [row for row in dated if row[2].period and not row[2].period.startswith("@")]
        if "Flow" in roles:
            yield from _exceeding(board, spans, judge)
        if "Running" in roles:
            yield from _falling(board, levels, judge)
            yield from leaping(board, levels, judge)
        if roles & {"Level", "Running"}:
            yield from _days_in_months(board, levels, judge)
        if "Momentary" in roles:
            yield from _copied(board, levels, judge)
        total = judge.rules.accumulates_to.get(series[1])
        if total:
            totals = [
                key
                for key in board.keys(series[0], total)
                if (key.scope, key.relative_to, key.window, key.per_unit) == place
            ]
            yield from _exceeding_total(board, spans, totals, judge)


def _exceeding(board: Board, spans: Sequence[Dated], judge: Judge) -> Iterator[Disagreement]:
    """A span whose value is larger than that of a span that holds it; the spans that may hold the next are kept."""
    around: list[Dated] = []
    for start, end, key in sorted(spans, key=lambda row: (row[0], -row[1].toordinal(), row[2])):
        around = [row for row in around if row[1] >= start]
        for _, last, whole in around:
            if last >= end:
                yield from _larger(board, key, whole, judge, "part-of-span")
        around.append((start, end, key))


def _exceeding_total(
    board: Board, spans: Sequence[Dated], totals: Sequence[SlotKey], judge: Judge
) -> Iterator[Disagreement]:
    """Each span that exceeds the first total taken after it."""
    dated = sorted(
        (days[1], key) for key in totals if key.period and key.period.startswith("@") and (days := days_of(key.period))
    )
    for _, end, key in spans:
        for last, total in dated:
            if last >= end and (found := list(_larger(board, key, total, judge, "part-of-total"))):
                yield from found
                break


def _larger(
    board: Board, part: SlotKey, whole: SlotKey, judge: Judge, name: str, *extra: str
) -> Iterator[Disagreement]:
    for value in values(board, part, "actual"):
        other = board.value(whole, value.unit)
        if other is not None and other.modality == "actual" and value.least > _widest(other) and value.least > 0:
            yield from between(judge, [(part, value), (whole, other)], name, "PartExceedsWhole", *extra)


def _widest(value: Value) -> float:
    """The largest value that any of the readings allows."""
    return max(row.most for row in value.readings)


def between(judge: Judge, places: Sequence[tuple[SlotKey, Value]], name: str, *features: str) -> Iterator[Disagreement]:
    """The disagreement of two values of different slots, by what was met and what the two show themselves."""
    one, other = places[0][1].readings[0], places[1][1].readings[0]
    found = judge.features(one, other, extra=features)
    if one.unit != other.unit:
        return
    found = found - {"PowerOfTen", "ExchangeRate"} if {"PartExceedsWhole", "TotalFell"} & found else found
    node = judge.across(found - {"SameSource"}, [(key, value.readings) for key, value in places], name)
    if node is not None:
        yield node


def _falling(board: Board, levels: Sequence[Dated], judge: Judge) -> Iterator[Disagreement]:
    """Each total that is below an earlier one; a bound is held against it only when it is far below."""
    highest: dict[str, tuple[date, SlotKey, Value]] = {}
    slack = judge.rules.tolerances["bound"].at_least
    for start, end, key in sorted(levels, key=lambda row: (row[1], row[0], row[2])):
        for value in values(board, key, "actual"):
            before = highest.get(value.unit)
            if before and before[0] < start:
                if value.most < before[2].least:
                    yield from between(judge, [(before[1], before[2]), (key, value)], "total-fell", "TotalFell")
                elif value.most == INFINITY and value.least * slack < before[2].least:
                    yield from between(
                        judge, [(before[1], before[2]), (key, value)], "total-fell", "TotalFell", "WeakBounds"
                    )
            if before is None or value.least >= before[2].least:
                highest[value.unit] = end, key, value


def _days_in_months(board: Board, levels: Sequence[Dated], judge: Judge) -> Iterator[Disagreement]:
    months = {start: key for start, end, key in levels if start != end and key.period and len(key.period) == _MONTH}
    for start, end, key in levels:
        month = months.get(start.replace(day=1)) if start == end else None
        for value in values(board, key) if month else ():
            other = board.value(month, value.unit) if month else None
            if month and other and (value.least > other.most or other.least > value.most):
                yield from between(judge, [(key, value), (month, other)], "day-in-month")


def _copied(board: Board, levels: Sequence[Dated], judge: Judge) -> Iterator[Disagreement]:
    """What changes from day to day is one thing in a text and its copy, though one gives the day and one the month."""
    months = {key.period: key for _, _, key in levels if key.period and len(key.period) == _MONTH}
    for _, _, key in levels:
        month = months.get((key.period or "")[:_MONTH])
        for row in board.slots[key] if month and month != key else ():
            for other in board.slots[month] if month else ():
                copied = row.text == other.text and row.source != other.source
                if copied and row.unit == other.unit and judge.differ(row, other) and month:
                    node = judge.across(judge.features(row, other), [(key, [row]), (month, [other])], "copy")
                    if node is not None:
                        yield node


def across_windows(board: Board, series: Series, judge: Judge) -> Iterator[Disagreement]:
    """Counts within so many days of a beginning that exceed those within more days of it."""
    if not judge.rules.role(series[1]) & {"Flow", "Running"}:
        return
    places: dict[tuple[object, ...], list[tuple[int, SlotKey]]] = {}
    for key in board.keys(*series):
        days = window_days(key.window) if key.window else None
        if days is not None:
            place = key._replace(window=None, period=None)
            places.setdefault(place, []).append((days, key))
    for rows in places.values():
        ordered = sorted(rows)
        for i, (days, part) in enumerate(ordered):
            for more, whole in ordered[i + 1 :]:
                if days < more and _one_beginning(part.period, whole.period):
                    yield from _larger(board, part, whole, judge, "part-of-window")


def window_days(window: str) -> int | None:
    """The days of a duration that is stated in days or weeks; None for any other.

    >>> window_days("P30D"), window_days("P2W"), window_days("PT48H")
    (30, 14, None)
    """
    found = _DAYS.fullmatch(window)
    return None if found is None else int(found.group(1)) * (7 if found.group(2) == "W" else 1)


def _one_beginning(one: str | None, other: str | None) -> bool:
    """Whether two windows can have begun on one day: where a time is not stated, the beginning itself is meant."""
    days, theirs = days_of(one or ""), days_of(other or "")
    return days is None or theirs is None or days[0] == theirs[0]


def across_scopes(board: Board, series: Series, judge: Judge) -> Iterator[Disagreement]:
    """Parts larger than their whole, and values of scopes that lie within one another."""
    together: dict[tuple[object, ...], list[SlotKey]] = {}
    for key in board.keys(*series):
        if key.period:
            together.setdefault((key.period, key.relative_to, key.window, key.per_unit), []).append(key)
    for keys in together.values():
        for i, one in enumerate(keys):
            for other in keys[i + 1 :]:
                if _nested(one, other, judge.rules.whole_words) or _other_basis(one, other, judge.rules):
                    yield from _scopes(board, one, other, judge)
    if "Level" in judge.rules.role(series[1]):
        yield from _a_month_apart(board, board.keys(*series), judge)


def _a_month_apart(board: Board, keys: Sequence[SlotKey], judge: Judge) -> Iterator[Disagreement]:
    """Levels of two months in a row that no month explains, where the words of one scope hold those of the other."""
    factor, days = judge.rules.tolerances["month"].at_least, judge.rules.tolerances["month-days"].at_least
    scoped = sorted((*when, key) for key in keys if key.scope and key.period and (when := days_of(key.period)))
    for i, (_, end, one) in enumerate(scoped):
        for start, _, other in scoped[i + 1 :]:
            if (start - end).days > days:
                break
            like = one._replace(period=None, scope=()) == other._replace(period=None, scope=())
            if start <= end or not like or one.scope == other.scope or _inside(one, other) or _inside(other, one):
                continue
            value = board.value(one)
            rival = board.value(other, value.unit) if value else None
            if value and rival and _nested(one, other, judge.rules.whole_words) and _by_others(value, rival):
                low, high = sorted((value, rival), key=lambda side: side.least)
                if value.modality == rival.modality and high.least > factor * low.most > 0:
                    yield from between(judge, [(one, value), (other, rival)], "month-apart", "NestedScope")


def _nested(one: SlotKey, other: SlotKey, whole_words: Sequence[str]) -> bool:
    """Whether one scope says what the other says and more (none at all says least), or is the total of its kind."""
    ours, theirs = dict(one.scope), dict(other.scope)
    if ours.items() <= theirs.items() or theirs.items() <= ours.items():
        return True
    differing = [kind for kind in ours if kind in theirs and ours[kind] != theirs[kind]]
    if set(ours) != set(theirs) or len(differing) != 1:
        return False
    a, b = (_words(scope[differing[0]]) for scope in (ours, theirs))
    return set(a) < set(b) or set(b) < set(a) or (bool((set(a) ^ set(b)) & set(whole_words)) and a[:1] == b[:1])


def _words(text: str) -> list[str]:
    return text.lower().replace(",", " ").split()


def _other_basis(one: SlotKey, other: SlotKey, rules: Rules) -> bool:
    """Whether the scopes differ only in what the figure is based on."""
    differing = {kind for kind, _ in set(one.scope) ^ set(other.scope)}
    return bool(differing) and differing <= rules.basis_scopes


def _scopes(board: Board, one: SlotKey, other: SlotKey, judge: Judge) -> Iterator[Disagreement]:
    for value in values(board, one):
        rival = board.value(other, value.unit)
        if rival is None or (value.most >= rival.least and rival.most >= value.least):
            continue
        places = [(one, value), (other, rival)]
        if is_slip(value, rival, judge):
            yield from between(judge, places, "slip-between-scopes")
        elif "Deal" in judge.rules.role(one.metric) and value.modality != rival.modality:
            yield from between(judge, places, "deal-told-twice")
        elif _other_basis(one, other, judge.rules) or _cues_differ(value, rival):
            if _by_others(value, rival):
                yield from between(judge, places, "other-basis", "OtherDefinition")
        elif _inside(one, other) or _inside(other, one):
            part, whole = places if _inside(one, other) else places[::-1]
            yield from _part(judge, part, whole)
        elif _by_others(value, rival) and not _better_in_part(places):
            yield from between(judge, places, "nested-scope", "NestedScope")


def _better_in_part(places: Sequence[tuple[SlotKey, Value]]) -> bool:
    """Whether two places in charts can both hold: nobody stands lower in a part of a list than in the whole of it."""
    if places[0][1].unit != "rank":
        return False
    words = [{word for _, name in key.scope for word in _words(name)} for key, _ in places]
    part, whole = places if words[0] > words[1] else places[::-1]
    return part[1].least <= _widest(whole[1])


def _part(judge: Judge, part: tuple[SlotKey, Value], whole: tuple[SlotKey, Value]) -> Iterator[Disagreement]:
    """A part beside its whole: too large, or of a measure that does not add up, or the same deal told with more detail."""
    if _adds_up(part[1].unit, part[0], judge.rules):
        if part[1].least > _widest(whole[1]):
            yield from between(judge, [part, whole], "part-of-scope", "PartExceedsWhole", "NestedScope")
    elif _by_others(part[1], whole[1]):
        deal = "Deal" in judge.rules.role(part[0].metric)
        yield from between(judge, [part, whole], "nested-scope", *(() if deal else ("NestedScope",)))


def _inside(one: SlotKey, other: SlotKey) -> bool:
    """Whether the first scope is a part of the second."""
    return set(other.scope) < set(one.scope)


def is_slip(value: Value, rival: Value, judge: Judge) -> bool:
    """Whether the same digits stand in both with another power of ten: no part is exactly that."""
    one, other = value.readings[0], rival.readings[0]
    return (
        judge.power_of_ten(one, other) and min(significant(one.magnitude), significant(other.magnitude)) > 1
        and significant_digits(one.magnitude) == significant_digits(other.magnitude)
    )  # fmt: skip


def _cues_differ(value: Value, rival: Value) -> bool:
    cues = [frozenset[str]().union(*(row.cues for row in side.readings)) for side in (value, rival)]
    return bool(cues[0] and cues[1] and cues[0] != cues[1])


def _by_others(value: Value, rival: Value) -> bool:
    return {row.source for row in value.readings} != {row.source for row in rival.readings}


def _adds_up(unit: str, key: SlotKey, rules: Rules) -> bool:
    """Counts, sums of money over time and shares of one whole add up; prices, rates and scores do not."""
    if key.metric in rules.shares:
        return True
    summed = bool(rules.role(key.metric) & {"Flow", "Running", "Level"})
    return summed and key.per_unit is None and (unit == "count" or is_money(unit))
