"""The traps of the chosen libraries stay shut: one test for each that could come back unseen.

Lost updates and naive times are in tests/storage/test_sqlite_traps.py, cron zones in tests/bot/test_jobs.py,
tokens in logs in tests/bot/test_logs.py, names of folders in tests/test_shape.py.
"""

import os
import subprocess
import sys
import tomllib

from sqlalchemy import Enum
from sqlalchemy.orm import configure_mappers
from sqlmodel import SQLModel
from telegram.error import RetryAfter

from storage.db import Database
from storage.migrations import __file__ as migrations_file
from storage.models import metadata
from tests.bot.running_bot import REPOSITORY


def test_enumerations_are_text_in_the_database() -> None:
    columns = [column for table in metadata.sorted_tables for column in table.columns]
    words = [column.type for column in columns if isinstance(column.type, Enum)]

    assert words
    assert [word.name for word in words if word.native_enum] == []


def test_no_module_postpones_its_annotations() -> None:
    rules = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert "__future__.annotations" in rules["flake8-tidy-imports"]["banned-api"]
    assert "TID251" in rules["select"]
    rooms = ("bot", "handlers", "services", "nlp", "storage")
    sources = [path for room in rooms for path in (REPOSITORY / room).rglob("*.py")]

    assert [str(path) for path in sources if "from __future__ import annotations" in path.read_text()] == []


def test_tables_promise_no_validation_that_they_would_not_do() -> None:
    promised = [
        f"{mapper.class_.__name__}.{name}"
        for mapper in SQLModel._sa_registry.mappers
        for name, field in mapper.class_.model_fields.items()
        for rule in field.metadata
        if type(rule).__name__ in ("Gt", "Ge", "Lt", "Le", "MultipleOf", "MinLen")
    ]
    assert promised == []


def test_rows_are_loaded_in_statements_never_through_relationships() -> None:
    configure_mappers()
    assert [m.class_.__name__ for m in SQLModel._sa_registry.mappers if m.relationships] == []


async def test_rows_outlive_their_transaction(database: Database) -> None:
    async with database.transaction() as session:
        assert session.sync_session.expire_on_commit is False


def test_every_constraint_has_a_name() -> None:
    rules = [rule for table in metadata.sorted_tables for rule in table.constraints]
    assert [str(rule) for rule in rules if not rule.name] == []


def test_generated_migrations_can_name_sqlmodels_types() -> None:
    template = (REPOSITORY / migrations_file).parent / "script.py.mako"
    assert "import sqlmodel.sql.sqltypes" in template.read_text()


def test_a_flood_error_can_be_made_without_a_warning() -> None:
    assert os.environ["PTB_TIMEDELTA"] == "true"
    assert RetryAfter(3).retry_after.total_seconds() == 3  # type: ignore[union-attr]  # an int only without PTB_TIMEDELTA


def test_the_test_runner_knows_the_scope_of_its_loops() -> None:
    options = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]
    assert options["asyncio_default_fixture_loop_scope"] == "function"
    assert options["filterwarnings"] == ["error"]


def test_pdf_files_are_opened_in_the_child_only() -> None:
    code = "import sys, bot.app, bot.cli.main; sys.exit('pypdfium2' in sys.modules)"  # it must not meet threads
    assert subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=False).returncode == 0
