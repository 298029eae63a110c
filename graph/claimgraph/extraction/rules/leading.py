"""Whether a name stands at the head of its clause, where the one who acts stands in both languages.

Counts the words before it, without dates, owners and what a firm is called before its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span

_JOINS = re.compile(r"[ ]*(?:while|whereas|but|and)(?![a-z])")


@cache
def _described(cues: Cues) -> re.Pattern[str]:
    """What a firm is called before its name; compiled once."""
    return re.compile(f"{cues.pattern('firm-class')}$")


class Leading:
    """The heads of the clauses of one scene."""

    def __init__(self, scene: Scene, excluded: Mapping[int, str]) -> None:
        self._scene, self._excluded = scene, excluded
        self._introduced = _described(scene.lexicon.cues)

    def leads(self, mention: Mention, sentence: Span) -> bool:
        """Whether a mention stands at the head of a clause, after no more than a date or a few words."""
        clause = self._scene.clause(mention.start)
        dated = sum(
            min(p.end, mention.start) - p.start for p in within(self._scene.periods, clause.start, mention.start)
        )
        words = mention.start - clause.start - dated
        if self._scene.text.chinese:
            described = words <= 16 and self._introduced.search(self._scene.lower, clause.start, mention.start)
            return words <= 8 or bool(described)
        joined = _JOINS.match(self._scene.lower, clause.start)
        owners = within(self._scene.mentions, clause.start, min(clause.start + 12, mention.start))
        placed = (
            owners
            and owners[0].sort == "place"
            and self._scene.lower[owners[0].end : owners[0].end + 2] in ("'s", "’s")
        )
        placed = placed and owners[0].start - clause.start <= 1
        if owners and (placed or self._excluded.get(owners[0].start) == "possessor"):
            words = 0
        return words <= (20 if joined else 12) and (joined is not None or clause.start - sentence.start < 60)

    def heads(self, mention: Mention) -> bool:
        """Whether a mention leads its sentence."""
        return self.leads(mention, self._scene.sentence(mention.start))
