"""What keeps a relation that was read from being proposed as a claim: an end nobody names there, or one that may be no name.

Gives the reason, never another reading; what is held back goes to a person with everything that was read.
"""

from __future__ import annotations

import re

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Placed, Scene, within
from claimgraph.extraction.rules.subjects import SubjectFinder
from claimgraph.extraction.rules.text import Span

_ASIDE = frozenset(("person", "place", "publication", "market", "work"))
_POINTING = frozenset(("pronoun", "definite_np"))
_OF_FIRMS = frozenset(
    ("ledBy", "foundedBy", "employedBy", "roundLedBy", "investedInBy", "majorShareholder", "subsidiaryOf", "listedOn")
)
_ROUNDS = frozenset(("roundLedBy", "investedInBy"))
_CAPACITIES = frozenset(("ledBy", "foundedBy", "employedBy"))
_TOLD = frozenset(("organization", "person", "product", "work", "publication", "programme", "market", "place"))
_HAN = re.compile(r"[\u3400-\u9fff]")
_SHORT, _LONG = 2, 8
_GENITIVE = re.compile("['’]s? (?!round|series|funding|financing|raise)")
_TWICE = 2


class Reliance:
    """Judges the relations of one scene."""

    def __init__(self, scene: Scene, subjects: SubjectFinder, cues: Cues) -> None:
        self._scene, self._subjects = scene, subjects
        self.investors: set[str] = set()
        self.raising: set[str] = set()
        self._tails = cues.words("org-tail")
        titles = cues.pattern("acting", "relation-leader", "relation-officer", "relation-founder")
        self._deeds = re.compile(rf"['’]s?|,| [(]| {titles}")
        self._owns = re.compile(cues.pattern("relation-own"))
        named = {m.identity: m for m in scene.mentions if m.named and m.sort in ("organization", "any")}
        self._firms = tuple(named.values())

    def of_understood(self, predicate: str, subject: Mention, how: str, span: Span, ends: list[Mention]) -> str | None:
        """Why a relation cannot be said of somebody whom its clause does not name; None where it plainly is."""
        here = how in ("explicit", "prior_clause")
        if predicate in _OF_FIRMS and not self._is_firm(subject, here):
            return "a firm is meant, and none is named near by"
        if subject.start > span.start:
            return "its subject is named only later"
        given = {end.identity for end in ends} | {subject.identity}
        given |= self.investors if predicate in _ROUNDS else set()
        if here:
            rivals = self._acting(subject.end, span.start) - given
            return "another name stands between the relation and its subject" if rivals else None
        sentence = self._scene.sentence(span.start)
        if self._owns.search(self._scene.lower, span.start, span.end) and self._is_main(subject):
            return None
        end = span.start if predicate in _CAPACITIES else sentence.end
        if how not in _POINTING and self._acting(sentence.start, end) - given:
            return "several names of the sentence could be its subject"
        start = sentence.start if how in _POINTING else self._before(span)
        near = subject.start >= start or how in _POINTING or self._is_main(subject)
        others = self._acting(start, span.start)
        if predicate in _CAPACITIES:
            others |= self._firms_named(start, span.start)
        if (near and not others - given) or self._is_theme(subject):
            return None
        return "no subject is named near by"

    def _is_firm(self, subject: Mention, here: bool) -> bool:
        """Whether an unnamed subject is a firm, or may well be one: where the text knows no surer one."""
        if subject.sort == "organization" or subject.name.endswith(self._tails) or subject.identity in self.raising:
            return True
        if subject.sort != "any":
            return False
        return here or self._is_theme(subject) or not any(firm.sort == "organization" for firm in self._firms)

    def of_anaphor(self, predicate: str, mention: Mention, span: Span, ends: list[Mention]) -> str | None:
        """Why it is not sure whom a noun or pronoun of a relation means."""
        given = {end.identity for end in ends}
        invests = predicate in _OF_FIRMS and mention.identity in self.investors
        if invests and not self._subjects.salience.dominates(mention):
            return "an investor is hardly meant"
        if self._firms_named(self._scene.sentence(span.start).start, span.start) - given:
            return "whom a noun or pronoun means is not sure"
        if self._is_theme(mention) or self._is_main(mention) or self._is_named(mention, span):
            return None
        alone = not self._acting(self._before(span), span.start) - given
        firm, weight = self._subjects.salience.firm, self._subjects.salience.weight
        if alone and (firm is None or weight(firm) <= weight(mention) + 1):
            return None
        return "whom a noun or pronoun means is not sure"

    def _is_named(self, mention: Mention, span: Span) -> bool:
        """Whether the sentence of a relation names before it whom a noun or pronoun means."""
        before = within(self._scene.mentions, self._scene.sentence(span.start).start, span.start)
        return any(m.named and m.identity == mention.identity for m in before)

    def _is_main(self, mention: Mention) -> bool:
        """Whether no other thing, or no other firm, is named more in the text."""
        salience = self._subjects.salience
        return mention.identity in [main.identity for main in (salience.protagonist, salience.firm) if main]

    def _is_theme(self, subject: Mention) -> bool:
        """Whether a text speaks of this at least twice as often as of any other firm, or more than of all else."""
        salience = self._subjects.salience
        if salience.dominates(subject):
            return True
        others = [salience.weight(firm) for firm in self._firms if firm.identity != subject.identity]
        return salience.weight(subject) >= _TWICE * max([1, *others])

    def leader(self, before: int, without: set[str], back: int = 0) -> Mention | None:
        """The first firm that acts in a sentence before a place, else in the one `back` before it; not one of these."""
        starts = [self._scene.sentence(before).start, self._before(Span(before, before))][: back + 1]
        for start in starts:
            for mention in within(self._scene.mentions, start, before):
                acts = mention.named and mention.sort in ("organization", "any") and self._can_act(mention)
                if acts and mention.identity not in without and not self.is_owner(mention):
                    return mention
        return None

    def main_firm(self, before: int, without: set[str]) -> Mention | None:
        """The firm that a text is about, where it is not one of these and the paragraph so far acts through no other."""
        acting = self._acting(self._scene.lower.rfind("\n", 0, before) + 1, before) - without
        for main in (self._subjects.salience.protagonist, self._subjects.salience.firm):
            if main is None or main.sort not in ("organization", "any") or acting - {main.identity}:
                continue
            if main.identity not in without and self._is_theme(main):
                return main
        return None

    def is_owner(self, mention: Mention) -> bool:
        """Whether a name only says whose the next one is: Koto's venture arm."""
        return _GENITIVE.match(self._scene.lower, mention.end) is not None

    def of_name(self, mention: Mention) -> str | None:
        """Why an end may be no name: nothing but its place tells one."""
        if mention.entity is not None or mention.how != "name":
            return None
        if _HAN.search(mention.name):
            return None if self._is_chinese_name(mention) else f"{mention.name!r} may be no name"
        if mention.sort in _TOLD or " " in mention.name or self._scene.text.chinese:
            return None
        same = [m for m in self._scene.mentions if m.name == mention.name] or [mention]
        if len(same) > 1 or any(self._inside(m) or self._deeds.match(self._scene.lower, m.end) for m in same):
            return None
        return f"{mention.name!r} may be no name"

    def _is_chinese_name(self, mention: Mention) -> bool:
        """Whether Chinese characters are a name by their tail, by repetition or by a sort that the text tells."""
        name = mention.name
        found = any(
            m.start <= mention.start < m.end for m in within(self._scene.mentions, mention.start - 12, mention.end)
        )
        if found or mention.sort == "person" or name.endswith(self._tails):
            return True
        return _SHORT <= len(name) <= _LONG and not self._cuts(mention)

    def _cuts(self, mention: Mention) -> bool:
        """Whether a stretch runs across the edge of a date or of the words for what is counted, or is one."""
        near = mention.start - 12
        items: list[Placed] = [
            *within(self._scene.periods, near, mention.end),
            *within(self._scene.labels, near, mention.end),
        ]
        return any(
            item.end > mention.start and (item.start <= mention.start or item.end >= mention.end) for item in items
        )

    def _inside(self, mention: Mention) -> bool:
        """Whether a Latin name stands where an ordinary word has no capital."""
        start = self._scene.sentence(mention.start).start
        return re.search(r"[a-z]", self._scene.text.plain[start : mention.start]) is not None

    def _acting(self, start: int, end: int) -> set[str]:
        """Who could act in a stretch."""
        return {
            m.identity
            for m in within(self._scene.mentions, start, end)
            if m.named and m.sort not in _ASIDE and self._can_act(m) and not self.is_owner(m)
        }

    def _firms_named(self, start: int, end: int) -> set[str]:
        """Which organizations are named in a stretch, sources aside."""
        near = within(self._scene.mentions, start, end)
        cited = self._subjects.excluded
        return {m.identity for m in near if m.named and m.sort == "organization" and cited.get(m.start) != "source"}

    def _can_act(self, mention: Mention) -> bool:
        return mention.start not in self._subjects.excluded

    def _before(self, span: Span) -> int:
        """Where the sentence before that of a relation begins, in the same paragraph."""
        text = self._scene.text
        number = text.sentence_at(span.start)
        paragraph = self._scene.lower.rfind("\n", 0, span.start) + 1
        return max(paragraph, text.sentences[max(0, number - 1)].start)
