"""Everything that is computed from claims at build time, each derivation in a named graph of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from claimgraph import agreement
from claimgraph.agreement import Derived
from claimgraph.corpus import Corpus
from claimgraph.inference import Inference, infer
from claimgraph.pipeline.difference import Difference, difference, graph_lines, write_graph
from claimgraph.quads import Iris
from claimgraph.store import ClaimStore
from claimgraph.vocabulary import Vocabulary
from claimgraph.wording import Names


@dataclass(frozen=True, slots=True)
class Derivation:
    """What differs in each derived graph, how many nodes, disagreements by kind, and what could not be computed."""

    differences: tuple[Difference, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[str, ...] = ()


def derive(
    corpus: Corpus,
    vocabulary: Vocabulary,
    store: ClaimStore,
    texts: Mapping[str, tuple[Path, bytes]] | None,
    known: Mapping[str, str],
) -> Derivation:
    """Computes copies, origins, agreements, implied values, forecasts and relations, and replaces their graphs.

    `known` are the digests of the graphs that the store holds.
    """
    sources = [file.source for file in corpus.sources.values()]
    held = {
        source.id: texts[source.digest][1].decode("utf-8", "replace")
        for source in sources
        if texts and source.digest and source.digest in texts
    }
    derived = agreement.derive(
        sources,
        corpus.claims,
        vocabulary,
        entities=corpus.entities,
        decisions=corpus.decisions,
        texts=held or None,
        as_of=last_day(corpus),
    )
    iris = Iris(corpus.base)
    names = Names(corpus.entities, vocabulary)
    texts_of = agreement.to_quads(derived, corpus.base, names, corpus.decisions)
    written = [
        write_graph(store, iris.graph(name), text, known.get(iris.graph(name))) for name, text in texts_of.items()
    ]
    relations, differing = _infer(store, corpus)
    return Derivation(
        differences=(*written, differing),
        counts={**counts(derived), "relation triples": relations.triples},
        kinds=dict(sorted(Counter(row.kind_notation for row in derived.disagreements).items())),
        findings=tuple(str(finding) for finding in derived.findings),
    )


def _infer(store: ClaimStore, corpus: Corpus) -> tuple[Inference, Difference]:
    """Runs the rules anew, and tells what they give that they did not give before."""
    graph = Iris(corpus.base).graph("relations")
    before = graph_lines(store, graph)
    relations = infer(store, corpus.base, corpus.decisions.relations)
    after = graph_lines(store, graph)
    if not after:
        store.drop_graph(graph)
    return relations, difference(graph, before, after)


def last_day(corpus: Corpus) -> date | None:
    """The day up to which this corpus knows: that of its newest source. No clock is asked."""
    days = [file.source.published.last for file in corpus.sources.values() if file.source.published]
    return max(days, default=None)


def counts(derived: Derived) -> dict[str, int]:
    """How many nodes of each kind, as the report names them."""
    groups = Counter(member.group for member in derived.copies)
    return {
        "slots": len(derived.slots),
        "agreements": len(derived.agreements),
        "disagreements": len(derived.disagreements),
        "implied values": len(derived.implied),
        "forecasts": len(derived.forecasts),
        "groups of copies": sum(size > 1 for size in groups.values()),
    }
