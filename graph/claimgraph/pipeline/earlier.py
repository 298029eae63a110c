"""The store as it would be had only the sources published by a day been read: claims, and everything derived, anew.

A source counts when it was surely published by then: one dated "2026" is known at the end of that year, one without a
date never. Copies stay what they are in the store; what a person decided about copies, relations and disagreements holds
where the sources and claims it speaks of were there by then, and a rate from its own day on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox

from claimgraph import agreement
from claimgraph.claim import PartialDate, Source
from claimgraph.corpus.model import CopyDecision, Decisions, Place, Rate, RelationDecision, Verdict
from claimgraph.errors import StoreError
from claimgraph.inference import infer
from claimgraph.quads import Iris, QuadWriter, Values, from_quads
from claimgraph.quads.reading import spelling
from claimgraph.queries.terms import vocabulary_of
from claimgraph.store import ClaimStore
from claimgraph.vocabulary import BASE, PREFIXES, Vocabulary, iri, local_name, vocabulary_files
from claimgraph.wording import Names

_VOCABULARY_GRAPH = f"{BASE}ns"
_TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")


def as_of(store: ClaimStore, day: date) -> ClaimStore:
    """A store in memory with what was known by the end of that day; the caller closes it.

    Raises StoreError where the store holds no claims of one corpus.
    """
    words = vocabulary_of(store)
    base = _base(store)
    values = from_quads(store.quads(), base, words)
    sources = tuple(source for source in values.sources if source.published and source.published.last <= day)
    known = {source.id for source in sources}
    claims = tuple(claim for claim in values.claims if claim.source in known)
    earlier = ClaimStore.memory()
    _write(earlier, Values(values.entities, sources, claims), base, words)
    earlier.load_nquads(_vocabulary(store))
    _derive(store, earlier, Values(values.entities, sources, claims), base, words, day)
    return earlier


def _base(store: ClaimStore) -> str:
    """What the IRIs of this corpus begin with."""
    claim = next(iter(store.quads(None, _term("cg:statedIn"))), None)
    entity = next(iter(store.quads(None, _TYPE, _term("cg:Entity"))), None)
    for quad, kind in ((claim, "/claim/"), (entity, "/entity/")):
        if quad is not None and kind in _value(quad.subject):
            return f"{_value(quad.subject).rsplit(kind, 1)[0]}/"
    raise StoreError(f"{store.place} holds no claims of a corpus: name a folder that `claimgraph build` wrote")


def _term(name: str) -> ox.NamedNode:
    return ox.NamedNode(iri(name))


def _write(store: ClaimStore, values: Values, base: str, words: Vocabulary) -> None:
    """Entities, sources and claims, as a build writes them."""
    names = Names({entity.id: entity for entity in values.entities}, words)
    writer = QuadWriter(Iris(base), names, {source.id: source for source in values.sources})
    store.load_nquads(map(writer.entity, values.entities))
    store.load_nquads(map(writer.source, values.sources))
    store.load_nquads(map(writer.claim, values.claims))
    for claim in values.claims:
        writer.share(claim)
    store.load_nquads(writer.shared())


def _vocabulary(store: ClaimStore) -> Iterator[bytes]:
    """The vocabulary's graph of that store; the packaged files where it has none, as after an export."""
    graph = ox.NamedNode(_VOCABULARY_GRAPH)
    if _VOCABULARY_GRAPH in store.graphs():
        yield ox.serialize(store.quads(graph=graph), format=ox.RdfFormat.N_QUADS) or b""
        return
    for path in vocabulary_files():
        triples = ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        quads = (ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)
        yield ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _derive(store: ClaimStore, earlier: ClaimStore, values: Values, base: str, words: Vocabulary, day: date) -> None:
    """Computes what a build computes, from these claims alone."""
    decisions = _decisions(store, values, words, day)
    entities = {entity.id: entity for entity in values.entities}
    whole = replace(decisions, copies=(*_copied(store, values.sources, decisions.copies), *decisions.copies))
    derived = agreement.derive(values.sources, values.claims, words, entities=entities, decisions=whole, as_of=day)
    for name, text in agreement.to_quads(derived, base, Names(entities, words), decisions).items():
        earlier.replace_graph(Iris(base).graph(name), text)
    infer(earlier, base, decisions.relations)


# -- what a person decided, as far as the store tells it ---------------------------------------------------------------


