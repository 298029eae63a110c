"""Routes between entities as text."""

from __future__ import annotations

from collections.abc import Sequence

from claimgraph.briefing.reports import Route, Stretch
from claimgraph.briefing.writing.findings import saying_lines
from claimgraph.briefing.writing.lines import wrap

_SHOWN = 3


def routes_text(routes: Sequence[Route], start: str, end: str) -> str:
    """Each route as a chain of entities, then its steps with the claims on the way."""
    if not routes:
        return f"No claim connects {start} with {end}.\n"
    lines: list[str] = []
    for number, route in enumerate(routes, 1):
        steps = len(route.stretches)
        lines += wrap(f"{number}. {' → '.join(route.entities)} ({steps} step{'' if steps == 1 else 's'})", "", "   ")
        for stretches in route.stretches:
            for stretch in stretches:
                lines += _stretch_lines(stretch)
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


def _stretch_lines(stretch: Stretch) -> list[str]:
    mark = "  ! disputed" if stretch.disputed else ""
    origins = len(stretch.origins)
    lines = wrap(f"{stretch.text} ({origins} origin{'' if origins == 1 else 's'}){mark}", "   ", "     ")
    for saying in stretch.sayings[:_SHOWN]:
        lines += saying_lines(saying, "     - ", "       ")
    if len(stretch.sayings) > _SHOWN:
        lines.append(f"     and {len(stretch.sayings) - _SHOWN} more claims: --format json has them all")
    return lines
