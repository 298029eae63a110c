"""Which mentions cannot be the subject of a number: sources, comparands, owners, investors, objects, places, appositions.

Looks only at the words right before and after a mention; who remains is weighed in `subjects`.
"""

from __future__ import annotations

import re
from functools import cache

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.chinese_roles import ChineseRoles
from claimgraph.extraction.rules.described import Described
from claimgraph.extraction.rules.english_roles import EnglishRoles
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene, within


def roles(scene: Scene) -> dict[int, str]:
    """The start of every mention that is set aside -> the part it plays."""
    reader = _Roles(scene)
    return {mention.start: role for mention in scene.mentions if (role := reader.role(mention))}


@cache
def _authoring(cues: Cues) -> re.Pattern[str]:
    """What those who write do after "we" and have after "our"; compiled once."""
    return re.compile(
        rf"[ ]?(?:now |also |still |therefore |have |had |仍|也|则|对|将|把|继续)?{cues.pattern('estimator')}"
    )


class _Roles:
    """Reads the roles of one scene."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._author = _authoring(scene.lexicon.cues)
        self._audience = re.compile(scene.lexicon.cues.pattern("audience"))
        self._audience_acts = re.compile(scene.lexicon.cues.pattern("audience-acts"))
        self._described = Described(scene)
        self._chinese, self._english = ChineseRoles(scene), EnglishRoles(scene)

    def role(self, mention: Mention) -> str | None:
        """Why a mention cannot be the subject of a number in its clause; None where it can."""
        scene, lower = self._scene, self._scene.lower
        if mention.sort in ("person", "publication", "place"):
            return mention.sort
        if self._beside_amount(mention) or self._bracketed(mention):
            return "aside"
        if self._is_author(mention):
            return "author"
        for citation in within(scene.citations, scene.sentence(mention.start).start, mention.start + 1):
            if mention.start < citation.end and not (citation.agent and mention.start > citation.agent.start + 20):
                return "source"
        before, after = lower[max(0, mention.start - 14) : mention.start], lower[mention.end : mention.end + 16]
        if self._is_audience(mention) or self._english.is_owned(mention):
            return "class"
        if scene.text.chinese:
            return self._described.role(mention) or self._chinese.role(mention, before, after)
        return self._english.role(mention, before, after)

    def _is_audience(self, mention: Mention) -> bool:
        """Whether a group of customers is only counted or served here: 拥有企业客户10万家, sold to enterprise customers."""
        lower = self._scene.lower
        if mention.sort != "market" or not self._audience.search(lower, mention.start, mention.end):
            return False
        return not self._audience_acts.match(lower, mention.end)

    def _beside_amount(self, mention: Mention) -> bool:
        """Whether a name alone in a bracket explains the amount before it: from $3 billion (Sequoia)."""
        lower, opening = self._scene.lower, mention.start - 1
        if not mention.named or lower[opening : mention.start] != "(" or lower[mention.end : mention.end + 1] != ")":
            return False
        before = within(self._scene.amounts, max(0, opening - 40), opening)
        return any(amount.end in (opening, opening - 1) for amount in before)

    def _is_author(self, mention: Mention) -> bool:
        """Whether "we" are those who write: we pencil in a loss, our forecast, 我们维持."""
        if mention.how != "pronoun" or not _WE.fullmatch(self._scene.lower, mention.start, mention.end):
            return False
        return self._author.match(self._scene.lower, mention.end) is not None

    def _bracketed(self, mention: Mention) -> bool:
        """Whether a name stands in a bracket that tells no number: 其他(含甲云)收入, Pelion (Orrin Capital led it) grew."""
        lower = self._scene.lower
        opening = lower.rfind("(", max(0, mention.start - _BRACKET), mention.start)
        if opening < 0 or re.search(r"[)\n。]", lower[opening : mention.start]):
            return False
        closing = lower.find(")", mention.end, mention.end + _BRACKET)
        return closing >= 0 and not within(self._scene.amounts, opening, closing)


_BRACKET = 80
_WE = re.compile(r"我们|我司|we|our")
