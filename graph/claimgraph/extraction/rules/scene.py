"""A text with everything that was found in it, and where: the ground on which the binding rules stand.

Holds periods, mentions, metric labels, amounts, sources and codes in order of place, and answers what lies in a stretch.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Protocol, TypeVar

from claimgraph.claim import PartialDate
from claimgraph.extraction.lexicon import Lexicon
from claimgraph.extraction.rules.codes import Code
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.periods import PeriodMention
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.text import Span, Text


class Placed(Protocol):
    """Whatever has a place in the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Item = TypeVar("Item", bound=Placed)


@dataclass(frozen=True, slots=True)
class MetricLabel:
    """Words that name a metric; several metrics may share them, and unit and cues decide."""

    start: int
    end: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A source named in the text: its words, the agent if a mention names it, and the stretch it answers for."""

    start: int
    end: int
    words: str
    agent: Mention | None
    scope: Span
    chained: bool = False
    titled: bool = False


_START = attrgetter("start")


@dataclass(frozen=True)
class Scene:
    """All of it; see the module."""

    text: Text
    lexicon: Lexicon
    published: PartialDate | None
    codes: tuple[Code, ...]
    periods: tuple[PeriodMention, ...]
    mentions: tuple[Mention, ...]
    labels: tuple[MetricLabel, ...]
    amounts: tuple[Amount, ...]
    citations: tuple[Citation, ...] = ()

    @property
    def lower(self) -> str:
        return self.text.lower

    def sentence(self, place: int) -> Span:
        return self.text.sentences[self.text.sentence_at(place)]

    def clause(self, place: int) -> Span:
        return self.text.clauses[self.text.clause_at(place)]

    def between(self, first: Placed, second: Placed) -> str:
        """The text between two things, folded and in lower case."""
        return self.lower[first.end : second.start]

    def citations_of(self, place: int) -> list[Citation]:
        """The citations that answer for any of the sentence of a place, in order."""
        return self._citations[self.text.sentence_at(place)]

    @cached_property
    def _citations(self) -> Mapping[int, list[Citation]]:
        found: dict[int, list[Citation]] = defaultdict(list)
        for citation in self.citations:
            first, last = (self.text.sentence_at(place) for place in (citation.scope.start, citation.scope.end))
            for number in range(first, last + 1):
                found[number].append(citation)
        return found

    def clauses_of(self, sentence: Span) -> list[Span]:
        """The clauses of a sentence, in order."""
        return within(self.text.clauses, sentence.start, sentence.end)


def passing(items: Sequence[Item], start: int, end: int) -> Iterator[Item]:
    """The items that begin in a stretch, one by one: for who stops at the first, where the stretch may be a whole text."""
    for place in range(bisect_left(items, start, key=_START), len(items)):
        if items[place].start >= end:
            return
        yield items[place]


def within(items: Sequence[Item], start: int, end: int) -> list[Item]:
    """The items that begin in a stretch; the items are in order."""
    first = last = bisect_left(items, start, key=_START)
    while last < len(items) and items[last].start < end:
        last += 1
    return list(items[first:last])
