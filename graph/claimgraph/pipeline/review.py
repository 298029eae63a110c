"""Decisions on drafts: accept, edit, map a phrase to a metric, create or merge an entity, reject, reopen.

Every decision is written at once: the queue remembers it, an accepted draft becomes a claim in the source's file, a label
or entity goes to the corpus's own files. What a decision wrote can be put back as it was, file by file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from claimgraph import vocabulary
from claimgraph.claim import Entity
from claimgraph.corpus import append_claims, dump_entities, dump_source, read_source
from claimgraph.errors import CorpusError
from claimgraph.extraction import Draft
from claimgraph.extraction.acceptance import Judgement, accepted
from claimgraph.extraction.rules.fold import fold
from claimgraph.pipeline.amendment import amend
from claimgraph.pipeline.ground import Ground, load_ground
from claimgraph.pipeline.ingestion import queue_file, text_file
from claimgraph.pipeline.labelling import with_label
from claimgraph.pipeline.naming import appended, renamed, sightings, with_same
from claimgraph.pipeline.queue import Entry, Queue, State, dump_queue, read_queue, write_file
from claimgraph.resolution import NewName, new_entity, propose, suggest_names

__all__ = ["Review", "waiting"]


def waiting(folder: Path) -> Iterator[Queue]:
    """The queues of a corpus that hold open drafts, by name."""
    for path in sorted((folder / "queue").glob("[!_.]*.yaml")):
        queue = read_queue(path)
        if queue.open:
            yield queue


@dataclass(slots=True)
class Review:
    """One article under review. Every verb writes what it decides; `undo` puts the files back as they were before it."""

    corpus: Path
    id: str
    _undo: list[_Kept] = field(default_factory=list)

    @property
    def queue(self) -> Queue:
        return read_queue(queue_file(self.corpus, self.id))

    @property
    def ground(self) -> Ground:
        return load_ground(self.corpus)

    @property
    def text(self) -> str:
        """The article. Raises CorpusError where it is not the one that was drafted from."""
        path = text_file(self.corpus, self.id)
        try:
            return path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            raise CorpusError(f"{path}: no text of this article; ingest it again") from None

    def clause(self, entry: Entry) -> str:
        """The words that a draft rests on."""
        return self.text[entry.draft.evidence_start : entry.draft.evidence_end]

    # --- verbs ----------------------------------------------------------------------------------------------------

    def accept(self, id: str, judgement: Judgement | None = None) -> str:
        """Make a claim of a draft and write it into the source's file; returns the claim's id."""
        queue, ground = self.queue, self.ground
        entry = queue.entry(id)
        if entry.state is State.ACCEPTED and entry.claim:
            return entry.claim
        claim = accepted(
            entry.draft,
            self.text,
            self.id,
            entities=ground.entities,
            recorded_by=_recorder(entry.draft),
            judgement=judgement,
        )
        claim = replace(claim, about=ground.canonical(claim.about))
        path = self._source_path
        with _Kept(self, path, self._queue_path):
            if path.is_file():
                append_claims(path, [claim], vocabulary=ground.vocabulary)
            else:
                write_file(path, dump_source(queue.source, [claim]))
            read_source(path, vocabulary=ground.vocabulary)
            self._put(queue, replace(entry, state=State.ACCEPTED, claim=claim.id, why=None))
        return claim.id

    def reject(self, id: str, why: str) -> None:
        """Set a draft aside, with the reason."""
        if not why.strip():
            raise CorpusError(f"{id}: say why it is rejected")
        queue = self.queue
        entry = queue.entry(id)
        with _Kept(self, self._source_path, self._queue_path):
            self._withdraw(entry)
            self._put(queue, replace(entry, state=State.REJECTED, why=why.strip(), claim=None))

    def reopen(self, id: str) -> None:
        """Take a decision back: the draft waits again, and its claim leaves the source's file."""
        queue = self.queue
        entry = queue.entry(id)
        with _Kept(self, self._source_path, self._queue_path):
            self._withdraw(entry)
            self._put(queue, replace(entry, state=State.OPEN, why=None, claim=None))

    def edit(self, id: str, change: Mapping[str, object]) -> None:
        """Change fields of an open draft, given under their names in `Draft`."""
        queue = self.queue
        entry = queue.entry(id)
        if entry.state is not State.OPEN:
            raise CorpusError(f"{id}: is {entry.state.value} already; reopen it first")
        draft = replace(entry.draft, **change)  # type: ignore[arg-type]
        state = "claim" if draft.state == "unmapped" and draft.metric and draft.subject else draft.state
        with _Kept(self, self._queue_path):
            self._put(queue, replace(entry, draft=replace(draft, state=state), edited=True))

    def map(self, id: str, metric: str) -> int:
        """Say which metric the phrase of a draft names; the phrase becomes a label of it in the corpus's metrics.ttl.

        All open drafts of the article with that phrase are mapped; returns how many.
        """
        queue, ground = self.queue, self.ground
        phrase = queue.entry(id).draft.metric_text
        known = ground.vocabulary.metrics.get(metric)
        if known is None:
            near = vocabulary.suggest(metric, ground.vocabulary.metrics)
            raise CorpusError(f"no metric is called {metric!r}{f'; did you mean {near}?' if near else ''}")
        if not phrase:
            raise CorpusError(f"{id}: the draft has no phrase to map; edit its metric")
        path = self.corpus / "metrics.ttl"
        mapped = [entry for entry in queue.open if _is_phrase(entry.draft, phrase) and entry.draft.unit in known.units]
        if not mapped:
            draft = queue.entry(id).draft
            if draft.metric is not None and draft.unit in known.units:
                raise CorpusError(
                    f"{id}: {phrase!r} means {draft.metric} already; edit the metric of the draft instead"
                )
            raise CorpusError(f"{id}: {metric} is not counted in {draft.unit}; choose another metric")
        with _Kept(self, path, self._queue_path):
            write_file(path, with_label(path, known, phrase, queue.source.language))
            vocabulary.load.cache_clear()
            for entry in mapped:
                queue = queue.with_entry(replace(entry, draft=_mapped(entry.draft, metric)))
            write_file(self._queue_path, dump_queue(queue))
        return len(mapped)

    def create(self, name: str, kind: str, id: str | None = None) -> Entity:
        """Make an entity of a name that the article's drafts use, and let them name it."""
        ground = self.ground
        if kind not in ground.vocabulary.entity_kinds:
            near = vocabulary.suggest(kind, ground.vocabulary.entity_kinds)
            raise CorpusError(f"no kind of entity is called {kind!r}{f'; did you mean {near}?' if near else ''}")
        entity = new_entity(name, kind, self.queue.source.language or "en", ground.entities)
        if id is not None:
            entity = replace(entity, id=id)
        if entity.id in ground.entities:
            raise CorpusError(f"there is an entity {entity.id} already; merge the name with it, or give another id")
        path = self.corpus / "entities.yaml"
        with _Kept(self, path, self._queue_path):
            write_file(path, appended(path, dump_entities([entity])))
            self.ground  # noqa: B018 - reads the corpus again: a wrong id is said before anything else is written
            self._rename(name, entity.id)
        return entity

    def merge(self, name: str, into: str, why: str | None = None) -> Entity:
        """Decide that a name means an existing entity: it becomes an entity with that name, declared the same.

        Deleting the line from decisions.yaml makes them two again.
        """
        ground = self.ground
        if into not in ground.entities:
            near = vocabulary.suggest(into, ground.entities)
            raise CorpusError(f"no entity is called {into!r}{f'; did you mean {near}?' if near else ''}")
        leader = ground.entities[into]
        entity = new_entity(name, leader.kind, self.queue.source.language or "en", ground.entities)
        path, decisions = self.corpus / "entities.yaml", self.corpus / "decisions.yaml"
        with _Kept(self, path, decisions, self._queue_path):
            write_file(path, appended(path, dump_entities([entity])))
            write_file(decisions, with_same(decisions, leader.id, entity.id, why))
            self.ground  # noqa: B018
            self._rename(name, leader.id)
        return leader

    def undo(self) -> bool:
        """Put back the files as they were before the last decision of this review; False where there is none.

        Raises CorpusError where somebody else has written one of them since: nothing of theirs is lost.
        """
        if not self._undo:
            return False
        self._undo[-1].check()
        self._undo.pop().restore()
        return True

    def names(self, *, tagged: bool = False) -> tuple[NewName, ...]:
        """The names in open drafts that no entity bears, with the entities they may mean.

        With `tagged` also Chinese names that a tagger suggests; raises MissingExtraError where it is not installed.
        """
        ground = self.ground
        known = {fold(label.text) for entity in ground.entities.values() for label in entity.labels}
        suggested = (name for name in suggest_names(self.text) if fold(name.name) not in known) if tagged else ()
        seen = chain(sightings(self.queue, ground), suggested)
        return propose(seen, {entity.id: entity for entity in ground.entities.values()}, fold)

    # --- files ----------------------------------------------------------------------------------------------------

    @property
    def _queue_path(self) -> Path:
        return queue_file(self.corpus, self.id)

    @property
    def _source_path(self) -> Path:
        return self.corpus / "sources" / f"{self.id}.yaml"

    def _put(self, queue: Queue, entry: Entry) -> None:
        write_file(self._queue_path, dump_queue(queue.with_entry(entry)))

    def _withdraw(self, entry: Entry) -> None:
        """Take the claim of an accepted draft out of the source's file."""
        if entry.claim and self._source_path.is_file():
            amend(self._source_path, {entry.claim: None}, vocabulary=self.ground.vocabulary)

    def _rename(self, name: str, id: str) -> None:
        """Let the open drafts that use the name mean that entity."""
        queue = self.queue
        for entry in queue.open:
            draft = renamed(entry.draft, name, id)
            if draft != entry.draft:
                queue = queue.with_entry(replace(entry, draft=draft))
        write_file(self._queue_path, dump_queue(queue))


