"""Putting diacritics back: the likeliest marked syllables for those typed bare, by which follow each other in speech.

A syllable typed with marks stays as typed, and so do case, punctuation, spacing, numbers, links and foreign words.
"""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from nlp.restoring.syllables import ENGLISH_TOO, bare, is_syllable, one_spelling
from nlp.restoring.weights import FILE, GRAIN, Weights, unpack
from nlp.text import MARKS

_BREAK, _NUMBER = 0, 1
_WORD = re.compile(
    rf"(?P<kept>(?:https?://|www\.)\S+|\S+@\S+\.\S+|[@#]\w+|\w+(?:\.\w+)*\.(?:vn|com|org|net|gov|edu)\b\S*)"
    rf"|(?P<word>[^\W_](?:[^\W_]|[{MARKS}])*)|(?P<end>[.!?;:\n])"
)
_MOST_FORMS = 18  # marked forms weighed for one bare syllable
_RARE = 10 * GRAIN  # a form so much dearer than the commonest one is not weighed
_PLAIN_SHARE = 0.16  # syllables without marks in text typed with all of them
_LEAST_DROPPED = 0.002  # chance that a writer who uses marks leaves one out
_STRETCH = 400  # syllables worked on at once: bounds memory, far beyond any sentence
_FOREIGN_SHARE = 0.4  # of the words of a sentence that cannot be Vietnamese: then it is not


