"""What is refused before any reader sees it."""

import zipfile
from pathlib import Path

import pytest

from nlp.drafts import sniff
from nlp.drafts.source import Unreadable
from tests.nlp.drafts.files import Word, sealed_docx, zip_bomb

TEXT = "Điều 1. Một\n".encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"", "file_empty"),
        ("a.txt", b" \n\t \xef\xbb\xbf", "file_empty"),
        ("a.exe", TEXT, "file_kind_unknown"),
        ("a", TEXT, "file_kind_unknown"),
        ("a.docx", TEXT, "file_kind_unknown"),
        ("a.pdf", TEXT, "file_kind_unknown"),
        ("a.txt", b"%PDF-1.7\n", "file_kind_unknown"),
        ("a.html", b"PK\x03\x04" + TEXT, "file_kind_unknown"),
        ("a.txt", bytes(range(256)) * 8, "file_kind_unknown"),
        ("a.doc", OLE, "file_legacy_doc"),
        ("a.docx", OLE, "file_legacy_doc"),
        ("a.doc", b"<html>Luu tu Word</html>", "file_legacy_doc"),
        ("a.docx", b"{\\rtf1 abc}", "file_legacy_doc"),
        ("a.xls", OLE, "file_kind_unknown"),
        ("a.docx", b"PK\x03\x04 torn", "file_unreadable"),
    ],
)
def test_the_name_and_the_content_must_agree(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable) as refusal:
        sniff.kind_of(path)
    assert refusal.value.code == code


def test_readable_kinds(tmp_path: Path) -> None:
    for name, content, kind in [
        ("a.TXT", TEXT, "txt"),
        ("b.md", TEXT, "md"),
        ("c.htm", b"<p>x</p>", "html"),
        ("d.txt", "Điều 1".encode("utf-16-le"), "txt"),
        ("e.pdf", b"\n%PDF-1.4", "pdf"),
    ]:
        (tmp_path / name).write_bytes(content)
        assert sniff.kind_of(tmp_path / name) == kind
    assert sniff.kind_of(Word().save(tmp_path / "f.docx")) == "docx"


def refused(path: Path) -> str:
    with pytest.raises(Unreadable) as refusal:
        sniff.kind_of(path)
    return refusal.value.code


def test_packages_are_weighed_before_they_are_opened(tmp_path: Path) -> None:
    assert refused(zip_bomb(tmp_path / "bomb.docx", 201)) == "file_bomb"
    assert refused(zip_bomb(tmp_path / "ratio.docx", 20)) == "file_bomb"
    with zipfile.ZipFile(tmp_path / "many.docx", "w") as package:
        for number in range(sniff.MAX_MEMBERS + 1):
            package.writestr(str(number), b"")
    assert refused(tmp_path / "many.docx") == "file_bomb"


def test_sealed_missing_and_foreign_packages(tmp_path: Path) -> None:
    assert refused(sealed_docx(tmp_path / "a.docx")) == "file_encrypted"
    assert refused(tmp_path / "none.docx") == "file_missing"
    assert refused(tmp_path) == "file_missing"
    with zipfile.ZipFile(tmp_path / "sheet.docx", "w") as package:
        package.writestr("xl/workbook.xml", "<x/>")
    assert refused(tmp_path / "sheet.docx") == "file_kind_unknown"


def test_a_truncated_package_is_unreadable(tmp_path: Path) -> None:
    whole = Word().save(tmp_path / "whole.docx").read_bytes()
    for share in (0.3, 0.6, 0.95):
        path = tmp_path / "cut.docx"
        path.write_bytes(whole[: int(len(whole) * share)])
        assert refused(path) == "file_unreadable"
