"""Which entities a reader sees first: the most spoken-of products and what surrounds them, never more than is readable."""

from __future__ import annotations

import networkx as nx

_MAIN_KINDS = ("Product", "Model")
_ANCHORS = 12


def first_view(graph: nx.MultiDiGraph[str], limit: int) -> tuple[str, ...]:
    """At most `limit` entities, in order of their names: everything that is connected, where it fits.

    Otherwise it starts from the products with most claims and takes in, one by one, the neighbour that has most relations
    to those already in, and among these the one most spoken of.
    """
    connected = [name for name in sorted(graph) if graph.degree(name)]
    if len(connected) <= limit:
        rest = sorted((name for name in graph if not graph.degree(name)), key=lambda name: _rank(graph, name))
        spoken_of = [name for name in rest if graph.nodes[name]["badges"]]
        return tuple(sorted(connected + spoken_of[: limit - len(connected)]))
    chosen = _anchors(graph, connected, min(_ANCHORS, limit))
    links: dict[str, int] = {}
    for name in chosen:
        _count_links(graph, name, links)
    while len(chosen) < limit:
        fringe = [name for name in links if name not in chosen] or [name for name in connected if name not in chosen]
        best = min(fringe, key=lambda name: (-min(links.get(name, 0), 3), *_rank(graph, name)))
        chosen[best] = None
        _count_links(graph, best, links)
    return tuple(sorted(chosen))


def _anchors(graph: nx.MultiDiGraph[str], names: list[str], count: int) -> dict[str, None]:
    main = [name for name in names if graph.nodes[name]["kind"] in _MAIN_KINDS] or names
    return dict.fromkeys(sorted(main, key=lambda name: _rank(graph, name))[:count])


def _rank(graph: nx.MultiDiGraph[str], name: str) -> tuple[int, str]:
    return -graph.nodes[name]["claims"], name


def _count_links(graph: nx.MultiDiGraph[str], name: str, links: dict[str, int]) -> None:
    for neighbour in sorted({*graph.successors(name), *graph.predecessors(name)}):
        links[neighbour] = links.get(neighbour, 0) + 1
