"""Copies whose texts are not at hand: the same rare figures, printed alike, in the same order, said of the same voices.

Two independent reports of one press release share its figures too. What tells a copy is that nearly everything the shorter
one says stands in the other, in its order and in print, and that hardly anybody else prints it so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from claimgraph.claim import Claim, EventClaim, MetricClaim, RelationClaim, Source
from claimgraph.extraction.rules.fold import fold

__all__ = ["coinciding", "marks"]

_FEWEST = 4  # coinciding claims
_RARE = 3  # sources that print it so, at most
_SHARE = 0.8  # of the shorter source's claims
_DAYS = 14

Mark = tuple[str, ...]


def marks(claims: Sequence[Claim]) -> list[Mark]:
    """What each claim looks like in print, in the order of the text where it is known, else as listed."""
    ordered = sorted(enumerate(claims), key=lambda row: (row[1].evidence.start if row[1].evidence else 0, row[0]))
    return [_mark(claim) for _, claim in ordered]


def _mark(claim: Claim) -> Mark:
    voices = "/".join(hop.agent for hop in claim.attribution)
    match claim:
        case MetricClaim():
            return claim.about, claim.metric, _print(claim.quantity.printed), voices
        case EventClaim():
            return claim.about, claim.event, _print(claim.printed), voices
        case RelationClaim():
            return claim.about, claim.predicate, claim.object or _print(claim.object_text or ""), voices
        case _:
            return claim.about, type(claim).__name__, _print(claim.paraphrase or ""), voices


def _print(text: str) -> str:
    return "".join(fold(text).lower().split())


def coinciding(claims: Mapping[str, Sequence[Claim]], sources: Mapping[str, Source]) -> Iterator[tuple[str, str, str]]:
    """The pairs of sources whose claims coincide, with how many; sorted."""
    rows = {id: marks(found) for id, found in sorted(claims.items()) if len(found) >= _FEWEST}
    places: dict[Mark, list[str]] = {}
    for id, found in rows.items():
        for mark in dict.fromkeys(found):
            places.setdefault(mark, []).append(id)
    met: dict[tuple[str, str], int] = {}
    for mark, ids in places.items():
        if 1 < len(ids) <= _RARE and any(character.isdigit() for character in mark[2]):
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


def _share(one: Sequence[Mark], other: Sequence[Mark]) -> float:
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
