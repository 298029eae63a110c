"""Whether a duration is said of something (a warranty of 8 years, 10-second limit) or is only time that went by.

Time elapsed, the window over which another number was counted and the length of a clip that has a price are dismissed; the
words that tell them apart are declared in ontology/lexicon.ttl.
"""

from __future__ import annotations

import re

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.amounts import Amount
from claimgraph.extraction.rules.scene import Scene, within

_SHORT = frozenset(("second", "minute", "hour"))
_TIME = _SHORT | {"day", "week", "month", "year"}
_VALUED = re.compile(
    r"(?:为|达|至|到|是|约|超过|超|仅|不到|近|满|缩短到|延长至|耗时|用时|可(?:以|一次)?生成"
    r"|需|需要|was|is|of|to|at|takes|took|reached|averaged|lasts?|for at least"
    r"|least)(?:了)?[ ]?(?:about |just |only )?$"
)
_BOUNDED = frozenset(("above", "below", "at-most", "at-least", "about"))
_BASE = re.compile(r"(?:(?<![a-z])(?:from|to|than) |[由从较至到])$")
_NEAR = 24


class Durations:
    """Judges the durations of one scene."""

    def __init__(self, scene: Scene, cues: Cues) -> None:
        self._scene = scene
        self._before = re.compile(cues.pattern("elapsed-before") + r"(?:的|了| )?$")
        self._after = re.compile(r"[ -]?" + cues.pattern("elapsed-after"))
        self._term = re.compile(cues.pattern("duration-term"))
        self._moves = re.compile(r"(?:'s?|s')?[ -]?" + cues.pattern("duration-moves"))
        self._named = re.compile(r"[^.;。；\d]{1,20}?" + cues.pattern("duration-named"))
        self._making = re.compile(cues.pattern("duration-making"))
        self._clip = re.compile(r"[ -]?的?(?:[a-z\d.]+[ -]|[\u4e00-\u9fff]{0,2})?" + cues.pattern("duration-clip"))

    def is_plain(self, amount: Amount) -> bool:
        """Whether a duration is a mere attribute (5秒视频, a 30-second clip) or time gone by, not the value of something."""
        if amount.unit not in _TIME or self.is_told(amount):
            return False
        lower = self._scene.lower
        if "-" in lower[amount.start : amount.end]:
            return True
        if amount.value % 1 or amount.comparator in _BOUNDED:
            return False
        start = self._start(amount)
        if _VALUED.search(lower, max(0, start - 16), start):
            return False
        long = amount.unit not in _SHORT
        return long or amount.value <= 1 or self._elapsed(amount) or self._is_clip(amount)

    def is_told(self, amount: Amount) -> bool:
        """Whether words beside a duration say that it is the length of something: a term, a life, a cycle, an age."""
        if amount.unit not in _TIME or (amount.value <= 1 and amount.style != "digits"):
            return False
        lower, start = self._scene.lower, self._start(amount)
        if lower.endswith("岁", amount.start, amount.end):
            return True
        if self._elapsed(amount) or self._is_clip(amount):
            return False
        if _BASE.search(lower, max(0, start - 6), start) and self._follows(amount):
            return True
        clause = self._scene.clause(amount.start)
        head = max(clause.start, start - _NEAR)
        if self._moves.match(lower, amount.end) or self._term.search(lower, head, start):
            return True
        if "\n" not in lower[amount.end : amount.end + 21] and self._named.match(lower, amount.end):
            return True
        making = self._making.search(lower, clause.start, min(clause.end, amount.end + 12))
        return amount.unit in _SHORT and making is not None

    def _follows(self, amount: Amount) -> bool:
        """Whether a duration is the other end of a change of one just before: to four weeks from eight weeks."""
        before = within(self._scene.amounts, max(0, amount.start - 30), amount.start)
        return bool(before) and before[-1].unit in _TIME and before[-1].reason is None

    def _elapsed(self, amount: Amount) -> bool:
        lower, start = self._scene.lower, self._start(amount)
        if self._after.match(lower, max(amount.end, amount.cue_end)):
            return True
        return self._before.search(lower, max(0, start - 12), start) is not None

    def _is_clip(self, amount: Amount) -> bool:
        """Whether a duration is that of a clip that is made, priced or told of: 5秒视频, a 5-second clip."""
        return amount.unit in _SHORT and self._clip.match(self._scene.lower, amount.end) is not None

    @staticmethod
    def _start(amount: Amount) -> int:
        return amount.cue_start if 0 <= amount.cue_start < amount.start else amount.start
