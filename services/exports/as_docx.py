"""A digest as a Word document in the look of administrative papers; the official response table is another document.

Layout after Decree 30/2020/NĐ-CP, annex I: A4, Times New Roman, national title on the right, the page number
centred at the top from the second page on.
"""

from datetime import UTC
from io import BytesIO

from docx import Document
from docx.document import Document as Doc
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Emu, Mm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from services import charts
from services.clock import local_day
from services.digests import Digest
from services.exports import tables, words
from services.exports.cells import clean
from services.exports.tables import Table
from services.exports.word_parts import add_page_number, draw_line, keep_header_row, set_fonts
from services.i18n import Translate, translator

LEFT, CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
BODY, SMALL = Pt(13), Pt(10)
SAMPLE_LIMIT = 600  # characters of one sample: the longest argument that still leaves three on a page


def write(digest: Digest, language: str) -> bytes:
    """The document as bytes; it opens in Word and LibreOffice without a template."""
    t = translator(language)
    doc = Document()
    _page(doc, digest, language)
    _title_block(doc, digest, language, t)
    _numbers(doc, digest, t)
    if digest.numbers.messages:
        _heading(doc, t("Góp ý theo điều khoản"))
        _table(doc, _narrow(tables.provisions(digest, t)), (4.7, *[1.47] * 8))
        _note(doc, t("Các cột từ «Đồng ý» trở đi đếm số góp ý."))
        _heading(doc, t("Lĩnh vực (máy gợi ý, chờ cán bộ xác nhận)"))
        _table(doc, tables.topics(digest, language, t), (4.3, *[1.7] * 6, 2.0))
        _heading(doc, t("Biểu đồ"))
        _picture(doc, digest, language)
        _samples(doc, digest, t)
    out = BytesIO()
    doc.save(out)
    return out.getvalue()


def _page(doc: Doc, digest: Digest, language: str) -> None:
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    set_fonts(doc, "Times New Roman", BODY, "en-GB" if language == "en" else "vi-VN")
    add_page_number(section)
    properties = doc.core_properties
    properties.title, properties.author = clean(digest.title)[:255], clean(tables.agency(digest, language))[:255]
    properties.comments = ""
    properties.created = properties.modified = digest.made_at.astimezone(UTC).replace(tzinfo=None)


def _title_block(doc: Doc, digest: Digest, language: str, t: Translate) -> None:
    block = doc.add_table(rows=1, cols=2)
    block.autofit = False
    left, right = block.rows[0].cells
    _set_widths(block, (6.6, 9.9))
    _line(left.paragraphs[0], tables.agency(digest, language).upper(), Pt(13), bold=True)
    draw_line(left.add_paragraph(), Cm(2.2))
    _line(right.paragraphs[0], t("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), Pt(12), bold=True)
    _line(right.add_paragraph(), t("Độc lập - Tự do - Hạnh phúc"), Pt(13), bold=True)
    draw_line(right.add_paragraph(), Cm(2.2))
    day = local_day(digest.made_at)
    place = t(
        "…………, ngày {day:02d} tháng {month} năm {year}",
        day=day.day,
        month=f"{day.month:02d}" if day.month < 3 else day.month,  # so forged figures show: NĐ 30/2020, phụ lục I
        year=day.year,
    )
    _line(right.add_paragraph(), place, BODY, italic=True)
    _line(doc.add_paragraph(), "", BODY)
    _line(doc.add_paragraph(), t("TỔNG HỢP GÓP Ý"), Pt(14), bold=True)
    _line(doc.add_paragraph(), digest.title, Pt(14), bold=True)
    period = words.period(digest.since, digest.until, digest.made_at, t)
    _line(doc.add_paragraph(), f"({digest.code}. {period})", BODY, italic=True)


def _numbers(doc: Doc, digest: Digest, t: Translate) -> None:
    names = words.number_names(t)
    found = (digest.numbers.people, digest.numbers.messages, digest.numbers.texts)
    table = doc.add_table(rows=2, cols=3)
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for cell, number in zip(table.rows[0].cells, found, strict=True):
        _line(cell.paragraphs[0], str(number), Pt(20), bold=True)
    for cell, name in zip(table.rows[1].cells, names, strict=True):
        _line(cell.paragraphs[0], name, Pt(12))
    others = [
        t("Gửi sau hạn: {count}", count=digest.late),
        t("Chưa phân loại: {count}", count=digest.untagged),
        t("Người gửi đã rút lại (không tính): {count}", count=digest.withdrawn),
    ]
    _note(doc, " · ".join(others))
    if not digest.numbers.messages:
        _line(doc.add_paragraph(), t("Chưa có góp ý nào trong thời gian này."), BODY)


def _narrow(table: Table) -> Table:
    """Label and heading in one column, for a page has no room for two."""
    rows = [(f"{label}. {heading}" if heading else label, *rest) for label, heading, *rest in table.rows]
    return Table(table.title, (table.header[0], *table.header[2:]), (), rows)


def _table(doc: Doc, table: Table, centimetres: tuple[float, ...]) -> None:
    word = doc.add_table(rows=1, cols=len(table.header))
    word.style, word.autofit = "Table Grid", False
    _set_widths(word, centimetres)
    for cell, name in zip(word.rows[0].cells, table.header, strict=True):
        _line(cell.paragraphs[0], name, SMALL, bold=True)
    keep_header_row(word.rows[0])
    for row in table.rows:
        for cell, value in zip(word.add_row().cells, row, strict=True):
            _line(cell.paragraphs[0], str(value), SMALL, alignment=RIGHT if isinstance(value, int) else LEFT)


def _set_widths(word: WordTable, centimetres: tuple[float, ...]) -> None:
    """Widths of columns and of the cells there are: Word obeys the cells, LibreOffice the columns."""
    for column, width in zip(word.columns, centimetres, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _picture(doc: Doc, digest: Digest, language: str) -> None:
    paragraph = doc.add_paragraph()
    paragraph.alignment = CENTRE
    shape = paragraph.add_run().add_picture(BytesIO(charts.png(digest, language)), width=Cm(12))
    if shape.height > Cm(22):  # a page holds no more
        shape.width, shape.height = Emu(shape.width * Cm(22) // shape.height), Cm(22)
    description = words.numbers(digest.numbers, translator(language))
    shape._inline.docPr.set("descr", description)  # python-docx has no call for it


def _samples(doc: Doc, digest: Digest, t: Translate) -> None:
    _heading(doc, t("Một số ý kiến"))
    names = words.stances(t)
    for sample in digest.samples:
        head = f"{words.place(sample.label, t)}, {names[sample.stance].lower()}"
        if sample.messages > 1:
            head = t("{head} (số góp ý giống nhau: {count})", head=head, count=sample.messages)
        paragraph = doc.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.8)
        run = paragraph.add_run(clean(head) + ": ")
        run.bold = True
        paragraph.add_run(f"«{clean(words.shorten(sample.text, SAMPLE_LIMIT))}»")


def _heading(doc: Doc, text: str) -> None:
    doc.add_heading(clean(text), level=1)


def _note(doc: Doc, text: str) -> None:
    _line(doc.add_paragraph(), text, Pt(11), italic=True, alignment=LEFT)


def _line(
    paragraph: Paragraph,
    text: str,
    size: Pt,
    *,
    bold: bool = False,
    italic: bool = False,
    alignment: WD_ALIGN_PARAGRAPH = CENTRE,
) -> None:
    run = paragraph.add_run(clean(text))
    run.bold, run.italic, run.font.size = bold, italic, size
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_after = Pt(0 if size == SMALL else 4)
