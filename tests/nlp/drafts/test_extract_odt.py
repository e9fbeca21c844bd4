"""OpenDocument texts: automatic numbers, changes, notes, tables, and nothing declared or fetched."""

from pathlib import Path

import pytest

from nlp.drafts import extract_odt
from nlp.drafts.files import parse_file
from nlp.drafts.source import Unreadable
from tests.nlp.drafts.odt import LAW, odt
from tests.nlp.drafts.samples import paths


def texts(path: Path) -> list[str]:
    return [line.text for line in extract_odt.extract(path).lines]


def item(text: str, inner: str = "") -> str:
    return f"<text:list-item><text:p>{text}</text:p>{inner}</text:list-item>"


def test_automatic_numbers_of_nested_lists(tmp_path: Path) -> None:
    points = f"<text:list>{item('Hộ có sổ;')}{item('Hộ mới thoát nghèo.')}</text:list>"
    clauses = f"<text:list>{item('Mức thu.')}{item('Không áp dụng với:', points)}</text:list>"
    body = f'<text:list text:style-name="L">{item("Phạm vi", clauses)}{item("Hiệu lực")}</text:list>'
    path = odt(tmp_path / "a.odt", body)
    assert texts(path) == [
        *("Điều 1. Phạm vi", "1. Mức thu.", "2. Không áp dụng với:", "a) Hộ có sổ;", "b) Hộ mới thoát nghèo."),
        "Điều 2. Hiệu lực",
    ]
    assert "dieu-1/khoan-2/diem-b" in paths(parse_file(path))


def test_lists_begin_anew_unless_they_say_that_they_go_on(tmp_path: Path) -> None:
    def block(text: str, said: str = "") -> str:
        return f'<text:list text:style-name="L" {said}>{item(text)}</text:list><text:p>Nội dung.</text:p>'

    body = block("Một", 'xml:id="one"') + block("Hai", 'text:continue-numbering="true"') + block("Một của quy chế")
    body += block("Ba", 'text:continue-list="one"')
    assert [text for text in texts(odt(tmp_path / "a.odt", body)) if text != "Nội dung."] == [
        *("Điều 1. Một", "Điều 2. Hai", "Điều 1. Một của quy chế", "Điều 3. Ba"),
    ]


def test_headings_numbered_by_the_outline_and_bullets(tmp_path: Path) -> None:
    styles = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>'
        '</text:outline-style><text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/>'
        "</text:list-style>"
    )
    body = (
        '<text:h text:outline-level="1">MỤC ĐÍCH</text:h><text:h text:outline-level="1">YÊU CẦU</text:h>'
        f'<text:list text:style-name="B">{item("Kịp thời.")}'
        "<text:list-header><text:p>Không số</text:p></text:list-header></text:list>"
    )
    assert texts(odt(tmp_path / "a.odt", body, styles)) == ["I. MỤC ĐÍCH", "II. YÊU CẦU", "- Kịp thời.", "Không số"]


def test_changes_notes_comments_boxes_and_contents(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Đã xóa</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>Điều 1. Phí 3</text:p></text:index-body>"
        "</text:table-of-content>"
        "<text:p>Điều 1. Phí<office:annotation><text:p>Sửa lại!</text:p></office:annotation></text:p>"
        "<text:p>Phí<text:s/>là 5.000<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Mức năm 2025.</text:p></text:note-body></text:note> đồng.<text:line-break/>Dòng hai"
        "<draw:frame><draw:text-box><text:p>Khung</text:p></draw:text-box></draw:frame></text:p>"
    )
    source = extract_odt.extract(odt(tmp_path / "a.odt", body))
    assert [line.text for line in source.lines] == [
        *("Điều 1. Phí", "Phí là 5.000[1] đồng.", "Dòng hai", "Khung", "[1] Mức năm 2025."),
    ]
    assert [problem.code for problem in source.problems] == ["tracked_changes"]


def test_tables_are_rows_of_cells(tmp_path: Path) -> None:
    cell = "<table:table-cell><text:p>{0}</text:p></table:table-cell>"
    rows = "".join(
        f"<table:table-row>{cell.format(one)}{cell.format(two)}</table:table-row>"
        for one, two in [("Xã", "Phí"), ("A", "5")]
    )
    lines = extract_odt.extract(odt(tmp_path / "a.odt", f"<table:table>{rows}</table:table>")).lines
    assert [(line.text, line.hint) for line in lines] == [("Xã | Phí", "table"), ("A | 5", "table")]


@pytest.mark.parametrize(
    ("declared", "extra", "code"),
    [
        ('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>', {}, "file_unreadable"),
        ('<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', {}, "file_unreadable"),
        ("", {"META-INF/manifest.xml": b"<m><manifest:encryption-data/></m>"}, "file_encrypted"),
    ],
)
def test_entities_and_sealed_files_are_refused(
    tmp_path: Path, declared: str, extra: dict[str, bytes], code: str
) -> None:
    body = f"<text:p>{'&x;' if 'x' in declared[:30] and extra else ''}Điều 1.</text:p>"
    with pytest.raises(Unreadable) as refusal:
        extract_odt.extract(odt(tmp_path / "a.odt", body, LAW, declared, extra))
    assert refusal.value.code == code


def test_a_torn_package_is_refused(tmp_path: Path) -> None:
    whole = odt(tmp_path / "a.odt", "<text:p>Điều 1.</text:p>").read_bytes()
    path = tmp_path / "b.odt"
    for size in (30, len(whole) // 2, len(whole) - 10):
        path.write_bytes(whole[:size])
        with pytest.raises(Unreadable) as refusal:
            parse_file(path)
        assert refusal.value.code == "file_unreadable"
