"""The claim model: what one source said, as frozen values whose ids are hashes of their content.

A claim is one utterance in one document; it is not a fact. This room knows nothing of RDF, files or texts: it only says
what a claim consists of and when two claims are the same claim. Everything else reads and writes these values.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from hashlib import blake2b
from operator import attrgetter

__all__ = [
    "Claim",
    "Entity",
    "EventClaim",
    "Evidence",
    "Hop",
    "Label",
    "MetricClaim",
    "Modality",
    "OpinionClaim",
    "PartialDate",
    "Period",
    "Polarity",
    "Precision",
    "Quantity",
    "RelationClaim",
    "ReviewState",
    "Role",
    "Source",
    "content_id",
]


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


def content_id(*parts: object) -> str:
    """Twenty hexadecimal digits that stand for this content and no other.

    >>> content_id("kling", 1) == content_id("kling", 1), content_id("kling", 1) == content_id("kling", 2)
    (True, False)
    """
    text = "\x1f".join(["" if part is None else str(part) for part in parts])
    return blake2b(text.encode(), digest_size=10).hexdigest()


_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the day, the month or only the year, as ISO 8601 writes it.

    >>> PartialDate("2025-02").first, PartialDate("2025-02").last, PartialDate("2025-02").precision
    (datetime.date(2025, 2, 1), datetime.date(2025, 2, 28), 'month')
    """

    text: str

    def __post_init__(self) -> None:
        if not _PARTIAL_DATE.fullmatch(self.text):
            raise ValueError(f"not a date: {self.text!r} (write 2025, 2025-03 or 2025-03-14)")
        try:
            _ = self.first, self.last
        except (ValueError, calendar.IllegalMonthError) as error:
            raise ValueError(f"no such date: {self.text} ({error})") from None

    @property
    def precision(self) -> str:
        return {4: "year", 7: "month", 10: "day"}[len(self.text)]

    @property
    def first(self) -> date:
        """The first day it can mean."""
        return date.fromisoformat(self.text + "-01-01"[len(self.text) - 4 :])

    @property
    def last(self) -> date:
        """The last day it can mean."""
        first = self.first
        match self.precision:
            case "year":
                return date(first.year, 12, 31)
            case "month":
                return date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
            case _:
                return first


_SPAN = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)\.\.(\d{4}(?:-\d{2}(?:-\d{2})?)?)")
_HALF, _QUARTER = re.compile(r"(\d{4})-H([12])"), re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, slots=True)
class Period:
    """The time a statement holds for: a span of days, or a level as of a day, month or year.

    `basis` tells whether the clause stated it, or it was inherited from an earlier one, or is relative to another date.

    >>> Period.parse("2025-Q3").start, Period.parse("2025-Q3").end
    (datetime.date(2025, 7, 1), datetime.date(2025, 9, 30))
    >>> Period.parse("as of 2026-01").text, Period.parse("2025-01..2025-09").text, Period.parse("2025").text
    ('as of 2026-01', '2025-01..2025-09', '2025')
    """

    start: date | None
    end: date | None
    as_of: bool = False
    basis: str = "stated"

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"a period that ends ({self.end}) before it starts ({self.start})")

    @classmethod
    def parse(cls, text: str) -> Period:
        """`2025`, `2025-H1`, `2025-Q3`, `2025-03`, `2025-03-14`, `A..B`, or any of the single ones after `as of`."""
        text, as_of = text.strip(), False
        if text.lower().startswith("as of "):
            text, as_of = text[6:].strip(), True
        if span := _SPAN.fullmatch(text):
            return cls(PartialDate(span[1]).first, PartialDate(span[2]).last, as_of)
        if half := _HALF.fullmatch(text):
            first = 1 if half[2] == "1" else 7
            return cls(date(int(half[1]), first, 1), PartialDate(f"{half[1]}-{first + 5:02}").last, as_of)
        if quarter := _QUARTER.fullmatch(text):
            last = int(quarter[2]) * 3
            return cls(date(int(quarter[1]), last - 2, 1), PartialDate(f"{quarter[1]}-{last:02}").last, as_of)
        try:
            day = PartialDate(text)
        except ValueError as error:
            raise ValueError(
                f"not a period: {text!r} (write 2025, 2025-H1, 2025-Q3, 2025-03, 2025-03-14, 2025-01..2025-09 "
                f"or as of 2026-01); {error}"
            ) from None
        return cls(day.first, day.last, as_of)

    @property
    def text(self) -> str:
        """The shortest form that `parse` reads back."""
        return ("as of " if self.as_of else "") + self._days()

    def _days(self) -> str:
        if self.start is None or self.end is None:
            raise ValueError("an open period has no short form")
        year = self.start.year
        for short in (
            f"{year}",
            f"{year}-H{1 if self.start.month < 7 else 2}",
            f"{year}-Q{(self.start.month + 2) // 3}",
            self.start.isoformat()[:7],
            self.start.isoformat(),
        ):
            same = Period.parse(short)
            if (same.start, same.end) == (self.start, self.end):
                return short
        first, last = self.start.isoformat(), self.end.isoformat()
        if first.endswith("-01") and PartialDate(last[:7]).last == self.end:
            return f"{first[:7]}..{last[:7]}"
        return f"{first}..{last}"


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


