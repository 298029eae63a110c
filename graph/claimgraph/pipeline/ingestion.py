"""Articles -> the review queue of a corpus: read, drafted, the text kept under texts/, the drafts under queue/.

An article that was ingested before and changed keeps every decision whose clause still stands; the rest is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from claimgraph.claim import Claim, Source
from claimgraph.corpus import read_source
from claimgraph.corpus.terms import is_id
from claimgraph.errors import CorpusError
from claimgraph.evidence import slice_digest
from claimgraph.extraction import Draft, Reading
from claimgraph.pipeline.amendment import amend
from claimgraph.pipeline.drafting import draft, drafted
from claimgraph.pipeline.ground import Ground, load_ground
from claimgraph.pipeline.queue import Entry, Queue, State, dump_queue, entries_of, read_queue, write_file
from claimgraph.sources import Document, Limits

if TYPE_CHECKING:
    from claimgraph.extraction.language_model import LanguageModel

__all__ = ["Ingested", "ingest", "ingest_document", "queue_file", "text_file"]

_USUAL = Limits()
_LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one location: the queue written, decisions kept and lost, or why it could not be read."""

    location: str
    source: str = ""
    path: Path | None = None
    waiting: int = 0
    new: int = 0
    kept: int = 0
    lost: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    fault: str | None = None

    def summary(self) -> str:
        """One line for a person."""
        if self.fault:
            return self.fault
        new = f", {self.new} of them new" if 0 < self.new < self.waiting else ""
        kept = f", {self.kept} decided before" if self.kept else ""
        return (
            f"{self.source}: {self.waiting} draft{'' if self.waiting == 1 else 's'} to review{new}{kept} ({self.path})"
        )


def ingest(
    locations: Sequence[str], corpus: str | Path, *, model: LanguageModel | None = None, limits: Limits = _USUAL
) -> Iterator[Ingested]:
    """Put the drafts of each location into the corpus's queue; several are read on all cores.

    Raises CorpusError where the corpus cannot be used.
    """
    ground = load_ground(corpus)
    for one in drafted(locations, ground, model=model, limits=limits):
        if one.document is None:
            yield Ingested(one.location, fault=one.fault)
        else:
            yield _queued(one.document, one.reading, one.notes, ground)


def ingest_document(document: Document, ground: Ground, *, model: LanguageModel | None = None) -> Ingested:
    """Put the drafts of one document into the queue."""
    reading, notes = draft(document, ground, model)
    return _queued(document, reading, notes, ground)


def _queued(document: Document, reading: Reading, notes: tuple[str, ...], ground: Ground) -> Ingested:
    """Put a reading into the queue.

    The text is replaced last: as long as the old one lies there, an interrupted change can be taken up again.
    """
    id = source_id(document, ground)
    path, place = queue_file(ground.folder, id), text_file(ground.folder, id)
    old = read_queue(path) if path.is_file() else None
    before = place.read_bytes().decode("utf-8") if old and place.is_file() else ""
    source = _source(document, id, ground)
    fresh = Queue(
        source, document.location, entries_of(reading.drafts, document.text), document.author,
        document.published_from, document.credits,
    )  # fmt: skip
    merged, lost = _merged(fresh, old, before, document.text) if old else (fresh, ())
    changed = old is not None and old.source.digest != source.digest
    sources = ground.folder / "sources" / f"{id}.yaml"
    if changed and sources.is_file():
        merged, more = _relocated(sources, merged, before, document.text, ground)
        lost += more
    if dump_queue(merged) != (dump_queue(old) if old else None):
        write_file(path, dump_queue(merged))
    write_file(place, document.text)
    kept = sum(entry.state is not State.OPEN for entry in merged.entries)
    known = {entry.id for entry in old.entries} if old else set()
    new = sum(entry.id not in known for entry in merged.open)
    return Ingested(document.location, id, path, len(merged.open), new, kept, lost, notes)


def queue_file(folder: Path, id: str) -> Path:
    return folder / "queue" / f"{id}.yaml"


def text_file(folder: Path, id: str) -> Path:
    return folder / "texts" / f"{id}.txt"


# --- the source ---------------------------------------------------------------------------------------------------------


def source_id(document: Document, ground: Ground) -> str:
    """The id of the article: that of the source with its address or its text, else one made of its name."""
    for folder in ("queue", "sources"):
        for path in sorted((ground.folder / folder).glob("[!_.]*.yaml")):
            known = (
                read_queue(path).source if folder == "queue" else read_source(path, vocabulary=ground.vocabulary).source
            )
            if (document.url and known.url == document.url) or known.digest == document.digest:
                return known.id
            if folder == "queue" and not document.url and read_queue(path).location == document.location:
                return known.id
    return _made_id(document, ground.folder)


def _made_id(document: Document, folder: Path) -> str:
    """The last part of the address or file name in small letters; a piece of the digest where that says nothing."""
    address = unquote(urlsplit(document.url).path) if document.url else document.location
    stem = PurePosixPath(address.replace("\\", "/").rstrip("/")).stem
    words = re.findall(r"[a-z0-9]+", stem.lower()) or re.findall(r"[a-z0-9]+", (document.title or "").lower())
    id = "-".join(words)[:_LONGEST_ID].strip("-")
    plain = "".join(words) == re.sub(r"[^\w]|_", "", stem.lower())
    if not id or not plain or stem == "standard input" or _is_taken(id, folder):
        id = f"{id or 'article'}-{blake2b(document.text.encode(), digest_size=3).hexdigest()}"
    return id


