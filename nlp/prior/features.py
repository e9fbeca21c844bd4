"""Features of a text for linear models: every syllable read twice, with its marks and without; no weights here.

A feature is a 64-bit number that stands for one, two or three syllables in a row. The accented reading gives
single syllables and pairs, the bare one (marks removed) also triples, so that a text typed without diacritics
keeps most of what a text with them has. Numbers are the same on every machine and in every process.
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.lexicon.matching import Readings, Token, tokens

Keys = NDArray[np.uint64]
LENGTHS = (1, 2, 1, 2, 3)  # tokens of the parts: accented ones and pairs, bare ones, pairs and triples
USUAL_LENGTH = 300  # tokens: comments are rarely longer
MOST_REMEMBERED = 60_000  # syllables; Vietnamese has about 7,000

# Odd numbers without pattern: a pair is not its reverse, and no pair is a single syllable.
_SECOND, _THIRD, _PAIR, _TRIPLE = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xC2B2AE3D27D4EB4F),
    np.uint64(0x165667B19E3779F9),
    np.uint64(0x27D4EB2F165667C5),
)


class Features(NamedTuple):
    """Features of a text in parallel arrays: `keys`, and the tokens [first, last) that each one covers."""

    keys: Keys
    first: NDArray[np.int32]
    last: NDArray[np.int32]


class _Numbers(dict[str, int]):
    """The number of every syllable met, each made once; a flood of strange ones is forgotten again."""

    def __init__(self, reading: str) -> None:
        super().__init__()
        self._reading = reading

    def __missing__(self, syllable: str) -> int:
        digest = blake2b(f"{self._reading}{syllable}".encode("utf-8", "replace"), digest_size=8).digest()
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        number = self[syllable] = int.from_bytes(digest, "big")
        return number


_ACCENTED, _BARE = _Numbers("a"), _Numbers("b")


def features(read: Sequence[Token]) -> Features:
    """The features of a tokenised text (see nlp.lexicon.matching.tokens), repeats included, none for no tokens."""
    accented = np.fromiter([_ACCENTED[token.accented] for token in read], np.uint64, len(read))
    bare = np.fromiter([_BARE[token.bare] for token in read], np.uint64, len(read))
    keys = np.concatenate([accented, _pairs(accented), bare, _pairs(bare), _triples(bare)])
    return Features(keys, *(_usual_places if len(read) <= USUAL_LENGTH else _places)(len(read)))


def _places(size: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Where the features of a text of so many tokens begin and end: the same for every such text."""
    spans = [np.arange(max(size + 1 - length, 0), dtype=np.int32) for length in LENGTHS]
    last = [span + np.int32(length) for span, length in zip(spans, LENGTHS, strict=True)]
    return np.concatenate(spans), np.concatenate(last)


_usual_places = lru_cache(maxsize=USUAL_LENGTH)(_places)


def keys_of(text: str, readings: Readings | None = None) -> Keys:
    """The feature numbers of a text, repeats included; `readings` may know chat shorthand."""
    return features(tokens(text) if readings is None else tokens(text, readings)).keys


def bare_pairs(pairs: Sequence[tuple[str, str]]) -> Keys:
    """The features of pairs of syllables without marks, one each."""
    sides = [np.fromiter((_BARE[pair[side]] for pair in pairs), np.uint64, len(pairs)) for side in (0, 1)]
    return (sides[0] * _SECOND) ^ (sides[1] + _PAIR)


def _pairs(syllables: Keys) -> Keys:
    return (syllables[:-1] * _SECOND) ^ (syllables[1:] + _PAIR)


def _triples(syllables: Keys) -> Keys:
    if len(syllables) < 3:
        return syllables[:0]
    return (syllables[:-2] * _THIRD) ^ (_pairs(syllables[1:]) + _TRIPLE)
