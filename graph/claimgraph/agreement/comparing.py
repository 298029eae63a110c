"""Inside a slot: which values overlap and so agree, and which do not and so disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimgraph.agreement.judging import Judge, Pair
from claimgraph.agreement.model import INFINITY, Agreement, Disagreement, Reading, SlotKey, Support
from claimgraph.agreement.phrases import bound
from claimgraph.agreement.rules import DisagreementRule

__all__ = ["Value", "best_value", "by_text", "cliques", "compare", "support"]

_MANY = 48  # different values in one slot, beyond which neighbours and extremes stand for all pairs


@dataclass(frozen=True, slots=True)
class Value:
    """The best supported value of a slot: the interval its readings share."""

    least: float
    most: float
    unit: str
    modality: str
    readings: tuple[Reading, ...]


def support(readings: Iterable[Reading]) -> Support:
    """Articles, texts and origins behind readings; computed values count for none."""
    stated = [reading for reading in readings if not reading.implied]
    return Support(
        len({reading.source for reading in stated}), len({reading.text for reading in stated}),
        len({reading.origin for reading in stated}),
    )  # fmt: skip


def by_text(readings: Iterable[Reading]) -> list[list[Reading]]:
    """The readings of each text: where no period is stated, one text is taken to speak of one time, and no two are."""
    found: dict[str, list[Reading]] = {}
    for reading in readings:
        found.setdefault(reading.text, []).append(reading)
    return [rows for _, rows in sorted(found.items()) if len(rows) > 1]


def cliques(readings: Sequence[Reading]) -> list[list[Reading]]:
    """The largest sets of readings that all overlap, from the lowest value up."""
    if max(reading.least for reading in readings) <= min(reading.most for reading in readings):
        return [list(readings)]
    found: list[list[Reading]] = []
    active: list[Reading] = []
    grown = False
    for reading in sorted(readings, key=lambda row: (row.least, row.most, row.claim)):
        if any(rival.most < reading.least for rival in active):
            if grown:
                found.append(active)
            active = [rival for rival in active if rival.most >= reading.least]
        active, grown = [*active, reading], True
    return [*found, active]


def best_value(readings: Iterable[Reading], unit: str | None = None) -> Value | None:
    """The value with most origins, then texts, then articles; facts before estimates before forecasts."""
    stated = [reading for reading in readings if not reading.negated and unit in (None, reading.unit)]
    for modalities in (("actual",), ("estimated",), ("expected", "target", "possible")):
        chosen = [reading for reading in stated if reading.modality in modalities]
        if chosen:
            break
    else:
        return None
    units = sorted({reading.unit for reading in chosen})
    groups = [group for name in units for group in cliques([reading for reading in chosen if reading.unit == name])]
    group = groups[0] if len(groups) == 1 else min(groups, key=_rank)
    return Value(
        max(reading.least for reading in group), min(reading.most for reading in group), group[0].unit,
        group[0].modality, tuple(group),
    )  # fmt: skip


def _rank(group: Sequence[Reading]) -> tuple[int, int, int, int, float, str]:
    voices = support(group)
    points = sum(reading.low == reading.high for reading in group)
    return (
        -voices.origins,
        -voices.texts,
        -voices.articles,
        -points,
        group[0].least,
        min(reading.claim for reading in group),
    )


def compare(key: SlotKey, readings: Sequence[Reading], judge: Judge) -> tuple[list[Agreement], list[Disagreement]]:
    """The agreements and disagreements of one slot."""
    if len(readings) < 2:
        return [], []
    units: dict[str, list[Reading]] = {}
    for reading in readings:
        if not reading.negated:
            units.setdefault(reading.unit, []).append(reading)
    agreements = [
        _agreement(key, unit, group)
        for unit, rows in sorted(units.items())
        for group in cliques(rows)
        if len(group) > 1 and any(not reading.implied for reading in group)
    ]
    constant = "Constant" in judge.rules.role(key.metric)
    return agreements, judge.nodes(key, _judged(readings, judge, constant))


def _agreement(key: SlotKey, unit: str, group: Sequence[Reading]) -> Agreement:
    return Agreement(
        key, unit,
        bound(max(reading.least for reading in group)), bound(min(reading.most for reading in group)),
        tuple(sorted(reading.claim for reading in group if not reading.implied)),
        tuple(sorted(reading.implied for reading in group if reading.implied)),
        support(group), next((reading.rate for reading in group if reading.rate), None),
    )  # fmt: skip


def _judged(readings: Sequence[Reading], judge: Judge, constant: bool) -> Iterator[tuple[DisagreementRule, Pair]]:
    if _quiet(readings):
        return
    groups = _alike(readings)
    by_source: dict[str, list[Reading]] = {}
    for reading in groups:
        by_source.setdefault(reading.source, []).append(reading)
    for one, other in _pairs(list(groups)):
        if not judge.differ(one, other):
            continue
        extra = ("SaysBoth",) if _says_both(one, other, by_source) else ()
        if rule := judge.rule(judge.features(one, other, constant, extra)):
            yield rule, (one, other)
            yield from ((rule, (twin, other)) for twin in groups[one][1:])
            yield from ((rule, (one, twin)) for twin in groups[other][1:])


def _alike(readings: Sequence[Reading]) -> Mapping[Reading, Sequence[Reading]]:
    """Readings that no rule can tell apart, by the first of them."""
    alike: dict[tuple[object, ...], list[Reading]] = {}
    for row in readings:
        value = row.unit, row.low, row.high, row.least, row.most, row.negated, row.implied
        alike.setdefault((*value, row.modality, row.origin, row.source, row.cues), []).append(row)
    return {rows[0]: rows for rows in alike.values()}


def _says_both(one: Reading, other: Reading, by_source: Mapping[str, Sequence[Reading]]) -> bool:
    """Whether the source of the one states the value of the other too, as of one origin: it means two things by them."""
    return any(
        row.unit == yours.unit
        and row.modality == mine.modality
        and row.origin == mine.origin
        and row is not mine
        and row.least <= yours.most
        and yours.least <= row.most
        for mine, yours in ((one, other), (other, one))
        for row in by_source[mine.source]
    )


def _quiet(readings: Sequence[Reading]) -> bool:
    """Whether nothing can differ: one unit, closed intervals, all overlapping, none denied."""
    unit, least, most = readings[0].unit, -INFINITY, INFINITY
    for reading in readings:
        if reading.unit != unit or reading.negated or reading.low == -INFINITY or reading.high == INFINITY:
            return False
        least, most = max(least, reading.least), min(most, reading.most)
    return least <= most


def _pairs(readings: Sequence[Reading]) -> Iterator[Pair]:
    """All pairs; among very many, each with its neighbour, the lowest and the highest: work stays linear."""
    if len(readings) <= _MANY:
        for i, one in enumerate(readings):
            for other in readings[i + 1 :]:
                yield one, other
        return
    ordered = sorted(readings, key=lambda row: (row.magnitude, row.unit, row.claim))
    for i, reading in enumerate(ordered):
        for rival in {1 if not i else 0, len(ordered) - 1, i - 1 if i else 1}:
            if rival != i:
                yield reading, ordered[rival]
