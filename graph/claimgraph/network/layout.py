"""A fixed place for every entity of a network: the same graph, sizes and seed give the same whole numbers.

Connected parts are laid out each on its own and packed beside each other. Those named `first` are laid out before all others
and keep their arrangement (only stretched) when the others join, so that a view of the few and a view of all agree.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from claimgraph.network.forces import Pairs, Points, relax, spectral_start
from claimgraph.network.spacing import level, pack, spread, tighten

_BOX = (120.0, 56.0)
_CLING = 3.0  # how much more those that join are drawn to their neighbours than those that were first
_ROUNDS, _ROUNDS_IN_LARGE, _LARGE = 160, 90, 1500


def layout(
    graph: nx.Graph[str],
    seed: int = 0,
    *,
    boxes: Mapping[str, tuple[float, float]] | None = None,
    first: Collection[str] = (),
) -> dict[str, tuple[int, int]]:
    """The position of every node, in whole units. `boxes` gives the room each node needs (width, height)."""
    names = sorted(graph)
    if not names:
        return {}
    arranger = _Arranger(graph, names, seed, boxes or {})
    leading = frozenset(first)
    chosen = np.array([index for index, name in enumerate(names) if name in leading], dtype=np.int64)
    if 0 < len(chosen) < len(names):
        points = arranger.join(chosen, arranger.arrange(chosen))
    else:
        points = arranger.arrange(np.arange(len(names)))
    whole = np.rint(points - (points.min(axis=0) + points.max(axis=0)) / 2).astype(np.int64)
    return {name: (int(x), int(y)) for name, (x, y) in zip(names, whole.tolist(), strict=True)}


class _Arranger:
    """One graph as arrays: pairs of connected nodes with their strength, and the room each node needs."""

    def __init__(
        self, graph: nx.Graph[str], names: list[str], seed: int, boxes: Mapping[str, tuple[float, float]]
    ) -> None:
        self.seed = seed
        self.sizes = np.array([boxes.get(name, _BOX) for name in names], dtype=np.float64)
        self.spacing = float(np.sqrt(self.sizes.prod(axis=1).mean()))
        index = {name: number for number, name in enumerate(names)}
        strength: dict[tuple[int, int], int] = {}
        for u, v, data in graph.edges(data=True):
            pair = (min(index[u], index[v]), max(index[u], index[v]))
            if u != v:
                strength[pair] = strength.get(pair, 0) + len(data.get("claims", ())) or 1
        pairs = sorted(strength)
        self.pairs: Pairs = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        self.weights: Points = np.log2(1 + np.array([strength[pair] for pair in pairs], dtype=np.float64))

    def arrange(self, members: Pairs) -> Points:
        """Positions of these nodes, one row each: every connected part on its own, then packed."""
        return self.packed(len(self.sizes), self.parts(members))[members]

    def parts(self, members: Pairs) -> list[tuple[Pairs, Points]]:
        """The connected parts of these nodes, largest first, each with positions around its own middle."""
        local, weights = self.within(members)
        rows = np.full(len(members), -1)
        parts = []
        for group in _components(len(members), local):
            rows[:] = -1
            rows[group] = np.arange(len(group))
            inside = rows[local[:, 0]] >= 0
            parts.append((members[group], self.settle(members[group], rows[local[inside]], weights[inside])))
        return parts

    def packed(self, count: int, parts: list[tuple[Pairs, Points]]) -> Points:
        """The positions of all parts, beside each other."""
        points = np.zeros((count, 2))
        moved = pack([(placed, self.sizes[group]) for group, placed in parts], self.spacing * 0.5)
        for (group, _), placed in zip(parts, moved, strict=True):
            points[group] = placed
        return points

    def within(self, members: Pairs) -> tuple[Pairs, Points]:
        """The pairs among these nodes, renumbered by their place in `members`, with their strength."""
        rows = np.full(len(self.sizes), -1)
        rows[members] = np.arange(len(members))
        local = rows[self.pairs]
        inside = (local >= 0).all(axis=1)
        return local[inside], self.weights[inside]

    def settle(self, members: Pairs, pairs: Pairs, weights: Points) -> Points:
        """Positions of one connected part, around its middle."""
        count = len(members)
        if count == 1:
            return np.zeros((1, 2))
        points = spectral_start(count, pairs, self.spacing) + self.jitter(count)
        free = np.ones(count, dtype=np.bool_)
        points = level(relax(points, pairs, weights, free, self.spacing, _rounds(count)))
        return spread(tighten(points, self.sizes[members]), self.sizes[members], free)

    def join(self, chosen: Pairs, arranged: Points) -> Points:
        """All positions, with the chosen ones as arranged, stretched until those that join have room among them."""
        known = np.zeros(len(self.sizes), dtype=np.bool_)
        known[chosen] = True
        members, apart = self.reachable(known)
        room = self.sizes.prod(axis=1)
        points = np.zeros((len(self.sizes), 2))
        points[chosen] = arranged * np.sqrt(room[members].sum() / room[chosen].sum())
        self.approach(points, known.copy())
        local, weights = self.within(members)
        free = ~known[members]
        moved = relax(points[members], local, weights * _CLING, free, self.spacing, _rounds(len(members)))
        joined = (members, spread(moved, self.sizes[members], free))
        return self.packed(len(points), [joined, *self.parts(apart)])

    def reachable(self, known: NDArray[np.bool_]) -> tuple[Pairs, Pairs]:
        """The nodes connected with a known one, and those that are not."""
        linked = known.copy()
        for part in _components(len(known), self.pairs):
            linked[part] |= known[part].any()
        return np.flatnonzero(linked), np.flatnonzero(~linked)

    def approach(self, points: Points, known: NDArray[np.bool_]) -> None:
        """Start every node that is linked to known ones among its neighbours, wave after wave."""
        jitter = self.jitter(len(points)) * 40
        u, v = self.pairs.T
        while True:
            ends = np.concatenate([u[known[v] & ~known[u]], v[known[u] & ~known[v]]])
            if not len(ends):
                return
            starts = np.concatenate([v[known[v] & ~known[u]], u[known[u] & ~known[v]]])
            many = np.bincount(ends, minlength=len(points))
            new = many > 0
            for axis in (0, 1):
                mean = np.bincount(ends, points[starts, axis], len(points)) / np.maximum(many, 1)
                points[new, axis] = mean[new] + jitter[new, axis]
            known |= new

    def jitter(self, count: int) -> Points:
        """A little noise, so that nodes with the same neighbours do not start in the same place."""
        return np.random.default_rng(self.seed).uniform(-1, 1, (count, 2)) * self.spacing * 0.02


def _rounds(count: int) -> int:
    return _ROUNDS if count <= _LARGE else _ROUNDS_IN_LARGE


def _components(count: int, pairs: Pairs) -> list[Pairs]:
    """The connected parts, largest first, each as sorted node numbers."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(pairs.tolist())
    parts = [np.array(sorted(part), dtype=np.int64) for part in nx.connected_components(graph)]
    return sorted(parts, key=lambda part: (-len(part), int(part[0])))
