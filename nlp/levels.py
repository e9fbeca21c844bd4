"""The levels a text names one by one ("khoản 2", "mục III.2", "điều 3, 5"); which belong together is `pointing`'s."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.drafts.markers import ALPHABET, roman_value
from nlp.numbering import KEYWORD, LAST, LETTER, NUMBER, ROMAN, further_at, key_at, opens, series_at
from nlp.quantities import counts_things, is_measure, is_money, is_span, makes_one_word

# From the outside in. A roman "mục" holds a numbered one (plans), so the two are apart.
RANKS = {
    "annex": 0, "phan": 1, "chuong": 2, "la-ma": 3, "muc": 4, "tieu-muc": 5, "dieu": 6, "khoan": 7, "diem": 8,
    "gach": 9,
}  # fmt: skip
_LONGEST_RANGE = 60
_LONGEST_LIST = 40  # keys: more is no list but a jumble

# "III.2", "A.III.2.a"; and "III 2 a", "III-2-a" with a letter, for "quý II, 20" is a time.
_BARE = re.compile(
    r"(?<![\w./])(?:(?P<part>[A-H])\s*[./]\s*)?(?P<roman>[IVX]{1,5})"
    r"(?:\s*[./]\s*(?P<number>\d{1,2})(?:\s*[./]?\s*(?:(?P<letter>[a-zđ])|\((?P<closed>[a-zđ])\)))?"
    r"|(?:\s*[,\-]\s*|\s+)(?P<apart>\d{1,2})\s*[,.\-]?\s*(?P<last>[a-eđgh]))(?![\w]|[./]\d)"
)
_INNER = re.compile(
    r"\s*(?:[./§]\s*(?P<number>\d{1,2})(?!\d)|\((?P<closed>\d{1,2})\))"
    r"(?:\s*[./]?\s*(?:\((?P<bracketed>[a-zđ])\)|(?P<letter>[a-zđ])(?!\w)))?(?![./]\d)"
    r"|,?\s+(?:y|so)\s+(?P<told>\d{1,2})(?!\d|\s*[/-]|\w)"
)
# "III - 2", and "III 2", "III, 2" or "III 2 a" where nothing but the end of a sentence follows.
_INNER_OF_ROMAN = re.compile(
    r"\s*(?:-\s*(?=\d)|,?\s*(?=\d{1,2}\s*[a-zđ]?\s*(?:$|[.;:)])))(?P<number>\d{1,2})(?!\d)"
    r"(?:\s*[./-]?\s*(?P<letter>[a-zđ])(?!\w))?(?![./]\d)"
)
# "khoản 2 (a)", "mục 2.a", "khoản 2 a điều 4"
_POINT_AFTER = re.compile(
    r"[./>-](?P<dotted>[a-eđg-ik-q])(?!\w|[\s.:]*\d)"
    r"|\s*\((?P<closed>[a-zđ])\)|\s+(?P<letter>(?!e\s+la\s)[a-eđgh])(?=\s*(?:$|[.,;:)\n](?!\s*\d)|,?\s*[dđ]ieu\s)|\s+la\s)"
)
# "k2đa", "khoản 2 đ.a"; "khoản 2 đc" is "được".
_SHORT_POINT = re.compile(
    r"(?:[\s/,-]*[dđ]\.\s?|[/.-]?đ\s?|[\s/,-]+đ(?!c)\s?)([a-eđgh])"
    r"(?=\s*(?:$|[.,;:)/\n-]|[dđ]ieu\s|[dđ]\.?\s?\d))"
)
# "mục 2/III"
_ROMAN_BEHIND = re.compile(r"\s*[/.]\s*([IVX]{1,5})(?![\w./])")
_RANGE = re.compile(r"\s*(?:(?:cho\s+)?(?:[dđ]en|toi)|to|->|→|\.{2,3}|…|[-–—~])\s*(?:het\s+)?")
_SEVERAL = re.compile(r"(?<!\w)(?:nhung|may|cac|vai|\d|hai|ba)\s+$")
_TO_THE_END = re.compile(r"\s*(?:cho\s+)?(?:[dđ]en|toi)\s+het(?=\s*(?:$|[.,;:!?)]))")
_AND = re.compile(r"\s*(?:[,;&+/]|,?\s*(?:va|hoac|hay|voi|cung|lan|and|or)(?!\w))\s*")
# How words are marked that others look like: "mức 2", "bộ phận 1", "màu 3".
_MARKED = {"muc": {"mục"}, "phan": {"phần"}, "annex": {"mẫu"}, "doan": {"đoạn", "ý", "tiết", "khoảng", "khỏang", "số"}}
_CHAPTER = re.compile(r"\d|[IVX]{2,}(?!\w)")
_LINKS = re.compile(r"(?<!\w)(?:cua|thuoc|tai|o|trong|va|voi|[dđ]en|toi)(?!\w)")
_LETTER_AFTER = re.compile(r"[^\W\d_]")
_NUMBER_BEHIND = re.compile(r"\s*[./]\s*\d")
# "Đ17 k1 2/ Đ19 k2": the 2 numbers the next remark
_ENUMERATOR = re.compile(r"\s+\d{1,2}(?:[/)]\s+(?=\D)|\.\s+(?=[dđ]ieu|khoan|[dđk]\.?\d))")
_MORE_DIGITS = re.compile(r"\s+(?=\d)")


@dataclass(frozen=True, slots=True)
class Unit:
    """One level somebody named, with its keys ("4", "12a", "đ"); ``start`` and ``end`` are places in the text.

    ``word`` is set for annexes (phu-luc, mau, bieu-mau); ``spaced``: a bare letter apart from its number ("k 2").
    ``vague``: a word that is a level only beside another ("ý 2 điều 4").
    """

    level: str
    keys: tuple[str, ...]
    start: int
    end: int
    word: str = ""
    spaced: bool = False
    vague: bool = False


def plain(text: str) -> str:
    """The text composed, letter for letter without marks and in lower case; đ stays đ, so places keep their index.

    >>> plain("Khoản 2 Điều 4")
    'khoan 2 đieu 4'
    """
    return "".join(_bare(char) for char in unicodedata.normalize("NFC", text))


def _bare(char: str) -> str:
    lower = char.lower()[:1] or char
    return lower if lower.isascii() else unicodedata.normalize("NFD", lower)[0]


def units_in(text: str, bare: str) -> Iterator[Unit]:
    """The levels that composed ``text`` names, in its order; ``bare`` is its `plain` form."""
    at, last, rank = 0, -1, 0
    keyword, compound = KEYWORD.search(bare), _BARE.search(text)
    while True:
        if keyword is not None and keyword.start() < at:
            keyword = KEYWORD.search(bare, at)
        if compound is not None and compound.start() < at:
            compound = _BARE.search(text, at)
        if compound is not None and (keyword is None or compound.start() < keyword.start()):
            began, made = compound.start(), _compound(compound)
        elif keyword is not None:
            began, made = keyword.start(), _named(text, bare, keyword, last)
        else:
            return
        if made:
            inward = rank > RANKS[made[-1].level]  # "điểm a mục III.2": what is written together is told from inside
            yield from reversed(made) if inward else made
            rank = RANKS[made[0 if inward else -1].level]
            at = last = made[-1].end
        else:
            at = began + 1


def _compound(match: re.Match[str]) -> list[Unit]:
    part, value = match["part"], roman_value(match["roman"])
    if not value:
        return []
    number, letter = match["number"] or match["apart"], match["letter"] or match["closed"] or match["last"]
    named = [("phan", part and part.lower()), ("la-ma", str(value)), ("muc", str(int(number))), ("diem", letter)]
    return [Unit(level, (key,), match.start(), match.end()) for level, key in named if key]


def _named(text: str, bare: str, match: re.Match[str], last: int) -> list[Unit]:
    """The units a keyword opens; none when its word means something else."""
    start, at = match.start(), match.end()
    name = next(name for name, word in match.groupdict().items() if word and name != "gap")
    level, word, vague = name.replace("_", "-"), match[name], name == "doan"
    if _other_word(text, bare, match, level, last):
        return []
    alone = last < 0 or _LETTER_AFTER.search(_LINKS.sub(" ", bare[last:start])) is not None
    first = _first_keys(text, bare, match, "diem" if vague else level, alone=alone)
    if first is None:
        return []
    keys, end = first
    key = keys[0]
    edge = level != "chuong" and bare[at:end].startswith(("dau", "đau", LAST))
    if edge and vague:
        return []  # "ý đầu"
    if _is_no_key(text, bare, match, level, key, end, alone=alone) and not opens(bare, end):
        return []
    if vague or level == "khoan":
        level = "khoan" if key[0].isdigit() or key == LAST else "diem"
    roman = level == "muc" and bool(ROMAN.match(bare, at)) and key.isdigit()
    spaced = len(word) == 1 and match["gap"].isspace()
    made = Unit("la-ma" if roman else level, keys, start, end, _annex_word(word), spaced, vague or edge)
    if inside := _inside(text, bare, made):
        return _listed(text, bare, inside)
    keys, end = _more(text, bare, end, made)
    return [replace(made, keys=keys, end=end)]


def _first_keys(
    text: str, bare: str, match: re.Match[str], level: str, *, alone: bool
) -> tuple[tuple[str, ...], int] | None:
    """The key behind a keyword and where it ends; several where they are said in one breath."""
    at, words = match.end(), text[match.start() : match.end()].lower().split()
    if "thu" in words and not words[0].isascii():
        return None  # "khoản thu 5": who marks the word before marks "thứ" too
    if level in {"dieu", "khoan", "annex"} and not bare[at].isdigit() and (several := series_at(text, bare, at, level)):
        return several
    said = key_at(text, bare, at, level, thu="thu" in match["gap"] or "so" in match["gap"], chained=not alone)
    if said is None or (
        level == "chuong" and said[0] == LAST and _SEVERAL.search(bare, max(0, match.start() - 8), match.start())
    ):
        return None  # "những chương cuối"
    return (said[0],), said[1]


def _is_no_key(text: str, bare: str, match: re.Match[str], level: str, key: str, end: int, *, alone: bool) -> bool:
    """Whether what follows a keyword makes it no place: "K2ĐT", "khoản 2 triệu", "khoản 5 ngày", "chi 5 tỷ"."""
    word = match.group()[: -len(match["gap"]) or None]
    short = level == "khoan" and _SHORT_POINT.match(text.lower(), end)
    if len(word) == 1 and _LETTER_AFTER.match(bare, end) and not short:
        return True
    if short or not key[0].isdigit():
        return False
    if level == "doan":
        return is_measure(text, end)
    counted = level in {"dieu", "khoan"} and alone and counts_things(text, match.start(), end)
    return is_money(text, end) or counted or (level == "khoan" and alone and is_span(text, end))


def _other_word(text: str, bare: str, match: re.Match[str], level: str, last: int) -> bool:
    """Whether the keyword is part of another word or of a number: "tài khoản 4", "bộ phận 1", "25.000 đ 4 tháng"."""
    start = match.start()
    if bare[max(last, 0) : start].strip() and makes_one_word(text, start, level):
        return True
    written = text[start : match.start("gap")].lower()
    if written == "ch" and not match["gap"] and not _CHAPTER.match(text, match.end()):
        return True  # "chi", "CHI PHÍ"
    if not written.isascii() and written.isalpha() and written not in _MARKED.get(level, {written}):
        return True
    if start and bare[start - 1].isdigit() and start != last:
        return True
    short = match.end() - start == 1 + len(match["gap"])
    after_number = re.search(r"\d\s+$", bare[max(0, start - 4) : start])
    return bool(short and after_number and match["gap"].isspace() and start != last + 1)


def _inside(text: str, bare: str, made: Unit) -> list[Unit]:
    """The levels written together with a unit: "điều 4.2", "mục III.2.a", "khoản 2 (a)"; none where it stands alone."""
    inner = _INNER.match(bare, made.end) if made.level in {"la-ma", "muc", "phan", "dieu", "annex"} else None
    inner = inner or (_INNER_OF_ROMAN.match(bare, made.end) if made.level == "la-ma" else None)
    if inner:
        return _with_inner(made, inner)
    numbered = made.keys[0].isdigit()
    if numbered and made.level in {"muc", "khoan", "diem"} and (behind := _ROMAN_BEHIND.match(text, made.end)):
        outer = str(roman_value(behind[1]))
        return [Unit("la-ma", (outer,), made.start, behind.end()), replace(made, level="muc", end=behind.end())]
    short = _SHORT_POINT.match(text.lower(), made.end) if made.level == "khoan" else None
    if short:
        return [replace(made, end=short.end()), Unit("diem", (short[1],), made.start, short.end())]
    point = _POINT_AFTER.match(bare, made.end) if made.level in {"khoan", "muc"} or numbered else None
    if point and (not point["letter"] or (text[point.end() - 1] in "abcdeghđ" and not text.isascii())):
        letter = point["closed"] or point["dotted"] or point["letter"]  # "a" without any marks may be "ạ"
        return [replace(made, end=point.end()), Unit("diem", (letter,), made.start, point.end())]
    return []


def _annex_word(word: str) -> str:
    if word.startswith("mau"):
        return "mau"
    return "bieu-mau" if word.startswith("bieu") else "phu-luc"


def _with_inner(outer: Unit, inner: re.Match[str]) -> list[Unit]:
    said = inner.groupdict()
    number = str(int(said["number"] or said.get("closed") or said["told"]))
    letter = said["letter"] or said.get("bracketed")
    below = "khoan" if outer.level == "dieu" else "muc"
    top = replace(outer, level="la-ma") if outer.level == "muc" else outer
    found = [replace(top, end=inner.end()), Unit(below, (number,), outer.start, inner.end())]
    if letter:
        found.append(Unit("diem", (letter,), outer.start, inner.end()))
    return found


def _listed(text: str, bare: str, inside: list[Unit]) -> list[Unit]:
    """Levels written together whose last number goes on: "mục II.1 và 2"."""
    last = inside[-1]
    if last.level == "khoan" and inside[0].level == "dieu":
        again = re.compile(rf"{_AND.pattern}{inside[0].keys[0]}\.(\d{{1,2}})(?![\w.])")  # "Điều 17.1 và 17.2"
        while found := again.match(bare, last.end):
            last = replace(last, keys=(*last.keys, found[1]), end=found.end())
        return [*inside[:-1], last]
    if last.level != "muc":
        return inside
    keys, end = _more(text, bare, last.end, last)
    return [*inside[:-1], replace(last, keys=keys, end=end)]


def _more(text: str, bare: str, at: int, unit: Unit) -> tuple[tuple[str, ...], int]:
    """The keys of a list or range that goes on after the first one: "3, 5 và 7", "3 5 7", "2 đến 5"."""
    keys = list(unit.keys)
    while keys[-1] != LAST:
        if unit.level == "dieu" and (rest := _TO_THE_END.match(bare, at)):
            return (*keys, LAST), rest.end()
        reach, joined = _RANGE.match(bare, at), _AND.match(bare, at)
        follows = reach or joined or (None if _ENUMERATOR.match(bare, at) else _MORE_DIGITS.match(bare, at))
        if follows is None:
            return tuple(keys), at
        value = _key_like(text, bare, follows.end(), keys[-1])
        if value is None:
            return tuple(keys), at
        key, at = value
        if len(keys) < _LONGEST_LIST:
            keys.extend(_between(keys[-1], key) if reach else [key])
    return tuple(keys), at


def _key_like(text: str, bare: str, at: int, before: str) -> tuple[str, int] | None:
    """A further key of the same sort as the one ``before``."""
    if before[0].isdigit():
        if (number := NUMBER.match(bare, at)) and not re.match(r"[^\W\d_]", bare[number.end() : number.end() + 1]):
            amount = is_measure(text, number.end()) and not opens(bare, number.end())
            return None if amount else (str(int(number[1])) + (number[2] or ""), number.end())
        roman = ROMAN.match(text.lower(), at)
        if roman and text[at : roman.end()].isupper() and not _NUMBER_BEHIND.match(bare, roman.end()):
            return str(roman_value(text[at : roman.end()])), roman.end()
        return further_at(text, bare, at, int(re.sub(r"\D", "", before)))
    letter = None if KEYWORD.match(bare, at) else LETTER.match(bare, at)
    written = text[at : letter.end()].lower() if letter else ""
    return (("đ" if written == "dd" else written), letter.end()) if letter and written == letter[1] else None


def _between(first: str, last: str) -> list[str]:
    """The keys after ``first`` up to ``last``."""
    if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) <= _LONGEST_RANGE:
        return [str(number) for number in range(int(first) + 1, int(last) + 1)]
    if first in ALPHABET and last in ALPHABET and ALPHABET.index(first) < ALPHABET.index(last):
        return list(ALPHABET[ALPHABET.index(first) + 1 : ALPHABET.index(last) + 1])
    return [last]


def joined_ranges(bare: str, named: Sequence[Unit]) -> list[Unit]:
    """Units with "điều 2 đến điều 5" made one."""
    found: list[Unit] = []
    for unit in named:
        before = found[-1] if found else None
        if before and before.level == unit.level and _RANGE.fullmatch(bare, before.end, unit.start):
            keys = (*before.keys, *_between(before.keys[-1], unit.keys[0]), *unit.keys[1:])
            found[-1] = replace(before, keys=keys, end=unit.end)
        elif not _is_named_again(bare, found, unit):
            found.append(unit)
    return found


def _is_named_again(bare: str, found: Sequence[Unit], unit: Unit) -> bool:
    """Whether a section is said once more for the other end of a range: "II.1 đến II.3"."""
    if len(found) < 2 or unit.level != "la-ma" or (found[-2].level, found[-2].keys) != (unit.level, unit.keys):
        return False
    return _RANGE.fullmatch(bare, found[-1].end, unit.start) is not None
