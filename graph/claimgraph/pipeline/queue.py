"""The review queue: one plain file per article beside the sources, with its drafts and what was decided on each.

Drafts wait here and never reach the graph. The file is written whole, beside the old one and then in its place; it holds
spans and digests of the article, not its sentences: the text itself lies in the corpus's texts/ folder.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from claimgraph.claim import Modality, PartialDate, Quantity, Source, content_id
from claimgraph.corpus.grammar import parse_period, parse_quantity, parse_span, write_period, write_quantity
from claimgraph.corpus.layout import Node, item, line
from claimgraph.corpus.problems import Problems
from claimgraph.corpus.records import Record, read_bytes, read_record
from claimgraph.errors import CorpusError
from claimgraph.evidence import slice_digest
from claimgraph.extraction import Draft

__all__ = [
    "Entry",
    "Queue",
    "State",
    "dump_queue",
    "entries_of",
    "fields_of",
    "read_draft",
    "read_queue",
    "write_file",
    "write_queue",
]

_HEAD = "# Drafts of one article, written by `claimgraph ingest`; decide with `claimgraph review`. Text: texts/.\n"


class State(StrEnum):
    """What was decided on a draft."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Entry:
    """One draft in the queue: its id, the digest of its clause, and what was decided.

    `claim` is the id of the claim that was made of it; `why` the reason of a rejection; `edited` that a person changed it.
    """

    id: str
    draft: Draft
    check: str
    state: State = State.OPEN
    why: str | None = None
    claim: str | None = None
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """One article: what its source file will say of it, where it was read, and its drafts in reading order."""

    source: Source
    location: str
    entries: tuple[Entry, ...]
    author: str | None = None
    published_from: str | None = None
    credits: tuple[str, ...] = ()

    def entry(self, id: str) -> Entry:
        """The entry with that id, or the only one that begins so. Raises CorpusError."""
        found = [entry for entry in self.entries if entry.id.startswith(id)] if id else []
        if len(found) == 1:
            return found[0]
        what = "stands for several drafts; write more of it" if found else "is no draft of this article"
        raise CorpusError(f"queue/{self.source.id}.yaml: {id!r} {what}")

    def with_entry(self, entry: Entry) -> Queue:
        """The queue with that entry in the place of the one with its id."""
        return replace(self, entries=tuple(entry if old.id == entry.id else old for old in self.entries))

    @property
    def open(self) -> tuple[Entry, ...]:
        """The drafts that wait for a decision; what the rules dismissed does not wait."""
        return tuple(e for e in self.entries if e.state is State.OPEN and e.draft.state != "dismissed")


def entries_of(drafts: Iterable[Draft], text: str) -> tuple[Entry, ...]:
    """Drafts as entries. The id comes from the clause and the value in it, so that it stays when the rest changes."""
    seen: Counter[str] = Counter()
    entries = []
    for draft in drafts:
        check = slice_digest(text, draft.evidence_start, draft.evidence_end)
        place = draft.start - draft.evidence_start
        words = (draft.kind, text[draft.evidence_start : draft.evidence_end], place, draft.printed)
        id = content_id(*words, draft.predicate, draft.subject_text, draft.object_text)[:12]
        seen[id] += 1
        entries.append(Entry(id if seen[id] == 1 else f"{id}-{seen[id]}", draft, check))
    return tuple(entries)


# --- written ------------------------------------------------------------------------------------------------------------


def write_queue(queue: Queue, path: Path) -> None:
    """Write the queue of one article in the place of what was there."""
    write_file(path, dump_queue(queue))


