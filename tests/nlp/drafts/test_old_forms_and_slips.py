"""Clauses numbered as they were decades ago, hidden by typing slips, or read by OCR; tables of contents."""

import pytest

from nlp.drafts.slips import repaired
from nlp.drafts.source import lines_of
from nlp.drafts.tree import Draft
from tests.nlp.drafts.samples import draft_of, paths


def law(text: str) -> Draft:
    """A law of these articles."""
    return draft_of(f"LUẬT\nVỀ CHỢ\n{text}")


@pytest.mark.parametrize("sign", ["-", " -", "- ", " – ", ")", ") "])
def test_clauses_of_old_laws(sign: str) -> None:
    draft = law(
        f"Điều 1\n1{sign}Chợ là nơi mua bán.\n"
        f"2{sign}Chợ có ban quản lý gồm:\na) Trưởng ban;\nb) Ủy viên.\n"
        "Điều 2\nChợ họp hằng ngày."
    )
    assert paths(draft) == [
        *("dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-1/khoan-2/diem-a", "dieu-1/khoan-2/diem-b", "dieu-2"),
    ]
    assert draft.provisions[1].text == "Chợ là nơi mua bán."


def test_numbers_with_another_sign_are_no_clauses_of_the_same_row() -> None:
    draft = draft_of(
        "LUẬT\nVỀ CHỢ\nĐiều 1. Hồ sơ\n1. Hồ sơ gồm:\n1) Đơn;\n2) Sơ đồ;\n2. Nơi nhận là xã.\nĐiều 2. Hết\nHết."
    )
    assert paths(draft) == ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-2"]
    assert draft.provisions[1].text.splitlines() == ["Hồ sơ gồm:", "1) Đơn;", "2) Sơ đồ;"]


@pytest.mark.parametrize("line", ["2021-2025 là giai đoạn đầu.", "10 - 15 người một tổ.", "2 – bốn lần.", "1) nhỏ"])
def test_years_ranges_and_small_letters_begin_nothing(line: str) -> None:
    assert paths(law(f"Điều 1. Mở đầu\nNội dung.\n{line}\nĐiều 2. Hết\nHết.")) == [
        "dieu-1",
        "dieu-2",
    ]


def test_a_first_clause_without_its_stop() -> None:
    draft = draft_of(
        "LUẬT\nVỀ CHỢ\nĐiều 1. Phí\n1 Người bán nộp phí.\na) Phí ngày;\n2. Người mua không nộp.\nĐiều 2. Hết\nHết."
    )
    assert paths(draft)[:4] == ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-1/diem-a", "dieu-1/khoan-2"]


@pytest.mark.parametrize(
    "text", ["1 Người bán nộp phí.\nNội dung.", "1 Điều 5 của Luật này.\n2. Hai.", "1 người.\n2. Hai."]
)
def test_a_bare_one_without_a_second_clause_is_text(text: str) -> None:
    lines = lines_of(f"Điều 1. Phí\n{text}\nĐiều 2. Hết")
    assert repaired(lines) == lines


def test_beginnings_glued_to_the_line_before() -> None:
    text = "Điều 1. Hồ sơ\nHồ sơ gồm các giấy tờ sau đây:1. Đơn gồm:a) Tên;b) Địa chỉ;\n"
    text += "c) Chữ ký.\n2. Sơ đồ.3. Ảnh.\n4. Phí."
    assert [line.text for line in repaired(lines_of(text))] == [
        *("Điều 1. Hồ sơ", "Hồ sơ gồm các giấy tờ sau đây:1. Đơn gồm:", "a) Tên;", "b) Địa chỉ;", "c) Chữ ký."),
        *("2. Sơ đồ.", "3. Ảnh.", "4. Phí."),
    ]
    draft = law(f"{text.replace('đây:1. Đơn gồm:a) Tên;b)', 'đây:1. Đơn;')}\nĐiều 2. Hết\nHết.")
    assert paths(draft)[0] == "dieu-1"


@pytest.mark.parametrize(
    "text",
    [
        "a) Theo điểm b, c;\nb) Hai.",
        "1. Mục 1.1. Nội dung.\n2. Hai.",
        "a) Xem:a) Một;a) Hai;\nb) Hai.",
        "Tên.\nc) Ba.",
    ],
)
def test_nothing_is_parted_without_a_sure_sign(text: str) -> None:
    assert repaired(lines_of(text)) == lines_of(text)


