"""Copies of a SQLite database through SQLite's own backup call, in a thread; which copy may be used is backup.py's."""

import asyncio
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from services.errors import Refused
from storage.db import Database

WAIT = 5.0  # seconds a restore waits for others to let the file go
_OURS = {"alembic_version", "citizen", "draft", "feedback", "outbox"}


def must_exist(database: Database) -> Path:
    """The file of the database. Raises Refused(``database_missing``): connecting would make an empty one."""
    file = Path(database.url.database or ":memory:")
    if not file.is_file():
        raise Refused("database_missing", name=str(file))
    return file


async def save(database: Database, target: Path) -> None:
    """Copies the database into the empty file ``target``, whole as of one moment; writers are not held up."""
    await asyncio.to_thread(_copy, must_exist(database), target)


async def revision_in(file: Path) -> str | None:
    """The schema revision of a copy; None when it is no database of ours. Raises Refused(``backup_broken``)."""
    return await asyncio.to_thread(_revision_in, file)


async def restore(database: Database, file: Path, *, force: bool) -> Path | None:
    """Puts ``file`` in the database's place; returns where the old one went, None when there was nothing in it."""
    target = Path(database.url.database or "")
    return await asyncio.to_thread(_restore, file, target, force=force)


def _open(file: Path) -> sqlite3.Connection:
    """Opens a copy without leaving anything beside it; a ``-wal`` that was copied with it is read too."""
    whole = not file.with_name(f"{file.name}-wal").exists()
    options = "mode=ro&immutable=1" if whole else "mode=rw"
    return sqlite3.connect(f"{file.absolute().as_uri()}?{options}", uri=True)


def _copy(source: Path, target: Path, *, live: bool = True) -> None:
    with closing(sqlite3.connect(source) if live else _open(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")  # one file that can be carried away
    descriptor = os.open(target, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _revision_in(file: Path) -> str | None:
    try:
        with closing(_open(file)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise Refused("backup_broken", name=str(file))
            if not _tables(copy) >= _OURS:
                return None
            row = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise Refused("backup_broken", name=str(file)) from error
    return str(row[0]) if row else None


def _restore(file: Path, target: Path, *, force: bool) -> Path | None:
    filled = target.exists() and not _is_empty(target)
    if filled and not force:
        raise Refused("database_not_empty", name=str(target))
    if target.exists():
        _must_be_ours_alone(target)
    fresh = target.with_name(f".{target.name}.part")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        _copy(file, fresh, live=False)
        former = _set_aside(target) if filled else None
        for leftover in _beside(target):  # pages of the old database: SQLite would write them into the new one
            leftover.unlink(missing_ok=True)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    return former


def _tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {str(name) for (name,) in rows}


def _is_empty(target: Path) -> bool:
    """Whether no table but the schema's number holds a row; a file that is no database is not empty."""
    try:
        with closing(sqlite3.connect(target)) as connection:
            tables = _tables(connection) - {"alembic_version"}
            return not any(connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() for name in tables)  # noqa: S608 (names from the file's own list)
    except sqlite3.DatabaseError:
        return target.stat().st_size == 0


def _must_be_ours_alone(target: Path) -> None:
    """Leaving WAL mode needs every other connection closed, and brings the newest pages into the file itself."""
    until = time.monotonic() + WAIT
    with closing(sqlite3.connect(target, timeout=WAIT)) as connection:
        while target.stat().st_size:
            try:
                connection.execute("PRAGMA journal_mode=DELETE")
                break
            except sqlite3.OperationalError as error:
                if time.monotonic() > until:
                    raise Refused("database_in_use", name=str(target)) from error
                time.sleep(0.1)
            except sqlite3.DatabaseError:
                break  # damaged: nobody can be using it


def _beside(target: Path) -> list[Path]:
    return [target.with_name(f"{target.name}{end}") for end in ("-wal", "-shm")]


def _set_aside(target: Path) -> Path:
    """Keeps the old database under a second name; one that was kept earlier is never overwritten."""
    number, former = 1, target.with_name(f"{target.name}.before-restore")
    while former.exists():
        number += 1
        former = target.with_name(f"{target.name}.before-restore-{number}")
    os.link(target, former)  # a link, so that the database is never missing if the machine stops here
    return former
