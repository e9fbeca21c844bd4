"""Word files: automatic numbers, hidden text, tables, and nothing fetched from outside."""

import zipfile
from pathlib import Path

import pytest

from nlp.drafts import extract_docx
from nlp.drafts.files import parse_file
from nlp.drafts.source import Unreadable
from tests.nlp.drafts.files import W, Word
from tests.nlp.drafts.samples import paths

LAW = (("decimal", "Điều %1."), ("decimal", "%2."), ("lowerLetter", "%3)"))


def texts(path: Path) -> list[str]:
    return [line.text for line in extract_docx.extract(path).lines]


def test_automatic_numbers_of_articles_clauses_and_points(tmp_path: Path) -> None:
    word = Word()
    word.levels(90, *LAW)
    for text, depth in [
        ("Phạm vi điều chỉnh", 0),
        ("Nghị quyết này quy định mức thu.", 1),
        ("Không áp dụng với hộ nghèo:", 1),
        ("Hộ có sổ;", 2),
        ("Hộ mới thoát nghèo.", 2),
        ("Hiệu lực", 0),
        ("Từ ngày ký.", 1),
    ]:
        word.say(text, 90, depth)
    path = word.save(tmp_path / "a.docx")
    assert texts(path) == [
        "Điều 1. Phạm vi điều chỉnh",
        "1. Nghị quyết này quy định mức thu.",
        "2. Không áp dụng với hộ nghèo:",
        "a) Hộ có sổ;",
        "b) Hộ mới thoát nghèo.",
        "Điều 2. Hiệu lực",
        "1. Từ ngày ký.",
    ]
    assert paths(parse_file(path)) == [
        "dieu-1",
        "dieu-1/khoan-1",
        "dieu-1/khoan-2",
        "dieu-1/khoan-2/diem-a",
        "dieu-1/khoan-2/diem-b",
        "dieu-2",
        "dieu-2/khoan-1",
    ]


