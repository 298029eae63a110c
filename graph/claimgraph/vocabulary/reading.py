"""Reads the Turtle of the ontology into a Vocabulary, once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from claimgraph.errors import FormatError
from claimgraph.vocabulary.names import BASE, CG, METRIC, iri, local_name, vocabulary_files
from claimgraph.vocabulary.own_metrics import check
from claimgraph.vocabulary.terms import Metric, Relation, TermLabel, Unit, Vocabulary

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["load", "load_with"]


@lru_cache(maxsize=8)
def load(extra: Path | None = None) -> Vocabulary:
    """The vocabulary, together with the metrics of a corpus's own where `extra` names their Turtle file.

    Raises FormatError where a file cannot be read, is not Turtle, or labels what is no metric; the message says where.
    """
    nodes = _Nodes()
    for path in vocabulary_files():
        nodes.read(path)
    if extra:
        known = frozenset(property for properties in nodes.objects.values() for property in properties)
        known |= frozenset(node for node in nodes.objects if node.startswith(CG))
        check(extra, nodes.read(extra), nodes.objects, known)
    return _vocabulary(nodes)


def load_with(triples: Iterable[ox.Triple | ox.Quad]) -> Vocabulary:
    """The vocabulary together with terms that are given as triples, such as the metrics of a corpus's own in a store."""
    nodes = _Nodes()
    for path in vocabulary_files():
        nodes.read(path)
    for triple in triples:
        nodes.add(triple)
    return _vocabulary(nodes)


def _vocabulary(nodes: _Nodes) -> Vocabulary:
    units = {unit.iri: unit for unit in nodes.units()}
    metrics = {metric.id: metric for metric in nodes.metrics({iri: unit.id for iri, unit in units.items()})}
    return Vocabulary(
        metrics=MappingProxyType(metrics),
        relations=MappingProxyType({relation.id: relation for relation in nodes.relations()}),
        units=MappingProxyType({unit.id: unit for unit in units.values()}),
        entity_kinds=MappingProxyType(nodes.entity_kinds()),
        event_kinds=MappingProxyType({local_name(kind): kind for kind in nodes.of_type("EventKind")}),
        aspects=nodes.spellings("Aspect"),
        source_kinds=nodes.spellings("SourceKind"),
        modalities=nodes.spellings("Modality"),
        precisions=nodes.spellings("Precision"),
        polarities=nodes.spellings("Polarity"),
        roles=nodes.spellings("AttributionRole"),
        review_states=nodes.spellings("ReviewState"),
        disagreement_kinds=nodes.spellings("DisagreementKind"),
        terms=frozenset(node for node in nodes.objects if node.startswith(BASE)),
    )


_RANKS = {iri("skos:prefLabel"): "preferred", iri("skos:altLabel"): "alternative", iri("skos:hiddenLabel"): "hidden"}
_TYPE, _SUBCLASS = iri("rdf:type"), iri("rdfs:subClassOf")


