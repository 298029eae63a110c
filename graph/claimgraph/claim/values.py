"""What a claim is made of: a quantity with its bounds, a hop of its chain, its place in the text, labels, modality."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Modality(StrEnum):
    """How the text commits itself to what it says."""

    ACTUAL = "actual"
    EXPECTED = "expected"
    TARGET = "target"
    ESTIMATED = "estimated"
    POSSIBLE = "possible"


class Precision(StrEnum):
    """How exact the printed number means to be."""

    AS_PRINTED = "as-printed"
    APPROXIMATE = "approximate"
    VAGUE = "vague"


class Role(StrEnum):
    """What an agent in the attribution chain does: passes on, said it first, or said it without a name."""

    RELAYER = "relayer"
    ORIGINATOR = "originator"
    ANONYMOUS = "anonymous"


class Polarity(StrEnum):
    """Whether an opinion speaks for or against what it is about."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"


class ReviewState(StrEnum):
    """Reviewed by a person, or passed by the gate alone. Drafts are neither: they wait outside the graph."""

    REVIEWED = "reviewed"
    UNREVIEWED = "unreviewed"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as computed and as printed: bounds in the base unit (equal for a point, None where open).

    "over 12 million" is low=12000000 with low_exclusive; "30-50" is low=30, high=50; nothing is ever averaged.
    `unit` and `per_unit` are unit ids of the vocabulary (count, percent, USD, minute, ...).
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    printed: str
    low_exclusive: bool = False
    high_exclusive: bool = False
    precision: Precision = Precision.AS_PRINTED
    per_unit: str | None = None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"the low bound {self.low} is above the high bound {self.high}")

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low == self.high


@dataclass(frozen=True, slots=True)
class Hop:
    """One agent of an attribution chain: an entity id, with the capacity and organization the text names, if any."""

    agent: str
    capacity: str | None = None
    organization: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where in the stored text a claim stands: half-open spans in code points.

    `start`..`end` is the clause that shows the claim, `printed_start`..`printed_end` the printed value in it. `digest` is
    the beginning of the SHA-256 of the clause, written when the text was sliced and matched; without it the evidence
    counts as unverified.
    """

    start: int
    end: int
    printed_start: int | None = None
    printed_end: int | None = None
    digest: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")
        if self.printed_start is not None and self.printed_end is not None:
            if not 0 <= self.printed_start < self.printed_end:
                raise ValueError(f"not a span: {self.printed_start}..{self.printed_end}")
        elif self.printed_start is not self.printed_end:
            raise ValueError("a printed span needs both its ends")

    @property
    def verified(self) -> bool:
        return self.digest is not None


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """A name of an entity. `language` is en, zh-hans or zh-hant; `rank` is preferred, alternative or hidden."""

    text: str
    language: str
    rank: str = "preferred"
