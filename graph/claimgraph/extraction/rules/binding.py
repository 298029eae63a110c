"""What a number is a number of, once it is known: its metric, the words that name it, and the rule that tied them.

A value only; numbers are bound in `binder`.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimgraph.extraction.rules.text import Span
from claimgraph.vocabulary import Metric


@dataclass(frozen=True, slots=True)
class Binding:
    """What a number is a number of; `metric` is None where the vocabulary has none, `words` are those of the text."""

    metric: Metric | None
    words: str
    label: Span | None
    rule: str
    level: Metric | None = None
    sign: int = 1
    change: bool = False
