"""Quads -> claim values: the inverse of writing, for a store that is asked for values instead of triples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

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
    ReviewState,
    Source,
)
from claimgraph.quads.iris import Iris
from claimgraph.vocabulary import CG, PREFIXES, Vocabulary
from claimgraph.wording import Names, sentence

if TYPE_CHECKING:
    import pyoxigraph as ox

_Node = Mapping[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Values:
    """What a set of quads says: entities, sources and claims, each sorted by id."""

    entities: tuple[Entity, ...]
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]


def from_quads(quads: Iterable[ox.Quad], base: str, vocabulary: Vocabulary) -> Values:
    """The values that `to_quads` writes as these quads. Quads of other subjects are left aside."""
    nodes: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        nodes[getattr(quad.subject, "value", "")][quad.predicate.value].append(quad.object)
    return _Reader(nodes, Iris(base), vocabulary).values()


def _name(prefixed: str) -> str:
    prefix, _, rest = prefixed.partition(":")
    return PREFIXES[prefix] + rest


def spelling(iri: str) -> str:
    """The spelling in files of a vocabulary individual.

    >>> spelling("https://w3id.org/claimgraph/ns#AsPrinted")
    'as-printed'
    """
    term = iri.removeprefix(CG)
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in term).lstrip("-")


_TYPE = _name("rdf:type")
_LABELS = {
    _name("skos:prefLabel"): "preferred",
    _name("skos:altLabel"): "alternative",
    _name("skos:hiddenLabel"): "hidden",
}
# Everything is an entity, and whoever stands in a partnership is derived to be a partner: neither is a kind of its own.
_NO_KINDS = {"Entity", "Partner"}
_CLAIM_CLASSES = ("MetricClaim", "RelationClaim", "EventClaim", "OpinionClaim")


class _Reader:
    """Reads one corpus out of its nodes."""

    def __init__(self, nodes: Mapping[str, _Node], iris: Iris, vocabulary: Vocabulary) -> None:
        self.nodes, self.iris, self.vocabulary = nodes, iris, vocabulary
        self.units = {unit.iri: unit.id for unit in vocabulary.units.values()}
        self.relations = {relation.iri: relation.id for relation in vocabulary.relations.values()}

    def values(self) -> Values:
        typed: dict[str, list[str]] = defaultdict(list)
        for subject, node in self.nodes.items():
            for kind in node.get(_TYPE, ()):
                typed[kind.value.removeprefix(CG)].append(subject)
        entities = tuple(self.entity(subject) for subject in sorted(typed["Entity"]))
        sources = tuple(self.source(subject) for subject in sorted(typed["Source"]))
        names = Names({entity.id: entity for entity in entities}, self.vocabulary)
        claims = [
            self.claim(subject, kind, names) for kind in _CLAIM_CLASSES for subject in typed[kind]
        ]  # implied claims are derived, not read from a source
        return Values(entities, sources, tuple(sorted(filter(None, claims), key=lambda claim: claim.id)))

    def texts(self, node: _Node, predicate: str) -> list[str]:
        return sorted(value.value for value in node.get(_name(predicate), ()))

    def text(self, node: _Node, predicate: str) -> str | None:
        values = node.get(_name(predicate))
        return values[0].value if values else None

    def id(self, node: _Node, predicate: str) -> str | None:
        value = self.text(node, predicate)
        return None if value is None else self.iris.id_of(value)

    def ids(self, node: _Node, predicate: str) -> tuple[str, ...]:
        return tuple(self.iris.id_of(value) for value in self.texts(node, predicate))

    def number(self, node: _Node, predicate: str) -> int | None:
        value = self.text(node, predicate)
        return None if value is None else int(value)

    def flag(self, node: _Node, predicate: str) -> bool:
        return self.text(node, predicate) == "true"

    def entity(self, subject: str) -> Entity:
        node = self.nodes[subject]
        kinds = {kind.value.removeprefix(CG) for kind in node[_TYPE]} - _NO_KINDS
        above = {parent for kind in kinds for parent in self.vocabulary.entity_kinds.get(kind, ())}
        return Entity(
            id=self.iris.id_of(subject),
            kind=min(kinds - above, default="Entity"),
            labels=tuple(
                Label(value.value, value.language or "", rank)
                for predicate, rank in _LABELS.items()
                for value in node.get(predicate, ())
            ),
            anonymous=self.flag(node, "cg:anonymous"),
            note=self.text(node, "skos:note"),
            same_as=tuple(self.texts(node, "skos:exactMatch")),
        )

    def source(self, subject: str) -> Source:
        node = self.nodes[subject]
        published, kind = self.text(node, "schema:datePublished"), self.text(node, "cg:sourceKind")
        return Source(
            id=self.iris.id_of(subject),
            title=self.text(node, "dcterms:title") or "",
            url=self.text(node, "schema:url"),
            publisher=self.id(node, "dcterms:publisher"),
            creators=self.ids(node, "dcterms:creator"),
            language=self.text(node, "schema:inLanguage"),
            published=PartialDate(published) if published else None,
            kind=spelling(kind) if kind else None,
            digest=self.text(node, "cg:textDigest"),
            text_length=self.number(node, "cg:textLength"),
            held=self.flag(node, "cg:held"),
            copy_of=self.id(node, "cg:copyOf"),
            trust=self.text(node, "cg:trust"),
            note=self.text(node, "skos:note"),
        )

    def claim(self, subject: str, kind: str, names: Names) -> Claim | None:
        node = self.nodes[subject]
        source = self.id(node, "cg:statedIn")
        if source is None:
            return None
        read: Callable[[_Node, dict[str, Any]], Claim] = getattr(self, kind)
        claim = read(node, self.common(node, source))
        if claim.paraphrase == sentence(replace(claim, paraphrase=None), names):
            return replace(claim, paraphrase=None)
        return claim

    def common(self, node: _Node, source: str) -> dict[str, Any]:
        recorded = self.text(node, "prov:wasGeneratedBy")
        return {
            "source": source,
            "about": self.id(node, "cg:about") or "",
            "modality": Modality(spelling(self.text(node, "cg:modality") or "")),
            "negated": self.flag(node, "cg:negated"),
            "attribution": tuple(self.chain(node)),
            "period": self.period(node),
            "scope": tuple(
                (kind, what) for kind, _, what in (text.partition(": ") for text in self.texts(node, "cg:scope"))
            ),
            "evidence": self.evidence(node),
            "paraphrase": self.text(node, "cg:paraphrase"),
            "note": self.text(node, "cg:note"),
            "review": ReviewState(spelling(self.text(node, "cg:reviewState") or "")),
            "recorded_by": self.iris.id_of(recorded) if recorded else "hand",
        }

    def chain(self, node: _Node) -> Iterator[Hop]:
        hops = [self.nodes[term.value] for term in node.get(_name("prov:qualifiedAttribution"), ())]
        for hop in sorted(hops, key=lambda hop: self.number(hop, "cg:hop") or 0):
            if self.number(hop, "cg:hop") == 0:
                continue
            membership = self.nodes.get(self.text(hop, "cg:inCapacityOf") or "", {})
            role = self.nodes.get(self.text(membership, "org:role") or "", {})
            yield Hop(
                self.id(hop, "prov:agent") or "",
                self.text(role, "skos:prefLabel"),
                self.id(membership, "org:organization"),
            )

    def period(self, node: _Node) -> Period | None:
        kind = self.text(node, "cg:periodKind")
        if kind is None:
            return None
        return Period(
            self.day(node, "cg:periodStart"),
            self.day(node, "cg:periodEnd"),
            kind == CG + "AsOf",
            self.text(node, "cg:periodBasis") or "stated",
        )

    def day(self, node: _Node, predicate: str) -> date | None:
        value = self.text(node, predicate)
        return date.fromisoformat(value) if value else None

    def evidence(self, node: _Node) -> Evidence | None:
        resource = self.nodes.get(self.text(node, "cg:evidence") or "")
        if resource is None:
            return None
        selector = self.nodes[self.text(resource, "oa:hasSelector") or ""]
        return Evidence(
            start=self.number(selector, "oa:start") or 0,
            end=self.number(selector, "oa:end") or 0,
            printed_start=self.number(node, "cg:printedStart"),
            printed_end=self.number(node, "cg:printedEnd"),
            digest=self.text(resource, "cg:sliceDigest"),
        )

    def MetricClaim(self, node: _Node, common: dict[str, Any]) -> Claim:
        low, high = self.text(node, "cg:low"), self.text(node, "cg:high")
        per_unit = self.text(node, "cg:perUnit")
        quantity = Quantity(
            low=Decimal(low) if low else None,
            high=Decimal(high) if high else None,
            unit=self.units[self.text(node, "cg:unit") or ""],
            printed=self.text(node, "cg:printed") or "",
            low_exclusive=self.flag(node, "cg:lowExclusive"),
            high_exclusive=self.flag(node, "cg:highExclusive"),
            precision=Precision(spelling(self.text(node, "cg:precision") or "")),
            per_unit=self.units[per_unit] if per_unit else None,
        )
        return MetricClaim(
            **common,
            metric=self.id(node, "cg:metric") or "",
            quantity=quantity,
            window=self.text(node, "cg:window"),
            relative_to=self.id(node, "cg:relativeTo"),
        )

    def RelationClaim(self, node: _Node, common: dict[str, Any]) -> Claim:
        predicate, value = self.text(node, "rdf:predicate") or "", node[_name("rdf:object")][0]
        described = getattr(value, "language", None) is not None
        return RelationClaim(
            **common,
            predicate=self.relations.get(predicate, predicate.removeprefix(CG)),
            object=None if described else self.iris.id_of(value.value),
            object_text=value.value if described else self.text(node, "cg:objectText"),
        )

    def EventClaim(self, node: _Node, common: dict[str, Any]) -> Claim:
        low, high = self.text(node, "cg:dateLow"), self.text(node, "cg:dateHigh")
        bound = self.text(node, "cg:dateBound")
        return EventClaim(
            **common,
            event=self.id(node, "cg:event") or "",
            date=_partial(low, high) if low and high else None,
            printed=self.text(node, "cg:printed") or "",
            precision=Precision(spelling(self.text(node, "cg:precision") or "")),
            not_before=bound == CG + "NotBefore",
            not_after=bound == CG + "NotAfter",
            participant=self.id(node, "cg:participant"),
        )

    def OpinionClaim(self, node: _Node, common: dict[str, Any]) -> Claim:
        return OpinionClaim(
            **common,
            aspect=spelling(self.text(node, "cg:aspect") or ""),
            polarity=Polarity(spelling(self.text(node, "cg:polarity") or "")),
            mentions=self.ids(node, "cg:mentions"),
        )


def _partial(low: str, high: str) -> PartialDate:
    for length in (4, 7, 10):
        candidate = PartialDate(low[:length])
        if candidate.first.isoformat() == low and candidate.last.isoformat() == high:
            return candidate
    raise ValueError(f"not one day, month or year: {low}..{high}")
