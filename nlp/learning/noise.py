"""Copies of a text as people also type it: no marks, some marks, chat shorthand, slips; the same text, the same copy."""

import random
from collections.abc import Callable
from zlib import crc32

from nlp.text import fold

# Ways to shorten a word that need no list of words: endings and beginnings as they are typed in chats.
_SHORT_WORDS = {
    "không": ("ko", "k", "hok", "khong", "kh"),
    "được": ("dc", "đc", "đk"),
    "với": ("vs", "vói"),
    "những": ("nhg", "nhữg"),
    "người": ("ng", "ngừi"),
    "cũng": ("cg", "cug", "cx"),
    "mình": ("mk", "mik"),
    "vậy": ("v", "zậy"),
    "trước": ("trc", "trướk"),
    "nhiều": ("nhìu", "nh"),
    "rồi": ("r", "rùi", "ròi"),
    "gì": ("j", "ji"),
    "bây": ("bi",),
    "biết": ("bit", "bít", "bik"),
    "thôi": ("thui",),
    "quá": ("wá", "qá"),
    "luôn": ("lun",),
    "nữa": ("nx", "nữ"),
    "làm": ("lm",),
    "việc": ("vc", "vịc"),
    "nói": ("ns",),
    "như": ("nhu", "nv"),
    "thích": ("thik", "thíc"),
    "trong": ("trog", "tr"),
    "sinh": ("sih",),
    "học": ("hok", "hoc"),
    "viên": ("vin",),
    "phải": ("fải", "phãi"),
}
_CHAT_SPELLINGS = (("qu", "w"), ("ph", "f"), ("ng", "g"), ("nh", "n"), ("ch", "c"), ("gi", "j"), ("y", "i"))
_CHAT_SHARE, _SLIP_SHARE, _HALF = 0.25, 0.15, 0.5
_SLIP_FROM = 3  # letters: shorter words are rarely mistyped
_NEIGHBOURS = {"a": "s", "e": "r", "i": "o", "o": "p", "n": "m", "t": "r", "h": "g", "c": "v", "u": "y", "g": "h"}


def bare(text: str) -> str:
    """The text without any diacritics, its case and spacing levelled too."""
    return fold(text)


def noisy(text: str, turn: int = 0) -> str:
    """One of four rough copies of a text: half its marks gone, chat shorthand, slips, or all of that without marks.

    Which one, and where it is rough, follows from the text and `turn` alone.
    """
    chance = random.Random(crc32(text.encode("utf-8", "replace")) + turn)  # noqa: S311 - no secret, a fixed rewriting
    words = text.lower().split()
    match chance.randrange(4):
        case 0:
            words = _some(words, _HALF, fold, chance)
        case 1:
            words = _some(words, _CHAT_SHARE, lambda word: _chat(word, chance), chance)
        case 2:
            words = _some(words, _SLIP_SHARE, lambda word: _slip(word, chance), chance)
        case _:
            words = _some(words, _CHAT_SHARE, lambda word: _chat(word, chance), chance)
            words = [fold(word) for word in _some(words, _SLIP_SHARE, lambda word: _slip(word, chance), chance)]
    return " ".join(words)


def _some(words: list[str], share: float, change: Callable[[str], str], chance: random.Random) -> list[str]:
    return [change(word) if chance.random() < share else word for word in words]


def _chat(word: str, chance: random.Random) -> str:
    if word in _SHORT_WORDS:
        return chance.choice(_SHORT_WORDS[word])
    possible = [(whole, short) for whole, short in _CHAT_SPELLINGS if whole in word]
    if not possible:
        return word
    whole, short = chance.choice(possible)
    return word.replace(whole, short, 1)


def _slip(word: str, chance: random.Random) -> str:
    if len(word) < _SLIP_FROM or not word.isalpha():
        return word
    at = chance.randrange(len(word) - 1)
    match chance.randrange(4):
        case 0:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case 1:
            return word[:at] + word[at + 1 :]
        case 2:
            return word[: at + 1] + word[at:]
        case _:
            return word[:at] + _NEIGHBOURS.get(word[at], word[at]) + word[at + 1 :]
