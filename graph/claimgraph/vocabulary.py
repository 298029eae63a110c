"""The ontology as Python sees it: where it lies, its namespaces, metrics, relations, units, kinds and the words for them.

The vocabulary itself is Turtle under ontology/; nothing of it is written here but the names of its namespaces and of the
properties that are read. Nothing is read before `load` is called, and then once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from claimgraph.errors import FormatError

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = [
    "BASE", "CG", "METRIC", "PREFIXES", "Metric", "Relation", "TermLabel", "Unit", "Vocabulary", "iri", "load",
    "local_name", "packaged", "shapes_files", "suggest", "vocabulary_files",
]  # fmt: skip

CG = "https://w3id.org/claimgraph/ns#"
METRIC = "https://w3id.org/claimgraph/metric/"
BASE = "https://w3id.org/claimgraph/"

PREFIXES: dict[str, str] = {
    "cg": CG,
    "metric": METRIC,
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sdmx-code": "http://purl.org/linked-data/sdmx/2009/code#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "unit": "http://qudt.org/vocab/unit/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def packaged(name: str) -> Path:
    """The folder `ontology` or `corpora`: inside the installed package, or beside it in a checkout."""
    here = Path(__file__).resolve().parent
    inside, beside = here / name, here.parents[1] / name if name == "ontology" else here.parent / name
    return inside if inside.is_dir() else beside


def vocabulary_files() -> tuple[Path, ...]:
    """The Turtle files of the vocabulary's named graph, in the order of their names; shapes and examples are not among them."""
    return tuple(sorted(packaged("ontology").glob("*.ttl")))


def shapes_files(name: str | None = None) -> tuple[Path, ...]:
    """The SHACL files: all, or the one called `claims`, `market` or `ontology`."""
    return tuple(sorted((packaged("ontology") / "shapes").glob(f"{name or '*'}.ttl")))


def iri(curie: str) -> str:
    """The IRI of a prefixed name; a name without a prefix is one of the vocabulary's own.

    >>> iri("skos:prefLabel"), iri("ownedBy")
    ('http://www.w3.org/2004/02/skos/core#prefLabel', 'https://w3id.org/claimgraph/ns#ownedBy')
    """
    prefix, _, local = curie.rpartition(":")
    return PREFIXES[prefix or "cg"] + local


def local_name(iri: str) -> str:
    """What stands behind the last hash or slash of an IRI.

    >>> local_name("https://w3id.org/claimgraph/ns#ownedBy"), local_name("http://qudt.org/vocab/unit/MIN")
    ('ownedBy', 'MIN')
    """
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


@dataclass(frozen=True, slots=True)
class TermLabel:
    """A name of a term. `language` is en, zh-hans or zh-hant; `rank` is preferred, alternative or hidden."""

    text: str
    language: str
    rank: str


@dataclass(frozen=True, slots=True)
class Metric:
    """What a number can be a number of. `units` and `per_units` are unit ids, the other metrics metric ids.

    `measure` is Level, Flow, RatioMeasure or DateMeasure; `domain` are entity kinds; `period_length` and `default_window`
    are ISO 8601 durations that the metric names in itself. `growth_base` is yoy, qoq, mom or other.
    """

    id: str
    iri: str
    dimension: str
    units: tuple[str, ...]
    measure: str
    broader: tuple[str, ...]
    domain: tuple[str, ...]
    labels: tuple[TermLabel, ...]
    definition: str
    per_units: tuple[str, ...] = ()
    default_window: str | None = None
    needs_window: bool = False
    period_length: str | None = None
    cumulative: bool = False
    grouping: bool = False
    requires_cue: tuple[str, ...] = ()
    excludes_cue: tuple[str, ...] = ()
    growth_metric: str | None = None
    ratio_metric: str | None = None
    share_metric: str | None = None
    growth_of: str | None = None
    ratio_of: str | None = None
    growth_base: str | None = None

    def label(self, language: str = "en") -> str:
        """The preferred label in that language, else the id as words."""
        preferred = (label.text for label in self.labels if label.rank == "preferred" and label.language == language)
        return next(preferred, self.id.replace("_", " "))