class _Nodes:
    """The triples of the vocabulary by subject and predicate, and the readings of them."""

    def __init__(self) -> None:
        self.objects: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
        self.types: dict[str, list[str]] = {}

    def read(self, path: Path) -> list[ox.Quad]:
        """Take the triples of a file in, and return them."""
        import pyoxigraph as ox

        try:
            triples = list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
        except OSError as error:
            raise FormatError(f"{path}: cannot be read ({error.strerror or error}); restore the file") from error
        except SyntaxError as error:
            raise FormatError(f"{path}:{error.lineno or 1}: not Turtle: {error.msg}; mend the file") from error
        for triple in triples:
            self.add(triple)
        return triples

    def add(self, triple: Any) -> None:
        subject, predicate = triple.subject.value, triple.predicate.value
        self.objects.setdefault(subject, {}).setdefault(predicate, []).append(triple.object)
        if predicate == _TYPE:
            self.types.setdefault(triple.object.value, []).append(subject)

    def of_type(self, local: str) -> list[str]:
        """The subjects of that class of ours, in the order of their IRIs."""
        return sorted(set(self.types.get(CG + local, ())))

    def values(self, node: str, property: str) -> list[str]:
        return [str(term.value) for term in self.objects[node].get(iri(property), ())]

    def value(self, node: str, property: str) -> str | None:
        return next(iter(self.values(node, property)), None)

    def locals(self, node: str, property: str) -> tuple[str, ...]:
        return tuple(local_name(value) for value in self.values(node, property))

    def local(self, node: str, property: str) -> str | None:
        return next(iter(self.locals(node, property)), None)

    def labels(self, node: str) -> tuple[TermLabel, ...]:
        properties = self.objects[node]
        return tuple(
            TermLabel(str(term.value), getattr(term, "language", None) or "", rank)
            for property, rank in _RANKS.items()
            for term in properties.get(property, ())
        )

    def english(self, node: str, property: str) -> str:
        terms = self.objects[node].get(iri(property), ())
        return next((str(term.value) for term in terms if getattr(term, "language", None) == "en"), local_name(node))

    def notation(self, node: str) -> str:
        """The spelling of an individual in files, or its local name where it has none."""
        return (self.value(node, "skos:notation") if node in self.objects else None) or local_name(node)

    def spellings(self, kind: str) -> Mapping[str, str]:
        return MappingProxyType({self.notation(node): node for node in self.of_type(kind)})

    def units(self) -> Iterator[Unit]:
        for node in self.of_type("Unit"):
            seconds = self.value(node, "seconds")
            yield Unit(
                id=self.notation(node), iri=node, label=self.english(node, "skos:prefLabel"),
                symbol=self.value(node, "symbol") or "", dimension=self.notation(self.value(node, "dimension") or ""),
                labels=self.labels(node), seconds=float(seconds) if seconds else None,
            )  # fmt: skip

    def metrics(self, units: Mapping[str, str]) -> Iterator[Metric]:
        for node in self.of_type("Metric"):
            base = self.value(node, "growthBase")
            yield Metric(
                id=node.removeprefix(METRIC), iri=node, dimension=self.notation(self.value(node, "dimension") or ""),
                units=tuple(units.get(unit, local_name(unit)) for unit in self.values(node, "allowedUnit")),
                per_units=tuple(units.get(unit, local_name(unit)) for unit in self.values(node, "allowedPerUnit")),
                measure=self.local(node, "measure") or "", broader=self.locals(node, "skos:broader"),
                domain=self.locals(node, "domain"), labels=self.labels(node),
                definition=self.english(node, "skos:definition"), default_window=self.value(node, "defaultWindow"),
                needs_window=self.value(node, "needsWindow") == "true", period_length=self.value(node, "periodLength"),
                cumulative=self.value(node, "cumulative") == "true", grouping=self.value(node, "grouping") == "true",
                requires_cue=tuple(self.values(node, "requiresCue")), excludes_cue=tuple(self.values(node, "excludesCue")),
                growth_metric=self.local(node, "growthMetric"), ratio_metric=self.local(node, "ratioMetric"),
                share_metric=self.local(node, "shareMetric"), growth_of=self.local(node, "growthOf"),
                ratio_of=self.local(node, "ratioOf"), growth_base=self.notation(base) if base else None,
            )  # fmt: skip

    def relations(self) -> Iterator[Relation]:
        for node in self.of_type("RelationPredicate"):
            types = set(self.values(node, "rdf:type"))
            yield Relation(
                id=local_name(node), iri=node, label=self.english(node, "skos:prefLabel"),
                inverse_label=self.english(node, "inverseLabel"), domain=self.local(node, "rdfs:domain") or "Entity",
                range=self.local(node, "rdfs:range") or "Entity",
                functional=iri("owl:FunctionalProperty") in types or self.value(node, "singleValued") == "true",
                symmetric=iri("owl:SymmetricProperty") in types, transitive=iri("owl:TransitiveProperty") in types,
                inverse=self.local(node, "owl:inverseOf"), labels=self.labels(node),
            )  # fmt: skip

    def entity_kinds(self) -> dict[str, tuple[str, ...]]:
        """Every class below cg:Entity with the classes above it."""
        kinds: dict[str, tuple[str, ...]] = {"Entity": ()}
        below: dict[str, list[str]] = {}
        for node, properties in self.objects.items():
            if _SUBCLASS in properties:
                for parent in self.locals(node, "rdfs:subClassOf"):
                    below.setdefault(parent, []).append(local_name(node))
        waiting = ["Entity"]
        while waiting:
            parent = waiting.pop()
            for child in sorted(below.get(parent, ())):
                if child not in kinds:
                    kinds[child] = (parent, *kinds[parent])
                    waiting.append(child)
        return dict(sorted(kinds.items()))
