"""The commands as one Typer application. A module of verbs registers its commands by being imported here."""

from __future__ import annotations

import typer

application = typer.Typer(
    name="claimgraph",
    help="A knowledge graph of claims: who said it, on what number, through whom, and do they agree?",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from claimgraph import __version__

        typer.echo(f"claimgraph {__version__}")
        raise typer.Exit


@application.callback()
def options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """What stands before any verb."""


from claimgraph.cli import asking, making  # noqa: E402, F401 - the verbs register themselves
