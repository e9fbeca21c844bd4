"""Reading the seed world's files into values, and writing its drafts out; what the values mean lives in `values`."""

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

from bot.sandbox.world.build_docx import write_docx
from bot.sandbox.world.check import check
from bot.sandbox.world.values import (
    Agency,
    Alias,
    CardText,
    Citizen,
    Comment,
    Province,
    SeedDraft,
    StaffMember,
    World,
    WorldError,
)

HERE = Path(__file__).parent
DRAFTS = HERE / "drafts"


def load(folder: Path = HERE) -> World:
    """The seed world in `folder` (default: the one shipped with the bot).

    Raises `WorldError` naming the file and entry if anything in it does not fit together.
    """
    agencies = _toml(folder / "agencies.toml")
    people = _toml(folder / "people.toml")
    try:
        world = World(
            province=Province(**agencies["province"]),
            agencies=tuple(_agency(row) for row in agencies["agency"]),
            drafts=tuple(_draft(row) for row in _toml(folder / "drafts.toml")["draft"]),
            comments=_comments(folder / "comments.jsonl"),
            citizens=tuple(Citizen(**row) for row in people["citizen"]),
            staff=tuple(StaffMember(**row) for row in people["staff"]),
        )
    except (KeyError, TypeError) as error:
        raise WorldError(f"{folder.name}: an entry has a missing or an unknown key ({error})") from error
    check(world, folder / "drafts")
    return world


def draft_files(folder: Path) -> list[Path]:
    """Write the files of all drafts into `folder` (made if absent), in the order of their keys.

    The bytes are the same each time. Raises `WorldError` if the seed world does not fit together.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for draft in sorted(load().drafts, key=lambda draft: draft.key):
        target = folder / draft.file
        if target.suffix == ".docx":
            write_docx(target, DRAFTS / draft.source)
        else:
            shutil.copyfile(DRAFTS / draft.source, target)
        written.append(target)
    return written


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise WorldError(f"{path.name}: {error}") from error


def _agency(row: dict[str, Any]) -> Agency:
    return Agency(**{**row, "aliases": tuple(Alias(**alias) for alias in row["aliases"])})


def _draft(row: dict[str, Any]) -> SeedDraft:
    lists = {name: tuple(row[name]) for name in ("fields", "focus", "focus_en")}
    card = tuple(CardText(**one) for one in row.get("card", ()))
    return SeedDraft(**{**row, **lists, "card": card})


def _comments(path: Path) -> tuple[Comment, ...]:
    comments = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            topics = row.get("topics")
            comments.append(Comment(**{**row, "topics": None if topics is None else tuple(topics)}))
        except (ValueError, TypeError) as error:
            raise WorldError(f"{path.name} line {number}: {error}") from error
    return tuple(comments)
