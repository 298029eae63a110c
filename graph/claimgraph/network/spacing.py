"""Room for every node: boxes pushed apart until none overlaps, and groups packed beside each other.

A box is as wide as its label and as high as mark and label together; positions are the centres of boxes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Indices = NDArray[np.int64]

_ROUNDS = 120
_STRETCH, _STRETCHES = 1.12, 20
_LANDSCAPE = 1.5
_AIR = 1.8


def spread(points: Points, sizes: Points, free: NDArray[np.bool_]) -> Points:
    """The points, moved as little as the method allows, so that their boxes do not overlap.

    Only `free` ones move on their own; where they find no room, the whole arrangement is stretched.
    """
    points = points.copy()
    for _ in range(_STRETCHES):
        if _parted(points, sizes, free):
            break
        points *= _STRETCH
    return points


def _parted(points: Points, sizes: Points, free: NDArray[np.bool_]) -> bool:
    """Push overlapping boxes apart, in place; whether none overlaps any more."""
    reach = sizes.max(axis=0)
    for step in range(_ROUNDS):
        if step % 4 == 0:
            first, second = _near(points, reach * 1.25)
        delta = points[second] - points[first]
        lack = (sizes[first] + sizes[second]) / 2 - np.abs(delta)
        touching = (lack > 1e-6).all(axis=1)
        if not touching.any():
            if step % 4 == 0:
                return True
            continue
        _part(points, first[touching], second[touching], delta[touching], lack[touching], free)
    return False


def _part(
    points: Points, first: Indices, second: Indices, delta: Points, lack: Points, free: NDArray[np.bool_]
) -> None:
    """Push each overlapping pair apart along the axis that needs the smaller move."""
    axis = (lack[:, 1] < lack[:, 0]).astype(np.int64)
    rows = np.arange(len(axis))
    sign = np.where(delta[rows, axis] < 0, -1.0, 1.0)
    push = (lack[rows, axis] * 0.55 + 0.01) * sign
    alone = np.where(free[first] ^ free[second], 2.0, 1.0) * push
    count = len(points)
    for part in (0, 1):
        here = axis == part
        move = np.bincount(second[here], alone[here], count) - np.bincount(first[here], alone[here], count)
        crowd = np.bincount(first[here], minlength=count) + np.bincount(second[here], minlength=count)
        points[:, part] += np.where(free, move / np.maximum(1, np.sqrt(crowd)), 0)


def _near(points: Points, reach: Points) -> tuple[Indices, Indices]:
    """Pairs of points that may be closer than `reach` on both axes, each pair once."""
    column, row = np.floor((points - points.min(axis=0)) / reach).astype(np.int64).T
    height = int(row.max()) + 3
    key = column * height + row + 1
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    firsts, seconds = [], []
    for offset in (0, 1, height - 1, height, height + 1):
        begin = np.searchsorted(ordered, ordered + offset, "left")
        if offset == 0:
            begin = np.arange(1, len(ordered) + 1)
        many = np.maximum(np.searchsorted(ordered, ordered + offset, "right") - begin, 0)
        firsts.append(np.repeat(order, many))
        within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        seconds.append(order[np.repeat(begin, many) + within])
    return np.concatenate(firsts), np.concatenate(seconds)


def tighten(points: Points, sizes: Points) -> Points:
    """The points drawn together (or apart) so that their boxes fill a good part of the ground they cover."""
    ground = 4 * np.pi * float(np.sqrt(max(np.linalg.det(np.cov(points.T)), 0.0)))
    needed = _AIR * float(sizes.prod(axis=1).sum())
    drawn: Points = points * (needed / ground) ** 0.5 if ground > needed * 1e-3 else points
    return drawn


def level(points: Points) -> Points:
    """The points turned so that they are wider than high, as a screen is."""
    centred: Points = points - points.mean(axis=0)
    if len(points) < 3:
        return centred
    _, vectors = np.linalg.eigh(centred.T @ centred)
    wide = vectors[:, 1] * (-1 if vectors[np.abs(vectors[:, 1]).argmax(), 1] < 0 else 1)
    turned: Points = np.column_stack([centred @ wide, centred @ np.array([-wide[1], wide[0]])])
    return turned


def pack(groups: Sequence[tuple[Points, Points]], gap: float) -> list[Points]:
    """The groups (points, box sizes) moved beside each other: a dominant first one apart, all others in rows."""
    frames = [_frame(points, sizes) for points, sizes in groups]
    extents = [high - low for low, high in frames]
    areas = [float((extent + gap).prod()) for extent in extents]
    if len(groups) > 1 and areas[0] > sum(areas[1:]) / 2:
        corners = _beside(extents, areas, gap)
    else:
        corners = _rows(extents, float(np.sqrt(sum(areas) * _LANDSCAPE)), gap)
    return [points - low + corner for (points, _), (low, _), corner in zip(groups, frames, corners, strict=True)]


def _beside(extents: Sequence[Points], areas: Sequence[float], gap: float) -> list[Points]:
    """The upper left corners of frames: all but the first at its right, or below it where it is wide already."""
    width, height = (float(side) for side in extents[0])
    if width > height * _LANDSCAPE * 0.9:
        offset, room = np.array([0.0, height + 2 * gap]), width
    else:
        offset, room = np.array([width + 2 * gap, 0.0]), sum(areas[1:]) / height
    return [np.zeros(2), *(corner + offset for corner in _rows(extents[1:], room, gap))]


def _rows(extents: Sequence[Points], width: float, gap: float) -> list[Points]:
    """The upper left corners of frames set in rows no wider than `width`, or than the widest of them."""
    width = max([width, *(float(extent[0]) for extent in extents)])
    corners, cursor, tallest = [], np.zeros(2), 0.0
    for extent in extents:
        if cursor[0] > 0 and cursor[0] + extent[0] > width:
            cursor = np.array([0.0, cursor[1] + tallest + gap])
            tallest = 0.0
        corners.append(cursor)
        cursor = cursor + np.array([extent[0] + gap, 0.0])
        tallest = max(tallest, float(extent[1]))
    return corners


def _frame(points: Points, sizes: Points) -> tuple[Points, Points]:
    return (points - sizes / 2).min(axis=0), (points + sizes / 2).max(axis=0)
