"""Verbs whose answers people read: show, compare, disagreements, forecasts, path, timeline, diff."""

from __future__ import annotations

from typing import Annotated

import typer

from claimgraph.cli.application import Store, application, open_store

_Entity = Annotated[str, typer.Argument(help="An id, or a name in any language.")]
_AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Only what sources published by then said.")]
_Metrics = Annotated[list[str] | None, typer.Option("--metric", "-m", help="Only this number and the narrower ones.")]
_About = Annotated[str | None, typer.Option("--about", metavar="ENTITY", help="Only where this entity takes part.")]
_Format = Annotated[str, typer.Option("--format", help="table or json.")]
_Forms = Annotated[str, typer.Option("--format", help="table, json or markdown.")]


@application.command()
def show(
    entity: _Entity, metric: _Metrics = None, as_of: _AsOf = None, format: _Forms = "table", store: Store = None
) -> None:
    """Show what is claimed of an entity: by whom, through whom, with support and disputes."""
    from claimgraph import briefing
    from claimgraph.cli.time import known_as_of

    with known_as_of(open_store(store), as_of) as opened:
        typer.echo(briefing.write(briefing.show(opened, entity, metric or ()), format), nl=False)


@application.command()
def compare(
    entities: Annotated[list[str], typer.Argument(help="Ids or names.")],
    metric: _Metrics = None,
    period: Annotated[str | None, typer.Option(help="Only values within it: 2025, 2025-Q3, 2025-01..2025-09.")] = None,
    over_time: Annotated[bool, typer.Option("--over-time", help="One entity, its periods as columns.")] = False,
    as_of: _AsOf = None,
    format: Annotated[str, typer.Option("--format", help="table, json, markdown, csv or html.")] = "table",
    store: Store = None,
) -> None:
    """Compare entities number by number; a blank says why it is blank."""
    from claimgraph import briefing
    from claimgraph.cli.time import known_as_of

    with known_as_of(open_store(store), as_of) as opened:
        matrix = briefing.compare(opened, entities, metrics=metric or (), during=period, over_time=over_time)
    typer.echo(briefing.write(matrix, format), nl=False)


@application.command()
def disagreements(
    kind: Annotated[str | None, typer.Option("--kind", help="contradiction, estimate-spread, revision, ...")] = None,
    about: _About = None,
    as_of: _AsOf = None,
    format: _Format = "table",
    store: Store = None,
) -> None:
    """List the disagreements with members, sources and why; the grave ones first."""
    from claimgraph import briefing
    from claimgraph.cli.time import known_as_of

    with known_as_of(open_store(store), as_of) as opened:
        typer.echo(briefing.write(briefing.disagreements(opened, kind=kind, about=about), format), nl=False)


@application.command()
def forecasts(about: _About = None, as_of: _AsOf = None, format: _Format = "table", store: Store = None) -> None:
    """Show the forecast book: what was missed, met, is due or open, and how each origin fared."""
    from claimgraph import briefing
    from claimgraph.cli.time import known_as_of

    with known_as_of(open_store(store), as_of) as opened:
        typer.echo(briefing.write(briefing.forecasts(opened, about=about), format), nl=False)


@application.command()
def path(start: _Entity, end: _Entity, as_of: _AsOf = None, format: _Format = "table", store: Store = None) -> None:
    """Show how two entities are connected, with the claims on the way."""
    from claimgraph import briefing
    from claimgraph.briefing.writing import routes_text
    from claimgraph.cli.time import known_as_of

    with known_as_of(open_store(store), as_of) as opened:
        routes = briefing.path(opened, start, end)
    typer.echo(briefing.write(routes, format, table=lambda found: routes_text(found, start, end)), nl=False)


@application.command()
def timeline(
    entity: _Entity, metric: _Metrics = None, as_of: _AsOf = None, format: _Format = "table", store: Store = None
) -> None:
    """Show the dated events and values of an entity in order, with who said so."""
    from claimgraph import briefing
    from claimgraph.cli.time import known_as_of

    with known_as_of(open_store(store), as_of) as opened:
        typer.echo(briefing.write(briefing.timeline(opened, entity, metric or ()), format), nl=False)


@application.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="The earlier build.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The later build.")],
    as_of: _AsOf = None,
    format: _Format = "table",
) -> None:
    """Show the changes between two builds, as claims."""
    from claimgraph import briefing
    from claimgraph.cli.time import known_as_of

    with known_as_of(open_store(before), as_of) as old, known_as_of(open_store(after), as_of) as new:
        typer.echo(briefing.write(briefing.diff(old, new), format), nl=False)
