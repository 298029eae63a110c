"""All slots with their readings: what is compared, held so that one source can change without reading the others again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter

from claimgraph.agreement.comparing import Value, best_value
from claimgraph.agreement.model import Reading, SlotKey
from claimgraph.agreement.phrases import bound
from claimgraph.agreement.readings import Reader, days_of, is_money
from claimgraph.claim import MetricClaim
from claimgraph.corpus.model import Rate

__all__ = ["Board", "Series"]

Series = tuple[str, str]  # subject, metric


class Board:
    """Slots by key, and the keys of each subject and metric. Values are worked out once and forgotten on change."""

    __slots__ = ("_metrics", "_series", "_sorted", "_values", "reader", "slots")

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.slots: dict[SlotKey, list[Reading]] = {}
        self._series: dict[Series, dict[SlotKey, None]] = {}
        self._sorted: dict[Series, Sequence[SlotKey]] = {}
        self._metrics: dict[str, dict[str, None]] = {}
        self._values: dict[tuple[SlotKey, str | None], Value | None] = {}

    def add(self, claims: Iterable[MetricClaim]) -> set[SlotKey]:
        """Puts claims into their slots; gives the slots touched."""
        touched = set()
        for claim in claims:
            key = self.reader.key(claim)
            self.put(key, self.reader.reading(claim))
            touched.add(key)
        return touched

    def put(self, key: SlotKey, reading: Reading) -> None:
        rows = self.slots.get(key)
        if rows is None:
            self.slots[key] = [reading]
            self._series.setdefault((key.subject, key.metric), {})[key] = None
            self._metrics.setdefault(key.subject, {})[key.metric] = None
            self._sorted.pop((key.subject, key.metric), None)
        else:
            rows.append(reading)
        if self._values:
            self._forget(key)

    def remove_source(self, source: str, keys: Iterable[SlotKey] | None = None) -> set[SlotKey]:
        """Takes everything out that one source says, looking only into `keys` where they are known."""
        touched = set()
        for key in list(self.slots if keys is None else keys):
            rows = self.slots.get(key, [])
            kept = [reading for reading in rows if reading.source != source]
            if len(kept) < len(rows):
                touched.add(key)
                self._forget(key)
                self._keep(key, kept)
        return touched

    def remove_computed(self, keys: Iterable[SlotKey] | None = None) -> None:
        """Takes the implied and the converted values out again, of all slots or of these."""
        for key in list(self.slots if keys is None else keys):
            rows = self.slots.get(key, [])
            kept = [reading for reading in rows if not reading.implied and not reading.rate]
            if len(kept) < len(rows):
                self._forget(key)
                self._keep(key, kept)

    def _keep(self, key: SlotKey, readings: list[Reading]) -> None:
        """Leaves a slot with these readings; an empty one goes."""
        if readings:
            self.slots[key] = readings
        else:
            del self.slots[key]
            self._series[key.subject, key.metric].pop(key, None)
            self._sorted.pop((key.subject, key.metric), None)

    def keys(self, subject: str, metric: str) -> Sequence[SlotKey]:
        """The slots of one metric of one subject, by period."""
        found = self._sorted.get((subject, metric))
        if found is None:
            found = self._sorted[subject, metric] = in_order(self._series.get((subject, metric), ()))
        return found

    def all_keys(self, subjects: Iterable[str] | None = None) -> Sequence[SlotKey]:
        """Every slot, by subject, metric and period; only of `subjects` where given."""
        return [key for series in self.series(subjects) for key in self.keys(*series)]

    def series(self, subjects: Iterable[str] | None = None) -> list[Series]:
        """Every subject and metric, sorted; only of `subjects` where given."""
        chosen = self._metrics if subjects is None else [subject for subject in subjects if subject in self._metrics]
        return sorted(
            (subject, metric)
            for subject in chosen
            for metric in self._metrics[subject]
            if self._series.get((subject, metric))
        )

    def value(self, key: SlotKey, unit: str | None = None) -> Value | None:
        """The best supported value of a slot, of one unit where given; computed values do not count."""
        known = self._values
        if (key, unit) not in known:
            known[key, unit] = best_value([row for row in self.slots.get(key, ()) if not row.implied], unit)
        return known[key, unit]

    def units(self, key: SlotKey) -> list[str]:
        return sorted({reading.unit for reading in self.slots.get(key, ())})

    def convert(self, rates: Iterable[Rate], keys: Iterable[SlotKey]) -> None:
        """Adds to slots of several currencies what a dated rate makes of each figure, marked with the rate."""
        table: dict[frozenset[str], list[Rate]] = {}
        for rate in rates:
            table.setdefault(frozenset((rate.currency, rate.to)), []).append(rate)
        if not table:
            return
        for key in keys:
            money = [unit for unit in self.units(key) if is_money(unit)]
            for target, reading in [
                (money[0], row) for row in self.slots.get(key, ()) if money and row.unit in money[1:] and not row.rate
            ]:
                if chosen := _nearest(table.get(frozenset((target, reading.unit)), ()), key):
                    self.put(key, _converted(reading, target, chosen))

    def _forget(self, key: SlotKey) -> None:
        for known in [
            known for known in ((key, None), *((key, unit) for unit in self.units(key))) if known in self._values
        ]:
            del self._values[known]


def in_order(keys: Iterable[SlotKey]) -> list[SlotKey]:
    """Slots by subject, metric, period and what else tells them apart."""
    return sorted(keys, key=attrgetter("order"))


def _nearest(rates: Iterable[Rate], key: SlotKey) -> Rate | None:
    """The rate dated nearest to the end of the slot's period."""
    days = days_of(key.period) if key.period else None
    end = days[1] if days else None
    return min(
        rates, key=lambda rate: (abs((rate.on.last - (end or rate.on.last)).days), rate.on, rate.rate), default=None
    )


def _converted(reading: Reading, target: str, rate: Rate) -> Reading:
    factor = float(rate.rate) if reading.unit == rate.currency else 1 / float(rate.rate)
    return reading._replace(
        unit=target,
        low=reading.low * factor,
        high=reading.high * factor,
        least=reading.least * factor,
        most=reading.most * factor,
        approximate=True,
        rate=f"{rate.rate} {rate.to} for 1 {rate.currency} on {rate.on.text}",
    )


def decimals(value: Value) -> tuple[Decimal | None, Decimal | None]:
    """The bounds of a value as decimals."""
    return bound(value.least), bound(value.most)


def by_place(keys: Iterable[SlotKey]) -> Mapping[tuple[object, ...], list[SlotKey]]:
    """Slots that differ in their period only."""
    found: dict[tuple[object, ...], list[SlotKey]] = {}
    for key in keys:
        found.setdefault((key.scope, key.relative_to, key.window, key.per_unit), []).append(key)
    return found


def values(board: Board, key: SlotKey, modality: str | None = None) -> Iterator[Value]:
    """The best value of a slot in each of its units."""
    for unit in board.units(key):
        value = board.value(key, unit)
        if value is not None and modality in (None, value.modality):
            yield value
