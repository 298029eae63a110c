"""Why claims disagree, in one plain sentence that names the values and who says them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from claimgraph.agreement.model import INFINITY, Reading, SlotKey
from claimgraph.claim import Period, Precision, Quantity
from claimgraph.wording import Names, period_text, quantity_text, window_text

__all__ = ["Phrases", "bound"]

_VALUES, _VOICES = 4, 3
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


def _readable(value: Decimal | None) -> Decimal | None:
    """A computed figure with the four digits that say something."""
    return None if value is None else Decimal(f"{value:.4g}")


class Phrases:
    """Writes the sentences, with the labels of entities and metrics that `names` knows."""

    __slots__ = ("names",)

    def __init__(self, names: Names) -> None:
        self.names = names

    def place(self, key: SlotKey) -> str:
        """What a slot is about: `Kling, revenue in Q2 2025 (segment: overseas)`."""
        text = f"{self.names.entity(key.subject)}, {self.names.metric(key.metric)}"
        if key.relative_to:
            text += f" against {self.names.entity(key.relative_to)}"
        if key.window:
            text += f" within {window_text(key.window)}"
        text += f" {self.period(key.period)}".rstrip()
        return text + (" (" + ", ".join(f"{kind}: {value}" for kind, value in key.scope) + ")" if key.scope else "")

    def period(self, key: str | None) -> str:
        if key is None:
            return "at an unstated time"
        if key == "any":
            return ""
        try:
            return period_text(Period.parse(f"as of {key[1:]}" if key.startswith("@") else key.replace("/", "..")))
        except ValueError:
            return f"in {key.removeprefix('@')}"

    def value(self, reading: Reading, per_unit: str | None = None) -> str:
        """One value with its modality: `expected about 140 million USD`."""
        low, high = bound(reading.low), bound(reading.high)
        if reading.implied or reading.rate:
            low, high = _readable(low), _readable(high)
        quantity = Quantity(
            low, high, reading.unit, reading.printed,
            precision=Precision.APPROXIMATE if reading.approximate else Precision.AS_PRINTED, per_unit=per_unit,
        )  # fmt: skip
        denied = "not " if reading.negated else ""
        return denied + _MODALITY[reading.modality] + quantity_text(quantity, self.names)

    def voices(self, readings: Iterable[Reading]) -> str:
        """Who says it, one name per origin, and in how many articles."""
        rows = sorted(readings, key=lambda row: (row.first, row.source, row.claim))
        if any(row.implied for row in rows):
            return f"computed: {rows[0].printed}"
        names = list(dict.fromkeys(self.origin(row.origin) for row in rows))
        articles = len({row.source for row in rows})
        text = ", ".join(names[:_VOICES]) + (f" and {len(names) - _VOICES} more" if len(names) > _VOICES else "")
        return text if articles < 2 else f"{text}, {articles} articles"

    def origin(self, origin: str | None) -> str:
        if origin is None:
            return "nobody named"
        return origin.removeprefix("source:") if origin.startswith("source:") else self.names.entity(origin)

    def against(self, readings: Iterable[Reading], per_unit: str | None = None) -> str:
        """The values, each with its voices: `540,000 USD (Appfigures) against 5.4 million USD (1AI)`."""
        rows: dict[str, list[Reading]] = {}
        for reading in sorted(readings, key=lambda row: (row.magnitude, row.unit, row.claim)):
            rows.setdefault(self.value(reading, per_unit), []).append(reading)
        texts = [f"{value} ({self.voices(said)})" for value, said in rows.items()]
        if len(texts) > _VALUES:
            texts = [*texts[: _VALUES - 1], texts[-1]]
        return " against ".join(texts)

    def sentence(self, place: str, values: str, because: str) -> str:
        return f"{place}: {values}: {because}."

    def across(self, places: Sequence[tuple[SlotKey, Sequence[Reading]]]) -> str:
        """Values of different slots, each with its slot: `revenue in 2025 1 (A) against run rate as of ... 2 (B)`."""
        subject = places[0][0].subject
        texts = []
        for key, readings in places:
            place = self.place(key)
            if key.subject == subject:
                place = place.removeprefix(f"{self.names.entity(subject)}, ")
            texts.append(f"{place}, {self.against(readings, key.per_unit)}")
        return f"{self.names.entity(subject)}: {' – against '.join(texts)}"