@dataclass(frozen=True, slots=True)
class Relation:
    """A predicate of relation claims. `domain` and `range` are entity kinds; `functional`: one object at a time."""

    id: str
    iri: str
    label: str
    inverse_label: str
    domain: str
    range: str
    functional: bool
    symmetric: bool
    transitive: bool
    inverse: str | None
    labels: tuple[TermLabel, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; `id` is its spelling in corpus files and JSON. `seconds` is set for units of time of fixed length."""

    id: str
    iri: str
    label: str
    symbol: str
    dimension: str
    labels: tuple[TermLabel, ...]
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms. The mappings from spellings (as-printed, analyst-report, ...) give IRIs; `terms` are all IRIs defined.

    `entity_kinds` gives the classes above each class of entities, the nearest first, all by local name.
    """

    metrics: Mapping[str, Metric]
    relations: Mapping[str, Relation]
    units: Mapping[str, Unit]
    entity_kinds: Mapping[str, tuple[str, ...]]
    event_kinds: Mapping[str, str]
    aspects: Mapping[str, str]
    source_kinds: Mapping[str, str]
    modalities: Mapping[str, str]
    precisions: Mapping[str, str]
    polarities: Mapping[str, str]
    roles: Mapping[str, str]
    review_states: Mapping[str, str]
    disagreement_kinds: Mapping[str, str]
    terms: frozenset[str]


def suggest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate nearest to a misspelt name, or None where none is near.

    >>> suggest("monthly_active_user", ["monthly_active_users", "downloads"]), suggest("xyz", ["downloads"])
    ('monthly_active_users', None)
    """
    from difflib import get_close_matches

    spellings = {candidate.casefold(): candidate for candidate in sorted(candidates, reverse=True)}
    return next((spellings[near] for near in get_close_matches(name.casefold(), spellings, n=1, cutoff=0.6)), None)


@lru_cache(maxsize=8)
def load(extra: Path | None = None) -> Vocabulary:
    """The vocabulary, together with the metrics of a corpus's own where `extra` names their Turtle file.

    Raises FormatError where a file cannot be read or is not Turtle; the message says where.
    """
    nodes = _Nodes()
    for path in vocabulary_files() + ((extra,) if extra else ()):
        nodes.read(path)
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
        self.objects: dict[str, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]] = {}
        self.types: dict[str, list[str]] = {}

    def read(self, path: Path) -> None:
        import pyoxigraph as ox

        try:
            for triple in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
                subject, predicate = triple.subject.value, triple.predicate.value  # type: ignore[union-attr]
                self.objects.setdefault(subject, {}).setdefault(predicate, []).append(triple.object)
                if predicate == _TYPE:
                    self.types.setdefault(triple.object.value, []).append(subject)  # type: ignore[union-attr]
        except OSError as error:
            raise FormatError(f"{path}: cannot be read ({error.strerror or error}); restore the file") from error
        except SyntaxError as error:
            raise FormatError(f"{path}:{error.lineno or 1}: not Turtle: {error.msg}; mend the file") from error

    def of_type(self, local: str) -> list[str]:
        """The subjects of that class of ours, in the order of their IRIs."""
        return sorted(set(self.types.get(CG + local, ())))

    def values(self, node: str, property: str) -> list[str]:
        return [str(term.value) for term in self.objects[node].get(iri(property), ())]  # type: ignore[union-attr]

    def value(self, node: str, property: str) -> str | None:
        return next(iter(self.values(node, property)), None)

    def locals(self, node: str, property: str) -> tuple[str, ...]:
        return tuple(local_name(value) for value in self.values(node, property))

    def local(self, node: str, property: str) -> str | None:
        return next(iter(self.locals(node, property)), None)

    def labels(self, node: str) -> tuple[TermLabel, ...]:
        properties = self.objects[node]
        return tuple(
            TermLabel(term.value, term.language or "", rank)  # type: ignore[union-attr]
            for property, rank in _RANKS.items()
            for term in properties.get(property, ())
        )

    def english(self, node: str, property: str) -> str:
        terms = self.objects[node].get(iri(property), ())
        return next((str(term.value) for term in terms if getattr(term, "language", None) == "en"), local_name(node))

    def notation(self, node: str | None) -> str:
        return (self.value(node, "skos:notation") or local_name(node)) if node in self.objects else local_name(node or "")

    def spellings(self, kind: str) -> Mapping[str, str]:
        return MappingProxyType({self.notation(node): node for node in self.of_type(kind)})

    def units(self) -> Iterator[Unit]:
        for node in self.of_type("Unit"):
            seconds = self.value(node, "seconds")
            yield Unit(
                id=self.notation(node), iri=node, label=self.english(node, "skos:prefLabel"),
                symbol=self.value(node, "symbol") or "", dimension=self.notation(self.value(node, "dimension")),
                labels=self.labels(node), seconds=float(seconds) if seconds else None,
            )  # fmt: skip

    def metrics(self, units: Mapping[str, str]) -> Iterator[Metric]:
        for node in self.of_type("Metric"):
            base = self.value(node, "growthBase")
            yield Metric(
                id=node.removeprefix(METRIC), iri=node, dimension=self.notation(self.value(node, "dimension")),
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
