"""Claimgraph: a knowledge graph of claims. The nouns; the verbs live in the rooms beside this file."""

from claimgraph.claim import Claim, Entity, Evidence, Source
from claimgraph.errors import ClaimGraphError

__version__ = "0.1.0"
__all__ = ["Claim", "ClaimGraphError", "ClaimStore", "Entity", "Evidence", "Source"]


def __getattr__(name: str) -> object:
    if name == "ClaimStore":
        from claimgraph.store import ClaimStore

        return ClaimStore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
