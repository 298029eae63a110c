"""English: whose number it is by the form of a clause, where order alone would mislead: revenue from X, at X, "for X, ...".

Looks at the words between a name and a number or the words of its metric; what remains is found in `subjects`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span


class EnglishClauses:
    """The forms of the clauses of one scene; they tell nothing of a Chinese one."""

    def __init__(self, scene: Scene, excluded: Mapping[int, str]) -> None:
        self._scene, self._excluded = scene, excluded
        cues = scene.lexicon.cues
        amount = rf"(?:[a-z0-9.,%-]+ ){{0,3}}{cues.pattern('no-apposition')}"
        self._goes_on = re.compile(rf"[ ]*(?:(?:which|whose|who)(?![a-z])|an? (?!{amount}))")
        self._told = re.compile(rf"{cues.pattern('tells-that')} (?:that )?(?:the )?$")
        self._thing = re.compile(rf"[ ]*an? (?:[a-z0-9.-]+ ){{0,4}}?{cues.pattern('thing')}")
        self._english = not scene.text.chinese

    def owner_of_actor(self, clause: Span, start: int) -> Mention | None:
        """Whose thing acts: refund requests at Koto ran at 3%."""
        lower = self._scene.lower
        for mention in within(self._scene.mentions, clause.start, start) if self._english else []:
            verb = _VERB.match(lower, mention.end)
            if self._excluded.get(mention.start) == "object-of" and verb and verb.end() <= start:
                return mention
        return None

    def opened_for(self, start: int) -> Mention | None:
        """Of whom the first words of a sentence say that it speaks: For Koto, the figure is 3%."""
        if not self._english:
            return None
        opening = self._scene.clauses_of(self._scene.sentence(start))[:1]
        for mention in within(self._scene.mentions, opening[0].start, opening[0].end) if opening else []:
            alone = _FOR.fullmatch(self._scene.lower, opening[0].start, mention.start) and mention.end == opening[0].end
            if alone and mention.named and mention.sort not in ("place", "person"):
                return mention
        return None

    def relative(self, clause: Span, start: int) -> Mention | None:
        """Whom a clause that begins with "which", or only tells what something is, goes on about."""
        if not self._english:
            return None
        lower, mentions = self._scene.lower, self._scene.mentions
        inside = [m for m in within(mentions, clause.start, start) if m.named and _THAT.match(lower, m.end, start)]
        if inside:
            return inside[-1] if inside[-1].sort not in _ASIDE else None
        opening = self._goes_on.match(lower, clause.start)
        if not opening:
            return None
        before = [m for m in within(mentions, max(0, clause.start - 80), clause.start) if m.named]
        named = [m for m in before if _ENDS.fullmatch(lower, m.end, clause.start)]
        if not named and self._thing.match(lower, clause.start, start):
            named = [m for m in before if m.sort == "product" and m.start >= self._scene.sentence(start).start]
        return named[-1] if named and named[-1].sort not in _ASIDE else None

    def funded(self, start: int) -> Mention | None:
        """Who gets the money that others put into it: Koto poured $9 million into Orrin."""
        if not self._english:
            return None
        lower, sentence = self._scene.lower, self._scene.sentence(start)
        if not _PUT.search(lower, sentence.start, start):
            return None
        end = max((a.end for a in within(self._scene.amounts, start, start + 1)), default=start)
        for mention in within(self._scene.mentions, end, min(sentence.end, end + 90)):
            if mention.named and mention.sort in ("organization", "any") and _INTO.fullmatch(lower, end, mention.start):
                return mention
        return None

    def standard(self, start: int) -> Mention | None:
        """What a firm is measured against where no firm is named: an industry average of 5%, the peer median of 12."""
        found = _STANDARD.search(self._scene.lower, max(0, start - 60), start) if self._english else None
        if found is None:
            return None
        words = self._scene.text.plain[found.start("name") : found.end("name")]
        return Mention(*found.span("name"), "name", "market", None, words)

    def owner_of_label(self, label: Span | None, start: int) -> Mention | None:
        """The name that the words of a metric follow at once, whoever reports it: Tessaro reported Koto revenue."""
        if not self._english or label is None or label.start > start:
            return None
        for mention in within(self._scene.mentions, max(0, label.start - 40), label.start):
            gap = self._scene.lower[mention.end : label.start]
            named = mention.named and gap in (" ", "'s ", "’s ")
            if (named or gap in ("'s ", "’s ")) and mention.start not in self._excluded:
                return mention
        return None

    def tied_to_label(self, start: int, end: int) -> Mention | None:
        """Whom a preposition ties to what is measured: revenue from Kling, downloads of Sora, 5 million users for it."""
        for mention in within(self._scene.mentions, max(0, start - 60), end + 16) if self._english else []:
            tied = _MEASURED_OF.search(self._scene.lower, max(0, mention.start - 26), mention.start)
            if tied and (
                self._excluded.get(mention.start) in (None, "object-of")
                and self._scene.sentence(mention.start) == self._scene.sentence(start)
            ):
                return mention
        return None

    def by_actor(self, found: list[Mention], anchor: int) -> list[Mention]:
        """Who acts in the clause after a conjunction before who acts in the one that governs it."""
        if len(found) < 2:
            return found
        turns = list(_SUBORDINATES.finditer(self._scene.lower, found[0].end, anchor))
        told = within(self._scene.amounts, found[0].end, anchor)
        if told:
            turns += _ADDS.finditer(self._scene.lower, told[0].end, anchor)
        reported = [m for m in found[1:] if self._told.search(self._scene.lower, found[0].end, m.start)]
        if reported and reported[0].named:
            return [*reported, *(m for m in found if m not in reported)]
        inner = [m for m in found if turns and m.start >= turns[-1].end() and m.start - turns[-1].end() < 24]
        return [*inner, *(m for m in found if m not in inner)] if inner and inner[0].named else found


_MEASURED_OF = re.compile(
    r"(?:revenues?|sales|downloads|users|subscribers|prices?|valuation|demand"
    r"|income|deliveries|shipments|spending|installs"
    r"|advantage|lead|edge|climb|jump|gain|rise|drop) (?:from|of|for|at) (?:the )?$"
)
_VERB = re.compile(
    r" (?:ran|is|are|was|were|rose|fell|grew|climbed|jumped|dropped|slipped|stood|hit|reached|came|averaged|totall?ed"
    r"|widens|widened|narrowed|doubled|tripled|surged|increased|decreased|declined|remained|exceeded|made up)(?![a-z])"
)
_ASIDE = frozenset(("person", "place", "publication"))
_THAT = re.compile(r" (?:that|which|who) (?:has |had |is |was |also |now )*[a-z]+")
_ENDS = re.compile(r"(?: \([^()\n]{1,40}\))?,")
_STANDARD = re.compile(
    r"(?<![a-z])(?P<name>industry|sector|peers?|market|peer[- ]group|industry-wide|sector-wide) "
    r"(?:average|median|mean|norm|multiple)(?: rate| growth rate| multiple)?(?: of| is| was|,|:| at)? "
    r"(?:about |around |roughly )?[$€£]*$"
)
_PUT = re.compile(
    r"(?<![a-z])(?:put|puts|putting|pour|pours|poured|pouring|pump|pumps|pumped|inject|injects|injected)(?![a-z])"
)
_INTO = re.compile(r" into [^,.;:\n]*")
_FOR = re.compile(r"[ ]*(?:for|at|as for|over at) (?:the )?")
_SUBORDINATES = re.compile(r" (?:after|as|because|when|while|whereas|where|although|though|before) ")
_ADDS = re.compile(r" and (?:the )?")
