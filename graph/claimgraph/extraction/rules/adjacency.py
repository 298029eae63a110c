"""Names that stand so close to a number that nothing else can come between: beside it, before its bracket, right after it.

Looks at the words between the two; every farther subject is found in `subjects`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene, within

_ASIDE = frozenset(("person", "place", "publication"))


class Adjacency:
    """The names beside the numbers of one scene."""

    def __init__(self, scene: Scene, excluded: Mapping[int, str]) -> None:
        self._scene, self._excluded = scene, excluded

    def find(self, start: int) -> Mention | None:
        """The name beside the number at `start`."""
        return self._bracketed(start) or self._dealt_after(start) or self._beside(start)

    def _beside(self, start: int) -> Mention | None:
        """English: the name with nothing but a comparator before the number: Alibaba holds 13% and miHoYo under 6%."""
        if self._scene.text.chinese:
            return None
        for mention in within(self._scene.mentions, max(0, start - 40), start):
            gap = self._scene.lower[mention.end : start]
            if (
                mention.named
                and (mention.start not in self._excluded or gap.startswith((" with", " at")))
                and re.fullmatch(
                    r"(?: at| with|:|,)? ?(?:under|over|about|around|nearly|just under|more than"
                    r"|less than|almost|a )?[ $€£]*",
                    gap,
                )
            ):
                return mention
        return None

    def _bracketed(self, start: int) -> Mention | None:
        """The name before a bracket that holds the number and little else: Vextor(15.2%)."""
        bracket = max(self._scene.lower.rfind(sign, max(0, start - 8), start) for sign in "(（")
        if bracket < 0 or re.search(r"[)）,，。;]", self._scene.lower[bracket:start]):
            return None
        for mention in within(self._scene.mentions, max(0, bracket - 40), bracket):
            if mention.named and mention.end in (bracket, bracket - 1) and mention.sort not in _ASIDE:
                return mention
        return None

    def _dealt_after(self, start: int) -> Mention | None:
        """The name that a number is given to: 24 times for Tessaro, 排名第二的是天枢."""
        end = max((amount.end for amount in within(self._scene.amounts, start, start + 1)), default=start)
        for mention in within(self._scene.mentions, end, end + 12):
            gap = self._scene.lower[end : mention.start]
            if mention.named and mention.sort not in ("place", "person") and _GIVEN.fullmatch(gap):
                return mention
        return None


_GIVEN = re.compile(r" (?:for|at) (?:the )?|位?的(?:则)?(?:是|为)[“《「]?")
