"""Settings: read from the environment, refused when they cannot be, safe in production, secrets never shown."""

import os
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr, ValidationError

from bot.settings import EXAMPLE_IDENTITY_KEY, EXAMPLE_SECRET, Settings, Unready, sqlite_file

OWN_KEY = Fernet.generate_key().decode()


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No .env and no GOPY_ variable of the developer."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("GOPY_")]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///gopy.db", "sqlite+aiosqlite:///gopy.db"),
        ("sqlite+aiosqlite:////srv/gopy.db", "sqlite+aiosqlite:////srv/gopy.db"),
        ("postgresql://u:p@h/n", "postgresql+asyncpg://u:p@h/n"),
        ("postgres://u:p@h/n", "postgresql+asyncpg://u:p@h/n"),
        ("postgresql+asyncpg://u:p@h/n", "postgresql+asyncpg://u:p@h/n"),
    ],
)
def test_databases_may_be_named_in_the_usual_way(given: str, used: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOPY_DATABASE_URL", given)
    assert Settings().database_url == used


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite+aiosqlite:///gopy.db", Path("gopy.db")),
        ("sqlite+aiosqlite:////srv/gopy.db", Path("/srv/gopy.db")),
        ("sqlite+aiosqlite:///:memory:", None),
        ("sqlite+aiosqlite://", None),
        ("postgresql+asyncpg://u@h/n", None),
    ],
)
def test_the_file_of_a_sqlite_address(url: str, file: Path | None) -> None:
    assert sqlite_file(url) == file


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENV", "prod"), ("PORT", "-1"), ("PORT", "65536"), ("PORT", "x"), ("KEEP_LINKS_DAYS", "-1"),
        ("TELEGRAM_MODE", "push"), ("TELEGRAM_RATE", "0"), ("TELEGRAM_RATE", "1001"),
    ],
)  # fmt: skip
def test_values_that_cannot_be_are_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"GOPY_{name}", value)
    with pytest.raises(ValidationError):
        Settings()


def test_a_file_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("GOPY_PORT=9000\nGOPY_OPERATOR=Sở Y tế\nPOSTGRES_PASSWORD=x\n", encoding="utf-8")
    monkeypatch.setenv("GOPY_PORT", "9001")
    settings = Settings()
    assert (settings.port, settings.operator) == (9001, "Sở Y tế")


def test_examples_are_good_enough_for_a_trial_and_for_nothing_else() -> None:
    Settings().check()
    production = Settings().model_copy(update={"env": "production"})
    with pytest.raises(Unready) as refused:
        production.check()
    assert [line.split()[0] for line in str(refused.value).splitlines()] == ["GOPY_SECRET_KEY", "GOPY_IDENTITY_KEYS"]


def ready(**changed: object) -> Settings:
    """Settings that production starts with, but for what is changed."""
    own = {
        "env": "production",
        "secret_key": SecretStr("m" * 32),
        "identity_keys": SecretStr(OWN_KEY),
    }
    return Settings().model_copy(update=own | changed)


def test_production_starts_with_secrets_of_its_own() -> None:
    ready().check()
    hook = {"telegram_token": SecretStr("1:x"), "telegram_mode": "webhook"}
    ready(**hook, telegram_webhook_secret=SecretStr("s" * 16)).check()
    ready(telegram_mode="webhook").check()  # no token: no webhook
    keys = SecretStr(f" {Fernet.generate_key().decode()} , {Fernet.generate_key().decode()},")
    ready(identity_keys=keys).check()
    assert len(ready(identity_keys=keys).identity_key_list) == 2


@pytest.mark.parametrize(
    ("named", "changed"),
    [
        ("GOPY_SECRET_KEY", {"secret_key": SecretStr("m" * 31)}),
        ("GOPY_SECRET_KEY", {"secret_key": SecretStr("")}),
        ("GOPY_IDENTITY_KEYS", {"identity_keys": SecretStr("")}),
        ("GOPY_IDENTITY_KEYS", {"identity_keys": SecretStr("not a key")}),
        (
            "GOPY_IDENTITY_KEYS",
            {"identity_keys": SecretStr(f"{Fernet.generate_key().decode()},{EXAMPLE_IDENTITY_KEY}")},
        ),
        ("GOPY_TELEGRAM_WEBHOOK_SECRET", {"telegram_token": SecretStr("1:x"), "telegram_mode": "webhook"}),
    ],
)
def test_production_names_what_is_missing(named: str, changed: dict[str, object]) -> None:
    with pytest.raises(Unready, match=named) as refused:
        ready(**changed).check()
    assert len(str(refused.value).splitlines()) == 1


def test_secrets_are_not_shown_with_the_settings() -> None:
    shown = repr(ready(telegram_token=SecretStr("42:geheim")))
    assert "geheim" not in shown
    assert "m" * 32 not in shown
    assert EXAMPLE_SECRET not in repr(Settings())
