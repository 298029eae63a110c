"""The commands as one Typer application, and what they share: the store that is meant, the terminal's width."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from claimgraph.store import ClaimStore

application = typer.Typer(
    name="claimgraph",
    help="A knowledge graph of claims: who said it, on what number, through whom, and do they agree?",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)

Store = Annotated[
    str | None,
    typer.Option("--store", metavar="WHERE", help="A folder that build wrote, an RDF file, or the URL of an endpoint."),
]


def _version(wanted: bool) -> None:
    if wanted:
        from claimgraph import __version__

        typer.echo(f"claimgraph {__version__}")
        raise typer.Exit


@application.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """What stands before any verb."""


def open_store(where: str | None) -> ClaimStore:
    """The store that is meant: --store, else CLAIMGRAPH_STORE, else build/ai-video, else the one build below build/."""
    from claimgraph.errors import StoreError
    from claimgraph.store import ClaimStore

    named = where or os.environ.get("CLAIMGRAPH_STORE")
    if named:
        return ClaimStore.open(named)
    builds = sorted(path.parent for path in Path("build").glob("*/store"))
    default = Path("build/ai-video")
    if default in builds or len(builds) == 1:
        return ClaimStore.open(default if default in builds else builds[0])
    if builds:
        raise StoreError(f"several builds here ({', '.join(map(str, builds))}): name one with --store")
    raise StoreError("no build here: run `claimgraph build` first, or name a store with --store")


def output() -> IO[bytes]:
    """Standard output as bytes."""
    return sys.stdout.buffer


def terminal_width() -> int | None:
    """The columns of the terminal, or None where the output is no terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def say(step: str) -> None:
    """Progress on a terminal, on standard error; nothing in a pipe."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{step} ..." if step else "\r\x1b[K")
        sys.stderr.flush()


from claimgraph.cli import asking, briefing, intake, making  # noqa: E402, F401 - the verbs register themselves
