"""Text typed for the fonts of the 1990s (TCVN3/ABC, VNI) into Unicode; which bytes a file holds is the reader's part.

Both encodings put Vietnamese letters on places of Latin-1 and need their own fonts to look right. TCVN3 (VN3 of
TCVN 5712:1993): one character a letter, capitals with marks only through a font whose name ends in H. VNI: a letter,
then its mark.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from nlp.drafts.tree import Problem

# Letters of TCVN3 in the order of their codes; capitals with tones do not exist in it.
_TCVN3 = {
    "¡¢§£¤¥¦": "ĂÂĐÊÔƠƯ",
    "¨©®ª«¬\u00ad": "ăâđêôơư",
    "µ¶·¸¹": "àảãáạ",
    "»¼½¾Æ": "ằẳẵắặ",
    "ÇÈÉÊË": "ầẩẫấậ",
    "ÌÎÏÐÑ": "èẻẽéẹ",
    "ÒÓÔÕÖ": "ềểễếệ",
    "×ØÜÝÞ": "ìỉĩíị",
    "ßáâãä": "òỏõóọ",
    "åæçèé": "ồổỗốộ",
    "êëìíî": "ờởỡớợ",
    "ïñòóô": "ùủũúụ",
    "õö÷øù": "ừửữứự",
    "úûüýþ": "ỳỷỹýỵ",
}
TCVN3 = {ord(old): new for olds, news in _TCVN3.items() for old, new in zip(olds, news, strict=True)}

_TONES = "\u0301\u0300\u0309\u0303\u0323"  # sắc huyền hỏi ngã nặng
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
# VNI writes these marks behind the letter; the first row carries a tone alone, the others a shape (and a tone).
_MARKS = {
    "": ("", "ùøûõï"),
    _CIRCUMFLEX: ("â", "áàåãä"),
    _BREVE: ("ê", "éèúüë"),
}
_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    found = dict(_SINGLE)
    for shape, (plain, toned) in _MARKS.items():
        for letter in {"": "aeoôöuy", _CIRCUMFLEX: "aeo", _BREVE: "a"}[shape]:
            base = _SINGLE.get(letter, letter) + shape
            if plain:
                found[letter + plain] = base
            found |= {letter + mark: base + tone for mark, tone in zip(toned, _TONES, strict=True)}
    lower = {old: unicodedata.normalize("NFC", new) for old, new in found.items()}
    mixed = {old[0].upper() + old[1:]: new.upper() for old, new in lower.items() if len(old) > 1}
    return lower | mixed | {old.upper(): new.upper() for old, new in lower.items()}


VNI = _vni_table()
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))

_WORD = re.compile(r"[^\W\d_]+")
MODERN = re.compile(r"[\u1ea0-\u1ef9ăđơưĂĐƠƯ]")
# Marks that only old fonts put inside words: §iÒu, Céng hßa; Ñieàu, Coäng hoøa.
ODD = re.compile(r"[\u00a1-\u00ac\u00ae-\u00ff\u00ad]")
# Syllables that every text of the administration is full of; all carry a mark.
_COMMON = frozenset(
    word
    for word in _WORD.findall(
        "và các được quy định điều này người không nhân dân tổ chức hành chính việc phải thực hiện nước quyền những với"
        " tại về đối một số ngày tháng quyết nghị luật ủy uỷ hội đồng cấp xã tỉnh bộ trưởng cơ quản lý nghĩa vụ đất độc"
        " lập tự hạnh phúc cộng hòa hoà chủ việt khoản điểm đến từ hoặc là để căn cứ phạm đã bảo vệ thủ tục trách nhiệm"
    )
    if not word.isascii()
)
# Fewer words than this decide nothing; and the old reading must explain this much more than the text as it is.
_LEAST = 2
_CLEARER = 3


@dataclass(frozen=True, slots=True)
class Encoding:
    """An old encoding by the name people know it by."""

    name: str

    def read(self, text: str, *, capitals: bool = False) -> str:
        """The text in Unicode (NFC). ``capitals``: the font showed small letters as capitals (.VnTimeH)."""
        new = text.translate(TCVN3) if self.name == "TCVN3" else _VNI_LETTER.sub(lambda match: VNI[match[0]], text)
        return unicodedata.normalize("NFC", new.upper() if capitals else new)


TCVN3_FONTS = Encoding("TCVN3")
VNI_FONTS = Encoding("VNI")


def of_font(name: str) -> tuple[Encoding, bool] | None:
    """The encoding a font name tells of, and whether it shows capitals only; None for fonts of Unicode.

    >>> of_font(".VnTimeH")
    (Encoding(name='TCVN3'), True)
    """
    low = name.lower().strip()
    if low.startswith(".vn"):
        return TCVN3_FONTS, low.endswith("h") and low not in {".vnteknical", ".vnbahamash"}
    return (VNI_FONTS, False) if low.startswith("vni-") else None


def detect(text: str) -> Encoding | None:
    """The old encoding of a text by the words that come out of it; None for Unicode, other languages, short texts."""
    old = " ".join(line for line in text.splitlines() if ODD.search(line) and not MODERN.search(line))[:200_000]
    if not old:
        return None
    before = _common(old)
    found = [(_common(one.read(old).lower()), one) for one in (TCVN3_FONTS, VNI_FONTS)]
    most, encoding = max(found, key=lambda pair: pair[0])
    return encoding if most >= _LEAST and most >= before * _CLEARER else None


def _common(text: str) -> int:
    return sum(1 for word in _WORD.findall(text) if word in _COMMON)


def modern(lines: Iterable[str], encoding: Encoding) -> list[str]:
    """Each line in Unicode; lines that are Unicode already stay. Capitals lost through a font come back where the
    letters without marks show them.

    >>> modern(["CéNG HßA X· HéI", "Bé Y tÕ"], TCVN3_FONTS)
    ['CỘNG HÒA XÃ HỘI', 'Bộ Y tế']
    """
    return [line if MODERN.search(line) or not ODD.search(line) else _capitals(encoding.read(line)) for line in lines]


def _capitals(line: str) -> str:
    """Capitals for runs of words in which no ASCII letter is small and some word shows capitals beyond its first."""
    words = re.split(r"(\s+)", line)
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and not re.search(r"[a-z]", words[end]):
            end += 1
        if any(re.search(r"[^\W\d_][A-Z]", word) for word in words[at:end]):
            words[at:end] = [word.upper() for word in words[at:end]]
        at = end + 1
    return "".join(words)


def notice(encoding: Encoding) -> Problem:
    """What the officer is told about a converted text."""
    return Problem(
        "legacy_font", "", f"Chữ trong tệp dùng phông cũ ({encoding.name}), đã chuyển sang Unicode; hãy đọc lại kỹ."
    )


def converted(lines: list[str]) -> tuple[list[str], tuple[Problem, ...]]:
    """The lines in Unicode and what to say about it; the same lines when they are no old ones."""
    encoding = detect("\n".join(lines))
    return (lines, ()) if encoding is None else (modern(lines, encoding), (notice(encoding),))
