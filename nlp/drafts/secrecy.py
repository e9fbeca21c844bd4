"""Stamps of state secrets on a document (MẬT, TỐI MẬT, TUYỆT MẬT): such a file must not be read any further."""

import re

from nlp.drafts.source import Source

# The three degrees of the law on the protection of state secrets, lowest first.
DEGREES = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
# A stamp stands alone: on a line, in a cell, in brackets or after "Độ mật:"; it is never part of a sentence.
_STAMP = re.compile(r"^[\W_]*(?:ĐỘ\s+MẬT\s*:?\s*)?(TUYỆT\s*MẬT|TỐI\s*MẬT|MẬT)[\W_]*$")
_DEGREE = re.compile(r"^[\W_]*Độ\s+mật\s*:\s*(tuyệt\s+mật|tối\s+mật|mật)[\W_]*$", re.IGNORECASE)
_LONGEST = 60
# Below the head of a document a cell that says "MẬT" is an entry of a table, not a stamp.
_HEAD_LINES = 60


def degree(source: Source) -> str:
    """The highest degree a document is stamped with, "" when it has no stamp.

    >>> from nlp.drafts.source import Line
    >>> degree(Source((Line("UBND TỈNH | TỐI MẬT"), Line("Điều 1. Bảo mật"))))
    'TỐI MẬT'
    """
    found = {_stamp(text) for text in source.furniture}
    for at, line in enumerate(source.lines):
        if at < _HEAD_LINES:
            found |= {_stamp(cell) for cell in line.text.split(" | ")}
        elif line.hint != "table":
            found.add(_stamp(line.text))
    return max(found - {""}, key=DEGREES.index, default="")


def _stamp(text: str) -> str:
    if len(text) > _LONGEST:
        return ""
    words = text.split()
    # "M Ậ T": letters set apart are one word.
    joined = "".join(words) if len(words) > 1 and all(len(word) == 1 for word in words) else text
    match = _STAMP.match(joined) or _DEGREE.match(text)
    return re.sub(r"\s*MẬT$", " MẬT", match[1].upper()).strip() if match else ""