def test_roman_numbers_bullets_and_levels_that_name_higher_ones(tmp_path: Path) -> None:
    word = Word()
    word.levels(91, ("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("bullet", "\uf0b7"))
    for text, depth in [("MỤC ĐÍCH", 0), ("Một", 1), ("Nhỏ", 2), ("Chấm", 3), ("YÊU CẦU", 0), ("Hai", 1)]:
        word.say(text, 91, depth)
    assert texts(word.save(tmp_path / "a.docx")) == [
        "I. MỤC ĐÍCH",
        "1. Một",
        "1.1. Nhỏ",
        "- Chấm",
        "II. YÊU CẦU",
        "1. Hai",
    ]


def test_a_start_override_begins_again_and_a_second_list_goes_on(tmp_path: Path) -> None:
    word = Word()
    word.levels(92, ("decimal", "Điều %1."))
    word.again(93, 92, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    word.again(94, 92)
    word.say("Một", 92)
    word.say("Hai", 92)
    word.say("Một của quy chế", 93)
    word.say("Hai của quy chế", 93)
    word.say("Ba", 94)
    assert texts(word.save(tmp_path / "a.docx")) == [
        "Điều 1. Một",
        "Điều 2. Hai",
        "Điều 1. Một của quy chế",
        "Điều 2. Hai của quy chế",
        "Điều 3. Ba",
    ]


def test_a_changed_level_and_a_start_of_its_own(tmp_path: Path) -> None:
    word = Word()
    changed = (
        '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="Khoản %1:"/></w:lvl></w:lvlOverride>'
    )
    word.levels(95, ("decimal", "%1."), extra=changed)
    word.say("Năm", 95)
    assert texts(word.save(tmp_path / "a.docx")) == ["Khoản 5: Năm"]


def test_numbers_that_come_from_a_style_and_from_its_base(tmp_path: Path) -> None:
    word = Word()
    word.levels(96, ("decimal", "Điều %1."))
    styles = word.document.styles.element
    from docx.oxml import parse_xml

    numbered = '<w:pPr><w:numPr><w:numId w:val="96"/></w:numPr></w:pPr>'
    styles.append(
        parse_xml(f'<w:style {W} w:type="paragraph" w:styleId="Dieu"><w:name w:val="Dieu"/>{numbered}</w:style>')
    )
    styles.append(
        parse_xml(
            f'<w:style {W} w:type="paragraph" w:styleId="DieuCon"><w:name w:val="DieuCon"/>'
            f'<w:basedOn w:val="Dieu"/></w:style>'
        )
    )
    for text, style in [("Một", "Dieu"), ("Hai", "DieuCon")]:
        word.xml(f'<w:p {W}><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>')
    word.xml(
        f'<w:p {W}><w:pPr><w:pStyle w:val="Dieu"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
        f"<w:r><w:t>Không số</w:t></w:r></w:p>"
    )
    assert texts(word.save(tmp_path / "a.docx")) == ["Điều 1. Một", "Điều 2. Hai", "Không số"]


def test_deleted_text_is_gone_inserted_text_and_content_controls_stay(tmp_path: Path) -> None:
    word = Word()
    word.xml(
        f"<w:p {W}><w:r><w:t>Điều 1. </w:t></w:r><w:del><w:r><w:delText>Tên cũ</w:delText></w:r></w:del>"
        f"<w:ins><w:r><w:t>Tên mới</w:t></w:r></w:ins><w:r><w:br/><w:t>Dòng hai</w:t></w:r></w:p>"
    )
    word.xml(f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>Trong ô nhập</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    word.xml(
        f'<w:p {W}><w:hyperlink w:anchor="x"><w:r><w:t>Liên kết</w:t></w:r></w:hyperlink>'
        f"<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert texts(word.save(tmp_path / "a.docx")) == ["Điều 1. Tên mới", "Dòng hai", "Trong ô nhập", "Liên kết"]


def test_tables_are_rows_of_cells_and_frames_are_transparent(tmp_path: Path) -> None:
    word = Word()
    table = word.document.add_table(2, 2)
    for place, text in enumerate(["STT", "Nội dung", "1", "Điều 9. Không phải điều"]):
        table.cell(place // 2, place % 2).text = text
    word.document.add_table(1, 1).cell(0, 0).text = "Điều 1. Trong khung"
    lines = extract_docx.extract(word.save(tmp_path / "a.docx")).lines
    assert [(line.text, line.hint) for line in lines] == [
        ("STT | Nội dung", "table"),
        ("1 | Điều 9. Không phải điều", "table"),
        ("Điều 1. Trong khung", ""),
    ]


def test_headers_and_footers_are_left_out(tmp_path: Path) -> None:
    word = Word()
    word.document.sections[0].header.paragraphs[0].text = "Dự thảo lần 3"
    word.document.sections[0].footer.paragraphs[0].text = "Trang 1"
    word.say("Điều 1. Một")
    assert texts(word.save(tmp_path / "a.docx")) == ["Điều 1. Một"]


def replaced(path: Path, member: str, content: bytes) -> Path:
    """The same package with one member changed."""
    target = path.with_name("changed.docx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.infolist():
            new.writestr(item, content if item.filename == member else old.read(item))
    return target


def test_external_entities_bring_nothing_in(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")
    body = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "{"nổ" * 50}">]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>Điều 1. A&x;B</w:t></w:r></w:p></w:body></w:document>"
    )
    path = replaced(Word().save(tmp_path / "a.docx"), "word/document.xml", body.encode())
    assert "bí mật" not in " ".join(texts(path))


@pytest.mark.parametrize(
    "content", [b"", b"<a/>", b"<w:document", b"\0\1\2", b'<?xml version="1.0"?><x:y xmlns:x="z"/>']
)
def test_torn_parts_are_unreadable_not_a_crash(tmp_path: Path, content: bytes) -> None:
    path = replaced(Word().save(tmp_path / "a.docx"), "word/document.xml", content)
    with pytest.raises(Unreadable) as refusal:
        extract_docx.extract(path)
    assert refusal.value.code == "file_unreadable"
