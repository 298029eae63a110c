"""Who says so: sources named in a text, and the stretch of text each of them answers for.

Templates are declared in the lexicon. A source is a name or a generic noun (analysts, 行业数据); it is never the subject of
what it says, unless it speaks of itself. How far beyond its sentence a source answers is decided in `reach`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.reach import Reach
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
        people = [f"(?:{cue.template})" for cue in cues.templates("people-source") if cue.template]
        self._people = re.compile("|".join(people))
        self._generic = re.compile("|".join([*people, cues.pattern("generic-source")]))
        self._house = re.compile(rf"{cues.pattern('research-house')}[ “\"「《]?$")
        self._tails = cues.words("source-tail")
        self._reach = Reach(cues)
        self._title = re.compile(cues.pattern("title"))
        self._person = re.compile(cues.pattern("person-pronoun"))
        self._unsaid = re.compile(cues.pattern("unsaid-source"))

    def find(self, scene: Scene) -> tuple[Citation, ...]:
        """The citations of a text, in order; of two that overlap the longer."""
        found = [citation for sentence in scene.text.sentences for citation in self._in_sentence(scene, sentence)]
        kept: list[Citation] = []
        chained = {(citation.words, citation.scope.end) for citation in found if citation.chained}
        for citation in sorted(found, key=lambda c: (c.start, not c.chained and c.scope.start > c.start, -c.end)):
            if not citation.chained and (citation.words, citation.scope.end) in chained:
                continue
            if kept and citation.start < kept[-1].end and not citation.chained:
                continue
            if not any(c.start == citation.start and c.words == citation.words for c in kept[-2:]):
                kept.append(citation)
        return self._reach.extended(scene, kept)

    def _in_sentence(self, scene: Scene, sentence: Span) -> Iterator[Citation]:
        plain = scene.text.plain
        heads = [(_past_opening(plain, c), min(sentence.end, c.end + 2)) for c in scene.clauses_of(sentence)]
        start = _past_opening(plain, sentence)
        closed = [start, *(m.end() for m in _CLOSED.finditer(plain, start, sentence.end))]
        for how, pattern in self._templates:
            if how in ("anywhere", "after", "chain", "named", "told", "estimate"):
                for match in pattern.finditer(plain, sentence.start, sentence.end):
                    if how == "chain":
                        yield from self._outer(scene, sentence, match)
                    yield from self._citation(scene, sentence, match, how)
                continue
            if how in ("apposed", "heads"):
                for place in closed:
                    if found := pattern.match(plain, place, sentence.end):
                        yield from self._citation(scene, sentence, found, how)
                continue
            for head, end in heads:
                if found := pattern.match(plain, head, end):
                    yield from self._citation(scene, sentence, found, how)

    def _outer(self, scene: Scene, sentence: Span, match: re.Match[str]) -> Iterator[Citation]:
        """Who passes on what another says: the name right before 援引 or "citing"."""
        before = within(scene.mentions, max(sentence.start, match.start() - 40), match.start())
        named = [m for m in before if m.named and m.end <= match.start() and m.sort != "place"]
        whole = Span(sentence.start, sentence.end)
        if named and _PASSES_ON.fullmatch(scene.lower, named[-1].end, match.start()):
            agent = named[-1]
            yield Citation(agent.start, agent.end, scene.text.plain[agent.start : agent.end], agent, whole)
        elif unread := _unread(scene.text.plain, sentence.start, match.start()):
            yield Citation(unread.start("src"), unread.end("src"), unread["src"], None, whole)

    def _citation(self, scene: Scene, sentence: Span, match: re.Match[str], how: str) -> Iterator[Citation]:
        group = "src" if match["src"] else "src2"
        start, end = match.span(group)
        if how in ("speaks", "trails") and _NOUN.match(scene.lower, match.end() - 1):
            return
        if how != "chain" and _CITES.search(scene.lower, start, end):
            return
        generic = self._generic.search(scene.lower, start, end)
        titled = self._title.search(scene.lower, start, end) is not None
        agent = self._speaker(scene, start, end, generic)
        words = _called(scene, agent) if agent else self._words(scene, start, end, generic)
        proper = _PROPER.fullmatch(scene.text.plain, start, end) is not None
        if not words:
            return
        unnamed = agent is None and generic is None and not titled and how != "chain"
        if unnamed and not self._may_be_unread(scene, start, end, how):
            return
        if how == "apposed" and (agent is None or agent.sort != "person") and not proper:
            return
        if how == "after" and agent and agent.end < end and not (titled or _AT.match(scene.lower, agent.end, end)):
            return
        if how == "heads" and not (agent and agent.end == end and self._counts(scene, agent)):
            return
        if how == "speaks" and not self._may_speak(scene, sentence, (start, end, match.end()), agent, generic, titled):
            return
        if how == "told" and (outlet := self._outlet(scene, match)):
            yield Citation(outlet.start, outlet.end, outlet.name, outlet, Span(sentence.start, sentence.end))
        chained = how == "chain" or (how == "told" and self._outlet(scene, match) is not None)
        scope = _scope(scene, sentence, match, how)
        place = match.span(group) if how in ("told", "chain") else match.span()
        yield Citation(*place, words, agent, scope, chained, titled)

    def _speaker(self, scene: Scene, start: int, end: int, generic: re.Match[str] | None) -> Mention | None:
        """The name that speaks in the words of a source, or the person whom a pronoun there means."""
        people = self._people.search(scene.lower, start, min(end, start + _LONG))
        agents = [
            m
            for m in within(scene.mentions, start, end)
            if (m.how == "entity" or (m.how == "name" and m.sort != "place"))
            and (not people or m.start < people.start() or self._people.fullmatch(scene.lower, m.start, m.end))
        ]
        return self._agent(agents) or self._meant(scene, start, end)

    def _may_be_unread(self, scene: Scene, start: int, end: int, how: str) -> bool:
        """Whether words in the place of a source are one, though no name was read there."""
        if _HAN.fullmatch(scene.text.plain, start, end) and self._unsaid.search(scene.lower, start, end) is None:
            return how == "rates" or scene.lower[start:end].endswith(self._tails)
        return how in _OPEN and _PROPER.fullmatch(scene.text.plain, start, end) is not None

    def _may_speak(
        self,
        scene: Scene,
        sentence: Span,
        place: tuple[int, int, int],
        agent: Mention | None,
        generic: re.Match[str] | None,
        titled: bool,
    ) -> bool:
        """Whether what stands right before a verb of speech is who speaks, and of somebody else."""
        start, end, after = place
        if (agent and start <= agent.end < end - 12) or (agent is None and generic and generic.start() > start + 8):
            return False
        if agent is None or agent.sort in ("person", "publication") or titled or generic:
            return True
        return self._counts(scene, agent) or self._speaks_of_another(scene, agent, after, sentence)

    def _counts(self, scene: Scene, agent: Mention) -> bool:
        """Whether a name is that of a known source or a research house, by its tail or by what it is called right before."""
        if agent.sort == "publication":
            return True
        before = scene.lower[max(0, agent.start - 16) : agent.start]
        return agent.name.lower().endswith(self._tails) or self._house.search(before) is not None

    @staticmethod
    def _outlet(scene: Scene, match: re.Match[str]) -> Mention | None:
        """Whom a source told it."""
        start, end = match.span("outlet")
        return next((m for m in within(scene.mentions, start, end) if m.named and m.sort != "person"), None)

    @staticmethod
    def _words(scene: Scene, start: int, end: int, generic: re.Match[str] | None) -> str:
        """What an unnamed source is called: its words where they end with the generic noun, else that noun."""
        if generic and (end - start > _LONG or generic.end() < end - 1):
            return scene.text.plain[generic.start() : generic.end()]
        if generic and (generic.start() <= start + 1 or _PASSED.fullmatch(scene.lower, start, generic.start())):
            return scene.text.plain[generic.start() : generic.end()]
        return scene.text.plain[start:end] if end - start <= _LONG else ""

    @staticmethod
    def _agent(agents: list[Mention]) -> Mention | None:
        """Of the names in the words of a source the one that speaks: the person after a firm, a known source, the last."""
        if persons := [m for m in agents if m.sort == "person"]:
            return persons[-1]
        return next((m for m in agents if m.sort == "publication"), agents[-1] if agents else None)

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
_OPEN = frozenset(("anywhere", "after", "told", "trails", "estimate"))
_HAN = re.compile(r"[\u3400-\u9fff]{2,10}")
_UNREAD = (
    re.compile(r"据(?P<src>[\u3400-\u9fffA-Za-z0-9]{2,10})$"),
    re.compile(
        r"(?:^|[,.] )(?P<src>(?:[Tt]he )?[A-Z][\w&’'-]*(?: [A-Z][\w&’'-]*){0,3}) (?:has |had )?(?:reported|said|wrote)"
        r"(?: (?:on|in|last|earlier|this) [A-Za-z]+(?: [0-9]+)?)?,? $"
    ),
)
_CLOSED = re.compile(r",[”\"] ")
_CITES = re.compile(r"援引|引述|转引|引用|(?<![a-z])citing ")
_PASSED = re.compile(r"(?:另|又)?(?:据|有|引述|援引|引用|转引)")
_SHOWN = re.compile(r"(?:公布|发布|最新|的)*(?:数据|报告|统计|信息|资料)$")
_PASSES_ON = re.compile(
    r"[》」]?(?:的报道|还|曾|则|也|并|近日|此前)?"
    r"|,?(?: (?:has |had )?(?:reported|said|wrote)(?: (?:on|in|last|earlier|this) [a-z]+(?: [0-9]+)?| earlier)?,?)? "
)
_PROPER = re.compile(r"(?:[A-Z][\w.&'’-]*|[A-Z]{2,})(?: (?:of |and |& )?[A-Z][\w.&'’-]*){0,4}")
_NOUN = re.compile(r"[a-z]? of ")
_AT = re.compile(r"['’]s? |,? (?:of|at|from|with|in) ")
_FORWARD = re.compile(r"(?:expecting|anticipating|looking for|modell?ing)$")
_OPENING = re.compile(
    r"(?:and |but |while |然而|不过|此外|另外|同时|随后|而|但|并且|而且|其中|日前|近日|与此同时|[-—–“”\"「」 ])+"
)


def _past_opening(plain: str, clause: Span) -> int:
    match = _OPENING.match(plain, clause.start, clause.end)
    return match.end() if match else clause.start


def _unread(plain: str, start: int, end: int) -> re.Match[str] | None:
    """Words in the place of a source that passes on another, where no mention stands."""
    return next((found for pattern in _UNREAD if (found := pattern.search(plain, start, end))), None)


def _called(scene: Scene, agent: Mention) -> str:
    """The words of a name without those for what it gives out."""
    words = scene.text.plain[agent.start : agent.end]
    return _SHOWN.sub("", words) or words


def _scope(scene: Scene, sentence: Span, match: re.Match[str], how: str) -> Span:
    """The stretch of its sentence that a source answers for."""
    if how == "estimate":
        before = within(scene.amounts, sentence.start, match.start())
        ahead = _FORWARD.search(scene.lower, match.start(), match.end()) is not None
        start = before[-1].start if before and not ahead else match.start()
        return Span(start, sentence.end if ahead else match.end())
    if how in ("anywhere", "after", "told", "trails") or (how == "chain" and not scene.text.chinese):
        return Span(sentence.start, sentence.end)
    return Span(match.end() if how == "named" else match.end("src" if match["src"] else "src2"), sentence.end)


def agents_of(scene: Scene, place: int) -> tuple[str, ...]:
    """Who says what stands at a place, outermost first: entity ids where they are known, else their words."""
    return tuple(c.agent.entity if c.agent and c.agent.entity else c.words for c in attributed(scene, place))


def attributed(scene: Scene, place: int) -> tuple[Citation, ...]:
    """The citations that answer for a place, outermost first."""
    found = [citation for citation in scene.citations_of(place) if place in citation.scope]
    return tuple(sorted(found, key=lambda c: (c.chained, c.start)))