def _is_taken(id: str, folder: Path) -> bool:
    return queue_file(folder, id).exists() or (folder / "sources" / f"{id}.yaml").exists()


def _source(document: Document, id: str, ground: Ground) -> Source:
    existing = ground.folder / "sources" / f"{id}.yaml"
    if existing.is_file():
        source = read_source(existing, vocabulary=ground.vocabulary).source
        return replace(source, digest=document.digest, text_length=len(document.text))
    return Source(
        id=id, title=document.title or id, url=document.url, publisher=_publisher(document.publisher, ground),
        language=document.language, published=document.published, digest=document.digest, text_length=len(document.text),
    )  # fmt: skip


def _publisher(name: str | None, ground: Ground) -> str | None:
    """The publisher by its plain name; one that has the shape of an id and is none is written with a capital."""
    if name is None or name in ground.entities or not is_id(name):
        return name
    return name.capitalize() if name[0].isalpha() else None


# --- decisions that stay ------------------------------------------------------------------------------------------------


def _merged(fresh: Queue, old: Queue, before: str, text: str) -> tuple[Queue, tuple[str, ...]]:
    """The new drafts with the decisions on the old ones, edits too, wherever the clause of a decision still stands."""
    by_id = {entry.id: entry for entry in fresh.entries}
    carried: dict[str, Entry] = {}
    lost = []
    for entry in old.entries:
        if entry.state is State.OPEN and not entry.edited:
            continue
        shift = _shift(entry, before, text)
        if shift is None:
            what = "edited" if entry.state is State.OPEN else entry.state.value
            lost.append(f"{entry.id}: {what} {_told(entry.draft)}: its clause is gone")
        else:
            carried[entry.id] = replace(entry, draft=_shifted(entry.draft, shift))
    taken = {(entry.draft.start, entry.draft.end) for entry in carried.values() if entry.draft.kind == "metric"}
    others = [
        entry
        for id, entry in by_id.items()
        if id not in carried and not (entry.draft.kind == "metric" and (entry.draft.start, entry.draft.end) in taken)
    ]
    entries = sorted([*carried.values(), *others], key=lambda entry: (entry.draft.start, entry.draft.end, entry.id))
    return replace(fresh, entries=tuple(entries)), tuple(lost)


def _shift(entry: Entry, before: str, text: str) -> int | None:
    """How far the clause of a decision moved; None where it no longer stands. Of several places the nearest."""
    start, end = entry.draft.evidence_start, entry.draft.evidence_end
    if slice_digest(text, start, end) == entry.check:
        return 0
    clause = before[start:end]
    if not clause or slice_digest(before, start, end) != entry.check:
        return None
    return _moved(clause, start, text)


def _moved(clause: str, start: int, text: str) -> int | None:
    places = [match.start() for match in re.finditer(f"(?={re.escape(clause)})", text)]
    return min((place - start for place in places), key=abs, default=None)


def _shifted(draft: Draft, by: int) -> Draft:
    return replace(
        draft, start=draft.start + by, end=draft.end + by, evidence_start=draft.evidence_start + by,
        evidence_end=draft.evidence_end + by,
    )  # fmt: skip


def _told(draft: Draft) -> str:
    what = draft.metric or draft.predicate or draft.metric_text or draft.kind
    return " ".join(part for part in (draft.subject or draft.subject_text, what, draft.printed) if part)


def _relocated(path: Path, queue: Queue, before: str, text: str, ground: Ground) -> tuple[Queue, tuple[str, ...]]:
    """The claims of the source file at the new places of their clauses; those whose clause is gone are taken out."""
    file = read_source(path, vocabulary=ground.vocabulary)
    if file.source.digest == queue.source.digest:
        return queue, ()
    changes: dict[str, Claim | None] = {}
    lost = []
    for claim in file.claims:
        evidence = claim.evidence
        if evidence is None:
            continue
        by = _moved(before[evidence.start : evidence.end], evidence.start, text) if before else None
        if by is None:
            changes[claim.id] = None
            lost.append(f"claim {claim.id} of {claim.about} is taken out of {path.name}: its clause is gone")
        elif by:
            printed = None if evidence.printed_start is None else evidence.printed_start + by
            last = None if evidence.printed_end is None else evidence.printed_end + by
            moved = replace(
                evidence, start=evidence.start + by, end=evidence.end + by, printed_start=printed, printed_end=last
            )
            changes[claim.id] = replace(claim, evidence=moved)
    try:
        amend(path, changes, queue.source, vocabulary=ground.vocabulary)
    except CorpusError as error:
        return queue, (f"{error}",)
    ids = {old: new.id for old, new in changes.items() if new is not None}
    entries = tuple(replace(entry, claim=ids.get(entry.claim or "", entry.claim)) for entry in queue.entries)
    return replace(queue, entries=entries), tuple(lost)
