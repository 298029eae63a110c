"""Entities and sources: what claims are about, who makes them, and the documents they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from claimgraph.claim.time import PartialDate
from claimgraph.claim.values import Label


@dataclass(frozen=True, slots=True)
class Entity:
    """What claims are about, or who makes them. An entity says nothing about itself: owner, leader, parent are claims.

    `kind` is a class of the vocabulary (Company, Product, ...). `anonymous` marks a generic source such as "industry data".
    """

    id: str
    kind: str
    labels: tuple[Label, ...] = ()
    anonymous: bool = False
    note: str | None = None
    same_as: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", tuple(sorted(set(self.labels))))
        object.__setattr__(self, "same_as", tuple(sorted(set(self.same_as))))

    def label(self, language: str = "en") -> str:
        """The preferred label in that language, else in any, else the id."""
        preferred = [label for label in self.labels if label.rank == "preferred"]
        for label in preferred:
            if label.language == language:
                return label.text
        return preferred[0].text if preferred else self.id


@dataclass(frozen=True, slots=True)
class Source:
    """One document: where it is, who published it, and the digest of the text that was read.

    `publisher` is an entity id. `held` is false for a report that others cite and nobody here has read. `text_length` is
    in code points; `copy_of` is the source this one is declared to reprint, translate or rewrite.
    """

    id: str
    title: str
    url: str | None = None
    publisher: str | None = None
    creators: tuple[str, ...] = ()
    language: str | None = None
    published: PartialDate | None = None
    kind: str | None = None
    digest: str | None = None
    text_length: int | None = None
    held: bool = True
    copy_of: str | None = None
    trust: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "creators", tuple(sorted(set(self.creators))))
