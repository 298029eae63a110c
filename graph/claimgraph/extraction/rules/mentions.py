"""Who and what a text names: entities of the lexicon, names no corpus knows, definite nouns (该公司, the app) and pronouns.

A mention says where it stands and what sort of thing it is; whom a noun or pronoun means is decided in `subjects`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from claimgraph.extraction.cues import alternation
from claimgraph.extraction.lexicon import Lexicon
from claimgraph.extraction.rules.evidence import strength
from claimgraph.extraction.rules.fold import fold
from claimgraph.extraction.rules.name_forms import past_number, past_variant
from claimgraph.extraction.rules.names import NameFinder
from claimgraph.extraction.rules.text import Text

SORTS = {
    "Company": "organization",
    "Organization": "organization",
    "Investor": "organization",
    "Publication": "publication",
    "Person": "person",
    "Product": "product",
    "Model": "product",
    "Feature": "product",
    "CreativeWork": "work",
    "MarketSegment": "market",
    "AppStore": "place",
    "Programme": "programme",
    "Agent": "organization",
}


_POINTING = (
    r"(?<![a-z])the (?!first|second|third|largest|biggest|only|next|most|best|top|world|number|whole|entire|other|average)"
    r"(?:[a-z.’'&-]+ ){{0,3}}{}(?!['’]?[a-z]| (?:that|which|who|markets?|industry|sector|shipments"
    r"|sales|makers?|business|unit|segment|division|prices?|revenue) )"
)
_EXPLETIVE = re.compile(
    r"it (?:was|is|has been|emerged|seems|appears|turned out|remains)"
    r"(?: (?:also|still|widely|first|not|now))? ?(?:reported|said|announced|estimated|believed|expected that|thought"
    r"|clear|unclear|likely|possible|difficult|hard|rumou?red|revealed|understood|only been|unknown)?(?![a-z])(?<!is|as|en)"
)


_MODEL = re.compile(r"[ ](?![QH]\d)[A-Z]\d{1,2}(?:\.\d)?(?![A-Za-z\d.])")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, noun or pronoun; `sort` is organization, product, work, person, market, place, programme, publication or any.

    `how` is entity (of the lexicon), name, noun or pronoun; `name` is the name by which an unknown one is called;
    `evidence` tells how a name is known to be one, a word of `evidence.GRADES`, "" for nouns and pronouns.
    """

    start: int
    end: int
    how: str
    sort: str
    entity: str | None = None
    name: str = ""
    evidence: str = ""

    @property
    def strength(self) -> int:
        """How well a name is known to be one, 0 for nouns and pronouns."""
        return strength(self.evidence)

    @property
    def named(self) -> bool:
        return self.how in ("entity", "name")

    @property
    def identity(self) -> str:
        """The same for all mentions of one thing."""
        return self.entity or f"?{self.name}"