class Restorer:
    """Weights ready to restore texts; stateless after loading, safe to share between threads."""

    def __init__(self, weights: Weights) -> None:
        self._words = weights.syllables
        size = len(weights.syllables)
        self._strange = size  # a word that is none of the syllables says nothing about its neighbours
        self._alone = [*weights.alone, 0]
        self._other = [*weights.other, 0]
        self._capital = weights.capital
        self._pairs: list[dict[int, int]] = [{} for _ in range(size + 1)]  # by the syllable after, then the one before
        for pair, cost in zip(weights.pairs, weights.costs, strict=True):
            self._pairs[pair % size][pair // size] = cost
        self._number = {word: number for number, word in enumerate(self._words)}
        forms: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self._words[_NUMBER + 1 :], start=_NUMBER + 1):
            forms[bare(word)].append(number)
        self._forms = {letters: self._likely(found) for letters, found in forms.items()}

    @classmethod
    def load(cls, path: Path = FILE) -> "Restorer":
        """The restorer with the weights shipped, or another file of them; read once. Raises ValueError, OSError."""
        return _loaded(path)

    def restore(self, text: str) -> str:
        """The text with diacritics where they were left out, as well as can be told; never longer to read than typed.

        Every text gets an answer, in time that grows with its length alone.

        >>> Restorer.load().restore("Toi khong dong y, PHI qua cao! xem https://vi.du/a-b")
        'Tôi không đồng ý, PHÍ quá cao! xem https://vi.du/a-b'
        """
        changes: list[tuple[int, int, str]] = []
        for sentence in _sentences(text):
            changes += self._sentence(sentence)
        parts, at = [], 0
        for start, end, word in changes:
            parts += [text[at:start], word]
            at = end
        return "".join([*parts, text[at:]])

    def _likely(self, found: list[int]) -> tuple[int, ...]:
        found.sort(key=lambda number: (self._alone[number], number))
        dearest = self._alone[found[0]] + _RARE
        return tuple(number for number in found if self._alone[number] <= dearest)[:_MOST_FORMS]

    def _sentence(self, words: Sequence[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
        """What is to be put in place of which characters."""
        typed = [unicodedata.normalize("NFC", word["word"] or "") for word in words]
        letters = [bare(word) if word.isalpha() else "" for word in typed]
        known = [word if word in self._forms else "" for word in letters]
        if _foreign(typed, letters, known):
            return
        known = _without_foreign_stretches(known, letters)
        plain = [word.isascii() for word in typed]
        if not any(one and word for one, word in zip(plain, known, strict=True)):
            return
        dropped = self._dearer_with_marks(plain, known)
        named = _names(typed)
        choices = [self._choices(*word, dropped) for word in zip(typed, known, plain, named, strict=True)]
        for word, one, letter, number in zip(words, plain, known, self._best(choices), strict=True):
            if one and letter and self._words[number] != letter:
                yield word.start(), word.end(), _cased(self._words[number], word.group())

    def _dearer_with_marks(self, plain: Sequence[bool], known: Sequence[str]) -> int:
        """What a marked form costs more here: little for a writer who uses no marks, much for one who uses all."""
        vietnamese = sum(1 for word in known if word)
        bare_ones = sum(1 for one, word in zip(plain, known, strict=True) if one and word)
        share = (bare_ones + 1) / (vietnamese + 1)
        dropped = max(_LEAST_DROPPED, (share - _PLAIN_SHARE) / (1 - _PLAIN_SHARE))
        return round(-math.log(dropped) * GRAIN)

    def _choices(self, typed: str, letters: str, plain: bool, named: bool, dropped: int) -> Sequence[tuple[int, int]]:
        """The forms a word may be, each with what it costs more than by its neighbours."""
        if not letters:
            return ((_NUMBER if typed.isdigit() else self._strange, 0),)
        if not plain:
            return ((self._number.get(one_spelling(typed), self._strange), 0),)
        return [
            (number, (0 if self._words[number] == letters else dropped) + (self._capital[number] if named else 0))
            for number in self._forms[letters]
        ]

    def _best(self, choices: Sequence[Sequence[tuple[int, int]]]) -> list[int]:
        """The cheapest way through the choices (Viterbi over pairs)."""
        alone, other = self._alone, self._other
        behind: list[tuple[int, int]] = [(_BREAK, 0)]  # each form of the word before, and the cost so far
        came: list[list[int]] = []
        for forms in choices:
            ahead, froms = [], []
            for number, extra in forms:
                pairs, by_itself = self._pairs[number].get, alone[number]
                least, source = 1 << 60, 0
                for place, (before, cost) in enumerate(behind):
                    pair = pairs(before)
                    total = cost + (other[before] + by_itself if pair is None else pair)
                    if total < least:
                        least, source = total, place
                ahead.append((number, least + extra))
                froms.append(source)
            came.append(froms)
            behind = ahead
        place = min(range(len(behind)), key=lambda place: behind[place][1])
        chosen = []
        for forms, froms in zip(reversed(choices), reversed(came), strict=True):
            chosen.append(forms[place][0])
            place = froms[place]
        return chosen[::-1]


@cache
def _loaded(path: Path) -> Restorer:
    return Restorer(unpack(path.read_bytes()))


def _sentences(text: str) -> Iterator[list[re.Match[str]]]:
    """The words of each sentence; links, addresses and handles stand among them without a word."""
    words: list[re.Match[str]] = []
    for found in _WORD.finditer(text):
        if found["end"] is None:
            words.append(found)
        if words and (found["end"] is not None or len(words) == _STRETCH):
            yield words
            words = []
    if words:
        yield words


def _names(typed: Sequence[str]) -> list[bool]:
    """Which words begin with a capital for their own sake: not the first, and not where most words do."""
    capital = [word[:1].isupper() and (len(word) == 1 or not word.isupper()) for word in typed]
    if 2 * sum(capital) > len(typed):
        return [False] * len(typed)
    return [False, *capital[1:]]


def _foreign(typed: Sequence[str], letters: Sequence[str], known: Sequence[str]) -> bool:
    """Whether a sentence is in another language: too many of its words have no Vietnamese shape."""
    words = [number for number, word in enumerate(letters) if word]
    strange = sum(1 for number in words if not known[number] and not is_syllable(letters[number]))
    marked = any(not word.isascii() and letter for word, letter in zip(typed, known, strict=True))
    return bool(words) and not marked and strange >= _FOREIGN_SHARE * len(words)


def _without_foreign_stretches(known: Sequence[str], letters: Sequence[str]) -> list[str]:
    """The syllables but for English words shut in between foreign ones: "back to school", "game on iPhone"."""
    strange = [
        bool(letter) and not word and not is_syllable(letter) for word, letter in zip(known, letters, strict=True)
    ]
    kept = list(known)
    for at in range(1, len(known) - 1):
        if letters[at] in ENGLISH_TOO and strange[at - 1] and strange[at + 1]:
            kept[at] = ""
    return kept


def _cased(word: str, typed: str) -> str:
    """The word in the case of the letters typed; both have as many letters."""
    composed = unicodedata.normalize("NFC", word)
    if typed.islower():
        return composed
    return "".join(new.upper() if old.isupper() else new for new, old in zip(composed, typed, strict=True))
