"""What a corpus says -> the asserted graphs of a store: the vocabulary, one graph per source, and the entities.

A store that is empty is filled in one stream; one that was built before gets what differs, graph by graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from claimgraph import vocabulary
from claimgraph.corpus import Corpus
from claimgraph.pipeline.difference import Difference, write_graph
from claimgraph.pipeline.manifest import Changes
from claimgraph.quads import QuadWriter
from claimgraph.store import ClaimStore

__all__ = ["vocabulary_files", "write"]

_VOCABULARY_GRAPH = f"{vocabulary.BASE}ns"


def write(
    corpus: Corpus, store: ClaimStore, writer: QuadWriter, wanted: Changes, known: Mapping[str, str]
) -> list[Difference]:
    """Writes what changed and gives what differs; nothing is given where everything is new.

    `known` are the digests of the graphs that the store holds.
    """
    if wanted.all:
        store.load_nquads(_everything(corpus, writer), trusted=True)
        return []
    texts: dict[str, Iterable[str]] = {writer.iris.source(id): () for id in wanted.dropped}
    texts |= {writer.iris.source(id): _source(corpus, writer, id) for id in wanted.written}
    if texts:
        texts[writer.iris.graph("entities")] = _entities(corpus, writer)
    return [write_graph(store, graph, text, known.get(graph)) for graph, text in sorted(texts.items())]


def vocabulary_files(corpus: Corpus) -> list[Path]:
    """The vocabulary's files and the corpus's own metrics."""
    return [*vocabulary.vocabulary_files(), *([corpus.metrics] if corpus.metrics else [])]


def _everything(corpus: Corpus, writer: QuadWriter) -> Iterator[str | bytes]:
    yield from _vocabulary_quads(vocabulary_files(corpus))
    for id in sorted(corpus.sources):
        yield from _source(corpus, writer, id)
    yield from _entities(corpus, writer)


def _entities(corpus: Corpus, writer: QuadWriter) -> Iterator[str]:
    """The entities, and the nodes that claims of several sources share."""
    yield from (writer.entity(corpus.entities[id]) for id in sorted(corpus.entities))
    for claim in corpus.claims:
        writer.share(claim)
    yield writer.shared()


def _source(corpus: Corpus, writer: QuadWriter, id: str) -> Iterator[str]:
    file = corpus.sources[id]
    yield writer.source(file.source)
    yield from map(writer.claim, file.claims)


def _vocabulary_quads(paths: list[Path]) -> Iterator[bytes]:
    """The vocabulary in a named graph of its own, so that queries can ask for labels and definitions."""
    graph = ox.NamedNode(_VOCABULARY_GRAPH)
    for path in paths:
        quads = (
            ox.Quad(quad.subject, quad.predicate, quad.object, graph)
            for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        )
        yield ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
