"""PDF text layers into lines: columns in order, page furniture out, soft wraps rejoined; scans only through OCR.

pypdfium2 is not thread-safe and may crash on made-up files: call this in a child process.
"""

import re
from collections import Counter
from pathlib import Path

import pypdfium2
import pypdfium2.raw

from nlp.drafts import columns, legacy, markers, ocr_pages, wraps
from nlp.drafts.source import Line, Source, Unreadable, normal
from nlp.drafts.tree import Problem

_PAGE_NUMBER = re.compile(r"^(?:trang\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*/\s*\d{1,4})?$", re.IGNORECASE)
# How many lines at the top and at the bottom of a page may be furniture.
_EDGE = 3
# Furniture comes back on this share of the pages.
_REPEATED = 0.5
# A page set in lines shorter than this is a leaflet or a title page: nothing was wrapped.
_NARROWEST = 60
# Fewer characters than this on a page means that it is an image.
_SCANNED = 16
# A page takes tesseract some seconds; a longer scan is for a person to convert.
_MOST_BY_OCR = 100


def extract(path: Path, ocr: str = "") -> Source:
    """The lines of a .pdf; pages that are images are read by the program ``ocr`` (tesseract) when it is given.

    Raises Unreadable: file_encrypted, file_scan, file_unreadable.
    """
    try:
        document = pypdfium2.PdfDocument(path)
        pages = [_page_lines(document, number) for number in range(len(document))]
        seen = _recognised(document, pages, ocr) if ocr else set()
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise Unreadable("file_encrypted") from error
        raise Unreadable("file_unreadable", reason="pdf") from error
    empty = [number for number, page in enumerate(pages, start=1) if sum(map(len, page)) < _SCANNED]
    if not pages or len(empty) == len(pages):
        raise Unreadable("file_scan", pages=len(pages))
    raw, converted = legacy.converted([line for page in pages for line in page])
    modern = iter(raw)  # second in the zip below: a page that ends must not swallow a line of the next
    pages = [[text for _, line in zip(page, modern, strict=False) if (text := normal(line))] for page in pages]
    kept = _without_furniture(pages)
    texts = [text for page in kept for text in page]
    lines = tuple(Line(text) for text in texts)
    width = max(wraps.full_width(texts), _NARROWEST)
    dropped = tuple(text for page, body in zip(pages, kept, strict=True) for text in page if text not in body)
    return Source(wraps.rejoin(lines, width), "", (*converted, *_page_problems(empty, sorted(seen))), dropped)


def _page_problems(empty: list[int], seen: list[int]) -> list[Problem]:
    missing = "không có lớp chữ (ảnh chụp); nội dung trang này bị thiếu"
    read = "là ảnh chụp, được nhận dạng chữ bằng máy (OCR); hãy đọc lại từng dòng"
    return [Problem("page_without_text", f"trang {page}", f"Trang {page} {missing}.") for page in empty] + [
        Problem("page_read_by_ocr", f"trang {page}", f"Trang {page} {read}.") for page in seen
    ]


def _page_lines(document: pypdfium2.PdfDocument, number: int) -> list[str]:
    page = document[number]
    textpage = page.get_textpage()
    found = columns.lines(textpage, page.get_width()) or textpage.get_text_bounded().splitlines()
    return [line for line in found if line.strip()]


def _recognised(document: pypdfium2.PdfDocument, pages: list[list[str]], program: str) -> set[int]:
    """Numbers (from 1) of the image pages that OCR has put lines into."""
    found = set()
    images = [at for at, page in enumerate(pages) if sum(map(len, page)) < _SCANNED]
    for at in images[:_MOST_BY_OCR]:
        if text := ocr_pages.read(document[at], program):
            pages[at] = text.splitlines()
            found.add(at + 1)
    return found


def _without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """Pages without their numbers and without lines that stand at the same edge of many pages."""
    seen: Counter[tuple[int, str]] = Counter()
    for page in pages:
        seen.update({(place, _shape(page[place])) for place in _edges(page)})
    often = max(3, len(pages) * _REPEATED)
    repeated = {place_and_shape for place_and_shape, count in seen.items() if count >= often}
    return [_trimmed(page, repeated) for page in pages]


def _edges(page: list[str]) -> list[int]:
    """Places counted from the top (0, 1, 2) and from the bottom (-1, -2, -3)."""
    depth = min(_EDGE, len(page))
    return [*range(depth), *range(-depth, 0)]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _trimmed(page: list[str], repeated: set[tuple[int, str]]) -> list[str]:
    def is_furniture(place: int) -> bool:
        line = page[place]
        if _PAGE_NUMBER.match(line):
            return True
        return (place, _shape(line)) in repeated and not markers.read(line)

    edges = _edges(page)
    first = next((place for place in edges if place >= 0 and not is_furniture(place)), None)
    last = next((place for place in reversed(edges) if place < 0 and not is_furniture(place)), None)
    if first is None and last is None:
        return page[_EDGE:-_EDGE]
    begin = _EDGE if first is None else first
    end = len(page) - _EDGE if last is None else len(page) + last + 1
    return page[begin:end]
