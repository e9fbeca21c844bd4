"""``gopy db``: bring the schema up to date, copy the database while it runs, put a copy back."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.edge import settings, show_json, tongue, work

if TYPE_CHECKING:
    from services.backup import Copy
    from storage.db import Database

app = typer.Typer(help="The database.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command("upgrade")
def upgrade() -> None:
    """Run every missing migration."""

    async def bring_up(database: "Database") -> None:
        from storage import migrate

        before = await migrate.current(database)
        await migrate.upgrade(database)
        typer.echo(f"{before or '-'} -> {migrate.head()}")

    work(_on_the_database(bring_up))


@app.command("backup")
def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file of that name.")] = False,
    as_json: Json = False,
) -> None:
    """Copy the whole database into one file, consistently, while the bot runs."""

    async def save(database: "Database") -> None:
        from services import backup

        copy = await backup.save(database, file, force=force)
        if as_json:
            show_json(_shown(file, copy))
            return
        t = tongue()
        typer.echo(t("Đã sao lưu vào {file} ({size} byte, lược đồ {revision}).", file=file, size=copy.size,
                     revision=copy.revision))  # fmt: skip
        typer.echo(t("Xin cất GOPY_SECRET_KEY và GOPY_IDENTITY_KEYS ở nơi khác: thiếu chúng, bản sao không dùng được."))

    work(_on_the_database(save))


@app.command("restore")
def restore(
    file: Annotated[Path, typer.Argument(help="A copy made by gopy db backup.")],
    force: Annotated[
        bool, typer.Option("--force", help="Replace a database that holds data; it is kept as .before-restore.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check a copy and put it in the database's place; stop the bot first."""

    async def put_back(database: "Database") -> None:
        from services import backup
        from storage import migrate

        copy = await backup.restore(database, file, force=force)
        if as_json:
            show_json(_shown(file, copy))
            return
        t = tongue()
        typer.echo(t("Đã khôi phục từ {file} (lược đồ {revision}).", file=file, revision=copy.revision))
        if copy.former:
            typer.echo(t("Dữ liệu cũ được giữ ở {file}.", file=copy.former))
        if copy.revision != migrate.head():
            typer.echo(t("Bản sao này cũ hơn chương trình. Chạy «gopy db upgrade» trước khi khởi động bot."))

    work(_on_the_database(put_back))


def _shown(file: Path, copy: "Copy") -> dict[str, object]:
    former = str(copy.former) if copy.former else None
    return {"file": str(file), "bytes": copy.size, "revision": copy.revision, "former": former}


async def _on_the_database(act: Callable[["Database"], Awaitable[None]]) -> None:
    """Runs ``act`` on the database as it is: no migration is run on the way in."""
    from storage.db import Database

    database = Database(settings().database_url)
    try:
        await act(database)
    finally:
        await database.close()
