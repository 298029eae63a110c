"""decisions.yaml -> decisions: typed, each with its line, checked against the corpus and against one another.

A decision never changes a source file: it is replayed at every build, and deleting its line undoes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import combinations
from pathlib import Path
from typing import Any

from claimgraph.corpus.model import (
    CopyDecision,
    Decisions,
    Different,
    Place,
    Rate,
    RelationDecision,
    Same,
    SourceFile,
    Verdict,
)
from claimgraph.corpus.problems import did_you_mean
from claimgraph.corpus.records import Record, read_record
from claimgraph.corpus.sources import read_date
from claimgraph.corpus.terms import Terms

__all__ = ["check_copies", "parse_decisions"]


@dataclass(slots=True)
class _Reading:
    """What the decisions are read against, and which of them have been seen."""

    terms: Terms
    sources: Mapping[str, SourceFile]
    claims: frozenset[str]
    seen: dict[object, tuple[object, int]] = field(default_factory=dict)

    def source(self, record: Record, name: str) -> str | None:
        return self.terms.one_of(record, name, self.sources, "source") if record.text(name, required=True) else None

    def entities(self, record: Record) -> tuple[str, ...]:
        ids = record.texts("entities")
        if len(set(ids)) < 2:
            record.problem("entities", "must name at least two different entities: [one, other]")
            return ()
        known = [self.terms.is_entity(record, "entities", id) for id in ids]
        return ids if all(known) else ()

    def once(self, record: Record, name: str, key: object, answer: object) -> None:
        """Report a decision that an earlier line already took, or took the other way."""
        earlier = self.seen.setdefault(key, (answer, record.line))
        if earlier[1] != record.line:
            how = "says the same" if earlier[0] == answer else "says otherwise"
            record.problem(name, f"line {earlier[1]} {how} of the same; keep one")


def parse_decisions(data: str | bytes, path: Path, terms: Terms, sources: Mapping[str, SourceFile]) -> Decisions:
    """The decisions of the file; what is wrong with them goes to the problems of `terms`."""
    record = read_record(data, path, terms.problems, may_be_empty=True)
    if record is None:
        return Decisions()
    record.allow(_READERS)
    claims = frozenset(id for file in sources.values() for id in file.lines)
    reading, found = _Reading(terms, sources, claims), {}
    for name, reader in _READERS.items():
        rows = []
        for entry in record.records(name):
            decision = reader(entry, reading, {"place": Place(path, entry.line), "why": entry.text("why")})
            if decision is not None and not entry.failed:
                rows.append(decision)
        found[name] = tuple(rows)
    copies = found.pop("copy-of") + found.pop("not-copy-of")
    decisions = Decisions(**found, copies=copies)
    _check_identity(decisions, terms)
    return decisions


def _same(record: Record, reading: _Reading, common: dict[str, Any]) -> Same | None:
    record.allow(("entities", "why"))
    ids = reading.entities(record)
    return Same(ids, **common) if ids else None


def _different(record: Record, reading: _Reading, common: dict[str, Any]) -> Different | None:
    record.allow(("entities", "why"))
    ids = reading.entities(record)
    return Different(ids, **common) if ids else None


def _copy(record: Record, reading: _Reading, common: dict[str, Any], *, copy: bool = True) -> CopyDecision | None:
    record.allow(("source", "of", "why"))
    source, of = reading.source(record, "source"), reading.source(record, "of")
    if source is None or of is None:
        return None
    if source == of:
        record.problem("of", f"{of} cannot be a copy of itself")
    declared = reading.sources[source].source.copy_of
    if copy and declared not in (None, of):
        record.problem("of", f"{reading.sources[source].path} says copy-of: {declared}; correct one of the two")
    reading.once(record, "source", ("copy", frozenset((source, of))), (source, of) if copy else None)
    if copy:
        reading.once(record, "source", ("original", source), of)
    return CopyDecision(source, of, copy=copy, **common)


def _no_copy(record: Record, reading: _Reading, common: dict[str, Any]) -> CopyDecision | None:
    return _copy(record, reading, common, copy=False)


def _verdict(record: Record, reading: _Reading, common: dict[str, Any]) -> Verdict | None:
    record.allow(("claims", "kind", "why"))
    ids, verdicts = record.texts("claims"), ("agreement", *reading.terms.vocabulary.disagreement_kinds)
    kind = reading.terms.one_of(record, "kind", verdicts, "verdict")
    if kind is None and "kind" not in record:
        record.problem("kind", f"is missing; write one of {', '.join(sorted(verdicts))}")
    if len(set(ids)) < 2:
        record.problem("claims", "must name at least two different claims by their ids")
    for id in ids:
        if id not in reading.claims:
            record.problem("claims", f"no claim {id!r} in this corpus: it was changed or deleted; ask for its id again")
    reading.once(record, "claims", ("verdict", frozenset(ids)), kind)
    return Verdict(ids, kind, **common) if kind else None


def _rate(record: Record, reading: _Reading, common: dict[str, Any]) -> Rate | None:
    record.allow(("currency", "to", "rate", "on", "why"))
    units = {id for id in reading.terms.vocabulary.units if len(id) == len("USD") and id.isupper()}
    for name in ("currency", "to", "rate", "on"):
        record.text(name, required=True)
    currency, to = (reading.terms.one_of(record, name, units, "currency") for name in ("currency", "to"))
    rate, on = _positive(record, "rate"), read_date(record, "on")
    if currency is None or to is None or rate is None or on is None:
        return None
    if currency == to:
        record.problem("to", f"{to} is the currency itself")
    reading.once(record, "rate", ("rate", frozenset((currency, to)), on), (currency, rate))
    return Rate(currency, to, rate, on, **common)


def _positive(record: Record, name: str) -> Decimal | None:
    text = record.text(name)
    if text is None:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(0)
    if value.is_finite() and value > 0:
        return value
    record.problem(name, f"{text!r} is not a positive number; write how much one unit of currency was worth: 0.128")
    return None


def _relation(record: Record, reading: _Reading, common: dict[str, Any]) -> RelationDecision | None:
    record.allow(("about", "relation", "object", "accepted", "why"))
    terms = reading.terms
    about, object_ = (terms.entity(record, name, required=True) for name in ("about", "object"))
    relation = terms.one_of(record, "relation", terms.vocabulary.relations)
    for name in ("relation", "accepted"):
        record.text(name, required=True)
    accepted = record.flag("accepted")
    if about is None or object_ is None or relation is None:
        return None
    reading.once(record, "accepted", ("relation", about, relation, object_), accepted)
    return RelationDecision(about, relation, object_, accepted, **common)


_READERS: dict[str, Callable[[Record, _Reading, dict[str, Any]], Any]] = {
    "same": _same,
    "different": _different,
    "copy-of": _copy,
    "not-copy-of": _no_copy,
    "verdicts": _verdict,
    "rates": _rate,
    "relations": _relation,
}


def _check_identity(decisions: Decisions, terms: Terms) -> None:
    """Report entities that are declared different although a chain of `same` makes them one."""
    root: dict[str, str] = {}

    def find(id: str) -> str:
        while id in root:
            id = root[id]
        return id

    for same in decisions.same:
        for other in same.entities[1:]:
            first, second = find(same.entities[0]), find(other)
            if first != second:
                root[second] = first
    for different in decisions.different:
        for one, other in combinations(different.entities, 2):
            if find(one) == find(other):
                what = f"{one} and {other} are the same by the decisions above; delete one of the lines"
                terms.problems.add(different.place.path, different.place.line, "different", what)


def check_copies(sources: Mapping[str, SourceFile], decisions: Iterable[CopyDecision], terms: Terms) -> None:
    """Report sources that are declared copies of one another in a circle, or of a source that does not exist."""
    original: dict[str, tuple[str, Path, int]] = {}
    for id, file in sources.items():
        of = file.source.copy_of
        if of is None:
            continue
        if of not in sources:
            terms.problems.add(file.path, 0, "copy-of", f"unknown source {of!r}{did_you_mean(of, sources)}")
        else:
            original[id] = (of, file.path, 0)
    for decision in decisions:
        if decision.copy:
            original.setdefault(decision.source, (decision.of, decision.place.path, decision.place.line))
        elif original.get(decision.source, ("",))[0] == decision.of:
            path, line = decision.place.path, decision.place.line
            what = f"{original[decision.source][1]} says that it is a copy of {decision.of}; correct one of the two"
            terms.problems.add(path, line, "not-copy-of", what)
    done: set[str] = set()
    for start in sorted(original):
        walk: list[str] = []
        here = start
        while here in original and here not in done and here not in walk:
            walk.append(here)
            here = original[here][0]
        if here in walk:
            circle = [*walk[walk.index(here) :], here]
            _, path, line = original[here]
            what = f"copies go in a circle: {' -> '.join(circle)}; say which of them was first"
            terms.problems.add(path, line, "copy-of", what)
        done.update(walk)
