"""The order in which a person reads the graph: entities, sources, claims by source, then what was derived from them.

A subject described in several named graphs still gets one block: what derivations add to a claim, a source or an entity
is written with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox

from claimgraph.formats.selection import Selection, is_source, sorted_graphs
from claimgraph.store import ClaimStore
from claimgraph.turtle import Terms, blocks

_SATELLITES = {"claim": "0", "attribution": "1", "evidence": "2", "selector": "3"}
_SHARED = {"activity", "membership", "role"}
DESCRIBED = ("claim", "entity", "source")
"""The kinds of nodes of which a derivation says something that stands with what is asserted of them."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the distinct N-Triples lines below it, sorted. `by_claim`: what belongs to a claim follows it."""

    title: str
    lines: list[str]
    by_claim: bool = False

    def blocks(self, terms: Terms) -> list[str]:
        """The Turtle blocks in reading order."""
        found = blocks(self.lines, terms)
        ordered = sorted(found, key=lambda block: _place(block[0])) if self.by_claim else found
        return [text for _, text in ordered]

    def ordered(self) -> Iterator[str]:
        """The lines in reading order."""
        if not self.by_claim:
            return iter(self.lines)
        about = [(subject, list(lines)) for subject, lines in groupby(self.lines, key=subject_of)]
        return (line for _, lines in sorted(about, key=lambda one: _place(one[0])) for line in lines)


def sections(store: ClaimStore, selection: Selection) -> Iterator[Section]:
    """The selected triples in reading order, section by section; memory holds one section at a time."""
    graphs = list(sorted_graphs(selection))
    sources = [graph for graph in graphs if is_source(graph)]
    added = _Added()
    derived = {graph: added.split(selection.lines(store, graph)) for graph in graphs if is_derivation(graph)}
    for graph in graphs:
        if graph.endswith("/graph/entities"):
            entities, shared = apart(selection.lines(store, graph))
            yield Section("entities", added.merge(entities))
            yield Section("roles and activities", sorted(shared))
    yield Section("sources", added.merge(source_lines(store, selection, sources)))
    for graph in sources:
        source = f"<{graph}> "
        lines = [line for line in selection.lines(store, graph) if not line.startswith(source)]
        yield Section(f"claims of {graph.rsplit('/', 1)[-1]}", added.merge(lines), by_claim=True)
    yield from (Section(graph.rsplit("/", 1)[-1], sorted(lines)) for graph, lines in derived.items())
    for graph in graphs:
        if not (is_source(graph) or "/graph/" in graph):
            yield Section(f"graph {graph}", sorted(selection.lines(store, graph)))
    yield Section("also", sorted(set(added.left())))


def is_derivation(graph: str) -> bool:
    """Whether a named graph holds what was computed from the others."""
    return "/graph/" in graph and not graph.endswith("/graph/entities")


def subject_of(line: str) -> str:
    """The subject of an N-Triples line, in angle brackets."""
    return line[: line.index(" ")]


def kind_of(subject: str) -> str:
    """`claim` for <.../claim/0f3a>."""
    return subject.rsplit("/", 2)[-2] if subject.count("/") > 2 else ""


class _Added:
    """What derivations say of nodes that are described elsewhere: kept until those nodes are written."""

    def __init__(self) -> None:
        self._lines: dict[str, list[str]] = defaultdict(list)

    def split(self, lines: Iterable[str]) -> list[str]:
        """Keeps the lines about claims, sources and entities; gives back those about the derivation's own nodes."""
        own = []
        for line in lines:
            subject = subject_of(line)
            if kind_of(subject) in DESCRIBED:
                self._lines[subject].append(line)
            else:
                own.append(line)
        return own

    def merge(self, lines: list[str]) -> list[str]:
        """The lines with what was kept about their subjects, sorted."""
        if not self._lines:
            return sorted(lines)
        for subject in set(map(subject_of, lines)):
            lines += self._lines.pop(subject, ())
        return sorted(set(lines))

    def left(self) -> Iterator[str]:
        """What was kept about subjects that nothing else describes, such as implied claims."""
        for lines in self._lines.values():
            yield from lines


def source_lines(store: ClaimStore, selection: Selection, sources: list[str]) -> list[str]:
    """What the sources say of themselves."""
    lines = []
    for source in sources:
        subjects = selection.parts[source]
        if subjects is None or source in subjects:
            node = ox.NamedNode(source)
            lines += [line_of(quad) for quad in store.quads(node, graph=node)]
    return lines


def line_of(quad: ox.Quad) -> str:
    """The N-Triples line of a quad."""
    return f"{quad.subject} {quad.predicate} {quad.object} ."


def apart(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines about entities, and those about the nodes that claims share."""
    entities: list[str] = []
    shared: list[str] = []
    for line in lines:
        (shared if kind_of(subject_of(line)) in _SHARED else entities).append(line)
    return entities, shared


def _place(subject: str) -> tuple[str, str, str]:
    """By the hash of the claim that a node belongs to, the claim first, then its chain and its evidence."""
    kind, _, last = subject.strip("<>").rpartition("/")
    return last[:20], _SATELLITES.get(kind.rsplit("/", 1)[-1], "9"), subject
