"""Texts as arrays of word hashes, free of case, marks and punctuation; what the words mean is read elsewhere."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.text import INVISIBLE

U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]

_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_JAMO, _HANGUL = 0x1100, range(0xAC00, 0xD7A4)  # Korean: what NFD takes apart here are letters, not marks
_JAMOS = re.compile("[\u1100-\u11ff]+")
_MASK = (1 << 64) - 1
_UNKNOWN, _SKIP, _BREAK = -3, -2, -1
_TABLE = np.full(0x110000, _UNKNOWN, dtype=np.int32)  # code point -> folded letter, _SKIP or _BREAK; filled when met
MET = 20_000  # letters at their places in words that are remembered
_BATCH = 1 << 15  # characters that are read at a time: bounds the memory


@dataclass(frozen=True)
class Words:
    """Word hashes of many texts behind each other: text i has `hashes[starts[i]:starts[i + 1]]`."""

    hashes: U32
    starts: I64

    def __len__(self) -> int:
        return len(self.starts) - 1

    def of(self, number: int) -> U32:
        """The word hashes of one text."""
        return self.hashes[self.starts[number] : self.starts[number + 1]]

    def take(self, numbers: I64) -> "Words":
        """The words of some texts, in the order asked for."""
        starts = self.starts[numbers]
        sizes = self.starts[numbers + 1] - starts
        return Words(self.hashes[ranges(starts, sizes)], offsets(sizes))


def read(texts: Sequence[str]) -> Words:
    """The words of every text: runs of letters and digits, lower case, without marks (đ as d), as stable hashes.

    Equal words have equal hashes on every machine and in every run; NFC and NFD read alike.
    """
    parts = [_read(batch) for batch in _batches(texts)]
    counts = [part[1] for part in parts]
    return Words(
        np.concatenate([part[0] for part in parts] or [np.zeros(0, np.uint32)]),
        offsets(np.concatenate(counts or [np.zeros(0, np.int64)])),
    )


def spans(text: str) -> list[tuple[int, int]]:
    """Where each word of `read([text])` stands in the text: (start, end) in characters."""
    letters = _letters(np.array(_codes([text])))
    at = np.flatnonzero(letters != _SKIP)
    kept = letters[at]
    word = kept >= 0
    first = np.flatnonzero(word & ~np.concatenate(([False], word[:-1])))
    last = np.flatnonzero(word & ~np.concatenate((word[1:], [False])))
    return [(int(at[a]), int(at[b]) + 1) for a, b in zip(first, last, strict=True)]


def keys(texts: Sequence[str], words: Words) -> list[bytes]:
    """What counts as exactly the same text: its words in order; for texts without words, the characters."""
    raw, starts = memoryview(words.hashes.tobytes()), (words.starts * 4).tolist()
    return [key_of(raw[a:b], text) for text, a, b in zip(texts, starts, starts[1:], strict=False)]


def key_of(hashes: bytes | memoryview, text: str) -> bytes:
    """The key of one text, see `keys`, from the bytes of its word hashes."""
    told = hashes or b"\0" + text.strip().encode("utf-8", "surrogatepass")
    return hashlib.blake2b(told, digest_size=16).digest()


def word_hash(word: str) -> int:
    """The hash of one word, as in `read`."""
    return int(read([word]).hashes[0])


def offsets(sizes: NDArray[np.integer]) -> I64:
    """Where each of several runs starts when they stand behind each other, and where the last one ends."""
    found = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.add.accumulate(sizes, out=found[1:])
    return found


def ranges(starts: I64, sizes: I64) -> I64:
    """The indexes of several runs, behind each other.

    >>> ranges(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    ends: I64 = np.add.accumulate(sizes, dtype=np.int64)
    places: I64 = np.arange(int(ends[-1]) if len(ends) else 0, dtype=np.int64)
    places += (starts - (ends - sizes)).repeat(sizes)
    return places


def distinct(values: U64) -> U64:
    """The values in order, each once: sorts them in place, which is faster than the hash table of np.unique."""
    values.sort()
    return values[np.append(True, values[1:] != values[:-1])] if len(values) else values


def mix(values: U64) -> U64:
    """A stable bijection of 64-bit numbers whose every output bit depends on every input bit (splitmix64)."""
    values = values + _STEP
    for shift, factor in _TURNS:
        values ^= values >> shift
        values *= factor
    values ^= values >> _LAST
    return values


_STEP, _LAST = np.uint64(0x9E3779B97F4A7C15), np.uint64(31)
_TURNS = ((np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB)))
_USUAL: U64 = mix(np.arange(128, dtype=np.uint64)[:, None] | (np.arange(32, dtype=np.uint64) << np.uint64(21)))


