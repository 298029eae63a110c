"""The journeys: `build` makes a checked graph of a corpus, `ingest` puts an article's drafts into its review queue."""

from claimgraph.pipeline.build import build
from claimgraph.pipeline.report import BuildReport
from claimgraph.pipeline.verification import verify_corpus, verify_store

__all__ = ["BuildReport", "build", "verify_corpus", "verify_store"]
