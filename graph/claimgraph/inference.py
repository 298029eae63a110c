"""Runs the rules of the ontology over a store and writes what follows into the derived graph of relations.

The rules are SPARQL CONSTRUCT files under ontology/rules, run in the order of their names; one that says `# repeat:` is
run until nothing is new. This room knows no rule by name: another file is another rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from claimgraph.claim import content_id
from claimgraph.corpus.model import RelationDecision
from claimgraph.errors import QueryError
from claimgraph.quads import Iris
from claimgraph.store import ClaimStore
from claimgraph.vocabulary import CG, PREFIXES, packaged

__all__ = ["Inference", "Rule", "infer", "read_rules"]

_MOST_ROUNDS = 64  # a chain of ownership longer than this is a fault of the data


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file: its name, what it is called, its query, and whether it is run until nothing is new."""

    name: str
    title: str
    query: str
    repeat: bool


@dataclass(frozen=True, slots=True)
class Inference:
    """The graph that was written, how many triples it holds, and how many each rule added."""

    graph: str
    triples: int
    added: Mapping[str, int] = field(default_factory=dict)


@lru_cache(maxsize=4)
def read_rules(folder: Path | None = None) -> tuple[Rule, ...]:
    """The rules of a folder in the order of their names; the packaged ones when none is given."""
    place = folder or packaged("ontology") / "rules"
    return tuple(_rule(path) for path in sorted(place.glob("*.rq")))


def _rule(path: Path) -> Rule:
    text = path.read_text(encoding="utf-8")
    header = {
        name.strip(): value.strip()
        for line in text.splitlines()
        if line.startswith("# ")
        for name, colon, value in [line[2:].partition(":")]
        if colon
    }
    return Rule(path.stem, header.get("title", path.stem), text, "repeat" in header)


def infer(
    store: ClaimStore,
    base: str,
    decisions: Iterable[RelationDecision] = (),
    *,
    rules: Iterable[Rule] | None = None,
) -> Inference:
    """Replaces the graph of relations by what the rules and the analyst's decisions give.

    The store must hold the claims, the vocabulary and the disagreements already: a contested relation gives no plain
    triple. Raises QueryError with the rule's name when a rule cannot be run, StoreError when the store is not writable.
    """
    iris = Iris(base)
    graph = ox.NamedNode(iris.graph("relations"))
    store.replace_graph(graph.value, "")
    known = set(_decided(decisions, iris))
    store.add(_in(graph, triple) for triple in sorted(known, key=str))
    added: dict[str, int] = {}
    for rule in read_rules() if rules is None else rules:
        before = len(known)
        for _ in range(_MOST_ROUNDS if rule.repeat else 1):
            fresh = _run(store, rule, graph, base) - known
            if not fresh:
                break
            store.add(_in(graph, triple) for triple in sorted(fresh, key=str))
            known |= fresh
        added[rule.name] = len(known) - before
    return Inference(graph.value, len(known), added)


def _run(store: ClaimStore, rule: Rule, graph: ox.NamedNode, base: str) -> set[ox.Triple]:
    given: dict[str, ox.NamedNode | ox.Literal] = {"relations": graph, "base": ox.Literal(base)}
    used = {name: term for name, term in given.items() if re.search(rf"[?$]{name}\b", rule.query)}
    try:
        answer = store.query(rule.query, bindings=used, prefixes=PREFIXES)
    except QueryError as error:
        raise QueryError(f"rule {rule.name}: {error}") from error
    if not isinstance(answer, ox.QueryTriples):
        raise QueryError(f"rule {rule.name} is no CONSTRUCT query; write CONSTRUCT {{ ... }} WHERE {{ ... }}")
    return set(answer)


def _decided(decisions: Iterable[RelationDecision], iris: Iris) -> Iterable[ox.Triple]:
    """What the analyst decided about relations, as nodes that the rules look at."""
    for decision in decisions:
        key = content_id("relation-decision", decision.about, decision.relation, decision.object)
        node = ox.NamedNode(f"{iris.base}relation-decision/{key}")
        yield ox.Triple(node, _term("rdf:type"), _term("cg:RelationDecision"))
        yield ox.Triple(node, _term("cg:accepted"), ox.Literal(decision.accepted))
        yield ox.Triple(node, _term("cg:onSubject"), ox.NamedNode(iris.entity(decision.about)))
        yield ox.Triple(node, _term("cg:onPredicate"), ox.NamedNode(CG + decision.relation))
        yield ox.Triple(node, _term("cg:onObject"), ox.NamedNode(iris.entity(decision.object)))
        if decision.why:
            yield ox.Triple(node, _term("skos:note"), ox.Literal(decision.why, language="en"))


def _in(graph: ox.NamedNode, triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _term(name: str) -> ox.NamedNode:
    prefix, _, rest = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + rest)
