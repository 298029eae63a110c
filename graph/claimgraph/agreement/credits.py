"""Copies that say so: "via 36Kr", "translation of ...", "转自...", in a source's note or at the ends of its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from claimgraph.agreement.rules import Rules
from claimgraph.claim import Claim, Entity, EventClaim, MetricClaim, Source
from claimgraph.extraction.rules.fold import fold

__all__ = ["credited"]

_ENDS = 300  # code points at the beginning and the end of a text where credit lines stand
_DAYS = 10
_LONGEST = 60  # code points of a publisher's name


def credited(
    sources: Mapping[str, Source],
    claims: Iterable[Claim],
    rules: Rules,
    texts: Mapping[str, str],
    entities: Mapping[str, Entity],
) -> Iterator[tuple[str, str, str, str]]:
    """(copy, original, "credit-line", the words) for each credit that leads to exactly one source; sorted.

    A credit that names the source leads there; one that names a publisher leads to the source of its that came before
    and says at least one thing alike.
    """
    credits = list(_credits(sources, rules, texts, _publisher_names(sources, entities)))
    values = _values(claims, {id for copy, originals, _, sure in credits if not sure for id in (copy, *originals)})
    for copy, originals, words, sure in credits:
        alike = originals if sure else [id for id in originals if values.get(copy, _NONE) & values.get(id, _NONE)]
        if len(alike) == 1:
            yield copy, alike[0], "credit-line", words


_NONE: frozenset[object] = frozenset()
Credit = tuple[str, list[str], str, bool]  # copy, possible originals, the words, whether the source itself is named


def _credits(
    sources: Mapping[str, Source], rules: Rules, texts: Mapping[str, str], names: Mapping[str, list[str]]
) -> Iterator[Credit]:
    taken, named = (_pattern(cues) for cues in (rules.credits, rules.source_credits))
    for id in sorted(sources):
        for place in _places(sources[id], texts.get(id, "")):
            for match in named.finditer(place):
                words = place[match.end() :].split(maxsplit=1)[:1]
                if words and (found := words[0].strip(".,;()")) in sources and found != id:
                    yield id, [found], match[0].strip(), True
            for match in taken.finditer(place):
                rest = place[match.end() : match.end() + _LONGEST].lstrip(' :：《「“"')
                publisher = next((rest[:end] for end in range(len(rest), 1, -1) if rest[:end] in names), None)
                if publisher is not None:
                    possible = [
                        other for other in names[publisher] if other != id and _possible(sources[id], sources[other])
                    ]
                    yield id, sorted(set(possible)), f"{match[0].strip()} {publisher}", False


def _values(claims: Iterable[Claim], wanted: set[str]) -> Mapping[str, frozenset[object]]:
    """What these sources say, whoever prints it how."""
    found: dict[str, set[object]] = {}
    for claim in claims if wanted else ():
        if claim.source in wanted:
            found.setdefault(claim.source, set()).add(_value(claim))
    return {id: frozenset(said) for id, said in found.items()}


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
    return (copy.published.last - original.published.first).days >= -1 and (
        copy.published.first - original.published.last
    ).days <= _DAYS


def _value(claim: Claim) -> object:
    match claim:
        case MetricClaim():
            return claim.about, claim.metric, claim.quantity.low, claim.quantity.high, claim.quantity.unit
        case EventClaim():
            return claim.about, claim.event, claim.date
        case _:
            return claim.id
