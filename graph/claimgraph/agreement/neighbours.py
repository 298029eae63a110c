"""Between near metrics: revenue and run rate, monthly and registered users, a product's share and its owner's segment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from claimgraph.agreement.board import Board, Series, by_place, values
from claimgraph.agreement.comparing import Value, best_value
from claimgraph.agreement.judging import Judge, same_figure
from claimgraph.agreement.model import INFINITY, Disagreement, Reading, SlotKey
from claimgraph.agreement.precision import significant
from claimgraph.agreement.readings import days_of, is_money

__all__ = ["between_metrics", "of_owners"]

_TELLING = 2  # digits that two figures may share by chance


def between_metrics(board: Board, series: Series, judge: Judge) -> Iterator[Disagreement]:
    """Where two near metrics give different values for one time, or one figure is given as both."""
    subject, metric = series
    for other in sorted(judge.rules.near.get(metric, ())):
        if other > metric:
            adding = other == judge.rules.accumulates_to.get(metric) or metric == judge.rules.accumulates_to.get(other)
            used: set[SlotKey] = set()
            ranked = _ranked(board.keys(subject, metric), board.keys(subject, other), adding)
            for key, rival in ranked:
                node = None if {key, rival} & used else _confused(board, key, rival, judge, only_same_figure=adding)
                if node is not None:
                    used |= {key, rival}
                    yield node
            for key, rival in ranked if not adding else ():
                if not {key, rival} <= used:
                    yield from _one_figure(board, key, rival, judge)


def _ranked(keys: Sequence[SlotKey], rivals: Sequence[SlotKey], adding: bool) -> list[tuple[SlotKey, SlotKey]]:
    """The slots of two near metrics that can be held against each other, the nearest in time first."""
    ranked = []
    theirs = by_place(rivals) if rivals else {}
    for place, ours in by_place(keys).items() if theirs else ():
        for key in ours:
            for rival in theirs.get(place, ()):
                rank = _nearness(key.period, rival.period, adding)
                if rank is not None:
                    ranked.append((rank, key, rival))
    return [(key, rival) for _, key, rival in sorted(ranked)]


def _nearness(one: str | None, other: str | None, adding: bool) -> tuple[int, int] | None:
    """0 for the same time, 1 for a level within a span, the later the nearer; None where they cannot be compared."""
    if one is None or other is None:
        return None
    if one.removeprefix("@") == other.removeprefix("@"):
        return 0, 0
    days, theirs = days_of(one), days_of(other)
    if days is None or theirs is None:
        return None
    if days == theirs:
        return 0, 1
    if (
        one.startswith("@") == other.startswith("@")
        and not adding
        and not (one.startswith("@") and _within(days, theirs))
    ):
        return None
    return (1, -min(days[1], theirs[1]).toordinal()) if _within(days, theirs) else None


def _within(one: tuple[date, date], other: tuple[date, date]) -> bool:
    """Whether one span holds the other."""
    return (one[0] <= other[0] and other[1] <= one[1]) or (other[0] <= one[0] and one[1] <= other[1])


def _confused(
    board: Board, key: SlotKey, other: SlotKey, judge: Judge, *, only_same_figure: bool
) -> Disagreement | None:
    """The disagreement of two near metrics at one time; of facts with facts if there are both."""
    found: list[tuple[bool, Value, Value]] = []
    for value in _voiced(board, key):
        for rival in _voiced(board, other):
            one, two = value.readings[0], rival.readings[0]
            if value.unit != rival.unit or not (_several(value, rival) or _aim(one, two)):
                continue
            telling = only_same_figure or significant(one.magnitude) > _TELLING
            same = telling and key.period != other.period and same_figure(one, two)
            if same or (not only_same_figure and _apart((key, value), (other, rival), judge)):
                found.append((value.modality != rival.modality, value, rival))
    if not found:
        return None
    _, value, rival = min(found, key=lambda row: row[0])
    features = frozenset({"NearMeasures"})
    if not _several(value, rival):
        features |= {"SameSource", "ForecastAndActual"}
    return judge.across(features, [(key, value.readings), (other, rival.readings)], "near-metrics")


def _apart(one: tuple[SlotKey, Value], other: tuple[SlotKey, Value], judge: Judge) -> bool:
    """Whether two values cannot be one, or are bounds of which one lies far below."""
    (key, value), (rival_key, rival) = one, other
    if value.least > rival.most or rival.least > value.most:
        return True
    rows = value.readings[0], rival.readings[0]
    alike = judge.rules.role(key.metric) == judge.rules.role(rival_key.metric)
    return judge.weak_bounds(*rows) or (alike and _far_bound(*rows, judge))


def _one_figure(board: Board, key: SlotKey, other: SlotKey, judge: Judge) -> Iterator[Disagreement]:
    """One exact figure that some give as the one measure and others as the other, for another stretch of time."""
    if key.period == other.period:
        return
    pairs = [
        (row, rival)
        for row in board.slots[key]
        for rival in board.slots[other]
        if row.unit == rival.unit and row.text != rival.text and not row.implied and not rival.implied
        and significant(row.magnitude) > _TELLING and same_figure(row, rival)
    ]  # fmt: skip
    if pairs:
        sides = [list(dict.fromkeys(rows)) for rows in zip(*pairs, strict=True)]
        node = judge.across(frozenset({"NearMeasures"}), [(key, sides[0]), (other, sides[1])], "one-figure")
        if node is not None:
            yield node


def _far_bound(one: Reading, other: Reading, judge: Judge) -> bool:
    """Whether an open bound lies far from an exact figure: "over 100,000" is not said of 130,000."""
    bounds = [row for row in (one, other) if row.high == INFINITY]
    if len(bounds) != 1 or min(one.low, other.low) <= 0:
        return False
    point = other if bounds[0] is one else one
    return point.low == point.high >= judge.rules.tolerances["bound"].at_least * bounds[0].low


def _several(value: Value, rival: Value) -> bool:
    """Whether more than one source speaks: one source that gives both knows them apart."""
    return len({row.source for row in (*value.readings, *rival.readings)}) > 1


def _aim(one: Reading, other: Reading) -> bool:
    """Whether one is an aim and the other a fact: a source that gives both holds them against each other."""
    return {"actual"} < {one.modality, other.modality} <= {"actual", "target", "expected"}


def _units(board: Board, key: SlotKey) -> list[str]:
    """The units of a slot; of several currencies only the best supported."""
    best = board.value(key)
    return [unit for unit in board.units(key) if not is_money(unit) or best is None or unit == best.unit]


def _voiced(board: Board, key: SlotKey) -> Iterator[Value]:
    """The best value among facts, among estimates and among forecasts, in each unit."""
    rows = [row for row in board.slots.get(key, ()) if not row.implied]
    for modality in sorted({row.modality for row in rows}):
        for unit in _units(board, key):
            value = best_value([row for row in rows if row.modality == modality], unit)
            if value is not None:
                yield value


def of_owners(board: Board, series: Series, owners: Mapping[str, str], judge: Judge) -> Iterator[Disagreement]:
    """Where a product's share of its owner's revenue is that of a segment, or its revenue not that of its own segment."""
    subject, metric = series
    owner = owners.get(subject)
    if owner is not None and metric == "revenue":
        yield from _own_segment(board, subject, owner, judge)
    if owner is None or metric != "share_of_parent_revenue":
        return
    segments = [key for key in board.keys(owner, "segment_revenue_share") if key.scope]
    for key in board.keys(subject, metric):
        for value in values(board, key):
            same = [
                (abs(rival.least - value.least), segment, rival)
                for segment in segments
                if segment.period == key.period and key.scope != segment.scope and not _names(segment, subject, judge)
                and (rival := board.value(segment, value.unit)) and value.least <= rival.most and rival.least <= value.most
                and _by_others(value, rival) and not any(row.approximate or row.high == INFINITY for row in rival.readings)
            ]  # fmt: skip
            if same:
                _, segment, rival = min(same, key=lambda row: row[:2])
                node = judge.across(
                    frozenset({"OwnerShare"}), [(key, value.readings), (segment, rival.readings)], "owner-share"
                )
                if node is not None:
                    yield node


def _own_segment(board: Board, subject: str, owner: str, judge: Judge) -> Iterator[Disagreement]:
    """Where the owner's segment that bears the product's name has another revenue than the product, in the same time."""
    segments = [key for key in board.keys(owner, "segment_revenue") if key.scope and _names(key, subject, judge)]
    for key in board.keys(subject, "revenue") if segments else ():
        for segment in segments:
            if key.period is None or key.scope or key.period != segment.period:
                continue
            for value in values(board, key):
                rival = board.value(segment, value.unit)
                if (
                    rival
                    and value.modality == rival.modality
                    and _by_others(value, rival)
                    and not _overlap(value, rival)
                ):
                    places = [(key, value.readings), (segment, rival.readings)]
                    node = judge.across(frozenset({"NestedScope"}), places, "own-segment")
                    if node is not None:
                        yield node


def _overlap(value: Value, rival: Value) -> bool:
    return value.least <= rival.most and rival.least <= value.most


def _names(segment: SlotKey, subject: str, judge: Judge) -> bool:
    """Whether the segment is nothing but the product itself."""
    entity = judge.phrases.names.entities.get(subject)
    names = {label.text.lower() for label in entity.labels} if entity else {subject.lower()}
    return any(value.lower() in names for _, value in segment.scope)


def _by_others(value: Value, rival: Value) -> bool:
    return {row.source for row in value.readings}.isdisjoint(row.source for row in rival.readings)
