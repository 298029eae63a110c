"""The ids a corpus may use: those of the vocabulary and of its own entities, looked up with the nearest name at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from claimgraph.claim import Entity
from claimgraph.corpus.problems import Problems, did_you_mean
from claimgraph.corpus.records import Record
from claimgraph.vocabulary import Vocabulary

__all__ = ["Terms", "is_id", "is_iri"]

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
_Word = TypeVar("_Word", bound=StrEnum)


def is_id(text: str) -> bool:
    """Whether the text has the shape of an id: small letters and digits in words joined by single hyphens.

    >>> is_id("kling-2-6"), is_id("Kling 2.6"), is_id("a--b")
    (True, False, False)
    """
    return _ID.fullmatch(text) is not None


def is_iri(text: str) -> bool:
    """Whether the text is an absolute IRI by its characters: a scheme, and nothing that RFC 3987 forbids.

    >>> is_iri("https://example.org/a?b=1"), is_iri("https://example.org/a b"), is_iri("example.org")
    (True, False, False)
    """
    return _IRI.fullmatch(text) is not None


class Terms:
    """What ids may stand in the files. `entities` is None where a file is read without its corpus: then all are taken."""

    __slots__ = ("entities", "problems", "vocabulary")

    def __init__(self, vocabulary: Vocabulary, entities: Mapping[str, Entity] | None, problems: Problems) -> None:
        self.vocabulary, self.entities, self.problems = vocabulary, entities, problems

    def one_of(self, record: Record, field: str, names: Iterable[str], kind: str = "") -> str | None:
        """The text of that field if it is one of the names."""
        text = record.text(field)
        if text is None or text in names:
            return text
        record.problem(field, f"unknown {kind or field} {text!r}{did_you_mean(text, names)}")
        return None

    def word(self, record: Record, field: str, words: type[_Word], default: _Word) -> _Word:
        text = self.one_of(record, field, [word.value for word in words])
        return words(text) if text else default

    def entity(self, record: Record, field: str, *, required: bool = False) -> str | None:
        text = record.text(field, required=required)
        return text if text is None or self.is_entity(record, field, text) else None

    def is_entity(self, record: Record, field: str, text: str) -> bool:
        """Whether the text is the id of an entity; reported where it is not."""
        if self.entities is not None and text in self.entities:
            return True
        if not is_id(text):
            record.problem(field, f"{text!r} is not an entity id (a-z, 0-9 and hyphens){self._labelled(text)}")
        elif self.entities is None:
            return True
        else:
            remedy = did_you_mean(text, self.entities)
            record.problem(field, f"unknown entity {text!r}{remedy or '; add it to entities.yaml'}")
        return False

    def _labelled(self, name: str) -> str:
        """`; did you mean kling?` where an entity bears that name."""
        found = self.labelled(name)
        if found:
            return f"; did you mean {' or '.join(found)}?"
        return did_you_mean(name.lower().replace(" ", "-"), self.entities or ())

    def labelled(self, name: str) -> list[str]:
        """The ids of the entities that bear exactly this name, whatever its capitals."""
        folded = name.casefold()
        entities = (self.entities or {}).values()
        return sorted(e.id for e in entities if any(label.text.casefold() == folded for label in e.labels))
