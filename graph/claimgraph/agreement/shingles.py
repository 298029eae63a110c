"""Which texts share their words: character 4-grams, folded to one script, found by an index of rare grams.

A copy in the other Chinese script, with other punctuation or half its sentences dropped keeps most of the grams of the
shorter text; two articles on one topic share few. Only grams chosen by their hash are indexed, so the work grows with the
texts and not with their pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b
from unicodedata import normalize

__all__ = ["CONTAINMENT", "containment", "grams", "overlapping"]

CONTAINMENT = 0.5
_SIZE = 4
_SKETCH = 256  # grams of a text that are indexed: those with the smallest hashes
_COMMON = 200  # a gram in more texts than this says nothing
_PROMISING = 0.25  # share of the smaller sketch that must be met before two texts are compared in full
_SHORTEST = 40  # grams; a shorter text is a headline, not a text


def grams(text: str, fold: Callable[[str], str]) -> frozenset[int]:
    """The hashes of the 4-grams of a text: folded, lower case, letters and digits only."""
    plain = "".join(filter(str.isalnum, fold(normalize("NFKC", text)).lower()))
    return frozenset(_hash(plain[i : i + _SIZE]) for i in range(max(0, len(plain) - _SIZE + 1)))


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of the smaller set that lies in the other, between 0 and 1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def overlapping(texts: Mapping[str, str], fold: Callable[[str], str]) -> Iterator[tuple[str, str, float]]:
    """The pairs of texts, by id, of which one holds at least half of the other, with the share; sorted."""
    sets = {id: found for id in sorted(texts) if len(found := grams(texts[id], fold)) >= _SHORTEST}
    for one, other in sorted(_promising(sets)):
        share = containment(sets[one], sets[other])
        if share >= CONTAINMENT:
            yield one, other, share


def _promising(sets: Mapping[str, frozenset[int]]) -> Iterator[tuple[str, str]]:
    """Pairs whose sampled grams meet often enough to look at all of them.

    The sample keeps the grams whose hash falls below a bound shared by all, so that a gram kept for one text is kept for
    every text that has it; the bound comes from the shortest text.
    """
    shortest = min((len(found) for found in sets.values()), default=0)
    bound = (1 << 64) if not shortest else min(1 << 64, (1 << 64) * _SKETCH // shortest)
    places: dict[int, list[str]] = {}
    sizes: dict[str, int] = {}
    for id, found in sets.items():
        kept = [gram for gram in found if gram < bound]
        sizes[id] = len(kept)
        for gram in kept:
            places.setdefault(gram, []).append(id)
    met: Counter[tuple[str, str]] = Counter()
    for ids in places.values():
        if 1 < len(ids) <= _COMMON:
            met.update((ids[i], ids[j]) for i in range(len(ids)) for j in range(i + 1, len(ids)))
    for (one, other), count in met.items():
        if count >= _PROMISING * min(sizes[one], sizes[other]):
            yield one, other


def _hash(gram: str) -> int:
    return int.from_bytes(blake2b(gram.encode(), digest_size=8).digest(), "big")
