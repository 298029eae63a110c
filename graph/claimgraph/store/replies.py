"""Answers of a SPARQL endpoint read into the engine's own results, whatever dialect the server speaks.

Refuses what only looks like an answer: another media type, a result that was cut short.
"""

from __future__ import annotations

import pyoxigraph as ox

from claimgraph.errors import StoreError
from claimgraph.store.http import Reply
from claimgraph.store.requests import request


def solutions(reply: Reply, kind: str, place: str) -> ox.QuerySolutions | ox.QueryBoolean:
    """The rows or the boolean of a reply. Raises ValueError or SyntaxError when it is none, StoreError when cut."""
    format = ox.QueryResultsFormat.from_media_type(reply.media_type)
    if format is None:
        raise ValueError(f"it sends {reply.media_type}")
    _refuse_truncated(reply, format)
    most = reply.headers.get("X-SPARQL-MaxRows")
    if most is not None and kind == "SELECT":
        rows = sum(1 for _ in ox.parse_query_results(reply.body, format))  # type: ignore[union-attr, misc]
        reply.body.seek(0)
        if rows >= int(most):
            raise StoreError(f"{place} gives no more than {most} rows and may hold more: narrow the query, or LIMIT it")
    found = ox.parse_query_results(reply.body, format)
    if kind == "ASK" and isinstance(found, ox.QuerySolutions):  # some servers answer ASK with a table of one cell
        yes = any(term is not None and term.value in ("1", "true") for row in found for term in row)
        told = '{"head":{},"boolean":' + ("true" if yes else "false") + "}"
        return ox.parse_query_results(told, ox.QueryResultsFormat.JSON)
    return found


def _refuse_truncated(reply: Reply, format: ox.QueryResultsFormat) -> None:
    """Raises ValueError for a result without its end: a server that gives up may say so after a 200."""
    reply.body.seek(0, 2)
    reply.body.seek(max(0, reply.body.tell() - 200))
    tail = reply.body.read().rstrip()
    reply.body.seek(0)
    end = b"}" if format == ox.QueryResultsFormat.JSON else b">"
    if not tail.endswith(end):
        raise ValueError(f"it ends with {tail[-80:].decode('utf-8', 'replace')!r}")


def triples(reply: Reply) -> ox.QueryTriples:
    """The triples of a reply. Raises ValueError or SyntaxError when it holds none."""
    format = ox.RdfFormat.from_media_type(reply.media_type)
    if format is None:
        raise ValueError(f"it sends {reply.media_type}")
    held = ox.Store()
    held.bulk_load(reply.body, format)
    found = held.query(request("everything.rq"))
    if not isinstance(found, ox.QueryTriples):
        raise TypeError("everything.rq constructs triples")
    return found
