"""Locations -> drafted claims: each document read and drafted, several at once on all cores, in the order given.

Nothing is stored. A document that cannot be read is told with its reason and does not stop the others.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from claimgraph.errors import ClaimGraphError, SourceError
from claimgraph.extraction import Draft, Reading, read
from claimgraph.extraction.gate import Gate
from claimgraph.pipeline.ground import Ground, load_ground
from claimgraph.sources import Document, Limits, read_document

if TYPE_CHECKING:
    from claimgraph.extraction.language_model import LanguageModel

__all__ = ["Drafted", "draft", "drafted", "extract"]

_USUAL = Limits()
_NOTHING = Reading(())


@dataclass(frozen=True, slots=True)
class Drafted:
    """One location: its document and what was read in it, or why it could not be read. `notes` tell what a model did."""

    location: str
    document: Document | None = None
    reading: Reading = _NOTHING
    fault: str | None = None
    notes: tuple[str, ...] = ()


def extract(
    locations: Sequence[str],
    corpus: str | Path = "ai-video",
    *,
    model: LanguageModel | None = None,
    limits: Limits = _USUAL,
    jobs: int | None = None,
) -> Iterator[Drafted]:
    """The drafts of each location, in order. Raises CorpusError where the corpus is wrong, ExtractionError for the model.

    Several locations are read on all cores (or on `jobs` of them); one alone, or with a model, in this process.
    """
    return drafted(locations, load_ground(corpus), model=model, limits=limits, jobs=jobs)


def drafted(
    locations: Sequence[str],
    ground: Ground,
    *,
    model: LanguageModel | None = None,
    limits: Limits = _USUAL,
    jobs: int | None = None,
) -> Iterator[Drafted]:
    """What `extract` gives, on a ground that is loaded already."""
    workers = min(jobs or os.cpu_count() or 1, len(locations))
    if workers < 2 or model is not None or "-" in locations:
        yield from (_drafted(location, ground, limits, model) for location in locations)
        return
    with _workers(workers, ground, limits) as pool:
        yield from pool.map(_work, locations)


def draft(document: Document, ground: Ground, model: LanguageModel | None = None) -> tuple[Reading, tuple[str, ...]]:
    """What the rules, and the model where there is one, read in a document and the gate lets pass; none of boilerplate."""
    reading = read(document.text, ground.lexicon, published=document.published)
    reading = Gate(document.text, ground.lexicon, reading, document.published).gated()
    notes: tuple[str, ...] = ()
    if model is not None:
        from claimgraph.extraction.language_model import read_with_model

        report = read_with_model(document.text, ground.lexicon, reading, model, published=document.published)
        reading, notes = report.reading, report.notes
    return without_boilerplate(reading, document.boilerplate), notes


def without_boilerplate(reading: Reading, spans: Sequence[tuple[int, int]]) -> Reading:
    """The reading with everything inside these spans dismissed: a quantity stays in the account, the rest goes."""

    def inside(one: Draft) -> bool:
        return any(start <= one.start and one.end <= end for start, end in spans)

    kept = (one for one in reading.drafts if one.kind == "metric" or not inside(one))
    return Reading(
        tuple(
            replace(one, state="dismissed", reason="boilerplate", rule="accounting")
            if inside(one) and one.state != "dismissed"
            else one
            for one in kept
        )
    )


def summary(drafted: Sequence[Drafted]) -> Mapping[str, int]:
    """How many drafts of each state, and of each kind that is no number, over all documents."""
    total: dict[str, int] = {"claim": 0, "unmapped": 0, "dismissed": 0}
    for one in drafted:
        for state, count in one.reading.summary().items():
            total[state] = total.get(state, 0) + count
    return total


_ground: Ground | None = None
_limits = _USUAL


def _workers(count: int, ground: Ground, limits: Limits) -> ProcessPoolExecutor:
    """Processes that share the lexicon as it is loaded here where they can be forked, and load it again elsewhere."""
    global _ground, _limits
    ground.lexicon.reader()
    _ground, _limits = ground, limits
    method = "fork" if sys.platform == "linux" else None
    return ProcessPoolExecutor(count, multiprocessing.get_context(method), _prepare, (ground.folder, limits))


def _prepare(folder: Path, limits: Limits) -> None:
    """What a worker process that was not forked loads once."""
    global _ground, _limits
    if _ground is None:
        _ground, _limits = load_ground(folder), limits


def _work(location: str) -> Drafted:
    if _ground is None:
        raise ClaimGraphError("a worker process has no lexicon; run with one file at a time")
    return _drafted(location, _ground, _limits, None)


def _drafted(location: str, ground: Ground, limits: Limits, model: LanguageModel | None) -> Drafted:
    try:
        document = read_document(location, limits)
    except SourceError as error:
        return Drafted(location, fault=str(error))
    try:
        reading, notes = draft(document, ground, model)
    except ClaimGraphError:
        raise
    except Exception as error:  # one article that trips the rules must not cost a batch the others
        what = f"{type(error).__name__}: {error}"
        return Drafted(location, fault=f"{location}: drafting failed ({what}); a fault of claimgraph, please report it")
    return Drafted(location, document, reading, notes=notes)
