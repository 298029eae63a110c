"""The graph as one self-contained page: entities and relations to look at, every claim with who said it one click away."""

from claimgraph.drawing.page import draw

__all__ = ["draw"]
