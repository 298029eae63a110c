"""Verbs that make something: build, new, export, draw, verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimgraph.cli.application import Store, application, open_store, output, say

_Corpus = Annotated[str, typer.Argument(help="A corpus folder, or the name of a packaged one.")]
_Texts = Annotated[Path | None, typer.Option(metavar="DIR", help="Slice every evidence span again in these texts.")]


@application.command()
def build(
    corpus: _Corpus = "ai-video",
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to build (default build/CORPUS).")] = None,
    texts: _Texts = None,
) -> None:
    """Build a checked graph of a corpus: store, graph.ttl, network.html, report."""
    from claimgraph import pipeline

    report = pipeline.build(corpus, out, texts=texts, progress=say)
    say("")
    typer.echo(report.summary())
    if not report.holds:
        typer.echo(report.faults(), err=True)
        raise typer.Exit(1)
    typer.echo(f"  {report.written()}")


@application.command()
def new(folder: Path, title: Annotated[str | None, typer.Option(help="What the corpus is about.")] = None) -> None:
    """Start a corpus of one's own in a new folder."""
    from claimgraph.corpus import new_corpus

    new_corpus(folder, title or folder.name)
    typer.echo(f"{folder} is ready: write sources/*.yaml, then `claimgraph build {folder}`")


@application.command()
def export(
    file: Annotated[str, typer.Argument(help="The file to write, or - for standard output.")],
    format: Annotated[
        str | None, typer.Option("--format", "-f", help="turtle, trig, jsonld, graphml, csv, ...")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    around: Annotated[str | None, typer.Option(help="Only claims in which this entity takes part.")] = None,
    construct: Annotated[str | None, typer.Option(help="Only the triples of this CONSTRUCT (a file, or - ).")] = None,
    vocabulary: Annotated[bool, typer.Option("--vocabulary", help="With the vocabulary's own graph.")] = False,
    store: Store = None,
) -> None:
    """Export the graph, or a part of it, by suffix or --format."""
    from claimgraph import formats

    path = None if file == "-" else Path(file)
    wanted = formats.format_of(format or ("turtle" if path is None else None), path)
    with (
        open_store(store) as opened,
        formats.part(opened, source=source, around=around, construct=_read(construct), vocabulary=vocabulary) as (
            part,
            selection,
        ),
    ):
        if path is None:
            formats.write(part, output(), wanted, selection)
        else:
            formats.export(part, path, wanted, selection)


@application.command()
def draw(
    file: Annotated[Path, typer.Argument(help="The page to write.")] = Path("network.html"),
    around: Annotated[str | None, typer.Option(help="Start from this entity.")] = None,
    hops: Annotated[int, typer.Option(min=1, max=9, help="How far from it.")] = 1,
    store: Store = None,
) -> None:
    """Draw the network as one self-contained page."""
    from claimgraph.drawing import draw as draw_page

    with open_store(store) as opened:
        draw_page(opened, file, around=around, hops=hops)
    typer.echo(f"{file} is written: open it in a browser")


@application.command()
def verify(
    texts: Annotated[Path, typer.Option(metavar="DIR", help="The folder with the texts of the sources.")],
    corpus: Annotated[str | None, typer.Option(help="A corpus instead of a built store.")] = None,
    store: Store = None,
) -> None:
    """Slice every evidence span again; exit 1 when one no longer matches."""
    from claimgraph.errors import SourceError
    from claimgraph.pipeline import verify_corpus, verify_store

    if corpus:
        checked = verify_corpus(corpus, texts)
    else:
        with open_store(store) as opened:
            checked = verify_store(opened, texts)
    if not checked.checked and checked.absent:
        raise SourceError(f"{checked.summary()}; name the folder that holds the articles as they were read")
    for mismatch in checked.mismatches:
        typer.echo(str(mismatch), err=True)
    typer.echo(checked.summary())
    if not checked.holds:
        raise typer.Exit(1)


def _read(name: str | None) -> str | None:
    from claimgraph.cli.asking import query_text

    return None if name is None else query_text(name)
