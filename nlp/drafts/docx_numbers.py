"""Word's automatic numbers ("Điều 1.", "a)"), which are not in the text: read from numbering.xml and styles.xml.

WordprocessingML: ECMA-376 part 1, 17.9 (numbering); python-docx leaves them out (its issues 92, 471).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

_LEVELS = 9
_BULLET = "-"
# Beyond it neither roman numbers nor letters say anything (and made-up files would fill the memory with them).
_LARGEST = 4_000
_TENS = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(slots=True)
class Level:
    """One level of a list: how its number looks and where it starts."""

    fmt: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False  # all numbers in it are shown in Arabic digits
    restart: int | None = None  # restarts after this level (1-based); 0 never; None after any higher one


@dataclass(slots=True)
class _List:
    """One w:num: the list it counts with, its changed levels and the starts it sets when first used."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]
    used: set[int] = field(default_factory=set)


class Numbers:
    """Gives each numbered paragraph the number that Word shows; paragraphs must come in document order."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self._lists = _lists(numbering) if numbering is not None else {}
        self._styles = _style_numbers(styles) if styles is not None else {}
        self._counts: dict[str, list[int | None]] = {}

    def of(self, paragraph: Any) -> str:
        """The number before the paragraph ("Điều 3.", "-"), "" when it has none."""
        found = self._place(paragraph)
        if found is None:
            return ""
        number, depth = found
        one = self._lists.get(number)
        level = one.levels.get(depth) if one else None
        if one is None or level is None:
            return ""
        counts = self._count(one, depth, level)
        if level.fmt == "bullet":
            return _BULLET
        if level.fmt == "none":
            return ""
        return _shown(level, counts, one.levels)

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """The list and level of a paragraph: its own, or its style's."""
        properties = paragraph.find(qn("w:pPr"))
        number, depth = _number_properties(properties)
        style = None if properties is None else properties.find(qn("w:pStyle"))
        if number is None:
            inherited = self._styles.get(style.get(qn("w:val")) if style is not None else "")
            if inherited is None:
                return None
            number, depth = inherited[0], depth if depth is not None else inherited[1]
        if number == "0":
            return None
        return number, min(max(depth or 0, 0), _LEVELS - 1)

    def _count(self, one: _List, depth: int, level: Level) -> list[int | None]:
        counts = self._counts.setdefault(one.abstract, [None] * _LEVELS)
        if depth not in one.used and depth in one.starts:
            counts[depth] = None
        one.used.add(depth)
        start = one.starts.get(depth, level.start)
        before = counts[depth]
        counts[depth] = start if before is None else before + 1
        for deeper in range(depth + 1, _LEVELS):
            inner = one.levels.get(deeper)
            keeps = inner is not None and inner.restart is not None and not 0 < depth + 1 <= inner.restart
            if not keeps:
                counts[deeper] = None
        for higher in range(depth):
            if counts[higher] is None:
                outer = one.levels.get(higher)
                counts[higher] = one.starts.get(higher, outer.start if outer else 1)
        return counts


def _shown(level: Level, counts: list[int | None], levels: dict[int, Level]) -> str:
    text = level.text
    for place in range(_LEVELS):
        mark = f"%{place + 1}"
        if mark not in text:
            continue
        other = levels.get(place, level)
        shape = "decimal" if level.legal else other.fmt
        text = text.replace(mark, formatted(counts[place] or other.start, shape))
    return text.strip()


def formatted(number: int, fmt: str) -> str:
    """A number in one of Word's shapes (w:numFmt).

    >>> formatted(2, "upperRoman"), formatted(3, "lowerLetter")
    ('II', 'c')
    """
    if not 0 < number < _LARGEST:
        return str(number)
    if fmt in {"upperRoman", "lowerRoman"}:
        return roman(number) if fmt == "upperRoman" else roman(number).lower()
    if fmt in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if fmt == "upperLetter" else letter
    if fmt == "decimalZero":
        return f"{number:02d}"
    return str(number)


