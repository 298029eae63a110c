"""How each kind of entity looks: a shape and a colour, told apart by either alone.

Colours are chosen for readers with any kind of colour vision, at 3:1 or better against the page, light and dark.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """A shape of vis-network with its fill on a light and on a dark page."""

    shape: str
    light: str
    dark: str


_LOOKS = {
    "Product": Look("dot", "#0a6ebd", "#5ab0f2"),
    "Company": Look("square", "#c8501e", "#f0895a"),
    "Model": Look("hexagon", "#0b8a66", "#3cc79c"),
    "Person": Look("triangle", "#7d52a8", "#bd97e3"),
    "Investor": Look("diamond", "#a37500", "#e2b33c"),
    "Publication": Look("triangleDown", "#6b7280", "#9aa3b2"),
    "Programme": Look("star", "#c2326f", "#f27fb0"),
    "Organization": Look("square", "#7a5c3e", "#c4a27c"),
    "AppStore": Look("diamond", "#0c7f8f", "#4fc3d4"),
    "CreativeWork": Look("star", "#7d52a8", "#bd97e3"),
    "MarketSegment": Look("hexagon", "#a37500", "#e2b33c"),
    "Feature": Look("triangleDown", "#0a6ebd", "#5ab0f2"),
}
_SPARE_SHAPES = ("dot", "square", "hexagon", "triangle", "diamond", "triangleDown", "star")
_SPARE_COLOURS = (("#566072", "#a7b0c0"), ("#8a3b52", "#e08aa3"), ("#3f6b2e", "#93c47d"))


def looks(kinds: Iterable[str]) -> dict[str, Look]:
    """A look for every kind; kinds unknown here share out the spare shapes and colours in order of their names."""
    spare = ((shape, *colours) for colours in _SPARE_COLOURS for shape in _SPARE_SHAPES)
    return {kind: _LOOKS.get(kind) or Look(*next(spare, ("dot", *_SPARE_COLOURS[0]))) for kind in sorted(set(kinds))}
