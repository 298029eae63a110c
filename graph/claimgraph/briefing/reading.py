"""What a briefing is made of, read from a store: claims as values, what the build derived of them, and names for all.

One query per kind of thing, and only for what is asked about; everything else of this room works on these values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from importlib.resources import files
from typing import Any, cast
from urllib.parse import unquote

import pyoxigraph as ox

from claimgraph.agreement import Support
from claimgraph.briefing.model import Accord, Archive, Dispute, SlotNode, Told
from claimgraph.claim import Claim, Entity, Source
from claimgraph.quads import from_quads
from claimgraph.quads.reading import spelling
from claimgraph.queries.terms import vocabulary_of
from claimgraph.store import ClaimStore, Term
from claimgraph.vocabulary import iri
from claimgraph.wording import Names

Node = Mapping[str, list[Any]]


class Reader:
    """Reads one store."""

    def __init__(self, store: ClaimStore) -> None:
        self.store = store
        self.vocabulary = vocabulary_of(store)
        self.units = {unit.iri: unit.id for unit in self.vocabulary.units.values()}

    # -- claims -------------------------------------------------------------------------------------------------------

    def claims_of(self, *entities: ox.NamedNode) -> Archive:
        """The claims in which any of these entities takes part."""
        return self.archive(triple for entity in entities for triple in self.triples("claims-of", {"entity": entity}))

    def claims_in(self, *classes: str) -> Archive:
        """The claims that stand in findings of these classes: Disagreement, ForecastEntry, ImpliedValue, ..."""
        terms = (ox.NamedNode(iri(name)) for name in classes)
        return self.archive(triple for term in terms for triple in self.triples("claims-in", {"class": term}))

    def all_claims(self) -> Archive:
        """Every claim of the store."""
        return self.archive(self.store.quads())

    def claims_by(self, entity: ox.NamedNode) -> Archive:
        """The claims that an entity states, passes on or publishes."""
        return self.archive(self.triples("claims-by", {"entity": entity}))

    def named(self, archive: Archive, *entities: ox.NamedNode) -> Archive:
        """The claims with the names of these entities, spoken of or not."""
        known = {found.id: found for found in map(self.entity, entities)} | dict(archive.names.entities)
        return Archive(archive.told, Names(known, self.vocabulary))

    def entity(self, node: ox.NamedNode) -> Entity:
        """One entity with all its names."""
        found = from_quads(self.store.quads(node), "", self.vocabulary).entities
        return next(iter(found), Entity(local(node.value), "Entity"))

    def archive(self, triples: Iterable[Any]) -> Archive:
        known = list(triples)
        values = from_quads(known, "", self.vocabulary)
        names = Names({entity.id: entity for entity in values.entities}, self.vocabulary)
        sources = {source.id: source for source in values.sources}
        derived = _derived(known)
        told = (_told(claim, sources, derived) for claim in values.claims)
        return Archive({row.id: row for row in sorted(told, key=lambda row: row.id)}, names)

    def triples(self, name: str, bindings: Mapping[str, Term]) -> Iterator[Any]:
        return iter(cast("Iterable[Any]", self.store.query(question(name), bindings=bindings)))

    # -- what was derived ---------------------------------------------------------------------------------------------

    def disputes(self) -> tuple[Dispute, ...]:
        """Every disagreement, the grave ones first, then by whom and what it is about."""
        found = [self.dispute(node, values) for node, values in self.nodes("Disagreement").items()]
        return tuple(sorted(found, key=lambda row: (not row.grave, row.kind, row.subject, row.about, row.id)))

    def dispute(self, node: str, values: Node) -> Dispute:
        members = texts(values, "cg:member")
        spread, days, verdict = text(values, "cg:spread"), text(values, "cg:daysApart"), text(values, "cg:verdict")
        return Dispute(
            id=local(node),
            kind=self.notation(text(values, "cg:kind")),
            subject=local(text(values, "cg:about") or ""),
            about=local(text(values, "cg:metric") or text(values, "rdf:predicate") or ""),
            why=text(values, "cg:why") or "",
            severity=spelling(text(values, "cg:severity") or ""),
            claims=tuple(local(member) for member in members if "/claim/" in member),
            implied=tuple(local(member) for member in members if "/implied/" in member),
            spread=Decimal(spread) if spread else None,
            days=int(days) if days else None,
            verdict=spelling(verdict) if verdict else None,
            explained_as=self.notation(explained) if (explained := text(values, "cg:explainedAs")) else None,
            note=text(values, "skos:note"),
        )

    def slots(self, *entities: ox.NamedNode) -> dict[str, SlotNode]:
        """The slots of these entities by id."""
        found = {}
        for node, values in self.nodes("Slot", *entities).items():
            id, metric = local(node), local(text(values, "cg:metric") or "")
            found[id] = SlotNode(id, metric, _support(values), text(values, "cg:disputed") == "true")
        return found

    def accords(self, *entities: ox.NamedNode) -> tuple[Accord, ...]:
        """The agreements about these entities."""
        found = [self.accord(values) for values in self.nodes("Agreement", *entities).values()]
        return tuple(sorted(found, key=lambda row: (row.slot, row.claims)))

    def accord(self, values: Node) -> Accord:
        low, high = text(values, "cg:low"), text(values, "cg:high")
        return Accord(
            slot=local(text(values, "cg:slot") or ""),
            claims=tuple(local(member) for member in texts(values, "cg:member") if "/claim/" in member),
            low=Decimal(low) if low else None,
            high=Decimal(high) if high else None,
            unit=self.unit(text(values, "cg:unit")),
            support=_support(values),
        )

    def formulas(self) -> dict[str, str]:
        """The arithmetic behind every implied value, by id."""
        return {local(node): text(values, "cg:formula") or "" for node, values in self.nodes("ImpliedValue").items()}

    def nodes(self, name: str, *entities: ox.NamedNode) -> dict[str, dict[str, list[Any]]]:
        """The nodes of a class, or those of them about these entities: values by property."""
        found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        term = ox.NamedNode(iri(name))
        asked = (
            [self.triples("nodes-about", {"class": term, "entity": entity}) for entity in entities]
            if entities
            else [self.triples("nodes", {"class": term})]
        )
        for row in (row for rows in asked for row in rows):
            found[row["node"].value][row["property"].value].append(row["value"])
        return dict(sorted(found.items()))

    def unit(self, term: str | None) -> str:
        return self.units.get(term or "", local(term or ""))

    def notation(self, term: str | None) -> str:
        """The spelling of a kind of disagreement in files."""
        kinds = {node: name for name, node in self.vocabulary.disagreement_kinds.items()}
        return kinds.get(term or "", spelling(term or ""))


def question(name: str) -> str:
    """One of this room's SPARQL files."""
    return files(__package__).joinpath(f"{name}.rq").read_text(encoding="utf-8")


