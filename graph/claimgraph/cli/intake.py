"""Verbs that take articles in: extract, ingest, review."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from claimgraph.cli.application import application, say

if TYPE_CHECKING:
    from claimgraph.extraction.language_model import LanguageModel
    from claimgraph.pipeline.drafting import Drafted

Item = TypeVar("Item")
_Locations = Annotated[list[str], typer.Argument(metavar="FILE|URL|-...", help="Articles: files, addresses, or - .")]
_Corpus = Annotated[str, typer.Option("--corpus", "-c", help="A corpus folder, or the name of a packaged one.")]
_Llm = Annotated[bool, typer.Option("--llm", help="Ask a language model too (CLAIMGRAPH_LLM_URL, _MODEL, _KEY).")]


@application.command()
def extract(locations: _Locations, corpus: _Corpus = "ai-video", llm: _Llm = False) -> None:
    """Draft claims from articles: one JSON object a line, nothing stored."""
    from claimgraph.pipeline import drafting

    drafted = []
    found = drafting.extract(locations, corpus, model=_model(llm))
    for one in _shown(found, len(locations), "reading"):
        drafted.append(one)
        _print_drafts(one)
    counts = ", ".join(f"{count:,} {state}" for state, count in drafting.summary(drafted).items())
    typer.echo(counts, err=True)
    if any(one.fault for one in drafted):
        raise typer.Exit(2)


@application.command()
def ingest(
    locations: _Locations,
    corpus: Annotated[str, typer.Option("--corpus", "-c", help="The corpus folder whose queue takes the drafts.")],
    llm: _Llm = False,
) -> None:
    """Put the drafts of articles into a corpus's review queue."""
    from claimgraph import pipeline

    faults = 0
    for one in _shown(pipeline.ingest(locations, corpus, model=_model(llm)), len(locations), "ingesting"):
        say("")
        faults += one.fault is not None
        typer.echo(f"claimgraph: {one.fault}" if one.fault else one.summary(), err=one.fault is not None)
        for note in (*one.lost, *one.notes):
            typer.echo(f"  {note}", err=True)
    if faults:
        raise typer.Exit(2)


@application.command()
def review(
    corpus: _Corpus = "ai-video",
    decisions: Annotated[Path | None, typer.Option(metavar="FILE", help="Apply the decisions of this file.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="Only show what waits.")] = False,
    names: Annotated[bool, typer.Option("--names", help="Only show new names, and whom they may mean.")] = False,
    tagged: Annotated[bool, typer.Option("--tagged", help="With Chinese names a tagger suggests (extra ner).")] = False,
) -> None:
    """Walk through the drafts that wait: accept, edit, map, merge, reject, undo.

    A FILE of decisions says the same, once or after every ingest; a line takes the fields that the queue shows:

    \b
    decisions:
    - {source: art, draft: all, verdict: accept}  # all that are ready
    - {source: art, draft: 0a1b2c, verdict: accept, modality: expected}
    - {source: art, draft: 3d4e5f, verdict: map, metric: monthly_active_users}
    - {source: art, draft: 6a7b8c, verdict: reject, why: another company}
    - {source: art, name: Oxbow, verdict: create, kind: Company}
    - {source: art, name: OxbowAI, verdict: merge, into: oxbow}

    Further verdicts: edit, reopen.
    """
    from claimgraph.corpus import find_corpus

    if decisions is not None:
        _apply(corpus, decisions)
    elif names or tagged:
        _names(find_corpus(corpus), tagged)
    elif list_ or not sys.stdin.isatty():
        _list(find_corpus(corpus))
    else:
        from claimgraph.cli.reviewing import walk

        typer.echo(f"{walk(find_corpus(corpus))} decided")


def _apply(corpus: str, path: Path) -> None:
    """Apply a file of decisions; exit 2 when one of them could not be applied."""
    from claimgraph.pipeline import apply_decisions

    faults = 0
    for applied in apply_decisions(corpus, path):
        faults += applied.fault is not None
        typer.echo(f"claimgraph: {applied.fault}" if applied.fault else applied.what, err=applied.fault is not None)
    if faults:
        raise typer.Exit(2)


def _list(folder: Path) -> None:
    """The open drafts of a corpus, one a line: article, id, state, subject, what, value as printed."""
    from claimgraph.pipeline import waiting

    for queue in waiting(folder):
        for entry in queue.open:
            draft = entry.draft
            what = draft.metric or draft.predicate or draft.metric_text or draft.kind
            cells = (
                queue.source.id,
                entry.id,
                draft.state,
                draft.subject or draft.subject_text or "?",
                what,
                draft.printed,
            )
            typer.echo("\t".join(" ".join(str(cell).split()) for cell in cells))


def _names(folder: Path, tagged: bool) -> None:
    """The names that no entity bears, one a line: article, name, likely kind, how often, candidates with their likeness."""
    from claimgraph.pipeline import Review, waiting

    for queue in waiting(folder):
        for new in Review(folder, queue.source.id).names(tagged=tagged):
            candidates = ", ".join(f"{one.entity} ({one.label}, {one.likeness:g})" for one in new.candidates)
            typer.echo(
                "\t".join((queue.source.id, new.name, new.kind, str(len(new.spans)), candidates or "nobody known"))
            )


def _print_drafts(one: Drafted) -> None:
    """The drafts of one document as lines of JSON; what went wrong, and what a model did, on standard error."""
    say("")
    for note in (*([f"claimgraph: {one.fault}"] if one.fault else []), *one.notes):
        typer.echo(note, err=True)
    lines = (
        json.dumps({**draft.as_dict(), "document": one.location}, ensure_ascii=False) for draft in one.reading.drafts
    )
    sys.stdout.writelines(f"{line}\n" for line in lines)


def _shown(items: Iterable[Item], length: int, label: str) -> Iterator[Item]:
    """The items, with a progress bar on a terminal where there are several."""
    hidden = length < 2 or not sys.stderr.isatty()
    with typer.progressbar(items, length=length, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield from bar


def _model(wanted: bool) -> LanguageModel | None:
    if not wanted:
        return None
    from claimgraph.extraction.language_model import LanguageModel

    return LanguageModel.from_environment()
