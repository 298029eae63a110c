"""How an analyst writes values: `>12000000`, `~70 percent`, `30..50 USD / minute`, `>=2027`, `76..85`; and back again.

Bounds are kept as bounds and nothing is averaged. Which units a metric allows is not known here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from claimgraph.claim import PartialDate, Period, Precision, Quantity

__all__ = [
    "EventDate",
    "parse_event_date",
    "parse_period",
    "parse_quantity",
    "parse_span",
    "write_event_date",
    "write_number",
    "write_period",
    "write_quantity",
]

_NUMBER = r"[-+−]?(?:[0-9]{1,3}(?:[,_][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_SCALE = r"(?:(?:thousand|million|billion|trillion|bn|tn|[kKmMbBT])(?![A-Za-z_])|[十百千万萬亿億]{1,3})"
_VALUE = re.compile(
    rf"""(?P<precision>~|vague\s)?\s*
    (?:unstated|(?P<sign>>=|<=|>|<)?\s*(?P<low>{_NUMBER})\s*(?P<low_scale>{_SCALE})?
       (?:\s*(?P<range>\.\.)\s*(?P<high_sign><=?)?\s*(?P<high>{_NUMBER})\s*(?P<high_scale>{_SCALE})?)?)
    (?:\s*(?P<unit>%|[A-Za-z][A-Za-z_]*)(?:\s*/\s*(?P<per>[A-Za-z][A-Za-z_]*))?)?""",
    re.VERBOSE,
)
_POWERS = {
    "k": 3, "K": 3, "m": 6, "M": 6, "b": 9, "B": 9, "T": 12, "bn": 9, "tn": 12,
    "thousand": 3, "million": 6, "billion": 9, "trillion": 12,
    "十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8,
}  # fmt: skip
_FORMS = "write 12000000, 12M, ~70, >30, >=30, <50, <=50, 30..50 or unstated, then the unit: 30..50 USD / minute"
_LARGEST, _PLACES = Decimal(10) ** 20, 18  # what a 128-bit xsd:decimal holds


def parse_quantity(text: str, printed: str) -> Quantity:
    """The quantity an analyst wrote; ValueError says how to write it.

    >>> q = parse_quantity(">12M", "1200萬"); q.low, q.high, q.low_exclusive, q.unit
    (Decimal('12000000'), None, True, 'count')
    >>> q = parse_quantity("~30..50 USD / minute", "30-50美元/分鐘"); q.low, q.high, q.unit, q.per_unit, q.precision.value
    (Decimal('30'), Decimal('50'), 'USD', 'minute', 'approximate')
    """
    match = _VALUE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a value: {text!r}; {_FORMS}")
    unit = "percent" if match["unit"] == "%" else match["unit"] or "count"
    precision = _precision(match["precision"])
    if match["low"] is None:
        return Quantity(None, None, unit, printed, precision=precision, per_unit=match["per"])
    first = _number(match["low"], match["low_scale"])
    low, high, sign = first, first, match["sign"]
    if match["range"]:
        if sign in ("<", "<="):
            raise ValueError(f"{text!r} begins with an upper bound; write the lower one first: 30..50")
        if match["high_scale"] and not match["low_scale"] and first:
            raise ValueError(f"in {text!r} it is not clear what scale the first number has; write 30M..50M")
        return Quantity(
            first, _number(match["high"], match["high_scale"]), unit, printed, low_exclusive=sign == ">",
            high_exclusive=match["high_sign"] == "<", precision=precision, per_unit=match["per"],
        )  # fmt: skip
    return Quantity(
        None if sign in ("<", "<=") else low, None if sign in (">", ">=") else high, unit, printed,
        low_exclusive=sign == ">", high_exclusive=sign == "<", precision=precision, per_unit=match["per"],
    )  # fmt: skip


def _precision(mark: str | None) -> Precision:
    if mark is None:
        return Precision.AS_PRINTED
    return Precision.APPROXIMATE if mark == "~" else Precision.VAGUE


def _number(digits: str, scale: str | None) -> Decimal:
    value = Decimal(digits.replace(",", "").replace("_", "").replace("−", "-")) + 0
    if scale:
        value *= 10 ** (_POWERS[scale] if scale in _POWERS else sum(_POWERS[sign] for sign in scale))
    exponent = value.as_tuple().exponent
    if abs(value) >= _LARGEST or (isinstance(exponent, int) and -exponent > _PLACES):
        raise ValueError(f"{digits} has more digits than a decimal holds (20 before, 18 after the point)")
    return value


def write_number(value: Decimal) -> str:
    """The number in plain digits, as short as it goes.

    >>> write_number(Decimal("1.40E+8")), write_number(Decimal("6.40")), write_number(Decimal("-0.0"))
    ('140000000', '6.4', '0')
    """
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def write_quantity(quantity: Quantity) -> str:
    """The short form that `parse_quantity` reads back."""
    text = {Precision.AS_PRINTED: "", Precision.APPROXIMATE: "~", Precision.VAGUE: "vague "}[quantity.precision]
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        text += "unstated"
    elif high is None and low is not None:
        text += (">" if quantity.low_exclusive else ">=") + write_number(low)
    elif low is None and high is not None:
        text += ("<" if quantity.high_exclusive else "<=") + write_number(high)
    elif low is not None and high is not None:
        exclusive = quantity.low_exclusive or quantity.high_exclusive
        if low == high and not exclusive:
            text += write_number(low)
        else:
            above, below = ">" if quantity.low_exclusive else "", "<" if quantity.high_exclusive else ""
            text += f"{above}{write_number(low)}..{below}{write_number(high)}"
    if quantity.unit != "count" or quantity.per_unit:
        text += f" {quantity.unit}"
    return f"{text} / {quantity.per_unit}" if quantity.per_unit else text


@dataclass(frozen=True, slots=True)
class EventDate:
    """The date of an event as written: with its precision, and as a bound where the text gives only a bound."""

    date: PartialDate | None
    precision: Precision = Precision.AS_PRINTED
    not_before: bool = False
    not_after: bool = False


_EVENT_DATE = re.compile(r"(?P<precision>~|vague\s)?\s*(?:unstated|(?P<sign>>=|<=)?\s*(?P<date>[0-9-]+))")


def parse_event_date(text: str) -> EventDate:
    """`2021-12`, `~2024-06`, `>=2027` (not before), `<=2026-12` (not after) or `unstated`.

    >>> parse_event_date(">=2027").not_before, parse_event_date("~2024-06").precision.value
    (True, 'approximate')
    """
    match = _EVENT_DATE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a date: {text!r}; write 2021, 2021-12 or 2021-12-31, with ~, >= or <= before it")
    date = PartialDate(match["date"]) if match["date"] else None
    return EventDate(date, _precision(match["precision"]), match["sign"] == ">=", match["sign"] == "<=")


def write_event_date(value: EventDate) -> str:
    """The short form that `parse_event_date` reads back."""
    text = {Precision.AS_PRINTED: "", Precision.APPROXIMATE: "~", Precision.VAGUE: "vague "}[value.precision]
    if value.date is None:
        return text + "unstated"
    return text + (">=" if value.not_before else "<=" if value.not_after else "") + value.date.text


def parse_period(text: str, basis: str = "stated") -> Period:
    """Any form of `Period.parse`, and `2025-03..` or `..2025-09` for a period with one open end.

    >>> parse_period("2025-03..").end, parse_period("as of ..2025-09").start
    (None, None)
    """
    days = text.strip()
    as_of = days.lower().startswith("as of ")
    days = days[6:].strip() if as_of else days
    if days.endswith("..") and len(days) > 2:
        return Period(PartialDate(days[:-2]).first, None, as_of, basis)
    if days.startswith("..") and len(days) > 2:
        return Period(None, PartialDate(days[2:]).last, as_of, basis)
    whole = Period.parse(text)
    return Period(whole.start, whole.end, whole.as_of, basis)


def write_period(period: Period) -> str:
    """The short form that `parse_period` reads back."""
    lead = "as of " if period.as_of else ""
    if period.end is None and period.start is not None:
        return f"{lead}{period.start.isoformat()}.."
    if period.start is None and period.end is not None:
        return f"{lead}..{period.end.isoformat()}"
    return period.text


_SPAN = re.compile(r"(\d{1,12})\.\.(\d{1,12})", re.ASCII)


def parse_span(text: str) -> tuple[int, int]:
    """`76..85`: half open, in code points of the text that was read."""
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a span: {text!r}; write the first code point and the one after the last: 76..85")
    start, end = int(match[1]), int(match[2])
    if start >= end:
        raise ValueError(f"the span {text} ends before it starts")
    return start, end
