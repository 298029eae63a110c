"""Claims like the real ones, in any number: the values a benchmark starts from, made by a seeded chance.

Kinds, bounds, chains and scopes come in the shares of the AI-video corpus; entities are chosen as unevenly as there (a few
are in everybody's mouth). Every claim keeps to the shapes, so whatever validation finds was put in by hand.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any, TypeVar

from claimgraph import vocabulary
from claimgraph.claim import (
    Claim,
    Entity,
    EventClaim,
    Evidence,
    Hop,
    Label,
    MetricClaim,
    Modality,
    OpinionClaim,
    PartialDate,
    Period,
    Polarity,
    Precision,
    Quantity,
    RelationClaim,
    Source,
)  # fmt: skip
from claimgraph.quads import Iris, QuadWriter
from claimgraph.wording import Names

IRIS = Iris.of("bench")
CLAIMS_PER_SOURCE = 8
_TEXT_LENGTH = 6000
_KINDS = {
    "Product": 20, "Model": 12, "Company": 18, "Investor": 8, "Person": 16, "Publication": 16, "MarketSegment": 5,
    "Programme": 3, "CreativeWork": 2,
}  # fmt: skip
_METRICS = (
    "monthly_active_users", "valuation", "quarterly_revenue", "downloads", "funding_raised", "annualised_run_rate",
    "annual_revenue", "registered_users", "ranking_position", "stock_move", "market_size", "max_clip_seconds",
)  # fmt: skip
_RELATIONS = (
    "investedInBy", "employedBy", "ownedBy", "developedBy", "competesWith", "foundedBy", "outperforms", "partnerOf",
    "customerOf", "suedBy", "integratedWith", "supportsProgramme",
)  # fmt: skip
_EVENTS = ("launch_date", "founded_date", "funding_date", "listing_date", "announcement_date")
_PERIODS = ("2024", "2025", "2025-H1", "2025-Q3", "2025-03", "2025-01..2025-09", "as of 2026-01", "as of 2025-11-30")
_HEADS = (
    "Aster", "Boreal", "Cobalt", "Dune", "Ember", "Fjord", "Granite", "Harbor", "Indigo", "Juniper", "Kestrel", "Lumen",
)  # fmt: skip
_FAMILY, _GIVEN = "天地玄黃宇宙洪荒日月盈昃", "辰宿列張寒來暑往秋收冬藏"
Term = TypeVar("Term")


@dataclass(frozen=True, slots=True)
class World:
    """The entities and sources that a number of claims speak of and stand in."""

    entities: tuple[Entity, ...]
    sources: tuple[Source, ...]
    by_kind: dict[str, tuple[str, ...]]

    def names(self) -> Names:
        return Names({entity.id: entity for entity in self.entities}, vocabulary.load())

    def writer(self) -> QuadWriter:
        return QuadWriter(IRIS, self.names(), {source.id: source for source in self.sources})


def world(claims: int, seed: int = 1) -> World:
    """Entities grow more slowly than claims, sources with them."""
    chance = random.Random(seed)
    kinds = chance.choices(list(_KINDS), list(_KINDS.values()), k=40 + round(claims**0.75))
    kinds[: len(_KINDS)] = _KINDS  # the smallest world has one of each
    entities = tuple(_entity(number, kind) for number, kind in enumerate(kinds))
    by_kind: dict[str, list[str]] = {"Entity": [entity.id for entity in entities]}
    for entity in entities:
        for name in {entity.kind, *vocabulary.load().entity_kinds[entity.kind]} - {"Entity"}:
            by_kind.setdefault(name, []).append(entity.id)
    sources = tuple(_source(number, by_kind, chance) for number in range(max(1, claims // CLAIMS_PER_SOURCE)))
    return World(entities, sources, {kind: tuple(ids) for kind, ids in by_kind.items()})


def _entity(number: int, kind: str) -> Entity:
    head = f"{_HEADS[number % 12]} {kind} {number}"
    chinese = f"{_FAMILY[number % 12]}{_GIVEN[number // 12 % 12]}{number}"
    labels = [Label(head, "en")]
    if number % 3 == 0:
        labels += [
            Label(chinese, "zh-hant"),
            Label(chinese, "zh-hans"),
            Label(f"{head[:3]}{number}", "en", "alternative"),
        ]
    return Entity(f"{kind.lower()}-{number}", kind, tuple(labels))


def _source(number: int, by_kind: dict[str, list[str]], chance: random.Random) -> Source:
    return Source(
        f"report-{number}",
        f"Report {number} on {_HEADS[number % 12]}",
        url=f"https://news.example/{number}",
        publisher=_frequent(by_kind["Publication"], chance),
        language=chance.choice(("zh-hant", "zh-hans", "en")),
        published=PartialDate(f"2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"),
        kind=chance.choice(("news", "blog", "analyst-report")),
        digest=f"sha256:{number:064x}",
        text_length=_TEXT_LENGTH,
    )


def _frequent(ids: Sequence[str], chance: random.Random) -> str:
    """One of them; the first are chosen far more often, as in any market."""
    return ids[int(len(ids) * chance.random() ** 3)]


def claims(world: World, count: int, seed: int = 2) -> Iterator[Claim]:
    """So many claims, source after source, each made when it is asked for."""
    chance = random.Random(seed)
    makers = _Makers(world, chance)
    kinds = (makers.metric, makers.relation, makers.event, makers.opinion)
    weights = tuple(accumulate((66, 19, 8, 7)))
    for number in range(count):
        source = world.sources[min(number // CLAIMS_PER_SOURCE, len(world.sources) - 1)].id
        yield chance.choices(kinds, cum_weights=weights)[0](number, source)


class _Makers:
    """One method per kind of claim."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self._world, self._chance = world, chance
        words = vocabulary.load()
        self._metrics = [words.metrics[id] for id in _METRICS]
        self._relations = [words.relations[id] for id in _RELATIONS]
        self._events = [words.metrics[id] for id in _EVENTS]
        self._periods = [Period.parse(text) for text in _PERIODS]

    def metric(self, number: int, source: str) -> Claim:
        metric = self._frequent_term(self._metrics)
        unit = metric.units[0] if self._chance.random() < 0.7 else self._chance.choice(metric.units)
        return MetricClaim(
            **self._common(number, source, metric.domain), period=self._chance.choice(self._periods),
            metric=metric.id, quantity=self._quantity(unit),
        )  # fmt: skip

    def relation(self, number: int, source: str) -> Claim:
        relation = self._frequent_term(self._relations)
        common = self._common(number, source, (relation.domain,))
        other = self._one((relation.range,), but=common["about"])
        return RelationClaim(**common, predicate=relation.id, object=other)

    def event(self, number: int, source: str) -> Claim:
        event, chance = self._chance.choice(self._events), self._chance
        month = f"{chance.randrange(2019, 2027)}-{chance.randrange(1, 13):02}"
        when = PartialDate(month if chance.random() < 0.5 else f"{month}-{chance.randrange(1, 29):02}")
        return EventClaim(**self._common(number, source, event.domain), event=event.id, date=when, printed=when.text)

    def opinion(self, number: int, source: str) -> Claim:
        aspect = self._chance.choice(("strength", "weakness", "strategy", "trend"))
        return OpinionClaim(
            **self._common(number, source, ("Product",)), paraphrase=f"Judgement {number} speaks of its {aspect}.",
            aspect=aspect, polarity=self._chance.choice(tuple(Polarity)), mentions=(self._one(("Organization",)),),
        )  # fmt: skip

    def _common(self, number: int, source: str, domain: Sequence[str]) -> dict[str, Any]:
        chance, draw = self._chance, self._chance.random
        return {
            "source": source,
            "about": self._one(domain),
            "modality": Modality.ACTUAL if draw() < 0.9 else chance.choice(tuple(Modality)),
            "attribution": self._chain() if draw() < 0.2 else (),
            "scope": (("segment", chance.choice(("overseas", "domestic", "paying"))),) if draw() < 0.16 else (),
            "evidence": self._evidence(number),
            "note": f"remark {number}" if draw() < 0.2 else None,
        }

    def _chain(self) -> tuple[Hop, ...]:
        if self._chance.random() < 0.9:
            return (Hop(self._one(("Agent",))),)
        return Hop(self._one(("Publication",))), Hop(self._one(("Person",)), "partner", self._one(("Company",)))

    def _evidence(self, number: int) -> Evidence:
        """Evidence of its own for every claim of a source, so that no two claims are the same."""
        place = number % CLAIMS_PER_SOURCE
        start = place * (_TEXT_LENGTH // CLAIMS_PER_SOURCE) + self._chance.randrange(600)
        return Evidence(start, start + 40 + place, start + 4, start + 9, f"{number:012x}")

    def _quantity(self, unit: str) -> Quantity:
        chance = self._chance
        size = chance.randrange(1, 100) if unit in ("rank", "percent", "minute", "second") else chance.randrange(10**9)
        low = Decimal(size) / 10 if unit == "percent" else Decimal(size)
        printed, shape = f"{low:,}", chance.random()
        if shape < 0.77:
            return Quantity(low, low, unit, printed)
        if shape < 0.9:
            return Quantity(low, None, unit, f"over {printed}", low_exclusive=True, precision=Precision.APPROXIMATE)
        return Quantity(low, low * 2, unit, f"{printed} to {low * 2:,}")

    def _one(self, kinds: Sequence[str], but: str | None = None) -> str:
        """An entity of one of these kinds, other than that one."""
        known = [kind for kind in kinds if kind in self._world.by_kind]
        ids = self._world.by_kind[self._chance.choice(known)]
        found = _frequent(ids, self._chance)
        return found if found != but else ids[ids.index(found) - 1]

    def _frequent_term(self, terms: Sequence[Term]) -> Term:
        return terms[int(len(terms) * self._chance.random() ** 1.5)]
