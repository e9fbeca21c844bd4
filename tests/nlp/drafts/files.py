"""Files made for the tests: Word packages with automatic numbers, small PDFs, torn and hostile ones."""

import zipfile
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

W = nsdecls("w")


class Word:
    """A .docx under construction."""

    def __init__(self) -> None:
        self.document = docx.Document()

    def levels(self, number: int, *levels: tuple[str, str], extra: str = "") -> None:
        """Define list ``number``: (numFmt, lvlText) for each level; ``extra`` goes into its w:num."""
        shapes = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for depth, (fmt, text) in enumerate(levels)
        )
        root = self.document.part.numbering_part.element
        root.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="{number}">{shapes}</w:abstractNum>'))
        self.again(number, number, extra)

    def again(self, number: int, abstract: int, extra: str = "") -> None:
        """Another w:num that counts with the same levels."""
        root = self.document.part.numbering_part.element
        root.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{extra}</w:num>'))

    def say(self, text: str, number: int | None = None, depth: int = 0) -> Any:
        """A paragraph; with ``number`` Word numbers it."""
        paragraph = self.document.add_paragraph(text)
        if number is not None:
            numbered = parse_xml(f'<w:numPr {W}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')
            paragraph._p.get_or_add_pPr().append(numbered)
        return paragraph

    def xml(self, markup: str) -> None:
        """Raw WordprocessingML at the end of the body."""
        self.document.element.body.insert(-1, parse_xml(markup))

    def save(self, path: Path) -> Path:
        self.document.save(str(path))
        return path


def pdf(path: Path, pages: list[list[str]]) -> Path:
    """A PDF with a text layer; one list of lines a page."""
    import matplotlib as mpl

    mpl.use("pdf")
    mpl.rcParams["pdf.fonttype"] = 42
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    with PdfPages(path) as book:
        for page in pages:
            figure = Figure(figsize=(8.3, 11.7))
            for place, line in enumerate(page):
                figure.text(0.1, 0.95 - place * 0.022, line, fontsize=9)
            book.savefig(figure)
    return path


def raw_pdf(path: Path, trailer: str = "", extra: str = "") -> Path:
    """A one-page PDF without any text, written by hand; ``trailer`` and ``extra`` add entries and objects."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
    ]
    if extra:
        objects.append(extra)
    body, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    body += "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    body += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    path.write_bytes(body.encode("latin-1"))
    return path


def encrypted_pdf(path: Path) -> Path:
    """A PDF sealed with a password: its keys fit no empty password."""
    sealed = "<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <" + "3f" * 32 + "> /U <" + "7a" * 32 + "> >>"
    return raw_pdf(path, "/Encrypt 4 0 R /ID [<" + "ab" * 16 + "> <" + "ab" * 16 + ">]", sealed)


def zip_bomb(path: Path, megabytes: int = 300) -> Path:
    """A small package that says it unpacks to hundreds of megabytes."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("word/document.xml", "w") as member,
    ):
        for _ in range(megabytes):
            member.write(b" " * 2**20)
    return path


def sealed_docx(path: Path) -> Path:
    """What Word writes for a .docx with a password: an OLE container with an EncryptedPackage."""
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    )
    return path
