"""Words beside a metric's label that make it the label of something narrower or of something else.

"Revenue" is said of the whole, "cloud revenue" of a part, "revenue per user" of neither. Finds such words; whether the
number may be proposed all the same is decided in `caution`.
"""

from __future__ import annotations

import re

from claimgraph.extraction.cues import Cues, alternation
from claimgraph.extraction.rules.scene import Placed, Scene, within
from claimgraph.extraction.rules.text import Span

_HAN = re.compile(r"[\u3400-\u9fff]")
_BOUNDARY = re.compile(r".*[,;:.!?，。；：、()（）\"“”「」\n|—–]", re.DOTALL)
_LAST_WORD = re.compile(r"(?P<word>[a-z0-9&][a-z0-9&’'-]*) ?$")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])")
_REACH = 24
_CHANGE = (
    "rise", "fall", "base-yoy", "base-qoq", "base-mom", "comparand-before", "modality-expected", "modality-target",
    "modality-estimated", "modality-possible",
)  # fmt: skip


class Narrowing:
    """Reads the neighbourhood of the labels of one scene."""

    def __init__(self, scene: Scene, cues: Cues) -> None:
        self._scene = scene
        self._plain = re.compile(cues.pattern("plain-before-label"))
        self._longer = re.compile(cues.pattern("longer-label"))
        comparators = (word for cue in cues.kind("ComparatorCue") for word in cue.words)
        self._change = re.compile(alternation([*cues.words(*_CHANGE), *comparators]))

    def of(self, label: Span) -> str:
        """The words that narrow a label, or carry it on; empty where it stands for itself."""
        chinese = self._scene.text.chinese
        return self._after(label) or self._beside(label) or (self._han(label) if chinese else self._latin(label))

    def _beside(self, label: Span) -> str:
        """Another label right before it, of which it is the second half: "earnings per share (EPS) profit"."""
        before = [m for m in within(self._scene.labels, label.start - _REACH, label.start) if m.end <= label.start]
        if not before or not re.fullmatch(r"[ )）]*", self._scene.lower[before[-1].end : label.start]):
            return ""
        return self._scene.lower[before[-1].start : before[-1].end]

    def before_carried(self, place: int) -> str:
        """Words by which a clause speaks of something else than the label that is carried over to it."""
        words = self._change.sub(" ", re.split("[的地]", self._before(Span(place, place)))[-1])
        words = _BETWEEN_HAN.sub("", self._plain.sub(" ", words))
        strange = re.findall(r"[a-z]{3,}|[\u3400-\u9fff]{2,}", words)
        return strange[0] if strange else ""

    def _after(self, label: Span) -> str:
        """Words right after a label with which it is part of a longer one: 收入成本, "revenue per user"."""
        following = self._longer.match(
            self._scene.lower, label.end + (self._scene.lower[label.end : label.end + 1] == " ")
        )
        return following[0] if following else ""

    def _han(self, label: Span) -> str:
        """What stands between a label and whatever was read before it, without words that leave it as it is."""
        words = self._plain.sub("", re.split("[的地]", self._before(label))[-1])
        words = re.sub(r"[\W_]+", "", words)
        return words if len(_HAN.findall(words)) > 1 or re.search(r"[a-z]{3}", words) else ""

    def _latin(self, label: Span) -> str:
        """The word right before a label, where it is none that leaves it as it is."""
        found = _LAST_WORD.search(self._before(label))
        word = found["word"] if found else ""
        return "" if not word or self._plain.fullmatch(word) or word.isdigit() else word

    def _before(self, label: Span) -> str:
        """The unread words before a label in its clause."""
        scene = self._scene
        first = max(scene.clause(label.start).start, label.start - _REACH)
        read: list[Placed] = [
            *within(scene.mentions, first - _REACH, label.start),
            *within(scene.periods, first - _REACH, label.start),
            *within(scene.amounts, first - _REACH, label.start),
            *within(scene.labels, first - _REACH, label.start),
        ]
        start = max([first, *(min(item.end, label.start) for item in read)])
        words = scene.lower[start : label.start]
        return words[boundary.end() :] if (boundary := _BOUNDARY.match(words)) else words
