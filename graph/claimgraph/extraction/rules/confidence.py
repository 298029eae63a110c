"""How often readings in such circumstances were right on labelled texts: measured by scripts/bench, kept as data.

Every circumstance has a weight (confidence.json); the weights of a reading add up to the odds that its subject, its metric
and its number are right. A figure is never a guess: a kind of resolution that was not measured has none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from claimgraph.extraction.rules.circumstances import Circumstances


@dataclass(frozen=True, slots=True)
class _Scale:
    """The weights of the circumstances of one part of a reading."""

    base: float
    weights: Mapping[str, float]

    def likelihood(self, circumstances: tuple[str, ...]) -> float:
        odds = self.base + sum(self.weights.get(words, 0.0) for words in circumstances)
        return 1.0 / (1.0 + exp(-odds))


@dataclass(frozen=True, slots=True)
class _Measured:
    """The content of confidence.json."""

    claimed_from: float
    resolution: Mapping[str, float]
    subject: _Scale
    metric: _Scale
    number: _Scale


@cache
def _measured() -> _Measured:
    content = json.loads((files(__package__) / "confidence.json").read_text(encoding="utf-8"))
    kinds = {kind: entry["right"] / entry["of"] for kind, entry in content["resolution"].items() if entry["of"]}
    scales = {part: _Scale(**content[part]) for part in ("subject", "metric", "number")}
    return _Measured(claimed_from=content["claimed_from"], resolution=kinds, **scales)


def confidence_of(resolution: str | None) -> float | None:
    """The share of drafts with this kind of resolution whose subject was right, to two digits."""
    share = _measured().resolution.get(resolution or "")
    return None if share is None else round(share, 2)


def likelihood(circumstances: Circumstances) -> float:
    """How likely a reading is right in all its parts; in its subject and number where no metric was read."""
    measured = _measured()
    whole = measured.subject.likelihood(circumstances.subject) * measured.number.likelihood(circumstances.number)
    return whole * (measured.metric.likelihood(circumstances.metric) if circumstances.metric else 1.0)


def claimed_from() -> float:
    """The likelihood from which a reading is proposed as a claim."""
    return _measured().claimed_from
