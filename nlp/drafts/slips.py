"""Slips of typing that hide the beginning of a clause or point: repaired where the lines around leave no doubt."""

import re
from dataclasses import replace

from nlp.drafts.markers import ALPHABET
from nlp.drafts.source import Line

_NEXT = re.compile(r"^(?:(\d{1,2})\.\s?(?=\D)|([a-zđ])\)\s)")
_ARTICLE = re.compile(r"^(?:Điều|ĐIỀU)\s+\d")
_BARE_ONE = re.compile(r"^1\s(?=[^\W\d_])")
_BARE_IS_TEXT = re.compile(r"^1\s(?:Điều|Khoản|Mục|Luật|Nghị|Bộ luật|Chương)\b")


def repaired(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines with hidden beginnings on lines of their own ("…;c) Giấy" before "d) Đơn") and with the stop
    that "1 Cá nhân …" lacks below its article when "2." follows. No word is added or taken.
    """
    return _stopped(_parted(lines))


def _parted(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """From the last line to the first, so that each part of a line may uncover the part before it."""
    found: list[Line] = []
    for line in reversed(lines):
        rest = line
        while found and not line.hint and (cut := _hidden_before(rest.text, found[-1])):
            found.append(Line(rest.text[cut:], rest.hint))
            rest = replace(rest, text=rest.text[:cut])
        found.append(rest)
    found.reverse()
    return tuple(found)


def _hidden_before(text: str, following: Line) -> int:
    """Where the beginning that must stand before the line ``following`` hides in ``text``; 0 when it does not."""
    match = None if following.hint else _NEXT.match(following.text)
    if match is None:
        return 0
    number, letter = match.groups()
    if number:
        before = rf"{int(number) - 1}\." if int(number) > 1 else ""
    else:
        place = ALPHABET.find(letter)
        before = rf"{ALPHABET[place - 1]}\)" if place > 0 else ""
    if not before:
        return 0
    hidden = re.finditer(rf"(?<=[^\W\d_][;:.]){before}\s?([^\W\d_])", text)
    places = [one.start() for one in hidden if one[1].isupper()]
    return places[0] if len(places) == 1 else 0


def _stopped(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    found = list(lines)
    for at in range(1, len(lines) - 1):
        text = lines[at].text
        if not _BARE_ONE.match(text) or not text[2].isupper() or _BARE_IS_TEXT.match(text):
            continue
        if _ARTICLE.match(lines[at - 1].text) and _two_follows(lines, at + 1):
            found[at] = replace(lines[at], text=f"1.{text[1:]}")
    return tuple(found)


def _two_follows(lines: tuple[Line, ...], start: int) -> bool:
    """Whether "2." comes before the next article."""
    for line in lines[start : start + 30]:
        if _ARTICLE.match(line.text):
            return False
        if line.text.startswith("2."):
            return True
    return False
