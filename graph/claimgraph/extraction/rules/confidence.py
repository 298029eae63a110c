"""How often each kind of subject resolution was right on labelled texts; measured by scripts/bench, kept as data.

A figure is never a guess: a kind that was not measured has none.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


@cache
def _measured() -> dict[str, float]:
    text = (files(__package__) / "confidence.json").read_text(encoding="utf-8")
    return {
        kind: float(entry["right"]) / entry["of"]
        for kind, entry in json.loads(text)["resolution"].items()
        if entry["of"]
    }


def confidence_of(resolution: str | None) -> float | None:
    """The share of drafts with this kind of resolution whose subject was right, to two digits."""
    share = _measured().get(resolution or "")
    return None if share is None else round(share, 2)
