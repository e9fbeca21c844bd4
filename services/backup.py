"""Copies of the whole database: saved while the bot runs, checked before they are put back; one module per kind."""

import os
from dataclasses import dataclass
from pathlib import Path

from alembic.script import ScriptDirectory

from services import backup_postgresql, backup_sqlite
from services.errors import Refused
from storage import migrate, migrations
from storage.db import Database

_KINDS = {b"SQLite format 3\x00": "sqlite", b"PGDMP": "postgresql"}


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy: its size in bytes and the schema revision in it. ``former`` is where the old database went, if kept."""

    size: int
    revision: str
    former: Path | None = None


async def save(database: Database, file: Path, *, force: bool = False) -> Copy:
    """Writes a consistent copy to ``file``, readable by its owner only; nothing stands there before it is whole.

    Raises Refused: ``backup_exists``, ``database_missing``, ``database_behind``, ``tool_missing``, ``tool_failed``.
    """
    _must_be_free(file, force=force)
    if database.is_sqlite:
        backup_sqlite.must_exist(database)
    revision = await migrate.current(database)
    if revision is None:
        raise Refused("database_behind")
    unfinished = file.with_name(f".{file.name}.part")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        await (backup_sqlite if database.is_sqlite else backup_postgresql).save(database, unfinished)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return Copy(_size(file), revision)


async def restore(database: Database, file: Path, *, force: bool = False) -> Copy:
    """Puts a copy back. With ``force`` also over a database that holds rows, which is kept as ``.before-restore``.

    Nothing may be connected to the database meanwhile. Raises Refused: ``file_missing``, ``backup_broken``,
    ``backup_foreign``, ``backup_newer``, ``backup_other_kind``, ``database_not_empty``, ``database_in_use``,
    ``tool_missing``, ``tool_failed``.
    """
    kind = "sqlite" if database.is_sqlite else "postgresql"
    found = _kind_of(file)
    if found != kind:
        raise Refused("backup_other_kind", name=str(file), found=found, wanted=kind)
    module = backup_sqlite if database.is_sqlite else backup_postgresql
    revision = _known(await module.revision_in(file), file)
    former = await module.restore(database, file, force=force)
    return Copy(_size(file), revision, former)


def _must_be_free(file: Path, *, force: bool) -> None:
    if file.exists() and not force:
        raise Refused("backup_exists", name=str(file))


def _size(file: Path) -> int:
    return file.stat().st_size


def _kind_of(file: Path) -> str:
    if not file.is_file():
        raise Refused("file_missing", name=str(file))
    with file.open("rb") as opened:
        start = opened.read(16)
    for mark, kind in _KINDS.items():
        if start.startswith(mark):
            return kind
    raise Refused("backup_broken", name=str(file))


def _known(revision: str | None, file: Path) -> str:
    if revision is None:
        raise Refused("backup_foreign", name=str(file))
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    if revision not in {script.revision for script in scripts.walk_revisions()}:
        raise Refused("backup_newer", name=str(file), revision=revision)
    return revision
