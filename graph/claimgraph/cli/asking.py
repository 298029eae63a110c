"""Verbs that ask: query."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from claimgraph.cli.application import Store, application, open_store, output, terminal_width

_Format = Annotated[str, typer.Option("--format", help="table, csv, tsv, json, xml, markdown or turtle.")]


@application.command()
def query(
    question: Annotated[str | None, typer.Argument(metavar="NAME|FILE|-", help="A named question, or SPARQL.")] = None,
    sparql: Annotated[str | None, typer.Option("-q", metavar="SPARQL", help="The query itself.")] = None,
    parameter: Annotated[list[str] | None, typer.Option("-p", metavar="K=V", help="A value for a question.")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="Only what sources published by then said.")] = None,
    format: _Format = "table",
    list_: Annotated[bool, typer.Option("--list", help="Show the named questions.")] = False,
    store: Store = None,
) -> None:
    """Ask a named question, or SPARQL of your own."""
    from claimgraph import queries
    from claimgraph.cli.catalogue import listing
    from claimgraph.cli.time import known_as_of

    if list_ or (question is None and sparql is None):
        typer.echo(listing(question, width=terminal_width() or 80))
        return
    with known_as_of(open_store(store), as_of) as opened:
        if sparql is None and question is not None and _is_name(question):
            answer = queries.ask_named(opened, question, _values(parameter))
        else:
            text = sparql or query_text(question or "-")
            answer = queries.ask(opened, text)
            for hint in queries.absent(opened, text):
                typer.echo(f"claimgraph: {hint}", err=True)
        queries.write_answer(answer, format, output(), width=terminal_width())


def _is_name(question: str) -> bool:
    return question != "-" and not Path(question).is_file() and not question.endswith((".rq", ".sparql"))


def query_text(name: str) -> str:
    """SPARQL from a file, or from standard input for `-`. Raises QueryError where it cannot be read."""
    from claimgraph.errors import QueryError

    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(f"{name}: {error.strerror}; name a file with SPARQL, or - for standard input") from None
    except UnicodeDecodeError as error:
        raise QueryError(f"{name}: not UTF-8 at byte {error.start}; save the query as UTF-8") from None


def _values(pairs: list[str] | None) -> dict[str, str]:
    from claimgraph.errors import QueryError

    values = {}
    for pair in pairs or ():
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise QueryError(f"-p {pair}: write it as -p name=value")
        values[name] = value
    return values
