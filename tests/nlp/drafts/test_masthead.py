"""Title, kind and number of a draft."""

import pytest

from tests.nlp.drafts.samples import AMENDMENT, DECISION, PLAN, draft_of


def test_a_decision_with_blanks_in_its_number() -> None:
    draft = draft_of(DECISION)
    assert draft.kind == "quyet-dinh"
    assert draft.number == "…/2026/QĐ-UBND"
    assert draft.title == "QUYẾT ĐỊNH Ban hành Quy chế quản lý, sử dụng vỉa hè trên địa bàn tỉnh Hải Sơn"
    assert draft.preamble[0] == "Căn cứ Luật Tổ chức chính quyền địa phương;"
    assert len(draft.preamble) == 4
    assert draft.masthead[0] == "ỦY BAN NHÂN DÂN"


def test_a_plan_with_a_title_in_small_letters() -> None:
    draft = draft_of(PLAN)
    assert (draft.kind, draft.number) == ("ke-hoach", "")
    assert draft.title == "KẾ HOẠCH Lấy ý kiến Nhân dân về dự thảo Nghị quyết hỗ trợ học phí năm học 2026 - 2027"
    assert len(draft.preamble) == 1


def test_a_title_in_capitals_over_lines() -> None:
    draft = draft_of(AMENDMENT)
    assert (draft.kind, draft.title) == (
        "nghi-dinh",
        "NGHỊ ĐỊNH SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA NGHỊ ĐỊNH VỀ HỘI CHỢ",
    )


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Số: 12/2026/NQ-HĐND", "12/2026/NQ-HĐND"),
        ("Luật số: … /2026/QH16", "…/2026/QH16"),
        ("Số:       /NQ-HĐND", "…/NQ-HĐND"),
        ("Số: ....../2026/TT-BXD", "…/2026/TT-BXD"),
        ("Số: 5-KH/TU Hải Sơn, ngày 3 tháng 2 năm 2026", "5-KH/TU"),
        ("Theo Nghị định số 10/2025/NĐ-CP", ""),
    ],
)
def test_numbers_as_drafts_write_them(line: str, number: str) -> None:
    assert draft_of(f"{line}\nNGHỊ QUYẾT\nVỀ CHỢ\nĐiều 1. Một\nNội dung.").number == number


def test_everything_on_one_crawled_line() -> None:
    draft = draft_of(
        "QUỐC HỘI -------- CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc -------- "
        "Luật số: … /2026/QH16 "
        "DỰ THẢO 24.10.2026 LUẬT VỀ CHỢ\nCăn cứ Hiến pháp;\nChương I QUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nLuật này về chợ."
    )
    assert (draft.kind, draft.number, draft.title) == ("luat", "…/2026/QH16", "LUẬT VỀ CHỢ")
    assert draft.provisions[0].heading == "QUY ĐỊNH CHUNG"


def test_a_secret_mark_is_reported_for_the_officer() -> None:
    draft = draft_of("MẬT\nQUYẾT ĐỊNH\nVề việc diễn tập\nĐiều 1. Một\nNội dung.")
    assert [problem.code for problem in draft.problems] == ["secret_mark"]


def test_a_draft_without_capitals_takes_its_first_line() -> None:
    draft = draft_of("Dự thảo Nghị quyết về hỗ trợ xe buýt\nĐiều 1. Phạm vi\nNghị quyết này về xe buýt.")
    assert (draft.kind, draft.title) == ("nghi-quyet", "Dự thảo Nghị quyết về hỗ trợ xe buýt")


def test_agencies_whose_names_hold_the_name_of_a_kind() -> None:
    draft = draft_of(
        "SỞ KẾ HOẠCH VÀ ĐẦU TƯ\nBAN QUẢN LÝ DỰ ÁN\nTHÔNG TƯ\n(Dự thảo lần 2)\nVề đấu thầu qua mạng\n"
        "Căn cứ Luật Đấu thầu;\nĐiều 1. Một\nNội dung."
    )
    assert (draft.kind, draft.title) == ("thong-tu", "THÔNG TƯ Về đấu thầu qua mạng")
