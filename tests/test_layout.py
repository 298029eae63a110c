"""Where the entities of a network are put: the same every time, none over another, neighbours near each other."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.network import layout


def overlaps(positions: dict[str, tuple[int, int]], width: float = 120, height: float = 56) -> list[tuple[str, str]]:
    placed = sorted(positions.items())
    return [
        (a, b)
        for index, (a, (ax, ay)) in enumerate(placed)
        for b, (bx, by) in placed[:index]
        if abs(ax - bx) < width - 1 and abs(ay - by) < height - 1
    ]


@settings(deadline=None, max_examples=25)
@given(pairs=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=90), seed=st.integers(0, 3))
def test_every_node_gets_a_place_of_its_own(pairs, seed) -> None:
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(str(number) for number in range(20))
    graph.add_edges_from((str(u), str(v)) for u, v in pairs)
    positions = layout(graph, seed)
    assert set(positions) == set(graph)
    assert all(isinstance(part, int) for place in positions.values() for part in place)
    assert overlaps(positions) == []
    assert positions == layout(graph, seed)


def test_the_order_in_which_a_graph_was_made_does_not_matter() -> None:
    graph = nx.MultiDiGraph(nx.barabasi_albert_graph(60, 2, seed=1))
    graph = nx.relabel_nodes(graph, str)
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph)))
    turned.add_edges_from(reversed(list(graph.edges())))
    assert layout(graph) == layout(turned)


def test_two_processes_lay_out_alike() -> None:
    program = (
        "import json, networkx as nx; from claimgraph.network import layout;"
        "g = nx.relabel_nodes(nx.MultiDiGraph(nx.barabasi_albert_graph(900, 2, seed=3)), str);"
        "print(json.dumps(layout(g, first=[str(n) for n in range(30)]), sort_keys=True))"
    )
    answers = [
        subprocess.run(
            [sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1234")
    ]
    assert answers[0] == answers[1]
    assert len(json.loads(answers[0])) == 900


def test_what_is_not_connected_stands_beside_and_not_within() -> None:
    graph = nx.disjoint_union_all([nx.complete_graph(9), nx.star_graph(6), nx.path_graph(2), nx.empty_graph(5)])
    parts = [sorted(map(str, part)) for part in nx.connected_components(graph)]
    positions = layout(nx.relabel_nodes(nx.MultiDiGraph(graph), str))
    frames = []
    for part in parts:
        xs, ys = zip(*(positions[name] for name in part), strict=True)
        frames.append((min(xs) - 60, max(xs) + 60, min(ys) - 28, max(ys) + 28))
    for index, (left, right, top, bottom) in enumerate(frames):
        for other in frames[:index]:
            assert right <= other[0] + 2 or other[1] <= left + 2 or bottom <= other[2] + 2 or other[3] <= top + 2


def test_those_laid_out_first_keep_their_arrangement() -> None:
    graph = nx.relabel_nodes(nx.MultiDiGraph(nx.barabasi_albert_graph(200, 2, seed=5)), str)
    first = [str(number) for number in range(12)]
    alone, joined = layout(graph.subgraph(first)), layout(graph, first=first)
    ratios = [math.dist(joined[a], joined[b]) / math.dist(alone[a], alone[b]) for a in first for b in first if a < b]
    assert max(ratios) - min(ratios) < 0.05 * min(ratios)
    assert min(ratios) > 1
    assert overlaps(joined) == []


def test_neighbours_are_nearer_than_strangers() -> None:
    blocks = nx.relabel_nodes(nx.MultiDiGraph(nx.connected_caveman_graph(8, 8)), str)
    positions = layout(blocks)
    near = [math.dist(positions[u], positions[v]) for u, v in blocks.edges()]
    far = [math.dist(positions[u], positions[v]) for u in blocks for v in blocks if u < v and not blocks.has_edge(u, v)]
    assert sorted(near)[len(near) // 2] < 0.5 * sorted(far)[len(far) // 2]


@pytest.mark.parametrize(("size", "seconds"), [(500, 0.5), (5000, 5.0)])
def test_layout_is_quick(size, seconds) -> None:
    graph = nx.relabel_nodes(nx.MultiDiGraph(nx.barabasi_albert_graph(size, 2, seed=7)), str)
    taken = []
    for _ in range(2):
        start = time.process_time()
        layout(graph)
        taken.append(time.process_time() - start)
    assert min(taken) < seconds


def test_an_empty_graph_has_an_empty_layout() -> None:
    assert layout(nx.MultiDiGraph()) == {}
