"""What to write out: the whole graph, one source, or the surroundings of an entity - as parts of named graphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox

from claimgraph.errors import FormatError
from claimgraph.queries import ask, parameters
from claimgraph.store import ClaimStore
from claimgraph.vocabulary import BASE, PREFIXES

VOCABULARY_GRAPH = f"{BASE}ns"
_RESULT = ox.NamedNode(f"{BASE}result")
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Selection:
    """Named graphs, each whole (None) or cut to some subjects."""

    parts: Mapping[str, frozenset[str] | None]

    def lines(self, store: ClaimStore, graph: str) -> list[str]:
        """The N-Triples lines of one graph that are selected, unsorted."""
        output = BytesIO()
        store.dump(output, ox.RdfFormat.N_TRIPLES, graph=graph)
        lines = output.getvalue().decode().split("\n")
        lines.pop()
        subjects = self.parts[graph]
        if subjects is None:
            return lines
        return [line for line in lines if line[1 : line.index(">")] in subjects]


def everything(store: ClaimStore, *, vocabulary: bool = False) -> Selection:
    """Every named graph; the vocabulary's own only when asked for."""
    return Selection({graph: None for graph in store.graphs() if vocabulary or graph != VOCABULARY_GRAPH})


@contextmanager
def part(
    store: ClaimStore,
    *,
    source: str | None = None,
    around: str | None = None,
    construct: str | None = None,
    vocabulary: bool = False,
) -> Iterator[tuple[ClaimStore, Selection]]:
    """The part of a store that is meant, by names a person gives: a source's id, an entity's name, or a CONSTRUCT.

    Raises FormatError where more than one is given, QueryError where a name is not known.
    """
    if sum(wanted is not None for wanted in (source, around, construct)) > 1:
        raise FormatError("a source, an entity's surroundings and a CONSTRUCT exclude each other: name one of them")
    if source is not None:
        yield store, one_source(store, parameters.source(store, source).value)
    elif around is not None:
        yield store, surroundings(store, parameters.entity(store, around).value)
    elif construct is not None:
        with ClaimStore.memory() as result:
            result.add(ox.Quad(t.subject, t.predicate, t.object, _RESULT) for t in _constructed(store, construct))
            yield result, everything(result)
    else:
        yield store, everything(store, vocabulary=vocabulary)


def _constructed(store: ClaimStore, query: str) -> ox.QueryTriples:
    result = ask(store, query).result
    if not isinstance(result, ox.QueryTriples):
        raise FormatError("only a CONSTRUCT or DESCRIBE gives triples to export: rewrite the query, or use `query`")
    return result


def one_source(store: ClaimStore, source: str) -> Selection:
    """One source with its claims, and the labels of the entities it speaks of. `source` is an IRI."""
    if source not in store.graphs():
        raise FormatError(f"no source {source} in {store.place}: `claimgraph query sources` lists them")
    entities = _subjects(store, "entities_of_source", {"source": source})
    return Selection({source: None, **entities})


def surroundings(store: ClaimStore, entity: str) -> Selection:
    """The claims in which an entity takes part, with their sources, chains, evidence and the entities they name."""
    parts = _subjects(store, "claims_around", {"entity": entity})
    if not parts:
        raise FormatError(f"nothing is claimed of {entity} in {store.place}")
    return Selection(parts)


def _subjects(store: ClaimStore, query: str, bindings: Mapping[str, str]) -> dict[str, frozenset[str] | None]:
    found: dict[str, set[str]] = defaultdict(set)
    rows = store.query(_query(query), bindings={name: ox.NamedNode(iri) for name, iri in bindings.items()})
    assert isinstance(rows, ox.QuerySolutions)  # noqa: S101
    for row in rows:
        found[row["graph"].value].add(row["subject"].value)
    return {graph: frozenset(subjects) for graph, subjects in sorted(found.items())}


@cache
def _query(name: str) -> str:
    return (_HERE / f"{name}.rq").read_text(encoding="utf-8")


def iri_prefixes(store: ClaimStore, selection: Selection) -> dict[str, str]:
    """The vocabulary's prefixes and one per kind of node for the corpus at hand, stable for that corpus."""
    bases = {graph.rsplit("/graph/", 1)[0] + "/" for graph in selection.parts if "/graph/" in graph}
    bases |= {graph.rsplit("/source/", 1)[0] + "/" for graph in selection.parts if "/source/" in graph}
    prefixes = dict(PREFIXES)
    if len(bases) == 1:
        base = bases.pop()
        prefixes |= {kind: f"{base}{kind}/" for kind in _KINDS}
    return prefixes


_KINDS = (
    "activity", "agreement", "attribution", "claim", "copies", "disagreement", "entity", "evidence", "forecast",
    "membership", "partnership", "role", "selector", "slot", "source",
)  # fmt: skip


def is_source(graph: str) -> bool:
    return "/source/" in graph


def sorted_graphs(selection: Selection) -> Iterator[str]:
    """Entities first, then sources, then what is derived, then whatever else there is; each group by IRI."""

    def order(graph: str) -> tuple[int, str]:
        if graph.endswith("/graph/entities"):
            return 0, graph
        if is_source(graph):
            return 1, graph
        return (3 if graph == VOCABULARY_GRAPH else 2), graph

    yield from sorted(selection.parts, key=order)
