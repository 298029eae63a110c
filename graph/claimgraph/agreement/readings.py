"""Claims as they are compared: the slot a number falls in, and the interval it can stand for.

Periods are normalised by what the metric does over time, so that "Q3", "July to September" and "the three months to 30
September" are one; an unknown period stays unknown.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache
from sys import intern

from claimgraph.agreement.model import INFINITY, Reading, SlotKey
from claimgraph.agreement.origins import Origins
from claimgraph.agreement.precision import half_width, printed_unit, tolerance_name
from claimgraph.agreement.rules import Rules
from claimgraph.claim import MetricClaim, Modality, PartialDate, Precision, RelationClaim

__all__ = ["Reader", "days_of", "is_money", "period_key"]

_NO_CUES: frozenset[str] = frozenset()
ANY_TIME = "any"
_FIRST_YEAR, _LAST_YEAR = 1000, 9000  # beyond them no calendar arithmetic is done


@lru_cache(maxsize=65536)
def period_key(start: date | None, end: date | None, as_of: bool, roles: frozenset[str]) -> str | None:
    """The period as a slot spells it: `A/B` for a span, `@2026-01` for a level as of a month, `any` for what never changes.

    >>> first, last = date(2025, 3, 1), date(2025, 3, 31)
    >>> period_key(first, last, False, frozenset({"Level"})), period_key(first, last, False, frozenset())
    ('@2025-03', '2025-03-01/2025-03-31')
    """
    if "Constant" in roles:
        return ANY_TIME
    if start is None and end is None:
        return None
    if start is None or end is None:
        return f"{start or ''}/{end or ''}"
    whole_month = start.day == 1 and end == _month_end(start)
    steady = bool(roles & {"Level", "Running", "Deal"})
    if not as_of and "Running" in roles and "Flow" not in roles and start != end and not whole_month:
        start, as_of = (date(end.year, end.month, 1), True) if end == _month_end(end) else (end, True)
        whole_month = start != end
    if as_of or (whole_month and steady and "Flow" not in roles):
        if start == end:
            return f"@{start.isoformat()[:7]}" if steady and start == _month_end(start) else f"@{start}"
        if whole_month:
            return f"@{start.isoformat()[:7]}"
        if (start.month, start.day, end.month, end.day, start.year) == (1, 1, 12, 31, end.year):
            return f"@{start.isoformat()[:4]}"
        return f"@{start}/{end}"
    return f"{start}/{end}"


def days_of(key: str) -> tuple[date, date] | None:
    """First and last day of a closed period key; None for an open one or for any time.

    >>> days_of("@2026-02"), days_of("any")
    ((datetime.date(2026, 2, 1), datetime.date(2026, 2, 28)), None)
    """
    return _days_of(key)


@lru_cache(maxsize=65536)
def _days_of(key: str) -> tuple[date, date] | None:
    first, _, last = key.removeprefix("@").partition("/")
    if key == ANY_TIME or (not last and "/" in key) or not first:
        return None
    days = PartialDate(first).first, PartialDate(last or first).last
    return days if days[0].year >= _FIRST_YEAR and days[1].year <= _LAST_YEAR else None


def is_money(unit: str) -> bool:
    """Whether a unit is a currency: three capital letters, as ISO 4217 has them."""
    return len(unit) == 3 and unit.isupper()


def _month_end(day: date) -> date:
    return date(day.year, day.month, monthrange(day.year, day.month)[1])


class Reader:
    """Turns metric claims into slot keys and readings, with the origins and copy groups of their sources at hand."""

    __slots__ = ("_bounds", "_cues", "_keys", "_modalities", "origins", "rules")

    def __init__(self, rules: Rules, origins: Origins) -> None:
        self.rules, self.origins = rules, origins
        self._keys: dict[tuple[object, ...], SlotKey] = {}
        self._cues: dict[str | None, frozenset[str]] = {None: _NO_CUES}
        self._modalities: dict[tuple[str, Modality], str] = {}
        self._bounds = lru_cache(maxsize=65536)(self._tolerant)

    def key(self, claim: MetricClaim) -> SlotKey:
        """The slot that the claim falls in; the same object for the same slot."""
        metric, period = claim.metric, claim.period
        roles = self.rules.role(metric)
        when = (
            period_key(period.start, period.end, period.as_of, roles)
            if period
            else period_key(None, None, False, roles)
        )
        plain = (
            claim.about,
            self.rules.metric(metric),
            when,
            claim.scope,
            claim.relative_to,
            claim.window,
            claim.quantity.per_unit,
        )
        key = self._keys.get(plain)
        if key is None:
            key = self._keys[plain] = SlotKey(*plain)
        return key

    def reading(self, claim: MetricClaim) -> Reading:
        """The claim as it is compared."""
        quantity, source = claim.quantity, self.origins.source(claim.source)
        low = -INFINITY if quantity.low is None else float(quantity.low)
        high = INFINITY if quantity.high is None else float(quantity.high)
        if claim.metric in self.rules.limits and (quantity.low is None or quantity.high is None):
            low = high = low if quantity.high is None else high
        least, most = self._bounds(quantity.printed, quantity.unit, quantity.precision, low, high)
        origin, relayed = self.origins.of(claim)
        return Reading(
            claim.id, intern(claim.source), source.text, origin, self.modality(claim), intern(quantity.unit),
            low, high, least, most, quantity.printed, source.first, source.last, claim.negated, relayed,
            quantity.precision is not Precision.AS_PRINTED, self.cues(claim.note),
        )  # fmt: skip

    def relation(self, claim: RelationClaim) -> tuple[SlotKey, Reading] | None:
        """A relation that is declared to say how two figures compare, as a reading of their ratio; None for any other."""
        declared = self.rules.relation_readings.get(claim.predicate)
        if declared is None or claim.object is None or claim.negated:
            return None
        metric, low, high = declared
        period = claim.period
        when = period_key(period.start, period.end, period.as_of, self.rules.role(metric)) if period else None
        key = SlotKey(claim.about, metric, when, claim.scope, claim.object)
        source, (origin, relayed) = self.origins.source(claim.source), self.origins.of(claim)
        reading = Reading(
            claim.id,
            claim.source,
            source.text,
            origin,
            claim.modality.value,
            "multiple",
            float(low),
            float(high),
            float(low),
            float(high),
            claim.predicate,
            source.first,
            source.last,
            relayed=relayed,
            approximate=True,
        )
        return key, reading

    def modality(self, claim: MetricClaim) -> str:
        """How the figure is committed to: by the clause, or by what the metric is."""
        said = claim.metric, claim.modality
        found = self._modalities.get(said)
        if found is None:
            given = self.rules.read_as.get(*said)
            if given is Modality.ACTUAL:
                given = self.rules.by_nature.get(self.rules.metric(claim.metric), given)
            found = self._modalities[said] = given.value
        return found

    def cues(self, note: str | None) -> frozenset[str]:
        """The words of a note that change what a figure means."""
        found = self._cues.get(note)
        if found is None:
            text = f" {(note or '').lower()} "
            found = frozenset(cue for cue, words in self.rules.cues if any(word in text for word in words))
            self._cues[note] = found or _NO_CUES
        return found

    def _tolerant(self, printed: str, unit: str, precision: Precision, low: float, high: float) -> tuple[float, float]:
        """The bounds with what the printed digits leave open; an exact bound of "over" and "under" stays."""
        tolerance = self.rules.tolerances[tolerance_name(precision)]
        open_sided = precision is Precision.AS_PRINTED and (low == -INFINITY or high == INFINITY)
        if open_sided:
            return low, high
        least = low if low == -INFINITY else low - half_width(low, printed_unit(printed, low, unit), tolerance)
        most = high if high == INFINITY else high + half_width(high, printed_unit(printed, high, unit), tolerance)
        return least, most
