"""Small claims for the tests of agreement: a figure, a date, a relation, each said in a few words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from claimgraph import vocabulary
from claimgraph.agreement import Derived, Disagreement, derive
from claimgraph.claim import (
    Claim,
    Entity,
    EventClaim,
    Hop,
    Label,
    MetricClaim,
    Modality,
    PartialDate,
    Period,
    Precision,
    Quantity,
    RelationClaim,
    Source,
)  # fmt: skip

PUBLISHED = {"a": "2026-01-10", "b": "2026-02-10", "c": "2026-03-10", "d": "2026-04-10"}


@cache
def words() -> vocabulary.Vocabulary:
    return vocabulary.load()


def source(id: str, **given: Any) -> Source:
    day = PartialDate(PUBLISHED.get(id, "2026-05-10"))
    return Source(id, f"Story {id}", **{"publisher": f"paper-{id}", "published": day, "language": "en", **given})


def figure(
    source: str,
    value: str | float | Decimal,
    printed: str | None = None,
    *,
    about: str = "kling",
    metric: str = "revenue",
    period: str | None = "2025",
    unit: str = "USD",
    by: Iterable[str] = (),
    precision: Precision = Precision.AS_PRINTED,
    **given: Any,
) -> MetricClaim:
    """A figure: `12`, `>12`, `<12`, `3..5` or `~12`, in plain digits."""
    text = str(value)
    if text.startswith("~"):
        text, precision = text[1:], Precision.APPROXIMATE
    mark = text[0] if text[0] in "<>" else ""
    ends = [Decimal(end) for end in text.lstrip("<>").split("..")]
    low, high = (None if mark == "<" else ends[0]), (None if mark == ">" else ends[-1])
    return MetricClaim(
        source=source, about=about, metric=metric, period=Period.parse(period) if period else None,
        quantity=Quantity(low, high, unit, printed or text, bool(mark == ">"), bool(mark == "<"), precision),
        attribution=tuple(Hop(agent) for agent in by), **given,
    )  # fmt: skip


def event(
    source: str, date: str, printed: str | None = None, *, about: str = "sora", kind: str = "launch_date", **given: Any
) -> EventClaim:
    return EventClaim(source=source, about=about, event=kind, date=PartialDate(date), printed=printed or date, **given)


def relation(source: str, about: str, predicate: str, object: str, **given: Any) -> RelationClaim:
    return RelationClaim(source=source, about=about, predicate=predicate, object=object, **given)


def entity(id: str, kind: str = "Company", name: str | None = None) -> Entity:
    return Entity(id, kind, (Label(name or id.title(), "en"),))


def derived(*claims: Claim, sources: Iterable[Source] | None = None, **given: Any) -> Derived:
    """Everything derived from these claims; their sources are made up unless given."""
    known = (
        list(sources) if sources is not None else [source(id) for id in dict.fromkeys(claim.source for claim in claims)]
    )
    return derive(known, claims, words(), **given)


def kinds(*claims: Claim, **given: Any) -> list[str]:
    """The kinds of disagreement of these claims, as files spell them."""
    return [row.kind_notation for row in derived(*claims, **given).disagreements]


def only(rows: Iterable[Disagreement]) -> Disagreement:
    (row,) = rows
    return row


ACTUAL, EXPECTED, TARGET, ESTIMATED = Modality.ACTUAL, Modality.EXPECTED, Modality.TARGET, Modality.ESTIMATED
