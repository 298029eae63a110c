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
_NUMBER = re.compile(rf"{OPEN}(\d+){CLOSE}")


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
        titles = [word for word in cues.words("title") if word.isascii()]
        self._title = re.compile(rf" (?:(?:{'|'.join(map(re.escape, titles))})(?: and | & |/|, | ))+", re.IGNORECASE)

    def mark(self, scene: Scene, sentence: Span) -> Marked:
        """The sentence with its mentions as numbers."""
        mentions = tuple(self._mentions(scene, within(scene.mentions, sentence.start, sentence.end)))
        pieces: list[str] = []
        places: list[int] = []
        place = sentence.start
        for number, (mention, end) in enumerate(_with_nouns(mentions, scene)):
            pieces.append(scene.text.plain[place : mention.start])
            places.extend(range(place, mention.start))
            mark = f"{OPEN}{number}{CLOSE}"
            pieces.append(mark)
            places.extend([mention.start] * (len(mark) - 1) + [end - 1])
            place = end
        pieces.append(scene.text.plain[place : sentence.end])
        places.extend(range(place, sentence.end))
        kept = tuple(mention for mention, _ in _with_nouns(mentions, scene))
        return Marked("".join(pieces), tuple(places), kept)

    def _mentions(self, scene: Scene, found: Iterable[Mention]) -> Iterator[Mention]:
        for mention in found:
            if mention.how == "noun" and _inside_word(scene, mention):
                continue
            yield from self.parts(scene, mention)

    def parts(self, scene: Scene, mention: Mention) -> Iterator[Mention]:
        """The firm and the person of a name that a title runs through; else the mention itself."""
        words = scene.text.plain[mention.start : mention.end]
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


def _inside_word(scene: Scene, mention: Mention) -> bool:
    """Whether a Chinese noun is the end of a longer word."""
    before = scene.text.plain[max(0, mention.start - 1) : mention.start]
    first = scene.text.plain[mention.start]
    named = any(m.end == mention.start for m in within(scene.mentions, mention.start - 24, mention.start))
    return bool(_HAN.match(first) and _HAN.match(before)) and not named and not _BEFORE_NOUN.match(before)


def _with_nouns(mentions: Iterable[Mention], scene: Scene) -> list[tuple[Mention, int]]:
    """Every mention with the end of its mark: a noun that follows a name at once is within it."""
    marks: list[tuple[Mention, int]] = []
    for mention in mentions:
        beside = marks and marks[-1][1] == mention.start and marks[-1][0].named and marks[-1][0].sort != "market"
        if beside and mention.how == "noun" and _HAN.match(scene.text.plain[mention.start]):
            marks[-1] = (marks[-1][0], mention.end)
        else:
            marks.append((mention, mention.end))
    return marks
