"""Docs that cannot lie: settings, commands, conversations, metrics, jobs and examples, held against the code."""

import ast
import doctest
import importlib
import inspect
import json
import re
from collections.abc import Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot import metrics, server
from bot.channels.telegram import HOOK_PATH
from bot.jobs import JOBS
from bot.settings import Settings, Unready
from handlers.chat.base import Flow
from handlers.chat.engine import Engine
from handlers.chat.flows import FLOWS
from handlers.web.routes import ROUTES
from services.citizens import Secrets
from storage.db import Database
from tests import draw_commands, draw_dialogue, draw_pages
from tests.channels import contract, test_contract
from tests.handlers.talk import DESK, Person
from tests.source import ROOMS, ROOT, files, modules, name
from tests.test_shape import project
from tests.web.site import make_site

DOCS = ROOT / "docs"
GUIDES = DOCS / "guides"


def text(path: Path) -> str:
    """A file's text."""
    return path.read_text(encoding="utf-8")


def headings(path: Path, level: int = 2) -> list[str]:
    """The headings of one level."""
    return re.findall(rf"^{'#' * level} (.+)$", text(path), re.MULTILINE)


def section(path: Path, heading: str) -> str:
    """The text under a heading of the second level."""
    return text(path).split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def blocks(path: Path, language: str) -> list[str]:
    """The code blocks in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text(path), re.MULTILINE | re.DOTALL)


def setting_names() -> list[str]:
    """The settings as operators write them."""
    return [f"GOPY_{field.upper()}" for field in Settings.model_fields]


# Settings and commands


def test_every_setting_has_its_heading_and_no_heading_is_without_its_setting() -> None:
    assert sorted(headings(GUIDES / "settings.md")) == sorted(setting_names())


def test_the_settings_guide_says_the_defaults() -> None:
    for field, about in Settings.model_fields.items():
        default = about.default.get_secret_value() if hasattr(about.default, "get_secret_value") else about.default
        said = " ".join(section(GUIDES / "settings.md", f"GOPY_{field.upper()}").split())
        assert (f"Default: `{default}`" if default != "" else "Empty by default") in said, field


def test_the_example_names_every_setting_and_production_refuses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    given = dict(re.findall(r"^(GOPY_\w+)=(.*)$", text(ROOT / ".env.example"), re.MULTILINE))
    assert sorted(given) == sorted(setting_names())
    for setting in given:
        monkeypatch.delenv(setting, raising=False)
    settings = Settings(_env_file=ROOT / ".env.example")  # type: ignore[call-arg]  # pydantic-settings' own argument
    assert settings.env == "production"
    with pytest.raises(Unready, match=r"GOPY_SECRET_KEY[^$]*GOPY_IDENTITY_KEYS"):
        settings.check()


def test_the_guide_to_commands_is_what_the_command_tree_says() -> None:
    assert text(draw_commands.TARGET) == draw_commands.draw(), "run: make docs"
    assert all(draw_commands.commands().values())


def test_the_readme_calls_only_what_exists() -> None:
    targets = set(re.findall(r"^([a-z0-9]+):", text(ROOT / "Makefile"), re.MULTILINE))
    shell = re.findall(r"^ *```sh\n(.*?)^ *```$", text(ROOT / "README.md"), re.MULTILINE | re.DOTALL)
    lines = [re.sub(r"\s+#.*$", "", line).strip() for block in shell for line in block.splitlines()]
    assert {"make demo", "make test"} <= set(lines)
    for line in lines:
        words = [word for word in line.split() if not re.fullmatch(r"[A-Z_]+=\S*", word)]
        if words[:1] == ["make"]:
            assert set(words[1:]) <= targets, line
        elif words and words[0].endswith("gopy"):
            called = " ".join(["gopy", *words[1:]])
            known = draw_commands.commands()
            assert called == "gopy --help" or any(f"{called} ".startswith(f"{command} ") for command in known), line
        else:
            assert not words or words[0] in {"#", "cp", "docker", "git", "cd"}, line


# Conversations, metrics, routes, jobs


def test_the_drawing_of_the_dialogue_is_what_the_conversations_do() -> None:
    assert text(draw_dialogue.TARGET) == draw_dialogue.draw(), "run: make docs"


def test_every_conversation_has_its_line_with_its_commands() -> None:
    rows = re.findall(r"^\| `(\w+)` \|(.*?)\| .+ \|$", text(GUIDES / "chat.md"), re.MULTILINE)
    told = {flow: re.findall(r"`/(\w+)`", commands) for flow, commands in rows}
    assert told == {flow.name: list(flow.commands) for flow in FLOWS.values()}


def test_every_metric_route_and_job_has_its_line() -> None:
    operate = GUIDES / "operate.md"
    counters = {f"{metric._name}_total" for metric in (metrics.EVENTS, metrics.SENT)}
    assert counters == set(re.findall(r"^- `(\w+)`:", section(operate, "Metrics"), re.MULTILINE))
    assert {job.name for job in JOBS} == set(re.findall(r"^- `([\w-]+)`,", section(operate, "Jobs"), re.MULTILINE))
    assert re.findall(r"Counter|Gauge|Histogram|Summary", text(ROOT / "bot/metrics.py")).count("Counter") == 3


async def test_every_route_of_the_server_has_its_line(database: Database, secrets: Secrets) -> None:
    made = server.make(make_site(database, secrets), [])
    served = {route.resource.canonical for route in made.router.routes() if route.resource}
    told = set(re.findall(r"^- `(/\S+)`:", section(GUIDES / "operate.md", "Routes"), re.MULTILINE))
    assert told == served - {re.sub(r":[^{}]+}", "}", route.path) for route in ROUTES} | {HOOK_PATH}


def test_the_guide_to_pages_is_what_the_routes_say() -> None:
    assert text(draw_pages.TARGET) == draw_pages.draw(), "run: make docs"
    assert [route.path for route in ROUTES if not inspect.getdoc(route.show)] == []


# Architecture and decisions


def test_every_invariant_names_a_test_that_exists() -> None:
    invariants = text(ROOT / "ARCHITECTURE.md").split("\n## Invariants\n", 1)[1]
    items = re.split(r"\n- ", f"\n{invariants}")[1:]
    assert len(items) >= 15
    known = {
        f"{path}::{node.name}"
        for path, tree in modules("tests").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for item in items:
        named = re.findall(r"`(tests/[\w/]+\.py::\w+)`", item.split("\n\n")[0])
        assert named, item
        assert set(named) <= known, set(named) - known


def test_decisions_are_numbered_and_have_three_parts() -> None:
    decisions = sorted((DOCS / "adr").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    for path in decisions:
        assert headings(path) == ["Context", "Decision", "Consequences"], path.name
        assert len(text(path).splitlines()) <= 60, path.name


def test_every_runtime_dependency_has_its_reason() -> None:
    rows = "\n".join(re.findall(r"^\| ([^|]+) \|", text(DOCS / "adr" / "0011-dependencies.md"), re.MULTILINE))
    wanted = {re.split(r"[\[<>=]", line)[0] for line in project()["dependencies"]}
    assert {package for package in wanted if package not in rows} == set()


def test_links_lead_somewhere() -> None:
    pages = [path for path in files() if path.suffix == ".md"]
    lost = [
        f"{name(page)}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[\w-]+)?\)", text(page))
        if not (page.parent / link).exists() and "pictures/" not in link
    ]
    assert lost == []


# Examples


def with_examples() -> Iterator[str]:
    """The modules of the rooms that hold examples in their docstrings."""
    for path in modules(*ROOMS):
        if ">>>" in text(ROOT / path):
            yield path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


@pytest.mark.parametrize("module", list(with_examples()))
def test_examples_in_docstrings_are_true(module: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(module), optionflags=doctest.ELLIPSIS)
    assert tried > 0
    assert failed == 0


def run_block(code: str, names: dict[str, Any]) -> None:
    """Runs an example of a guide, which must stay short."""
    assert len(code.splitlines()) < 60
    exec(compile(code, "guide", "exec"), names)  # noqa: S102 (our own guide)


async def test_the_conversation_of_the_guide_can_be_held(database: Database, secrets: Secrets, now: datetime) -> None:
    names: dict[str, Any] = {"__name__": "guide"}
    [code] = blocks(GUIDES / "add-a-conversation.md", "python")
    run_block(code, names)
    visit: Flow = names["VISIT"]
    engine = Engine(database, {**FLOWS, visit.name: visit}, secrets, DESK, lambda: now)
    person = Person(engine, database, secrets)
    assert "1. Thứ hai" in await person.says("tiếp dân")
    assert "Còn 3 ngày nữa" in await person.says("thu 5")
    await person.says("/tiepdan")
    assert "gọi văn phòng" in await person.says("có gửi xe không?")
    await person.says("/visit")
    assert "Ông/bà muốn làm gì?" in await person.says("thoat")


async def test_the_channel_of_the_guide_passes_the_contract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = GUIDES / "add-a-channel.md"
    names: dict[str, Any] = {
        "__name__": "guide", "web": web, "TestServer": TestServer, "asynccontextmanager": asynccontextmanager,
    }  # fmt: skip
    for code in blocks(guide, "python"):
        run_block(code, names)
    monkeypatch.setitem(contract.STAGES, "sms", names["sms_stage"])
    for kind, raw in zip(("in", "out", "error"), blocks(guide, "json"), strict=True):
        (tmp_path / f"{kind}.json").write_text(json.dumps(json.loads(raw)), encoding="utf-8")
    await test_contract.test_what_the_platform_sends_becomes_our_event("sms", tmp_path / "in.json", tmp_path)
    await test_contract.test_what_we_say_is_shown_like_this("sms", tmp_path / "out.json", tmp_path)
    await test_contract.test_what_the_platform_refuses_is_understood("sms", tmp_path / "error.json", tmp_path)
    await test_contract.test_the_rows_can_hold_the_name_and_stopping_twice_does_no_harm("sms", tmp_path)
    await test_contract.test_a_send_that_failed_can_be_repeated_with_the_same_result("sms", tmp_path)
