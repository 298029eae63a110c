"""Names that only tell numbers in a text: research houses, brokers, analysts, newsrooms; they are the subject of none.

Counts how often a name is cited or stands beside the words of those who count; who is cited where is read in `attribution`.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene


@cache
def _rating(cues: Cues) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a broker does, and the words of its ratings; compiled once."""
    adverbs = r"(?:证券|国际)?[ ]?(?:亦|也|则|仍|更|已|将|has |have |also )?"
    return re.compile(adverbs + cues.pattern("rater")), re.compile(cues.pattern("rating"))


@cache
def _telling(cues: Cues) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before a research house, and what stands after one; compiled once."""
    house, counts = cues.pattern("research-house"), cues.pattern("house-verb")
    before = rf"{house}[ “\"「]?$|(?:analysts?|economists?|strategists?|director|head) (?:at|with|from) (?:the )?$"
    before += (
        r"|(?:^|[ (])(?:says|per|according to|data from|figures from|estimates (?:from|by)|survey (?:of|by)) (?:the )?$"
    )
    after = rf"[ ]?{counts}|(?:['’]s)? (?:[a-z]+ )?(?:tracker|survey|analysts?|estimates?)(?![a-z])"
    after += r"| (?:[a-z]+ )?data(?![a-z])|['’]s (?:[a-z]+ )?data (?:show|suggest|indicate|reveal|put|point)"
    return re.compile(before), re.compile(after)


class Voices:
    """Who only speaks in one scene."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._before, self._after = _telling(scene.lexicon.cues)
        self._rater, self._rating = _rating(scene.lexicon.cues)
        self._house_noun = re.compile(scene.lexicon.cues.pattern("the-house"))
        named = [m for m in scene.mentions if m.named]
        self._counts = Counter(m.identity for m in named)
        cited = {c.agent.start: c.agent.identity for c in scene.citations if c.agent}
        told = {m.start: m.identity for m in named if m.sort in ("organization", "any") and self._tells(m)}
        self._told = set(told.values())
        self._cited = Counter((cited | told).values())

    def _tells(self, mention: Mention) -> bool:
        """Whether the words beside a name are those of one who counts."""
        lower = self._scene.lower
        start = max(0, mention.start - 40)
        return bool(
            self._before.search(lower, start, mention.start)
            or self._after.match(lower, mention.end, mention.end + 40)
            or self._rates(mention)
        )

    def _rates(self, mention: Mention) -> bool:
        """Whether a name is that of a broker that rates somebody's shares in its sentence."""
        lower, sentence = self._scene.lower, self._scene.sentence(mention.start)
        acts = self._rater.match(lower, mention.end, sentence.end)
        return acts is not None and self._rating.search(lower, sentence.start, sentence.end) is not None

    def only_speaks(self, mention: Mention) -> bool:
        """Whether a name is a source more often than anything else in this text."""
        return self._cited[mention.identity] * 2 > self._counts[mention.identity]

    def refers_to_house(self, mention: Mention) -> bool:
        """Whether a noun takes up one who counts that was named before: 该机构, the research firm."""
        if mention.how != "noun" or not self._house_noun.fullmatch(self._scene.lower, mention.start, mention.end):
            return False
        return any(c.start < mention.start for c in self._scene.citations)

    def count(self, mention: Mention) -> int:
        """How often a name stands in this text."""
        return self._counts[mention.identity]

    def is_house(self, mention: Mention) -> bool:
        """Whether a name is one of those who count, and seldom anything else."""
        return mention.identity in self._told and self._cited[mention.identity] * 3 > self._counts[mention.identity]
