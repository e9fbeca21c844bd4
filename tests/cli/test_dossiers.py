"""``gopy draft add`` with a whole dossier, ``gopy draft show``, and ``gopy agency``."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.cli.gopy import Gopy

DOSSIER = (
    "--phase", "chính sách", "--procedure", "shortened", "--issuer", "UBND tỉnh Lam Giang",
    "--contact", "Phòng Môi trường, điện thoại 0200 000 0001", "--source", "https://lamgiang.example.invalid/12",
    "--focus", "Hộ nghèo@dieu-2: Mức thu có vừa sức không?", "--focus", "Còn điều gì chưa rõ?",
)  # fmt: skip


def test_a_whole_dossier_is_brought_in_and_shown(gopy: Gopy) -> None:
    report = gopy.write("to-trinh.txt", "TỜ TRÌNH\nVề việc thu gom rác")
    gopy("agency", "name", "so_nnmt", "Sở Nông nghiệp và Môi trường")
    assert gopy.draft(*DOSSIER, "--file", f"to-trinh={report}", "--field", "nong_nghiep").code == 0
    found = gopy("draft", "show", "dt1", "--json").json
    names = ("code", "agency", "agency_name", "issuer", "phase", "procedure", "fields")
    assert {name: found[name] for name in names} == {
        "code": "DT1", "agency": "so_nnmt", "agency_name": "Sở Nông nghiệp và Môi trường",
        "issuer": "UBND tỉnh Lam Giang", "phase": "policy", "procedure": "shortened", "fields": ["nong_nghiep"],
    }  # fmt: skip
    assert found["source"] == "https://lamgiang.example.invalid/12"
    assert [(one["audience"], one["path"]) for one in found["focus"]] == [("Hộ nghèo", "dieu-2"), ("", None)]
    assert [(file["role"], file["name"]) for file in found["files"]] == [
        ("du-thao", "du-thao.txt"), ("to-trinh", "to-trinh.txt"),
    ]  # fmt: skip
    assert {"code", "about", "message"} <= set(found["warnings"][0])
    lines = gopy("draft", "show", "DT1").out.splitlines()
    for line in (
        "  Loại văn bản: Quyết định", "  Giai đoạn: Chính sách", "  Trình tự: Rút gọn",
        "  Liên hệ: Phòng Môi trường, điện thoại 0200 000 0001", "  ? Hộ nghèo: Mức thu có vừa sức không?",
        "  ? Còn điều gì chưa rõ?", "  - Tờ trình: to-trinh.txt",
    ):  # fmt: skip
        assert line in lines


def test_what_is_amiss_is_said_on_stderr_and_does_not_stop(gopy: Gopy) -> None:
    closes = (datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")) + timedelta(days=5)).date().isoformat()
    said = gopy.draft("--kind", "quyet-dinh-chu-tich-tinh", "--closes", closes)
    assert said.code == 0
    assert "ngắn hơn mức tối thiểu 10 ngày" in said.err
    assert "Tờ trình" in said.err
    assert "ngắn hơn" not in said.out
    found = gopy.draft("--kind", "quyet-dinh-chu-tich-tinh", "--closes", closes, "--json").json["warnings"]
    assert [(one["code"], one["days"], one["have"]) for one in found if one["about"] == "closes"][:1] == [
        ("period_short", 10, 5)
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--phase", "nhap"], "giai đoạn «nhap»"),
        (["--procedure", "nhanh"], "trình tự «nhanh»"),
        (["--source", "lamgiang.gov.vn"], "không phải địa chỉ trang mạng"),
        (["--focus", "Hộ nghèo@dieu-9: Có đủ không?"], "«dieu-9»"),
        (["--focus", "Hộ nghèo: "], "chưa có nội dung"),
    ],
)
def test_entries_that_cannot_be_are_refused(gopy: Gopy, options: list[str], said: str) -> None:
    assert said in gopy.draft(*options).refusal
    assert gopy("draft", "list", "--json").json == []


def test_a_stamped_file_is_refused_in_any_role(gopy: Gopy) -> None:
    stamped = gopy.write("bao-cao.txt", "UBND TỈNH\nTỐI MẬT\nBÁO CÁO\nVề việc thu gom rác")
    assert "TỐI MẬT" in gopy.draft("--file", f"danh-gia-tac-dong={stamped}").refusal
    assert gopy("draft", "list", "--json").json == []


def test_an_unknown_draft_has_no_dossier(gopy: Gopy, tmp_path: Path) -> None:
    assert "«DT9»" in gopy("draft", "show", "DT9").refusal


def test_former_names_are_kept_and_listed(gopy: Gopy) -> None:
    gopy("agency", "name", "so_nv", "Sở Nội vụ", "--english", "Department of Home Affairs")
    former = "Sở Lao động - Thương binh và Xã hội"
    assert "Đã ghi tên cũ" in gopy("agency", "alias", "so_nv", former, "--until", "28/02/2025").out
    gopy("agency", "alias", "so_nv", "Sở LĐTBXH")
    assert gopy("agency", "list", "--json").json == [
        {
            "code": "so_nv", "name": "Sở Nội vụ", "name_en": "Department of Home Affairs",
            "aliases": [
                {"name": former, "since": None, "until": "2025-02-28"},
                {"name": "Sở LĐTBXH", "since": None, "until": None},
            ],
        }
    ]  # fmt: skip
    assert former in gopy("agency", "list").out
    assert "«so_moi»" in gopy("agency", "alias", "so_moi", "Sở Cũ").refusal
    assert "không phải ngày" in gopy("agency", "alias", "so_nv", "Sở Cũ", "--since", "hôm qua").refusal
    wrong = gopy("agency", "alias", "so_nv", "Sở Cũ", "--since", "2025-02-01", "--until", "2025-01-01").refusal
    assert "từ 01/02/2025 đến 01/01/2025" in wrong
