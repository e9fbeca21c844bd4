"""The seed world fits together, and says where it does not."""

import csv
import shutil
from pathlib import Path

import pytest

from bot.sandbox.world import Citizen, StaffMember, World, WorldError, load
from bot.sandbox.world.check import is_path
from nlp.fields import FIELDS as KNOWN
from nlp.lexicon.kinds import KINDS

SHIPPED = Path(__file__).parents[2] / "bot" / "sandbox" / "world"
FIELDS = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "law" / "fields.tsv"


@pytest.fixture(scope="module")
def world() -> World:
    return load()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the world's files that a test may break."""
    folder = tmp_path / "world"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    return folder


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_province_says_that_it_is_fictional(world: World) -> None:
    assert world.province.name == "tỉnh Lam Giang"
    assert "hư cấu" in world.province.note
    assert "fictional" in world.province.note_en


def test_agencies_are_those_of_a_province_after_districts_were_abolished(world: World) -> None:
    assert 12 <= len(world.agencies) <= 16
    assert {agency.kind for agency in world.agencies} == {
        "department",
        "committee_office",
        "armed_forces",
        "commune",
        "ward",
    }
    assert not [agency.name for agency in world.agencies if "huyện" in agency.name]


def test_old_names_stay_readable_with_the_day_they_ended(world: World) -> None:
    old = {alias.name: (agency.code, alias.until.isoformat()) for agency in world.agencies for alias in agency.aliases}
    assert old["Sở Giao thông vận tải"] == ("so_xd", "2025-02-28")
    assert old["Ủy ban nhân dân huyện Đồng Sậy"] == ("xa_dong_say", "2025-06-30")


def test_one_draft_waits_to_be_published_and_three_are_open(world: World) -> None:
    published = [(draft.key, draft.published) for draft in world.drafts]
    assert published == [(1, False), (2, True), (3, True), (4, True)]
    for draft in world.drafts:
        assert draft.posted_offset_days <= 0 < draft.closes_offset_days
        assert draft.closes_offset_days - draft.posted_offset_days >= 20


def test_the_officer_belongs_to_the_agency_that_still_has_to_publish(world: World) -> None:
    assert world.officer.agency == world.draft(1).agency
    assert len(world.admins) == 2


def test_the_officer_has_comments_to_read_and_has_read_most(world: World) -> None:
    own = [comment for comment in world.comments if world.draft(comment.draft).agency == world.officer.agency]
    assert len(own) >= 20
    assert len(own) > sum(comment.topics is not None for comment in own) >= 15
    assert {code for comment in own for code in comment.topics or ()} <= set(KNOWN)
    assert {comment.kind for comment in own if comment.kind} <= set(KINDS)


def test_phones_have_different_numbers_and_every_channel_is_among_them(world: World) -> None:
    people: list[Citizen | StaffMember] = [*world.citizens, *world.staff]
    assert sorted(person.user_id for person in people) == [1001, 1002, 1003, 1004, 1005, 1006, 1007]
    assert {person.channel for person in world.citizens} == {"telegram"}


@pytest.mark.skipif(not FIELDS.is_file(), reason="the shared list of fields is not beside the repository")
def test_fields_of_drafts_are_codes_of_the_list_of_fields(world: World) -> None:
    with FIELDS.open(encoding="utf-8") as file:
        known = {row["code"] for row in csv.DictReader(file, delimiter="\t")}
    assert {code for draft in world.drafts for code in draft.fields} <= known


@pytest.mark.parametrize(
    ("path", "good"),
    [
        ("dieu-4/khoan-2/diem-đ", True),
        ("quy-dinh/dieu-3", True),
        ("la-ma-3/so-2", True),
        ("la-ma-3/so-1/chu-b/gach-1", True),
        ("Điều 4", False),
        ("dieu-4/diem-a", False),
        ("khoan-2", False),
    ],
)
def test_the_form_of_a_path_is_checked(path: str, good: bool) -> None:
    assert is_path(path) is good


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("drafts.toml", 'agency = "so_ct"', 'agency = "so_la"', "agency of draft 3: so_la is not known"),
        ("drafts.toml", "closes_offset_days = 11", "closes_offset_days = 0", "draft 2 closes before"),
        ("drafts.toml", "key = 2", "key = 3", "draft: 3 occurs twice"),
        ("drafts.toml", 'kind = "ke-hoach"', 'kind = "ke-hoach-lon"', "ke-hoach-lon is not known"),
        ("drafts.toml", 'source = "ke-hoach-ky-nang-so.txt"', 'source = "mat.txt"', "no source file mat.txt"),
        ("agencies.toml", 'code = "so_tc"', 'code = "so_xd"', "agency: so_xd occurs twice"),
        ("agencies.toml", "[province]", "[province", "agencies.toml: Expected"),
        ("agencies.toml", "name_en", "name_de", "a missing or an unknown key"),
        ("people.toml", "user_id = 1002", "user_id = 1001", "user_id: 1001 occurs twice"),
        ("people.toml", 'agency = "so_nnmt"', 'agency = "so_ct"', "unpublished draft has no officer"),
        ("people.toml", "@example.invalid", "@example.com", "must end in @example.invalid"),
        ("comments.jsonl", '"draft": 3', '"draft": 1', "draft 1 is not published"),
        ("comments.jsonl", '"path": "dieu-', '"path": "Dieu ', "is not the form of a path"),
        ("comments.jsonl", '"days_ago": 26', '"days_ago": 27', "was not posted yet"),
        ("comments.jsonl", '"stance": "oppose"', '"stance": "angry"', "unknown stance"),
        ("comments.jsonl", '"citizen": "c001"}', '"citizen": "c001", "topics": []}', "no officer to read it"),
        ("comments.jsonl", '{"draft"', '{"entwurf"', "comments.jsonl line 1"),
    ],
)
def test_a_broken_world_is_refused_with_the_place(copy: Path, file: str, old: str, new: str, complaint: str) -> None:
    _replace(copy / file, old, new)
    with pytest.raises(WorldError, match=complaint.replace("(", r"\(")):
        load(copy)


def test_a_lost_comment_is_noticed(copy: Path) -> None:
    comments = copy / "comments.jsonl"
    lines = comments.read_text(encoding="utf-8").splitlines(keepends=True)
    comments.write_text("".join(lines[1:]), encoding="utf-8")
    with pytest.raises(WorldError, match="223 comments, expected 224"):
        load(copy)
