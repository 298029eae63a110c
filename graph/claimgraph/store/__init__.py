"""The store: one place that holds the quads of a corpus and answers SPARQL, whatever lies behind it.

`ClaimStore.open` takes a folder that a build wrote, an RDF file or the URL of an endpoint; all answer alike. The store
knows terms, quads and graphs. It knows nothing of claims, documents or corpora.
"""

from claimgraph.store.contract import NODE_PREFIXES, Answer, ClaimStore, Subject, Term

__all__ = ["NODE_PREFIXES", "Answer", "ClaimStore", "Subject", "Term"]
