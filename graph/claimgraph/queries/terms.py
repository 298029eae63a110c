"""The vocabulary as one store knows it: the packaged terms and the metrics of its corpus's own."""

from __future__ import annotations

import pyoxigraph as ox

from claimgraph.store import ClaimStore
from claimgraph.vocabulary import PREFIXES, Vocabulary, iri, load, load_with

_TYPE, _METRIC = ox.NamedNode(f"{PREFIXES['rdf']}type"), ox.NamedNode(iri("cg:Metric"))


def vocabulary_of(store: ClaimStore) -> Vocabulary:
    """The packaged vocabulary, with whatever metrics the store defines beside it."""
    known = load().terms
    own = {
        quad.subject
        for quad in store.quads(None, _TYPE, _METRIC)
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value not in known
    }
    if not own:
        return load()
    return load_with(quad for node in sorted(own, key=str) for quad in store.quads(node))
