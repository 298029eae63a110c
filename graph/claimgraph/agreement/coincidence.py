"""Copies whose texts are not at hand: the same rare figures, printed alike, in the same order, said of the same voices.

Two independent reports of one press release share its figures too. What tells a copy is that nearly everything the shorter
one says stands in the other, in its order and in print, and that hardly anybody else prints it so.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from claimgraph.claim import Claim, EventClaim, MetricClaim, RelationClaim, Source
from claimgraph.extraction.rules.fold import fold

__all__ = ["coinciding", "marks"]

_FEWEST = 4  # coinciding claims
_RARE = 3  # sources that print it so, at most
_SHARE = 0.8  # of the shorter source's claims
_DAYS = 14

Marks = Mapping[str, Sequence[int]]


def marks(claims: Iterable[Claim], sources: Iterable[str]) -> Marks:
    """What each claim of these sources looks like in print, as one number, in the order of the text where it is known.

    The number is odd where the printed form holds a figure.
    """
    wanted = set(sources)
    found: dict[str, list[tuple[int, int]]] = {}
    for claim in claims:
        if claim.source in wanted:
            place = claim.evidence.start if claim.evidence else 0
            found.setdefault(claim.source, []).append((place, _mark(claim)))
    return {id: array("q", [mark for _, mark in sorted(rows, key=lambda row: row[0])]) for id, rows in found.items()}


def _mark(claim: Claim) -> int:
    voices = tuple(hop.agent for hop in claim.attribution)
    match claim:
        case MetricClaim():
            what, printed = claim.metric, claim.quantity.printed
        case EventClaim():
            what, printed = claim.event, claim.printed
        case RelationClaim():
            what, printed = claim.predicate, claim.object or claim.object_text or ""
        case _:
            what, printed = type(claim).__name__, claim.paraphrase or ""
    printed, figure = _print(printed)
    return hash((claim.about, what, printed, voices)) & ~1 | figure


@lru_cache(maxsize=65536)
def _print(text: str) -> tuple[str, bool]:
    """The text as it is compared, and whether it holds a figure."""
    plain = "".join(fold(text).lower().split())
    return plain, any(map(str.isdigit, plain))


def coinciding(rows: Marks, sources: Mapping[str, Source]) -> Iterator[tuple[str, str, str]]:
    """The pairs of sources whose claims coincide, with how many; sorted."""
    places: dict[int, list[str]] = {}
    for id in sorted(rows):
        if len(rows[id]) >= _FEWEST:
            for mark in dict.fromkeys(rows[id]):
                if mark & 1:
                    places.setdefault(mark, []).append(id)
    met: dict[tuple[str, str], int] = {}
    for ids in places.values():
        if 1 < len(ids) <= _RARE:
            for i, one in enumerate(ids):
                for other in ids[i + 1 :]:
                    met[one, other] = met.get((one, other), 0) + 1
    for (one, other), rare in sorted(met.items()):
        if rare >= _FEWEST and _near(sources[one], sources[other]) and _share(rows[one], rows[other]) >= _SHARE:
            yield one, other, f"{rare} figures printed alike"


def _near(one: Source, other: Source) -> bool:
    """Published within a fortnight, by different houses, in one language."""
    if (one.language or "")[:2] != (other.language or "")[:2] or one.publisher == other.publisher:
        return False
    if one.published is None or other.published is None:
        return True
    first, second = sorted((one.published, other.published), key=lambda day: day.first)
    return (second.first - first.last).days <= _DAYS


def _share(one: Sequence[int], other: Sequence[int]) -> float:
    """How much of the shorter list stands in the longer one in the same order."""
    shorter, longer = sorted((one, other), key=len)
    lengths = [0] * (len(longer) + 1)
    for mark in shorter:
        before = 0
        for place, rival in enumerate(longer):
            saved = lengths[place + 1]
            lengths[place + 1] = before + 1 if mark == rival else max(saved, lengths[place])
            before = saved
    return lengths[-1] / len(shorter)
