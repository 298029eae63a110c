"""entities.yaml <-> entities: one group per entity under its id, labels by language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from claimgraph.claim import Entity, Label
from claimgraph.corpus.layout import Node, line
from claimgraph.corpus.problems import Problems, did_you_mean
from claimgraph.corpus.records import Record, read_record
from claimgraph.corpus.terms import is_id, is_iri
from claimgraph.vocabulary import Vocabulary

__all__ = ["dump_entities", "parse_entities"]

_KEYS = ("kind", "labels", "also", "hidden", "anonymous", "note", "same-as")
_RANKS = {"labels": "preferred", "also": "alternative", "hidden": "hidden"}
_LANGUAGES = ("en", "zh-hans", "zh-hant")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")


def parse_entities(data: str | bytes, path: Path, vocabulary: Vocabulary, problems: Problems) -> dict[str, Entity]:
    """Every entity of the file by its id, in the order written; what is wrong goes to `problems`."""
    record = read_record(data, path, problems, may_be_empty=True)
    entities: dict[str, Entity] = {}
    for id in record.names() if record else ():
        entry = record.record(id) if record else None
        if record and entry is None:
            if id not in record:
                record.problem(id, "says nothing of the entity; write at least its kind")
        elif entry and (entity := _entity(entry, id, vocabulary)):
            entities[id] = entity
    return entities


def _entity(entry: Record, id: str, vocabulary: Vocabulary) -> Entity | None:
    if not is_id(id):
        entry.problem(id, "is not an entity id; use a-z, 0-9 and single hyphens: kling-2-6")
    entry.allow(_KEYS)
    kind, kinds = entry.text("kind", required=True), vocabulary.entity_kinds
    if kind is not None and kind not in kinds:
        entry.problem("kind", f"unknown kind of entity {kind!r}{did_you_mean(kind, kinds)}")
    same_as = entry.texts("same-as")
    for iri in same_as:
        if not is_iri(iri):
            entry.problem("same-as", f"{iri!r} is not an IRI; write https://..., with %20 for a space")
    labels = tuple(label for key, rank in _RANKS.items() for label in _labels(entry, key, rank))
    if kind is None or entry.failed:
        return None
    return Entity(id, kind, labels, entry.flag("anonymous"), entry.text("note"), same_as)


def _labels(entry: Record, key: str, rank: str) -> Iterable[Label]:
    group = entry.record(key)
    if group is None:
        return
    for language in group.names():
        if not _LANGUAGE.fullmatch(language):
            group.problem(language, "is not a language tag in small letters; write en, zh-hans or zh-hant")
        texts = group.texts(language)
        if rank == "preferred" and len(texts) > 1:
            group.problem(language, "has more than one label; write the others under also:")
        yield from (Label(text, language, rank) for text in texts)
    entry.failed |= group.failed


def dump_entities(entities: Iterable[Entity]) -> str:
    """The entities as canonical YAML, in the order given; `parse_entities` reads the same values back."""
    return "".join(line(entity.id, _fields(entity)) for entity in entities)


def _fields(entity: Entity) -> Mapping[str, Node]:
    fields: dict[str, Node | None] = {"kind": entity.kind}
    fields |= {key: _texts(entity, rank) for key, rank in _RANKS.items()}
    fields |= {"anonymous": "true" if entity.anonymous else None, "note": entity.note, "same-as": entity.same_as}
    return {name: node for name, node in fields.items() if node}


def _texts(entity: Entity, rank: str) -> Mapping[str, Node]:
    """The labels of that rank by language: the languages of the interface first, one label as a plain value."""
    found: dict[str, list[str]] = {}
    for label in entity.labels:
        if label.rank == rank:
            found.setdefault(label.language, []).append(label.text)
    order = sorted(found, key=lambda language: (language not in _LANGUAGES, language))
    return {language: found[language][0] if len(found[language]) == 1 else found[language] for language in order}
