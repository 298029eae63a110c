"""What a briefing is made from, as frozen values: claims with what the build derived of them, and the voices behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
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
    """A disagreement of the store. `about` is a metric or a relation; `verdict` what a person decided, if anybody did.

    `explained_as` is the kind that a person says it really is.
    """

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
    explained_as: str | None = None
    note: str | None = None

    @property
    def grave(self) -> bool:
        return self.severity == "grave"

    @property
    def contests(self) -> bool:
        """Whether the values exclude each other, rather than measure different things under like names."""
        return (self.explained_as or self.kind) not in _OTHER_MEASURE

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
        quoted = f", quoted by {listed(self.through)}" if self.through else ""
        relays = len(self.relayed_by)
        if not relays:
            words += quoted
            return words if self.articles < 2 else f"{words} ({self.articles} articles)"
        if self.itself:
            words += f" itself, and{quoted[1:]}{',' if quoted else ''} relayed by "
        else:
            words += f"{quoted}, relayed by "
        publishers = tuple(dict.fromkeys(self.relayed_by))
        copies = f" ({counted(self.texts, 'text')})" if self.texts < self.articles else ""
        if relays <= _NAMED and len(publishers) == relays:
            return words + listed(publishers) + copies
        return words + counted(relays, "article") + copies


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
