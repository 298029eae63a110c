"""A time line as text."""

from __future__ import annotations

from claimgraph.briefing.reports import Moment, Timeline
from claimgraph.briefing.writing.lines import wrap
from claimgraph.briefing.writing.portrait import LEGEND, said, support
from claimgraph.claim import Period


def timeline_text(timeline: Timeline) -> str:
    """A line or two for each moment, the earliest first, a heading for each year."""
    lines, year = wrap(f"{timeline.name}: {len(timeline.moments)} dated events and values"), 0
    for moment in timeline.moments:
        if moment.last.year != year:
            year = moment.last.year
            lines += ["", str(year), "────"]
        lines += _moment_lines(moment)
    if timeline.undated:
        lines += ["", *wrap(f"{timeline.undated} claims state no time and stand in no order.")]
    return "\n".join([*lines, "", *wrap(LEGEND)]) + "\n"


def _moment_lines(moment: Moment) -> list[str]:
    when = Period(moment.first, moment.last).text
    disputed = " ! disputed" if moment.disputed else ""
    text = f"{moment.label}: {moment.value}{disputed} {support(moment.support)} – {said(moment.voices)}"
    return wrap(text, f"{when:<12} ", " " * 13)
