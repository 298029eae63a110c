"""What a store's sources say, as plain values that are cheap to fold, list and draw.

Values stay as they were stated; nothing is judged or added here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from claimgraph.claim import Entity, Source

_OTHER_MEASURE = ("DefinitionDifference", "ScopeDifference")


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
    `disputed` says that it stands in a disagreement whose statements exclude each other, `dismissed` that it stands in one
    that was found to be none.
    `slot` is the place of its value: what, of whom and when.
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
    slot: str | None = None
    dismissed: bool = False

    @property
    def origin(self) -> str | None:
        """Who said it first, as far as the chain tells."""
        return self.chain[-1].agent if self.chain else None

    @property
    def touches(self) -> tuple[str, ...]:
        """Every entity it speaks of, the one it is about first."""
        return tuple(dict.fromkeys((self.about, *((self.object,) if self.object else ()), *self.others)))


@dataclass(frozen=True, slots=True)
class Slot:
    """How well one place for a value is supported: how many articles, how many texts of their own, how many origins."""

    id: str
    articles: int
    texts: int
    origins: int


@dataclass(frozen=True, slots=True)
class Implied:
    """A value that no source states: computed from the statements `premises` by a formula."""

    id: str
    about: str
    says: str
    modality: str
    formula: str
    premises: tuple[str, ...]
    bounds: Bounds
    start: date | None = None
    end: date | None = None
    as_of: bool = False
    window: str | None = None
    relative_to: str | None = None
    scope: tuple[str, ...] = ()
    slot: str | None = None
    kind: str = "metric"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Statements, and values implied by others, that do not agree: of what kind, why, and what a reviewer found."""

    id: str
    kind: str | None
    why: str
    severity: str | None
    verdict: str | None
    explained_as: str | None
    statements: tuple[str, ...]
    implied: tuple[str, ...]

    @property
    def dismissed(self) -> bool:
        """Whether a reviewer found that there is none."""
        return self.verdict == "Dismissed"

    @property
    def contests(self) -> bool:
        """Whether its statements exclude each other, rather than speak of different parts or measures."""
        return not self.dismissed and (self.explained_as or self.kind) not in _OTHER_MEASURE


@dataclass(frozen=True, slots=True)
class Testimony:
    """All of it: what is stated, what was derived from it, and the English names of terms. Tuples are sorted by id."""

    entities: Mapping[str, Entity]
    sources: Mapping[str, Source]
    statements: tuple[Statement, ...]
    terms: Mapping[str, str]
    slots: Mapping[str, Slot] = field(default_factory=dict)
    implied: tuple[Implied, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
