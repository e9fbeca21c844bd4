"""Finding what a vocabulary knows of a text by numbers instead of words: what reading.see says, but faster."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.learning.reading import Span, frame, keys, tokens

Columns = NDArray[np.int32]
Whole = NDArray[np.int64]

# Numbers of words stand side by side in one number of 63 bits: three of them, each below LIMIT.
BITS = 21
LIMIT = 1 << BITS
MOST_REMEMBERED = 100_000  # words as typed whose numbers are remembered


@dataclass(frozen=True)
class Found:
    """The columns of a text's features in the order of reading.see, 0 where one is not known; its own come first."""

    columns: Columns
    words: Sequence[re.Match[str]]
    own: int

    def span(self, place: int) -> Span:
        """The characters from which the feature at `place` (below `own`) was read."""
        count = len(self.words)
        if place < 2 * count:
            size, first = 1, place >> 1
        elif place < 4 * count - 2:
            size, first = 2, (place - 2 * count) >> 1
        else:
            size, first = 3, place - (4 * count - 2)
        return self.words[first].start(), self.words[first + size - 1].end()


class Index:
    """The features of a vocabulary, laid out for looking them up."""

    def __init__(self, features: Sequence[str]) -> None:
        self._frames = {feature: column for column, feature in enumerate(features, start=1) if feature[0] not in "ab"}
        self._accented = _Side((place, one[1:]) for place, one in enumerate(features, start=1) if one[0] == "a")
        self._bare = _Side((place, one[1:]) for place, one in enumerate(features, start=1) if one[0] == "b")
        self._known: dict[str, int] = {}

    def find(self, text: str, title: str = "") -> Found:
        """What is known of a text; the words of `title` count as words of it but have no place in it."""
        words = tokens(text)
        own = self._grams(words)
        first, last = ([keys(word.group())[1] for word in part] for part in (words[:2], words[-2:]))
        framed = [self._frames.get(one, 0) for one in frame(len(words), first, last)]
        parts = [own, np.array(framed, np.int32)]
        if title:
            parts.append(self._grams(tokens(title)))
        return Found(np.concatenate(parts), words, len(own))

    def _grams(self, words: Sequence[re.Match[str]]) -> Columns:
        count = len(words)
        if not count:
            return np.zeros(0, np.int32)
        numbers = np.array([self._number(word.group()) for word in words], np.int64)
        accented, bare = numbers >> BITS, numbers & (LIMIT - 1)
        columns = np.empty(2 * count + 2 * (count - 1) + max(0, count - 2), np.int32)
        singles, pairs, triples = columns[: 2 * count], columns[2 * count : 4 * count - 2], columns[4 * count - 2 :]
        singles[::2], singles[1::2] = self._accented.singles[accented], self._bare.singles[bare]
        pairs[::2], pairs[1::2] = self._accented.pairs(accented), self._bare.pairs(bare)
        triples[:] = self._bare.triples(bare)
        return columns

    def _number(self, word: str) -> int:
        """The numbers of a word's two spellings, the accented one in the higher bits."""
        known = self._known.get(word)
        if known is None:
            accented, bare = keys(word)
            known = self._accented.numbers.get(accented, 0) << BITS | self._bare.numbers.get(bare, 0)
            if len(self._known) < MOST_REMEMBERED:
                self._known[word] = known
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


def _columns(table: tuple[Whole, Columns], keys_of: Whole) -> Columns:
    places = np.searchsorted(table[0], keys_of)
    return np.asarray(table[1][places] * (table[0][places] == keys_of), np.int32)
