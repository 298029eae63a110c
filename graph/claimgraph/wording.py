"""Claim values in words: one plain English sentence per claim, and values, periods and chains as people read them.

Only labels and facts go in; nothing of the source's own sentences is here to be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from claimgraph.claim import (
    Claim,
    Entity,
    EventClaim,
    Hop,
    MetricClaim,
    Modality,
    OpinionClaim,
    PartialDate,
    Period,
    Precision,
    Quantity,
    RelationClaim,
)
from claimgraph.vocabulary import Vocabulary

__all__ = ["Names", "chain_text", "period_text", "quantity_text", "sentence"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_MODALITY = {
    Modality.ACTUAL: "",
    Modality.EXPECTED: "expected ",
    Modality.TARGET: "target of ",
    Modality.ESTIMATED: "estimated at ",
    Modality.POSSIBLE: "possibly ",
}
_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


_ONE_SCALE = re.compile(r"^(\S+) (\w+) to (\S+ \2)$")
_SPOKEN = frozenset({"duration", "resolution", "score", "ratio"})  # dimensions whose units are said in words


@dataclass(frozen=True, slots=True)
class Names:
    """What the words are made of: the labels of entities, metrics, relations and units."""

    entities: Mapping[str, Entity]
    vocabulary: Vocabulary

    def entity(self, id: str) -> str:
        entity = self.entities.get(id)
        return entity.label() if entity else id

    def metric(self, id: str) -> str:
        metric = self.vocabulary.metrics.get(id)
        return metric.label() if metric else id.replace("_", " ")

    def unit(self, id: str, *, one: bool = True) -> str:
        """A unit as it is read aloud, the symbol of a technical one; of a currency its code, since $ and ¥ are several."""
        unit = self.vocabulary.units.get(id)
        if unit is None or unit.dimension == "money":
            return id
        if unit.symbol and unit.dimension not in _SPOKEN:
            return unit.symbol
        word = unit.label.removesuffix("s")
        return word if one or unit.dimension == "area" else f"{word}s"


@lru_cache(maxsize=4096)
def number_text(value: Decimal) -> str:
    """A number for reading.

    >>> number_text(Decimal("140000000")), number_text(Decimal("12345")), number_text(Decimal("6.40"))
    ('140 million', '12,345', '6.4')
    """
    for scale, word in _SCALES:
        if abs(value) >= scale:
            scaled = (value / scale).normalize()
            if len(scaled.as_tuple().digits) <= 7:
                return f"{scaled:f} {word}"
    plain = value.normalize()
    return f"{plain:,f}"


def quantity_text(quantity: Quantity, names: Names) -> str:
    """The quantity with its bounds and unit, as it is read aloud: `over 12 million`, `about 70%`, `10 seconds`.

    >>> from claimgraph import vocabulary
    >>> names = Names({}, vocabulary.load())
    >>> quantity_text(Quantity(Decimal(17000000), Decimal(18500000), "CNY", ""), names)
    '17 to 18.5 million CNY'
    >>> quantity_text(Quantity(Decimal(1100000000), None, "USD", "", per_unit="minute"), names)
    'at least 1.1 billion USD per minute'
    """
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        return f"an unstated amount ({quantity.printed})"
    if low is not None and high is not None:
        number = number_text(low) if low == high else _range_text(low, high)
    elif low is not None:
        number = f"{'over' if quantity.low_exclusive else 'at least'} {number_text(low)}"
    else:
        assert high is not None  # noqa: S101
        number = f"{'under' if quantity.high_exclusive else 'at most'} {number_text(high)}"
    about = "" if quantity.precision is Precision.AS_PRINTED else "about "
    return about + _with_unit(number, quantity, names)


def _range_text(low: Decimal, high: Decimal) -> str:
    """Two numbers, the scale named once where both have it: `17 to 18.5 million`."""
    return _ONE_SCALE.sub(r"\1 to \3", f"{number_text(low)} to {number_text(high)}")


def _with_unit(number: str, quantity: Quantity, names: Names) -> str:
    match quantity.unit:
        case "count":
            text = number
        case "percent":
            text = f"{number}%"
        case "multiple":
            text = f"{number} times"
        case "rank":
            text = f"rank {number}"
        case unit:
            text = f"{number} {names.unit(unit, one=number == '1')}"
    return f"{text} per {names.unit(quantity.per_unit)}" if quantity.per_unit else text


def date_text(date: PartialDate) -> str:
    """`March 2025`, `14 March 2025` or `2025`."""
    match date.precision:
        case "year":
            return date.text
        case "month":
            return f"{_MONTHS[date.first.month - 1]} {date.first.year}"
        case _:
            return f"{date.first.day} {_MONTHS[date.first.month - 1]} {date.first.year}"


@lru_cache(maxsize=4096)
def period_text(period: Period) -> str:
    """`in Q3 2025`, `as of January 2026`, `from January to September 2025`.

    >>> period_text(Period.parse("2025-Q3")), period_text(Period.parse("as of 2026-01"))
    ('in Q3 2025', 'as of January 2026')
    >>> period_text(Period.parse("2025-01..2025-09"))
    'from January 2025 to September 2025'
    """
    if period.start is None or period.end is None:
        if period.start:
            return f"since {date_text(PartialDate(period.start.isoformat()))}"
        return f"until {date_text(PartialDate(period.end.isoformat()))}" if period.end else "at an unstated time"
    short = period.text.removeprefix("as of ")
    lead = "as of" if period.as_of else "in"
    if ".." in short:
        first, last = short.split("..")
        return f"from {date_text(PartialDate(first))} to {date_text(PartialDate(last))}"
    if "-H" in short or "-Q" in short:
        year, part = short.split("-")
        return f"{lead} {part} {year}"
    day = PartialDate(short)
    return f"{'on' if day.precision == 'day' and not period.as_of else lead} {date_text(day)}"


def hop_text(hop: Hop, names: Names) -> str:
    """`Olivia Moore (partner, a16z)`."""
    role = ", ".join(
        part for part in (hop.capacity, names.entity(hop.organization) if hop.organization else None) if part
    )
    return f"{names.entity(hop.agent)} ({role})" if role else names.entity(hop.agent)


def chain_text(attribution: tuple[Hop, ...], names: Names) -> str:
    """Who said it, the first voice first: `Olivia Moore, quoted by Forbes`; empty where nobody is named."""
    if not attribution:
        return ""
    first, *relays = reversed(attribution)
    return hop_text(first, names) + "".join(f", quoted by {hop_text(relay, names)}" for relay in relays)


def sentence(claim: Claim, names: Names) -> str:
    """The claim as one English sentence, from its values alone; an opinion is its paraphrase."""
    match claim:
        case MetricClaim():
            body = _metric(claim, names)
        case RelationClaim():
            body = _relation(claim, names)
        case EventClaim():
            body = _event(claim, names)
        case OpinionClaim():
            return claim.paraphrase or f"{names.entity(claim.about)}: {claim.aspect}, {claim.polarity.value}."
        case _:
            raise TypeError(f"not a kind of claim: {type(claim).__name__}")
    if claim.scope:
        body += " (" + ", ".join(f"{kind}: {what}" for kind, what in claim.scope) + ")"
    if claim.period is not None and not isinstance(claim, EventClaim):
        body += f" {period_text(claim.period)}"
    if claim.attribution:
        body += f", according to {chain_text(claim.attribution, names)}"
    return body + "."


def _metric(claim: MetricClaim, names: Names) -> str:
    denied = "not " if claim.negated else ""
    value = quantity_text(claim.quantity, names)
    text = f"{names.entity(claim.about)}: {names.metric(claim.metric)} {_MODALITY[claim.modality]}{denied}{value}"
    if claim.relative_to:
        relation = "that of" if claim.quantity.unit in ("multiple", "percent") else "relative to"
        text += f" {'of ' if claim.quantity.unit == 'percent' else ''}{relation} {names.entity(claim.relative_to)}"
    return f"{text} within {window_text(claim.window)}" if claim.window else text


def window_text(window: str) -> str:
    """An ISO 8601 duration in words: `P30D` is 30 days, `P1M` is 1 month.

    >>> window_text("P30D"), window_text("P1M"), window_text("PT48H")
    ('30 days', '1 month', '48 hours')
    """
    time = "T" in window
    number = "".join(character for character in window if character.isdigit())
    words = {"Y": "year", "M": "minute" if time else "month", "W": "week", "D": "day", "H": "hour", "S": "second"}
    word = words.get(window[-1:])
    return f"{number} {word}{'' if number == '1' else 's'}" if word and number else window


def _relation(claim: RelationClaim, names: Names) -> str:
    relation = names.vocabulary.relations.get(claim.predicate)
    phrase = relation.label if relation else claim.predicate
    whom = names.entity(claim.object) if claim.object else (claim.object_text or "")
    hedge = "" if claim.modality is Modality.ACTUAL else f" ({claim.modality.value})"
    return f"{names.entity(claim.about)} – {'not ' if claim.negated else ''}{phrase} – {whom}{hedge}"


def _event(claim: EventClaim, names: Names) -> str:
    if claim.date is None:
        when = claim.printed
    else:
        bound = "not before " if claim.not_before else "not after " if claim.not_after else ""
        about = "about " if claim.precision is not Precision.AS_PRINTED else ""
        when = bound + about + date_text(claim.date)
    denied = "not " if claim.negated else ""
    other = f", with {names.entity(claim.participant)}" if claim.participant else ""
    return f"{names.entity(claim.about)}: {names.metric(claim.event)} {_MODALITY[claim.modality]}{denied}{when}{other}"
