"""Where the nodes of one connected graph come to rest: a pivot-MDS start, then attraction and repulsion on a fixed schedule.

Plain numpy on sorted arrays; the only randomness is a seeded jitter, so the same graph gives the same picture. Repulsion is
exact in small graphs. In large ones it is exact among nodes of a cell and taken from the centre of mass of every other cell.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Pairs = NDArray[np.int64]

_EXACT_UP_TO = 150
_SOFT = 0.1
_PIVOTS = 40
_GRAVITY = 0.06


def spectral_start(count: int, pairs: Pairs, spread: float) -> Points:
    """Pivot MDS: the two directions in which hop distances to a few far-apart nodes differ most."""
    hops = _pivot_distances(count, pairs, min(_PIVOTS, count))
    squared = hops**2
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1, keepdims=True) + squared.mean()
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, -2:][:, ::-1] if vectors.shape[1] > 1 else np.hstack([vectors, np.zeros_like(vectors)])
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), range(2)] < 0, -1, 1)
    points = centred @ axes
    scale = np.sqrt((points**2).sum(axis=1).mean()) or 1.0
    return np.asarray(points / scale * spread * np.sqrt(count), dtype=np.float64)


def _pivot_distances(count: int, pairs: Pairs, pivots: int) -> Points:
    starts, targets = _adjacency(count, pairs)
    distances = np.empty((count, pivots))
    nearest = np.full(count, np.inf)
    pivot = int(np.bincount(pairs.ravel(), minlength=count).argmax())
    for column in range(pivots):
        distances[:, column] = _hops_from(pivot, starts, targets)
        nearest = np.minimum(nearest, distances[:, column])
        pivot = int(nearest.argmax())
    return distances


def _adjacency(count: int, pairs: Pairs) -> tuple[Pairs, Pairs]:
    both = np.vstack([pairs, pairs[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    return np.searchsorted(both[:, 0], np.arange(count + 1)), both[:, 1]


def _hops_from(origin: int, starts: Pairs, targets: Pairs) -> Points:
    count = len(starts) - 1
    distance = np.full(count, np.inf)
    distance[origin] = 0
    frontier = np.array([origin])
    step = 0
    while len(frontier):
        step += 1
        reached = np.concatenate([targets[starts[node] : starts[node + 1]] for node in frontier.tolist()])
        frontier = np.unique(reached[np.isinf(distance[reached])])
        distance[frontier] = step
    distance[np.isinf(distance)] = step
    return distance


def relax(
    points: Points, pairs: Pairs, weights: Points, free: NDArray[np.bool_], spacing: float, rounds: int
) -> Points:
    """The points after `rounds` of pulling and pushing; only `free` ones move. `spacing` is the wanted edge length.

    Hubs are tamed: an edge pulls the less, the more relations its busier end has, so that leaves do not pile up on it.
    """
    count = len(points)
    degree = np.bincount(pairs.ravel(), minlength=count).astype(np.float64)
    mass = 1 + np.sqrt(degree)
    pull = weights / np.sqrt(np.maximum(degree[pairs[:, 0]], degree[pairs[:, 1]])) if len(pairs) else weights
    centre = points.mean(axis=0)
    points = points.copy()
    for step in range(rounds):
        force = _repulsion(points, mass, spacing) + _attraction(points, pairs, pull, spacing)
        force -= _GRAVITY * mass[:, None] * (points - centre)
        length = np.sqrt((force**2).sum(axis=1)) + 1e-9
        reach = spacing * 1.5 * (1 - step / rounds) ** 1.3
        points[free] += (force * np.minimum(1.0, reach / length)[:, None])[free]
    return points


def _attraction(points: Points, pairs: Pairs, pull: Points, spacing: float) -> Points:
    delta = points[pairs[:, 1]] - points[pairs[:, 0]]
    stretch = pull * np.sqrt((delta**2).sum(axis=1)) / spacing
    tug = delta * stretch[:, None]
    count = len(points)
    return np.column_stack(
        [
            np.bincount(pairs[:, 0], tug[:, axis], count) - np.bincount(pairs[:, 1], tug[:, axis], count)
            for axis in (0, 1)
        ]
    )


def _repulsion(points: Points, mass: Points, spacing: float) -> Points:
    if len(points) <= _EXACT_UP_TO:
        return _push(points, points, mass, spacing) * mass[:, None]
    return _cell_repulsion(points, mass, spacing) * mass[:, None]


def _push(points: Points, others: Points, other_mass: Points, spacing: float) -> Points:
    """The push of every one of `others` on every point, summed; nothing pushes itself. Leading axes are groups."""
    dx = points[..., :, None, 0] - others[..., None, :, 0]
    dy = points[..., :, None, 1] - others[..., None, :, 1]
    strength = dx * dx
    strength += dy * dy
    strength += (_SOFT * spacing) ** 2
    np.divide(other_mass[..., None, :] * spacing**2, strength, out=strength)
    return np.stack(
        [np.einsum("...ij,...ij->...i", dx, strength), np.einsum("...ij,...ij->...i", dy, strength)], axis=-1
    )


def _cell_repulsion(points: Points, mass: Points, spacing: float) -> Points:
    """As `_push`, but with far cells as single bodies. Cells hold equally many nodes: strips by x, cut by y."""
    count = len(points)
    size = int(np.ceil(np.sqrt(count) / 2))
    cells = -(-count // size)
    strip = np.empty(count, dtype=np.int64)
    strip[np.argsort(points[:, 0], kind="stable")] = np.arange(count) // (size * int(np.ceil(np.sqrt(cells))))
    members = np.full(cells * size, count)
    members[:count] = np.lexsort((points[:, 1], strip))
    rows = members.reshape(cells, size)
    grouped, weights = np.vstack([points, points.mean(axis=0)])[rows], np.append(mass, 0.0)[rows]
    weight = weights.sum(axis=1)
    centres = (grouped * weights[..., None]).sum(axis=1) / weight[:, None]
    from_far = _push(grouped.reshape(-1, 2), centres, weight, spacing).reshape(grouped.shape)
    mine = grouped - centres[:, None]
    from_far -= mine * (weight[:, None] * spacing**2 / ((mine**2).sum(axis=-1) + (_SOFT * spacing) ** 2))[..., None]
    force = np.empty((count + 1, 2))
    force[members] = (from_far + _push(grouped, grouped, weights, spacing)).reshape(-1, 2)
    return force[:count]
