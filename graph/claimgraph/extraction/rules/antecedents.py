"""Whom a noun or pronoun means: the company, the app, it, 其, 我们, the latter.

Looks back over the names of a text by their sort and place; of whom a number is said is decided in `subjects`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.mentions import Mention, with_entity
from claimgraph.extraction.rules.own_reports import speaking
from claimgraph.extraction.rules.salience import Salience
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span

_THINGS = frozenset(("product", "work"))
_ONE_OF_TWO = ("后者", "the latter", "前者", "the former")
_WE = re.compile(r"我们|我司|we|our")


_HELD_BY = re.compile(r"(?<![a-z])(?:for|at) (?:the )?$")
_CLASSED = re.compile(r"[ ]*(?:and |but |while )?(?:the|this|that) (?P<noun>[a-z]{4,})(?![a-z'’-])")


@cache
def _titled(cues: Cues) -> re.Pattern[str]:
    """The title of one who speaks for a firm, right after its name; compiled once."""
    return re.compile(
        rf"(?:公司|集团)?的?(?:[^,，。;:：\d]{{0,6}})?(?!分析师|研究员|策略师|经济学家){cues.pattern('title')}"
    )


@cache
def _owning(cues: Cues) -> re.Pattern[str]:
    """The product noun after an owner: 's app, 的生成工具; compiled once."""
    thing = cues.pattern("thing", "owned-thing")
    verbs = "which|that|has|had|is|was|will|went|took|kept|drew|fell|rose|now|also|still|lost|hit"
    english = rf"['’]s? (?:[a-z-]+ ){{0,3}}{thing}(?=,| (?:{verbs})(?![a-z]))"
    chinese = rf"(?:旗下的?|的|这款)[一-龥A-Za-z]{{0,6}}{thing}(?![一-龥]{{0,2}}[《“])"
    return re.compile(f"(?:{english}|{chinese})")


