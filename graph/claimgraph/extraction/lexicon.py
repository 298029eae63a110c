"""What the rules know before they read: metrics and entities by every label, and the cues of ontology/lexicon.ttl.

One automaton over all labels, folded and in lower case. A new company or wording is a label in a file, never a line here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import ahocorasick_rs

from claimgraph import vocabulary
from claimgraph.claim import Entity
from claimgraph.extraction.cues import Cues, load_cues
from claimgraph.extraction.rules.fold import fold, lower
from claimgraph.vocabulary import Metric, Vocabulary

if TYPE_CHECKING:
    from claimgraph.extraction.rules.reader import RuleReader

_LETTER = re.compile(r"[a-z0-9]")
_QUARTER = re.compile(r"q[1-4](?![a-z\d])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SEAM = re.compile(r"(?<=[a-z])[ -](?=\d)|(?<=[a-z0-9])[ ](?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[ ](?=[a-z0-9])")


@dataclass(frozen=True, slots=True)
class Match:
    """A label found in a text: which entity or metric it may name."""

    start: int
    end: int
    entity: str | None = None
    metric: str | None = None
    rank: str = "preferred"


class Lexicon:
    """Metrics, entities and cues in the form in which texts are searched."""

    def __init__(self, terms: Vocabulary, entities: Iterable[Entity] = (), cues: Cues | None = None) -> None:
        self.terms = terms
        self.entities: Mapping[str, Entity] = {entity.id: entity for entity in entities}
        self.cues = cues or load_cues()
        self._owners: dict[str, list[tuple[str | None, str | None, str, str]]] = defaultdict(list)
        for entity in self.entities.values():
            for label in entity.labels:
                self._add(label.text, entity.id, None, label.rank)
        for metric in terms.metrics.values():
            if metric.dimension != "date":
                for name in metric.labels:
                    self._add(name.text, None, metric.id, name.rank)
        self._labels = list(self._owners)
        self._reader: RuleReader | None = None
        self._automaton = ahocorasick_rs.AhoCorasick(self._labels, store_patterns=False)

    @classmethod
    def load(cls, entities: Iterable[Entity] = ()) -> Lexicon:
        """The lexicon of the packaged ontology with these entities."""
        return cls(vocabulary.load(), entities)

    def reader(self) -> RuleReader:
        """The rules compiled for this lexicon, made when first asked for."""
        if self._reader is None:
            from claimgraph.extraction.rules.reader import RuleReader

            self._reader = RuleReader(self)
        return self._reader

    def _add(self, label: str, entity: str | None, metric: str | None, rank: str) -> None:
        text = lower(fold(label)).strip()
        if len(text) < 2:
            return
        for spelling in {text, _SEAM.sub("", text)}:
            owner = (entity, metric, rank, label)
            if owner not in self._owners[spelling]:
                self._owners[spelling].append(owner)

    def matches(self, plain: str, lowered: str) -> Iterator[Match]:
        """Every label in the text that stands on word boundaries, overlapping ones too, in order of start."""
        whole = _SURROGATE.sub("\ufffd", lowered)
        for index, start, end in self._automaton.find_matches_as_indexes(whole, overlapping=True):
            if not _bounded(lowered, start, end):
                end_plural = end + 1
                if lowered[end : end + 1] != "s" or end - start < 4 or not _bounded(lowered, start, end_plural):
                    continue
                end = end_plural
            for entity, metric, rank, label in self._owners[self._labels[index]]:
                if (
                    entity
                    and label[:1].isupper()
                    and not plain[start].isupper()
                    and label.isascii()
                    and label.isalpha()
                ):
                    continue
                yield Match(start, end, entity, metric, rank)

    @cached_property
    def narrower(self) -> Mapping[str, tuple[Metric, ...]]:
        """Metric id -> the metrics just below it."""
        found: dict[str, list[Metric]] = defaultdict(list)
        for metric in self.terms.metrics.values():
            for broader in metric.broader:
                found[broader].append(metric)
        return {name: tuple(metrics) for name, metrics in found.items()}

    def is_kind(self, entity: str | None, *kinds: str) -> bool:
        """Whether an entity is of one of these kinds or of one below."""
        if entity is None or entity not in self.entities:
            return False
        kind = self.entities[entity].kind
        return kind in kinds or any(above in kinds for above in self.terms.entity_kinds.get(kind, ()))


def _bounded(lowered: str, start: int, end: int) -> bool:
    """Latin letters and digits must not run on across the edges of a label."""
    if start and _LETTER.match(lowered[start]) and _LETTER.match(lowered[start - 1]):
        return False
    if end < len(lowered) and _LETTER.match(lowered[end - 1]) and not _QUARTER.match(lowered, end):
        if lowered[end - 1].isdigit() and (lowered[end].isdigit() or re.match(r"\.\d", lowered[end : end + 2])):
            return False
        if not lowered[end - 1].isdigit() and _LETTER.match(lowered[end]) and not lowered[end].isdigit():
            return False
        if lowered[end - 1].isdigit() and lowered[end].isalpha() and lowered[end].isascii():
            return False
        if lowered[end - 1].isalpha() and lowered[end].isdigit():
            return False
    return True
