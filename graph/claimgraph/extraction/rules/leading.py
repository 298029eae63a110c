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
_DOING = re.compile(r" (?:[a-z]+ly )?[a-z]+ing(?![a-z])")
_PRESENTS = re.compile(r" (?:is|was|comes|came) (?:the |called )?$")
_NEAR = 60
_WORDS = r"[a-z0-9][\w.&'’-]*"


@cache
def _described(cues: Cues) -> re.Pattern[str]:
    """What a firm is called before its name; compiled once."""
    return re.compile(f"{cues.pattern('firm-class')}$")


@cache
def _english(cues: Cues) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What a name is called before it, "said that", what opens a sentence before who acts, what one does; compiled once."""
    acts = cues.pattern("acting", "deed")
    other = rf"(?!(?:{acts}|by|with|from|of|to|for|in|on|at|into|against|than|it)(?![a-z]))"
    kinds = cues.pattern("firm", "thing", "part-noun", "called-before")
    called = rf"{kinds}|[a-z. ]+-(?:based|listed|backed|headquartered|born)"
    described = rf"[ ]*(?:{other}{_WORDS} ){{0,5}}?(?:{called})(?: and [a-z]+)? "
    return (
        re.compile(described),
        re.compile(rf"{cues.pattern('tells-that')} that (?:the )?"),
        re.compile(cues.pattern("opens-sentence")),
        re.compile(rf"(?:['’]s?)? (?:[a-z]+ ){{0,2}}?{acts}"),
    )


class Leading:
    """The heads of the clauses of one scene."""

    def __init__(self, scene: Scene, excluded: Mapping[int, str]) -> None:
        self._scene, self._excluded = scene, excluded
        self._introduced = _described(scene.lexicon.cues)
        self._appends = re.compile(rf"{scene.lexicon.cues.pattern('appends')} ")
        self._measured = re.compile(
            rf"[ ]*(?:{_WORDS} ){{0,2}}{scene.lexicon.cues.pattern('measured-of')} (?:of|in|at|from|for) "
        )
        self._called, self._told, self._opens, self._acts = _english(scene.lexicon.cues)

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
        if clause.start > sentence.start and self.appended(mention):
            return False
        if self._presented(mention, clause, sentence):
            return True
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
        return words <= (20 if joined else 12) and (joined is not None or clause.start - sentence.start < _NEAR)

    def appended(self, mention: Mention) -> bool:
        """English: whether a clause only adds something to the one before, and a mention does nothing there."""
        if self._scene.text.chinese:
            return False
        clause = self._scene.clause(mention.start)
        place = clause.start + (self._scene.lower[clause.start] == " ")
        return self._appends.match(self._scene.lower, place) is not None and not _DOING.match(
            self._scene.lower, mention.end
        )

    def _presented(self, mention: Mention, clause: Span, sentence: Span) -> bool:
        """English: whether only what a name is called, who tells of it, or an opening without a verb comes before it."""
        lower, near = self._scene.lower, clause.start - sentence.start < _NEAR
        told = [m.end() for m in self._told.finditer(lower, clause.start, mention.start)]
        start = told[-1] if told else clause.start
        if near and (start == mention.start or self._called.fullmatch(lower, start, mention.start)):
            return True
        if near and self._measured.fullmatch(lower, start, mention.start):
            return True
        if _PRESENTS.search(lower, clause.start, mention.start) and not any(
            m.named for m in within(self._scene.mentions, sentence.start, mention.start)
        ):
            return True
        opened = mention.start - start < 6 and self._opens.match(lower, sentence.start)
        return bool(opened) and self._acts.match(lower, mention.end) is not None

    def heads(self, mention: Mention) -> bool:
        """Whether a mention leads its sentence."""
        return self.leads(mention, self._scene.sentence(mention.start))
