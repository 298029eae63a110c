"""Reads the declared rules of comparison from the ontology: rows of agreement.ttl, metrics.ttl and market.ttl -> Rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from claimgraph.agreement.rules import DatePart, DisagreementRule, MetricRelation, RateBand, Rules, Tolerance
from claimgraph.claim import Modality
from claimgraph.vocabulary import CG, PREFIXES, packaged

__all__ = ["read_rules"]

_FILES = ("agreement.ttl", "arithmetic.ttl", "market.ttl", "metrics.ttl")
_TYPE, _LABEL = PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label"
_WORDS, _PREFERRED = PREFIXES["skos"] + "hiddenLabel", PREFIXES["skos"] + "prefLabel"
_OPERANDS = ("numerator", "denominator", "minuend", "subtrahend", "rate", "whole", "addend")


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
    flagged, sets, pairs = triples.flagged, triples.sets, triples.pairs
    return Rules(
        roles=_roles(triples), compared_as=dict(pairs("comparedAs")), near=_near(triples),
        read_as=_modalities(triples, "alwaysReadAs"), by_nature=_modalities(triples, "byNature"),
        accumulates_to=dict(pairs("accumulatesTo")), precedes=sets("precedes"), compounds=sets("compoundGrowthOf"),
        growth=_growth(triples), ratios=dict(pairs("ratioOf")), recurring=flagged("recurs"), limits=flagged("isLimit"),
        dated_once=flagged("datedOnce"), single_valued=flagged("singleValued"), mainly_one=flagged("mainlyOne"),
        one_way=flagged("oneWay"), ownership=flagged("ownershipLike"), speaks_for=flagged("speaksFor"),
        relation_readings=_relation_readings(triples), tolerances=_tolerances(triples),
        suspect_ratios=tuple(sorted(float(ratio) for _, ratio in pairs("suspectRatio"))),
        rate_bands=tuple(_rate_band(triples, row) for row in triples.of_class("RateBand")),
        cues=tuple((row, _words(triples, row)) for row in triples.of_class("DefinitionCue")),
        whole_words=tuple(word for row in triples.of_class("WholeScope") for word in _words(triples, row)),
        basis_scopes=frozenset(word for row in triples.of_class("BasisScope") for word in _words(triples, row)),
        credits=_credits(triples, names_source=False), source_credits=_credits(triples, names_source=True),
        date_parts=tuple(_date_part(triples, row) for row in triples.of_class("DatePart")),
        disagreements=_disagreements(triples),
        arithmetic=tuple(
            _relation(triples, row) for row in triples.of_class("MetricRelation") if triples.one(row, "arithmetic")
        ),
    )  # fmt: skip


def _near(triples: _Triples) -> Mapping[str, frozenset[str]]:
    """The metrics that are easily taken for each metric."""
    near: dict[str, frozenset[str]] = {}
    for metrics in triples.sets("nearMetric").values():
        for metric in metrics:
            near[metric] = near.get(metric, frozenset()) | (metrics - {metric})
    return near


def _modalities(triples: _Triples, predicate: str) -> Mapping[str, Modality]:
    return {metric: Modality(value.lower()) for metric, value in triples.pairs(predicate)}


def _tolerances(triples: _Triples) -> Mapping[str, Tolerance]:
    return {name.removeprefix("tolerance-"): _tolerance(triples, name) for name in triples.of_class("Tolerance")}


def _disagreements(triples: _Triples) -> tuple[DisagreementRule, ...]:
    rows = [_disagreement(triples, row) for row in triples.of_class("DisagreementRule")]
    return tuple(sorted(rows, key=lambda rule: (rule.order, rule.id)))


def _roles(triples: _Triples) -> Mapping[str, frozenset[str]]:
    """What is declared, else what the metric's measure says: a total that only grows, or a level."""
    running = triples.flagged("cumulative")
    roles: dict[str, frozenset[str]] = {}
    for metric, measure in triples.pairs("measure"):
        if metric in running:
            roles[metric] = frozenset({"Running"})
        elif measure == "Level":
            roles[metric] = frozenset({"Level"})
    stated = triples.sets("periodRole")
    return roles | {metric: frozenset(role.removesuffix("Role") for role in found) for metric, found in stated.items()}


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
    shares = float(triples.one(row, "fromShare")), float(triples.one(row, "toShare"))
    return DatePart(_words(triples, row), *shares, triples.one(row, _LABEL))


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
    operands = triples.all(row, "operand") or tuple(
        operand for name in _OPERANDS if (operand := triples.one(row, name))
    )
    months = triples.one(row, "overMonths")
    return MetricRelation(
        row, triples.one(row, "arithmetic"), triples.one(row, "result") or triples.one(row, "part"), operands,
        Decimal(triples.one(row, "times", "1")), int(months) if months else None,
        triples.one(row, "wholeSubject"), triples.one(row, _LABEL) or triples.one(row, _PREFERRED),
    )  # fmt: skip