def write_file(path: Path, text: str) -> None:
    """Write a text beside the file and then in its place. Raises CorpusError; then nothing was changed."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8", newline="")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CorpusError(f"{path}: cannot be written ({error.strerror}); nothing was changed") from error


def dump_queue(queue: Queue) -> str:
    """The queue as text; `parse_queue` reads the same back."""
    source = queue.source
    head: dict[str, Node | None] = {
        "location": queue.location,
        "url": source.url,
        "title": source.title,
        "publisher": source.publisher,
        "author": queue.author,
        "language": source.language,
        "published": source.published.text if source.published else None,
        "published-from": queue.published_from,
        "kind": source.kind,
        "digest": source.digest,
        "length": str(source.text_length) if source.text_length else None,
        "credits": queue.credits,
    }
    rows = "".join(line(key, node) for key, node in head.items() if node)
    drafts = [entry for entry in queue.entries if entry.draft.state != "dismissed"]
    dismissed = [entry for entry in queue.entries if entry.draft.state == "dismissed"]
    for name, entries in (("drafts", drafts), ("dismissed", dismissed)):
        rows += f"{name}:\n" + "".join(item(fields_of(entry)) for entry in entries) if entries else f"{name}: []\n"
    return _HEAD + rows


def fields_of(entry: Entry) -> Mapping[str, Node]:
    """What the queue says of a draft, in the words of the file; what is left out has its default."""
    draft, period = entry.draft, entry.draft.period
    fields: dict[str, Node | None] = {
        "id": entry.id,
        "decision": "" if entry.state is State.OPEN else entry.state.value,
        "why": entry.why,
        "claim": entry.claim,
        "edited": "true" if entry.edited else None,
        "kind": "" if draft.kind == "metric" else draft.kind,
        "state": "" if draft.state == "claim" else draft.state,
        "reason": draft.reason,
        "about": draft.subject,
        "about-text": draft.subject_text,
        "metric": draft.metric,
        "metric-text": draft.metric_text,
        "relation": draft.predicate,
        "object": draft.object,
        "object-text": draft.object_text,
        "opinion": draft.aspect,
        "polarity": draft.polarity,
        "says": draft.says,
        "value": write_quantity(_quantity(draft)) if draft.unit else None,
        "printed": draft.printed,
        "period": write_period(period) if period else None,
        "basis": period.basis if period and period.basis != "stated" else None,
        "window": draft.window,
        "modality": "" if draft.modality is Modality.ACTUAL else draft.modality.value,
        "negated": "true" if draft.negated else None,
        "by": draft.attribution,
        "relative-to": draft.relative_to,
        "scope": dict(draft.scope),
        "span": f"{draft.evidence_start}..{draft.evidence_end}" if draft.evidence_end > draft.evidence_start else None,
        "printed-span": f"{draft.start}..{draft.end}" if draft.end > draft.start else None,
        "check": entry.check,
        "rule": draft.rule,
        "resolution": draft.resolution,
        "confidence": None if draft.confidence is None else f"{draft.confidence:g}",
    }
    if draft.state == "dismissed":
        fields = {name: fields[name] for name in ("id", "printed", "printed-span", "reason", "check", "rule", "state")}
    return {name: node for name, node in fields.items() if node}


def _quantity(draft: Draft) -> Quantity:
    return Quantity(
        draft.low, draft.high, draft.unit or "count", draft.printed, low_exclusive=draft.low_exclusive,
        high_exclusive=draft.high_exclusive, precision=draft.precision, per_unit=draft.per_unit,
    )  # fmt: skip


# --- read ---------------------------------------------------------------------------------------------------------------


def read_queue(path: Path) -> Queue:
    """The queue of one article. Raises CorpusError with every line that cannot be read."""
    problems = Problems()
    data = read_bytes(path, problems)
    record = read_record(data, path, problems) if data is not None else None
    problems.check()
    if record is None:
        raise CorpusError(f"{path}: holds no queue; ingest the article again")
    queue = _queue(record, path)
    problems.check()
    return queue


def _queue(record: Record, path: Path) -> Queue:
    published = record.text("published")
    source = Source(
        id=path.stem, title=record.text("title") or path.stem, url=record.text("url"), publisher=record.text("publisher"),
        language=record.text("language"), published=PartialDate(published) if published else None, kind=record.text("kind"),
        digest=record.text("digest"), text_length=record.number("length"),
    )  # fmt: skip
    entries = tuple(_entries(record))
    return Queue(
        source, record.text("location") or "", entries, record.text("author"), record.text("published-from"),
        record.texts("credits"),
    )  # fmt: skip


def _entries(record: Record) -> Iterator[Entry]:
    for name in ("drafts", "dismissed"):
        for row in record.records(name):
            try:
                draft = read_draft(row, Draft(kind=row.text("kind") or "metric", state=row.text("state") or "claim"))
            except ValueError as error:
                row.problem("draft", str(error))
                continue
            yield Entry(
                row.text("id", required=True) or "", draft, row.text("check") or "", State(row.text("decision") or "open"),
                row.text("why"), row.text("claim"), row.flag("edited"),
            )  # fmt: skip


_TEXTS = {
    "reason": "reason", "about": "subject", "about-text": "subject_text", "metric": "metric", "metric-text": "metric_text",
    "relation": "predicate", "object": "object", "object-text": "object_text", "window": "window",
    "relative-to": "relative_to", "rule": "rule", "resolution": "resolution", "printed": "printed", "opinion": "aspect",
    "polarity": "polarity", "says": "says",
}  # fmt: skip


def read_draft(row: Record, draft: Draft) -> Draft:
    """The draft with what a record says of it, in the words of the queue; what it leaves out stays. Raises ValueError."""
    changes: dict[str, object] = {name: row.text(key) for key, name in _TEXTS.items() if key in row}
    if text := row.text("value"):
        quantity = parse_quantity(text, row.text("printed") or draft.printed)
        names = ("low", "high", "unit", "low_exclusive", "high_exclusive", "precision", "per_unit")
        changes |= {name: getattr(quantity, name) for name in names}
    if text := row.text("period"):
        changes["period"] = None if text == "none" else parse_period(text, row.text("basis") or "stated")
    if text := row.text("modality"):
        changes["modality"] = Modality(text)
    if "negated" in row:
        changes["negated"] = row.flag("negated")
    if "by" in row:
        named = row.texts("by")
        changes["attribution"] = () if named == ("none",) else named
    if "scope" in row:
        changes["scope"] = row.pairs("scope")
    if text := row.text("confidence"):
        changes["confidence"] = float(text)
    for key, first, last in (("span", "evidence_start", "evidence_end"), ("printed-span", "start", "end")):
        if text := row.text(key):
            changes[first], changes[last] = parse_span(text)
    return replace(draft, **changes)  # type: ignore[arg-type]
