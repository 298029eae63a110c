"""A sentence as the relation templates see it: every mention replaced by its number in brackets.

A noun that only says what the name before it is (快手公司) shares the mark of that name; one inside a longer word (子公司)
is left as text; a name that a title runs through (Orrin CEO Dana Reyes) is two names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.templates import CLOSE, OPEN
from claimgraph.extraction.rules.text import Span

_HAN = re.compile(r"[\u3400-\u9fff]")
_BEFORE_NOUN = re.compile(r"[的由被与和同向对在给是而但该这本据]")
_RANK = re.compile(
    r"(?<=[\u3400-\u9fff]{2})(?:高级|资深|常务|执行|联席|首席)?(?:副|高级|资深|常务|执行|联席|首席|前|原)$"
)
_OFFSHOOTS = ("Ventures", "Capital", "Cloud", "Labs", "Health", "Bank", "Music", "Pictures", "Partners", "Foundation")
_ADJECTIVE = re.compile(r"(?:ese|ish|ean|ian|can|man|ench|utch|U\.?S\.?|U\.?K\.?)$")
_NUMBER = re.compile(rf"{OPEN}(\d+){CLOSE}")
_GENITIVE = ("'s ", "’s ")
_BARE_GENITIVE = re.compile("['’](?= )")
_SINGLE = ("'", "‘", "’")
_ROUND = re.compile(" [A-H][0-9]?(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Marked:
    """The marked sentence, for every place of it the place in the text, and the mentions by number."""

    text: str
    places: tuple[int, ...]
    mentions: tuple[Mention, ...]

    def span(self, start: int, end: int) -> Span:
        """Where a stretch of the marked sentence stands in the text."""
        return Span(self.places[start], self.places[end - 1] + 1)

    def numbered(self, words: str) -> list[Mention]:
        """The mentions whose marks stand in these words."""
        return [self.mentions[int(number)] for number in _NUMBER.findall(words)]


class Marker:
    """Marks sentences, by the titles of a lexicon."""

    def __init__(self, cues: Cues) -> None:
        titles = "|".join(re.escape(word) for word in cues.words("title", "relation-leader") if word.isascii())
        between = "(?:,? and | & |/|, | )"
        self._title = re.compile(rf" (?:(?:co-)?(?:{titles}){between})+", re.IGNORECASE)
        self._titled = re.compile(
            rf"(?i:(?<![a-z])(?:{titles}),? )(?P<name>[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'.-]*){{0,1}} [A-ZÀ-Þ][\w’'-]+)"
        )
        self._ranks = frozenset(cues.words("relation-rank"))
        tails = "|".join(re.escape(word) for word in cues.words("org-tail-sure"))
        legal = r"(?:\.com)?,? (?:Inc|Corp|Ltd|Co|LLC|PLC|plc|Limited)(?:\.|(?![a-z]))"
        held = "(?: (?:Holdings|Investment|Funds?))+(?![a-z])"
        self._tail = re.compile(rf"(?:{tails})+|{legal}|{held}|(?<=Inc|orp|Ltd)\.|(?<=Co)\.|\.(?=,| [a-z])")
        before_verb = r"(?=[.,;:)]|$| (?:and|or|which|that|said|has|is|was)(?![a-z]))"
        self._longer = re.compile(rf"(?: (?:{'|'.join(_OFFSHOOTS)}))+(?![a-z])| AI{before_verb}")

    def mark(self, scene: Scene, sentence: Span) -> Marked:
        """The sentence with its mentions as numbers."""
        marks = _with_places(scene, self._marks(scene, sentence))
        plain = scene.text.plain
        pieces: list[str] = []
        places: list[int] = []
        place = sentence.start
        for number, (_, start, end) in enumerate(marks):
            pieces.append(plain[place:start])
            places.extend(range(place, start))
            mark = f"{OPEN}{number}{CLOSE}"
            pieces.append(mark)
            places.extend([start] * (len(mark) - 1) + [end - 1])
            place = end
            if plain[end - 1] == "s" and _BARE_GENITIVE.match(plain, end) and plain[start - 1 : start] not in _SINGLE:
                pieces.append("'s")
                places.extend([end, end])
                place += 1
        pieces.append(plain[place : sentence.end])
        places.extend(range(place, sentence.end))
        return Marked("".join(pieces), tuple(places), tuple(mention for mention, _, _ in marks))

    def _marks(self, scene: Scene, sentence: Span) -> Iterator[tuple[Mention, int]]:
        """Every mention with the end of its mark: the noun or the tail of a firm that follows a name is within it."""
        held: tuple[Mention, int] | None = None
        for mention in self._mentions(scene, sentence):
            if held and self._goes_on(scene, held, mention):
                held = self._with_noun(scene, held, mention)
                continue
            if held:
                yield held
            held = self._with_tail(scene, mention, sentence)
        if held:
            yield held

    def _with_tail(self, scene: Scene, mention: Mention, sentence: Span) -> tuple[Mention, int]:
        """A mention with the end of its mark, after the tail of a firm; an unknown name is longer by a Chinese one."""
        plain = scene.text.plain
        tail = self._tail.match(plain, mention.end, sentence.end) if mention.named else None
        if tail is None or mention.sort not in ("organization", "any"):
            return mention, mention.end
        if mention.how == "name" and _HAN.match(tail[0]):
            name = plain[mention.start : tail.end()]
            mention = replace(mention, end=tail.end(), name=name, sort="organization")
        return mention, tail.end()

    def _with_noun(self, scene: Scene, held: tuple[Mention, int], noun: Mention) -> tuple[Mention, int]:
        """The mark with the noun within it; an unknown name is longer by a noun that firms are called by."""
        first, end = held[0], max(held[1], noun.end)
        if first.how == "name" and self._tail.fullmatch(scene.text.plain, first.end, noun.end):
            first = replace(first, end=noun.end, name=scene.text.plain[first.start : noun.end], sort="organization")
        return first, end

    @staticmethod
    def _goes_on(scene: Scene, held: tuple[Mention, int], mention: Mention) -> bool:
        if mention.start < held[1]:
            return True
        beside = held[1] == mention.start and held[0].named and held[0].sort != "market" and mention.how == "noun"
        return beside and mention.sort != "person" and _HAN.match(scene.text.plain[mention.start]) is not None

    def _mentions(self, scene: Scene, sentence: Span) -> Iterator[Mention]:
        """The mentions of a sentence, and the persons who are only told by their titles."""
        found = [
            _without_rank(mention)
            for mention in within(scene.mentions, sentence.start, sentence.end)
            if mention.entity or mention.name.lower() not in self._ranks
        ]
        parts = [part for mention in found if not _in_word(scene, mention) for part in self._parts(scene, mention)]
        for match in self._titled.finditer(scene.text.plain, sentence.start, sentence.end):
            start, end = match.span("name")
            if not any(part.start < end and start < part.end for part in parts):
                parts.append(Mention(start, end, "name", "person", None, match["name"]))
        yield from sorted(parts, key=lambda part: part.start)

    def _parts(self, scene: Scene, mention: Mention) -> Iterator[Mention]:
        """The firm and the person of a name that a title runs through; the longer name that an entity's is the head of."""
        plain = scene.text.plain
        if mention.how == "entity":
            longer = self._longer.match(plain, mention.end)
            if longer and mention.sort == "organization":
                name = plain[mention.start : longer.end()]
                mention = Mention(mention.start, longer.end(), "name", "organization", None, name)
            yield mention
            return
        words = plain[mention.start : mention.end]
        title = self._title.search(words) if mention.how == "name" else None
        if title is None or not 0 < title.start() < title.end() < len(words):
            yield mention
            return
        middle, last = mention.start + title.start(), mention.start + title.end()
        yield replace(mention, end=middle, name=words[: title.start()], sort="organization")
        yield replace(mention, start=last, name=words[title.end() :], sort="person")

    def firm(self, mention: Mention) -> Mention:
        """A noun or pronoun that means such a name means the firm."""
        title = self._title.search(mention.name) if mention.entity is None else None
        return replace(mention, name=mention.name[: title.start()], sort="organization") if title else mention


