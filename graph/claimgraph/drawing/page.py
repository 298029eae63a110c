"""Puts the page together: pyvis draws the first view, our own parts give it search, filters, claims and a table."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import networkx as nx

from claimgraph.drawing.first_view import first_view
from claimgraph.drawing.harden import mended, policy
from claimgraph.drawing.measures import label_lines
from claimgraph.drawing.payload import Tables, embedded
from claimgraph.drawing.phrases import clean
from claimgraph.errors import FormatError
from claimgraph.network import find_entity, layout, project, read
from claimgraph.store import ClaimStore

_SCRIPTS = (
    "model", "look", "captions", "canvas", "hand", "lines", "disputes", "numbers", "panel", "finder", "table", "address",
    "start",
)  # fmt: skip
_STYLES = ("page", "bar", "filters", "panel", "claims", "stage", "table", "screens")
_MOST_DRAWN_AT_FIRST = 300
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.4}}},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "tooltipDelay": 120,
        "hideEdgesOnDrag": False,
        "multiselect": False,
        "dragNodes": False,
    },
}


def draw(
    store: ClaimStore,
    path: str | Path,
    *,
    around: str | None = None,
    hops: int = 1,
    title: str | None = None,
    limit: int = 40,
) -> Path:
    """Write the graph as one self-contained page and return where it is.

    `around` and `hops` keep one entity's neighbourhood. `limit` is how many entities are drawn at first (at most 300, so
    that the page never freezes); all others are in the page too and appear on demand. Raises QueryError for an entity that
    is not there, FormatError where the file cannot be written.
    """
    page = render(store, around=around, hops=hops, title=title, limit=limit)
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise FormatError(f"{target} cannot be written: {error.strerror}. Name another file") from error
    return target


def render(
    store: ClaimStore, *, around: str | None = None, hops: int = 1, title: str | None = None, limit: int = 40
) -> str:
    """The page as text; see `draw`."""
    testimony = read(store)
    centre = find_entity(testimony, around) if around else None
    graph = project(testimony, around=centre, hops=hops)
    tables = Tables(testimony, graph)
    first = first_view(graph, max(1, min(limit, _MOST_DRAWN_AT_FIRST)))
    if centre and centre not in first:
        first = tuple(sorted((centre, *first)))
    positions = layout(graph, boxes=tables.boxes(), first=first)
    heading = clean(
        title or (f"{tables.names[centre]} and its surroundings" if centre else "What is claimed, and by whom")
    )
    data = tables.data(heading, positions, first)
    return _assembled(_drawn(tables, positions, first, data), heading, data)


def _drawn(tables: Tables, positions: dict[str, tuple[int, int]], first: tuple[str, ...], data: dict[str, Any]) -> str:
    """The first view as pyvis writes it."""
    from pyvis.network import Network

    view: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    for name in first:
        look, size = tables.looks[tables.graph.nodes[name]["kind"]], tables.measures[name]
        x, y = positions[name]
        label = label_lines(tables.names[name])
        view.add_node(tables.number[name], label=label, shape=look.shape, color=look.light, size=size.radius, x=x, y=y)
    for number, (subject, says, target, claims, _) in enumerate(data["edges"]):
        if subject in view and target in view:
            view.add_edge(subject, target, id=f"e{number}", label=data["texts"][says], claims=len(claims))
    network = Network(directed=True, notebook=False, cdn_resources="in_line")
    network.from_nx(view)
    network.options = _OPTIONS
    return str(network.generate_html(notebook=False))


def _assembled(drawn: str, heading: str, data: dict[str, Any]) -> str:
    page = mended(drawn)
    script = "".join(_part(f"{name}.js") for name in _SCRIPTS)
    payload = f'<script type="application/json" id="claimgraph-data">{embedded(data)}</script>\n'
    ours = f'(() => {{\n"use strict";\n{script}}})();\n'
    page = page.replace("<!--body-->", _part("body.html").replace("<!--title-->", escape(heading)), 1)
    style = "".join(_part(f"{name}.css") for name in _STYLES)
    page = page.replace("<!--head-->", f"<title>{escape(heading)}</title>\n<style>\n{style}</style>\n", 1)
    rules = policy(page.replace("<!--scripts-->", f"<script>{ours}</script>", 1))
    page = page.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n{_metas(rules)}', 1)
    return page.replace("<!--scripts-->", f"{payload}<script>{ours}</script>", 1)


def _metas(rules: str) -> str:
    return (
        f'<meta http-equiv="Content-Security-Policy" content="{escape(rules)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="color-scheme" content="light dark">\n'
    )


def _part(name: str) -> str:
    return files(__package__).joinpath("page", name).read_text(encoding="utf-8")
