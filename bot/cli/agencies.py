"""``gopy agency``: the names of agencies, today's and those they had."""

from typing import Annotated

import typer

from bot.cli.edge import read_day, settings, show_json, tongue, work

app = typer.Typer(help="Names of agencies.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.callback()
def _agency() -> None:
    """Names of agencies."""


@app.command("name")
def name(
    code: Annotated[str, typer.Argument(help="Code of the agency.")],
    vietnamese: Annotated[str, typer.Argument(help="Its name today, in Vietnamese.")],
    english: Annotated[str, typer.Option(help="Its name in English.")] = "",
) -> None:
    """Give an agency its names."""

    async def set_name() -> None:
        from bot.opening import open_database
        from services import agencies

        async with open_database(settings()) as database, database.transaction() as session:
            agency = await agencies.name(session, code, vietnamese, english)
        typer.echo(f"{agency.code}: {agency.name}")

    work(set_name())


@app.command("alias")
def alias(
    code: Annotated[str, typer.Argument(help="Code of the agency.")],
    former: Annotated[str, typer.Argument(metavar="NAME", help="A name it had, or a body it took in had.")],
    since: Annotated[str | None, typer.Option(help="First day of the name, if known.")] = None,
    until: Annotated[
        str | None, typer.Option(help="Last day of the name; without it the name is only found by.")
    ] = None,
) -> None:
    """Keep a former name, so that old papers stay readable and people find the agency by it."""

    async def keep() -> None:
        from bot.opening import now, open_database
        from services import agencies

        first, last = (read_day(day) if day else None for day in (since, until))
        async with open_database(settings()) as database, database.transaction() as session:
            kept = await agencies.add_alias(session, code, former, "command line", now(), since=first, until=last)
        t = tongue()
        typer.echo(t("Đã ghi tên cũ của {agency}: {name}", agency=code, name=kept.name))

    work(keep())


@app.command("list")
def list_agencies(as_json: Json = False) -> None:
    """List agencies with their former names."""

    async def show() -> None:
        from bot.opening import open_database
        from services import agencies

        async with open_database(settings()) as database, database.transaction() as session:
            listed = await agencies.listed(session)
            former = await agencies.aliases(session)
        rows = [
            {
                "code": agency.code,
                "name": agency.name,
                "name_en": agency.name_en,
                "aliases": [
                    {"name": one.name, "since": one.since, "until": one.until}
                    for one in former
                    if one.agency_code == agency.code
                ],
            }
            for agency in listed
        ]
        if as_json:
            show_json(rows)
            return
        for agency in listed:
            typer.echo(f"{agency.code:16} {agency.name}")
            for one in former:
                if one.agency_code == agency.code:
                    typer.echo(f"{'':16}   {one.since or '…'} – {one.until or '…'}  {one.name}")

    work(show())
