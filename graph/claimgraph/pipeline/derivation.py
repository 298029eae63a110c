"""Everything that is computed from claims at build time, each derivation in a named graph of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from claimgraph import agreement, inference
from claimgraph.agreement import Derived
from claimgraph.corpus import Corpus
from claimgraph.quads import Iris
from claimgraph.store import ClaimStore
from claimgraph.vocabulary import Vocabulary
from claimgraph.wording import Names


@dataclass(frozen=True, slots=True)
class Derivation:
    """The derived graphs that were written, how many nodes of each kind, and what could not be computed and why."""

    graphs: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[str, ...] = ()


def derive(
    corpus: Corpus, vocabulary: Vocabulary, store: ClaimStore, texts: Mapping[str, tuple[Path, bytes]] | None
) -> Derivation:
    """Computes copies, origins, agreements, implied values, forecasts and relations, and replaces their graphs."""
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
    written = []
    names = Names(corpus.entities, vocabulary)
    for name, text in agreement.to_quads(derived, corpus.base, names, corpus.decisions).items():
        store.replace_graph(iris.graph(name), text)
        written.append(iris.graph(name))
    relations = inference.infer(store, corpus.base, corpus.decisions.relations)
    return Derivation(
        graphs=(*written, relations.graph),
        counts={**counts(derived), "relation triples": relations.triples},
        findings=tuple(str(finding) for finding in derived.findings),
    )


def last_day(corpus: Corpus) -> date | None:
    """The day up to which this corpus knows: that of its newest source. No clock is asked."""
    days = [file.source.published.last for file in corpus.sources.values() if file.source.published]
    return max(days, default=None)


def counts(derived: Derived) -> dict[str, int]:
    """How many nodes of each kind, as the report names them."""
    groups = Counter(member.group for member in derived.copies)
    kinds = Counter(row.kind_notation for row in derived.disagreements)
    return {
        "slots": len(derived.slots),
        "agreements": len(derived.agreements),
        "disagreements": len(derived.disagreements),
        **dict(sorted(kinds.items())),
        "implied values": len(derived.implied),
        "forecasts": len(derived.forecasts),
        "groups of copies": sum(size > 1 for size in groups.values()),
    }
