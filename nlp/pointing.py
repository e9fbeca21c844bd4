"""How people point at places: words such as "k2 đ4" or "mục III.2" become chains of levels; no draft is known here."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.drafts.markers import ALPHABET, roman_value

# From the outside in. A roman "mục" holds a numbered one (plans), so the two are apart.
RANKS = {
    "annex": 0, "phan": 1, "chuong": 2, "la-ma": 3, "muc": 4, "tieu-muc": 5, "dieu": 6, "khoan": 7, "diem": 8,
    "gach": 9,
}  # fmt: skip
_LONGEST_RANGE = 60
_MOST_TOGETHER = 40  # levels named in one breath, and keys in one list: more is no reference but a jumble

_KEYWORD = re.compile(
    r"(?<![^\W\d_])(?:(?P<phan>phan|part)|(?P<chuong>chuong|chapter|ch)|(?P<tieu_muc>tieu\s+muc)|(?P<muc>muc|section)"
    r"|(?P<dieu>[dđ]ieu|article|art|[dđ](?=[\s.:]*\d))|(?P<khoan>khoan|clause|paragraph|k(?=[\s.:]*\d))|(?P<diem>[dđ]iem|point)"
    r"|(?P<gach>gach(?:\s+[dđ]au\s+dong)?)|(?P<annex>phu\s+luc|pl|annex|appendix|bieu\s+mau|mau))"
    r"(?P<gap>\s*(?:\.|:|so(?!\w)|thu(?!\w))?\s*)(?=[\w])"
)
_NUMBER = re.compile(r"(\d{1,3})([a-zđ](?![^\W_]))?(?!\d|[.,]\d{3})")
_WORD_NUMBER = re.compile(r"(nhat|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi)(?!\w)")
_WORDS = {
    "nhat": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9, "muoi": 10,
}  # fmt: skip
_TENS = re.compile(
    r"(?:(hai|ba|bon|nam|sau|bay|tam|chin)\s+)?muoi(?:\s+(mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin))?(?!\w)"
)
_ROMAN = re.compile(r"([ivxl]{1,6})(?!\w)")
_LETTER = re.compile(r"(dd|[a-zđ])(?!\w)")
_BARE = re.compile(
    r"(?<![\w./])(?:([A-H])\s*[./]\s*)?([IVX]{1,5})\s*[./]\s*(\d{1,2})(?:\s*[./]?\s*([a-zđ]))?(?![\w]|[./]\d)"
)
_INNER = re.compile(
    r"\s*[./]\s*(\d{1,2})(?!\d)(?:\s*[./]?\s*([a-zđ])(?!\w))?(?![./]\d)|,?\s+(?:y|so)\s+(\d{1,2})(?!\d)"
)
# "III - 2", and "III 2" or "III, 2" where nothing but the end of a sentence follows.
_INNER_OF_ROMAN = re.compile(
    r"\s*(?:-\s*(?=\d)|,?\s*(?=\d{1,2}\s*(?:$|[.;:)])))(\d{1,2})(?!\d)(?:\s*[./-]?\s*([a-zđ])(?!\w))?(?![./]\d)(?:())?"
)
_AMOUNT = re.compile(r"\s*(?:%|(?:trieu|ty|[dđ]ong|nghin|ngan|k|vn[dđ]|usd|tram|[dđ])(?!\w))")
_MEASURE = re.compile(
    r"\s*(?:%|/\s*\d|(?:trieu|ty|[dđ]ong|nghin|ngan|k|vn[dđ]|usd|tram|[dđ]|ngay|thang|nam|tuoi|nguoi|lan|km|m|m2|met|ha"
    r"|kg|tan|gio|phut|giay|ho|con|cai|tuan|quy|cap|lop|xa|tinh)(?!\w))"
)
_RANGE = re.compile(r"\s*(?:(?:cho\s+)?[dđ]en|toi|to|->|→|[-–—~])\s*(?:het\s+)?")
_AND = re.compile(r"\s*(?:[,;&+/]|,?\s*(?:va|hoac|hay|voi|cung|lan|and|or)(?!\w))\s*")
_TIGHT = re.compile(r"[\s./\-–]*(?:(?:cua|thuoc|tai|o|trong|of|in|cac|nhung)\s+)*(?:cac\s+|nhung\s+)?")
_COMMA = re.compile(r"\s*[,(:]\s*(?:(?:cua|thuoc|tai|o|trong|of|in)\s+)?(?:cac\s+|nhung\s+)?")
_CONJUNCTION = re.compile(
    r"\s*(?:,?\s*(?:va|hoac|hay|voi|cung|lan|and|or)|[;&+])\s*(?:cac\s+|nhung\s+|ca\s+)?(?:tai\s+)?"
)
_BLANKS = re.compile(r"\s*")
_LETTER_AFTER = re.compile(r"[^\W\d_]")
_MORE_DIGITS = re.compile(r"\s+(?=\d)")
_ENDS_WORD = re.compile(r"\s*(?:$|[.,;:!?)\n])")


@dataclass(frozen=True, slots=True)
class Unit:
    """One level somebody named, with its keys ("4", "12a", "đ"); ``start`` and ``end`` are places in the text.

    ``word`` is set for annexes (phu-luc, mau, bieu-mau); ``spaced``: a bare letter apart from its number ("k 2").
    """

    level: str
    keys: tuple[str, ...]
    start: int
    end: int
    word: str = ""
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """The levels of one place, outermost first: Điều 4, khoản 2."""

    units: tuple[Unit, ...]
    group: int

    @property
    def inner(self) -> Unit:
        """The most exact level named."""
        return self.units[-1]

    def has(self, level: str) -> bool:
        """Whether this level is named."""
        return any(unit.level == level for unit in self.units)


@dataclass(frozen=True, slots=True)
class Group:
    """Places named in one breath ("khoản 1 Điều 4 và Điều 5"): ``start`` and ``end`` in the text."""

    chains: tuple[Chain, ...]
    start: int
    end: int


def plain(text: str) -> str:
    """The text composed, letter for letter without marks and in lower case; đ stays đ, so places keep their index.

    >>> plain("Khoản 2 Điều 4")
    'khoan 2 đieu 4'
    """
    return "".join(_bare(char) for char in unicodedata.normalize("NFC", text))


def _bare(char: str) -> str:
    lower = char.lower()[:1] or char
    return lower if lower.isascii() else unicodedata.normalize("NFD", lower)[0]


def groups(text: str) -> list[Group]:
    """All places that ``text`` names, in the order of the text."""
    composed = unicodedata.normalize("NFC", text)
    bare = plain(text)
    found = _ranges(bare, list(_units(composed, bare)))
    result: list[Group] = []
    for number, together in enumerate(_together(bare, found)):
        kept = _meant(together)
        if kept:
            result.append(Group(tuple(_chains(bare, kept, number)), kept[0].start, kept[-1].end))
    return result


def _units(text: str, bare: str) -> Iterator[Unit]:
    at, last, rank = 0, -1, 0
    keyword, compound = _KEYWORD.search(bare), _BARE.search(text)
    while True:
        if keyword is not None and keyword.start() < at:
            keyword = _KEYWORD.search(bare, at)
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
    part, roman, number, letter = match.groups()
    value = roman_value(roman)
    if not value:
        return []
    named = [("phan", part and part.lower()), ("la-ma", str(value)), ("muc", str(int(number))), ("diem", letter)]
    return [Unit(level, (key,), match.start(), match.end()) for level, key in named if key]


def _named(text: str, bare: str, match: re.Match[str], last: int) -> list[Unit]:
    """The units a keyword opens; none when its word means something else."""
    start, at = match.start(), match.end()
    name = next(name for name, word in match.groupdict().items() if word and name != "gap")
    level, word = name.replace("_", "-"), match[name]
    if start and bare[start - 1].isdigit() and start != last:
        return []
    short = len(word) == 1
    if short and re.search(r"\d\s+$", bare[max(0, start - 4) : start]) and match["gap"].isspace() and start != last + 1:
        return []  # "25.000 đ 4 tháng" is money
    first = _value(text, bare, at, level, thu="thu" in match["gap"])
    if first is None:
        return []
    key, end = first
    spaced = short and match["gap"].isspace()
    office = short and _LETTER_AFTER.match(bare, end)  # "K2ĐT"
    amount = level in {"khoan", "phan", "muc", "diem"} and key[0].isdigit() and _AMOUNT.match(bare, end)
    if (office or amount) and not _opens(bare, end):
        return []
    roman = level == "muc" and bool(_ROMAN.match(bare, at)) and key.isdigit()
    made = Unit("la-ma" if roman else level, (key,), start, end, _annex_word(word), spaced)
    inner = _INNER.match(bare, end) if level in {"muc", "phan", "dieu"} else None
    inner = inner or (_INNER_OF_ROMAN.match(bare, end) if roman else None)
    if inner and not (level == "dieu" and inner[3]):
        return _with_inner(made, inner, level)
    keys, end = _more(text, bare, end, made)
    return [replace(made, keys=keys, end=end)]


def _annex_word(word: str) -> str:
    if word.startswith("mau"):
        return "mau"
    return "bieu-mau" if word.startswith("bieu") else "phu-luc"


def _with_inner(outer: Unit, inner: re.Match[str], level: str) -> list[Unit]:
    number = str(int(inner[1] or inner[3]))
    below = "khoan" if level == "dieu" else "muc"
    top = replace(outer, level="la-ma") if outer.level == "muc" else outer
    found = [replace(top, end=inner.end()), Unit(below, (number,), outer.start, inner.end())]
    if inner[2]:
        found.append(Unit("diem", (inner[2],), outer.start, inner.end()))
    return found


def _opens(bare: str, at: int) -> bool:
    """Whether another level begins here ("k2 đ4", "khoản 2 d4")."""
    blanks = _BLANKS.match(bare, at)
    found = _KEYWORD.match(bare, blanks.end() if blanks else at)
    return found is not None and bare[found.end()].isdigit()


def _value(text: str, bare: str, at: int, level: str, *, thu: bool) -> tuple[str, int] | None:
    """The key that stands at ``at`` and where it ends."""
    if number := _NUMBER.match(bare, at):
        return str(int(number[1])) + (number[2] or ""), number.end()
    if spelled := _spelled(bare, at, thu=thu):
        return spelled
    if level in {"phan", "chuong", "muc", "tieu-muc", "annex"} and (roman := _ROMAN.match(bare, at)):
        written = text[at : roman.end()]
        sure = written.isupper() or written not in {"vi", "v", "x", "l"} or _ENDS_WORD.match(bare, roman.end())
        if written.isascii() and sure and (value := roman_value(written.upper())):
            return str(value), roman.end()
    if level in {"diem", "phan", "muc"} and (letter := _LETTER.match(bare, at)):
        written = text[at : letter.end()].lower()
        if written == letter[1] and (level == "diem" or written in "abcdefgh"):
            return ("đ" if written == "dd" else written), letter.end()
    return None


def _spelled(bare: str, at: int, *, thu: bool) -> tuple[str, int] | None:
    """A number written in words: "tư", "mười hai", "hai mươi lăm"; only where nothing else may be meant."""
    tens, word = _TENS.match(bare, at), _WORD_NUMBER.match(bare, at)
    for found in (tens, word):
        if found and (thu or _ENDS_WORD.match(bare, found.end()) or _KEYWORD.match(bare, found.end() + 1)):
            if found is word:
                return str(_WORDS[found[1]]), found.end()
            return str(10 * (_WORDS[found[1]] if found[1] else 1) + (_WORDS[found[2]] if found[2] else 0)), found.end()
    return None


def _more(text: str, bare: str, at: int, unit: Unit) -> tuple[tuple[str, ...], int]:
    """The keys of a list or range that goes on after the first one: "3, 5 và 7", "3 5 7", "2 đến 5"."""
    keys = list(unit.keys)
    while True:
        reach, joined = _RANGE.match(bare, at), _AND.match(bare, at)
        follows = reach or joined or _MORE_DIGITS.match(bare, at)
        if follows is None:
            return tuple(keys), at
        value = _value_like(text, bare, follows.end(), keys[-1])
        if value is None:
            return tuple(keys), at
        key, at = value
        if len(keys) < _MOST_TOGETHER:
            keys.extend(_between(keys[-1], key) if reach else [key])


def _value_like(text: str, bare: str, at: int, before: str) -> tuple[str, int] | None:
    """A further key of the same sort as the one ``before``."""
    if before[0].isdigit():
        if (number := _NUMBER.match(bare, at)) and not re.match(r"[^\W\d_]", bare[number.end() : number.end() + 1]):
            amount = _MEASURE.match(bare, number.end()) and not _opens(bare, number.end())
            return None if amount else (str(int(number[1])) + (number[2] or ""), number.end())
        if (roman := _ROMAN.match(text.lower(), at)) and text[at : roman.end()].isupper():
            return str(roman_value(text[at : roman.end()])), roman.end()
        return None
    letter = _LETTER.match(bare, at)
    written = text[at : letter.end()].lower() if letter else ""
    return (("đ" if written == "dd" else written), letter.end()) if letter and written == letter[1] else None


def _between(first: str, last: str) -> list[str]:
    """The keys after ``first`` up to ``last``."""
    if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) <= _LONGEST_RANGE:
        return [str(number) for number in range(int(first) + 1, int(last) + 1)]
    if first in ALPHABET and last in ALPHABET and ALPHABET.index(first) < ALPHABET.index(last):
        return list(ALPHABET[ALPHABET.index(first) + 1 : ALPHABET.index(last) + 1])
    return [last]


def _ranges(bare: str, units: Sequence[Unit]) -> list[Unit]:
    """Units with "điều 2 đến điều 5" made one."""
    found: list[Unit] = []
    for unit in units:
        before = found[-1] if found else None
        if before and before.level == unit.level and _RANGE.fullmatch(bare, before.end, unit.start):
            keys = (*before.keys, *_between(before.keys[-1], unit.keys[0]), *unit.keys[1:])
            found[-1] = replace(before, keys=keys, end=unit.end)
        else:
            found.append(unit)
    return found


def _together(bare: str, units: Sequence[Unit]) -> Iterator[list[Unit]]:
    current: list[Unit] = []
    for unit in units:
        if current and (len(current) == _MOST_TOGETHER or _looseness(bare, current[-1], unit) is None):
            yield current
            current = []
        current.append(unit)
    if current:
        yield current


def _looseness(bare: str, left: Unit, right: Unit) -> int | None:
    """0: side by side, 1: with a comma, 2: with "và"; None: other words stand between."""
    if right.start <= left.end:
        return 0
    for looseness, pattern in enumerate((_TIGHT, _COMMA, _CONJUNCTION)):
        if pattern.fullmatch(bare, left.end, right.start):
            return looseness
    return None


def _meant(units: Sequence[Unit]) -> list[Unit]:
    """The units without chance hits: "k 2" for "không 2", "điểm 8" for a mark at school."""
    levels = {unit.level for unit in units}
    alone = len(units) == 1
    return [
        unit
        for unit in units
        if not (unit.spaced and alone)
        and not (
            unit.level == "diem"
            and unit.keys[0][0].isdigit()
            and not levels & {"muc", "la-ma", "phan", "khoan", "dieu"}
        )
        and not (unit.level == "diem" and alone and unit.keys[0] in {"o", "y"})
    ]


def _chains(bare: str, units: Sequence[Unit], group: int) -> list[Chain]:
    gaps = [_looseness(bare, left, right) or 0 for left, right in itertools.pairwise(units)]
    outward = len(units) > 1 and RANKS[units[0].level] > RANKS[units[1].level]
    above = [_above(units, gaps, at, outward=outward) for at in range(len(units))]
    chains = []
    for at, unit in enumerate(units):
        if at in above:
            continue
        chain, higher = [unit], above[at]
        while higher is not None:
            chain.insert(0, units[higher])
            higher = above[higher]
        chains.append(Chain(tuple(chain), group))
    return chains


def _above(units: Sequence[Unit], gaps: Sequence[int], at: int, *, outward: bool) -> int | None:
    """The index of the unit that holds unit ``at``: the nearer in writing, on either side of it."""
    sides = []
    for step in (1, -1):
        loosest, other = 0, at + step
        while 0 <= other < len(units):
            gap = gaps[min(other, other - step)]
            loosest = max(loosest, gap)
            if RANKS[units[other].level] < RANKS[units[at].level] and gap < 2:
                sides.append((loosest, step != (1 if outward else -1), other))
                break
            other += step
    return min(sides)[2] if sides else None