class MentionFinder:
    """Finds mentions in a text, by a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        cues = lexicon.cues
        words = {
            w
            for m in lexicon.terms.metrics.values()
            for label in m.labels
            if label.language == "en"
            for w in label.text.lower().split()
        }
        labels = {
            fold(label.text)
            for metric in lexicon.terms.metrics.values()
            for label in metric.labels
            if label.language != "en" and len(label.text) > 1
        }
        self._names = NameFinder(cues, frozenset(words), frozenset(labels))
        self._nouns = [
            (sort, re.compile(cues.pattern(f"noun-{sort}")))
            for sort in ("organization", "product", "any", "work", "market", "person")
        ]
        self._nouns += [
            ("organization", re.compile(_POINTING.format(cues.pattern("firm")))),
            ("product", re.compile(_POINTING.format(cues.pattern("thing")))),
        ]
        self._markets = [re.compile(cue.template) for cue in cues.templates("market") if cue.template]
        self._pronouns = re.compile(cues.pattern("pronoun"))
        self._places = frozenset(cues.words("place"))
        self._longer_place = re.compile(alternation(word for word in self._places if " " in word))

    def find(self, text: Text, blocked: Iterable[tuple[int, int]] = ()) -> tuple[Mention, ...]:
        """All mentions, in order, none inside another; `blocked` spans (addresses) hold none."""
        names = list(self._unknown(text))
        formed = [m for m in names if m.strength >= strength("form")]
        reach = _reach(formed)
        known = _longest(m for m in self._known(text) if m.sort != "market" or reach.get(m.start, 0) < m.end)
        taken = sorted([(m.start, m.end) for m in known] + list(blocked))
        unknown = [m for m in names if not _touches(taken, m.start, m.end)]
        taken = sorted([*taken, *((m.start, m.end) for m in unknown if m.sort != "place")])
        ends, starts = {end + 2 for _, end in taken}, {start - 1 for start, _ in taken}
        others = _longest(
            m
            for m in self._others(text)
            if not _touches(taken, m.start, m.end)
            and not (m.how == "noun" and m.start in ends and text.plain[m.start - 2 : m.start] == ", ")
            and not (m.how == "noun" and m.end in starts and text.plain[m.end] == " " and not text.chinese)
        )
        pointing = [(m.start, m.end) for m in others]
        unknown = [m for m in unknown if m.sort != "place" or not _touches(pointing, m.start, m.end)]
        return tuple(sorted([*known, *unknown, *others], key=lambda m: m.start))

    def _known(self, text: Text) -> Iterator[Mention]:
        for match in self._lexicon.matches(text.plain, text.lower):
            longer = self._longer_place.match(text.lower, match.start)
            if match.entity and not (longer and longer.end() > match.end):
                entity = self._lexicon.entities[match.entity]
                start, end = match.start, past_variant(text.plain, _past_version(text.lower, match.end))
                if SORTS.get(entity.kind) == "product" and (model := _MODEL.match(text.plain, end)):
                    end = model.end()
                if SORTS.get(entity.kind) == "organization" and (last := past_number(text.plain, start, end)) > end:
                    yield Mention(start, last, "name", "product", None, text.plain[start:last], "form")
                    continue
                source = self._names.listed.is_source(text.plain[match.start : match.end])
                sort = "publication" if source else SORTS.get(entity.kind, "any")
                yield Mention(start, end, "entity", sort, entity.id, text.plain[start:end], "entity")

    def _unknown(self, text: Text) -> Iterator[Mention]:
        for name in self._names.find(text):
            if name.text.lower() in self._places:
                yield Mention(name.start, name.end, "name", "place", None, name.text, "listed")
            else:
                yield Mention(name.start, name.end, "name", name.sort, None, name.called, name.evidence)

    def _others(self, text: Text) -> Iterator[Mention]:
        for pattern in self._markets:
            for match in pattern.finditer(text.lower):
                start, end = match.span("name")
                yield Mention(start, end, "name", "market", None, text.plain[start:end], "form")
        for sort, pattern in self._nouns:
            for match in pattern.finditer(text.lower):
                yield Mention(match.start(), match.end(), "noun", sort)
        for match in self._pronouns.finditer(text.lower):
            if not _EXPLETIVE.match(text.lower, match.start()) and text.plain[match.start() : match.end()] != "IT":
                yield Mention(match.start(), match.end(), "pronoun", "any")


def _past_version(lower: str, end: int) -> int:
    """A version number after a name belongs to it: Veo 3.1, 可灵3.0."""
    version = re.match(
        r"(?:[ ]?ai)?(?:[ ]?|-)v?\d{1,2}\.\d(?![\d%]|\.\d|[ ]?(?:%|万|亿|million|billion|倍|元|percent|个|x))",
        lower[end : end + 14],
    )
    return end + version.end() if version else end


def _longest(mentions: Iterable[Mention]) -> list[Mention]:
    """Leftmost, then longest; of two readings of one label the first declared."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _reach(names: Iterable[Mention]) -> dict[int, int]:
    """How far the names reach from each of their places: the firms in 中国砂轮企业股份有限公司 are a part of one."""
    reach: dict[int, int] = {}
    for name in names:
        if name.sort != "market":
            for place in range(name.start, name.end):
                reach[place] = max(name.end, reach.get(place, 0))
    return reach


def _touches(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    place = bisect_left(taken, (end, -1))
    return any(taken[i][1] > start for i in range(max(0, place - 4), place))


def with_entity(mention: Mention, other: Mention) -> Mention:
    """A noun or pronoun read as that other mention."""
    return replace(mention, entity=other.entity, name=other.name, sort=other.sort)
