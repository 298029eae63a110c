"""Briefings in the forms people and programs read: text for a terminal, Markdown, CSV, JSON, HTML."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from claimgraph.briefing.reports import Changes, ForecastBook, Matrix, Portrait, Timeline
from claimgraph.briefing.writing.changes import changes_text
from claimgraph.briefing.writing.findings import disagreements_text, forecasts_text
from claimgraph.briefing.writing.matrix import html, markdown, text, to_csv
from claimgraph.briefing.writing.portrait import markdown as portrait_markdown
from claimgraph.briefing.writing.portrait import text as portrait_text
from claimgraph.briefing.writing.routes import routes_text
from claimgraph.briefing.writing.timeline import timeline_text
from claimgraph.briefing.writing.values import to_json
from claimgraph.errors import FormatError
from claimgraph.vocabulary import suggest

__all__ = ["disagreements_text", "routes_text", "write"]

Form = Callable[[Any], str]
_FORMS: dict[type, dict[str, Form]] = {
    Portrait: {"table": portrait_text, "markdown": portrait_markdown},
    Matrix: {"table": text, "markdown": markdown, "csv": to_csv, "html": html},
    ForecastBook: {"table": forecasts_text},
    Timeline: {"table": timeline_text},
    Changes: {"table": changes_text},
    tuple: {"table": disagreements_text},
}


def write(briefing: object, format: str = "table", *, table: Form | None = None) -> str:
    """The briefing in that format: table (text for a terminal), json, and what else its kind allows.

    `table` replaces the text form where the values alone do not tell it. Raises FormatError for another format.
    """
    forms = {"json": to_json, **_FORMS.get(type(briefing), {})} | ({"table": table} if table else {})
    if format not in forms:
        nearest = suggest(format, forms)
        hint = f"did you mean {nearest}?" if nearest else f"write {', '.join(sorted(forms))}"
        raise FormatError(f"this cannot be written as {format!r}; {hint}")
    return forms[format](briefing)