def test_a_lost_first_number_is_told_and_the_rest_still_counts() -> None:
    draft = law("Điều 1. Cấm\nBán hàng giả.\n2. Lấn đường.\n3. Đốt rác.\nĐiều 2. Hết\nHết.")
    assert paths(draft) == ["dieu-1", "dieu-1/khoan-2", "dieu-1/khoan-3", "dieu-2"]
    assert [(one.code, one.where) for one in draft.problems] == [("number_gap", "dieu-1")]


def test_chapters_counted_through_all_parts_are_no_gap() -> None:
    parts = "Phần thứ nhất\nCHUNG\nChương I\nMỘT\nĐiều 1. A\nA.\nChương II\nHAI\nĐiều 2. B\nB.\n"
    draft = draft_of(f"BỘ LUẬT\nVỀ CHỢ\n{parts}Phần thứ hai\nRIÊNG\nChương III\nBA\nĐiều 3. C\nC.")
    assert draft.problems == ()
    draft = draft_of(f"BỘ LUẬT\nVỀ CHỢ\n{parts}Phần thứ hai\nRIÊNG\nChương IV\nBỐN\nĐiều 3. C\nC.")
    assert [one.code for one in draft.problems] == ["level_gap"]


def test_articles_as_ocr_spells_them() -> None:
    draft = law("Điêu l. Phạm vi\nQuy định về chợ.\nĐiểu 2. Phí\nPhí theo ngày.\nDiều 3. Hết\nHết.\nĐiều 4. Thật\nHết.")
    assert paths(draft) == ["dieu-1", "dieu-2", "dieu-3", "dieu-4"]
    assert [one.heading for one in draft.provisions] == ["Phạm vi", "Phí", "Hết", "Thật"]


def test_words_that_ocr_articles_look_like_are_text() -> None:
    draft = law("Điều 1. Nhạc\nĐiệu 2. theo sau là điệu 3.\nĐiếu I: ống hút.\nĐiều 2. Hết\nHết.")
    assert paths(draft) == ["dieu-1", "dieu-2"]
    assert draft.provisions[1].heading == "Hết"


def test_a_table_of_contents_is_no_second_row_of_articles() -> None:
    contents = "MỤC LỤC\nChương I ........ 1\nĐiều 1. Phạm vi ........ 1\nĐiều 2. Phí …………… 2\n"
    draft = law(f"{contents}Chương I\nCHUNG\nĐiều 1. Phạm vi\nVề chợ.\nĐiều 2. Phí\nTheo ngày.")
    assert paths(draft) == ["chuong-1", "dieu-1", "dieu-2"]
    assert draft.annexes == ()


def test_a_heading_with_a_full_stop_among_headings_is_one() -> None:
    articles = "".join(f"Điều {number}. Tên điều\nNội dung của điều.\n" for number in range(1, 6))
    draft = law(f"{articles}Điều 6. Trách nhiệm của người bán hàng rong ở chợ phiên huyện.\nNgười bán nộp phí.")
    assert (draft.provisions[-1].heading[:11], draft.provisions[-1].text) == ("Trách nhiệm", "Người bán nộp phí.")
    draft = law("Điều 1. Chợ họp sáng.\nChiều nghỉ.\nĐiều 2. Phí\nTheo ngày.")
    assert (draft.provisions[0].heading, draft.provisions[0].text) == ("", "Chợ họp sáng.\nChiều nghỉ.")


def test_a_sentence_about_conditions_does_not_run_on_from_the_heading() -> None:
    draft = law("Điều 1. Điều kiện bán hàng\nĐiều kiện bán hàng gồm giấy phép.\nĐiều 2. Hết\nHết.")
    assert (draft.provisions[0].heading, draft.provisions[0].text) == (
        "Điều kiện bán hàng",
        "Điều kiện bán hàng gồm giấy phép.",
    )


def test_a_very_long_line_above_clauses_is_a_heading() -> None:
    heading = "Quyền của người bán hàng " + "và người bán hàng ở chợ khác " * 12 + "trong huyện"
    draft = law(f"Điều 1. {heading}\n1. Bán hàng.\n2. Nghỉ trưa.\nĐiều 2. Hết\nHết.")
    assert (len(heading) > 300, draft.provisions[0].heading) == (True, heading)
