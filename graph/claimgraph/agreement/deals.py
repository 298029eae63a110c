"""What deals are worth: talks against each other and against the deal, one deal dated twice, two rounds of one name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from claimgraph.agreement.board import Board, Series, values
from claimgraph.agreement.comparing import Value
from claimgraph.agreement.judging import Judge, same_figure
from claimgraph.agreement.model import Disagreement, Reading, SlotKey
from claimgraph.agreement.precision import significant
from claimgraph.agreement.readings import days_of
from claimgraph.agreement.series import between

__all__ = ["namesakes", "of_deals"]


class _Deal(NamedTuple):
    """A figure of a deal or of talks, by the first day it can stand for."""

    start: date
    slot: SlotKey
    value: Value


def of_deals(board: Board, series: Series, judge: Judge) -> Iterator[Disagreement]:
    """Figures of talks against each other and against the deal beside them; deals that are dated or named twice."""
    if "Deal" not in judge.rules.role(series[1]):
        return
    talks: list[_Deal] = []
    deals: list[_Deal] = []
    for key in board.keys(*series):
        days = days_of(key.period) if key.period else None
        if days is not None:
            stated = [row for row in board.slots[key] if row.modality != "actual" and not row.implied]
            talks += [_Deal(days[0], key, _alone(row)) for row in stated]
            deals += [_Deal(days[0], key, value) for value in values(board, key, "actual")]
    for talk in talks:
        yield from _beside_deals(talk, deals, judge)
    yield from _among_talks([(start, key, value.readings[0]) for start, key, value in talks], judge)
    if series[1] in judge.rules.dated_once:
        yield from _dated_twice(deals, judge)


def _alone(row: Reading) -> Value:
    return Value(row.least, row.most, row.unit, row.modality, (row,))


def _beside_deals(talk: _Deal, deals: Sequence[_Deal], judge: Judge) -> Iterator[Disagreement]:
    """What was sought against what was agreed next; what is estimated against what was agreed shortly before or after."""
    limits = judge.rules.tolerances
    sought = talk.value.modality in ("target", "expected")
    near = [
        (abs(days), deal.slot, deal)
        for deal in deals
        if deal.value.unit == talk.value.unit and (days := (deal.start - talk.start).days)
        and (0 < days <= limits["deal-days"].at_least if sought else abs(days) <= limits["estimate-days"].at_least)
    ]  # fmt: skip
    if not near or talk.value.modality == "possible":
        return
    deal = min(near, key=lambda row: row[:2])[2]
    if talk.value.most < deal.value.least or deal.value.most < talk.value.least:
        features = ("TalksAndDeal",) if sought else ()
        yield from between(judge, [(talk.slot, talk.value), (deal.slot, deal.value)], "talks-and-deal", *features)


def _dated_twice(deals: Sequence[_Deal], judge: Judge) -> Iterator[Disagreement]:
    """One figure given for two times far apart, of which the later is not simply the time of writing."""
    apart = judge.rules.tolerances["one-deal-days"].at_least
    for i, one in enumerate(deals):
        for other in deals[i + 1 :]:
            earlier, later = sorted((one, other), key=lambda deal: (deal.start, deal.slot))
            if (
                earlier.value.unit == later.value.unit
                and (later.start - earlier.start).days > apart
                and same_figure(earlier.value.readings[0], later.value.readings[0])
                and significant(later.value.readings[0].magnitude) > 1
                and all(row.first - later.start.toordinal() > apart for row in later.value.readings)
            ):
                places = [(earlier.slot, earlier.value), (later.slot, later.value)]
                yield from between(judge, places, "dated-twice", "DatedTwice")


def _of_talks(features: frozenset[str]) -> frozenset[str]:
    """One source that gives two figures for two times tells how the talks moved."""
    return features - {"SameSource"} | {"LaterSource"} if "SameSource" in features else features


def _among_talks(talks: Sequence[tuple[date, SlotKey, Reading]], judge: Judge) -> Iterator[Disagreement]:
    window = judge.rules.tolerances["deal-days"].at_least
    kinds: dict[str, dict[SlotKey, dict[Reading, None]]] = {}
    sets: dict[str, frozenset[str]] = {}
    for i, (start, key, one) in enumerate(talks):
        for later, other_key, other in talks[i + 1 :]:
            if key == other_key or key.relative_to != other_key.relative_to or abs((later - start).days) > window:
                continue
            features = _of_talks(judge.features(one, other))
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


def namesakes(board: Board, subjects: frozenset[str] | None, judge: Judge) -> Iterator[Disagreement]:
    """Two rounds of one subject that bear one name, though the times that are stated for them lie far apart."""
    named: dict[tuple[str, str], list[_Deal]] = {}
    for subject, metric in board.series(subjects):
        for key in board.keys(subject, metric) if "Deal" in judge.rules.role(metric) else ():
            days = days_of(key.period) if key.period else None
            name = _round(key)
            for value in values(board, key, "actual") if name and days else ():
                named.setdefault((subject, name), []).append(_Deal(days[0] if days else date.min, key, value))
    apart = judge.rules.tolerances["one-deal-days"].at_least
    for _, deals in sorted(named.items()):
        first, last = (choose(deals, key=lambda deal: (deal.start, deal.slot)) for choose in (min, max))
        if (last.start - first.start).days > apart:
            places = [(deal.slot, deal.value.readings) for deal in (first, last)]
            node = judge.across(frozenset({"OneName"}), places, "rounds-of-one-name")
            if node is not None:
                yield node


def _round(key: SlotKey) -> str:
    """The name of the round, without what stands beside it in brackets; nothing where it has no name but a time.

    >>> _round(SlotKey("luma", "valuation", "@2024-12", (("round", "Series C (December 2024)"),)))
    'series c'
    """
    name = dict(key.scope).get("round", "").partition("(")[0].strip().lower()
    return "" if any(letter.isdigit() for letter in name) else name
