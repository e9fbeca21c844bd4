"""Migrations are linear, numbered, and end where the models are, on both databases, up, down and up again."""

import re
from pathlib import Path

from storage import migrate
from storage.db import Database

VERSIONS = Path(migrate.__file__).parent / "migrations" / "versions"


async def test_up_check_down_up(database_url: str) -> None:
    database = Database(database_url)
    await migrate.upgrade(database)
    assert await migrate.differences(database) == []
    await migrate.downgrade(database, "base")
    assert await migrate.current(database) is None
    await migrate.upgrade(database)
    assert await migrate.differences(database) == []
    assert await migrate.current(database) == migrate.head()
    await database.close()


def test_migrations_are_numbered_without_gaps_or_branches() -> None:
    files = sorted(path.name for path in VERSIONS.glob("[0-9]*.py"))
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))
    for number, name in enumerate(files, start=1):
        source = (VERSIONS / name).read_text()
        before = f'"{number - 1:04d}"' if number > 1 else "None"
        assert re.search(rf'^revision = "{number:04d}"$', source, re.MULTILINE), name
        assert re.search(rf"^down_revision = {before}$", source, re.MULTILINE), name
