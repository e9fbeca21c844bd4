"""Building the seed decision as a Word file whose article, clause and point numbers Word counts itself.

Drafters number automatically, so such a file holds no "Điều 1" anywhere in its text; the demo and the tests need
one that is real in this respect. The words come from a readable source file, one "kind | content" a line.
"""

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

SOURCE = Path(__file__).parent / "drafts" / "quyet-dinh-rac-thai-nong-thon.nguon.txt"

# A file that says when it was built would differ at every start of the demo.
BUILT = datetime(2026, 1, 5, 8, 0, 0)  # noqa: DTZ001 -- core properties hold naive UTC
ZIP_TIME = (2026, 1, 5, 8, 0, 0)

# (kind of line, level in the list "Điều / khoản / điểm")
LEVELS = {"dieu": 0, "khoan": 1, "diem": 2}
LEVEL_XML = (("decimal", "Điều %1."), ("decimal", "%2."), ("lowerLetter", "%3)"))
ARTICLES, CHAPTERS = 1, 2

CENTERED = {"du_thao", "ten_loai", "trich_yeu", "kem_theo"}
BOLD = {"du_thao", "ten_loai", "trich_yeu"}
ITALIC = {"kem_theo", "can_cu"}
LEFT_CELL = {"dau_trai", "so_hieu", "noi_nhan"}
RIGHT_CELL = {"dau_phai", "ngay_thang", "chu_ky"}

Line = tuple[str, str]


def read_source(path: Path = SOURCE) -> list[Line]:
    """The lines of a source file as (kind, content), comments and empty lines left out."""
    lines = []
    for raw in path.read_text(encoding="utf-8").splitlines():
        if raw.strip() and not raw.startswith("#"):
            kind, _, content = raw.partition("|")
            lines.append((kind.strip(), content.strip()))
    return lines


def write_docx(path: Path, source: Path = SOURCE) -> None:
    """Write the Word file of `source` to `path`: the same bytes each time, with automatic numbering."""
    document = Document()
    _page(document)
    _numbering(document)
    lines = read_source(source)
    sequence = ARTICLES
    at = 0
    while at < len(lines):
        kind, content = lines[at]
        block = _block(lines, at)
        if kind == "trang_moi":
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            # A second article sequence starts from one again: its own list over the same levels.
            sequence = _restarted(document)
        elif kind in LEFT_CELL | RIGHT_CELL:
            _two_columns(document, block)
        elif kind == "hang":
            _price_table(document, [row.split(" | ") for _, row in block])
        else:
            _paragraph(document, kind, content, sequence)
        at += len(block)
    _same_each_time(document, path)


def _block(lines: list[Line], at: int) -> list[Line]:
    """The lines from `at` on that make one table, or the single line there."""
    kind = lines[at][0]
    together = {"hang"} if kind == "hang" else LEFT_CELL | RIGHT_CELL if kind in LEFT_CELL | RIGHT_CELL else set()
    end = at + 1
    while end < len(lines) and lines[end][0] in together:
        end += 1
    return lines[at:end]


def _page(document: Docx) -> None:
    """A4 and margins as official papers have them (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    normal = document.styles["Normal"]
    normal.font.name = "Times New Roman"
    normal.font.size = Pt(14)
    normal.paragraph_format.space_after = Pt(6)


def _numbering(document: Docx) -> None:
    """Replace the template's lists by two: Điều/khoản/điểm in levels, and chapters."""
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for level, (form, text) in enumerate(LEVEL_XML)
    )
    chapter = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:suff w:val="space"/>'
        '<w:lvlText w:val="Chương %1"/><w:lvlJc w:val="left"/></w:lvl>'
    )
    for number, inner in ((ARTICLES, levels), (CHAPTERS, chapter)):
        kind = "multilevel" if number == ARTICLES else "singleLevel"
        root.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
                f'<w:multiLevelType w:val="{kind}"/>{inner}</w:abstractNum>'
            )
        )
    for number in (ARTICLES, CHAPTERS):
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def _restarted(document: Docx) -> int:
    """A new list over the article levels that counts from one; its number."""
    root = document.part.numbering_part.element
    number = len(root.findall(qn("w:num"))) + 1
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
        for level in range(len(LEVEL_XML))
    )
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{ARTICLES}"/>{overrides}</w:num>')
    )
    return number


def _paragraph(document: Docx, kind: str, content: str, sequence: int) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(content)
    if kind in LEVELS:
        _number(paragraph, sequence, LEVELS[kind])
        # A heading is short and has no full stop; an article without one is a sentence.
        run.bold = kind == "dieu" and not content.endswith(".")
    elif kind == "chuong":
        _number(paragraph, CHAPTERS, 0)
        run.bold = True
    run.bold = run.bold or kind in BOLD
    run.italic = kind in ITALIC
    if kind in CENTERED or kind == "chuong":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    else:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1.27)


def _number(paragraph: Paragraph, sequence: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # python-docx has no public numbering
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = sequence


def _two_columns(document: Docx, block: list[Line]) -> None:
    """Agency against motto at the top, recipients against signature at the bottom."""
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    left, right = table.rows[0].cells
    recipients = [line for line in block if line[0] == "noi_nhan"]
    if recipients:
        _cell_line(left, "Nơi nhận:", bold=True, size=12, centered=False)
    for kind, content in block:
        small = kind == "noi_nhan"
        _cell_line(
            right if kind in RIGHT_CELL else left,
            content,
            bold=kind in {"dau_trai", "dau_phai", "chu_ky"},
            size=11 if small else 13,
            centered=not small,
        )


def _cell_line(cell: _Cell, content: str, *, bold: bool, size: int, centered: bool) -> None:
    empty = len(cell.paragraphs) == 1 and not cell.paragraphs[0].text
    paragraph = cell.paragraphs[0] if empty else cell.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    if centered:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(content)
    run.bold = bold
    run.font.size = Pt(size)


def _price_table(document: Docx, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for row in rows:
        for cell, content in zip(table.add_row().cells, row, strict=True):
            cell.text = content


def _same_each_time(document: Docx, path: Path) -> None:
    """Save with fixed dates inside and in the archive around it."""
    core = document.core_properties
    core.author = core.last_modified_by = "Sở Nông nghiệp và Môi trường tỉnh Lam Giang (hư cấu)"
    core.title = "Dự thảo Quyết định (bản chạy thử)"
    core.comments = ""
    core.revision = 1
    core.created = core.modified = BUILT
    saved = BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(path, "w") as target:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, ZIP_TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, parts.read(name))