def _with_places(scene: Scene, marks: Iterable[tuple[Mention, int]]) -> list[tuple[Mention, int, int]]:
    """Every mention with where its mark begins and ends: a country goes with a name (Japan's Koto), a gloss too."""
    found: list[tuple[Mention, int, int]] = []
    for mention, end in marks:
        start = mention.start
        last = found[-1] if found else None
        if last and _glosses(scene, last[0], last[2], mention, end):
            found[-1] = (last[0], last[1], end + 1)
            continue
        if last and last[0].sort == "place" and mention.named and scene.text.plain[last[2] : start] in _GENITIVE:
            start = found.pop()[1]
        found.append((mention, start, end))
    return found


def _glosses(scene: Scene, mention: Mention, end: int, other: Mention, last: int) -> bool:
    """Whether a name in brackets is another for what stands before it: 云朵(Yunduo), Koto Holdings (Koto)."""
    plain = scene.text.plain
    if not (
        mention.named and other.named and plain[end : other.start] in ("(", " (") and plain[last : last + 1] == ")"
    ):
        return False
    two = other.how == "name" and _HAN.search(mention.name) is not None and other.name.isascii()
    return two or mention.identity == other.identity


def _in_word(scene: Scene, mention: Mention) -> bool:
    """Whether a noun is part of a longer word or a round's name, or a pronoun or place only tells whose something is."""
    if mention.how == "noun" and _ROUND.match(scene.text.plain, mention.end):
        return scene.lower.endswith("series", mention.start, mention.end)
    if mention.how != "noun":
        adjective = mention.sort == "place" and _ADJECTIVE.search(scene.text.plain, mention.start, mention.end)
        return bool(adjective) or scene.lower[mention.start : mention.end] in ("its", "their")
    before = scene.text.plain[max(0, mention.start - 1) : mention.start]
    first = scene.text.plain[mention.start]
    named = any(m.end == mention.start for m in within(scene.mentions, mention.start - 24, mention.start))
    return bool(_HAN.match(first) and _HAN.match(before)) and not named and not _BEFORE_NOUN.match(before)


def _without_rank(mention: Mention) -> Mention:
    """A name without the first word of a title that it was cut with: 澄湖科技[副总裁]."""
    rank = _RANK.search(mention.name) if mention.how == "name" and mention.name else None
    if rank is None or mention.end - mention.start != len(mention.name):
        return mention
    return replace(mention, end=mention.start + rank.start(), name=mention.name[: rank.start()])
