"""``gopy draft``: from a file to an open draft and its end, and every way it may refuse."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests import factories
from tests.cli.gopy import CLOSES, Gopy
from tests.nlp.drafts import files

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def today() -> datetime:
    """This day in Vietnam."""
    return datetime.now(VIETNAM)


def add(gopy: Gopy, file: Path, *more: str) -> str:
    """What ``gopy draft add`` says when it refuses this file."""
    options = ["--title", "Dự thảo thử", "--kind", "quyet-dinh", "--agency", "so_nnmt", "--closes", CLOSES, *more]
    return gopy("draft", "add", file, *options).refusal


def test_a_draft_is_brought_in_published_listed_and_closed(gopy: Gopy) -> None:
    made = gopy.draft("--field", "moi_truong_tai_nguyen", "--json").json
    assert {warning["code"] for warning in made.pop("warnings")} == {"over_tet_unverified", "part_missing_unverified"}
    assert made == {"code": "DT1", "version": 1, "articles": 3, "problems": []}
    assert gopy("draft", "publish", "DT1", "--json").json == {"code": "DT1", "recipients": 0}
    assert gopy("draft", "list", "--json").json == [
        {
            "code": "DT1",
            "title": "Mức hỗ trợ thu gom rác thải nông thôn",
            "kind": "quyet-dinh",
            "agency": "so_nnmt",
            "stage": "open",
            "posted": today().date().isoformat(),
            "closes": CLOSES,
        }
    ]
    assert gopy("draft", "close", "dt 1", "--json").json == {"code": "DT1", "stage": "closed"}


def test_without_json_it_says_what_to_do_next(gopy: Gopy) -> None:
    assert "Công bố bằng: gopy draft publish DT1" in gopy.draft().out
    assert "Tin đang được gửi tới 0 người" in gopy("draft", "publish", "DT1").out
    assert gopy("draft", "list").out.split()[:3] == ["DT1", "open", CLOSES]


def test_codes_count_on_and_problems_are_told(gopy: Gopy) -> None:
    gopy.draft()
    jumbled = factories.DECISION.replace("Điều 2. Mức thu", "Điều 7. Mức thu")
    file = gopy.write("nhay-so.txt", jumbled)
    made = gopy(
        "draft", "add", file, "--title", "Dự thảo nhảy số", "--kind", "Quyết định", "--agency", "so_nnmt",
        "--closes", "31/12/2999", "--json",
    ).json  # fmt: skip
    assert made["code"] == "DT2"
    assert {"code", "where", "message"} == set(made["problems"][0])


def test_files_of_the_dossier_are_kept_with_their_roles(gopy: Gopy) -> None:
    report = gopy.write("to-trinh.txt", "Tờ trình")
    assert gopy.draft("--file", f"to-trinh={report}", "--json").code == 0
    assert "vai trò tệp «thu»" in gopy.draft("--file", f"thu={report}").refusal
    assert "khong-co.txt" in gopy.draft("--file", "to-trinh=khong-co.txt").refusal
    wrong = gopy.draft("--file", "to-trinh")
    assert (wrong.code, wrong.out) == (2, "")
    assert "ROLE=PATH" in wrong.err


def test_files_that_are_no_drafts_are_refused_in_one_line(gopy: Gopy) -> None:
    folder = gopy.folder
    assert "Không tìm thấy tệp" in add(gopy, folder / "khong-co.docx")
    program = folder / "tro-choi.docx"
    program.write_bytes(b"MZ\x90\x00" + bytes(400))
    assert "tro-choi.docx" in add(gopy, program)
    empty = folder / "trong.docx"
    empty.write_bytes(b"")
    assert "không có chữ nào" in add(gopy, empty)
    assert "có mật khẩu" in add(gopy, files.sealed_docx(folder / "mat-khau.docx"))
    assert gopy("draft", "list", "--json").json == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--closes", "2001-01-01"], "đã qua"),
        (["--closes", "31/02/2999"], "«31/02/2999» không phải ngày"),
        (["--closes", "mai"], "«mai» không phải ngày"),
        (["--posted", "3000-01-01"], "sớm hơn ngày đăng"),
        (["--field", "bay_len_trang"], "«bay_len_trang»"),
        (["--title", "  "], "cần có tên"),
        (["--title", "dài " * 400], "1600 ký tự"),
        (["--agency", "Sở Y tế"], "Mã cơ quan «Sở Y tế»"),
    ],
)
def test_what_is_told_of_a_draft_is_checked(gopy: Gopy, options: list[str], said: str) -> None:
    assert said in gopy.draft(*options).refusal
    assert gopy("draft", "list", "--json").json == []


def test_today_is_still_a_day_to_close_on(gopy: Gopy) -> None:
    assert gopy.draft("--closes", today().date().isoformat()).code == 0
    yesterday = (today() - timedelta(days=1)).date().isoformat()
    assert "đã qua" in gopy.draft("--closes", yesterday).refusal


@pytest.mark.parametrize("command", ["publish", "close"])
def test_an_unknown_draft_is_refused(gopy: Gopy, command: str) -> None:
    assert "«DT9»" in gopy("draft", command, "DT9").refusal


def test_a_draft_is_published_once_and_closed_once(gopy: Gopy) -> None:
    gopy.draft()
    assert "không ở giai đoạn lấy ý kiến" in gopy("draft", "close", "DT1").refusal
    gopy("draft", "publish", "DT1")
    assert "đã được công bố" in gopy("draft", "publish", "DT1").refusal
    gopy("draft", "close", "DT1")
    assert "không ở giai đoạn lấy ý kiến" in gopy("draft", "close", "DT1").refusal
    assert "đã được công bố" in gopy("draft", "publish", "DT1").refusal


def test_what_is_missing_on_the_line_is_wrong_use(gopy: Gopy) -> None:
    wrong = gopy("draft", "add", "du-thao.txt")
    assert (wrong.code, wrong.out) == (2, "")
    assert "--title" in wrong.err


def test_a_new_version_says_what_it_changed(gopy: Gopy) -> None:
    gopy.draft()
    second = gopy.write("ban-2.txt", factories.DECISION.replace("25.000", "30.000"))
    assert gopy("draft", "revise", "DT1", second, "--json").json == {
        "code": "DT1", "version": 2, "changed": 1, "added": 0, "removed": 0, "moved": 0, "renumbered": 0, "told": 0,
    }  # fmt: skip
    assert "không khác bản 2" in gopy("draft", "revise", "DT1", second).refusal
    third = gopy.write("ban-3.txt", factories.DECISION)
    assert "Đã lưu bản 3 của DT1. Sửa 1, thêm 0" in gopy("draft", "revise", "DT1", third).out
    assert "DT9" in gopy("draft", "revise", "DT9", third).refusal
