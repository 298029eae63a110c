"""Between near metrics: revenue and run rate, monthly and registered users, a product's share and its owner's segment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from claimgraph.agreement.board import Board, Series, values
from claimgraph.agreement.comparing import Value
from claimgraph.agreement.judging import Judge, same_figure
from claimgraph.agreement.model import Disagreement, SlotKey
from claimgraph.agreement.readings import days_of

__all__ = ["between_metrics", "of_owners"]


def between_metrics(board: Board, series: Series, judge: Judge) -> Iterator[Disagreement]:
    """Where two near metrics give different values for one time, or one figure is given as both."""
    subject, metric = series
    for other in sorted(judge.rules.near.get(metric, ())):
        if other <= metric:
            continue
        adding = other in (judge.rules.accumulates_to.get(metric), *_sources_of(other, judge)) or metric in _sources_of(metric, judge)
        adding = adding or judge.rules.accumulates_to.get(other) == metric
        for key in board.keys(subject, metric):
            best = _closest(key, board.keys(subject, other))
            if best is not None:
                yield from _confused(board, key, best, judge, only_same_figure=adding)


def _sources_of(total: str, judge: Judge) -> tuple[str, ...]:
    return tuple(flow for flow, target in judge.rules.accumulates_to.items() if target == total and flow != total)


def _closest(key: SlotKey, rivals: list[SlotKey]) -> SlotKey | None:
    """The slot of the near metric whose time overlaps most: a level within a span by its end, else the same span."""
    days = days_of(key.period) if key.period else None
    if days is None:
        return next((rival for rival in rivals if key.period and rival.period == key.period and rival.scope == key.scope), None)
    found = []
    for rival in rivals:
        theirs = days_of(rival.period) if rival.period else None
        if theirs is None or rival.scope != key.scope or rival.relative_to != key.relative_to or rival.per_unit != key.per_unit:
            continue
        shared = (min(days[1], theirs[1]) - max(days[0], theirs[0])).days
        if shared >= 0:
            found.append((-shared, -theirs[1].toordinal(), rival))
    return min(found)[2] if found else None


def _confused(board: Board, key: SlotKey, other: SlotKey, judge: Judge, *, only_same_figure: bool) -> Iterator[Disagreement]:
    for value in values(board, key):
        rival = board.value(other, value.unit)
        if rival is None or len({row.source for row in (*value.readings, *rival.readings)}) < 2:
            continue
        apart = value.least > rival.most or rival.least > value.most
        same = same_figure(value.readings[0], rival.readings[0]) and key.period != other.period
        if same if only_same_figure else apart:
            features = judge.features(value.readings[0], rival.readings[0], extra=("NearMeasures",)) - {"PowerOfTen", "ExchangeRate"}
            node = judge.across(features, [(key, value.readings), (other, rival.readings)], "near-metrics")
            if node is not None:
                yield node


def of_owners(board: Board, series: Series, owners: Mapping[str, str], judge: Judge) -> Iterator[Disagreement]:
    """Where the share that a product has of its owner's revenue is the figure of one of the owner's segments."""
    subject, metric = series
    owner = owners.get(subject)
    if owner is None or metric != "share_of_parent_revenue":
        return
    segments = [key for key in board.keys(owner, "segment_revenue_share") if key.scope]
    for key in board.keys(subject, metric):
        for value in values(board, key):
            for segment in segments:
                if segment.period != key.period or key.scope == segment.scope or _names(segment, subject, judge):
                    continue
                rival = board.value(segment, value.unit)
                if rival and value.least <= rival.most and rival.least <= value.most and _by_others(value, rival):
                    node = judge.across(frozenset({"OwnerShare"}), [(key, value.readings), (segment, rival.readings)], "owner-share")
                    if node is not None:
                        yield node


def _names(segment: SlotKey, subject: str, judge: Judge) -> bool:
    """Whether the segment is nothing but the product itself."""
    return any(value.lower() == judge.phrases.names.entity(subject).lower() for _, value in segment.scope)


def _by_others(value: Value, rival: Value) -> bool:
    return {row.source for row in value.readings}.isdisjoint(row.source for row in rival.readings)
