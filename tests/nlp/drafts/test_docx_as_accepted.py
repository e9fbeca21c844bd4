"""Word files as they look once everything is accepted: changes, notes, boxes, fields, hidden text."""

from pathlib import Path

import docx.opc.constants
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from nlp.drafts import extract_docx
from nlp.drafts.files import parse_file
from nlp.drafts.source import Source
from tests.nlp.drafts.files import W, Word

SHOWN = '<w:vanish w:val="0"/>'


def read(word: Word, tmp_path: Path) -> Source:
    return extract_docx.extract(word.save(tmp_path / "a.docx"))


def texts(source: Source) -> list[str]:
    return [line.text for line in source.lines]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_changes_are_accepted_and_the_officer_is_told(tmp_path: Path) -> None:
    word = Word()
    word.xml(
        f"<w:p {W}>{run('Điều 1. ')}<w:del>{run('Phí cũ')}</w:del><w:ins>{run('Phí mới')}</w:ins>"
        f"<w:moveFrom>{run(' đi')}</w:moveFrom><w:moveTo>{run(' đến')}</w:moveTo></w:p>"
    )
    source = read(word, tmp_path)
    assert texts(source) == ["Điều 1. Phí mới đến"]
    assert [problem.code for problem in source.problems] == ["tracked_changes"]


def test_a_deleted_paragraph_takes_its_number_with_it_and_a_deleted_mark_joins(tmp_path: Path) -> None:
    word = Word()
    word.levels(90, ("decimal", "Điều %1."))
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'
    gone = "<w:rPr><w:del/></w:rPr>"
    word.xml(f"<w:p {W}><w:pPr>{numbered}</w:pPr>{run('Một')}</w:p>")
    word.xml(f"<w:p {W}><w:pPr>{numbered}{gone}</w:pPr><w:del><w:r><w:delText>Cũ</w:delText></w:r></w:del></w:p>")
    word.xml(f"<w:p {W}><w:pPr>{numbered}</w:pPr>{run('Hai')}</w:p>")
    word.xml(f"<w:p {W}><w:pPr>{gone}</w:pPr>{run('Nửa đầu ')}</w:p>")
    word.xml(f"<w:p {W}>{run('và nửa sau.')}</w:p>")
    word.xml(f"<w:p {W}><w:pPr>{gone}</w:pPr>{run('Cuối')}</w:p>")
    assert texts(read(word, tmp_path)) == ["Điều 1. Một", "Điều 2. Hai", "Nửa đầu và nửa sau.", "Cuối"]


def test_deleted_rows_are_gone(tmp_path: Path) -> None:
    word = Word()
    cell = "<w:tc><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:tc>"
    kept = f"<w:tr>{cell.format('Xã A')}{cell.format('10')}</w:tr>"
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell.format('Xã B')}{cell.format('20')}</w:tr>"
    word.xml(f"<w:tbl {W}>{kept}{gone}</w:tbl>")
    assert texts(read(word, tmp_path)) == ["Xã A | 10"]


def with_notes(word: Word, kind: str, *notes: str) -> None:
    """Add word/footnotes.xml or word/endnotes.xml with these notes, numbered from 1, and the rule above them."""
    root = kind.rstrip("s")
    rule = f'<w:{root} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{root}>'
    bodies = "".join(
        f'<w:{root} w:id="{number}"><w:p><w:r><w:{root}Ref/></w:r>{run(text)}</w:p></w:{root}>'
        for number, text in enumerate(notes, start=1)
    )
    blob = f"<w:{kind} {W}>{rule}{bodies}</w:{kind}>".encode()
    package = word.document.part.package
    part = Part(PackURI(f"/word/{kind}.xml"), f"application/vnd.test.{kind}+xml", blob, package)
    word.document.part.relate_to(part, getattr(docx.opc.constants.RELATIONSHIP_TYPE, kind.upper()))


def test_notes_stand_below_the_provision_that_refers_to_them(tmp_path: Path) -> None:
    word = Word()
    with_notes(word, "footnotes", "Điều 9. Nghị định cũ.", "Mức của năm 2025.")
    with_notes(word, "endnotes", "Xem phụ lục.")
    word.xml(f'<w:p {W}>{run("NGHỊ ĐỊNH")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>')
    word.say("Về mức phí")
    word.say("Căn cứ Luật Phí;")
    word.say("Điều 1. Mức phí")
    word.xml(
        f'<w:p {W}>{run("Mức phí là 5.000 đồng")}<w:r><w:footnoteReference w:id="2"/></w:r>'
        f'{run(" một lượt")}<w:r><w:endnoteReference w:id="1"/></w:r>{run(".")}'
        '<w:r><w:footnoteReference w:id="7"/></w:r></w:p>'
    )
    word.say("Điều 2. Hiệu lực")
    draft = parse_file(word.save(tmp_path / "a.docx"))
    assert (draft.title, draft.preamble) == ("NGHỊ ĐỊNH Về mức phí", ("Căn cứ Luật Phí;", "[1] Điều 9. Nghị định cũ."))
    assert draft.provisions[0].text.splitlines() == [
        "Mức phí là 5.000 đồng[2] một lượt[i].",
        "[2] Mức của năm 2025.",
        "[i] Xem phụ lục.",
    ]


def test_text_boxes_stand_below_the_paragraph_they_hang_on(tmp_path: Path) -> None:
    word = Word()
    box = f"<w:txbxContent><w:p>{run('Trong khung')}</w:p></w:txbxContent>"
    word.xml(f"<w:p {W}>{run('Điều 1. Ph')}<w:r><w:pict>{box}</w:pict></w:r>{run('ạm vi')}</w:p>")
    assert texts(read(word, tmp_path)) == ["Điều 1. Phạm vi", "Trong khung"]


def test_fields_show_their_results_and_prompts_are_no_text(tmp_path: Path) -> None:
    word = Word()
    word.xml(
        f'<w:p {W}>{run("Theo ")}<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText>REF x</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("Điều 4")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        f'<w:fldSimple w:instr="PAGE">{run(", trang 3")}</w:fldSimple></w:p>'
    )
    prompt = f"<w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Bấm để nhập')}</w:sdtContent>"
    word.xml(f"<w:p {W}>{run('Ngày ')}<w:sdt>{prompt}</w:sdt></w:p>")
    assert texts(read(word, tmp_path)) == ["Theo Điều 4, trang 3", "Ngày"]


def test_hidden_text_stays_hidden_and_is_told_of(tmp_path: Path) -> None:
    word = Word()
    word.xml(f"<w:p {W}>{run('Điều 1. Thấy')}{run(' không thấy', '<w:vanish/>')}</w:p>")
    word.xml(f"<w:p {W}>{run('Hiện lại', SHOWN)}</w:p>")
    source = read(word, tmp_path)
    assert texts(source) == ["Điều 1. Thấy", "Hiện lại"]
    assert [problem.code for problem in source.problems] == ["hidden_text"]


def test_tables_of_contents_are_not_read_and_formulas_are(tmp_path: Path) -> None:
    word = Word()
    word.xml(f'<w:p {W}><w:hyperlink w:anchor="_Toc12">{run("Điều 1. Mức phí")}{run("3")}</w:hyperlink></w:p>')
    word.xml(f'<w:p {W}><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{run("Điều 2. Hiệu lực 4")}</w:p>')
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    word.xml(f"<w:p {W} {math}>{run('Điều 1. Mức phí là ')}<m:oMath><m:r><m:t>P = a + b</m:t></m:r></m:oMath></w:p>")
    assert texts(read(word, tmp_path)) == ["Điều 1. Mức phí là P = a + b"]
