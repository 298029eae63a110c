"""English: whose number it is where no firm acts but goods or a whole trade do: memory prices, industry revenue.

Looks at the words that a clause begins with; which market "the industry" means is found in `antecedents`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span


class EnglishGoods:
    """The goods and trades that the clauses of one scene begin with; they tell nothing of a Chinese one."""

    def __init__(self, scene: Scene, excluded: Mapping[int, str]) -> None:
        self._scene, self._excluded = scene, excluded
        cues = scene.lexicon.cues
        opens = rf"(?:^|(?<=[ ]))(?:{cues.pattern('tells-that', 'foresees')}|and|but|as|that|because|while|since|with|after)"
        kind = r"(?:(?:global|average|overall|contract|spot|retail|wholesale|market|benchmark|export|domestic|the) )*"
        goods = cues.pattern("commodity")
        free = r"(?!(?:while|and|but|as|its|their|our|the|that)(?![a-z]))"
        self._opens = re.compile(rf"(?:{opens} )+")
        named = r"(?!(?:its|their|our|the|a|an|this|his)(?![a-z]))[a-z0-9-]+(?: [a-z0-9-]+){0,3}?"
        self._prices = re.compile(
            rf"{kind}(?:prices? (?:of|for) (?P<of>{named})(?= {_MOVES})"
            rf"|(?P<goods>(?:{free}[a-z0-9-]+ ){{0,2}}?{goods})(?: (?:contract|spot|retail|futures))? prices)(?![a-z'’])"
        )
        sold = r"(?:sales|deliveries|shipments|registrations|exports|production|output)"
        words = r"(?:(?!(?:total|global|worldwide|world)(?![a-z]))[a-z0-9.'’-]+ )"
        self._sales = re.compile(
            rf"(?:(?:total|global|worldwide|world|retail|overall) )*(?:{sold} (?:of|for) "
            rf"(?P<sold>{words}{{0,4}}?{cues.pattern('traded-goods')})"
            rf"|(?P<kind>{words}{{0,3}}?{cues.pattern('one-of-goods')}) {sold}(?: (?:in|across) (?:the )?(?=[a-z]))?)"
        )
        self._placed = re.compile(cues.pattern("place-adjective"))
        self._trade = re.compile(
            rf"(?:total |overall |global )*(?P<trade>{cues.pattern('trade-whole')}) {cues.pattern('trade-measure')}"
        )

    def find(self, clause: Span, start: int) -> Mention | None:
        """The goods whose prices a clause begins with, or the trade whose revenue it tells; None in a Chinese text."""
        scene = self._scene
        if scene.text.chinese:
            return None
        for place in self._places(clause, start):
            found = self._prices.match(scene.lower, place, start)
            name = found and ("of" if found["of"] else "goods")
            if found is None:
                found, name = self._trade.match(scene.lower, place, start), "trade"
            if found is None and (found := self._sales.match(scene.lower, place, start)):
                name = "sold" if found["sold"] else "kind"
                if not self._somewhere(found):
                    continue
            if found and name and not self._named(place, found.end(), start):
                how = "noun" if name == "trade" else "name"
                words = scene.text.plain[found.start(name) : found.end(name)]
                return Mention(*found.span(name), how, "market", None, "" if how == "noun" else words)
        return None

    def _somewhere(self, found: re.Match[str]) -> bool:
        """Whether what is sold is told by a place and no name: Chinese electric cars, phone sales in India."""
        begin, end = found.span()
        inside = within(self._scene.mentions, begin, end + 1)
        if any(m.named and m.sort not in ("place", "market") for m in inside) or "-made" in found[0]:
            return False
        if "'s " in found[0] or "’s " in found[0]:
            return any(m.sort == "place" for m in inside)
        near = within(self._scene.mentions, begin, end + 12)
        lower = self._scene.lower
        after = [m for m in near if m.start >= end and lower[end : m.start].strip() in ("", "in", "in the", "across")]
        return bool(self._placed.search(found[0])) or any(m.sort == "place" for m in [*inside, *after])

    def _places(self, clause: Span, start: int) -> list[int]:
        """Where a clause begins, and where what is said or foreseen in it does."""
        begin = clause.start + (self._scene.lower[clause.start : clause.start + 1] == " ")
        return [begin, *(opening.end() for opening in self._opens.finditer(self._scene.lower, clause.start, start))]

    def _named(self, first: int, end: int, start: int) -> bool:
        """Whether a firm is named between, or what is counted is a firm's."""
        between = [m for m in within(self._scene.mentions, first, start) if m.named and m.start not in self._excluded]
        return any(m.sort in ("organization", "person") or m.start >= end for m in between)


_MOVES = (
    r"(?:rose|fell|climbed|jumped|surged|dropped|slipped|declined|increased|decreased|soared|plunged|gained|will|could|would|may"
    r"|are|were|have|had|has|went|go|to)(?![a-z])"
)
