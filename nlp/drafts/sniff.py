"""What a file is, by its name and by its first bytes; refuses what cannot be read before a reader sees it."""

import zipfile
from pathlib import Path

from nlp.drafts.source import Unreadable

KINDS = {".docx": "docx", ".odt": "odt", ".pdf": "pdf", ".html": "html", ".htm": "html", ".txt": "txt", ".md": "md"}

# Unpacked size and ratio that no honest draft reaches: Word files of 1,000 pages unpack to some 40 MB.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 150
# Small members compress absurdly well without harm (styles.xml); the ratio counts from here on.
RATIO_FROM = 8 * 1024 * 1024
MAX_MEMBERS = 5_000

# Zip archives, and the member that makes them what they say they are.
_PACKAGES = {"docx": "word/document.xml", "odt": "content.xml"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4_096


def kind_of(path: Path) -> str:
    """docx, odt, pdf, html, txt or md; raises Unreadable (file_missing, file_empty, file_kind_unknown,
    file_legacy_doc, file_encrypted, file_bomb, file_unreadable).
    """
    if not path.is_file():
        raise Unreadable("file_missing")
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("file_empty")
    suffix = path.suffix.lower()
    if head.startswith(_OLE):
        raise Unreadable(_ole_code(path, suffix), suffix=suffix)
    if suffix in {".doc", ".rtf"} or head.startswith(b"{\\rtf"):
        raise Unreadable("file_legacy_doc", suffix=suffix)
    kind = KINDS.get(suffix)
    if kind is None or not _agrees(kind, head):
        raise Unreadable("file_kind_unknown", suffix=suffix)
    if kind in _PACKAGES:
        check_package(path, _PACKAGES[kind])
    return kind


def _ole_code(path: Path, suffix: str) -> str:
    """Word seals an encrypted .docx in the container that old .doc files use."""
    name = "EncryptedPackage".encode("utf-16-le")
    if suffix == ".docx" and name in path.read_bytes():
        return "file_encrypted"
    return "file_legacy_doc" if suffix in {".doc", ".docx", ".rtf"} else "file_kind_unknown"


def _agrees(kind: str, head: bytes) -> bool:
    if kind == "pdf":
        return b"%PDF-" in head[:1024]
    if kind in _PACKAGES:
        return head.startswith(b"PK")
    if head.startswith(
        (b"PK\x03\x04", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
    ):
        return False
    return _is_text(head)


def _is_text(head: bytes) -> bool:
    """UTF-16 is full of zeros in every second place; other text has none and few control characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    odd, even = head[1::2].count(0), head[::2].count(0)
    if odd or even:
        half = max(len(head) // 2, 1)
        return max(odd, even) > half * 0.4 and min(odd, even) < half * 0.05
    controls = sum(1 for byte in head if byte < 32 and byte not in b"\t\n\r\f\x1a\x1b")
    return controls <= len(head) * 0.02


def check_package(path: Path, wanted: str) -> None:
    """Refuse zip bombs by the sizes the archive states, before anything is unpacked.

    The stated sizes bind: ``zipfile`` stops reading a member at its stated size.
    """
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable("file_unreadable", reason="zip") from error
    unpacked = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    absurd = unpacked > RATIO_FROM and unpacked / packed > MAX_RATIO
    if unpacked > MAX_UNPACKED or absurd or len(members) > MAX_MEMBERS:
        raise Unreadable("file_bomb", unpacked_mb=unpacked // 2**20)
    if any(member.flag_bits & 0x1 for member in members):
        raise Unreadable("file_encrypted")
    if not any(member.filename == wanted for member in members):
        raise Unreadable("file_kind_unknown", suffix=path.suffix.lower())
