"""The changes between two builds as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimgraph.briefing.reports import Changes, DisputeReport, ForecastLine, Saying
from claimgraph.briefing.writing.findings import dispute_lines, saying_lines
from claimgraph.briefing.writing.lines import heading, wrap


def changes_text(changes: Changes) -> str:
    """What changed, kind by kind."""
    if changes.nothing:
        return "Nothing changed.\n"
    lines = wrap(_summary(changes))
    lines += _sayings("New", changes.new)
    if changes.revised:
        lines += heading(f"Revised ({len(changes.revised)})", "━")
    for change in changes.revised:
        lines += saying_lines(change.after, "  + ", "    ")
        lines += wrap(f"before: {change.before.text}{_by(change.before)}", "    ", "      ")
    lines += _sayings("Lost", changes.lost)
    lines += _disputes("Newly disputed", changes.disputed)
    lines += _disputes("Settled", changes.settled)
    lines += list(_fulfilled(changes.fulfilled))
    return "\n".join(lines) + "\n"


def _summary(changes: Changes) -> str:
    counts = (
        (len(changes.new), "claims new"), (len(changes.revised), "revised"), (len(changes.lost), "lost"),
        (len(changes.disputed), "newly disputed"), (len(changes.settled), "settled"),
        (len(changes.fulfilled), "forecasts whose actual value is known now"),
    )  # fmt: skip
    return ", ".join(f"{number} {what}" for number, what in counts) + "."


def _by(saying: Saying) -> str:
    return f" According to {saying.chain}." if saying.chain else ""


def _sayings(title: str, rows: tuple[Saying, ...]) -> list[str]:
    lines = heading(f"{title} ({len(rows)})", "━") if rows else []
    for saying in rows:
        lines += saying_lines(saying, "  - ", "    ")
    return lines


def _disputes(title: str, rows: tuple[DisputeReport, ...]) -> list[str]:
    lines = heading(f"{title} ({len(rows)})", "━") if rows else []
    for number, report in enumerate(rows, 1):
        lines += dispute_lines(report, number)
    return lines


def _fulfilled(rows: Iterable[ForecastLine]) -> Iterator[str]:
    lines = list(rows)
    if lines:
        yield from heading(f"Forecasts whose actual value is known now ({len(lines)})", "━")
    for line in lines:
        forecast = f"{line.subject}, {line.metric} {line.period}: {line.value} ({line.origin})"
        text = f"{line.outcome}: {forecast}; came {line.actual}"
        yield from wrap(text, "  - ", "    ")
