"""``gopy db``: bring the schema up to date."""

import typer

from bot.cli.edge import settings, work

app = typer.Typer(help="The database.", no_args_is_help=True)


@app.callback()
def _database() -> None:
    """The database."""


@app.command("upgrade")
def upgrade() -> None:
    """Run every missing migration."""

    async def bring_up() -> None:
        from storage import migrate
        from storage.db import Database

        database = Database(settings().database_url)
        try:
            before = await migrate.current(database)
            await migrate.upgrade(database)
            typer.echo(f"{before or '-'} -> {migrate.head()}")
        finally:
            await database.close()

    work(bring_up())
