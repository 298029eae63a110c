"""Who says so: sources named in a text, and the stretch of text each of them answers for.

Templates are declared in the lexicon. A source is a name or a generic noun (analysts, 行业数据); it is never the subject of
what it says, unless it speaks of itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Citation, Scene, within
from claimgraph.extraction.rules.text import Span


class CitationFinder:
    """Finds citations by the templates of a lexicon."""

    def __init__(self, cues: Cues) -> None:
        self._templates = [
            (cue.means.split(":")[1], re.compile(cue.template, re.IGNORECASE))
            for cue in cues.templates("attribution")
            if cue.template
        ]
        self._generic = re.compile(cues.pattern("generic-source"))
        self._title = re.compile(cues.pattern("title"))
        self._person = re.compile(cues.pattern("person-pronoun"))

    def find(self, scene: Scene) -> tuple[Citation, ...]:
        """The citations of a text, in order; of two that overlap the longer."""
        found = [citation for sentence in scene.text.sentences for citation in self._in_sentence(scene, sentence)]
        kept: list[Citation] = []
        chained = {(citation.words, citation.scope.end) for citation in found if citation.chained}
        for citation in sorted(found, key=lambda c: (c.start, -c.end)):
            if not citation.chained and (citation.words, citation.scope.end) in chained:
                continue
            if kept and citation.start < kept[-1].end and not citation.chained:
                continue
            if not any(c.start == citation.start and c.words == citation.words for c in kept[-2:]):
                kept.append(citation)
        return tuple(kept)

    def _in_sentence(self, scene: Scene, sentence: Span) -> Iterator[Citation]:
        clauses = scene.clauses_of(sentence)
        for how, pattern in self._templates:
            if how in ("anywhere", "chain", "named"):
                for match in pattern.finditer(scene.text.plain, sentence.start, sentence.end):
                    if how == "chain":
                        yield from self._outer(scene, sentence, match)
                    yield from self._citation(scene, sentence, match, how)
                continue
            if how == "apposed":
                start = _past_opening(scene.text.plain, sentence)
                if found := pattern.match(scene.text.plain, start, sentence.end):
                    yield from self._citation(scene, sentence, found, how)
                continue
            for clause in clauses:
                start = _past_opening(scene.text.plain, clause)
                if found := pattern.match(scene.text.plain, start, min(sentence.end, clause.end + 2)):
                    yield from self._citation(scene, sentence, found, how)

    def _outer(self, scene: Scene, sentence: Span, match: re.Match[str]) -> Iterator[Citation]:
        """Who passes on what another says: the name right before 援引 or "citing"."""
        before = within(scene.mentions, max(sentence.start, match.start() - 40), match.start())
        named = [m for m in before if m.named and m.end <= match.start() and m.sort != "place"]
        whole = Span(sentence.start, sentence.end)
        if named and _PASSES_ON.fullmatch(scene.lower, named[-1].end, match.start()):
            agent = named[-1]
            yield Citation(agent.start, agent.end, scene.text.plain[agent.start : agent.end], agent, whole)
        elif unread := _UNREAD.search(scene.text.plain, sentence.start, match.start()):
            yield Citation(unread.start("src"), unread.end("src"), unread["src"], None, whole)

    def _citation(self, scene: Scene, sentence: Span, match: re.Match[str], how: str) -> Iterator[Citation]:
        group = "src" if match["src"] else "src2"
        start, end = match.span(group)
        agents = [
            m
            for m in within(scene.mentions, start, end)
            if m.how == "entity" or (m.how == "name" and m.sort != "place")
        ]
        agent = self._agent(scene, agents, start, end) or self._meant(scene, start, end)
        generic = self._generic.search(scene.lower, start, end)
        titled = self._title.search(scene.lower, start, end) is not None
        if agent is None and generic is None and not titled and how != "chain":
            return
        if how == "apposed" and (agent is None or agent.sort != "person"):
            return
        if how == "speaks":
            if (agent and start <= agent.end < end - 12) or (agent is None and generic and generic.start() > start + 8):
                return
            of_itself = agent and agent.sort not in ("person", "publication") and not (titled or generic)
            if of_itself and not self._speaks_of_another(scene, agent, match.end(), sentence):
                return
        words = scene.text.plain[agent.start : agent.end] if agent else self._words(scene, start, end, generic)
        scope = (
            Span(sentence.start, sentence.end)
            if how in ("anywhere", "trails") or (how == "chain" and not scene.text.chinese)
            else Span(match.end("src" if match["src"] else "src2"), sentence.end)
        )
        if how == "named":
            scope = Span(match.end(), sentence.end)
        yield Citation(match.start(), match.end(), words, agent, scope, how == "chain", titled)

    @staticmethod
    def _words(scene: Scene, start: int, end: int, generic: re.Match[str] | None) -> str:
        """What an unnamed source is called: its words where they end with the generic noun, else that noun."""
        if generic and (end - start > _LONG or generic.end() < end - 1):
            return scene.text.plain[generic.start() : generic.end()]
        return scene.text.plain[start:end] if end - start <= _LONG else ""

    def _agent(self, scene: Scene, agents: list[Mention], start: int, end: int) -> Mention | None:
        """Of the names in the words of a source the one that speaks: the person after a firm, else the last."""
        if not agents:
            return None
        persons = [m for m in agents if m.sort == "person"]
        return persons[-1] if persons else agents[-1]

    def _meant(self, scene: Scene, start: int, end: int) -> Mention | None:
        """The person whom a pronoun means that speaks: the last one named before it."""
        if not self._person.fullmatch(scene.lower, start, end):
            return None
        persons = [m for m in within(scene.mentions, max(0, start - 600), start) if m.named and m.sort == "person"]
        return persons[-1] if persons else None

    @staticmethod
    def _speaks_of_another(scene: Scene, agent: Mention | None, start: int, sentence: Span) -> bool:
        amounts = within(scene.amounts, start, sentence.end)
        stop = amounts[0].start if amounts else sentence.end
        others = [m for m in within(scene.mentions, start, stop) if m.sort != "place"]
        if agent is None or agent.sort == "person":
            return True
        if others and others[0].sort == "market":
            return True
        return bool(others) and others[0].named and others[0].identity != agent.identity


_LONG = 24
_UNREAD = re.compile(r"据(?P<src>[\u3400-\u9fffA-Za-z0-9]{2,10})$")
_PASSES_ON = re.compile(r"(?:的报道|还|曾|则|也|并|近日|此前)?|,? (?:reported,? )?")
_OPENING = re.compile(r"(?:然而|不过|此外|另外|同时|随后|而|但|并且|而且|其中|日前|近日|与此同时|[-—–“\"「 ])+")


def _past_opening(plain: str, clause: Span) -> int:
    match = _OPENING.match(plain, clause.start, clause.end)
    return match.end() if match else clause.start


def agents_of(scene: Scene, place: int) -> tuple[str, ...]:
    """Who says what stands at a place, outermost first: entity ids where they are known, else their words."""
    return tuple(c.agent.entity if c.agent and c.agent.entity else c.words for c in attributed(scene, place))


def attributed(scene: Scene, place: int) -> tuple[Citation, ...]:
    """The citations that answer for a place, outermost first."""
    found = [citation for citation in scene.citations_of(place) if place in citation.scope]
    return tuple(sorted(found, key=lambda c: (c.chained, c.start)))
