"""The seed drafts as files: a Word file that counts by itself, a plan as text, a resolution as HTML."""

import re
import zipfile
from pathlib import Path

import pytest
from docx import Document

from bot.sandbox.world import draft_files, load
from bot.sandbox.world.build_docx import write_docx
from nlp.drafts.files import parse_file
from nlp.drafts.tree import Draft

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return draft_files(tmp_path_factory.mktemp("drafts"))


@pytest.fixture(scope="module")
def parsed(files: list[Path]) -> dict[int, Draft]:
    keys = sorted(draft.key for draft in load().drafts)
    return {key: parse_file(file) for key, file in zip(keys, files, strict=True)}


def test_the_three_kinds_of_files_are_written(files: list[Path]) -> None:
    assert [file.suffix for file in files] == [".docx", ".txt", ".html", ".txt"]
    assert all(file.stat().st_size > 5_000 for file in files)


def test_word_counts_the_articles_clauses_and_points(files: list[Path]) -> None:
    paragraphs = Document(str(files[0])).paragraphs
    typed = [p.text for p in paragraphs if re.match(r"Điều \d|Chương [IVX]|\d+\.|[a-zđ]\)", p.text)]
    assert typed == []
    levels = [level.get(f"{W}val") for p in paragraphs for level in p._p.iter(f"{W}ilvl")]
    assert {level: levels.count(level) > 10 for level in set(levels)} == {"0": True, "1": True, "2": True}


def test_the_levels_are_written_the_way_vietnamese_law_writes_them(files: list[Path]) -> None:
    root = Document(str(files[0])).part.numbering_part.element
    texts = [level.get(f"{W}val") for level in root.iter(f"{W}lvlText")]
    assert texts == ["Điều %1.", "%2.", "%3)", "Chương %1"]


def test_the_regulation_starts_its_articles_from_one_again(files: list[Path]) -> None:
    root = Document(str(files[0])).part.numbering_part.element
    restarted = [num.get(f"{W}numId") for num in root.iter(f"{W}num") if num.find(f"{W}lvlOverride") is not None]
    assert len(restarted) >= 1


def test_the_word_file_is_the_same_to_the_byte_when_built_twice(tmp_path: Path) -> None:
    write_docx(tmp_path / "one.docx")
    write_docx(tmp_path / "two.docx")
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.docx") as parts:
        assert {info.date_time[0] for info in parts.infolist()} == {2026}


def test_every_comment_speaks_of_a_provision_that_the_parser_finds(parsed: dict[int, Draft]) -> None:
    lost = []
    for comment in load().comments:
        paths = {provision.path for provision in parsed[comment.draft].provisions}
        if comment.path is not None and comment.path not in paths:
            lost.append((comment.draft, comment.path))
    assert lost == []


def test_the_drafts_are_read_without_a_problem(parsed: dict[int, Draft]) -> None:
    assert {key: draft.problems for key, draft in parsed.items()} == {1: (), 2: (), 3: (), 4: ()}


def test_decision_and_regulation_have_their_own_sequences_of_articles(parsed: dict[int, Draft]) -> None:
    articles = [provision.path for provision in parsed[1].provisions if provision.kind == "dieu"]
    assert articles == [
        *(f"dieu-{number}" for number in range(1, 4)),
        *(f"quy-dinh/dieu-{number}" for number in range(1, 19)),
    ]


def test_the_plan_goes_from_roman_parts_down_to_dashes(parsed: dict[int, Draft]) -> None:
    kinds = [provision.kind for provision in parsed[2].provisions]
    assert {kind: kinds.count(kind) for kind in ("la-ma", "so", "chu", "gach")} == {
        "la-ma": 5,
        "so": 19,
        "chu": 22,
        "gach": 22,
    }


def test_the_resolution_has_eleven_articles_and_points_up_to_e(parsed: dict[int, Draft]) -> None:
    paths = [provision.path for provision in parsed[3].provisions]
    assert [path for path in paths if path.count("/") == 0] == [f"dieu-{number}" for number in range(1, 12)]
    assert "dieu-4/khoan-1/diem-đ" in paths
    assert "dieu-4/khoan-1/diem-e" in paths
