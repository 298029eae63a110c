"""The named questions as text: `claimgraph query --list`."""

from __future__ import annotations

import textwrap

from claimgraph.queries import named_queries
from claimgraph.queries.asking import find_query


def listing(name: str | None, width: int) -> str:
    """All questions, a line or two each; or one, with its parameters and columns."""
    if name:
        query = find_query(name)
        lines = [query.title, *textwrap.wrap(query.description, width), "", f"  {query.usage()}"]
        lines += [f"  {p.name} ({p.type}): {p.description}" for p in query.parameters]
        return "\n".join([*lines, f"  columns: {', '.join(query.columns)}"])
    queries = named_queries()
    longest = max((len(name) for name in queries), default=0)
    lines = []
    for name, query in queries.items():
        needs = " ".join(f"{p.name}=…" for p in query.parameters if p.required)
        text = f"{query.title}" + (f" ({needs})" if needs else "")
        lines += textwrap.wrap(
            text, width, initial_indent=f"{name:<{longest}}  ", subsequent_indent=" " * (longest + 2)
        )
    return "\n".join(lines)