def _decisions(store: ClaimStore, values: Values, words: Vocabulary, day: date) -> Decisions:
    place = Place(Path(store.place), 0)
    return Decisions(
        copies=tuple(_copies(store, {source.id for source in values.sources}, place)),
        verdicts=tuple(_verdicts(store, {claim.id for claim in values.claims}, words, place)),
        rates=tuple(rate for rate in _rates(store, words, place) if rate.on.last <= day),
        relations=tuple(_relations(store, place)),
    )


def _copied(store: ClaimStore, sources: Iterable[Source], decided: Iterable[CopyDecision]) -> Iterator[CopyDecision]:
    """The groups of copies of the store, as far as their sources are known and nobody decided the same."""
    known, place = {source.id for source in sources}, Place(Path(store.place), 0)
    groups: dict[str, list[str]] = defaultdict(list)
    for quad in store.quads(None, _term("cg:copyGroup")):
        source = Iris("").id_of(_value(quad.subject))
        if source in known:
            groups[_value(quad.object)].append(source)
    said = {frozenset((row.source, row.of)) for row in decided}
    for members in groups.values():
        first, *others = sorted(members)
        for source in others:
            if {source, first} not in said:
                yield CopyDecision(source, first, place, why="one text in the store")


def _copies(store: ClaimStore, known: set[str], place: Place) -> Iterator[CopyDecision]:
    """What a person decided about copies, as far as the sources are known."""
    for quad in sorted(store.quads(None, _TYPE, _term("cg:CopyDecision")), key=str):
        node = _node(store, quad.subject)
        source, of = (Iris("").id_of(node[iri(name)][0]) for name in ("cg:onSource", "cg:onCopied"))
        if {source, of} <= known:
            why = next(iter(node[iri("skos:note")]), None)
            yield CopyDecision(source, of, place, node[iri("cg:accepted")] == ["true"], why)


def _rates(store: ClaimStore, words: Vocabulary, place: Place) -> Iterator[Rate]:
    """The dated rates that figures were converted by."""
    units = {unit.iri: unit.id for unit in words.units.values()}
    for quad in sorted(store.quads(None, _TYPE, _term("cg:DatedRate")), key=str):
        node = _node(store, quad.subject)
        currency, to = (units[node[iri(name)][0]] for name in ("cg:rateFrom", "cg:rateTo"))
        on, why = PartialDate(node[iri("cg:rateOn")][0]), next(iter(node[iri("skos:note")]), None)
        yield Rate(currency, to, Decimal(node[iri("cg:rateValue")][0]), on, place, why)


def _verdicts(store: ClaimStore, known: set[str], words: Vocabulary, place: Place) -> Iterator[Verdict]:
    kinds = {node: kind for kind, node in words.disagreement_kinds.items()}
    for quad in sorted(store.quads(None, _term("cg:verdict")), key=str):
        node = _node(store, quad.subject)
        members = [Iris("").id_of(member) for member in node[iri("cg:member")]]
        claims = tuple(sorted(member for member in members if member in known))
        if len(claims) > 1:
            why = next(iter(node[iri("skos:note")]), None)
            said = "agreement" if spelling(_value(quad.object)) == "dismissed" else kinds[_explained(node)]
            yield Verdict(claims, said, place, why)


def _explained(node: Mapping[str, list[str]]) -> str:
    """The kind that a person says a disagreement is: another where one is named, else its own."""
    return (node.get(iri("cg:explainedAs")) or node[iri("cg:kind")])[0]


def _relations(store: ClaimStore, place: Place) -> Iterator[RelationDecision]:
    ids = Iris("")
    for quad in sorted(store.quads(None, _TYPE, _term("cg:RelationDecision")), key=str):
        node = _node(store, quad.subject)
        about, relation, target = (node[iri(name)][0] for name in ("cg:onSubject", "cg:onPredicate", "cg:onObject"))
        accepted, why = node[iri("cg:accepted")] == ["true"], next(iter(node[iri("skos:note")]), None)
        yield RelationDecision(
            ids.id_of(about), local_name(relation), ids.id_of(target), accepted, place, why
        )  # fmt: skip


def _node(store: ClaimStore, subject: object) -> Mapping[str, list[str]]:
    """The values of a node by property."""
    found: dict[str, list[str]] = defaultdict(list)
    if isinstance(subject, ox.NamedNode):
        for quad in store.quads(subject):
            found[quad.predicate.value].append(_value(quad.object))
    return found


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))
