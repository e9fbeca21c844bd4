"""What must hold in a seed world before a demo may start from it; reading the files lives in `load`."""

import re
from collections.abc import Iterable
from pathlib import Path

from bot.sandbox.world.values import Citizen, Comment, StaffMember, World, WorldError

AGENCY_KINDS = frozenset({"department", "committee_office", "armed_forces", "commune", "ward"})
DRAFT_KINDS = frozenset({"quyet-dinh", "nghi-quyet", "ke-hoach"})
STANCES = frozenset({"agree", "amend", "oppose", "unclear", "question"})
CHANNELS = frozenset({"telegram", "zalo_oa", "zalo_bot"})
LANGUAGES = frozenset({"vi", "en"})
ROLES = frozenset({"officer", "admin"})

COMMENTS = 224
CITIZENS_WITH_A_PHONE = 4

ARTICLE_PATH = re.compile(r"(?:[a-z-]+/)?dieu-\d+(?:/khoan-\d+(?:/diem-[a-zđ])?)?")
PLAN_PATH = re.compile(r"la-ma-\d+(?:/so-\d+(?:/chu-[a-zđ])?)?(?:/gach-\d+)?")


def check(world: World, drafts: Path) -> None:
    """Raise `WorldError` for the first thing in `world` that refers to nothing or has the wrong form.

    `drafts` is the folder with the drafts' source files.
    """
    _check_agencies(world)
    _check_drafts(world, drafts)
    _check_people(world)
    if len(world.comments) != COMMENTS:
        raise WorldError(f"comments.jsonl: {len(world.comments)} comments, expected {COMMENTS}")
    owners = {draft.key: draft.agency for draft in world.drafts}
    officers = {member.agency for member in world.staff if member.role == "officer"}
    published = {draft.key: draft.posted_offset_days for draft in world.drafts if draft.published}
    for number, comment in enumerate(world.comments, start=1):
        problem = _problem(comment, published)
        if problem:
            raise WorldError(f"comments.jsonl line {number}: {problem}")
        if comment.topics is not None and owners[comment.draft] not in officers:
            raise WorldError(
                f"comments.jsonl line {number}: the agency of draft {comment.draft} has no officer to read it"
            )


def _check_agencies(world: World) -> None:
    _unique("agencies.toml: agency", (agency.code for agency in world.agencies))
    _unique("agencies.toml: name", (agency.name for agency in world.agencies))
    for agency in world.agencies:
        _among("agencies.toml: kind", agency.kind, AGENCY_KINDS)


def _check_drafts(world: World, drafts: Path) -> None:
    codes = {agency.code for agency in world.agencies}
    _unique("drafts.toml: draft", (str(draft.key) for draft in world.drafts))
    _unique("drafts.toml: file", (draft.file for draft in world.drafts))
    for draft in world.drafts:
        _among(f"drafts.toml: agency of draft {draft.key}", draft.agency, codes)
        _among(f"drafts.toml: kind of draft {draft.key}", draft.kind, DRAFT_KINDS)
        if draft.closes_offset_days <= max(draft.posted_offset_days, 0):
            raise WorldError(f"drafts.toml: draft {draft.key} closes before a visitor can comment on it")
        if not (drafts / draft.source).is_file():
            raise WorldError(f"drafts.toml: draft {draft.key} has no source file {draft.source}")
        if len(draft.focus) != len(draft.focus_en):
            raise WorldError(f"drafts.toml: draft {draft.key} needs every focus question in both languages")


def _check_people(world: World) -> None:
    codes = {agency.code for agency in world.agencies}
    everyone: tuple[Citizen | StaffMember, ...] = (*world.citizens, *world.staff)
    _unique("people.toml: key", (person.key for person in everyone))
    _unique("people.toml: user_id", (str(person.user_id) for person in everyone))
    for person in everyone:
        _among(f"people.toml: channel of {person.key}", person.channel, CHANNELS)
    for member in world.staff:
        _among(f"people.toml: agency of {member.key}", member.agency, codes)
        _among(f"people.toml: role of {member.key}", member.role, ROLES)
        if not member.email.endswith("@example.invalid"):
            raise WorldError(f"people.toml: the e-mail of {member.key} must end in @example.invalid")
    if len(world.citizens) != CITIZENS_WITH_A_PHONE:
        raise WorldError(f"people.toml: {len(world.citizens)} citizens, expected {CITIZENS_WITH_A_PHONE}")
    to_publish = {draft.agency for draft in world.drafts if not draft.published}
    officers = {member.agency for member in world.staff if member.role == "officer"}
    if not to_publish or not to_publish <= officers:
        raise WorldError("people.toml: the agency of the unpublished draft has no officer")


def _problem(comment: Comment, published: dict[int, int]) -> str | None:
    """Why the comment cannot be in the world, or nothing; `published` gives each open draft's posting offset."""
    if comment.draft not in published:
        return f"draft {comment.draft} is not published"
    if not 0 <= comment.days_ago < -published[comment.draft]:
        return f"{comment.days_ago} days ago the draft was not posted yet"
    if comment.stance not in STANCES or comment.language not in LANGUAGES:
        return f"unknown stance or language ({comment.stance}, {comment.language})"
    if comment.path is not None and not is_path(comment.path):
        return f"{comment.path} is not the form of a path"
    if not comment.text.strip() or not re.fullmatch(r"c\d{3}", comment.citizen):
        return "a comment needs a text and a citizen like c017"
    return None


def is_path(path: str) -> bool:
    """Whether `path` has the form of a provision's path, such as `dieu-4/khoan-2/diem-đ` or `la-ma-3/so-2`."""
    return bool(ARTICLE_PATH.fullmatch(path) or PLAN_PATH.fullmatch(path))


def _among(what: str, value: str, known: Iterable[str]) -> None:
    if value not in known:
        raise WorldError(f"{what}: {value} is not known")


def _unique(what: str, values: Iterable[str]) -> None:
    seen = set()
    for value in values:
        if value in seen:
            raise WorldError(f"{what}: {value} occurs twice")
        seen.add(value)