def letters_of(run: str) -> tuple[int, ...]:
    """The word hashes of a few characters, as `read` has them, without arrays."""
    return tuple(map(_hash, _JAMOS.sub(_composed, run).translate(_FOLDS).split()))


def _hash(word: str) -> int:
    total = sum([_MIXED[ord(letter) | (place << 21)] for place, letter in enumerate(word)])
    return _mix(total & _MASK) >> 32


def _mix(value: int) -> int:
    value = (value + 0x9E3779B97F4A7C15) & _MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)


class _Mixed(dict[int, int]):
    """`mix` of letters and their places in words, those met so far."""

    def __missing__(self, value: int) -> int:
        found = _mix(value)
        if len(self) < MET:
            self[value] = found
        return found


class _Folds(dict[int, str | None]):
    """What str.translate makes of each letter: as `_folded` says."""

    def __missing__(self, code: int) -> str | None:
        letter = _folded(chr(code))
        found = self[code] = chr(letter) if letter >= 0 else None if letter == _SKIP else " "
        return found


_MIXED, _FOLDS = _Mixed(), _Folds()


def _composed(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", found[0])


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    first = held = 0
    for number, text in enumerate(texts):
        held += len(text) + 1
        if held >= _BATCH:
            yield texts[first : number + 1]
            first, held = number + 1, 0
    if first < len(texts):
        yield texts[first:]


def _codes(texts: Sequence[str]) -> U32:
    joined = "\n".join(texts) + "\n" if texts else ""
    return np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _read(texts: Sequence[str]) -> tuple[U32, I64]:
    """Word hashes of the texts behind each other, and how many words each has."""
    codes = _codes(texts)
    if (codes >> np.uint32(8) == _JAMO >> 8).any():
        texts = [_JAMOS.sub(_composed, text) for text in texts]
        codes = _codes(texts)
    letters = _letters(codes)
    ends = np.cumsum(np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts)))
    letters[ends - 1] = _BREAK
    kept = letters != _SKIP
    ends = np.cumsum(kept)[ends - 1]
    letters = letters[kept]
    word = letters >= 0
    begins = word.copy()
    begins[1:] &= ~word[:-1]
    first = np.flatnonzero(begins)
    if not len(first):
        return np.zeros(0, np.uint32), np.zeros(len(texts), np.int64)
    place = np.flatnonzero(word)
    starting = np.flatnonzero(begins[place])
    inside = np.arange(len(place)) - np.repeat(starting, np.diff(starting, append=len(place)))
    sums = np.add.reduceat(_hashed(letters[place], inside), starting)
    return (mix(sums) >> np.uint64(32)).astype(np.uint32), np.diff(np.searchsorted(first, ends), prepend=0)


def _hashed(letters: NDArray[np.int32], places: I64) -> U64:
    """A number for each letter and its place in the word; those of usual letters are looked up."""
    usual = (letters < len(_USUAL)) & (places < _USUAL.shape[1])
    found: U64 = _USUAL.ravel()[np.where(usual, letters * _USUAL.shape[1] + places, 0)]
    if not usual.all():
        rest = ~usual
        found[rest] = mix(letters[rest].astype(np.uint64) | (places[rest].astype(np.uint64) << np.uint64(21)))
    return found


def _letters(codes: U32) -> NDArray[np.int32]:
    letters = _TABLE[codes]
    unknown = codes[letters == _UNKNOWN]
    if len(unknown):
        for code in np.unique(unknown).tolist():
            _TABLE[code] = _folded(chr(code))
        letters = _TABLE[codes]
    return letters


def _folded(char: str) -> int:
    if _INVISIBLE.match(char):
        return _BREAK if char == "\x85" else _SKIP  # an old sign for the end of a line
    if ord(char) in _HANGUL:
        return ord(char)
    parts = unicodedata.normalize("NFKD", char.lower().replace("đ", "d"))
    bare = [part for part in parts if not unicodedata.combining(part)]
    if not bare:
        return _SKIP
    # Signs that stand for a letter (㊊) are none: `nlp.text.distinct_key` drops them as well.
    return ord(bare[0]) if bare[0].isalnum() and unicodedata.normalize("NFD", char)[0].isalnum() else _BREAK
