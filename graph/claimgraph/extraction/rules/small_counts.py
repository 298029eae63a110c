"""Small counts in words that are told of something (opened three stores, 支持七张参考图), not those that only introduce.

The verbs of having, making and moving that tell them are declared in ontology/lexicon.ttl.
"""

from __future__ import annotations

import re

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.amounts import Amount
from claimgraph.extraction.rules.scene import Scene

_NEAR = 22


class SmallCounts:
    """Judges the small counts of one scene."""

    def __init__(self, scene: Scene, cues: Cues) -> None:
        self._scene = scene
        told = cues.pattern("count-told")
        self._chinese = re.compile(told + r"(?:了|至|到|其中的|最多|另外)?[\u4e00-\u9fff]{0,2}$")
        self._english = re.compile(told + r"(?: (?:its|their|about|just|only|another|a|the|some|them|down|up))?[ ]$")
        self._after = re.compile(r"[ ]" + cues.pattern("count-after"))

    def is_told(self, amount: Amount) -> bool:
        """Whether a count of ten or less is said of the subject of its clause."""
        if (
            amount.value <= 1
            or amount.low != amount.high
            or amount.unit != "count"
            or (amount.style == "chinese" and not amount.counter)
        ):
            return False
        lower = self._scene.lower
        start = amount.cue_start if 0 <= amount.cue_start < amount.start else amount.start
        if amount.comparator in ("above", "below", "at-most", "at-least"):
            return True
        first = max(self._scene.clause(amount.start).start, start - _NEAR)
        if amount.style == "chinese":
            return self._chinese.search(lower, first, start) is not None
        if self._after.match(lower, amount.end) or self._led_to(lower, amount):
            return True
        return self._english.search(lower, first, start) is not None

    def _led_to(self, lower: str, amount: Amount) -> bool:
        """Whether a count is what a change led to: from fourteen models to nine."""
        sentence = self._scene.sentence(amount.start)
        begun = lower.rfind(" from ", max(sentence.start, amount.start - 40), amount.start)
        return begun >= 0 and lower.endswith(" to ", 0, amount.start)
