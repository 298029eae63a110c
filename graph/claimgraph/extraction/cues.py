"""The words by which a text is read: comparators, units, currencies, templates, as declared in ontology/lexicon.ttl.

The one module of this room that opens Turtle. It hands out plain words, folded; what a word does is decided by the rules.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

import pyoxigraph as ox

from claimgraph import vocabulary
from claimgraph.errors import ExtractionError
from claimgraph.extraction.rules.fold import fold, lower

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_ALT_LABEL = "http://www.w3.org/2004/02/skos/core#altLabel"


@dataclass(frozen=True, slots=True)
class Cue:
    """One declared cue: its kind, what it means, and the words that show it, folded and in lower case."""

    id: str
    kind: str
    means: str
    words: tuple[str, ...]
    position: str | None = None
    factor: Decimal | None = None
    template: str | None = None


class Cues:
    """All cues of a lexicon, asked by kind and meaning."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self._by_kind: dict[str, list[Cue]] = defaultdict(list)
        for cue in cues:
            self._by_kind[cue.kind].append(cue)
        self._words: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._patterns: dict[tuple[str, ...], str] = {}

    def kind(self, kind: str, position: str | None = None) -> list[Cue]:
        """The cues of one kind (ComparatorCue, UnitWord, ...), at one position where it is given."""
        return [cue for cue in self._by_kind[kind] if position is None or cue.position == position]

    def table(self, kind: str, position: str | None = None) -> Mapping[str, Cue]:
        """Word -> cue."""
        return {word: cue for cue in self.kind(kind, position) for word in cue.words}

    def words(self, *means: str) -> tuple[str, ...]:
        """The words of the phrase cues with one of these meanings, longest first."""
        if means not in self._words:
            found = {word for cue in self.kind("PhraseCue") if cue.means in means for word in cue.words}
            self._words[means] = tuple(sorted(found, key=lambda word: (-len(word), word)))
        return self._words[means]

    def pattern(self, *means: str) -> str:
        """An alternation of those words, as a regular expression."""
        if means not in self._patterns:
            self._patterns[means] = alternation(self.words(*means))
        return self._patterns[means]

    def templates(self, means: str) -> list[Cue]:
        """The templates with this meaning, in the order of their ids."""
        return [cue for cue in self.kind("Template") if cue.means.split(":")[0] == means]


_LATIN = re.compile(r"[a-z]")


def alternation(words: Iterable[str]) -> str:
    """Words as one non-capturing group, longest first; a Latin word matches whole words only.

    >>> import re
    >>> re.findall(alternation(["over", "超过"]), "over 5, moreover 超过6")
    ['over', '超过']
    """
    return _alternation(frozenset(words))


@lru_cache(maxsize=512)
def _alternation(words: frozenset[str]) -> str:
    """The group of a set of words; put together once, as every text asks for it."""
    parts = []
    for word in sorted(words, key=lambda word: (-len(word), word)):
        before = r"(?<![a-z])" if _LATIN.match(word) else ""
        after = r"(?![a-z])" if _LATIN.match(word[-1]) else ""
        parts.append(before + re.escape(word).replace(r"\ ", " ") + after)
    firsts = "".join(sorted({re.escape(word[0]) for word in words if word}))
    return (f"(?=[{firsts}])" if firsts else "") + "(?:" + "|".join(parts or [r"(?!)"]) + ")"


@cache
def load_cues(path: Path | None = None) -> Cues:
    """The cues of a Turtle file, by default those of the ontology. Raises ExtractionError where it cannot be read."""
    path = path or vocabulary.packaged("ontology") / "lexicon.ttl"
    try:
        triples = list(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE))
    except (OSError, SyntaxError) as error:
        raise ExtractionError(f"{path}: the lexicon cannot be read ({error}); restore or mend this file") from None
    return Cues(_cues(triples))


def _cues(triples: Iterable[ox.Quad]) -> list[Cue]:
    about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        about[_value(triple.subject)][_value(triple.predicate)].append(_value(triple.object))
    return [_cue(subject, properties) for subject, properties in sorted(about.items()) if "/lexicon/" in subject]


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


def _cue(subject: str, properties: Mapping[str, list[str]]) -> Cue:
    def one(name: str) -> str | None:
        return next(iter(properties.get(vocabulary.CG + name, [])), None)

    factor = one("factor")
    return Cue(
        id=subject.rsplit("/", 1)[1],
        kind=properties[_RDF_TYPE][0].rsplit("#", 1)[1],
        means=one("means") or "",
        words=tuple(lower(fold(word)) for word in properties.get(_ALT_LABEL, [])),
        position=one("position"),
        factor=Decimal(factor) if factor else None,
        template=fold(template) if (template := one("template")) else None,
    )
