"""What a briefing says, as frozen values: what was read from the store, and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from claimgraph.agreement import Support
from claimgraph.claim import Claim, Source
from claimgraph.wording import Names

_NAMED = 2
_OTHER_MEASURE = ("definition-difference", "scope-difference")


@dataclass(frozen=True, slots=True)
class Told:
    """One claim with its source and what the build found: its slot, the text it stands in, who counts as its origin.

    `origin` is an entity id, or None where nobody is named. `text` is the same for copies of one text.
    """

    id: str
    claim: Claim
    source: Source
    text: str
    origin: str | None
    slot: str | None = None

    @property
    def voice(self) -> str:
        """What is counted as one origin: a claim that names nobody counts by its text."""
        return self.origin or f"text:{self.text}"


@dataclass(frozen=True, slots=True)
class SlotNode:
    """A slot of the store: the metric its values are compared as, and how many voices fill it."""

    id: str
    metric: str
    support: Support
    disputed: bool


@dataclass(frozen=True, slots=True)
class Accord:
    """Claims of one slot that agree, and the interval they share."""

    slot: str
    claims: tuple[str, ...]
    low: Decimal | None
    high: Decimal | None
    unit: str
    support: Support


@dataclass(frozen=True, slots=True)
class Dispute:
    """A disagreement of the store. `about` is a metric or a relation; `verdict` what a person decided, if anybody did."""

    id: str
    kind: str
    subject: str
    about: str
    why: str
    severity: str
    claims: tuple[str, ...]
    implied: tuple[str, ...] = ()
    spread: Decimal | None = None
    days: int | None = None
    verdict: str | None = None
    note: str | None = None

    @property
    def grave(self) -> bool:
        return self.severity == "grave"

    @property
    def contests(self) -> bool:
        """Whether the values exclude each other, rather than measure different things under like names."""
        return self.kind not in _OTHER_MEASURE

    @property
    def stands(self) -> bool:
        """Whether it still counts: nobody dismissed it."""
        return self.verdict != "dismissed"


@dataclass(frozen=True, slots=True)
class Archive:
    """Claims by id, with the names of everything they speak of."""

    told: Mapping[str, Told]
    names: Names

    def support(self, claims: Iterable[str]) -> Support:
        """How many articles, texts and origins stand behind these claims."""
        rows = [self.told[id] for id in claims if id in self.told]
        return Support(
            len({row.source.id for row in rows}), len({row.text for row in rows}), len({row.voice for row in rows})
        )

    def only(self, wanted: Callable[[Told], bool]) -> Archive:
        """The claims that are wanted."""
        return Archive({id: row for id, row in self.told.items() if wanted(row)}, self.names)


@dataclass(frozen=True, slots=True)
class Voice:
    """One origin: who, whether it spoke for itself, through whom it is quoted, and which articles pass it on.

    `agent` is an entity id, or None where nobody is named. `articles` counts all of them, `texts` the different ones.
    """

    agent: str | None
    name: str
    itself: bool
    through: tuple[str, ...]
    relayed_by: tuple[str, ...]
    articles: int
    texts: int

    @property
    def text(self) -> str:
        """`LatePost, relayed by 5 articles (4 texts)`."""
        words = self.name
        if self.through:
            words += f", quoted by {listed(self.through)}"
        relays = len(self.relayed_by)
        if not relays:
            return words if self.articles < 2 else f"{words} ({self.articles} articles)"
        words += " itself, and relayed by " if self.itself else ", relayed by "
        publishers = tuple(dict.fromkeys(self.relayed_by))
        copies = f" ({counted(self.texts, 'text')})" if self.texts < self.articles else ""
        if relays <= _NAMED and len(publishers) == relays:
            return words + listed(publishers) + copies
        return words + counted(relays, "article") + copies


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
    """What is claimed of one entity. `elsewhere` are claims about others that name it."""

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


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


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

    `bound` is "at least" or "at most" where what came, and so the error, is known from one side only.
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
    bound: str
    difference: Decimal | None
    origin: str
    sayings: tuple[Saying, ...]
    actuals: tuple[Saying, ...]


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