def local(node: str) -> str:
    """The id in an IRI."""
    return unquote(node[max(node.rfind("#"), node.rfind("/")) + 1 :])


def texts(values: Node, property: str) -> list[str]:
    return sorted(value.value for value in values.get(iri(property), ()))


def text(values: Node, property: str) -> str | None:
    return next(iter(texts(values, property)), None)


def _support(values: Node) -> Support:
    return Support(*(int(text(values, f"cg:{name}") or 0) for name in ("articles", "texts", "origins")))


_SLOT, _ORIGIN, _GROUP, _STATED = iri("cg:slot"), iri("cg:countedOrigin"), iri("cg:copyGroup"), iri("cg:statedIn")


def _derived(triples: Iterable[Any]) -> dict[str, dict[str, str]]:
    """What the build wrote beside claims and sources: slot, counted origin and copy group, by id."""
    found: dict[str, dict[str, str]] = {_SLOT: {}, _ORIGIN: {}, _GROUP: {}}
    for triple in triples:
        values = found.get(triple.predicate.value)
        if values is not None:
            values[triple.subject.value] = triple.object.value
    claims = {property: {local(node): local(value) for node, value in found[property].items() if "/claim/" in node}
              for property in (_SLOT, _ORIGIN)}  # fmt: skip
    return claims | {_GROUP: {local(node): local(value) for node, value in found[_GROUP].items()}}


def _told(claim: Claim, sources: Mapping[str, Source], derived: Mapping[str, Mapping[str, str]]) -> Told:
    id = claim.id
    source = sources.get(claim.source) or Source(claim.source, claim.source)
    origin = derived[_ORIGIN].get(id) or claim.origin(source.publisher)
    text = derived[_GROUP].get(source.id, source.id)
    return Told(id, claim, source, text, origin, derived[_SLOT].get(id))
