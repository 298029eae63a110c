"""The journeys: `build` makes a checked graph of a corpus, `ingest` puts an article's drafts into its review queue.

`as_of` goes back in time: the store as it would be had only the sources published by a day been read.
"""

from claimgraph.pipeline.as_of import as_of
from claimgraph.pipeline.build import build
from claimgraph.pipeline.report import BuildReport
from claimgraph.pipeline.verification import verify_corpus, verify_store

__all__ = ["BuildReport", "as_of", "build", "verify_corpus", "verify_store"]
