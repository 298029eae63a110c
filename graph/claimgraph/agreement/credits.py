"""Copies that say so: "via 36Kr", "translation of ...", "转自...", in a source's note or at the ends of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from claimgraph.agreement.rules import Rules
from claimgraph.claim import Claim, Entity, EventClaim, MetricClaim, Source
from claimgraph.extraction.rules.fold import fold

__all__ = ["credited"]

_ENDS = 300  # code points at the beginning and the end of a text where credit lines stand
_DAYS = 10


def credited(
    sources: Mapping[str, Source],
    claims: Mapping[str, Sequence[Claim]],
    rules: Rules,
    texts: Mapping[str, str],
    entities: Mapping[str, Entity],
) -> Iterator[tuple[str, str, str, str]]:
    """(copy, original, "credit-line", the words) for each credit that leads to exactly one source; sorted."""
    names = _publisher_names(sources, entities)
    values = {id: frozenset(map(_value, rows)) for id, rows in claims.items()}
    taken, named = (_pattern(cues) for cues in (rules.credits, rules.source_credits))
    for id in sorted(sources):
        for place in _places(sources[id], texts.get(id, "")):
            for match in named.finditer(place):
                original = place[match.end() :].split(maxsplit=1)[:1]
                if original and (found := original[0].strip(".,;()")) in sources and found != id:
                    yield id, found, "credit-line", match[0].strip()
            for match in taken.finditer(place):
                rest = place[match.end() : match.end() + 60].lstrip(' :：《「“"')
                originals = [
                    other
                    for name, others in names.items()
                    if rest.startswith(name)
                    for other in others
                    if other != id
                    and _possible(sources[id], sources[other])
                    and values.get(id, _NONE) & values.get(other, _NONE)
                ]
                if len(set(originals)) == 1:
                    yield id, originals[0], "credit-line", f"{match[0].strip()} {rest[:30].split(chr(10))[0]}".strip()


_NONE: frozenset[object] = frozenset()


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    ordered = sorted((re.escape(fold(word)) for word in words), key=len, reverse=True)
    spelt = [rf"\b{word}\b" if word[0].isascii() else word for word in ordered]
    return re.compile("|".join(spelt) if spelt else r"(?!)")


def _places(source: Source, text: str) -> Iterator[str]:
    if source.note:
        yield fold(source.note).lower()
    if text:
        yield fold(text[:_ENDS]).lower()
        yield fold(text[-_ENDS:]).lower()


def _publisher_names(sources: Mapping[str, Source], entities: Mapping[str, Entity]) -> Mapping[str, list[str]]:
    """Every name of every publisher, folded, and the sources it published."""
    names: dict[str, list[str]] = {}
    for id, source in sorted(sources.items()):
        if source.publisher is None:
            continue
        entity = entities.get(source.publisher)
        for name in {source.publisher, *((label.text for label in entity.labels) if entity else ())}:
            if len(folded := fold(name).lower()) > 1:
                names.setdefault(folded, []).append(id)
    return names


def _possible(copy: Source, original: Source) -> bool:
    """Whether the original can have been there first, and not long before."""
    if copy.published is None or original.published is None:
        return True
    return (
        -1 <= (copy.published.last - original.published.first).days
        and (copy.published.first - original.published.last).days <= _DAYS
    )


def _value(claim: Claim) -> object:
    match claim:
        case MetricClaim():
            return claim.about, claim.metric, claim.quantity.low, claim.quantity.high, claim.quantity.unit
        case EventClaim():
            return claim.about, claim.event, claim.date
        case _:
            return claim.id
