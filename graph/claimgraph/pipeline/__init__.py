"""The journeys: `build` makes a checked graph of a corpus, `ingest` puts an article's drafts into its review queue.

`as_of` goes back in time: the store as it would be had only the sources published by a day been read. `extract` drafts
without storing; `Review` and `apply_decisions` turn drafts into claims of the corpus. Each journey is imported when it is
first asked for, so that drafting need not wait for what only building needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimgraph.pipeline.building import build
    from claimgraph.pipeline.drafting import extract
    from claimgraph.pipeline.earlier import as_of
    from claimgraph.pipeline.ingestion import ingest
    from claimgraph.pipeline.judging import apply_decisions
    from claimgraph.pipeline.report import BuildReport
    from claimgraph.pipeline.review import Review, waiting
    from claimgraph.pipeline.verification import verify_corpus, verify_store

_HOMES = {
    "BuildReport": "report",
    "Review": "review",
    "apply_decisions": "judging",
    "as_of": "earlier",
    "build": "building",
    "extract": "drafting",
    "ingest": "ingestion",
    "verify_corpus": "verification",
    "verify_store": "verification",
    "waiting": "review",
}

__all__ = [
    "BuildReport",
    "Review",
    "apply_decisions",
    "as_of",
    "build",
    "extract",
    "ingest",
    "verify_corpus",
    "verify_store",
    "waiting",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
