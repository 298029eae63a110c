"""The workload of queries/*.rq four ways: ClaimStore, pyoxigraph itself, as_rdflib(), and rdflib in memory.

All four give the same number of rows. rdflib is stopped after a minute per query; its time then counts as that minute.
"""

from __future__ import annotations

import re
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pyoxigraph as ox
from generation import IRIS
from material import Material, rdflib_graph
from measuring import Figure, geometric_mean, in_turns, seconds

from claimgraph import vocabulary
from claimgraph.claim import MetricClaim
from claimgraph.store import ClaimStore
from claimgraph.store.binding import bind
from claimgraph.store.embedded import EmbeddedStore

QUERIES = Path(__file__).with_name("queries")
LIMIT = 60.0
RUNS = 7


def run(size: int) -> Iterator[Figure]:
    material = Material.of(size)
    ways = _Ways(material)
    times: dict[str, list[float]] = {name: [] for name in ("ours", "raw", "bridge", "rdflib")}
    for path in sorted(QUERIES.glob("*.rq")):
        sparql = path.read_text(encoding="utf-8")
        taken, rows = ways.ask(sparql)
        for way, time in taken.items():
            times[way].append(time)
        theirs = f"rdflib {'over ' if taken['rdflib'] >= LIMIT else ''}{taken['rdflib'] * 1e3:.0f} ms"
        yield Figure(path.stem, taken["ours"] * 1e3, "ms", at_most=2000, note=f"{rows} rows, {theirs}")
    whole = sum(times["ours"]) / sum(times["raw"])
    yield Figure("the workload beside pyoxigraph", whole, "times its time", at_most=1.1)
    yield Figure("a query beside pyoxigraph", _mean(times["ours"], times["raw"]), "times its time, mean")
    yield Figure("ClaimStore beside rdflib", _mean(times["rdflib"], times["ours"]), "times as fast, mean")
    yield Figure(
        "as_rdflib() beside rdflib", _mean(times["rdflib"], times["bridge"]), "times as fast, mean", at_least=15
    )


def _mean(over: list[float], under: list[float]) -> float:
    return geometric_mean([one / other for one, other in zip(over, under, strict=True)])


class _Ways:
    """One graph, held four ways, and the values that the queries ask with."""

    def __init__(self, material: Material) -> None:
        store = material.store()
        assert isinstance(store, EmbeddedStore)
        self._store: ClaimStore = store
        self._engine = store.engine
        self._bridge = store.as_rdflib()
        self._graph = rdflib_graph(store)
        self._values = _most_spoken_of(material)

    def ask(self, sparql: str) -> tuple[dict[str, float], int]:
        """CPU seconds each way, and the number of rows."""
        given = {name: value for name, value in self._values.items() if re.search(rf"\?{name}\b", sparql)}
        bound, prefixes = bind(sparql, given) if given else sparql, dict(vocabulary.PREFIXES)
        terms: dict[str, Any] = _identifiers(given)
        works = {
            "ours": lambda: list(self._store.query(sparql, bindings=given)),  # type: ignore[arg-type]
            "raw": lambda: list(self._engine.query(bound, prefixes=prefixes, use_default_graph_as_union=True)),  # type: ignore[arg-type]
            "bridge": lambda: list(self._bridge.query(sparql, initBindings=terms)),
        }
        rows = {len(work()) for work in works.values()}
        taken = in_turns(works, RUNS)
        taken["rdflib"], theirs = _limited(lambda: list(self._graph.query(sparql, initNs=prefixes, initBindings=terms)))
        rows |= {theirs} - {None}  # type: ignore[arg-type]
        assert len(rows) == 1, f"answers differ: {sorted(rows)} rows to\n{sparql}"
        return taken, rows.pop()


def _most_spoken_of(material: Material) -> dict[str, ox.NamedNode]:
    """The product, metric, entity and claim that give the queries most to do."""
    numbers = [claim for claim in material.claims if isinstance(claim, MetricClaim)]
    relayed = max(material.claims, key=lambda claim: len(claim.attribution))
    return {
        "product": ox.NamedNode(IRIS.entity(Counter(claim.about for claim in numbers).most_common(1)[0][0])),
        "metric": ox.NamedNode(vocabulary.METRIC + Counter(claim.metric for claim in numbers).most_common(1)[0][0]),
        "claim": ox.NamedNode(IRIS.claim(relayed.id)),
    }


def _identifiers(values: dict[str, ox.NamedNode]) -> dict[str, Any]:
    from rdflib import URIRef

    return {name: URIRef(value.value) for name, value in values.items()}


def _limited(work: Callable[[], list[Any]]) -> tuple[float, int | None]:
    """CPU seconds of one run and its number of rows; the limit and None where it was stopped."""
    rows: list[Any] | None = None

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    def once() -> None:
        nonlocal rows
        rows = work()

    previous = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, LIMIT, 1.0)
    try:
        return seconds(once), None if rows is None else len(rows)
    except TimeoutError:
        return LIMIT, None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)
