"""Claim values <-> quads: the only bridge between the two.

`to_quads` writes N-Quads text (one string per value, fast enough to feed a bulk load), `from_quads` reads values back.
Every IRI is made here, from ids and content hashes; there is no blank node.
"""

from claimgraph.quads.iris import Iris, graph_names
from claimgraph.quads.reading import Values, from_quads
from claimgraph.quads.writing import QuadWriter, to_quads

__all__ = ["Iris", "QuadWriter", "Values", "from_quads", "graph_names", "to_quads"]
