"""The claims of a store as a network of entities: folded, laid out, and asked for paths, communities and centrality."""

from claimgraph.network.exploration import (
    Centrality,
    Path,
    Step,
    centrality,
    communities,
    connections,
    paths,
)
from claimgraph.network.layout import layout
from claimgraph.network.projection import find_entity, fold, project, to_network
from claimgraph.network.reading import read
from claimgraph.network.testimony import Bounds, Disagreement, Implied, Slot, Statement, Testimony, Voice

__all__ = [
    "Bounds",
    "Centrality",
    "Disagreement",
    "Implied",
    "Path",
    "Slot",
    "Statement",
    "Step",
    "Testimony",
    "Voice",
    "centrality",
    "communities",
    "connections",
    "find_entity",
    "fold",
    "layout",
    "paths",
    "project",
    "read",
    "to_network",
]
