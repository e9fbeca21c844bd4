"""Texts as phones make them: marks left out, chat shorthand, slips of the thumb; only for training and measuring.

The same text and seed give the same noise on every machine. Nothing here is used on what citizens write.
"""

import re
import unicodedata
from random import Random

_WORD = re.compile(r"[^\W\d_]+")
# Whole syllables as they are shortened in chats, most usual first.
_SHORT = {
    "không": ("ko", "k", "hok", "hông", "kh", "hong"),
    "được": ("đc", "dc", "dk"),
    "với": ("vs", "zới"),
    "những": ("nhữg", "nhg"),
    "người": ("ng", "ngừi", "ngta"),
    "nhiều": ("nhìu", "nh"),
    "gì": ("j", "ji", "gì"),
    "rồi": ("r", "rùi", "òi"),
    "cũng": ("cx", "cũg", "cg"),
    "mình": ("mk", "mik", "mìh"),
    "bạn": ("b", "bn"),
    "phải": ("fải", "pải", "fai"),
    "quá": ("wá", "qá", "wa"),
    "vậy": ("v", "zậy", "vại"),
    "vào": ("vô", "zô", "vào"),
    "anh": ("a", "ah"),
    "em": ("e", "iem"),
    "chị": ("c", "chị"),
    "làm": ("lm", "làm"),
    "tiền": ("tìn", "tiền"),
    "trường": ("trg", "trườg"),
    "thế": ("thế", "th"),
    "như": ("nhw", "nh"),
    "nào": ("nèo", "nào"),
    "sao": ("s", "seo"),
    "thì": ("thì", "thj"),
    "biết": ("bít", "bik"),
    "trước": ("trc", "trước"),
    "nước": ("nc", "nước"),
    "cho": ("cho", "ch"),
    "nữa": ("nx", "nữa"),
    "quy": ("wy", "quy"),
    "định": ("đ", "địh"),
    "bảo": ("bả", "bảo"),
    "hiểm": ("hiểm", "hiêm"),
    "thuế": ("thuế", "thúe"),
    "tôi": ("t", "tui"),
    "bao": ("bao", "bn"),
    "giờ": ("h", "giờ"),
}
# Habits of spelling inside a syllable.
_HABITS = (
    (re.compile(r"^ph"), "f"),
    (re.compile(r"^qu(?=.)"), "w"),
    (re.compile(r"^gi(?=[aăâeêoôơuư])"), "j"),
    (re.compile(r"^c(?=[aăâoôơuư])"), "k"),
    (re.compile(r"ng$"), "g"),
    (re.compile(r"nh$"), "h"),
    (re.compile(r"ch$"), "ck"),
    (re.compile(r"^v"), "z"),
)
_KEYS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "g": "fh", "h": "gj", "i": "uo", "k": "jl", "l": "ko",
    "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb",
    "x": "zc", "y": "tu",
}  # fmt: skip


def unmarked(text: str) -> str:
    """The text with every diacritic removed and nothing else changed.

    >>> unmarked("Đề nghị GIẢM thuế!")
    'De nghi GIAM thue!'
    """
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(char for char in decomposed if not unicodedata.combining(char)))


def half_unmarked(text: str, seed: str) -> str:
    """The text with the diacritics of about half its words removed."""
    chance = Random(f"half {seed}")  # noqa: S311 (noise that can be repeated, no secret)
    return _WORD.sub(lambda word: unmarked(word.group()) if chance.random() < 0.5 else word.group(), text)


def shortened(text: str, seed: str, share: float = 0.22) -> str:
    """The text with about `share` of its words in chat spelling: "không" as "ko", "phí" as "fí"."""
    chance = Random(f"short {seed}")  # noqa: S311 (noise that can be repeated, no secret)
    return _WORD.sub(lambda word: _in_chat(word.group(), chance) if chance.random() < share else word.group(), text)


def mistyped(text: str, seed: str, share: float = 0.15) -> str:
    """The text with one slip in about `share` of its words of three letters and more.

    A slip is two letters swapped, one dropped, one doubled, or one taken for its neighbour on the keyboard.
    """
    chance = Random(f"slip {seed}")  # noqa: S311 (noise that can be repeated, no secret)

    def slip(found: re.Match[str]) -> str:
        word = found.group()
        return _slipped(word, chance) if len(word) >= 3 and chance.random() < share else word

    return _WORD.sub(slip, text)


def noisy(text: str, seed: str) -> str:
    """All of it: chat spelling, then no diacritics, then slips."""
    return mistyped(unmarked(shortened(text, seed)), seed)


def _in_chat(word: str, chance: Random) -> str:
    low = word.lower()
    if low in _SHORT:
        return chance.choice(_SHORT[low])
    fitting = [(habit, to) for habit, to in _HABITS if len(low) >= 3 and habit.search(low)]
    if not fitting:
        return word
    habit, to = chance.choice(fitting)
    return habit.sub(to, low)


def _slipped(word: str, chance: Random) -> str:
    place = chance.randrange(len(word))
    way = chance.randrange(4)
    if way == 0 and place + 1 < len(word):
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if way == 1:
        return word[:place] + word[place + 1 :]
    if way == 2:
        return word[:place] + word[place] + word[place:]
    near = _KEYS.get(unmarked(word[place]).lower(), "")
    return word[:place] + chance.choice(near) + word[place + 1 :] if near else word
