"""The claims: numbers, relations, events and opinions, each one utterance in one document."""

from __future__ import annotations

from dataclasses import dataclass, field

from claimgraph.claim.identity import content_id, identity
from claimgraph.claim.time import PartialDate, Period
from claimgraph.claim.values import Evidence, Hop, Modality, Polarity, Precision, Quantity, ReviewState


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
        return content_id(type(self).__name__, *identity(self))

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
        return content_id(type(self).__name__, *identity(self), self.paraphrase)
