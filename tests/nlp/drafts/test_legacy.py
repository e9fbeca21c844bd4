"""Texts typed for the fonts of the 1990s become Unicode, whatever file they come in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.drafts import extract_docx, legacy
from nlp.drafts.files import parse_file
from nlp.drafts.source import normal
from tests.nlp.drafts.files import W, Word, pdf
from tests.nlp.drafts.old_fonts import tcvn3, vni
from tests.nlp.drafts.samples import DECISION, draft_of, paths

LETTERS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
ENCODINGS = pytest.mark.parametrize(("write", "name"), [(tcvn3, "TCVN3"), (vni, "VNI")])


def test_every_letter_of_both_encodings() -> None:
    assert legacy.TCVN3_FONTS.read(tcvn3(LETTERS)) == LETTERS
    assert legacy.TCVN3_FONTS.read(tcvn3("ĂÂĐÊÔƠƯ")) == "ĂÂĐÊÔƠƯ"
    assert legacy.TCVN3_FONTS.read(tcvn3(LETTERS), capitals=True) == LETTERS.upper()
    assert legacy.VNI_FONTS.read(vni(LETTERS)) == LETTERS
    assert legacy.VNI_FONTS.read(vni(LETTERS.upper())) == LETTERS.upper()


@pytest.mark.parametrize(
    ("font", "expected"),
    [
        (".VnTime", (legacy.TCVN3_FONTS, False)),
        (".VnTimeH", (legacy.TCVN3_FONTS, True)),
        (".VnArialH", (legacy.TCVN3_FONTS, True)),
        ("VNI-Times", (legacy.VNI_FONTS, False)),
        ("Times New Roman", None),
        ("", None),
    ],
)
def test_the_name_of_a_font_tells_its_encoding(font: str, expected: object) -> None:
    assert legacy.of_font(font) == expected


@ENCODINGS
@pytest.mark.parametrize("dress", ["bytes", "utf-8", "html", "md"])
def test_a_whole_decision_is_read_as_if_it_were_unicode(
    tmp_path: Path, write: Callable[[str], str], name: str, dress: str
) -> None:
    old = write(DECISION)
    path = tmp_path / {"html": "a.html", "md": "a.md"}.get(dress, "a.txt")
    if dress == "html":
        old = '<meta charset="windows-1252"><body>' + "".join(f"<p>{line}</p>" for line in old.splitlines()) + "</body>"
    path.write_bytes(old.encode("utf-8" if dress == "utf-8" else "latin-1"))
    draft = parse_file(path)
    assert [(problem.code, name in problem.message) for problem in draft.problems] == [("legacy_font", True)]
    assert paths(draft) == paths(draft_of(DECISION))
    assert (draft.kind, draft.title) == ("quyet-dinh", draft_of(DECISION).title)
    assert draft.annexes[0].title == "QUẢN LÝ, SỬ DỤNG VỈA HÈ TRÊN ĐỊA BÀN TỈNH HẢI SƠN"
    assert draft.provisions[-1].text == draft_of(DECISION).provisions[-1].text


def test_capitals_come_back_where_the_plain_letters_show_them() -> None:
    lines = ["Bộ trưởng BỘ QUỐC PHÒNG", "Điều 1. Xã Ea Kar", "ỦY BAN NHÂN DÂN XÃ Ý YÊN"]
    assert legacy.converted([tcvn3(line) for line in lines])[0] == lines


@pytest.mark.parametrize(
    "text", ["Điều 1. Của nhân dân", "Le préfet a été nommé à Đà Nẵng", "Der Bürgermeister von Köln", "plain", ""]
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert legacy.converted([text]) == ([text], ())


def test_unicode_lines_between_old_ones_stay_as_they_are() -> None:
    lines = [tcvn3("Điều 1. Của nhân dân các xã"), "Được chèn bằng Unicode"]
    assert legacy.converted(lines)[0] == ["Điều 1. Của nhân dân các xã", "Được chèn bằng Unicode"]


def run(text: str, font: str = "") -> str:
    dressed = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    return f'<w:r>{dressed}<w:t xml:space="preserve">{text}</w:t></w:r>'


def texts(word: Word, tmp_path: Path) -> list[str]:
    return [line.text for line in extract_docx.extract(word.save(tmp_path / "a.docx")).lines]


def test_word_files_tell_the_encoding_by_the_fonts_of_their_runs(tmp_path: Path) -> None:
    word = Word()
    word.xml(f"<w:p {W}>{run(tcvn3('nghị quyết'), '.VnTimeH')}</w:p>")
    word.xml(f"<w:p {W}>{run(tcvn3('Điều 1. Mức hỗ trợ '), '.VnTime')}{run('bằng Unicode: nửa', 'Arial')}</w:p>")
    word.xml(f"<w:p {W}>{run('Ñie', 'VNI-Times')}{run('àu 2. Hieäu löïc', 'VNI-Times')}</w:p>")
    assert texts(word, tmp_path) == ["NGHỊ QUYẾT", "Điều 1. Mức hỗ trợ bằng Unicode: nửa", "Điều 2. Hiệu lực"]
    codes = [problem.message for problem in extract_docx.extract(tmp_path / "a.docx").problems]
    assert ["TCVN3" in codes[0], "VNI" in codes[1]] == [True, True]


def test_fonts_come_from_styles_and_automatic_numbers_follow(tmp_path: Path) -> None:
    from docx.oxml import parse_xml

    word = Word()
    word.levels(90, ("decimal", tcvn3("Điều %1.")))
    font = '<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>'
    style = f'<w:style {W} w:type="paragraph" w:styleId="{{0}}"><w:name w:val="{{0}}"/>{{1}}</w:style>'
    word.document.styles.element.append(parse_xml(style.format("Cu", font)))
    word.document.styles.element.append(parse_xml(style.format("CuCon", '<w:basedOn w:val="Cu"/>')))
    word.xml(f'<w:p {W}><w:pPr><w:pStyle w:val="CuCon"/></w:pPr>{run(tcvn3("Căn cứ luật"))}</w:p>')
    numbered = '<w:pStyle w:val="CuCon"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'
    word.xml(f"<w:p {W}><w:pPr>{numbered}</w:pPr>{run(tcvn3('Phạm vi'))}</w:p>")
    assert texts(word, tmp_path) == ["Căn cứ luật", "Điều 1. Phạm vi"]


def test_a_font_that_is_old_by_name_only_changes_nothing(tmp_path: Path) -> None:
    word = Word()
    word.xml(f"<w:p {W}>{run('Điều 1. Phạm vi', '.VnTime')}</w:p>")
    word.xml(f"<w:p {W}>{run('Có quy định ở đây', '.VnTime')}{run('có và ý', '.VnTime')}</w:p>")
    assert texts(word, tmp_path) == ["Điều 1. Phạm vi", "Có quy định ở đâycó và ý"]


@ENCODINGS
def test_word_files_without_font_names_are_read_by_their_words(
    tmp_path: Path, write: Callable[[str], str], name: str
) -> None:
    word = Word()
    for line in DECISION.splitlines():
        word.say(write(line))
    draft = parse_file(word.save(tmp_path / "a.docx"))
    assert paths(draft) == paths(draft_of(DECISION))
    assert name in draft.problems[0].message
    assert normal(draft.title) == draft_of(DECISION).title


def test_a_pdf_in_old_fonts(tmp_path: Path) -> None:
    draft = parse_file(pdf(tmp_path / "a.pdf", [[vni(line) for line in DECISION.splitlines()[15:21]]]))
    assert paths(draft) == ["dieu-1", "dieu-2", "dieu-3"]
    assert draft.problems[0].code == "legacy_font"
