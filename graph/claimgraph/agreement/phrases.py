"""Why claims disagree, in one plain sentence that names the values and who says them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from claimgraph.agreement.model import INFINITY, Reading, SlotKey
from claimgraph.claim import Period, Precision, Quantity
from claimgraph.wording import Names, period_text, quantity_text, window_text

__all__ = ["Phrases", "bound", "listed", "opposed", "time_text"]

_VALUES, _VOICES, _PLACES = 4, 3, 2
_PARTS = {
    "Q1": "the first quarter", "Q2": "the second quarter", "Q3": "the third quarter", "Q4": "the fourth quarter",
    "H1": "the first half", "H2": "the second half",
}  # fmt: skip
_PART_OF_YEAR = re.compile(r"\b([QH][1-4]) (\d{4})$")
_ONE_YEAR = re.compile(r"^from (.+?) (\d{4}) to (.+ \2)$")
_MODALITY = {
    "expected": "expected ",
    "target": "a target of ",
    "estimated": "estimated ",
    "possible": "possibly ",
    "actual": "",
}


def bound(value: float) -> Decimal | None:
    """A bound as a decimal; None where it is open."""
    return None if value in (INFINITY, -INFINITY) else Decimal(repr(value)).normalize()


def listed(texts: Sequence[str]) -> str:
    """Texts as they are read aloud: `a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


def opposed(texts: Sequence[str]) -> str:
    """Two texts against each other; more of them side by side."""
    return " against ".join(texts) if len(texts) < 3 else listed(texts)


@lru_cache(maxsize=4096)
def time_text(period: Period) -> str:
    """When, in words that can be read aloud.

    >>> time_text(Period.parse("2025-Q3")), time_text(Period.parse("2025-01..2025-09"))
    ('in the third quarter of 2025', 'from January to September 2025')
    """
    text = _PART_OF_YEAR.sub(lambda part: f"{_PARTS[part.group(1)]} of {part.group(2)}", period_text(period))
    return _ONE_YEAR.sub(r"from \1 to \3", text)


@lru_cache(maxsize=4096)
def _slot_time(key: str) -> str:
    if key == "any":
        return ""
    try:
        return time_text(Period.parse(f"as of {key[1:]}" if key.startswith("@") else key.replace("/", "..")))
    except ValueError:
        return f"in {key.removeprefix('@')}"


def _readable(value: Decimal | None) -> Decimal | None:
    """A computed figure with the four digits that say something."""
    return None if value is None else Decimal(f"{value:.4g}")


class Phrases:
    """Writes the sentences, with the labels of entities and metrics that `names` knows.

    `publishers` gives each source who publishes it: where one voice gives two figures, the articles tell them apart.
    """

    __slots__ = ("names", "publishers")

    def __init__(self, names: Names, publishers: Mapping[str, str] | None = None) -> None:
        self.names, self.publishers = names, publishers or {}

    def place(self, key: SlotKey) -> str:
        """What a slot is about: `Kling, revenue in the second quarter of 2025 (segment: overseas)`."""
        return f"{self.names.entity(key.subject)}, {self.aspect(key)}"

    def aspect(self, key: SlotKey) -> str:
        """What a slot is about, without whose it is."""
        text = self.names.metric(key.metric)
        if key.relative_to:
            text += f" against {self.names.entity(key.relative_to)}"
        if key.window:
            text += f" within {window_text(key.window)}"
        text += f" {self.period(key.period)}".rstrip()
        parts = [f"{kind}: {self.names.entity(value)}" for kind, value in key.scope]
        return text + (f" ({', '.join(parts)})" if parts else "")

    @staticmethod
    def period(key: str | None) -> str:
        """When, as a slot spells it, in words; nothing for what never changes."""
        return "at an unstated time" if key is None else _slot_time(key)

    def value(self, reading: Reading, per_unit: str | None = None) -> str:
        """One value with its modality: `expected about 140 million USD`."""
        low, high = bound(reading.low), bound(reading.high)
        if reading.implied or reading.rate:
            low, high = _readable(low), _readable(high)
        quantity = Quantity(
            low, high, reading.unit, reading.printed, per_unit=per_unit,
            precision=Precision.APPROXIMATE if reading.approximate else Precision.AS_PRINTED,
        )  # fmt: skip
        amount = quantity_text(quantity, self.names)
        denied = "not " if reading.negated else ""
        return denied + _MODALITY[reading.modality] + amount

    def voices(self, readings: Iterable[Reading], twice: frozenset[str | None] = frozenset()) -> str:
        """Who says it, one name per origin, and in how many articles; `twice` are origins that say something else too."""
        rows = sorted(readings, key=lambda row: (row.first, row.source, row.claim))
        if any(row.implied for row in rows):
            formula, _, figures = rows[0].printed.partition("; with ")
            return f"computed from {figures or formula}"
        said: dict[str | None, list[Reading]] = {}
        for row in rows:
            said.setdefault(row.origin, []).append(row)
        names = [
            self.origin(origin) + (self._where(found) if origin in twice else "") for origin, found in said.items()
        ]
        articles = len({row.source for row in rows})
        text = ", ".join(names[:_VOICES]) + (f" and {len(names) - _VOICES} more" if len(names) > _VOICES else "")
        return text if articles < 2 else f"{text}, {articles} articles"

    def _where(self, readings: Sequence[Reading]) -> str:
        """Through whom a voice is heard: ` in TechCrunch`; nothing where it speaks for itself."""
        heard = dict.fromkeys(self.publishers.get(row.source, row.source) for row in readings)
        others = [self.names.entity(id) for id in heard if id != readings[0].origin]
        return f" in {' and '.join(others[:_PLACES])}" if others else ""

    def origin(self, origin: str | None) -> str:
        if origin is None:
            return "nobody named"
        return origin.removeprefix("source:") if origin.startswith("source:") else self.names.entity(origin)

    def against(self, readings: Iterable[Reading], per_unit: str | None = None) -> str:
        """The values, each with its voices: `540,000 USD (Appfigures) against 5.4 million USD (1AI)`."""
        groups = _figures(readings)
        twice = _in_several([row.origin for row in said] for said in groups)
        return opposed(self._values(groups, per_unit, twice))

    def _values(
        self, groups: Sequence[Sequence[Reading]], per_unit: str | None, twice: frozenset[str | None]
    ) -> list[str]:
        texts = [f"{self._commonest(said, per_unit)} ({self.voices(said, twice)})" for said in groups]
        between = len(texts) - _VALUES
        if between <= 0:
            return texts
        return [*texts[: _VALUES - 1], "one other figure" if between == 1 else f"{between} other figures", texts[-1]]

    def _commonest(self, readings: Sequence[Reading], per_unit: str | None) -> str:
        """How most of those who give one figure put it."""
        texts = [self.value(reading, per_unit) for reading in readings]
        return max(dict.fromkeys(texts), key=texts.count)

    def sentence(self, place: str, values: str, because: str) -> str:
        return f"{place}: {values}: {because}."

    def across(self, places: Sequence[tuple[SlotKey, Sequence[Reading]]]) -> str:
        """Values of different slots, each with its slot: `Kling: revenue in 2025, 1 (A), against run rate ..., 2 (B)`."""
        subject = places[0][0].subject
        twice = _in_several([row.origin for row in readings] for _, readings in places)
        texts = []
        for key, readings in places:
            owner = "" if key.subject == subject else f"{self.names.entity(key.subject)}, "
            values = listed(self._values(_figures(readings), key.per_unit, twice))
            texts.append(f"{owner}{self.aspect(key)}, {values}")
        return f"{self.names.entity(subject)}: {', against '.join(texts)}"


def _figures(readings: Iterable[Reading]) -> list[list[Reading]]:
    """The readings of each figure, from the smallest up."""
    rows: dict[tuple[float, str, str, bool, bool], list[Reading]] = {}
    for row in sorted(readings, key=lambda row: (row.magnitude, row.unit, row.claim)):
        rows.setdefault((row.magnitude, row.unit, row.modality, row.negated, bool(row.implied)), []).append(row)
    return list(rows.values())


def _in_several(groups: Iterable[Iterable[str | None]]) -> frozenset[str | None]:
    """What stands in more than one of the groups."""
    seen: set[str | None] = set()
    found: set[str | None] = set()
    for group in groups:
        members = set(group)
        found |= members & seen
        seen |= members
    return frozenset(found - {None})
