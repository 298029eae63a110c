"""Several taken together: 这两部影片, both companies, the five largest spenders; their number is of no single one.

Finds the phrase that opens a clause; the phrase itself is the subject, as text.
"""

from __future__ import annotations

import re
from functools import cache

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span

_SOME = "[两二三四五六七八九十]"


@cache
def _phrases(cues: Cues) -> re.Pattern[str]:
    """Chinese phrases at the head of a clause, English ones anywhere in it; compiled once."""
    noun = cues.pattern("group-noun")
    chinese = (
        rf"(?:这|上述|以上|头部){_SOME}(?:家|款|部|个|大|支)(?:上市)?{noun}",
        rf"前{_SOME}大(?:{noun})?(?=合计|共|总|占|吃|拿|分|就)",
        r"(?:两者|二者|三者|其余[一-龥]{1,4}?)(?=合计|共|总|均|都|相差)",
        rf"(?:行业)?(?:头部|中小){noun}(?=的)",
        rf"(?:国有)?{_SOME}大(?:行|{noun})",
        rf"(?:全部)?\d+家(?:a股)?(?:上市)?{noun}(?=整体|合计|共|营收|净利|资产|总)",
    )
    english = (
        rf"all (?:[a-z-]+ ){{0,2}}{noun}(?: together| combined)?",
        r"the (?:two|three|four|five|six|ten) (?:largest|biggest|top) [a-z]+",
        rf"both {noun}",
        rf"the (?:two|three|four|five|pair of) {noun}",
        r"the (?:pair|duo|trio)(?![a-z])",
    )
    head = r"(?:(?<=[,，。;；:：\n 对把将-])|^)(?:其中|而|但)?"
    return re.compile(rf"{head}(?:{'|'.join(chinese)})|(?<![a-z])(?:{'|'.join(english)})", re.MULTILINE)


class Groups:
    """The phrases of one scene."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._phrases = scene, _phrases(scene.lexicon.cues)

    def before(self, clause: Span, start: int) -> Mention | None:
        """The last phrase before the number at `start` in its clause, where nobody is named after it."""
        found = list(self._phrases.finditer(self._scene.lower, clause.start, start))
        if not found:
            return None
        first, end = found[-1].span()
        if any(m.named and m.sort != "market" for m in within(self._scene.mentions, first, start)):
            return None
        return Mention(first, end, "name", "any", None, self._scene.text.plain[first:end])
