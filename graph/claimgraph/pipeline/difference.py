"""A named graph is made to hold something else by writing what differs, and it is told which subjects that concerns.

Graphs are compared as the store itself writes them out, line by line; so what is found is what a reader would find.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

import pyoxigraph as ox

from claimgraph.store import ClaimStore
from claimgraph.vocabulary import PREFIXES

__all__ = ["Difference", "difference", "digest_of", "graph_lines", "write_graph"]

_TYPE = f" <{PREFIXES['rdf']}type> ".encode()
_MANY = 5_000  # lines from which a bulk load is worth its files


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one named graph: its digest now, and the IRIs of which it says something else than before.

    `retyped` are those among them that lost a class, as a node does that is gone.
    """

    graph: str
    digest: str
    subjects: frozenset[str] = frozenset()
    retyped: frozenset[str] = frozenset()


def graph_lines(store: ClaimStore, graph: str) -> list[bytes]:
    """The N-Triples lines of a named graph, sorted."""
    output = BytesIO()
    store.dump(output, ox.RdfFormat.N_TRIPLES, graph=graph)
    return sorted(filter(None, output.getvalue().split(b"\n")))


def write_graph(store: ClaimStore, graph: str, chunks: Iterable[str] | str, digest: str | None) -> Difference:
    """Makes a named graph hold these N-Quads and nothing else. `digest` is what it had, or None where it is new.

    Raises StoreError, also for a statement that names another graph; then nothing is changed.
    """
    with ClaimStore.memory() as fresh:
        fresh.replace_graph(graph, chunks)
        after = graph_lines(fresh, graph)
    if digest == digest_of(after):
        return Difference(graph, digest)
    before = [] if digest is None else graph_lines(store, graph)
    gone, come = _apart(before, after)
    name = ox.NamedNode(graph)
    if not after:
        store.drop_graph(graph)
        gone = []
    store.remove(_quads(gone, name))
    if len(come) < _MANY:
        store.add(_quads(come, name))
    else:
        end = f"<{graph}> .\n".encode()
        store.load_nquads((line[:-1] + end for line in come), trusted=True)
    return difference(graph, before, after)


def difference(graph: str, before: list[bytes], after: list[bytes]) -> Difference:
    """What differs between the sorted lines that a graph had and those that it has."""
    gone, come = _apart(before, after)
    retyped = frozenset(_subject(line) for line in gone if _TYPE in line)
    return Difference(graph, digest_of(after), frozenset(map(_subject, [*gone, *come])), retyped)


def digest_of(lines: list[bytes]) -> str:
    """The digest of a named graph: of its N-Triples lines in byte order."""
    return sha256(b"\n".join((b"", *lines))).hexdigest()


def _apart(before: list[bytes], after: list[bytes]) -> tuple[list[bytes], list[bytes]]:
    """The lines that are gone, and those that have come."""
    old, new = set(before), set(after)
    return [line for line in before if line not in new], [line for line in after if line not in old]


def _subject(line: bytes) -> str:
    return line[1 : line.index(b">")].decode()


def _quads(lines: list[bytes], graph: ox.NamedNode) -> Iterable[ox.Quad]:
    for quad in ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_TRIPLES):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
