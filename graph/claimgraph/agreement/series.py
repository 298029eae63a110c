"""Between slots of one metric: parts and wholes, running totals, days within months, scopes within scopes, talks and deals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from claimgraph.agreement.board import Board, Series, by_place, values
from claimgraph.agreement.comparing import Value
from claimgraph.agreement.judging import Judge
from claimgraph.agreement.model import INFINITY, Disagreement, Reading, SlotKey
from claimgraph.agreement.readings import days_of

__all__ = ["across_periods", "across_scopes", "of_deals"]

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
        if roles & {"Level", "Running"}:
            yield from _days_in_months(board, levels, judge)
        total = judge.rules.accumulates_to.get(series[1])
        if total:
            totals = [key for key in board.keys(series[0], total) if (key.scope, key.relative_to, key.window, key.per_unit) == place]
            yield from _exceeding_total(board, spans, totals, judge)


def _exceeding(board: Board, spans: Sequence[Dated], judge: Judge) -> Iterator[Disagreement]:
    """A span whose value is larger than that of a span that holds it. Spans around are kept on a stack: no pair is missed."""
    around: list[Dated] = []
    for start, end, key in sorted(spans, key=lambda row: (row[0], -row[1].toordinal(), row[2])):
        around = [row for row in around if row[1] >= start]
        for _, last, whole in around:
            if last >= end:
                yield from _larger(board, key, whole, judge, "part-of-span")
        around.append((start, end, key))


def _exceeding_total(board: Board, spans: Sequence[Dated], totals: Sequence[SlotKey], judge: Judge) -> Iterator[Disagreement]:
    for total in totals:
        days = days_of(total.period) if total.period and total.period.startswith("@") else None
        for _, end, key in spans:
            if days and end <= days[1]:
                yield from _larger(board, key, total, judge, "part-of-total")


def _larger(board: Board, part: SlotKey, whole: SlotKey, judge: Judge, name: str, *extra: str) -> Iterator[Disagreement]:
    for value in values(board, part, "actual"):
        other = board.value(whole, value.unit)
        if other is not None and other.modality == "actual" and value.least > other.most and value.least > 0:
            yield from _node(judge, [(part, value), (whole, other)], name, "PartExceedsWhole", *extra)


def _node(judge: Judge, places: Sequence[tuple[SlotKey, Value]], name: str, *features: str) -> Iterator[Disagreement]:
    one, other = places[0][1].readings[0], places[1][1].readings[0]
    found = judge.features(one, other, extra=features)
    if one.unit != other.unit:
        return
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
                    yield from _node(judge, [(before[1], before[2]), (key, value)], "total-fell", "TotalFell")
                elif value.most == INFINITY and value.least * slack < before[2].least:
                    yield from _node(judge, [(before[1], before[2]), (key, value)], "total-fell", "TotalFell", "WeakBounds")
            if before is None or value.least >= before[2].least:
                highest[value.unit] = end, key, value


def _days_in_months(board: Board, levels: Sequence[Dated], judge: Judge) -> Iterator[Disagreement]:
    months = {start: key for start, end, key in levels if start != end and key.period and len(key.period) == 8}
    for start, end, key in levels:
        month = months.get(start.replace(day=1)) if start == end else None
        for value in values(board, key) if month else ():
            other = board.value(month, value.unit) if month else None
            if month and other and (value.least > other.most or other.least > value.most):
                yield from _node(judge, [(key, value), (month, other)], "day-in-month")


def across_scopes(board: Board, series: Series, judge: Judge) -> Iterator[Disagreement]:
    """Parts larger than their whole, and values of scopes that lie within one another."""
    together: dict[tuple[object, ...], list[SlotKey]] = {}
    for key in board.keys(*series):
        if key.period:
            together.setdefault((key.period, key.relative_to, key.window, key.per_unit), []).append(key)
    for keys in together.values():
        for i, one in enumerate(keys):
            for other in keys[i + 1 :]:
                if _nested(one, other, judge.rules.whole_words):
                    yield from _scopes(board, one, other, judge)


def _nested(one: SlotKey, other: SlotKey, whole_words: Sequence[str]) -> bool:
    """Whether one scope is none at all, or says what the other says and more, or is the total of its kind."""
    if not one.scope or not other.scope:
        return True
    ours, theirs = dict(one.scope), dict(other.scope)
    if set(ours) != set(theirs):
        return ours.items() <= theirs.items() or theirs.items() <= ours.items()
    differing = [kind for kind in ours if ours[kind] != theirs[kind]]
    if len(differing) != 1:
        return False
    a, b = (_words(scope[differing[0]]) for scope in (ours, theirs))
    wholes = set(whole_words)
    return set(a) < set(b) or set(b) < set(a) or (bool((set(a) ^ set(b)) & wholes) and a[:1] == b[:1])


def _words(text: str) -> list[str]:
    return text.lower().replace(",", " ").split()


def _scopes(board: Board, one: SlotKey, other: SlotKey, judge: Judge) -> Iterator[Disagreement]:
    for value in values(board, one):
        rival = board.value(other, value.unit)
        if rival is None or (value.most >= rival.least and rival.most >= value.least):
            continue
        if not one.scope or not other.scope:
            part, whole = ((one, value), (other, rival)) if one.scope else ((other, rival), (one, value))
            if _adds_up(value.unit, one, judge):
                if part[1].least > whole[1].most:
                    yield from _node(judge, [part, whole], "part-of-scope", "PartExceedsWhole", "NestedScope")
                continue
        if {row.source for row in value.readings} != {row.source for row in rival.readings} or "Deal" in judge.rules.role(one.metric):
            yield from _node(judge, [(one, value), (other, rival)], "nested-scope", "NestedScope")


def _adds_up(unit: str, key: SlotKey, judge: Judge) -> bool:
    """Counts and sums of money over time add up; prices, rates and scores do not."""
    roles = judge.rules.role(key.metric)
    return bool(roles & {"Flow", "Running", "Level"}) and key.per_unit is None and (unit == "count" or (len(unit) == 3 and unit.isupper()))


def of_deals(board: Board, series: Series, judge: Judge) -> Iterator[Disagreement]:
    """Figures of talks against each other, and against the deal that followed."""
    if "Deal" not in judge.rules.role(series[1]):
        return
    window = judge.rules.tolerances["deal-days"].at_least
    talks: list[tuple[date, SlotKey, Reading]] = []
    deals: list[tuple[date, SlotKey, Value]] = []
    for key in board.keys(*series):
        days = days_of(key.period) if key.period else None
        if days is None:
            continue
        talks += [(days[0], key, row) for row in board.slots[key] if row.modality != "actual" and not row.implied]
        deals += [(days[0], key, value) for value in values(board, key, "actual")]
    for start, key, reading in talks:
        after = [deal for deal in deals if 0 < (deal[0] - start).days <= window and deal[2].unit == reading.unit]
        if after and reading.modality in ("target", "expected"):
            _, other, value = min(after, key=lambda deal: (deal[0], deal[1]))
            if value.least > reading.most or reading.least > value.most:
                talk = Value(reading.least, reading.most, reading.unit, reading.modality, (reading,))
                yield from _node(judge, [(key, talk), (other, value)], "talks-and-deal", "TalksAndDeal")
    yield from _among_talks(talks, window, judge)


def _among_talks(talks: Sequence[tuple[date, SlotKey, Reading]], window: float, judge: Judge) -> Iterator[Disagreement]:
    kinds: dict[str, dict[SlotKey, dict[Reading, None]]] = {}
    sets: dict[str, frozenset[str]] = {}
    for i, (start, key, one) in enumerate(talks):
        for later, other_key, other in talks[i + 1 :]:
            if key == other_key or key.relative_to != other_key.relative_to or abs((later - start).days) > window:
                continue
            features = judge.features(one, other)
            rule = judge.rule(features) if one.unit == other.unit and judge.differ(one, other) else None
            if rule is not None:
                found = kinds.setdefault(rule.kind, {})
                found.setdefault(key, {})[one] = None
                found.setdefault(other_key, {})[other] = None
                sets.setdefault(rule.kind, features)
    for kind, places in sorted(kinds.items()):
        node = judge.across(sets[kind], [(key, list(rows)) for key, rows in sorted(places.items())], "talks")
        if node is not None:
            yield node