class _Kept:
    """Keeps files as they are for `undo`, and puts them back at once when the decision cannot be written."""

    def __init__(self, review: Review, *paths: Path) -> None:
        self._review = review
        self._before = {path: _content(path) for path in paths}
        self._after = self._before

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.restore()
        else:
            self._after = {path: _content(path) for path in self._before}
            self._review._undo.append(self)

    def check(self) -> None:
        """Raises CorpusError where a file is no longer as the decision left it."""
        for path, data in self._after.items():
            if _content(path) != data:
                raise CorpusError(f"{path}: was written by somebody else since; reopen the draft instead of undoing")

    def restore(self) -> None:
        """The files as they were before the decision."""
        for path, data in self._before.items():
            if data is None:
                path.unlink(missing_ok=True)
            elif data != _content(path):
                write_file(path, data.decode("utf-8"))
        vocabulary.load.cache_clear()


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _recorder(draft: Draft) -> str:
    return draft.rule if draft.rule.startswith("model ") else "rules"


def _is_phrase(draft: Draft, phrase: str) -> bool:
    return draft.metric is None and draft.metric_text is not None and fold(draft.metric_text) == fold(phrase)


def _mapped(draft: Draft, metric: str) -> Draft:
    state = "claim" if draft.subject else draft.state
    return replace(draft, metric=metric, state=state, reason=None if state == "claim" else "no subject is named")
