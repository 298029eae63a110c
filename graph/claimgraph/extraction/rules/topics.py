"""What every sentence of a text is about: whom it names first, else what was spoken of before.

An interview is about the firm of who answers, a list about its line, and what follows a heading or a list about the whole
text's topic again. Of whom a single number is said is decided in `subjects`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from claimgraph.extraction.rules.antecedents import Antecedents
from claimgraph.extraction.rules.leading import Leading
from claimgraph.extraction.rules.markets import Markets
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.own_reports import reporting, speaking
from claimgraph.extraction.rules.salience import Salience
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span
from claimgraph.extraction.rules.turns import Turns

_HOLDS = re.compile(r"(?:、[^,，。、]{2,8}){0,4}(?:分别|合计|各)?(?:持有|持股)")
_ITEM = re.compile(r"[ ]*(?:[•●○▪◦·*|-]|\d{1,2}[.)、]|[①-⑳])")
_BACK = re.compile(r"(?:that|this|these|it|its|they)(?![a-z])|[其此]|这[家款部]|该(?!机构|报告|行|研)")
_CALLED = re.compile(r"(?: [a-z-]+){1,3},? |(?:的|最大)?[一-龥]{2,6}")
_LONGEST_HEADING = 60
_NEAR = 16
_LATEST = 32


@dataclass(frozen=True, slots=True)
class Ground:
    """What was read of a whole text before its topics."""

    leading: Leading
    salience: Salience
    markets: Markets
    turns: Turns
    speaker: Mention | None


class Topics:
    """The topics of one scene, sentence by sentence."""

    def __init__(self, scene: Scene, excluded: Mapping[int, str], ground: Ground, antecedents: Antecedents) -> None:
        self._scene, self._excluded, self._antecedents = scene, excluded, antecedents
        self._leading, self._salience = ground.leading, ground.salience
        self._markets, self._turns = ground.markets, ground.turns
        self.main = self._markets.main or self._salience.protagonist
        self.speaker = ground.speaker
        self.all: list[Mention | None] = []
        self._told: list[int] = []
        self.headed: list[bool] = []
        self._organization: Mention | None = None
        self._listed = False
        self._section: Mention | None = None
        for sentence in scene.text.sentences:
            self._read(sentence)

    def before(self, place: int) -> list[Mention]:
        """The topics up to a place, the nearest first."""
        number = self._scene.text.sentence_at(place)
        last = bisect_right(self._told, number)
        topics = [topic for n in reversed(self._told[max(0, last - _LATEST) : last]) if (topic := self.all[n])]
        return [topic for topic in topics if topic.start < place] or topics

    def under_heading(self, place: int) -> bool:
        """Whether a place stands under a heading that names what its section is about."""
        return self.headed[self._scene.text.sentence_at(place)]

    def _read(self, sentence: Span) -> None:
        """Adds the topic of the next sentence."""
        before = self._carried(sentence)
        topic = self._of(sentence, before)
        if topic is not None and topic.sort == "organization":
            self._organization = topic
        if self._is_heading(sentence) and self._names_section(sentence):
            self._section = topic
        if topic is not None:
            self._told.append(len(self.all))
        self.all.append(topic)
        self.headed.append(self._section is not None and topic is self._section)

    def _carried(self, sentence: Span) -> Mention | None:
        """What a sentence is about that names nobody: the topic before, unless a heading, a list or a voice ended it."""
        last = self.all[-1] if self.all else None
        if self._turns.at(sentence.start):
            return self.speaker
        listed = _ITEM.match(self._scene.lower, sentence.start) is not None
        left, self._listed = (
            self._listed and not listed and self._begins(sentence),
            listed or (self._listed and not self._begins(sentence)),
        )
        if self._is_heading(sentence):
            self._section = None
            return self.main or last
        if self._section is not None and self._begins(sentence):
            return self._section
        if left:
            return self.main or last
        if self._markets.main is not None and self._begins(sentence):
            return last if _BACK.match(self._scene.lower, sentence.start) else self._markets.main
        return last

    def _begins(self, sentence: Span) -> bool:
        """Whether a sentence begins its line."""
        return sentence.start == 0 or self._scene.lower[sentence.start - 1] == "\n"

    def _is_heading(self, sentence: Span) -> bool:
        """Whether a sentence stands in a short line of its own that tells no number."""
        lower = self._scene.lower
        start, end = lower.rfind("\n", 0, sentence.start) + 1, lower.find("\n", sentence.end)
        return (
            0 < start < end <= start + _LONGEST_HEADING
            and lower[end - 1] not in ".。!！?？;；:："
            and not within(self._scene.amounts, start, end)
        )

    def _presents(self, noun: Mention, name: Mention) -> bool:
        """Whether a possessive opens what a new name is called: its competitor, Luma; 其对手澄湖."""
        lower = self._scene.lower
        if lower[noun.start : noun.end] not in ("its", "其") or name.start < noun.end:
            return False
        return _CALLED.fullmatch(lower, noun.end, name.start) is not None

    def _names_section(self, sentence: Span) -> bool:
        """Whether a heading is little more than a name."""
        named = sum(m.end - m.start for m in self._candidates(sentence))
        return 2 * named >= sentence.end - sentence.start

    def _of(self, sentence: Span, before: Mention | None) -> Mention | None:
        candidates, nouns = self._candidates(sentence), self._nouns(sentence)
        if self._speaks(sentence) and not candidates and not nouns and self._organization:
            before = self._organization
        if nouns and candidates and self._presents(nouns[0], candidates[0]):
            return candidates[0]
        opening = nouns and (not candidates or nouns[0].start < candidates[0].start)
        if opening and nouns[0].start - sentence.start < _NEAR and (before or nouns[0].sort == "market"):
            return self._antecedents.find(nouns[0], self.all) or before
        if not candidates and (own := reporting(self._scene, self._excluded, sentence.end)):
            return own
        if not candidates:
            if own := next((own for noun in nouns if (own := speaking(self._scene, self._excluded, noun))), None):
                return own
            found = self._markets.of_sentence(sentence)
            return (found if found is None or found.named else self._antecedents.market(found, self.all)) or before
        if candidates[0].sort == "market" and self._told_by_another(sentence, candidates[0]):
            return candidates[0]
        leading = [m for m in candidates if self._leading.leads(m, sentence)]
        if leading:
            return self._antecedents.owned(leading[0], self.all) or leading[0]
        return before or candidates[0]

    def _told_by_another(self, sentence: Span, market: Mention) -> bool:
        """Whether a sentence begins with who counts a market: PitchBook counts 63 deals in AI video."""
        return any(
            self._excluded.get(m.start) in ("source", "publication")
            for m in within(self._scene.mentions, sentence.start, market.start)
        )

    def _candidates(self, sentence: Span) -> list[Mention]:
        """The names of a sentence that can be what it is about; markets only where there is no other."""
        named = [
            m
            for m in within(self._scene.mentions, sentence.start, sentence.end)
            if m.named and m.start not in self._excluded
        ]
        if not (self._markets.main is not None and named and named[0].sort == "market"):
            named = [m for m in named if m.sort != "market"] or named
        return [m for m in named if not self._salience.only_speaks(m) and not _HOLDS.match(self._scene.lower, m.end)]

    def _nouns(self, sentence: Span) -> list[Mention]:
        return [
            m
            for m in within(self._scene.mentions, sentence.start, sentence.end)
            if not m.named and m.start not in self._excluded
        ]

    def _speaks(self, sentence: Span) -> bool:
        """Whether a person speaks in a sentence, or one with a title."""
        return any(
            c.titled or (c.agent and c.agent.sort == "person")
            for c in within(self._scene.citations, sentence.start, sentence.end)
        )
