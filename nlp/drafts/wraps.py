"""Hard-wrapped lines back into paragraphs, for formats that know only lines (PDF, wrapped text)."""

import re

from nlp.drafts import markers
from nlp.drafts.source import Line

# A line shorter than this share of a full one ends its paragraph.
_FULL = 0.8
# A line up to here may still go on when the next begins with a small letter.
_HALF = 0.5
# A line this full says nothing by its full stop.
_BRIM = 0.93
# Texts whose long lines are all about this long were wrapped by an editor, not by their author.
_EDITOR_WIDTH = 130
# Lines of a preamble; they follow a title that ends without a full stop.
_OPENS = re.compile(r"^(?:Căn cứ|Thực hiện|Xét|Theo đề nghị|QUYẾT ĐỊNH:|QUYẾT NGHỊ:)")
_HYPHENATED = re.compile(r"[^\W\d_]-$")
_BROKEN = re.compile(r"(?<![^\W_])[a-z]{2,}-$")
_ENDINGS = (".", ";", ":", "!", "?", "./.", "”", "”.")


def full_width(lines: list[str]) -> int:
    """How long a full line is: the 90th percentile of the lengths, in characters."""
    lengths = sorted(len(line) for line in lines)
    return lengths[int(len(lengths) * 0.9)] if lengths else 0


def rejoin_if_wrapped(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines rejoined when they look wrapped by an editor, else as they are."""
    texts = [line.text for line in lines]
    width = full_width(texts)
    if not 50 <= width <= _EDITOR_WIDTH or max(map(len, texts)) > width * 1.4:
        return lines
    full = sum(1 for text in texts if len(text) >= width * _FULL)
    unfinished = sum(1 for text in texts if len(text) >= width * _FULL and not text.endswith(_ENDINGS))
    if full < 5 or unfinished < full * 0.6:
        return lines
    return rejoin(lines, width)


def rejoin(lines: tuple[Line, ...], width: int) -> tuple[Line, ...]:
    """Each line joined to the one before when that one was full and nothing new begins."""
    found: list[Line] = []
    before = ""  # the last physical line, not the joined paragraph
    for line in lines:
        over = bool(found) and _ends_heading(found[-1].text, before, line.text, width)
        if found and not over and _goes_on(before, line, width):
            found[-1] = Line(_joined(found[-1].text, line.text), found[-1].hint, found[-1].gap)
        else:
            found.append(line)
        before = line.text
    return tuple(found)


def _joined(before: str, text: str) -> str:
    """Two lines as one; a foreign word broken with a hyphen is whole again, a name (Pa-ri) keeps its hyphen."""
    if not _HYPHENATED.search(before) or not text[0].islower():
        return f"{before} {text}"
    broken = _BROKEN.search(before) and text[0].isascii()
    return f"{before[:-1]}{text}" if broken else f"{before}{text}"


def _begins(text: str, *, ended: bool) -> bool:
    """Whether the line begins a provision. Rows are not known yet: an old "4- Hội …" counts as one, and so does
    "Điều 5 Trong …" below a line that has ended.
    """
    read = markers.read(text)
    return any(one.firm or one.kind == "number" or (ended and one.kind == "dieu") for one in read)


def _ends_heading(paragraph: str, before: str, text: str, width: int) -> bool:
    """Whether a heading ("Điều 5. …", which has no full stop) is over: the next word would have fitted on its line."""
    if not paragraph.startswith(("Điều ", "ĐIỀU ")) or text[0].islower():
        return False
    return len(before) + 1 + len(text.split(" ", 1)[0]) <= width * _BRIM


def _goes_on(before: str, line: Line, width: int) -> bool:
    text = line.text
    if _HYPHENATED.search(before) and text[0].islower() and not line.gap and not line.hint:
        return True
    if line.gap or line.hint or _OPENS.match(text) or _begins(text, ended=before.endswith(_ENDINGS)):
        return False
    ended = before.endswith(_ENDINGS)
    if len(before) < width * _FULL:
        return len(before) >= width * _HALF and text[0].islower() and not ended
    if ended and not text[0].islower():
        # A full line may end with a full stop in the middle of its paragraph; capitals after it decide nothing.
        return not markers.is_upper(text) and len(before) >= width * _BRIM
    return markers.is_upper(text) == markers.is_upper(before)
