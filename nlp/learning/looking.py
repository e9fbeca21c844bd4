"""Finding what a vocabulary knows of a text by numbers instead of words: what reading.see says, several times faster."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.learning.reading import Span, Word, frame, split

Columns = NDArray[np.int32]
Whole = NDArray[np.int64]

# Numbers of words stand side by side in one number of 63 bits: three of them, each below LIMIT.
BITS = 21
LIMIT = 1 << BITS
MOST_REMEMBERED = 100_000  # words as typed whose numbers are remembered


@dataclass(frozen=True)
class Found:
    """The columns of a text's features in the order of reading.see, 0 where one is not known; words come first."""

    columns: Columns
    words: Sequence[Word]
    own: int

    @property
    def has_words(self) -> bool:
        """Whether there is anything to read at all."""
        return bool(self.words)

    def span(self, place: int) -> Span:
        """The characters from which the feature at `place` (below `own`) was read."""
        count = len(self.words)
        for size, each in ((1, 2), (2, 2), (3, 1)):
            here = each * max(0, count - size + 1)
            if place < here:
                first = place // each
                return self.words[first].start, self.words[first + size - 1].end
            place -= here
        raise IndexError(place)


class Index:
    """The features of a vocabulary, laid out for looking them up."""

    def __init__(self, features: Sequence[str]) -> None:
        self._frames = {feature: column for column, feature in enumerate(features, start=1) if feature[0] not in "ab"}
        self._known: dict[str, tuple[int, int]] = {}
        self._accented = _Side((place, one[1:]) for place, one in enumerate(features, start=1) if one[0] == "a")
        self._bare = _Side((place, one[1:]) for place, one in enumerate(features, start=1) if one[0] == "b")

    def find(self, text: str, title: str = "") -> Found:
        """What is known of a text; the words of `title` count as words of it but have no place in it."""
        words = split(text)
        own = self._grams(words)
        parts = [own, np.array([self._frames.get(one, 0) for one in frame([word.bare for word in words])], np.int32)]
        if title:
            parts.append(self._grams(split(title)))
        return Found(np.concatenate(parts), words, len(own))

    def _grams(self, words: Sequence[Word]) -> Columns:
        if not words:
            return np.zeros(0, np.int32)
        numbers = np.array([self._numbers(word) for word in words], np.int64)
        accented, bare = numbers[:, 0], numbers[:, 1]
        singles = np.stack([self._accented.singles[accented], self._bare.singles[bare]], axis=1)
        pairs = np.stack([self._accented.pairs(accented), self._bare.pairs(bare)], axis=1)
        return np.concatenate([singles.ravel(), pairs.ravel(), self._bare.triples(bare)])

    def _numbers(self, word: Word) -> tuple[int, int]:
        known = self._known.get(word.accented)
        if known is None:
            known = self._accented.numbers.get(word.accented, 0), self._bare.numbers.get(word.bare, 0)
            if len(self._known) < MOST_REMEMBERED:
                self._known[word.accented] = known
        return known


class _Side:
    """Groups of one to three words in one spelling, by the numbers of their words; 0 is the number of no word."""

    def __init__(self, grams: Iterable[tuple[int, str]]) -> None:
        self.numbers: dict[str, int] = {}
        by_size: dict[int, list[tuple[int, int]]] = {1: [], 2: [], 3: []}
        for column, gram in grams:
            key, parts = 0, gram.split(" ")
            for part in parts:
                key = key << BITS | self.numbers.setdefault(part, len(self.numbers) + 1)
            by_size[len(parts)].append((key, column))
        self.singles = np.zeros(len(self.numbers) + 1, np.int32)
        for key, column in by_size[1]:
            self.singles[key] = column
        self._pairs, self._triples = _sorted(by_size[2]), _sorted(by_size[3])

    def pairs(self, numbers: Whole) -> Columns:
        """The columns of neighbours."""
        return _columns(self._pairs, numbers[:-1] << BITS | numbers[1:])

    def triples(self, numbers: Whole) -> Columns:
        """The columns of three in a row."""
        return _columns(self._triples, (numbers[:-2] << BITS | numbers[1:-1]) << BITS | numbers[2:])


def _sorted(pairs: list[tuple[int, int]]) -> tuple[Whole, Columns]:
    table = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    # A last entry that no text can ask for: a place found past the end is then a place after all.
    return np.append(table[:, 0], np.iinfo(np.int64).max), np.append(table[:, 1], 0).astype(np.int32)


def _columns(table: tuple[Whole, Columns], keys: Whole) -> Columns:
    places = np.searchsorted(table[0], keys)
    return np.where(table[0][places] == keys, table[1][places], 0).astype(np.int32)
