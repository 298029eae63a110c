"""Evidence of a corpus, or of a built store, checked against a folder of texts."""

from __future__ import annotations

from pathlib import Path

from claimgraph import vocabulary
from claimgraph.corpus import read_corpus
from claimgraph.errors import StoreError
from claimgraph.evidence import Verification, read_texts, verify
from claimgraph.quads import from_quads
from claimgraph.store import ClaimStore


def verify_corpus(where: str | Path, texts: Path) -> Verification:
    """Checks every span that the corpus's files record."""
    corpus = read_corpus(where)
    return verify((file.source for file in corpus.sources.values()), corpus.claims, read_texts(texts))


def verify_store(store: ClaimStore, texts: Path) -> Verification:
    """Checks every span in the graph. Raises StoreError where the store holds no sources of one corpus."""
    bases = {graph.rsplit("/source/", 1)[0] + "/" for graph in store.graphs() if "/source/" in graph}
    if len(bases) != 1:
        raise StoreError(f"{store.place} does not hold one corpus: name a folder that `claimgraph build` wrote")
    values = from_quads(store.quads(), bases.pop(), vocabulary.load())
    return verify(values.sources, values.claims, read_texts(texts))
