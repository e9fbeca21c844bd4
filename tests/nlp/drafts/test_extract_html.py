"""HTML: blocks, broken words, tables, lists; scripts and remote things do nothing."""

from pathlib import Path

from nlp.drafts import extract_html
from nlp.drafts.files import parse_file


def read(tmp_path: Path, body: str, encoding: str = "utf-8", head: str = "") -> list[tuple[str, str]]:
    path = tmp_path / "a.html"
    path.write_bytes(
        f"<html><head><title>Trang dự thảo</title>{head}</head><body>{body}</body></html>".encode(encoding)
    )
    return [(line.text, line.hint) for line in extract_html.extract(path).lines]


def test_words_broken_over_source_lines_are_whole(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "<p><b>Điều\n  1.</b> <a name=x>Phạm vi đi</a><span>ều</span>\n chỉnh</p><div>Dòng&nbsp;hai<br>Dòng ba</div>",
    )
    assert [text for text, _ in found] == ["Điều 1. Phạm vi điều chỉnh", "Dòng hai", "Dòng ba"]


def test_scripts_styles_and_menus_are_not_text(tmp_path: Path) -> None:
    body = (
        "<nav>Trang chủ</nav><script>alert('Điều 9.')</script><style>p{}</style>"
        "<p>Điều 1. Một<!-- ghi chú --></p><iframe src='http://x'></iframe>"
    )
    assert read(tmp_path, body) == [("Điều 1. Một", "")]


def test_tables_are_rows_but_layout_tables_are_transparent(tmp_path: Path) -> None:
    body = (
        "<table><tr><td><p>Điều 1. Trong khung</p><table><tr><td>STT</td><td>Mục V, số 2</td></tr></table>"
        "<p>Điều 2. Sau bảng</p></td></tr></table>"
    )
    assert read(tmp_path, body) == [
        ("Điều 1. Trong khung", ""),
        ("STT | Mục V, số 2", "table"),
        ("Điều 2. Sau bảng", ""),
    ]


def test_list_items_carry_the_numbers_a_browser_shows(tmp_path: Path) -> None:
    body = "<ol start=3><li>Ba</li><li>Bốn<ol type=a><li>A</li><li>B</li></ol></li></ol><ul><li>Gạch</li></ul>"
    assert [text for text, _ in read(tmp_path, body)] == ["3. Ba", "4. Bốn", "a) A", "b) B", "- Gạch"]


def test_the_named_charset_is_used(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes("<meta charset='iso-8859-1'><p>café</p>".encode("latin-1"))
    assert [line.text for line in extract_html.extract(path).lines] == ["café"]


def test_deep_nesting_is_no_problem(tmp_path: Path) -> None:
    assert read(tmp_path, "<div>" * 5000 + "Điều 1. Sâu" + "</div>" * 5000) == [("Điều 1. Sâu", "")]


def test_the_title_of_the_page_is_the_last_resort(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<title>Dự thảo Nghị quyết về chợ</title><p>Căn cứ Luật Giá;</p><p>Điều 1. Một</p>", encoding="utf-8"
    )
    draft = parse_file(path)
    assert (draft.title, draft.kind) == ("Dự thảo Nghị quyết về chợ", "")
    path.write_text("<p>Dự thảo Nghị quyết về chợ</p><p>Điều 1. Một</p>", encoding="utf-8")
    assert (parse_file(path).title, parse_file(path).kind) == ("Dự thảo Nghị quyết về chợ", "nghi-quyet")
