"""Names in drafts: where they stand, which entity they come to mean, and the lines that record the decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from claimgraph.corpus.layout import item
from claimgraph.corpus.nodes import insertion_point
from claimgraph.errors import CorpusError
from claimgraph.extraction import Draft
from claimgraph.extraction.rules.fold import fold
from claimgraph.pipeline.ground import Ground
from claimgraph.pipeline.queue import Queue
from claimgraph.resolution import Sighting

__all__ = ["appended", "renamed", "sightings", "with_same"]


def renamed(draft: Draft, name: str, id: str) -> Draft:
    """The draft with an entity wherever it uses that name; a doubt that the rules have of it stays."""

    def same(words: str | None) -> bool:
        return words is not None and fold(words).casefold() == fold(name).casefold()

    changes: dict[str, object] = {"attribution": tuple(id if same(agent) else agent for agent in draft.attribution)}
    if draft.subject is None and same(draft.subject_text):
        changes["subject"] = id
    if draft.object is None and same(draft.object_text):
        changes["object"] = id
    if same(draft.relative_to):
        changes["relative_to"] = id
    return replace(draft, **changes)  # type: ignore[arg-type]


def sightings(queue: Queue, ground: Ground) -> Iterator[Sighting]:
    """Every name in the open drafts that no entity bears, with the kind that its place in the draft suggests."""
    metrics, relations = ground.vocabulary.metrics, ground.vocabulary.relations
    for entry in queue.open:
        draft = entry.draft
        span = ((draft.evidence_start, draft.evidence_end),)
        relation = relations.get(draft.predicate or "")
        if draft.subject is None and draft.subject_text:
            metric = metrics.get(draft.metric or "")
            domain = metric.domain if metric else ()
            kind = relation.domain if relation else next(iter(domain), "Organization")
            yield Sighting(draft.subject_text, kind, span)
        if draft.object is None and draft.object_text:
            yield Sighting(draft.object_text, relation.range if relation else "Organization", span)
        for agent in draft.attribution:
            if agent not in ground.entities:
                yield Sighting(agent, "Organization", span)
        if draft.relative_to and draft.relative_to not in ground.entities:
            yield Sighting(draft.relative_to, "Organization", span)


def appended(path: Path, block: str) -> str:
    """The text of a file with a block at its end."""
    text = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
    return text + ("" if not text or text.endswith("\n") else "\n") + block


def with_same(path: Path, one: str, other: str, why: str | None) -> str:
    """decisions.yaml with one more line under `same`."""
    text = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
    place = insertion_point(text, "same") if text.strip() else (0, 0, True)
    if place is None:
        raise CorpusError(f"{path}: same: is written in [brackets]; put each decision on a line that starts with '- '")
    after, indent, empty = place
    row = item({"entities": [one, other], **({"why": why} if why else {})}, indent)
    rows = appended(path, "").splitlines(keepends=True) if text else []
    if empty:
        named = rows[after - 1 : after] and rows[after - 1].lstrip().startswith("same")
        rows[after - (1 if named else 0) : after] = ["same:\n", row]
    else:
        rows.insert(after, row)
    return "".join(rows)
