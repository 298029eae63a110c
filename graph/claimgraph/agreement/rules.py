"""The declared rules of comparison, read from the ontology: what may be compared, how exactly, and what a difference means.

Every number and word that decides something stands in agreement.ttl, metrics.ttl or arithmetic.ttl; this module only gives
them types.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from claimgraph.claim import Modality
from claimgraph.vocabulary import CG, PREFIXES, packaged

__all__ = ["DatePart", "DisagreementRule", "MetricRelation", "RateBand", "Rules", "Tolerance", "read_rules"]

_FILES = ("agreement.ttl", "arithmetic.ttl", "market.ttl", "metrics.ttl")
_TYPE, _LABEL = PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label"
_WORDS, _PREFERRED = PREFIXES["skos"] + "hiddenLabel", PREFIXES["skos"] + "prefLabel"
_OPERANDS = ("numerator", "denominator", "minuend", "subtrahend", "rate", "whole", "addend")


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


class _Triples:
    """The triples of the rule files by subject and predicate, in local names."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._objects: dict[tuple[str, str], list[str]] = {}
        self._pairs: dict[str, list[tuple[str, str]]] = {}
        for triple in triples:
            subject, value = _name(triple.subject), _name(triple.object)
            predicate = _name(triple.predicate)
            self._objects.setdefault((subject, predicate), []).append(value)
            self._pairs.setdefault(predicate, []).append((subject, value))

    def all(self, subject: str, predicate: str) -> tuple[str, ...]:
        return tuple(sorted(self._objects.get((subject, predicate), ())))

    def one(self, subject: str, predicate: str, default: str = "") -> str:
        return next(iter(self.all(subject, predicate)), default)

    def pairs(self, predicate: str) -> list[tuple[str, str]]:
        return sorted(self._pairs.get(predicate, ()))

    def of_class(self, name: str) -> Iterator[str]:
        return (subject for subject, kind in self.pairs(_TYPE) if kind == name)

    def sets(self, predicate: str) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for subject, value in self.pairs(predicate):
            found.setdefault(subject, set()).add(value)
        return MappingProxyType({subject: frozenset(values) for subject, values in found.items()})

    def flagged(self, predicate: str) -> frozenset[str]:
        return frozenset(subject for subject, value in self.pairs(predicate) if value == "true")


def _name(term: object) -> str:
    """A term of ours by its local name, any other IRI whole, a literal by its text."""
    if not isinstance(term, ox.NamedNode):
        return term.value if isinstance(term, ox.Literal) else str(term)
    for prefix in (CG, PREFIXES["metric"]):
        if term.value.startswith(prefix):
            return term.value[len(prefix) :]
    return term.value


@lru_cache(maxsize=4)
def read_rules(folder: Path | None = None) -> Rules:
    """The rules of an ontology folder; the packaged one when none is given."""
    place = folder or packaged("ontology")
    files = [place / name for name in _FILES if (place / name).is_file()]
    return _rules(_Triples(triple for file in files for triple in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)))


def _rules(triples: _Triples) -> Rules:
    near: dict[str, frozenset[str]] = {}
    for metrics in triples.sets("nearMetric").values():
        for metric in metrics:
            near[metric] = near.get(metric, frozenset()) | (metrics - {metric})
    return Rules(
        roles=_roles(triples),
        compared_as=dict(triples.pairs("comparedAs")),
        read_as={metric: Modality(value.lower()) for metric, value in triples.pairs("alwaysReadAs")},
        by_nature={metric: Modality(value.lower()) for metric, value in triples.pairs("byNature")},
        near=near,
        accumulates_to=dict(triples.pairs("accumulatesTo")),
        precedes=triples.sets("precedes"),
        recurring=triples.flagged("recurs"),
        limits=triples.flagged("isLimit"),
        single_valued=triples.flagged("singleValued"),
        mainly_one=triples.flagged("mainlyOne"),
        one_way=triples.flagged("oneWay"),
        ownership=triples.flagged("ownershipLike"),
        speaks_for=triples.flagged("speaksFor"),
        relation_readings=_relation_readings(triples),
        tolerances={
            name.removeprefix("tolerance-"): _tolerance(triples, name) for name in triples.of_class("Tolerance")
        },
        suspect_ratios=tuple(
            sorted(float(triples.one(row, "suspectRatio")) for row in triples.of_class("SuspectRatio"))
        ),
        rate_bands=tuple(_rate_band(triples, row) for row in triples.of_class("RateBand")),
        cues=tuple((row, _words(triples, row)) for row in triples.of_class("DefinitionCue")),
        whole_words=tuple(word for row in triples.of_class("WholeScope") for word in _words(triples, row)),
        basis_scopes=frozenset(word for row in triples.of_class("BasisScope") for word in _words(triples, row)),
        credits=_credits(triples, names_source=False),
        source_credits=_credits(triples, names_source=True),
        date_parts=tuple(_date_part(triples, row) for row in triples.of_class("DatePart")),
        disagreements=tuple(
            sorted(
                (_disagreement(triples, row) for row in triples.of_class("DisagreementRule")),
                key=lambda rule: (rule.order, rule.id),
            )
        ),
        arithmetic=tuple(
            _relation(triples, row) for row in triples.of_class("MetricRelation") if triples.one(row, "arithmetic")
        ),
        growth=_growth(triples),
        ratios=dict(triples.pairs("ratioOf")),
    )