@dataclass(frozen=True, slots=True)
class Entity:
    """What claims are about, or who makes them. An entity says nothing about itself: owner, leader, parent are claims.

    `kind` is a class of the vocabulary (Company, Product, ...). `anonymous` marks a generic source such as "industry data".
    """

    id: str
    kind: str
    labels: tuple[Label, ...] = ()
    anonymous: bool = False
    note: str | None = None
    same_as: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", tuple(sorted(set(self.labels))))
        object.__setattr__(self, "same_as", tuple(sorted(set(self.same_as))))

    def label(self, language: str = "en") -> str:
        """The preferred label in that language, else in any, else the id."""
        preferred = [label for label in self.labels if label.rank == "preferred"]
        for label in preferred:
            if label.language == language:
                return label.text
        return preferred[0].text if preferred else self.id


@dataclass(frozen=True, slots=True)
class Source:
    """One document: where it is, who published it, and the digest of the text that was read.

    `publisher` is an entity id. `held` is false for a report that others cite and nobody here has read. `text_length` is
    in code points; `copy_of` is the source this one is declared to reprint, translate or rewrite.
    """

    id: str
    title: str
    url: str | None = None
    publisher: str | None = None
    creators: tuple[str, ...] = ()
    language: str | None = None
    published: PartialDate | None = None
    kind: str | None = None
    digest: str | None = None
    text_length: int | None = None
    held: bool = True
    copy_of: str | None = None
    trust: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "creators", tuple(sorted(set(self.creators))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What every claim has. `attribution` runs from the outermost hop named to the one who said it first."""

    source: str
    about: str
    modality: Modality = Modality.ACTUAL
    negated: bool = False
    attribution: tuple[Hop, ...] = ()
    period: Period | None = None
    scope: tuple[tuple[str, str], ...] = ()
    evidence: Evidence | None = None
    paraphrase: str | None = field(default=None, metadata={"identity": False})
    note: str | None = field(default=None, metadata={"identity": False})
    review: ReviewState = field(default=ReviewState.REVIEWED, metadata={"identity": False})
    recorded_by: str = field(default="hand", metadata={"identity": False})

    def __post_init__(self) -> None:
        if len(self.scope) > 1:
            object.__setattr__(self, "scope", tuple(sorted(self.scope)))

    @property
    def id(self) -> str:
        """A hash of what was said, where and by whom; notes, paraphrase and review state leave it as it is."""
        return content_id(type(self).__name__, *_identity(self))

    def origin(self, publisher: str | None) -> str | None:
        """The agent who first said it: the end of the chain, the publisher itself when none is named."""
        return self.attribution[-1].agent if self.attribution else publisher

    @property
    def hops(self) -> int:
        """How many relays lie between the document read and the origin."""
        return len(self.attribution)


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricClaim(Claim):
    """A number said of an entity. `window` is an ISO 8601 duration: retention after P30D, downloads within P5D."""

    metric: str
    quantity: Quantity
    window: str | None = None
    relative_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationClaim(Claim):
    """A relation between two entities. `object` is an entity id, or None where `object_text` describes it in own words."""

    predicate: str
    object: str | None
    object_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventClaim(Claim):
    """Something that happened on a date. `participant` is the other entity of the event, if any."""

    event: str
    date: PartialDate | None
    printed: str
    precision: Precision = Precision.AS_PRINTED
    not_before: bool = False
    not_after: bool = False
    participant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionClaim(Claim):
    """A judgement, told in own words by `paraphrase`. `mentions` are other entities it speaks of."""

    aspect: str
    polarity: Polarity = Polarity.NEUTRAL
    mentions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        Claim.__post_init__(self)
        object.__setattr__(self, "mentions", tuple(sorted(set(self.mentions))))

    @property
    def id(self) -> str:
        """As of any claim, but here the paraphrase is the content."""
        return content_id(type(self).__name__, *_identity(self), self.paraphrase)


_IDENTITY: dict[type, Callable[[Claim], tuple[object, ...]]] = {}


def _identity(claim: Claim) -> list[object]:
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
