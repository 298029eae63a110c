"""What a claim says, in the few words that fit a line: its value with bounds and unit, its time, its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from claimgraph.claim import PartialDate, Period
from claimgraph.network import Bounds, Implied, Slot, Statement
from claimgraph.wording import date_text, number_text, period_text, window_text

_UNSEEN = re.compile("[\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\x00-\x1f\x7f-\x9f]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONGEST = 2000
_SLACK = 0.1


def clean(text: str) -> str:
    """The text without what steers its display instead of being read: control and direction marks become a space.

    >>> clean("a\\u202eb\\u2028c"), clean("  x  ")
    ('a b c', 'x')
    """
    plain = " ".join(_UNSEEN.sub(" ", unicodedata.normalize("NFC", text)).split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def web_address(url: str | None) -> str:
    """The address if it is one of the web, else nothing: a page links to nothing else.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)"), web_address("https:///x")
    ('https://example.org/a', '', '')
    """
    if not url or _UNSEEN.search(url) or any(character.isspace() for character in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else ""


def term_text(name: str, terms: Mapping[str, str]) -> str:
    """What the vocabulary calls a term, else its local name as words.

    >>> term_text("ownedBy", {}), term_text("monthly_active_users", {}), term_text("x", {"x": "The X"})
    ('owned by', 'monthly active users', 'The X')
    """
    return terms.get(name) or _CAMEL.sub(" ", name).replace("_", " ").replace("-", " ").lower()


def kind_text(name: str) -> str:
    """A class as words.

    >>> kind_text("MarketSegment")
    'Market segment'
    """
    return _CAMEL.sub(" ", name).capitalize()


def value_text(statement: Statement, terms: Mapping[str, str], names: Mapping[str, str]) -> str:
    """The value of a claim: a quantity, a date, a description, an opinion. Empty where the object is an entity."""
    match statement.kind:
        case "metric" if statement.bounds:
            return _figure_text(statement, statement.bounds, terms, names)
        case "event":
            return _event_text(statement)
        case _:
            return statement.text or ""


def computed_text(implied: Implied, terms: Mapping[str, str], names: Mapping[str, str]) -> str:
    """A computed value, with the four digits of it that say something."""
    low, high = (
        None if bound is None else Decimal(f"{bound:.4g}") for bound in (implied.bounds.low, implied.bounds.high)
    )
    return _figure_text(implied, replace(implied.bounds, low=low, high=high), terms, names)


def _figure_text(
    figure: Statement | Implied, bounds: Bounds, terms: Mapping[str, str], names: Mapping[str, str]
) -> str:
    text = bounds_text(bounds, terms)
    if figure.relative_to:
        text += f" of {names.get(figure.relative_to, figure.relative_to)}"
    return f"{text} within {window_text(figure.window)}" if figure.window else text


def span(bounds: Bounds) -> tuple[float | None, float | None, str]:
    """Where a stated number can lie, and its unit: an approximate one is taken a tenth wider on either side."""
    slack = 0.0 if bounds.precision == "AsPrinted" else _SLACK
    low = None if bounds.low is None else float(bounds.low) - slack * abs(float(bounds.low))
    high = None if bounds.high is None else float(bounds.high) + slack * abs(float(bounds.high))
    return low, high, bounds.unit


def support_text(slot: Slot) -> str:
    """How well a value is supported.

    >>> support_text(Slot("x", articles=3, texts=2, origins=1))
    '3 articles, 2 texts, 1 origin'
    """
    counts = (("article", slot.articles), ("text", slot.texts), ("origin", slot.origins))
    return ", ".join(f"{count} {what}{'' if count == 1 else 's'}" for what, count in counts)


def bounds_text(bounds: Bounds, terms: Mapping[str, str]) -> str:
    """`over 12 million`, `about 70%`, `30 to 50 USD per minute`."""
    low, high = bounds.low, bounds.high
    if low is None and high is None:
        return bounds.printed
    if low is not None and high is not None:
        number = number_text(low) if low == high else f"{number_text(low)} to {number_text(high)}"
    elif low is not None:
        number = f"{'over' if bounds.low_exclusive else 'at least'} {number_text(low)}"
    else:
        number = f"{'under' if bounds.high_exclusive else 'at most'} {number_text(high or Decimal())}"
    about = "" if bounds.precision == "AsPrinted" else "about "
    per = f" per {unit_text(bounds.per_unit, terms)}" if bounds.per_unit else ""
    return about + _with_unit(number, bounds.unit, terms) + per


def _with_unit(number: str, unit: str, terms: Mapping[str, str]) -> str:
    match unit:
        case "NUM":
            return number
        case "PERCENT":
            return f"{number}%"
        case "Multiple":
            return f"{number} times"
        case "Rank":
            return f"rank {number}"
        case _:
            return f"{number} {unit_text(unit, terms)}"


def unit_text(unit: str, terms: Mapping[str, str]) -> str:
    """A unit as printed after a number: `USD`, `min`."""
    return terms.get(f"unit {unit}") or (unit[4:] if unit.startswith("CCY_") else unit.lower().replace("_", " "))


def _event_text(statement: Statement) -> str:
    if statement.start is None or statement.end is None:
        return statement.printed or ""
    return _days_text(statement.start, statement.end)


def _days_text(start: date, end: date) -> str:
    for length in (4, 7, 10):
        day = PartialDate(start.isoformat()[:length])
        if (day.first, day.last) == (start, end):
            return date_text(day)
    return f"{date_text(PartialDate(start.isoformat()))} to {date_text(PartialDate(end.isoformat()))}"


def when_text(statement: Statement | Implied) -> str:
    """The time a claim holds for, and what narrows it; empty where it states neither."""
    parts = []
    if statement.kind != "event" and (statement.start or statement.end):
        parts.append(period_text(Period(statement.start, statement.end, statement.as_of)))
    parts += statement.scope
    return " · ".join(parts)
