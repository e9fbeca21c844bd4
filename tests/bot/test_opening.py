"""What every command opens first: the clock in UTC, keyed functions, a database at its newest schema."""

from datetime import UTC
from pathlib import Path

import pytest

from bot.opening import make_secrets, now, open_database
from bot.settings import Settings
from services.errors import Refused
from storage import migrate
from storage.db import Database


def settings(url: str, env: str = "development") -> Settings:
    """Settings for a database."""
    return Settings(_env_file=None).model_copy(update={"database_url": url, "env": env})  # type: ignore[call-arg]  # pydantic-settings' own


def test_the_clock_is_utc() -> None:
    assert now().tzinfo is UTC


def test_keyed_functions_are_those_of_the_settings() -> None:
    one, same = (make_secrets(settings("sqlite+aiosqlite://")) for _ in range(2))
    assert one.sealer.unseal(same.sealer.seal("1001")) == "1001"
    assert one.pseudonyms.of("a") == same.pseudonyms.of("a")


async def test_development_migrates_by_itself_production_refuses(database_url: str) -> None:
    with pytest.raises(Refused, match="database_behind"):
        async with open_database(settings(database_url, "production")):
            raise AssertionError("a schema that is behind must not be opened")
    async with open_database(settings(database_url)) as opened:
        assert await migrate.current(opened) == migrate.head()
    async with open_database(settings(database_url, "production")) as opened:
        await opened.answers()


async def test_the_database_is_closed_when_the_work_fails(tmp_path: Path) -> None:
    async def work(kept: list[Database]) -> None:
        async with open_database(settings(f"sqlite+aiosqlite:///{tmp_path / 'gopy.db'}")) as opened:
            kept.append(opened)
            raise ValueError("dừng")

    kept: list[Database] = []
    with pytest.raises(ValueError, match="dừng"):
        await work(kept)
    assert "Connections in pool: 0" in kept[0].engine.pool.status()
