"""A file of decisions on drafts, applied in order: what a person would do in the terminal, written down and repeatable.

A decision that was taken already is passed over, so that the file can be applied again after every ingest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from claimgraph.claim import Polarity
from claimgraph.corpus import find_corpus
from claimgraph.corpus.problems import Problems, did_you_mean
from claimgraph.corpus.records import Record, read_bytes, read_record
from claimgraph.errors import ClaimGraphError, CorpusError
from claimgraph.extraction.rules.fold import fold
from claimgraph.pipeline.queue import State, read_draft
from claimgraph.pipeline.review import Review

__all__ = ["Applied", "apply_decisions", "changes_of"]

_KEYS = (
    "source", "draft", "verdict", "why", "name", "kind", "id", "into", "opinion", "says", "polarity", "about", "metric",
    "value", "printed", "period", "basis", "window", "modality", "negated", "by", "relative-to", "scope", "relation",
    "object",
)  # fmt: skip
_EDITABLE = (
    "about", "metric", "value", "period", "window", "modality", "negated", "by", "relative-to", "scope", "relation",
    "object", "opinion", "polarity", "says",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Applied:
    """One decision of the file: its line, what was done, or why it could not be."""

    line: int
    what: str
    fault: str | None = None


def apply_decisions(corpus: str | Path, path: Path) -> Iterator[Applied]:
    """Apply the decisions of a file one by one; one that cannot be applied is told and the next is taken.

    Raises CorpusError where the file is none.
    """
    folder, problems = find_corpus(corpus), Problems()
    data = read_bytes(path, problems)
    record = read_record(data, path, problems) if data is not None else None
    rows = list(record.records("decisions")) if record else []
    if record is not None and not rows:
        problems.add(path, 1, "decisions", "is missing; write a list of decisions under it")
    for row in rows:
        row.allow(_KEYS)
    problems.check()
    for row in rows:
        try:
            done = _apply(folder, row)
        except (ClaimGraphError, ValueError) as error:
            yield Applied(row.line, row.text("verdict") or "", f"{path}:{row.line}: {error}")
        else:
            yield from (Applied(row.line, what) for what in done)


def _apply(folder: Path, row: Record) -> list[str]:
    verdict, source = row.text("verdict") or "", row.text("source")
    apply = _VERDICTS.get(verdict)
    if apply is None:
        raise CorpusError(f"verdict: {verdict!r} is none{did_you_mean(verdict, _VERDICTS)}")
    if source is None:
        raise CorpusError("source: is missing; name the article whose queue it is in")
    review = Review(folder, source)
    if row.text("draft") == "all":
        if verdict != "accept":
            raise CorpusError("draft: only accept takes all")
        return list(_accept_all(review))
    return [f"{source} {apply(review, row)}"]


def _accept_all(review: Review) -> Iterator[str]:
    """Accept every open draft that can be a claim as it is; the others wait on."""
    for entry in review.queue.open:
        if entry.draft.state == "claim":
            try:
                claim = review.accept(entry.id)
            except ClaimGraphError as error:
                yield f"{review.id} {entry.id}: waits: {error}"
            else:
                yield f"{review.id} {entry.id}: accepted as {claim}"


def _accept(review: Review, row: Record) -> str:
    id = _draft(row)
    if changes_of(row, review, id) and review.queue.entry(id).state is State.OPEN:
        review.edit(id, changes_of(row, review, id))
    return f"{id}: accepted as {review.accept(id)}"


def _edit(review: Review, row: Record) -> str:
    id = _draft(row)
    changes = changes_of(row, review, id)
    if not changes:
        return f"{id}: says so already"
    review.edit(id, changes)
    return f"{id}: edited"


def _map(review: Review, row: Record) -> str:
    id, metric = _draft(row), row.text("metric") or ""
    if review.queue.entry(id).draft.metric == metric:
        return f"{id}: mapped to {metric} already"
    return f"{id}: {review.map(id, metric)} drafts mapped to {metric}"


def _reject(review: Review, row: Record) -> str:
    id = _draft(row)
    review.reject(id, row.text("why") or "")
    return f"{id}: rejected"


def _reopen(review: Review, row: Record) -> str:
    review.reopen(_draft(row))
    return f"{_draft(row)}: open again"


def _create(review: Review, row: Record) -> str:
    name = row.text("name") or ""
    if known := _bearer(review, name):
        return f"{name}: is {known} already"
    return f"{name}: created as {review.create(name, row.text('kind') or '', row.text('id')).id}"


def _merge(review: Review, row: Record) -> str:
    name = row.text("name") or ""
    if known := _bearer(review, name):
        return f"{name}: is {known} already"
    return f"{name}: merged with {review.merge(name, row.text('into') or '', row.text('why')).id}"


_VERDICTS: dict[str, Callable[[Review, Record], str]] = {
    "accept": _accept,
    "edit": _edit,
    "map": _map,
    "reject": _reject,
    "reopen": _reopen,
    "create": _create,
    "merge": _merge,
}


def _draft(row: Record) -> str:
    id = row.text("draft")
    if id is None:
        raise CorpusError("draft: is missing; write the id of a draft in the queue")
    return id


def _bearer(review: Review, name: str) -> str | None:
    """The entity that bears exactly this name."""
    if not name.strip():
        raise CorpusError("name: is missing; write the name as the article does")
    wanted = fold(name).casefold()
    entities = review.ground.entities.values()
    return next((e.id for e in entities if any(fold(label.text).casefold() == wanted for label in e.labels)), None)


def changes_of(row: Record, review: Review, id: str) -> dict[str, object]:
    """What a record changes in a draft, under the names of the fields of `Draft`."""
    if not any(key in row for key in _EDITABLE):
        return {}
    old = review.queue.entry(id).draft
    new = read_draft(row, old)
    for field, value, known in (
        ("opinion", new.aspect, set(review.ground.vocabulary.aspects)), ("polarity", new.polarity, set(Polarity))
    ):  # fmt: skip
        if value is not None and value not in known:
            raise CorpusError(f"{field}: {value!r} is none{did_you_mean(value, known)}")
    return {name: getattr(new, name) for name in old.__slots__ if getattr(new, name) != getattr(old, name)}
