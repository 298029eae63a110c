"""What it means when two values differ: the features a pair shows, and the first declared rule that they satisfy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from claimgraph.agreement.model import INFINITY, Disagreement, Reading, SlotKey
from claimgraph.agreement.phrases import Phrases, bound
from claimgraph.agreement.precision import significant
from claimgraph.agreement.readings import is_money
from claimgraph.agreement.rules import DisagreementRule, Rules

__all__ = ["Judge", "Pair"]

_FORECAST = frozenset({"expected", "target", "possible"})
_UNSCALED = frozenset({"percent", "percentage_point", "multiple", "rank", "elo", "points", "year", "day", "month"})
_LEAST_SCALED = 1000.0  # smaller figures are ten times each other without any slip

Pair = tuple[Reading, Reading]


class Judge:
    """Finds the rule for a pair of readings and makes the disagreement of all pairs of one rule."""

    __slots__ = ("_cache", "phrases", "rules")

    def __init__(self, rules: Rules, phrases: Phrases) -> None:
        self.rules, self.phrases = rules, phrases
        self._cache: dict[frozenset[str], DisagreementRule | None] = {}

    def rule(self, features: frozenset[str]) -> DisagreementRule | None:
        """The first rule whose features all hold and none of its exceptions; None when nothing is declared."""
        if features not in self._cache:
            self._cache[features] = next((rule for rule in self.rules.disagreements if rule.applies(features)), None)
        return self._cache[features]

    def differ(self, one: Reading, other: Reading) -> bool:
        """Whether the two cannot both hold as printed, or look like a slip of one another."""
        if one.unit != other.unit:
            return is_money(one.unit) and is_money(other.unit) and same_figure(one, other)
        disjoint = one.most < other.least or other.most < one.least
        if one.negated != other.negated:
            return not disjoint
        if disjoint or one.negated:
            return disjoint and not one.negated
        if one.low > -INFINITY and one.high < INFINITY and other.low > -INFINITY and other.high < INFINITY:
            return False
        return self.power_of_ten(one, other) or self.weak_bounds(one, other)

    def features(
        self, one: Reading, other: Reading, constant: bool = False, extra: Iterable[str] = ()
    ) -> frozenset[str]:
        """Everything that is declared about pairs and holds for this one."""
        found = set(extra)
        found.update(_commitment(one.modality, other.modality))
        if one.source == other.source:
            found.add("SameSource")
        elif one.text == other.text:
            found.add("SameText")
        if one.origin == other.origin:
            found.add("SameOrigin")
            if one.relayed or other.relayed:
                found.add("Relayed")
        if one.last < other.first or other.last < one.first:
            found.add("LaterSource")
        if one.negated != other.negated:
            found.add("OneDenied")
        if one.cues != other.cues:
            found.add("OtherDefinition")
        if one.implied or other.implied:
            found.add("OneImplied")
        if constant:
            found.add("UnchangingMetric")
        self._slips(one, other, found)
        return frozenset(found)

    def _slips(self, one: Reading, other: Reading, found: set[str]) -> None:
        if one.unit != other.unit:
            if same_figure(one, other):
                found.add("SameFigureOtherCurrency")
        elif self.power_of_ten(one, other):
            found.add("PowerOfTen")
        elif self.weak_bounds(one, other) and not (one.most < other.least or other.most < one.least):
            found.add("WeakBounds")
        elif self._exchange_rate(one, other):
            found.add("ExchangeRate")

    def power_of_ten(self, one: Reading, other: Reading) -> bool:
        """Whether the printed figures are the same but for a declared power of ten."""
        small, large = sorted((abs(one.magnitude), abs(other.magnitude)))
        if not small or large == INFINITY or large < _LEAST_SCALED or one.unit in _UNSCALED:
            return False
        ratio = large / small
        if ratio < self.rules.suspect_ratios[0] * 0.9:
            return False
        digits = significant(one.magnitude), significant(other.magnitude)
        near = min(self.rules.tolerances["ratio"].at_most, 0.6 * 10.0 ** (1 - min(digits)))
        if not any(abs(ratio / suspect - 1) <= near for suspect in self.rules.suspect_ratios):
            return False
        return sum(digits) > 2 or ratio > _LEAST_SCALED * 0.9 or one.modality == other.modality == "actual"

    def weak_bounds(self, one: Reading, other: Reading) -> bool:
        """Whether both are bounds of one side, further apart than bounds that are still worth printing."""
        if one.high == other.high == INFINITY and one.low > 0 and other.low > 0:
            return max(one.low, other.low) > self.rules.tolerances["bound"].at_least * min(one.low, other.low)
        return False

    def _exchange_rate(self, one: Reading, other: Reading) -> bool:
        if not is_money(one.unit) or one.low != one.high or other.low != other.high or min(one.low, other.low) <= 0:
            return False
        if significant(one.low) + significant(other.low) < 4:
            return False
        ratio = max(one.low, other.low) / min(one.low, other.low)
        return any(
            band.low <= ratio <= band.high for band in self.rules.rate_bands if one.unit in (band.one, band.other)
        )

    def nodes(self, key: SlotKey, judged: Iterable[tuple[DisagreementRule, Pair]]) -> list[Disagreement]:
        """One disagreement for each kind that the pairs of a slot show."""
        kinds: dict[str, list[tuple[DisagreementRule, Pair]]] = {}
        for rule, pair in judged:
            kinds.setdefault(rule.kind, []).append((rule, pair))
        return [self._node(key, rows) for _, rows in sorted(kinds.items())]

    def _node(self, key: SlotKey, rows: Sequence[tuple[DisagreementRule, Pair]]) -> Disagreement:
        rule = min((rule for rule, _ in rows), key=lambda rule: (rule.order, rule.id))
        readings = list(dict.fromkeys(reading for _, pair in rows for reading in pair))
        values = self.phrases.against(readings, key.per_unit)
        return self.disagreement(
            rule, [(key, readings)], self.phrases.sentence(self.phrases.place(key), values, rule.because), key.id
        )

    def across(
        self, features: frozenset[str], places: Sequence[tuple[SlotKey, Sequence[Reading]]], name: str
    ) -> Disagreement | None:
        """The disagreement of values of different slots; None where no rule holds it for one. `name` keeps it apart."""
        rule = self.rule(features)
        if rule is None:
            return None
        why = f"{self.phrases.across(places)}: {rule.because}."
        return self.disagreement(rule, places, why, "|".join([name, *sorted(key.id for key, _ in places)]))

    def disagreement(
        self, rule: DisagreementRule, places: Sequence[tuple[SlotKey, Sequence[Reading]]], why: str, key: str
    ) -> Disagreement:
        readings = [reading for _, found in places for reading in found]
        one_unit = len({reading.unit for reading in readings}) == 1
        figures = [reading.magnitude for reading in readings if abs(reading.magnitude) != INFINITY]
        spread = _spread(figures) if one_unit else None
        return Disagreement(
            key,
            rule.kind,
            places[0][0].subject,
            places[0][0].metric,
            tuple(key for key, _ in places),
            tuple(sorted({reading.claim for reading in readings if not reading.implied})),
            tuple(sorted({reading.implied for reading in readings if reading.implied})),
            self.severity(rule, spread, None),
            why,
            rule.id,
            spread,
            unit=readings[0].unit if one_unit else None,
            low=bound(min(figures)) if one_unit and figures else None,
            high=bound(max(figures)) if one_unit and figures else None,
        )

    def severity(self, rule: DisagreementRule, spread: Decimal | None, days: int | None) -> str:
        """Grave or Minor: what the rule says, or by how far apart values or dates are."""
        if rule.severity != "BySpread":
            return rule.severity
        if days is not None:
            return "Grave" if days > self.rules.tolerances["grave-days"].at_least else "Minor"
        return "Minor" if spread is not None and float(spread) < self.rules.tolerances["grave"].at_least else "Grave"


@lru_cache(maxsize=64)
def _commitment(one: str, other: str) -> tuple[str, ...]:
    same = ("SameModality",) if one == other else ()
    match (one == "actual") + (other == "actual"):
        case 2:
            return (*same, "BothActual")
        case 0:
            return (*same, "BothEstimated")
        case _:
            return (*same, "ForecastAndActual" if {one, other} & _FORECAST else "EstimateAndActual")


def same_figure(one: Reading, other: Reading) -> bool:
    """Whether the figures are the same, whatever stands behind them."""
    small, large = sorted((one.magnitude, other.magnitude))
    return small >= _LEAST_SCALED and large < INFINITY and large / small - 1 < 0.005


def _spread(figures: Sequence[float]) -> Decimal | None:
    """How far apart the figures lie, relative to the middle one."""
    if not figures:
        return None
    low, high = min(figures), max(figures)
    middle = abs(low + high) / 2
    return Decimal(repr(round((high - low) / middle, 4))) if middle else None