def _roles(triples: _Triples) -> Mapping[str, frozenset[str]]:
    """What is declared, else what the metric's measure says: a total that only grows, or a level."""
    running = triples.flagged("cumulative")
    roles: dict[str, frozenset[str]] = {}
    for metric, measure in triples.pairs("measure"):
        if metric in running:
            roles[metric] = frozenset({"Running"})
        elif measure == "Level":
            roles[metric] = frozenset({"Level"})
    return roles | dict(triples.sets("periodRole"))


def _growth(triples: _Triples) -> Mapping[str, tuple[str, int]]:
    """Growth metric -> the metric that grows and the months between this value and the one before."""
    months = {"YearOnYear": 12, "QuarterOnQuarter": 3, "MonthOnMonth": 1}
    bases = dict(triples.pairs("growthBase"))
    return {
        metric: (grown, months[bases[metric]])
        for metric, grown in triples.pairs("growthOf")
        if bases.get(metric) in months
    }


def _relation_readings(triples: _Triples) -> Mapping[str, tuple[str, Decimal, Decimal]]:
    return {
        triples.one(row, "readsRelation"): (
            triples.one(row, "readsMetric"), Decimal(triples.one(row, "readsLow")), Decimal(triples.one(row, "readsHigh")),
        )
        for row in triples.of_class("RelationReading")
    }  # fmt: skip


def _tolerance(triples: _Triples, row: str) -> Tolerance:
    return Tolerance(
        float(triples.one(row, "printedUnits", "0")),
        float(triples.one(row, "atLeast", "0")),
        float(triples.one(row, "atMost", "1")),
    )


def _rate_band(triples: _Triples, row: str) -> RateBand:
    return RateBand(
        triples.one(row, "fromUnit"), triples.one(row, "toUnit"),
        float(triples.one(row, "rateLow")), float(triples.one(row, "rateHigh")),
    )  # fmt: skip


def _date_part(triples: _Triples, row: str) -> DatePart:
    return DatePart(_words(triples, row), float(triples.one(row, "fromShare")), float(triples.one(row, "toShare")))


def _credits(triples: _Triples, *, names_source: bool) -> tuple[str, ...]:
    naming = triples.flagged("namesSource")
    return tuple(
        word
        for row in triples.of_class("CreditCue")
        if (row in naming) is names_source
        for word in _words(triples, row)
    )


def _words(triples: _Triples, row: str) -> tuple[str, ...]:
    return tuple(sorted((word.lower() for word in triples.all(row, _WORDS)), key=lambda word: (-len(word), word)))


def _disagreement(triples: _Triples, row: str) -> DisagreementRule:
    return DisagreementRule(
        row, int(triples.one(row, "order")), frozenset(triples.all(row, "when")), frozenset(triples.all(row, "unless")),
        triples.one(row, "decides"), triples.one(row, "weighs"), triples.one(row, "because"),
    )  # fmt: skip


def _relation(triples: _Triples, row: str) -> MetricRelation:
    operands = triples.all(row, "factor") or tuple(operand for name in _OPERANDS if (operand := triples.one(row, name)))
    months = triples.one(row, "overMonths")
    return MetricRelation(
        row, triples.one(row, "arithmetic"), triples.one(row, "result") or triples.one(row, "part"), operands,
        Decimal(triples.one(row, "times", "1")), int(months) if months else None,
        triples.one(row, "wholeSubject"), triples.one(row, _LABEL) or triples.one(row, _PREFERRED),
    )  # fmt: skip
