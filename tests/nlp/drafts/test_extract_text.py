"""Plain text, Markdown and hard wraps."""

import unicodedata
from pathlib import Path

import pytest

from nlp.drafts import extract_text, wraps
from nlp.drafts.source import lines_of

TEXT = "Điều 1. Phạm vi điều chỉnh\nNghị quyết này quy định về chợ.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_in_its_several_dresses(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert [line.text for line in extract_text.extract(path).lines] == TEXT.splitlines()


def test_windows_1258_and_decomposed_letters_become_composed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    # Windows-1258 has ê and ơ, but writes tones as marks of their own.
    spread = unicodedata.normalize("NFD", TEXT)
    for letter, kept in (
        ("e\u0302", "ê"),
        ("o\u0302", "ô"),
        ("a\u0302", "â"),
        ("o\u031b", "ơ"),
        ("u\u031b", "ư"),
        ("a\u0306", "ă"),
    ):
        spread = spread.replace(letter, kept)
    for letter in "eaouy":
        for mark, circled in (("\u0302", "êâô"),):
            spread = spread.replace(
                f"{letter}\u0323{mark}", f"{dict(zip('eao', circled, strict=True)).get(letter, letter)}\u0323"
            )
    path.write_bytes(spread.encode("cp1258"))
    assert [line.text for line in extract_text.extract(path).lines] == TEXT.splitlines()


def test_markdown_marks_go_and_rows_become_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# Dự thảo quy chế\n\n| **UBND TỈNH** | CỘNG HÒA |\n|---|:-:|\n| Số: 1/QĐ | |\n\n**Điều 1.** Tên *mới*\n\n"
        "1\\. Mức phí 5_000 đồng, xem [bảng](http://x.vn/a_b).\n\n* Gạch\n> trích\n",
        encoding="utf-8",
    )
    source = extract_text.extract_markdown(path)
    assert [(line.text, line.hint) for line in source.lines] == [
        ("Dự thảo quy chế", ""),
        ("UBND TỈNH | CỘNG HÒA", "table"),
        ("Số: 1/QĐ", "table"),
        ("Điều 1. Tên mới", ""),
        ("1. Mức phí 5_000 đồng, xem bảng.", ""),
        ("- Gạch", ""),
        ("trích", ""),
    ]
    assert source.title == "Dự thảo quy chế"


WRAPPED = """Điều 1. Phạm vi điều chỉnh
1. Nghị quyết này quy định mức hỗ trợ học phí cho trẻ em mầm non, học
sinh phổ thông học tại các cơ sở giáo dục trên địa bàn tỉnh theo khoản 2
Điều 15 Luật Giáo dục và các văn bản hướng dẫn thi hành có hiệu lực tại
thời điểm nộp hồ sơ.
2. Học sinh học nhiều trường cùng lúc chỉ được hỗ trợ một lần tại trường
mà người giám hộ chọn khi nộp hồ sơ lần đầu trong năm học đó.
Điều 2. Mức hỗ trợ
Mức hỗ trợ bằng mức thu học phí do Hội đồng nhân dân tỉnh quy định từng
năm, nhưng không quá mức thu thực tế của cơ sở giáo dục nơi học sinh đó
đang theo học.
"""


def test_lines_that_an_editor_wrapped_become_paragraphs() -> None:
    joined = [line.text for line in wraps.rejoin_if_wrapped(lines_of(WRAPPED))]
    assert len(joined) == 5
    assert joined[1].endswith(
        "theo khoản 2 Điều 15 Luật Giáo dục và các văn bản hướng dẫn thi hành có hiệu lực tại thời điểm nộp hồ sơ."
    )
    assert joined[3] == "Điều 2. Mức hỗ trợ"


def test_points_below_a_line_that_is_not_full_stay_lines_of_their_own() -> None:
    text = WRAPPED + "3. Trách nhiệm của Ủy ban nhân dân cấp xã và nhà trường\na) Nhận hồ sơ;\nb) Chi trả đúng hạn.\n"
    joined = [line.text for line in wraps.rejoin_if_wrapped(lines_of(text))]
    assert joined[-3:] == [
        "3. Trách nhiệm của Ủy ban nhân dân cấp xã và nhà trường",
        "a) Nhận hồ sơ;",
        "b) Chi trả đúng hạn.",
    ]


def test_ordinary_paragraphs_are_left_alone() -> None:
    lines = lines_of(TEXT * 10)
    assert wraps.rejoin_if_wrapped(lines) == lines
    assert wraps.rejoin_if_wrapped(()) == ()


FULL = "Việc xét duyệt do Ủy ban nhân dân cấp xã thực hiện theo trình tự nêu ở đây."


@pytest.mark.parametrize("begins", ["4- Hội đồng họp mỗi quý.", "Điều 9 Trong trường hợp khác thì hỏi ý kiến."])
def test_old_clauses_and_bare_articles_below_a_full_line_begin_anew(begins: str) -> None:
    lines = lines_of(f"{FULL}\n{begins}")
    assert wraps.rejoin(lines, len(FULL)) == lines


def test_a_heading_ends_where_the_next_word_would_have_fitted() -> None:
    heading = "Điều 5. Trình tự xét duyệt hồ sơ hỗ trợ học phí ở cấp xã"
    lines = lines_of(f"{heading}\nỦy ban nhân dân cấp xã xét duyệt.")
    assert wraps.rejoin(lines, 70) == lines
    assert len(wraps.rejoin(lines_of(f"{heading} của\nNhà nước"), 62)) == 1