def roman(number: int) -> str:
    """A number up to some hundreds as a roman one.

    >>> roman(14)
    'XIV'
    """
    steps = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), *_TENS)
    written = ""
    for value, letters in steps:
        written += letters * (number // value)
        number %= value
    return written


def _lists(numbering: Any) -> dict[str, _List]:
    abstracts = {item.get(qn("w:abstractNumId")): item for item in numbering.findall(qn("w:abstractNum"))}
    linked = {
        link.get(qn("w:val")): number
        for number, item in abstracts.items()
        if (link := item.find(qn("w:styleLink"))) is not None
    }
    found: dict[str, _List] = {}
    for item in numbering.findall(qn("w:num")):
        reference = item.find(qn("w:abstractNumId"))
        number = reference.get(qn("w:val")) if reference is not None else None
        if number is None or number not in abstracts:
            continue
        link = abstracts[number].find(qn("w:numStyleLink"))
        if link is not None:
            number = linked.get(link.get(qn("w:val"))) or number
        levels = _levels(abstracts[number])
        starts: dict[int, int] = {}
        for override in item.findall(qn("w:lvlOverride")):
            depth = _integer(override.get(qn("w:ilvl")), 0)
            levels |= _levels(override)
            start = override.find(qn("w:startOverride"))
            if start is not None:
                starts[depth] = _integer(start.get(qn("w:val")), 1)
        found[item.get(qn("w:numId"))] = _List(number, levels, starts)
    return found


def _levels(parent: Any) -> dict[int, Level]:
    found = {}
    for item in parent.findall(qn("w:lvl")):
        value = _values(item)
        restart = value("w:lvlRestart")
        legal = item.find(qn("w:isLgl"))
        found[_integer(item.get(qn("w:ilvl")), 0)] = Level(
            fmt=value("w:numFmt") or "decimal",
            text=value("w:lvlText") or "",
            start=_integer(value("w:start"), 1),
            legal=legal is not None and legal.get(qn("w:val")) not in {"0", "false"},
            restart=_integer(restart, 0) if restart is not None else None,
        )
    return found


def _values(item: Any) -> Callable[[str], str | None]:
    def value(name: str) -> str | None:
        child = item.find(qn(name))
        return None if child is None else child.get(qn("w:val"))

    return value


def _style_numbers(styles: Any) -> dict[str, tuple[str, int]]:
    """The list and level that each paragraph style brings, its base styles' included."""
    own: dict[str, tuple[str | None, int | None, str | None]] = {}
    default = None
    for item in styles.findall(qn("w:style")):
        name = item.get(qn("w:styleId"))
        base = item.find(qn("w:basedOn"))
        number, depth = _number_properties(item.find(qn("w:pPr")))
        own[name] = (number, depth, None if base is None else base.get(qn("w:val")))
        if item.get(qn("w:type")) == "paragraph" and item.get(qn("w:default")) in {"1", "true"}:
            default = name
    found = {}
    for name in own:
        resolved = _resolved(name, own)
        if resolved:
            found[name] = resolved
    if default in found:
        found[""] = found[default]
    return found


def _resolved(name: str | None, own: dict[str, tuple[str | None, int | None, str | None]]) -> tuple[str, int] | None:
    depth: int | None = None
    seen: set[str] = set()
    while name in own and name not in seen:
        seen.add(name)
        number, here, base = own[name]
        depth = here if depth is None else depth
        if number is not None:
            return number, depth or 0
        name = base
    return None


def _number_properties(properties: Any | None) -> tuple[str | None, int | None]:
    item = None if properties is None else properties.find(qn("w:numPr"))
    if item is None:
        return None, None
    value = _values(item)
    depth = value("w:ilvl")
    return value("w:numId"), None if depth is None else _integer(depth, 0)


def _integer(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise
