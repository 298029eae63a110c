"""What a text as a whole is about: how well each of its names is founded, and which of them is its protagonist.

Weighs names by how often and where they stand; whom a single number is said of is decided in `subjects`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from functools import cache

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.common_words import ordinary_english
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene

_ASIDE = frozenset(("person", "place", "publication", "market"))
_HAN = re.compile(r"[\u3400-\u9fff]")
_ACRONYM = re.compile(r"[A-Z]{1,5}s?")
_ACTORS = frozenset(("organization", "any"))
_MANY = 2
_LEAD = 4
_CODE = re.compile(
    r"(?:股份|公司|集团)?[ ]?[(][ ]?(?:[a-z]{2,8}[ ]?:[ ]?(?:\d{4,6}|[a-z]{1,5})"
    r"|\d{4,6}|[a-z]{1,5}[.](?:us|o|n|l|pa|de|t|ks))(?:[.](?:hk|sz|sh|tw|ss|bj))?[ ]?[);,:]"
)
_BUYS = re.compile(
    r"(?:agree[sd]|offer(?:ed|s)|bids?|plan(?:s|ned)|talks|moves|deal|set) to (?:buy|acquire|take over|purchase) (?:the )?$"
)
_TARGET = 4
_UNLED = frozenset(("source", "person", "publication", "place", "comparand", "class"))


@cache
def _speaking(cues: Cues) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The title of a speaker right after the name of a firm, and the one right before it; compiled once."""
    title = cues.pattern("title")
    return (
        re.compile(rf"(?:公司|集团|['’]s)?[ ]?(?:的|联合|co-)?{title}"),
        re.compile(rf"{title}(?: and [a-z ]+)? (?:of|at) (?:the )?$"),
    )


class Salience:
    """The weight of every name of one scene."""

    def __init__(
        self,
        scene: Scene,
        excluded: Mapping[int, str],
        leads: Callable[[Mention], bool],
        only_speaks: Callable[[Mention], bool],
    ) -> None:
        self._scene, self._excluded, self._leads, self.only_speaks = scene, excluded, leads, only_speaks
        self._mentions: dict[str, list[Mention]] = defaultdict(list)
        for mention in scene.mentions:
            if mention.named:
                self._mentions[mention.identity].append(mention)
        self._founded = {identity for identity, mentions in self._mentions.items() if self._is_founded(mentions)}
        self._weights = self._weigh()
        self._weights.update(self._listed())
        self.protagonist = self._heaviest(_ACTORS | {"product", "work", "programme"})
        self.firm = self._heaviest(_ACTORS)
        self.speaker = self._speaking() or self.firm

    def _listed(self) -> Counter[str]:
        """The one firm whose share code stands beside its name in the first sentences: the text reports on it."""
        opening = self._scene.text.sentences[:_LEAD]
        coded = {
            mention.identity: mention.start
            for mentions in self._mentions.values()
            for mention in mentions
            if mention.sort in _ACTORS and _CODE.match(self._scene.lower, mention.end)
        }
        first = [identity for identity, start in coded.items() if opening and start < opening[-1].end]
        alone = len(coded) == 1 and first and first[0] in self._weights
        return Counter({first[0]: sum(self._weights.values()) // 2}) if alone else Counter()

    def first_before(self, place: int) -> Mention | None:
        """The first firm that acts before a place, or that owns what is named there."""
        named = sorted(
            (m for mentions in self._mentions.values() for m in mentions if m.start < place and m.sort in _ACTORS),
            key=lambda m: m.start,
        )
        named = [m for m in named if m.identity in self._founded and not self.only_speaks(m)]
        named = [m for m in named if self._excluded.get(m.start) in (None, "possessor", "object-of")]
        firms = [m for m in named if m.sort == "organization"]
        return next(iter([*firms, *named]), None)

    def founded(self, mention: Mention) -> bool:
        """Whether a name is known, or the text bears out that it is one."""
        return mention.identity in self._founded

    def dominates(self, mention: Mention) -> bool:
        """Whether the text speaks of this as much as of all else that acts in it."""
        total = sum(self._weights.values())
        return 2 * self._weights[mention.identity] >= total

    def weight(self, mention: Mention) -> int:
        """How often a name stands where it can act, leading places twice."""
        return self._weights[mention.identity]

    def outweighs(self, one: Mention, other: Mention) -> bool:
        """Whether one name is spoken of at least twice as often as another, which is only passed by."""
        return self.dominates(one) and self.weight(one) >= _MANY * max(1, self.weight(other))

    def _speaking(self) -> Mention | None:
        """The firm whose people speak most often: 爱诗科技创始人, the chief executive of Tessaro."""
        lower = self._scene.lower
        after, before = _speaking(self._scene.lexicon.cues)
        held = [
            m
            for mentions in self._mentions.values()
            for m in mentions
            if m.sort in _ACTORS and (after.match(lower, m.end) or before.search(lower, max(0, m.start - 48), m.start))
        ]
        counted = Counter(m.identity for m in held)
        return max(held, key=lambda m: (counted[m.identity], -m.start), default=None)

    def _is_founded(self, mentions: list[Mention]) -> bool:
        """A known entity, a name with a telling form, or one that is repeated or leads a clause; no lone acronym."""
        if any(
            m.entity or m.sort in ("organization", "person", "product", "work", "publication", "market")
            for m in mentions
        ):
            return True
        if _HAN.search(mentions[0].name):
            return True
        leading = sum(self._leads(m) and m.start not in self._excluded for m in mentions)
        if _ACRONYM.fullmatch(mentions[0].name):
            return leading > 1
        inside = any(self._scene.sentence(m.start).start < m.start for m in mentions)
        own = not self._scene.text.chinese or not ordinary_english(mentions[0].name)
        return (inside and own) or len(mentions) > 1 or leading > 0

    def _weigh(self) -> Counter[str]:
        weights: Counter[str] = Counter()
        opening = self._scene.text.sentences[0] if self._scene.text.sentences else None
        bought = self._bought(opening.end) if opening else None
        for identity in self._founded:
            for mention in self._mentions[identity]:
                if bought and mention.start == bought.start:
                    weights[identity] += _TARGET
                role = self._excluded.get(mention.start)
                if mention.sort in _ASIDE or role in _UNLED or self.only_speaks(mention):
                    continue
                weights[identity] += 1
                if role is None and self._leads(mention):
                    weights[identity] += 1
                    if opening and mention.start < opening.end and not bought:
                        weights[identity] += 2
        return weights

    def _bought(self, end: int) -> Mention | None:
        """English: whom the first sentence says that somebody agreed to buy; the text goes on about that."""
        lower = self._scene.lower
        named = [m for mentions in self._mentions.values() for m in mentions if m.start < end and m.sort in _ACTORS]
        return next((m for m in named if _BUYS.search(lower, max(0, m.start - 40), m.start)), None)

    def _heaviest(self, sorts: frozenset[str]) -> Mention | None:
        first = {identity: self._mentions[identity][0] for identity in self._weights}
        first = {identity: mention for identity, mention in first.items() if mention.sort in sorts}
        if not first:
            return None
        return first[max(first, key=lambda identity: (self._weights[identity], -first[identity].start))]
