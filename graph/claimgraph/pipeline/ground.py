"""What drafting stands on: the entities and metrics of a corpus, with the decisions which of them are one, as a lexicon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from claimgraph import vocabulary
from claimgraph.claim import Entity
from claimgraph.corpus import find_corpus
from claimgraph.corpus.entities import parse_entities
from claimgraph.corpus.problems import Problems
from claimgraph.corpus.records import read_bytes, read_record
from claimgraph.extraction import Lexicon
from claimgraph.resolution import unify
from claimgraph.vocabulary import Vocabulary

__all__ = ["Ground", "load_ground"]


@dataclass(frozen=True)
class Ground:
    """A corpus as drafting needs it. `entities` gives every id its entity, merged ones the one that stays."""

    folder: Path
    vocabulary: Vocabulary = field(repr=False)
    entities: Mapping[str, Entity] = field(repr=False)

    @cached_property
    def lexicon(self) -> Lexicon:
        """Every label of entities and metrics, ready to be searched for."""
        return Lexicon(self.vocabulary, {entity.id: entity for entity in self.entities.values()}.values())

    def canonical(self, id: str) -> str:
        """The id that stays of those that name one entity."""
        return self.entities[id].id if id in self.entities else id


def load_ground(where: str | Path) -> Ground:
    """The ground of a corpus folder or a packaged corpus; it may have no sources yet. Raises CorpusError."""
    folder, problems = find_corpus(where), Problems()
    metrics = folder / "metrics.ttl"
    words = vocabulary.load(metrics if metrics.is_file() else None)
    path = folder / "entities.yaml"
    data = read_bytes(path, problems)
    entities = parse_entities(data, path, words, problems) if data is not None else {}
    same = _same(folder / "decisions.yaml", problems)
    problems.check()
    return Ground(folder, words, unify(entities, same))


def _same(path: Path, problems: Problems) -> list[tuple[str, ...]]:
    """The groups of ids that decisions.yaml declares to be one entity."""
    data = read_bytes(path, problems) if path.is_file() else None
    record = read_record(data, path, problems, may_be_empty=True) if data is not None else None
    return [entry.texts("entities") for entry in record.records("same")] if record else []
