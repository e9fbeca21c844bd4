"""The shape of the house: sizes, names, rooms, flows, jobs, columns and locks; sentences have test_sentences."""

import ast
import logging
import re
import sys
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from importlinter.cli import lint_imports
from sqlmodel import select

from bot.jobs import JOBS, trigger
from handlers.chat.flows import FLOWS
from nlp.text import fold
from services.citizens import Secrets
from storage.db import Database
from storage.models import Conversation, StaffRole, metadata
from tests import factories
from tests.handlers.talk import Person, make_engine
from tests.source import ROOMS, ROOT, files, modules, name, walk

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
MIGRATIONS = "storage/migrations/versions/"

LONG_FILES: Mapping[str, str] = {}  # path -> why it may be longer than 400 lines; migrations are generated
LONG_FUNCTIONS: Mapping[str, str] = {}  # path::name -> why it may be longer than 50 lines

NOT_IN_HELP = {
    "menu": "every conversation ends up there by itself",
    "read": "a draft is opened from the list or by its code",
    "sent": "follows a comment by itself",
    "link": "staff are told the command together with their one-time code",
}
NO_WAY_OUT_NEEDED = {"menu": "it is where cancelling leads"}


# Sizes and names


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        name(path): lines
        for path in files()
        if path.suffix in {".py", ".js", ".css", ".html"} and MIGRATIONS not in name(path)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400 and "/drafts/" not in name(path)
    }
    assert long.keys() == LONG_FILES.keys(), long


def test_no_function_is_longer_than_50_lines() -> None:
    long = {
        f"{path}::{node.name}"
        for path, node in walk(*ROOMS, "tests")
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and MIGRATIONS not in path
        if (node.end_lineno or 0) - node.lineno + 1 > 50
    }
    assert long == LONG_FUNCTIONS.keys()


def test_every_module_says_in_its_first_line_what_lives_there() -> None:
    silent = []
    for path, tree in modules(*ROOMS, "tests").items():
        first = (ast.get_docstring(tree) or "").split("\n\n")[0]
        empty_package = path.startswith("tests/") and path.endswith("/__init__.py")
        if not empty_package and not first.endswith((".", ":")):
            silent.append(path)
    assert silent == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    banned = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc", "stuff"}
    assert [path for path in map(name, files()) if banned & set(re.split(r"[/._-]", path.lower()))] == []


def test_tests_folders_are_packages() -> None:
    folders = {path.parent for path in files() if path.suffix == ".py" and name(path).startswith("tests/")}
    assert [name(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_every_exception_to_a_rule_carries_its_reason() -> None:
    silenced = re.compile(r"# (?:noqa: [A-Z0-9, ]+|type: ignore\[[\w, -]+\])(?P<reason>.*)")
    bare = [
        f"{path}:{number}"
        for path in modules(*ROOMS, "tests")
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), start=1)
        if (found := silenced.search(line)) and len(found["reason"].strip(" #-()")) < 8 and MIGRATIONS not in path
    ]
    assert bare == []


# Rooms


def test_imports_only_point_downwards(capsys: pytest.CaptureFixture[str]) -> None:
    result = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    for known in logging.root.manager.loggerDict.values():  # it switches off every logger that is there already
        if isinstance(known, logging.Logger):
            known.disabled = False
    assert result == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("room", "never"),
    [
        ("nlp", {"aiohttp", "telegram", "sqlalchemy", "sqlmodel", "datetime", "time"}),
        ("services", {"aiohttp", "telegram", "jinja2", "bot"}),
        ("handlers/chat", {"aiohttp", "telegram", "sqlalchemy", "pydantic_settings"}),
        ("storage", {"aiohttp", "telegram"}),
    ],
)
def test_rooms_leave_alone_what_is_not_theirs(room: str, never: set[str]) -> None:
    found = []
    for path, node in walk(room.split("/", maxsplit=1)[0]):
        if not path.startswith(f"{room}/"):
            continue
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        found += [
            f"{path}: {imported}"
            for imported in names
            if imported.split(".")[0] in never and imported != "sqlalchemy.exc"
        ]
    assert found in ([], ["handlers/chat/engine.py: sqlalchemy.exc"])  # it must know when the database is away


def test_only_the_running_bot_reads_settings_and_the_environment() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, node in walk("handlers", "services", "nlp", "storage")
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]
    assert found == []


# Conversations


def test_commands_and_words_mean_one_conversation_each_and_can_be_typed_without_marks() -> None:
    for kind in ("commands", "words"):
        said = [(word, flow.name) for flow in FLOWS.values() for word in getattr(flow, kind)]
        assert len({word for word, _ in said}) == len(said), kind
        assert [word for word, _ in said if word != fold(word)] == []


def test_every_conversation_is_in_the_help_or_has_a_reason_not_to_be() -> None:
    assert {flow.name for flow in FLOWS.values() if not flow.summary} == NOT_IN_HELP.keys()


def test_every_summary_begins_with_a_command_that_exists() -> None:
    for flow in FLOWS.values():
        if flow.summary:
            command, _, words = flow.summary.partition(" – ")
            assert command.removeprefix("/") in flow.commands
            assert words


def test_every_conversation_begins_with_a_step_it_has() -> None:
    assert [flow.name for flow in FLOWS.values() if flow.first not in flow.steps] == []
    assert [key for key, flow in FLOWS.items() if key != flow.name] == []


