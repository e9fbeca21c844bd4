"""What a fetched file is by its bytes alone, whatever its name and its server say; nothing is unpacked."""

import io
import re
import zipfile

from nlp.portals.entries import PageTrouble

SUFFIXES = {"docx": ".docx", "odt": ".odt", "pdf": ".pdf", "doc": ".doc", "rtf": ".rtf"}
_ARCHIVES = {b"Rar!": ".rar", b"7z\xbc\xaf": ".7z", b"\x1f\x8b": ".gz"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_OLE = ("WordDocument".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le"))
_PAGE = re.compile(rb"^\s*(?:<!doctype\s+html|<html|<\?xml|<head|<body|<script|<!--)", re.IGNORECASE)


def kind_of(content: bytes) -> str:
    """docx, odt, pdf, doc or rtf.

    Raises PageTrouble: ``file_empty``, ``file_packed`` (an archive: unpack it by hand), ``file_is_page`` (a page
    came instead of the file), ``file_unknown``.
    """
    if not content.strip(b"\0 \r\n\t"):
        raise PageTrouble("file_empty")
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(b"{\\rtf"):
        return "rtf"
    if content.startswith(_OLE):
        if any(name in content for name in _WORD_OLE):
            return "doc"
        raise PageTrouble("file_unknown")
    if content.startswith(b"PK"):
        return _package(content)
    for start, suffix in _ARCHIVES.items():
        if content.startswith(start):
            raise PageTrouble("file_packed", suffix=suffix)
    raise PageTrouble("file_is_page" if _PAGE.match(content[:2048].lstrip(b"\xef\xbb\xbf")) else "file_unknown")


def _package(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise PageTrouble("file_unknown") from error
    if "word/document.xml" in names:
        return "docx"
    if "content.xml" in names and "mimetype" in names:
        return "odt"
    if "[Content_Types].xml" in names or "mimetype" in names:  # a sheet, slides, an e-book
        raise PageTrouble("file_unknown")
    raise PageTrouble("file_packed", suffix=".zip")
