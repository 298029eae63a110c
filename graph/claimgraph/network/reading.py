"""Asks a store for all that its sources say and what follows from it. As many questions for a large store as for a small."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any, cast

from claimgraph.network.deriving import disagreement, implied, slot
from claimgraph.network.nodes import Node, local_name
from claimgraph.network.register import Register
from claimgraph.network.stating import Context, statement
from claimgraph.network.testimony import Disagreement, Testimony, Voice
from claimgraph.store import ClaimStore


def read(store: ClaimStore) -> Testimony:
    """What the store's sources say and what was derived from it. Nine queries, whatever its size."""
    terms, entities, sources = (_nodes(store, name) for name in ("terms", "entities", "sources"))
    register = Register(terms, entities, sources)
    figures = _nodes(store, "implied")
    found = [disagreement(iri, node, figures) for iri, node in sorted(_nodes(store, "disagreements").items())]
    context = Context(
        register=register,
        chains=_chains(store, register),
        opinions={row["claim"].value: row["text"].value for row in _rows(store, "opinions")},
        disputed=_members(each for each in found if each.contests),
        dismissed=_members(each for each in found if each.dismissed),
    )
    statements = [statement(iri, node, context) for iri, node in _nodes(store, "claims").items()]
    computed = [implied(iri, node, register) for iri, node in figures.items()]
    slots = [slot(iri, node) for iri, node in sorted(_nodes(store, "slots").items())]
    return Testimony(
        entities=register.entities(),
        sources=register.sources(),
        statements=tuple(sorted(filter(None, statements), key=lambda each: each.id)),
        terms=dict(sorted(register.names.items())),
        slots={each.id: each for each in slots},
        implied=tuple(sorted(filter(None, computed), key=lambda each: each.id)),
        disagreements=tuple(found),
    )


def _rows(store: ClaimStore, name: str) -> Iterable[Any]:
    """The solutions of one of this room's questions."""
    question = files(__package__).joinpath(f"{name}.rq").read_text(encoding="utf-8")
    return cast("Iterable[Any]", store.query(question))


def _nodes(store: ClaimStore, name: str) -> Mapping[str, Node]:
    """The solutions of a question with one row per value, gathered by what they speak of."""
    nodes: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    shortened: dict[str, str] = {}
    for subject, predicate, value in _rows(store, name):
        iri = predicate.value
        key = shortened.get(iri) or shortened.setdefault(iri, local_name(iri))
        nodes[subject.value][key].append(value)
    return nodes


def _chains(store: ClaimStore, register: Register) -> Mapping[str, tuple[Voice, ...]]:
    """Through whom each claim came, from the publisher of what was read to the one who said it first."""
    hops: dict[str, dict[int, Voice]] = defaultdict(dict)
    for row in _rows(store, "attributions"):
        capacity = row["capacity"]
        voice = Voice(register.agent(row["agent"].value), capacity.value if capacity is not None else None)
        hops[row["claim"].value][int(row["hop"].value)] = voice
    return {claim: tuple(chain[hop] for hop in sorted(chain)) for claim, chain in hops.items()}


def _members(disagreements: Iterable[Disagreement]) -> frozenset[str]:
    return frozenset(id for each in disagreements for id in each.statements)
