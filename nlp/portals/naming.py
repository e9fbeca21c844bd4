"""Names for the files of a page, made of their links alone, so that every look gives a file the same name."""

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, unquote, urlsplit
from zlib import crc32

from nlp.portals.entries import FileLink
from nlp.text import normalise

MAX_STEM = 150  # characters; with its suffix a name fits every column and every disk
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_DOCUMENT = re.compile(r"\.(?:docx?|odt|pdf|rtf|zip|rar|7z|xlsx?|pptx?)$", re.IGNORECASE)
_UNFIT = re.compile(r"[\\/:*?\"<>|\x00-\x1f]+")


def named(links: Sequence[FileLink]) -> dict[str, FileLink]:
    """The links by the stems of their names, each stem once."""
    found: dict[str, FileLink] = {}
    for link in links:
        name = stem_of(link)
        found[f"{name}-{_mark(link)}" if name in found else name] = link
    return found


def stem_of(link: FileLink) -> str:
    """The name a link says, without suffix: the file in its path or query, else its words with a mark of the link.

    >>> stem_of(FileLink("https://a.example/t%E1%BB%87p%201.docx", "Tải về", "khac"))
    'tệp 1'
    """
    parts = urlsplit(link.link)
    told = [parts.path.rsplit("/", 1)[-1], *(value for _, value in parse_qsl(parts.query))]
    for name in map(unquote, told):
        if _DOCUMENT.search(name) and (clean := _clean(_DOCUMENT.sub("", name))):
            return clean
    words = _clean(_DOCUMENT.sub("", link.text))[:80].strip()
    return f"{words}-{_mark(link)}" if words else f"tep-{_mark(link)}"


def stem(name: str) -> str:
    """A file's name without its suffix.

    >>> stem("To trinh.docx"), stem("1. Tờ trình")
    ('To trinh', '1. Tờ trình')
    """
    return _SUFFIX.sub("", name)


def _clean(name: str) -> str:
    """What is left must survive ``stem`` unchanged: no dot near its end."""
    kept = " ".join(_UNFIT.sub(" ", normalise(name)).split())[:MAX_STEM].strip(". ")
    return _SUFFIX.sub(lambda match: match[0].replace(".", "_"), kept)


def _mark(link: FileLink) -> str:
    return f"{crc32(link.link.encode()):08x}"
