"""A corpus as values: who is known, what was read, what was claimed in it, and what the analyst decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from claimgraph.claim import Claim, Entity, PartialDate, Source

__all__ = [
    "CopyDecision",
    "Corpus",
    "Decisions",
    "Different",
    "Place",
    "Rate",
    "RelationDecision",
    "Same",
    "SourceFile",
    "Verdict",
]


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, as a message names it."""

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of sources/: the document it describes, its claims in the order written, and the line of each claim.

    `digest` is that of the file's bytes; it changes with every edit. `source.digest` is that of the article's text.
    `publications` are the entities made of a publisher or author that the file gives by its plain name.
    """

    path: Path
    digest: str
    source: Source
    claims: tuple[Claim, ...]
    lines: Mapping[str, int] = field(repr=False)
    publications: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Same:
    """These ids name one entity; the first of them stays."""

    entities: tuple[str, ...]
    place: Place
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Different:
    """These entities are not the same, however alike their names are."""

    entities: tuple[str, ...]
    place: Place
    why: str | None = None


@dataclass(frozen=True, slots=True)
class CopyDecision:
    """`source` reprints, translates or rewrites `of`; or, where `copy` is false, it does not."""

    source: str
    of: str
    place: Place
    copy: bool = True
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person says of claims that seem to disagree: the kind of disagreement, or `agreement`."""

    claims: tuple[str, ...]
    kind: str
    place: Place
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of `currency` was worth `rate` units of `to` on that date."""

    currency: str
    to: str
    rate: Decimal
    on: PartialDate
    place: Place
    why: str | None = None


@dataclass(frozen=True, slots=True)
class RelationDecision:
    """Whether a relation that is claimed may stand as a plain relation of the graph."""

    about: str
    relation: str
    object: str
    accepted: bool
    place: Place
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the analyst decided, by kind, each with its place. Deleting the line undoes the decision."""

    same: tuple[Same, ...] = ()
    different: tuple[Different, ...] = ()
    copies: tuple[CopyDecision, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    rates: tuple[Rate, ...] = ()
    relations: tuple[RelationDecision, ...] = ()


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything in one corpus folder, read and checked. `metrics` is its own metrics.ttl, if it has one."""

    id: str
    title: str
    base: str
    folder: Path
    entities: Mapping[str, Entity] = field(repr=False)
    sources: Mapping[str, SourceFile] = field(repr=False)
    decisions: Decisions = field(repr=False, default=Decisions())
    metrics: Path | None = None

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim, source by source."""
        return tuple(claim for file in self.sources.values() for claim in file.claims)

    def place(self, claim: Claim) -> Place:
        """The file and line where that claim is written."""
        file = self.sources[claim.source]
        return Place(file.path, file.lines[claim.id])
