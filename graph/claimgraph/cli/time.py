"""`--as-of DATE`: the store as it would be had only the sources published by then been read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from claimgraph.errors import QueryError
from claimgraph.store import ClaimStore


@contextmanager
def known_as_of(store: ClaimStore, when: str | None) -> Iterator[ClaimStore]:
    """The store itself, or one that holds what was known by the end of that day. Closes both."""
    with store:
        if when is None:
            yield store
            return
        from claimgraph.pipeline import as_of

        try:
            day = date.fromisoformat(when)
        except ValueError:
            raise QueryError(f"--as-of {when}: not a date; write it as 2026-01-31") from None
        with as_of(store, day) as earlier:
            yield earlier
