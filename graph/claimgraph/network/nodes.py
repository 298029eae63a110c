"""What a store says of one subject, by the local names of its properties, and how the values of these are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

from claimgraph.claim import PartialDate
from claimgraph.network.testimony import Bounds

Node = Mapping[str, list[Any]]


def local_name(iri: str) -> str:
    """The last step of an IRI.

    >>> local_name("https://w3id.org/claimgraph/ns#ownedBy"), local_name("https://w3id.org/claimgraph/x/entity/a%20b")
    ('ownedBy', 'a b')
    """
    return unquote(iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1])


def short_ids(iris: Iterable[str]) -> dict[str, str]:
    """A short id for every IRI: its last step, or the whole IRI where another one has the same last step."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for iri in sorted(iris):
        name = local_name(iri)
        ids[iri] = iri if name in taken else name
        taken.add(name)
    return ids


def texts(node: Node, key: str) -> list[str]:
    """Every value of a property as text, sorted."""
    return sorted({value.value for value in node.get(key, ())})


def text(node: Node, key: str) -> str | None:
    """The value of a property as text; the first in order where there are several."""
    return min((value.value for value in node.get(key, ())), default=None)


def term(node: Node, key: str) -> str | None:
    """The local name of a property's value."""
    value = text(node, key)
    return None if value is None else local_name(value)


def flag(node: Node, key: str) -> bool:
    """Whether a property is true."""
    return text(node, key) in ("true", "1")


def count(node: Node, key: str) -> int:
    """A property's whole number; 0 where it has none."""
    value = text(node, key)
    return int(value) if value and value.isdecimal() else 0


def day(node: Node, key: str) -> date | None:
    """A property's day; None where it is missing or no day of the calendar."""
    value = text(node, key)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def partial(value: str | None) -> PartialDate | None:
    """A day, month or year; None where it is none of them."""
    try:
        return PartialDate(value) if value else None
    except ValueError:
        return None


def bounds(node: Node) -> Bounds:
    """The stated number."""
    return Bounds(
        low=_decimal(node, "low"),
        high=_decimal(node, "high"),
        low_exclusive=flag(node, "lowExclusive"),
        high_exclusive=flag(node, "highExclusive"),
        precision=term(node, "precision") or "AsPrinted",
        unit=term(node, "unit") or "NUM",
        per_unit=term(node, "perUnit"),
        printed=text(node, "printed") or "",
    )


def _decimal(node: Node, key: str) -> Decimal | None:
    value = text(node, key)
    return None if value is None else Decimal(value)
