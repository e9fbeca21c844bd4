"""How ``gopy run`` and its kin refuse to start: one clear line, the right exit code, no secret said."""

import socket
import sqlite3
from contextlib import closing

import pytest
from cryptography.fernet import Fernet

from bot.settings import EXAMPLE_IDENTITY_KEY, EXAMPLE_SECRET
from tests.cli.gopy import Gopy

GOOD = {"GOPY_ENV": "production", "GOPY_SECRET_KEY": "m" * 32, "GOPY_IDENTITY_KEYS": Fernet.generate_key().decode()}


@pytest.mark.parametrize("parts", ["nonsense", "web,nonsense", "", " , "])
def test_parts_that_do_not_exist_are_wrong_use(gopy: Gopy, parts: str) -> None:
    said = gopy("run", "--only", parts)
    assert (said.code, said.out) == (2, "")
    assert "web, sender, jobs" in " ".join(said.err.replace("│", " ").split())


def test_a_port_in_use_is_told_in_one_line(gopy: Gopy) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = gopy.process("run", GOPY_PORT=str(taken.getsockname()[1]))
    assert (said.code, said.out) == (1, "")
    assert "Traceback" not in said.err
    last = said.err.splitlines()[-1]
    assert last.startswith("Cổng mạng đang có chương trình khác dùng. Xin đổi GOPY_PORT")


def test_production_refuses_examples_and_names_each(gopy: Gopy) -> None:
    gopy.environment |= {"GOPY_ENV": "production", "GOPY_TELEGRAM_TOKEN": "1:x", "GOPY_TELEGRAM_MODE": "webhook"}
    said = gopy("run")
    assert (said.code, said.out) == (1, "")
    named = [line.split()[0] for line in said.err.splitlines()]
    assert named == ["GOPY_SECRET_KEY", "GOPY_IDENTITY_KEYS", "GOPY_TELEGRAM_WEBHOOK_SECRET"]
    assert EXAMPLE_SECRET not in said.err
    assert EXAMPLE_IDENTITY_KEY not in said.err


def test_production_leaves_migrations_to_the_operator(gopy: Gopy) -> None:
    gopy.environment |= GOOD
    assert "gopy db upgrade" in gopy("draft", "list").refusal
    assert gopy("db", "upgrade").code == 0
    assert gopy("draft", "list", "--json").json == []


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("GOPY_PORT", "tám", "GOPY_PORT:"),
        ("GOPY_ENV", "prod", "GOPY_ENV:"),
        ("GOPY_TIMEZONE", "Asia/Ha_Noi_Moi", "GOPY_TIMEZONE:"),
        ("GOPY_IDENTITY_KEYS", "abc", "GOPY_IDENTITY_KEYS must be"),
        ("GOPY_IDENTITY_KEYS", "", "GOPY_IDENTITY_KEYS must be"),
        ("GOPY_DATABASE_URL", "mysql://u:mat-khau@h/x", "GOPY_DATABASE_URL must be sqlite:///FILE or postgresql://"),
        ("GOPY_DATABASE_URL", "mat-khau", "GOPY_DATABASE_URL must be"),
    ],
)
def test_settings_that_cannot_be_are_named(gopy: Gopy, setting: str, value: str, said: str) -> None:
    gopy.environment[setting] = value
    refusal = gopy("draft", "list").refusal
    assert said in refusal
    assert "mat-khau" not in refusal


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://gopy:mat-khau-bi-mat@127.0.0.1:1/gopy",
        "postgres://gopy:mat-khau-bi-mat@khong-co.invalid/gopy",
        "sqlite:////khong/co/thu-muc/gopy.db",
    ],
)
def test_a_database_out_of_reach_is_told_without_its_password(gopy: Gopy, url: str) -> None:
    gopy.environment["GOPY_DATABASE_URL"] = url
    for command in (["draft", "list"], ["db", "upgrade"]):
        assert "mat-khau" not in gopy(*command).refusal


@pytest.mark.postgres
def test_a_database_that_the_server_does_not_have(gopy: Gopy, postgres_url: str) -> None:
    gopy.environment["GOPY_DATABASE_URL"] = postgres_url.replace("/postgres?", "/khong_co?")
    assert '"khong_co" does not exist' in gopy("draft", "list").refusal


def test_a_schema_from_the_future_is_told_in_one_line(gopy: Gopy) -> None:
    gopy("db", "upgrade")
    with closing(sqlite3.connect(gopy.database_file)) as rows:
        rows.execute("UPDATE alembic_version SET version_num = '9999'")
        rows.commit()
    assert "9999" in gopy("draft", "list").refusal


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ({}, "Không có dự thảo nào mang mã «DT9»."),
        ({"LC_ALL": "vi_VN.UTF-8", "LANG": "en_GB.UTF-8"}, "Không có dự thảo nào mang mã «DT9»."),
        ({"LC_ALL": "en_GB.UTF-8"}, "There is no draft with the code «DT9»."),
        ({"LANG": "en_US.UTF-8"}, "There is no draft with the code «DT9»."),
    ],
)
def test_refusals_speak_the_language_of_the_locale(gopy: Gopy, locale: dict[str, str], said: str) -> None:
    gopy.environment |= locale
    assert gopy("draft", "publish", "DT9").refusal.startswith(said)


def test_help_is_quick_and_loads_nothing_heavy(gopy: Gopy) -> None:
    said = gopy.process("--help")
    assert said.code == 0
    assert "doctor" in said.out
    assert gopy("nonsense").code == 2
