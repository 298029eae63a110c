"""How far a source answers beyond its own sentence, and whom 该机构 or "the people" mean.

Takes the citations of a text as they stand in their sentences and gives them back with their whole reach.
"""

from __future__ import annotations

import re
from dataclasses import replace

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.scene import Citation, Scene, within
from claimgraph.extraction.rules.text import Span

_QUOTE = re.compile(r"“[^”\n]{12,}”|「[^」\n]{8,}」|\"[^\"\n]{12,}\"")
_NEAR = 24
_FAR = 120


class Reach:
    """Extends citations by the words of a lexicon."""

    def __init__(self, cues: Cues) -> None:
        self._pointing = re.compile(cues.pattern("source-again"))
        self._people = re.compile(cues.pattern("people-again"))
        self._generic = re.compile(cues.pattern("generic-source"))
        self._nobody = re.compile(cues.pattern("no-source"))
        self._ends = re.compile(cues.pattern("source-ends"))
        self._trading = re.compile(cues.pattern("trading"))
        self._tells = re.compile(cues.pattern("tells-on"))

    def extended(self, scene: Scene, citations: list[Citation]) -> tuple[Citation, ...]:
        """The citations with nouns that point back read, and with all that each of them answers for."""
        known = sorted(self._recalled(scene, citations), key=lambda citation: citation.start)
        cut = [self._cut(scene, citation, known) for citation in known]
        quoted = [self._quoted(scene, citation) for citation in cut]
        return tuple(self._carried(scene, citation, quoted) for citation in quoted)

    def _recalled(self, scene: Scene, citations: list[Citation]) -> list[Citation]:
        """The citations, those of a source that is only pointed at with its name or words, and who passed it on."""
        read: list[Citation] = []
        for citation in citations:
            meant = self._meant(citation, read)
            if meant is None:
                if citation.agent or not self._nobody.fullmatch(citation.words.lower()):
                    read.append(citation)
                continue
            read += [
                replace(outer, start=citation.start, end=citation.start, scope=citation.scope)
                for outer in read
                if meant.chained and not outer.chained and outer.scope.start <= meant.start < outer.scope.end
            ][-1:]
            read.append(replace(citation, words=meant.words, agent=meant.agent, chained=meant.chained))
        return read

    def _meant(self, citation: Citation, before: list[Citation]) -> Citation | None:
        """The source that one which is no name points back at."""
        if citation.agent is not None:
            return None
        words = citation.words.lower()
        if self._people.fullmatch(words):
            unnamed = [c for c in before if c.agent is None and not self._pointing.fullmatch(c.words.lower())]
            return unnamed[-1] if unnamed else None
        if self._pointing.fullmatch(words):
            houses = [c for c in before if (c.agent and c.agent.sort != "person") or self._unread_house(c)]
            return houses[-1] if houses else None
        return None

    def _unread_house(self, citation: Citation) -> bool:
        """Whether a source that no name was read in is one house all the same: no people, no generic noun."""
        words = citation.words.lower()
        return citation.agent is None and not self._generic.search(words) and not self._people.fullmatch(words)

    @staticmethod
    def _cut(scene: Scene, citation: Citation, citations: list[Citation]) -> Citation:
        """A source that comes after a semicolon in a sentence ends what the one before answers for."""
        for other in within(citations, citation.end + 1, citation.scope.end):
            if other.scope.start < other.start:
                continue
            if other.words != citation.words and re.search(r"[;；]", scene.lower[citation.end : other.start]):
                return replace(citation, scope=Span(citation.scope.start, max(citation.scope.start + 1, other.start)))
        return citation

    @staticmethod
    def _quoted(scene: Scene, citation: Citation) -> Citation:
        """A speaker answers for the whole quotation right before or after the words that name him."""
        start = scene.lower.rfind("\n", 0, citation.start) + 1
        stop = scene.lower.find("\n", citation.end)
        for quote in _QUOTE.finditer(scene.text.plain, start, stop if stop >= 0 else len(scene.lower)):
            follows = 0 <= quote.start() - citation.end <= _NEAR
            precedes = 0 <= citation.start - quote.end() <= 2
            if follows or precedes:
                scope = citation.scope
                citation = replace(citation, scope=Span(min(scope.start, quote.start()), max(scope.end, quote.end())))
        return citation

    def _carried(self, scene: Scene, citation: Citation, citations: list[Citation]) -> Citation:
        """Who counts or studies answers for the sentences that follow in the paragraph, up to another source."""
        if not self._goes_on(scene, citation):
            return citation
        sentences = scene.text.sentences
        number = scene.text.sentence_at(max(citation.scope.end - 1, citation.start))
        end = citation.scope.end
        for following in sentences[number + 1 :]:
            if "\n" in scene.lower[end : following.start] or self._ends.match(scene.lower, following.start):
                break
            if self._trading.search(scene.lower, following.start, following.end):
                break
            near = within(citations, following.start - _FAR, following.end)
            if any(following.start < max(c.end, c.scope.start + 1) for c in near):
                break
            end = following.end
        return replace(citation, scope=Span(citation.scope.start, end))

    def _goes_on(self, scene: Scene, citation: Citation) -> bool:
        """Whether a source is one whose report goes on: its words are those of data, a report or a study."""
        if citation.scope.end < scene.sentence(citation.start).end:
            return False
        return self._tells.search(scene.lower, citation.start, min(citation.end + 4, len(scene.lower))) is not None
