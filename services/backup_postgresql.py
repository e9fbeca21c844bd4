"""Copies of a PostgreSQL database through pg_dump and pg_restore; which copy may be used is backup.py's."""

import asyncio
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import URL, inspect, literal, select, text

from services.errors import Refused
from storage.db import Database
from storage.models import metadata

_REVISION = re.compile(r"^COPY \S*alembic_version .*?;\n(\w+)$", re.MULTILINE | re.DOTALL)
_SSL = {"true": "require", "false": "disable"}


async def save(database: Database, target: Path) -> None:
    """Dumps the database into ``target``, whole as of one moment. Raises Refused: ``tool_missing``, ``tool_failed``."""
    await _run("pg_dump", ["--format=custom", "--no-owner", f"--file={target}"], database.url)


async def revision_in(file: Path) -> str | None:
    """The schema revision of a dump; None when it is no dump of ours. Raises Refused(``backup_broken``)."""
    try:
        await _run("pg_restore", ["--file=/dev/null", str(file)])  # reads every byte of it
        shown = await _run("pg_restore", ["--data-only", "--table=alembic_version", "--file=-", str(file)])
    except Refused as refused:
        if refused.code == "tool_missing":
            raise
        raise Refused("backup_broken", name=str(file)) from refused
    found = _REVISION.search(shown)
    return found[1] if found else None


async def restore(database: Database, file: Path, *, force: bool) -> Path | None:
    """Puts a dump back in one transaction; returns where the old state was dumped, None when there was nothing."""
    filled = not await _is_empty(database)
    if filled and not force:
        raise Refused("database_not_empty", name=str(database.url.database))
    await _must_be_ours_alone(database)
    await database.close()  # pg_restore waits for every lock, ours too
    former = None
    if filled:
        former = _free(file.with_name(f"{file.name}.before-restore"))
        await save(database, former)
    options = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
    await _run("pg_restore", [*options, str(file)], database.url)
    return former


async def _is_empty(database: Database) -> bool:
    """Whether none of our tables that exist holds a row."""
    async with database.engine.connect() as connection:
        there = set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))
        for table in (table for table in metadata.sorted_tables if table.name in there):
            if (await connection.execute(select(literal(1)).select_from(table).limit(1))).first():
                return False
    return True


async def _must_be_ours_alone(database: Database) -> None:
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    async with database.engine.connect() as connection:
        if (await connection.execute(others)).scalar_one():
            raise Refused("database_in_use", name=str(database.url.database))


def _free(file: Path) -> Path:
    number, free = 1, file
    while free.exists():
        number += 1
        free = file.with_name(f"{file.name}-{number}")
    return free


async def _run(tool: str, arguments: Sequence[str], url: URL | None = None) -> str:
    """What a tool prints. The password goes through the environment, where no list of processes shows it."""
    program = shutil.which(tool)
    if program is None:
        raise Refused("tool_missing", tool=tool)
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    if url is not None:
        environment |= {"PGPASSWORD": url.password} if url.password else {}
        arguments = [*arguments, f"--dbname={_libpq(url)}"]
    child = await asyncio.create_subprocess_exec(
        program,
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
    )
    shown, complaints = await child.communicate()
    if child.returncode:
        lines = complaints.decode(errors="replace").strip().splitlines() or [f"exit code {child.returncode}"]
        raise Refused("tool_failed", tool=tool, reason=lines[0])
    return shown.decode(errors="replace")


def _libpq(url: URL) -> str:
    """The address in the form of PostgreSQL's own tools, without the password and the driver's own options."""
    query = {name: value for name, value in url.query.items() if name in ("host", "port")}
    if ssl := url.query.get("ssl"):
        query["sslmode"] = _SSL.get(str(ssl).lower(), str(ssl))
    plain = URL.create("postgresql", url.username, None, url.host, url.port, url.database, query)
    return plain.render_as_string(hide_password=False)
