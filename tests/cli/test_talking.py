"""``gopy chat`` in a shell: a whole comment by typing alone, then everything that is made of it."""

import json
import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.cli.gopy import Gopy

COMMENT = [
    "/start", "1", "1", "gop y DT1", "dieu 2", "3", "2",
    "thu 60 nghin la cao qua, goi toi 0912345678, rac thai van day duong", "Hộ kinh doanh nộp 40.000 đồng", "1",
]  # fmt: skip


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A database in which Hoa has commented on DT1, and what the bot said to her."""
    folder = tmp_path_factory.mktemp("spoken")
    gopy = Gopy(folder, {"GOPY_DATABASE_URL": f"sqlite:///{folder / 'gopy.db'}"})
    gopy.open_draft()
    said = gopy.process("chat", "--as", "hoa", stdin="\n".join(COMMENT) + "\n")
    assert said.code == 0, said.err
    return gopy.database_file, said.out


@pytest.fixture
def talk(gopy: Gopy, spoken: tuple[Path, str]) -> str:
    """What the bot said to somebody who commented on DT1, in a database of this test's own."""
    database, said = spoken
    shutil.copy(database, gopy.database_file)
    return said


def test_a_comment_typed_in_a_pipe_is_kept_listed_and_summed_up(gopy: Gopy, talk: str) -> None:
    receipt = re.search(r"GY-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", talk)
    assert receipt, talk
    [comment] = gopy("feedback", "list", "DT1", "--json").json
    assert {name: comment[name] for name in ("draft", "path", "stance", "status", "channel", "late", "language")} == {
        "draft": "DT1",
        "path": "dieu-2/khoan-2",
        "stance": "amend",
        "status": "received",
        "channel": "terminal",
        "late": False,
        "language": "vi",
    }
    assert "0912345678" not in json.dumps(comment)
    assert "rac thai van day duong" in comment["text"]
    assert comment["wording"] == "Hộ kinh doanh nộp 40.000 đồng"
    assert "moi_truong_tai_nguyen" in [topic["code"] for topic in comment["topics"]]
    assert set(comment) >= {"id", "topics", "group", "kind", "sent_at"}
    assert "dieu-2/khoan-2" in gopy("feedback", "list", "DT1").out
    _all_formats(gopy)


def _all_formats(gopy: Gopy) -> None:
    """The digest in each format, opened by what people open it with."""
    assert "Mã dự thảo: DT1" in gopy("digest", "DT1").out
    assert "DT1" in json.dumps(gopy("digest", "DT1", "--format", "json").json)
    made = {}
    for form in ("text", "json", "xlsx", "csv", "docx", "png"):
        file = gopy.folder / f"tong-hop.{form}"
        said = gopy("digest", "DT1", "--format", form, "--out", file)
        assert (said.code, said.out, said.err.strip()) == (0, "", str(file))
        made[form] = file.read_bytes()
    assert json.loads(made["json"])
    assert made["csv"].decode("utf-8-sig").count("60 nghin") == 1
    assert load_workbook(BytesIO(made["xlsx"])).sheetnames
    assert any("rác thải" in paragraph.text.lower() for paragraph in Document(BytesIO(made["docx"])).paragraphs)
    assert made["png"].startswith(b"\x89PNG")
    assert all(b"0912345678" not in content for content in made.values())


def test_each_name_is_a_citizen_of_his_own_and_the_receipt_opens_to_anybody(gopy: Gopy, talk: str) -> None:
    receipt = re.search(r"GY-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", talk)
    assert receipt
    said = gopy.process("chat", "--as", "nam", stdin=f"/cuatoi\n/tracuu {receipt[0].lower()}\n").out
    assert "chưa gửi góp ý nào" in said
    assert "60 nghin" in said
    assert "60 nghin" in gopy.process("chat", "--as", "hoa", stdin="/cuatoi\n").out


def test_digest_and_list_refuse_what_they_do_not_know(gopy: Gopy) -> None:
    gopy.open_draft()
    assert "«DT9»" in gopy("digest", "DT9").refusal
    assert "«DT9»" in gopy("feedback", "list", "DT9", "--json").refusal
    assert "text, json, xlsx, csv, docx, png" in gopy("digest", "DT1", "--format", "pdf", "--out", "a.pdf").refusal
    assert "«hôm qua»" in gopy("digest", "DT1", "--since", "hôm qua").refusal
    assert "thu-muc" in gopy("digest", "DT1", "--format", "csv", "--out", "thu-muc/a.csv").refusal
    wrong = gopy("digest", "DT1", "--format", "png")
    assert (wrong.code, wrong.out) == (2, "")
    assert "--out" in wrong.err
    assert gopy("feedback", "list", "DT1", "--json").json == []
    assert gopy("feedback", "list", "DT1").out == ""


def test_days_of_a_digest_are_days_in_vietnam(gopy: Gopy, talk: str) -> None:
    def messages(*period: str) -> int:
        shown = gopy("digest", "DT1", "--format", "json", *period).json
        return int(shown["messages"])

    sent_at = gopy("feedback", "list", "DT1", "--json").json[0]["sent_at"]
    assert sent_at.endswith("+00:00")
    assert messages() == 1
    assert messages("--since", "2000-01-01", "--until", "31/12/2999") == 1
    assert messages("--until", "2000-01-01") == 0
    assert messages("--since", "2999-01-01") == 0
