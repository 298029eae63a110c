"""Does it hold? Copies, origins, slots, agreements and disagreements, implied values and forecasts, from claim values.

This room knows claims and the declared rules of comparison; it knows no store. What it derives are values, and N-Quads of
the derived named graphs.
"""

from claimgraph.agreement.copies import Copies, find_copies
from claimgraph.agreement.declared import read_rules
from claimgraph.agreement.deriving import Comparison, derive
from claimgraph.agreement.intervals import Interval, ZeroDivisor
from claimgraph.agreement.model import (
    Agreement,
    CopyMember,
    Derived,
    Disagreement,
    Finding,
    Forecast,
    Implied,
    NotCompared,
    Record,
    Slot,
    SlotKey,
    Support,
)
from claimgraph.agreement.rules import Rules
from claimgraph.agreement.writing import to_quads

__all__ = [
    "Agreement",
    "Comparison",
    "Copies",
    "CopyMember",
    "Derived",
    "Disagreement",
    "Finding",
    "Forecast",
    "Implied",
    "Interval",
    "NotCompared",
    "Record",
    "Rules",
    "Slot",
    "SlotKey",
    "Support",
    "ZeroDivisor",
    "derive",
    "find_copies",
    "read_rules",
    "to_quads",
]
