"""What a store's sources say, as plain values that are cheap to fold, list and draw.

Values stay as they were stated; nothing is judged or added here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from claimgraph.claim import Entity, Source


@dataclass(frozen=True, slots=True)
class Bounds:
    """A stated number: bounds in the base unit, None where open. Units are local names of their IRIs."""

    low: Decimal | None
    high: Decimal | None
    low_exclusive: bool
    high_exclusive: bool
    precision: str
    unit: str
    per_unit: str | None
    printed: str


@dataclass(frozen=True, slots=True)
class Voice:
    """One hop of an attribution chain: who, and in what capacity if one is named."""

    agent: str
    capacity: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim as its source states it.

    `kind` is metric, relation, event or opinion; `says` the metric, relation, event or aspect as a local name. `chain` runs
    from the publisher of what was read to the one who said it first. `others` are the further entities it speaks of.
    """

    id: str
    kind: str
    about: str
    source: str
    says: str
    modality: str
    negated: bool
    disputed: bool
    chain: tuple[Voice, ...]
    object: str | None = None
    text: str | None = None
    others: tuple[str, ...] = ()
    bounds: Bounds | None = None
    start: date | None = None
    end: date | None = None
    as_of: bool = False
    printed: str | None = None
    window: str | None = None
    relative_to: str | None = None
    scope: tuple[str, ...] = ()
    polarity: str | None = None

    @property
    def origin(self) -> str | None:
        """Who said it first, as far as the chain tells."""
        return self.chain[-1].agent if self.chain else None

    @property
    def touches(self) -> tuple[str, ...]:
        """Every entity it speaks of, the one it is about first."""
        return tuple(dict.fromkeys((self.about, *((self.object,) if self.object else ()), *self.others)))


@dataclass(frozen=True, slots=True)
class Testimony:
    """All of it: entities and sources by id, statements sorted by id, and the English names of vocabulary terms."""

    entities: Mapping[str, Entity]
    sources: Mapping[str, Source]
    statements: tuple[Statement, ...]
    terms: Mapping[str, str]
