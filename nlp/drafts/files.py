"""One file into a draft, in this process: picks the extractor; limits and child processes are a caller's affair."""

from pathlib import Path

from nlp.drafts import secrecy, sniff, structure
from nlp.drafts.reading import Reading
from nlp.drafts.source import Source, Unreadable
from nlp.drafts.tree import Draft


def extract(path: Path, ocr: str = "") -> Source:
    """The lines of a file; raises Unreadable. Readers are imported only when a file needs them.

    ``ocr`` is the path of the tesseract program for pages without text; "" leaves them unread.
    """
    kind = sniff.kind_of(path)
    if kind == "docx":
        from nlp.drafts import extract_docx  # noqa: PLC0415  (start-up time: see the module docstring)

        return extract_docx.extract(path)
    if kind == "odt":
        from nlp.drafts import extract_odt  # noqa: PLC0415  (start-up time)

        return extract_odt.extract(path)
    if kind == "pdf":
        from nlp.drafts import extract_pdf  # noqa: PLC0415  (start-up time)

        return extract_pdf.extract(path, ocr)
    if kind == "html":
        from nlp.drafts import extract_html  # noqa: PLC0415  (start-up time)

        return extract_html.extract(path)
    from nlp.drafts import extract_text  # noqa: PLC0415  (start-up time)

    return extract_text.extract_markdown(path) if kind == "md" else extract_text.extract(path)


def parse_file(path: Path, ocr: str = "") -> Draft:
    """The draft in a file; raises Unreadable as ``read_file`` does."""
    return read_file(path, ocr).draft


def read_file(path: Path, ocr: str = "") -> Reading:
    """The draft in a file and its lines.

    Raises Unreadable with the codes of ``sniff`` and the extractors, and ``file_secret``.
    """
    source = extract(path, ocr)
    if degree := secrecy.degree(source):
        raise Unreadable("file_secret", degree=degree)
    return structure.read(source)
