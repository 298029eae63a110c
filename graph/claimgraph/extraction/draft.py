"""What extraction hands on: drafted claims, and the account of every quantity of the text.

A draft is one line of JSON, the same for every drafting method. Nothing here decides anything.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from claimgraph.claim import Modality, Period, Precision

__all__ = ["Draft", "Reading"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One drafted claim or one quantity that is none. Offsets are code points in the text as given, half open.

    Of an opinion, `aspect` and `polarity` are guesses, and `says` stays empty until a person tells it in own words.

    `kind` is metric, relation, event or opinion; `state` is claim, unmapped (no metric of the vocabulary fits the phrase)
    or dismissed, with the reason. `rule` drafted it; `resolution` tells how its subject was found, and `confidence` how
    often readings in such `circumstances` were right on labelled texts (these are not written out).
    """

    kind: str = "metric"
    subject: str | None = None
    subject_text: str | None = None
    metric: str | None = None
    metric_text: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    low_exclusive: bool = False
    high_exclusive: bool = False
    precision: Precision = Precision.AS_PRINTED
    unit: str | None = None
    per_unit: str | None = None
    period: Period | None = None
    window: str | None = None
    modality: Modality = Modality.ACTUAL
    negated: bool = False
    attribution: tuple[str, ...] = ()
    relative_to: str | None = None
    scope: tuple[tuple[str, str], ...] = ()
    printed: str = ""
    start: int = 0
    end: int = 0
    evidence_start: int = 0
    evidence_end: int = 0
    rule: str = ""
    state: str = "claim"
    reason: str | None = None
    resolution: str | None = None
    confidence: float | None = None
    circumstances: tuple[str, ...] = ()
    predicate: str | None = None
    object: str | None = None
    object_text: str | None = None
    aspect: str | None = None
    polarity: str | None = None
    says: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The fields as plain JSON values, in the order of their declaration; a scope is always an object."""
        left_out = {"predicate", "object", "object_text"} if self.kind == "metric" else set[str]()
        left_out |= {"circumstances"}
        left_out |= set() if self.kind == "opinion" else {"aspect", "polarity", "says"}
        plain = {name: _plain(getattr(self, name)) for name in self.__slots__ if name not in left_out}
        return {**plain, "scope": dict(self.scope)}

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(self.as_dict(), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one text: a draft for every quantity, once, and those without a quantity, in reading order."""

    drafts: tuple[Draft, ...]

    @property
    def claims(self) -> tuple[Draft, ...]:
        """What is proposed as a claim."""
        return tuple(draft for draft in self.drafts if draft.state == "claim")

    @property
    def quantities(self) -> tuple[Draft, ...]:
        """The account: every quantity of the text exactly once."""
        return tuple(draft for draft in self.drafts if draft.kind == "metric")

    def summary(self) -> Mapping[str, int]:
        """How many quantities are claims, unmapped, dismissed; how many other drafts there are."""
        counts = Counter(draft.state if draft.kind == "metric" else draft.kind for draft in self.drafts)
        return dict(sorted(counts.items()))


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case Period():
            days = {"start": value.start and value.start.isoformat(), "end": value.end and value.end.isoformat()}
            return {**days, "as_of": value.as_of, "basis": value.basis}
        case tuple():
            return list(value)
        case Modality() | Precision():
            return value.value
        case _:
            return value
