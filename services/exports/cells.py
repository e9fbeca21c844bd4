"""Text made safe for the cells and paragraphs of office files; what it says is not changed."""

import re

from nlp.text import normalise

CELL_LIMIT = 32_000  # Excel drops what lies beyond 32,767 characters of a cell
# What a spreadsheet takes for the start of a formula, wide forms too (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠−]|[\t\r\n]")
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text without characters that XML cannot carry or that nobody can see, short enough for a cell."""
    kept = _NOT_XML.sub("", normalise(text))
    return kept if len(kept) <= CELL_LIMIT else kept[: CELL_LIMIT - 1] + "…"


def guarded(text: str) -> str:
    """The text for a CSV cell: an apostrophe in front of whatever a spreadsheet would read as a formula.

    >>> guarded(" =HYPERLINK(1)"), guarded("Điều 4")
    ("' =HYPERLINK(1)", 'Điều 4')
    """
    kept = clean(text)
    return f"'{kept}" if _FORMULA.match(kept) else kept