class Antecedents:
    """Resolves the nouns and pronouns of one scene."""

    def __init__(
        self,
        scene: Scene,
        excluded: Mapping[int, str],
        leads: Callable[[Mention, Span], bool],
        salience: Salience,
        speaker: Mention | None,
    ) -> None:
        self._scene, self._excluded, self._leads, self._speaker = scene, excluded, leads, speaker
        self._salience = salience
        self._owned, self._title = _owning(scene.lexicon.cues), _titled(scene.lexicon.cues)

    def owned(self, owner: Mention, topics: list[Mention | None]) -> Mention | None:
        """What an owner's app or generator means: the last product that led a sentence before (Sora fell. OpenAI's app)."""
        scene = self._scene
        if owner.sort not in ("organization", "any") or not self._owned.match(scene.lower, owner.end):
            return None
        thing = replace(owner, how="noun", sort="product", entity=None, name="")
        number = scene.text.sentence_at(owner.start)
        led = self._last_leading(thing, number)
        spoken = [topic for topic in topics[:number][-2:] if topic is not None and topic.sort in _THINGS]
        found = led or next(iter(reversed(spoken)), None)
        return with_entity(thing, found) if found is not None and found.sort in _THINGS else None

    def classed(self, start: int, end: int) -> Mention | None:
        """Whom "the league" or "the terminal" means: the last name that ends with this word."""
        noun = _CLASSED.match(self._scene.lower, start, end)
        if noun is None:
            return None
        named = [m for m in within(self._scene.mentions, 0, start) if m.named and " " in m.name]
        alike = [m for m in named if m.name.lower().rsplit(" ", 1)[1] == noun["noun"] and m.sort != "person"]
        return with_entity(Mention(start, noun.end(), "noun", alike[-1].sort), alike[-1]) if alike else None

    def find(self, mention: Mention, topics: list[Mention | None]) -> Mention | None:
        """The last thing of its sort spoken of; for a pronoun the topic of this sentence so far, else of the one before."""
        scene = self._scene
        number = scene.text.sentence_at(mention.start)
        sentence = scene.text.sentences[number]
        word = scene.lower[mention.start : mention.end]
        if word in _ONE_OF_TWO:
            others = [
                m
                for m in within(scene.mentions, max(0, sentence.start - 80), mention.start)
                if m.named and m.sort != "place"
            ]
            place = -1 if word in ("后者", "the latter") else -2
            return with_entity(mention, others[place]) if len(others) >= -place else None
        if mention.how == "pronoun" and (turned := self._turned(mention, sentence)):
            return self.find(turned, topics)
        if own := speaking(scene, self._excluded, mention):
            return with_entity(mention, own)
        if _WE.fullmatch(word):
            speaker = self._speaker
            return with_entity(mention, speaker) if speaker else None
        if mention.sort == "market":
            return self.market(mention, topics)
        if mention.how == "noun" and mention.sort == "organization" and (firm := self._speaking_for(mention, sentence)):
            return with_entity(mention, firm)
        here = [
            m
            for m in within(scene.mentions, sentence.start, mention.start)
            if m.named
            and (
                m.start not in self._excluded
                or (self._excluded[m.start] in ("object-of", "possessor") and mention.how == "noun")
            )
        ]
        here = [m for m in here if self._suits(mention, m)]
        strict = [m for m in here if m.start not in self._excluded]
        if strict and mention.how == "noun" and mention.sort in _THINGS:
            strict = (
                [m for m in strict if m.entity or m.sort in _THINGS]
                or [t for t in topics[max(0, number - 2) : number] if t is not None and t.sort in _THINGS][-1:]
                or strict
            )
        if strict:
            nearest = strict[-1] if mention.how == "noun" else strict[0]
            return with_entity(mention, self._rather(mention, nearest, number))
        held = [m for m in here if _HELD_BY.search(scene.lower, max(0, m.start - 10), m.start)]
        if held and mention.how == "noun" and mention.sort == "organization":
            return with_entity(mention, self._rather(mention, held[-1], number))
        if mention.how == "noun" and (found := self._last_leading(mention, number)):
            return with_entity(mention, self._rather(mention, found, number))
        for topic in [t for t in reversed(topics[:number]) if t is not None][:6]:
            if self._suits(mention, topic):
                return with_entity(mention, topic)
        earlier = [
            m
            for m in within(scene.mentions, 0, mention.start)
            if m.named and m.start not in self._excluded and self._suits(mention, m)
        ]
        return with_entity(mention, earlier[-1]) if earlier else self._named_later(mention)

    def _named_later(self, mention: Mention) -> Mention | None:
        """Chinese: the firm a text is about, where it says "the company" before it names it."""
        if not self._scene.text.chinese or mention.sort != "organization" or mention.how != "noun":
            return None
        firm = self._salience.first_before(len(self._scene.lower))
        return with_entity(mention, firm) if firm is not None and firm.sort == "organization" else None

    def _speaking_for(self, mention: Mention, sentence: Span) -> Mention | None:
        """Chinese: the firm whose own people say what "the company" does: 甲能源的负责人称，公司……"""
        if not self._scene.text.chinese:
            return None
        before = within(self._scene.mentions, sentence.start, mention.start)
        firms = [m for m in before if m.named and m.sort == "organization" and self._excluded.get(m.start) == "source"]
        return next((m for m in firms if self._title.match(self._scene.lower, m.end)), None)

    def _turned(self, mention: Mention, sentence: Span) -> Mention | None:
        """The word that took up one of two names earlier in a sentence, whom a pronoun after it means too: 后者……其."""
        before = within(self._scene.mentions, sentence.start, mention.start)
        taken = [m for m in before if self._scene.lower[m.start : m.end] in _ONE_OF_TWO]
        return taken[-1] if taken and not any(m.named and m.start > taken[-1].start for m in before) else None

    def market(self, mention: Mention, topics: list[Mention | None]) -> Mention:
        """The market that a bare noun means: the last one spoken of, else what the noun itself says (行业)."""
        scene = self._scene
        spoken = [m for m in within(scene.mentions, 0, mention.start) if m.named and m.sort == "market"]
        spoken = [*spoken, *(topic for topic in topics[-1:] if topic is not None and topic.sort == "market")]
        if spoken:
            return with_entity(mention, spoken[-1])
        return replace(mention, how="name", name=scene.text.plain[mention.start : mention.end])

    def _rather(self, mention: Mention, found: Mention, number: int) -> Mention:
        """The firm a text is about where "the company" would fall on one that it only passes by."""
        firm = self._salience.firm
        if mention.how != "noun" or mention.sort != "organization" or firm is None or firm.identity == found.identity:
            return found
        sentences = self._scene.text.sentences
        near = within(self._scene.mentions, sentences[max(0, number - 2)].start, mention.start)
        spoken = any(m.named and m.identity == firm.identity for m in near)
        return firm if spoken and self._salience.outweighs(firm, found) else found

    def _last_leading(self, anaphor: Mention, number: int) -> Mention | None:
        """The thing of that sort that one of the last sentences begins with, an owner too (晶垣最新的JY8芯片: 晶垣)."""
        for sentence in reversed(self._scene.text.sentences[max(0, number - 5) : number]):
            leading = [
                mention
                for mention in within(self._scene.mentions, sentence.start, sentence.end)
                if mention.named
                and self._excluded.get(mention.start) in (None, "possessor")
                and self._suits(anaphor, mention)
                and self._leads(mention, sentence)
            ]
            if leading:
                alike = [mention for mention in leading if mention.sort == anaphor.sort]
                return (alike or leading)[0]
        return None

    @staticmethod
    def _suits(anaphor: Mention, name: Mention) -> bool:
        if anaphor.sort == "any":
            return name.sort not in ("person", "place", "market", "publication")
        if anaphor.sort == "organization":
            return name.sort in ("organization", "any")
        if anaphor.sort == "product":
            return name.sort in ("product", "any", "work", "programme")
        return name.sort in (anaphor.sort, "any")
