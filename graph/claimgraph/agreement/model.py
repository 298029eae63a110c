"""What is derived from claims, as frozen values: copies, slots, agreements, disagreements, implied values, forecasts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from claimgraph.claim import content_id

__all__ = [
    "Agreement",
    "CopyMember",
    "Derived",
    "Disagreement",
    "Finding",
    "Forecast",
    "Implied",
    "NotCompared",
    "Reading",
    "Record",
    "Slot",
    "SlotKey",
    "Support",
]

INFINITY = float("inf")
_NOTATIONS = {"ForecastVersusActual": "forecast-vs-actual"}


class SlotKey(NamedTuple):
    """What must be the same for two values to be comparable. `period` is None where the clause states none."""

    subject: str
    metric: str
    period: str | None
    scope: tuple[tuple[str, str], ...] = ()
    relative_to: str | None = None
    window: str | None = None
    per_unit: str | None = None

    @property
    def order(self) -> tuple[object, ...]:
        return (
            self.subject,
            self.metric,
            self.period or "",
            self.scope,
            self.relative_to or "",
            self.window or "",
            self.per_unit or "",
        )

    def __lt__(self, other: tuple[object, ...]) -> bool:
        return self.order < other.order if isinstance(other, SlotKey) else NotImplemented

    @property
    def id(self) -> str:
        scope = "\x1e".join(f"{kind}\x1d{value}" for kind, value in self.scope)
        return content_id(
            "slot", self.subject, self.metric, self.period, scope, self.relative_to, self.window, self.per_unit
        )


class Reading(NamedTuple):
    """One value as it is compared: bounds as stated (low, high) and as the printed digits allow (least, most).

    `text` is the copy group of the source, `first` and `last` the ordinals of the days it can have been published on.
    `implied` is the id of the arithmetic for a value that nobody printed, `rate` the exchange rate for a converted one.
    """

    claim: str
    source: str
    text: str
    origin: str | None
    modality: str
    unit: str
    low: float
    high: float
    least: float
    most: float
    printed: str
    first: int
    last: int
    negated: bool = False
    relayed: bool = False
    approximate: bool = False
    cues: frozenset[str] = frozenset()
    implied: str | None = None
    rate: str | None = None

    @property
    def magnitude(self) -> float:
        """The figure that stands in print: the point, the one bound there is, or the upper end of a range."""
        if self.high != INFINITY:
            return self.high
        return self.low


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the input, said with its place and what to do about it."""

    code: str
    message: str
    place: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}; {self.remedy}"


@dataclass(frozen=True, slots=True, order=True)
class CopyMember:
    """One source in its group, and how it came there: itself, declared, text, figures, credit or decided."""

    group: str
    source: str
    found: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """How many voices stand behind a value: articles, different texts, different origins. Always the three."""

    articles: int
    texts: int
    origins: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one value: what, of whom, when. `claims` are those that fill it, sorted."""

    key: SlotKey
    claims: tuple[str, ...]
    support: Support
    disputed: bool = False

    @property
    def id(self) -> str:
        return self.key.id


@dataclass(frozen=True, slots=True)
class Agreement:
    """Claims of one slot whose values overlap, and the values they share (bounds None where open)."""

    slot: SlotKey
    unit: str
    low: Decimal | None
    high: Decimal | None
    claims: tuple[str, ...]
    implied: tuple[str, ...]
    support: Support
    rate: str | None = None

    @property
    def id(self) -> str:
        return content_id("agreement", self.slot.id, self.unit, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims that cannot all hold as they stand: of which kind, how far apart, why, and what a person decided.

    `key` names the place of the disagreement and survives rebuilds; `spread` is the distance of the outermost values as a
    share of the middle between them, `days` the distance of dates.
    `explained_as` is the kind, as files spell it, that a person says it really is.
    """

    key: str
    kind: str
    subject: str
    about: str
    slots: tuple[SlotKey, ...]
    claims: tuple[str, ...]
    implied: tuple[str, ...]
    severity: str
    why: str
    rule: str
    spread: Decimal | None = None
    days: int | None = None
    unit: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    review: str = "open"
    verdict: str | None = None
    explained_as: str | None = None

    @property
    def id(self) -> str:
        return content_id("disagreement", self.key, self.kind)

    @property
    def kind_notation(self) -> str:
        """The kind as files spell it: `unit-or-currency-error`."""
        return _NOTATIONS.get(self.kind) or re.sub(r"(?<!^)(?=[A-Z])", "-", self.kind).lower()


@dataclass(frozen=True, slots=True)
class Implied:
    """A value that claims imply without anybody printing it: the formula, the figures put in, the premises.

    `text` is the copy group that holds all premises, if one does.
    """

    slot: SlotKey
    relation: str
    formula: str
    unit: str
    low: Decimal | None
    high: Decimal | None
    modality: str
    premises: tuple[str, ...]
    text: str | None = None

    @property
    def id(self) -> str:
        return content_id("implied", self.slot.id, self.relation, *self.premises)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an origin expected, aimed at or guided to, and what came. `error` is actual minus forecast, `relative` its share.

    `state` is open (its time has not passed), due (passed, and no actual that decides it is stated), met or missed. Where
    only one side of forecast or actual is stated there is no error, but `relative_low` or `relative_high`: the least and
    the most that its share can be.
    """

    slot: SlotKey
    origin: str | None
    modality: str
    unit: str
    low: Decimal | None
    high: Decimal | None
    claims: tuple[str, ...]
    state: str
    actual_low: Decimal | None = None
    actual_high: Decimal | None = None
    actual_claims: tuple[str, ...] = ()
    actual_implied: tuple[str, ...] = ()
    error: Decimal | None = None
    relative: Decimal | None = None
    relative_low: Decimal | None = None
    relative_high: Decimal | None = None
    due: date | None = None

    @property
    def id(self) -> str:
        return content_id("forecast", self.slot.id, self.origin, self.modality, self.unit, *self.claims)


@dataclass(frozen=True, slots=True)
class Record:
    """How one origin's forecasts fared. The medians are of the relative errors, with their sign and without it."""

    origin: str
    open: int
    due: int
    met: int
    missed: int
    median_error: Decimal | None
    median_size: Decimal | None


@dataclass(frozen=True, slots=True)
class NotCompared:
    """Values that look alike and were not compared, and why: period, currency or definition not stated."""

    subject: str
    about: str
    reason: str
    why: str
    claims: tuple[str, ...]
    slots: tuple[SlotKey, ...] = ()

    @property
    def id(self) -> str:
        return content_id("not-compared", self.subject, self.about, self.reason, *self.claims)


@dataclass(frozen=True, slots=True)
class Derived:
    """All that a build derives from its claims; every list is sorted and free of duplicates."""

    copies: tuple[CopyMember, ...] = ()
    origins: Mapping[str, str | None] = field(default_factory=dict)
    slots: tuple[Slot, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    implied: tuple[Implied, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    records: tuple[Record, ...] = ()
    not_compared: tuple[NotCompared, ...] = ()
    findings: tuple[Finding, ...] = ()
