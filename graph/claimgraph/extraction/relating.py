"""Names and relations at the gate: whether words name an entity, and whether one clause names both ends of a relation."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from claimgraph.extraction.draft import Draft, Reading
from claimgraph.extraction.lexicon import Lexicon
from claimgraph.extraction.quotes import QuoteFinder
from claimgraph.extraction.rules.fold import fold, lower
from claimgraph.extraction.rules.text import Text


class Relations:
    """The entities and relations of one text, as labels and rules show them."""

    def __init__(self, finder: QuoteFinder, lexicon: Lexicon, reading: Reading) -> None:
        self._finder = finder
        self._lexicon = lexicon
        self._read = [draft for draft in reading.drafts if draft.kind == "relation"]
        self._text = Text(finder.text)
        self._anaphor = re.compile(lexicon.cues.pattern("pronoun", "noun-organization", "noun-product"))

    def names(self, entity: str, words: str) -> bool:
        """Whether a label of the entity stands in these words."""
        known = self._lexicon.entities.get(entity)
        if known is None:
            return False
        place = QuoteFinder(fold(words))
        return any(place.has_word(label.text, (0, len(words))) for label in known.labels)

    def against(self, draft: Draft, object_quote: str, span: tuple[int, int], other: Draft | None) -> Iterator[str]:
        """Why the quote does not bear out a relation: its ends are not named, or cannot stand in it.

        `other` is what the rules read there: where it is the same, their template has joined the two ends.
        """
        relation = self._lexicon.terms.relations.get(draft.predicate or "")
        if relation is None:
            yield f"no relation is called {draft.predicate}"
            return
        for entity, kind in ((draft.subject, relation.domain), (draft.object, relation.range)):
            if entity and kind != "Entity" and not self._lexicon.is_kind(entity, kind):
                yield f"{entity} is no {kind}, which {relation.id} asks for"
        if draft.subject and draft.subject == draft.object:
            yield "both its ends are one entity"
        if draft.object is None and draft.object_text is None:
            yield "it has no object"
        elif draft.object and not self.names(draft.object, object_quote):
            yield f"the words {object_quote!r} do not name {draft.object}"
        if not (other and _same(draft, other)) and not self._in_one(self._sentences, draft, span):
            yield "no sentence of its quote names both its ends"

    def doubts(self, draft: Draft, other: Draft | None, span: tuple[int, int]) -> Iterator[str]:
        """Why a person should look: ends in different clauses, or another reading by the rules, or none."""
        if not (other and _same(draft, other)) and not self._in_one(self._clauses, draft, span):
            yield "its ends stand in different clauses"
        if other is None:
            yield "the rules read no such relation here"
            return
        if not _same(draft, other):
            ends = (other.subject or other.subject_text, other.object or other.object_text)
            yield f"the rules read {ends[0]} {other.predicate} {ends[1]}"
        if (other.modality, other.negated) != (draft.modality, draft.negated):
            yield f"the rules read it as {'denied' if other.negated else other.modality}"

    def read_as(self, draft: Draft, span: tuple[int, int]) -> Draft | None:
        """What the rules read there: the same relation, else another one between the same two."""
        near = [other for other in self._read if other.evidence_start < span[1] and span[0] < other.evidence_end]
        between = [other for other in near if set(_ends(other)) == set(_ends(draft))]
        return next((other for other in between if _same(draft, other)), next(iter(between), None))

    @cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        return [self._text.raw_span(part.start, part.end) for part in self._text.sentences]

    @cached_property
    def _clauses(self) -> list[tuple[int, int]]:
        return [self._text.raw_span(part.start, part.end) for part in self._text.clauses]

    def _in_one(self, parts: list[tuple[int, int]], draft: Draft, span: tuple[int, int]) -> bool:
        """Whether one of these parts of the quote names both ends."""
        first = max(0, bisect_right(parts, span[0], key=lambda part: part[0]) - 1)
        last = bisect_left(parts, span[1], key=lambda part: part[0])
        for start, end in parts[first:last]:
            inside = (max(start, span[0]), min(end, span[1]))
            if self._shows(draft.subject, draft.subject_text, inside) and self._shows(
                draft.object, draft.object_text, inside
            ):
                return True
        return False

    def _shows(self, entity: str | None, words: str | None, span: tuple[int, int]) -> bool:
        known = self._lexicon.entities.get(entity or "")
        if known and any(self._finder.has_word(label.text, span) for label in known.labels):
            return True
        if words and any(self._finder.find(words, span)):
            return True
        return bool(self._anaphor.search(lower(fold(self._finder.text[span[0] : span[1]]))))


def _ends(draft: Draft) -> tuple[str | None, str | None]:
    return draft.subject or draft.subject_text, draft.object or draft.object_text


def _same(draft: Draft, other: Draft) -> bool:
    return (draft.predicate, _ends(draft)) == (other.predicate, _ends(other))