async def test_every_question_can_be_left_by_typing(database: Database, secrets: Secrets, now: datetime) -> None:
    await factories.open_draft(database, now)
    person = Person(make_engine(database, secrets, lambda: now), database, secrets)
    async with database.transaction() as session:
        _, code = await factories.account(session, now, secrets.pseudonyms, role=StaffRole.ADMIN)
    await person.says(f"lien ket {code}")
    asked = []
    for flow in FLOWS.values():
        for command in flow.commands[:1]:
            await person.says(f"/{command}")
            async with database.transaction() as session:
                [talk] = (await session.exec(select(Conversation))).all()
            if talk.flow == flow.name and flow.name not in NO_WAY_OUT_NEEDED:
                asked.append(flow.name)
                assert "_cancel" in [choice[0] for choice in talk.choices], flow.name
                assert "Ông/bà muốn làm gì?" in await person.says("thoat"), flow.name
    assert len(asked) >= 8


# Jobs


def test_every_job_says_what_it_does_and_ends_before_its_next_run() -> None:
    for job in JOBS:
        assert job.does.endswith("."), job.name
        first = trigger(job, VIETNAM).get_next_fire_time(None, datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM))
        second = trigger(job, VIETNAM).get_next_fire_time(first, first)
        assert job.limit.total_seconds() > 0
        assert job.limit < second - first, job.name
    assert len({job.name for job in JOBS}) == len(JOBS)


def test_every_job_runs_next_when_vietnam_expects_it() -> None:
    morning = datetime(2026, 11, 23, 2, 0, 30, tzinfo=ZoneInfo("UTC"))  # 09:00:30 in Vietnam
    found = {job.name: trigger(job, VIETNAM).get_next_fire_time(None, morning).isoformat() for job in JOBS}
    assert found == {
        "prune": "2026-11-24T03:10:00+07:00",
        "finish-erasures": "2026-11-23T09:01:00+07:00",
        "erase-links": "2026-11-24T03:20:00+07:00",
        "prune-uploads": "2026-11-24T03:40:00+07:00",
        "learn": "2026-11-24T02:30:00+07:00",
    }


# Personal data

NOT_OF_A_PERSON = {
    "agency.name": "an agency is no person",
    "agency.name_en": "an agency is no person",
    "agency_alias.name": "an agency is no person",
    "draft_file.name": "the name of a file of the dossier",
    "proposal_file.file_name": "the name of a file that a portal offers",
    "upload.file_name": "the name of a file that an officer uploaded",
    "feedback_topic.score": "how sure the tagger is of a topic of a text",
    "provision.label": "how people call a provision: Điều 4",
    "citizen.address_hash": "a keyed hash: finds a chat again, leads to none",
    "citizen.address_sealed": "encrypted under keys that are not in the database",
    "staff.email": "staff sign in by it; citizens have no account",
}


def test_no_column_names_scores_or_labels_a_person() -> None:
    personal = {
        "score", "label", "rank", "rating", "risk", "sentiment", "motive", "phone", "mobile", "name", "fullname",
        "username", "nickname", "email", "ip", "agent", "address", "location", "birthday", "gender", "photo",
    }  # fmt: skip
    found = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if personal & set(column.name.split("_"))
    }
    assert found == NOT_OF_A_PERSON.keys()


def test_the_link_between_person_and_comment_is_one_table_that_can_be_erased() -> None:
    to_citizen = {
        table.name
        for table in metadata.tables.values()
        if any(key.column.table.name == "citizen" for key in table.foreign_keys)
    }
    assert to_citizen == {"authorship", "consent", "conversation", "outbox", "staff", "subscription"}
    assert "citizen_id" not in metadata.tables["feedback"].columns


# Files


def test_no_file_names_a_registry_or_a_folder_of_this_machine() -> None:
    here = "|".join(re.escape(f"{folder}/") for folder in (ROOT, Path.home()) if len(folder.parts) > 1)
    machine = re.compile(rf"(?<![\w.])(?:{here})|/(?:home|Users)/\w+/")
    registry = re.compile(
        r"://[\w.:@-]*(?:py[p]i|python[h]osted|artifactory|nexus|jfrog|npm[j]s|registry)[\w.-]*|index-url\s*=\s*\S*:"
    )
    found = []
    for path in files():
        text = path.read_bytes().decode("utf-8", "ignore")
        found += [f"{name(path)}: {match[0]}" for match in (machine.search(text), registry.search(text)) if match]
    assert found == []


def pins(lock: str) -> dict[str, str]:
    """Package and version of a lock file."""
    found = re.findall(r"^([\w.-]+)==([^\s;]+)((?: ;[^\\]*)?)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    return {package + where.strip(): version for package, version, where in found}


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-build.txt", "requirements-dev.txt"])
def test_locks_hold_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-", re.sub(r"^\s*--hash=.*$", "", text, flags=re.MULTILINE), re.MULTILINE)
    blocks = re.findall(r"^[\w.-]+==.*(?:\n    .*)*", text, re.MULTILINE)
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_locks_agree_with_each_other_and_with_the_project() -> None:
    running, building, developing = map(pins, ("requirements.txt", "requirements-build.txt", "requirements-dev.txt"))
    assert running.items() <= developing.items()
    assert building.items() <= developing.items()
    wanted = project()["dependencies"]
    names = {re.split(r"[\[<>=!~ ;]", line)[0] for line in wanted}
    assert names <= {re.split(r"[ ;]", package)[0] for package in running}


def project() -> dict[str, Any]:
    """The project table of pyproject.toml."""
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def test_the_version_has_an_entry_in_the_changelog() -> None:
    version = project()["version"]
    assert re.search(rf"^## \[?{re.escape(str(version))}\b", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def test_the_oldest_python_we_promise_runs_the_tests_or_newer() -> None:
    assert sys.version_info >= (3, 11)
    assert project()["requires-python"] == ">=3.11"
