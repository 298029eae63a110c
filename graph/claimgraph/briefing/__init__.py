"""Briefings: what people read. Portraits, comparisons, disagreements, forecasts, routes, time lines, changes between builds.

Every verb takes a store and returns frozen values; `writing` puts them into text, Markdown, CSV, JSON or HTML.
"""

from claimgraph.briefing.changes import diff
from claimgraph.briefing.findings import disagreements, forecasts
from claimgraph.briefing.matrix import compare
from claimgraph.briefing.portrait import show
from claimgraph.briefing.reports import (
    Cell,
    Changes,
    DisputeReport,
    ForecastBook,
    Matrix,
    Portrait,
    Route,
    Timeline,
)
from claimgraph.briefing.routes import path
from claimgraph.briefing.timeline import timeline
from claimgraph.briefing.writing import write

__all__ = [
    "Cell",
    "Changes",
    "DisputeReport",
    "ForecastBook",
    "Matrix",
    "Portrait",
    "Route",
    "Timeline",
    "compare",
    "diff",
    "disagreements",
    "forecasts",
    "path",
    "show",
    "timeline",
    "write",
]
