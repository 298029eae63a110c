"""The declared rules of comparison as values: what may be compared, how exactly, and what a difference means.

Every number and word that decides something stands in agreement.ttl, metrics.ttl or market.ttl; `declared` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from claimgraph.claim import Modality

__all__ = ["DatePart", "DisagreementRule", "MetricRelation", "RateBand", "Rules", "Tolerance"]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a figure may lie off: units of the last printed digit, within shares of the value."""

    printed_units: float
    at_least: float
    at_most: float


@dataclass(frozen=True, slots=True)
class DisagreementRule:
    """Two values with all features of `when` and none of `unless` disagree as `kind`."""

    id: str
    order: int
    when: frozenset[str]
    unless: frozenset[str]
    kind: str
    severity: str
    because: str

    def applies(self, features: frozenset[str]) -> bool:
        return self.when <= features and not self.unless & features


@dataclass(frozen=True, slots=True)
class MetricRelation:
    """Arithmetic between metrics: what `result` (or the part of a share) is made of, in the order of the formula."""

    id: str
    arithmetic: str
    result: str
    operands: tuple[str, ...] = ()
    times: Decimal = Decimal(1)
    over_months: int | None = None
    whole_subject: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class RateBand:
    """What one unit of a currency is roughly worth: only ever used to suspect a slip."""

    one: str
    other: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DatePart:
    """A word beside a date that leaves only a share of its year or month."""

    words: tuple[str, ...]
    from_share: float
    to_share: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that decides a comparison. Metrics, relations and units are ids."""

    roles: Mapping[str, frozenset[str]]
    compared_as: Mapping[str, str]
    read_as: Mapping[str, Modality]
    by_nature: Mapping[str, Modality]
    near: Mapping[str, frozenset[str]]
    accumulates_to: Mapping[str, str]
    precedes: Mapping[str, frozenset[str]]
    recurring: frozenset[str]
    limits: frozenset[str]
    dated_once: frozenset[str]
    compounds: Mapping[str, frozenset[str]]
    single_valued: frozenset[str]
    mainly_one: frozenset[str]
    one_way: frozenset[str]
    ownership: frozenset[str]
    speaks_for: frozenset[str]
    relation_readings: Mapping[str, tuple[str, Decimal, Decimal]]
    tolerances: Mapping[str, Tolerance]
    suspect_ratios: tuple[float, ...]
    rate_bands: tuple[RateBand, ...]
    cues: tuple[tuple[str, tuple[str, ...]], ...]
    whole_words: tuple[str, ...]
    basis_scopes: frozenset[str]
    credits: tuple[str, ...]
    source_credits: tuple[str, ...]
    date_parts: tuple[DatePart, ...]
    disagreements: tuple[DisagreementRule, ...]
    arithmetic: tuple[MetricRelation, ...]
    growth: Mapping[str, tuple[str, int]]
    ratios: Mapping[str, str]

    def metric(self, id: str) -> str:
        """The metric whose slots this one shares."""
        return self.compared_as.get(id, id)

    @property
    def shares(self) -> frozenset[str]:
        """The metrics that say what part of a whole something is."""
        return frozenset(
            relation.operands[0]
            for relation in self.arithmetic
            if relation.arithmetic == "ShareOf" and relation.operands
        )

    def role(self, id: str) -> frozenset[str]:
        return self.roles.get(id, frozenset())
