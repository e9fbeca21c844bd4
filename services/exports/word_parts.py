"""The pieces of a Word document for which python-docx has no call: fonts of all styles, page numbers, lines."""

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Row
from docx.text.paragraph import Paragraph

_SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")


def set_fonts(doc: Document, name: str, size: Pt, language: str) -> None:
    """One font for body and headings in every script slot, black, in a language for the spelling check."""
    for style_name in ("Normal", "Heading 1"):
        style = doc.styles[style_name]
        _set_font(style, name)
        style.font.size = size
        style.paragraph_format.space_before = Pt(12 if style_name == "Heading 1" else 0)
        style.font.color.rgb = RGBColor(0, 0, 0)
        mark = OxmlElement("w:lang")
        for slot in ("val", "eastAsia"):
            mark.set(qn(f"w:{slot}"), language)
        style.element.get_or_add_rPr().append(mark)


def _set_font(style: ParagraphStyle, name: str) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # a theme's font would win over a named one
    for slot in _SLOTS:
        fonts.set(qn(f"w:{slot}"), name)


def add_page_number(section: Section) -> None:
    """The page number, centred at the top of every page but the first."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    for kind in ("begin", None, "end"):
        if kind is None:
            piece = OxmlElement("w:instrText")
            piece.text = "PAGE"
        else:
            piece = OxmlElement("w:fldChar")
            piece.set(qn("w:fldCharType"), kind)
        run._r.append(piece)


def keep_header_row(row: _Row) -> None:
    """The row is repeated at the top of every page of its table."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def draw_line(paragraph: Paragraph, indent: Length) -> None:
    """An empty paragraph drawn as a line, ``indent`` away from both edges, as under an agency's name and the motto."""
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    border.append(bottom)
    paragraph._p.get_or_add_pPr().insert(0, border)  # before spacing and indents, as the schema orders them
    look = paragraph.paragraph_format
    look.left_indent = look.right_indent = indent
    look.line_spacing, look.space_after = Pt(3), Pt(6)
