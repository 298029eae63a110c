"""The Turtle of a store that was written before: sections of which nothing changed are taken over as they stand.

Gives the same bytes as writing all of it. Where it cannot tell, it gives nothing, and the whole is to be written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from claimgraph.formats.reading_order import (
    DESCRIBED,
    Section,
    apart,
    is_derivation,
    kind_of,
    line_of,
    source_lines,
    subject_of,
)
from claimgraph.formats.selection import Selection, everything, iri_prefixes, is_source, sorted_graphs
from claimgraph.formats.serializations import HEADING, turtle_section
from claimgraph.store import ClaimStore
from claimgraph.turtle import Terms, header

__all__ = ["Changed", "rewritten"]


@dataclass(frozen=True, slots=True)
class Changed:
    """The named graphs that differ from what was written, and the IRIs of which they say something else."""

    graphs: Collection[str]
    subjects: Collection[str]


def rewritten(store: ClaimStore, earlier: Path, changed: Changed) -> Iterator[bytes] | None:
    """The Turtle of the whole store in pieces, given the file written before the change; None where that does not help."""
    selection = everything(store)
    prefixes = iri_prefixes(store, selection)
    head, *parts = earlier.read_bytes().split(HEADING) if earlier.is_file() else (b"",)
    written = {part[: part.index(b"\n")].decode(): part for part in parts}
    touched = _touched(store, changed)
    if head != header(prefixes).encode() or "also" in written or touched is None:
        return None
    return _pieces(head, _Sections(store, selection, touched, changed), written, Terms(prefixes))


def _pieces(head: bytes, sections: _Sections, written: Mapping[str, bytes], terms: Terms) -> Iterator[bytes]:
    yield head
    for title, section in sections.all():
        if section is not None:
            yield turtle_section(section, terms)
        elif title in written:
            yield HEADING + written[title]


def _touched(store: ClaimStore, changed: Changed) -> set[str] | None:
    """The graphs whose sections change: those that differ, and those that describe what derivations say otherwise of.

    None where a derivation speaks of a node that nothing describes.
    """
    touched = set(changed.graphs)
    for subject in changed.subjects:
        graphs = {str(quad.graph_name)[1:-1] for quad in store.quads(ox.NamedNode(subject))}
        if graphs and kind_of(f"<{subject}>") in DESCRIBED and all(map(is_derivation, graphs)):
            return None
        touched |= {graph for graph in graphs if not is_derivation(graph)}
    return touched


@dataclass(frozen=True, slots=True)
class _Sections:
    """The sections in reading order, each with its title; None in place of one that stands as it was written."""

    store: ClaimStore
    selection: Selection
    touched: Collection[str]
    changed: Changed

    def all(self) -> Iterator[tuple[str, Section | None]]:
        graphs = list(sorted_graphs(self.selection))
        sources = [graph for graph in graphs if is_source(graph)]
        for graph in graphs:
            if graph.endswith("/graph/entities"):
                yield from self._entities(graph)
        lines = (
            source_lines(self.store, self.selection, sources) if any(map(is_source, self.changed.subjects)) else None
        )
        yield "sources", None if lines is None else Section("sources", self._merged(lines))
        for graph in sources:
            yield self._claims(graph)
        yield from (self._derivation(graph) for graph in graphs if is_derivation(graph))
        for graph in graphs:
            if not (is_source(graph) or "/graph/" in graph):
                yield f"graph {graph}", Section(f"graph {graph}", sorted(self.selection.lines(self.store, graph)))

    def _entities(self, graph: str) -> Iterator[tuple[str, Section | None]]:
        titles = "entities", "roles and activities"
        if graph not in self.touched:
            yield from ((title, None) for title in titles)
            return
        entities, shared = apart(self.selection.lines(self.store, graph))
        yield titles[0], Section(titles[0], self._merged(entities))
        yield titles[1], Section(titles[1], sorted(shared))

    def _claims(self, graph: str) -> tuple[str, Section | None]:
        title = f"claims of {graph.rsplit('/', 1)[-1]}"
        if graph not in self.touched:
            return title, None
        own = f"<{graph}> "
        lines = [line for line in self.selection.lines(self.store, graph) if not line.startswith(own)]
        return title, Section(title, self._merged(lines), by_claim=True)

    def _derivation(self, graph: str) -> tuple[str, Section | None]:
        title = graph.rsplit("/", 1)[-1]
        if graph not in self.changed.graphs:
            return title, None
        lines = self.selection.lines(self.store, graph)
        return title, Section(title, sorted(line for line in lines if kind_of(subject_of(line)) not in DESCRIBED))

    def _merged(self, lines: Iterable[str]) -> list[str]:
        """The lines with what derivations say of their subjects, sorted."""
        merged = set(lines)
        for subject in set(map(subject_of, merged)):
            if kind_of(subject) in DESCRIBED:
                quads = self.store.quads(ox.NamedNode(subject[1:-1]))
                merged.update(line_of(quad) for quad in quads if is_derivation(str(quad.graph_name)[1:-1]))
        return sorted(merged)
