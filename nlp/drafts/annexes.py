"""Where annexed documents begin: PHỤ LỤC I, QUY CHẾ (Ban hành kèm theo …); what they hold is ``structure``'s."""

import re
from dataclasses import dataclass

from nlp.drafts import articles, kinds, markers
from nlp.drafts.source import Line

_ATTACHED = re.compile(r"\((?:được )?(?:ban hành )?(?:kèm )?theo\b", re.IGNORECASE)
_APPENDIX = re.compile(
    r"^(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s+|SỐ\s+)?([IVXLC]+|\d{1,2}|[A-H])(?![^\W\d_])\d{0,2})?(?!\w)\s*(.*)$"
)
_NAMED = re.compile(rf"^(?:DỰ THẢO\s+)?({kinds.NAMES})(?!\w)\s*(.*)$")
_GLUED = re.compile(
    r"^(?P<sign>(?:TM\.|KT\.|TL\.|TUQ\.|CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC)\s.{2,120}?)\s"
    rf"(?P<annex>(?:PHỤ LỤC|Phụ lục|{kinds.NAMES})(?!\w).*\((?:[Bb]an hành )?[Kk]èm theo.*)$"
)
# How far below its name the "(Ban hành kèm theo …)" or the first numbered line of an annex may stand.
_NEAR = 8


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of an annex: ``slug`` begins its paths; ``rest`` is what follows the name on the line."""

    slug: str
    kind: str
    label: str
    rest: str

    def parts(self) -> tuple[str, str]:
        """Title and note of ``rest``."""
        return split_note(self.rest)


def split_note(text: str) -> tuple[str, str]:
    """The title of an annex and the note behind it.

    >>> split_note("QUẢN LÝ CHỢ (Ban hành kèm theo Quyết định số 5)")
    ('QUẢN LÝ CHỢ', '(Ban hành kèm theo Quyết định số 5)')
    """
    note = _ATTACHED.search(text)
    return (text, "") if note is None else (text[: note.start()].strip(), text[note.start() :])


def unglue(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Signature and annex heading on one line (crawled texts) become two lines."""
    found: list[Line] = []
    for line in lines:
        match = None if line.hint == "table" else _GLUED.match(line.text)
        if match:
            found += [Line(match["sign"], line.hint, line.gap), Line(match["annex"], line.hint)]
        else:
            found.append(line)
    return tuple(found)


def find(lines: tuple[Line, ...], quoted: list[bool], begun_at: int) -> dict[int, Head]:
    """Annex headings by line. ``begun_at`` is the first line of the main document's own structure."""
    found: dict[int, Head] = {}
    for at, line in enumerate(lines):
        if at <= begun_at or quoted[at] or line.hint == "table":
            continue
        head = _appendix(lines, at) or _document(lines, at)
        if head:
            found[at] = head
    return found


def _appendix(lines: tuple[Line, ...], at: int) -> Head | None:
    match = _APPENDIX.match(lines[at].text)
    if match is None:
        return None
    written, rest = match.groups()
    text = re.sub(r"^[.:–—-]+\s*", "", rest)
    attached = bool(_ATTACHED.search(text))
    capitals = markers.is_upper(lines[at].text.split("(")[0])
    if text and not attached and not capitals and not (written and rest[:1] in ".:–—-"):
        return None
    if not capitals and not attached and at and not _may_begin_after(lines[at - 1].text, titled=bool(text)):
        return None
    key = str(markers.roman_value(written) or written.lower()) if written else ""
    slug = f"phu-luc-{key}" if key else "phu-luc"
    return Head(slug, "phu-luc", f"Phụ lục {written}" if written else "Phụ lục", text)


def _may_begin_after(before: str, *, titled: bool) -> bool:
    """Whether "Phụ lục II" below this line can be a heading rather than the end of its sentence."""
    return articles.ends_sentence(before) or (titled and not articles.goes_on(before))


def _document(lines: tuple[Line, ...], at: int) -> Head | None:
    match = _NAMED.match(lines[at].text)
    if match is None:
        return None
    name, rest = match.groups()
    kind = kinds.KINDS[name]
    below = markers.read(lines[at - 1].text) if at else ()
    if below and below[0].kind in {"phan", "chuong", "muc", "tieu-muc"} and not below[0].rest:
        return None  # "QUY ĐỊNH CHUNG" under "Chương I"
    if kind not in kinds.ANNEXED or rest.endswith(":") or (rest and not markers.is_upper(rest.split("(")[0])):
        return None
    for near in range(at, min(at + _NEAR, len(lines))):
        text = lines[near].text
        if _ATTACHED.search(text):
            return Head(kind, kind, name.capitalize(), rest)
        begins = markers.read(text) if near > at else ()
        if begins:
            first = begins[0].kind in {"chuong", "phan", "roman", "dieu"} and begins[0].value == 1
            return Head(kind, kind, name.capitalize(), rest) if first else None
    return None
