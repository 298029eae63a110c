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
_RUN = re.compile(r"[a-z]{3,}|[\u3400-\u9fff]{2,}")
_REACH = 24
_CHANGE = (
    "rise", "fall", "base-yoy", "base-qoq", "base-mom", "comparand-before", "modality-expected", "modality-target",
    "modality-estimated", "modality-possible",
)  # fmt: skip


class Narrowing:
    """Reads the neighbourhood of the labels of one scene."""

    def __init__(self, scene: Scene, cues: Cues) -> None:
        self._scene = scene
        plain = cues.words("plain-before-label")
        self._plain = re.compile(alternation(word for word in plain if len(word) > 1))
        self._particles = frozenset(word for word in plain if len(word) == 1)
        self._longer = re.compile(cues.pattern("longer-label"))
        self._asides = [re.compile(cue.template) for cue in cues.templates("aside") if cue.template]
        kinds = ("segment:", "region:")
        told = [cue for cue in cues.kind("ScopeCue") if cue.means.startswith(kinds) and cue.means != "region:worldwide"]
        parts = alternation(word for cue in told for word in cue.words)
        self._part = re.compile(rf"{parts}(?:业务|服务|板块|分部|市场| services| business)?的?[ ]?$")
        harmless = cues.pattern("plain-before-part")
        self._plain_part = re.compile(rf"{parts}|{harmless}|业务|服务|板块|分部|市场|services|business")
        self._from_part = re.compile(rf" (?:from|in) (?:its |the )?(?:[a-z-]+ )?{parts}")
        self._acting_part = re.compile(cues.pattern("part-of-firm") + r"(?:,[^,;.]{3,60},)?[ ]$")
        comparators = (word for cue in cues.kind("ComparatorCue") for word in cue.words)
        self._change = re.compile(alternation([*cues.words(*_CHANGE), *comparators]))

    def of(self, label: Span) -> str:
        """The words that narrow a label, or carry it on; empty where it stands for itself."""
        chinese = self._scene.text.chinese
        return self._after(label) or self._beside(label) or (self._han(label) if chinese else self._latin(label))

    def of_part(self, label: Span) -> str:
        """The words that narrow a declared part of the whole still further: [算力]服务收入, [pet] services revenue."""
        words = self._plain_part.sub(" ", self._before(label))
        if self._scene.text.chinese:
            return self._after(label) or self._first_strange(self._plain.sub(" ", re.split("[的地]", words)[-1]))
        return self._after(label) or self._strange_word(words)

    def part(self, label: Span) -> bool:
        """Whether words beside a label name a declared part of the whole: cloud revenue, 海外收入, sales from games."""
        if self._from_part.match(self._scene.lower, label.end):
            return True
        return not self._after(label) and self._part.search(self._before(label)) is not None

    def part_acts(self, verb: Span) -> bool:
        """Whether the verb of a number is that of a part: online services, its largest business, brought in."""
        start = self._scene.sentence(verb.start).start
        return self._acting_part.search(self._scene.lower[start : verb.start]) is not None

    def _beside(self, label: Span) -> str:
        """Another label right before it, of which it is the second half: "earnings per share (EPS) profit"."""
        before = [m for m in within(self._scene.labels, label.start - _REACH, label.start) if m.end <= label.start]
        if not before or not re.fullmatch(r"[ )）]*", self._scene.lower[before[-1].end : label.start]):
            return ""
        return self._scene.lower[before[-1].start : before[-1].end]

    def strange(self, start: int, end: int) -> str:
        """The first words of a stretch that nobody has read: neither a name, date, number or label, nor a plain word."""
        scene, words = self._scene, []
        read: list[Placed] = [
            *within(scene.mentions, start, end),
            *within(scene.periods, start, end),
            *within(scene.amounts, start, end),
            *within(scene.labels, start, end),
        ]
        place = start
        for item in sorted(read, key=lambda item: item.start):
            words.append(scene.lower[place : max(place, item.start)])
            place = max(place, item.end)
        rest = "\n".join([*words, scene.lower[place : max(place, end)]])
        for aside in self._asides:
            rest = aside.sub(" ", rest)
        return self._first_strange(self._plain.sub(" ", self._change.sub(" ", rest)))

    def _first_strange(self, words: str) -> str:
        """The first Latin word, or run of characters that are not all particles."""
        for found in _RUN.finditer(words):
            if not (_HAN.match(found[0]) and self._particles.issuperset(found[0])):
                return found[0]
        return ""

    def _after(self, label: Span) -> str:
        """Words right after a label with which it is part of a longer one: 收入成本, "revenue per user"."""
        following = self._longer.match(
            self._scene.lower, label.end + (self._scene.lower[label.end : label.end + 1] == " ")
        )
        return following[0] if following else ""

    def _han(self, label: Span) -> str:
        """What stands between a label and whatever was read before it, without words that leave it as it is."""
        return self._first_strange(self._plain.sub(" ", re.split("[的地]", self._before(label))[-1]))

    def _latin(self, label: Span) -> str:
        """The word right before a label, where it is none that leaves it as it is."""
        return self._strange_word(self._before(label))

    def _strange_word(self, words: str) -> str:
        """The last of these Latin words, where it is none that leaves a label as it is."""
        found = _LAST_WORD.search(words)
        word = found["word"] if found else ""
        word = word.removesuffix("'s").removesuffix("’s")
        return "" if len(word) < 2 or self._plain.fullmatch(word) or word.isdigit() else word

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
