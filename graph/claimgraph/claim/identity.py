"""When two claims are the same claim: hashes of their content, the same on every machine and in every version of Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from hashlib import blake2b
from operator import attrgetter
from typing import TYPE_CHECKING

from claimgraph.claim.time import PartialDate, Period
from claimgraph.claim.values import Evidence, Hop, Quantity

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def content_id(*parts: object) -> str:
    """Twenty hexadecimal digits that stand for this content and no other.

    >>> content_id("kling", 1) == content_id("kling", 1), content_id("kling", 1) == content_id("kling", 2)
    (True, False)
    """
    text = "\x1f".join(["" if part is None else str(part) for part in parts])
    return blake2b(text.encode(), digest_size=10).hexdigest()


_IDENTITY: dict[type, Callable[[DataclassInstance], tuple[object, ...]]] = {}


def identity(claim: DataclassInstance) -> list[object]:
    """The identifying fields in the order of their declaration."""
    read = _IDENTITY.get(type(claim))
    if read is None:
        names = [f.name for f in fields(claim) if f.metadata.get("identity", True)]
        read = _IDENTITY[type(claim)] = attrgetter(*names)
    return [_plain(value) for value in read(claim)]


def _plain(value: object) -> object:
    """A value as text that does not change between versions of Python: decimals shortest, nested values flattened."""
    write = _WRITERS.get(type(value))
    return value if write is None else write(value)


def _decimal(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _tuple(items: tuple[object, ...]) -> str:
    return "\x1e".join([str(_plain(item)) for item in items]) if items else ""


def _period(period: Period) -> str:
    return f"{period.start}/{period.end}/{period.as_of}"


def _evidence(evidence: Evidence) -> str:
    return f"{evidence.start}/{evidence.end}/{evidence.printed_start}/{evidence.printed_end}"


def _quantity(quantity: Quantity) -> str:
    low = "" if quantity.low is None else _decimal(quantity.low)
    high = low if quantity.high is quantity.low else "" if quantity.high is None else _decimal(quantity.high)
    return (
        f"{low}\x1d{high}\x1d{quantity.low_exclusive}\x1d{quantity.high_exclusive}\x1d{quantity.precision.value}"
        f"\x1d{quantity.unit}\x1d{quantity.per_unit or ''}\x1d{quantity.printed}"
    )


def _partial_date(date: PartialDate) -> str:
    return date.text


def _hop(hop: Hop) -> str:
    return f"{hop.agent}/{hop.capacity}/{hop.organization}"


_WRITERS: dict[type, Callable[..., str]] = {
    Decimal: _decimal,
    tuple: _tuple,
    Period: _period,
    Evidence: _evidence,
    Quantity: _quantity,
    PartialDate: _partial_date,
    Hop: _hop,
}
