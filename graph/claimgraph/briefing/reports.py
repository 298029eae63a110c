"""What a briefing says, as frozen values: portraits, matrices, disagreements, forecasts, routes, time lines, changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from claimgraph.agreement import Support
from claimgraph.briefing.model import Dispute, Voice


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of a slot as some state it: bounds in the unit, None where open; who says so."""

    value: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    per_unit: str | None
    modality: str
    negated: bool
    printed: tuple[str, ...]
    support: Support
    voices: tuple[Voice, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlotReport:
    """The values stated for one period and scope. `state` is agree, disputed, one origin, or empty."""

    slot: str | None
    period: str
    start: date | None
    end: date | None
    place: str
    state: str
    support: Support
    figures: tuple[Figure, ...]
    disputes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MetricReport:
    """One metric of the entity: its slots, the newest first, undated ones last."""

    metric: str
    label: str
    claims: int
    slots: tuple[SlotReport, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A relation, event or opinion as it is stated, with the claims that state it."""

    kind: str
    label: str
    text: str
    other: str | None
    support: Support
    voices: tuple[Voice, ...]
    claims: tuple[str, ...]
    disputes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source that speaks of the entity, and in how many claims."""

    id: str
    title: str
    publisher: str
    published: str | None
    url: str | None
    claims: int


@dataclass(frozen=True, slots=True)
class Portrait:
    """What is claimed of one entity. `elsewhere` are claims about others that name it.

    `says` is what it says itself, or passes on; told of an entity that nothing is claimed of.
    """

    id: str
    name: str
    kind: str
    names: Mapping[str, str]
    also: tuple[str, ...]
    note: str | None
    claims: int
    support: Support
    metrics: tuple[MetricReport, ...]
    relations: tuple[Statement, ...]
    events: tuple[Statement, ...]
    opinions: tuple[Statement, ...]
    elsewhere: tuple[Statement, ...]
    disputes: tuple[Dispute, ...]
    sources: tuple[SourceLine, ...]
    says: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a comparison: the best-supported value, or why there is none.

    `state` is stated, not stated, not in period or period unknown. `stale`: older than the newest of its row by over a year.
    """

    state: str
    value: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    per_unit: str | None = None
    period: str = ""
    start: date | None = None
    end: date | None = None
    place: str = ""
    modality: str | None = None
    support: Support | None = None
    origins: tuple[str, ...] = ()
    disputed: bool = False
    stale: bool = False
    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        return (("disputed",) if self.disputed else ()) + (("stale",) if self.stale else ())


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One metric across the columns."""

    metric: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Metrics by entities, or by the periods of one entity. `left_out` counts rows that only one column would fill."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Saying:
    """One claim as a reader checks it: what it says, who said it, where it stands."""

    claim: str
    text: str
    origin: str
    chain: str
    source: SourceLine


@dataclass(frozen=True, slots=True)
class DisputeReport:
    """A disagreement with its members. `computed` are the formulas of implied values that take part."""

    dispute: Dispute
    subject: str
    about: str
    kind: str
    sayings: tuple[Saying, ...]
    computed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """What an origin expected or aimed at, and what came. `error` is actual minus expected as a share of the expected.

    Where only one side of either is stated there is no error, but the least or the most that it can be. `computed` is the
    arithmetic by which claims imply what came, where nobody states it.
    """

    subject: str
    metric: str
    period: str
    due: date | None
    outcome: str
    modality: str
    value: str
    actual: str
    error: Decimal | None
    error_low: Decimal | None
    error_high: Decimal | None
    difference: Decimal | None
    origin: str
    sayings: tuple[Saying, ...]
    actuals: tuple[Saying, ...]
    computed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OriginRecord:
    """How one origin's forecasts fared. The median error is that of those whose actual value is known."""

    origin: str
    open: int
    due: int
    met: int
    missed: int
    median_error: Decimal | None
    median_size: Decimal | None


@dataclass(frozen=True, slots=True)
class ForecastBook:
    """Every forecast and every origin's record."""

    forecasts: tuple[ForecastLine, ...]
    records: tuple[OriginRecord, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One relation on a route, in words, with the claims that state it."""

    text: str
    relation: str
    subject: str
    object: str
    disputed: bool
    origins: tuple[str, ...]
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """How two entities are connected: the entities on the way and, between each two, every relation claimed."""

    entities: tuple[str, ...]
    stretches: tuple[tuple[Stretch, ...], ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """Something on the time line: an event, a figure or a relation, when, who said so, and whether it is disputed."""

    first: date
    last: date
    kind: str
    what: str
    label: str
    value: str
    modality: str
    support: Support
    voices: tuple[Voice, ...]
    disputed: bool
    claims: tuple[str, ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is dated of one entity, in order. `undated` counts values and events without a time."""

    entity: str
    name: str
    moments: tuple[Moment, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class Change:
    """The same source on the same thing, before and after."""

    before: Saying
    after: Saying


@dataclass(frozen=True, slots=True)
class Changes:
    """What one build says that another did not."""

    new: tuple[Saying, ...] = ()
    revised: tuple[Change, ...] = ()
    lost: tuple[Saying, ...] = ()
    disputed: tuple[DisputeReport, ...] = ()
    settled: tuple[DisputeReport, ...] = ()
    fulfilled: tuple[ForecastLine, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.new or self.revised or self.lost or self.disputed or self.settled or self.fulfilled)
