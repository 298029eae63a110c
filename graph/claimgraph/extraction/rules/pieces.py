"""Sales that are counted in pieces: "sales of phones rose 8%", and "its sales rose 13%" where a report counts cars.

Without goods beside them or a count before them, sales are revenue.
"""

from __future__ import annotations

import re

from claimgraph.extraction.cues import Cues, alternation
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span

_SALES = frozenset(("sales", "sale"))


class Pieces:
    """Tells, in one scene, which sales are goods and not money."""

    def __init__(self, scene: Scene, cues: Cues) -> None:
        self._scene = scene
        words = cues.words("goods", "goods-unit")
        goods = alternation([*words, *(f"{word}s" for word in words if word.isascii())])
        self._of_goods = re.compile(rf" of (?:[^,.;:]{{0,40}} )?{goods}")
        self._goods_before = re.compile(rf"{goods}(?:['’]s?)? $")
        self._counted = re.compile(rf"[ ](?:[a-z-]+ ){{0,2}}{goods}")

    def sold(self, amount: Amount, label: Span) -> bool:
        """Whether the sales of a label are pieces."""
        lower = self._scene.lower
        if lower[label.start : label.end] not in _SALES:
            return False
        beside = self._goods_before.search(lower, max(0, label.start - 24), label.start)
        return bool(beside or self._of_goods.match(lower, label.end) or self._counts_before(amount))

    def _counts_before(self, amount: Amount) -> bool:
        """Whether this sentence and the one before it count goods, and neither tells a sum of money."""
        text = self._scene.text
        number = text.sentence_at(amount.start)
        first = max(self._scene.lower.rfind("\n", 0, amount.start) + 1, text.sentences[max(0, number - 1)].start)
        near = within(self._scene.amounts, first, text.sentences[number].end)
        counts = any(a.unit == "count" and self._counted.match(self._scene.lower, a.end) for a in near)
        return counts and not any(len(a.unit) == 3 and a.unit.isupper() for a in near)
