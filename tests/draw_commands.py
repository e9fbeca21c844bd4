"""Writes docs/guides/commands.md from the command tree: ``python -m tests.draw_commands``; a test keeps it true."""

from collections.abc import Iterator
from typing import Any

import typer

from bot.cli.main import app
from tests.source import ROOT

TARGET = ROOT / "docs" / "guides" / "commands.md"
HEAD = """# Commands of `gopy`

Written from the command tree by `make docs`. `--json` prints exactly one JSON document on stdout and logs go to
stderr. Exit codes: 0 done, 1 refused or failed with one clear line on stderr, 2 wrong use. Refusals are told in
Vietnamese, and in English where the locale is English (`LANG=en_GB.UTF-8`).
"""


def commands() -> dict[str, str]:
    """What each command does, by the words that call it."""
    return {words: str(command.help) for words, command in _tree(typer.main.get_command(app), "gopy")}


def draw() -> str:
    """The guide: a heading and a table of arguments and options for each command."""
    parts = [HEAD]
    for words, command in _tree(typer.main.get_command(app), "gopy"):
        shown = [p for p in command.params if not getattr(p, "hidden", False) and p.name != "help"]
        arguments = " ".join(str(p.name).upper() for p in shown if p.param_type_name == "argument")
        parts.append(f"## {words}\n\n`{f'{words} {arguments}'.strip()}`: {command.help}\n")
        rows = [f"| `{_call(p)}` | {_meaning(p)} |" for p in shown]
        if rows:
            parts.append("\n".join(["| | |", "|---|---|", *rows]) + "\n")
    return "\n".join(parts)


def _tree(command: Any, words: str) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield words, command
        return
    for name, child in inner.items():
        yield from _tree(child, f"{words} {name}")


def _call(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.name).upper()
    return ", ".join(parameter.opts)


def _meaning(parameter: Any) -> str:
    meaning = str(getattr(parameter, "help", None) or "")
    if parameter.required:
        return f"{meaning} Required.".strip()
    default = parameter.default
    known = default is not None and default != "" and not isinstance(default, bool) and not callable(default)
    return f"{meaning} Default: `{default}`.".strip() if known else meaning


if __name__ == "__main__":
    TARGET.write_text(draw(), encoding="utf-8")
