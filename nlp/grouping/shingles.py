"""Word pairs of comments, and the polite beginnings and endings that are set aside; comparing is done elsewhere."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from nlp.grouping.words import U32, Words, mix, offsets, ranges, read

LEAST = 6  # words: a shorter comment is like another only when it is exactly the same
BEGINNING, ENDING = 60, 24  # words of a text in which a polite beginning, a polite ending is looked for
OTHER = -1.25  # what a word that is no polite one takes from a beginning; a polite one gives 1
DROP = 6.3  # a beginning goes on over names and places, but ends at five other words in a row
DROP_AT_ONCE = 2.6  # three other words are enough when nothing polite was said yet
SOON = int(DROP_AT_ONCE / -OTHER) + 1  # words among which a polite one must be
POLITE_ENOUGH = 4.0
SIEVE = 12  # low bits that a first look leaves out; it settles nearly all of many values
SLICE = 1 << 17  # words that are worked on at a time: bounds the memory
HALF = np.uint64(32)
NO_PAIRS = np.zeros(0, np.uint32)


@dataclass(frozen=True)
class Pairs:
    """Hashes of the word pairs of many texts; `telling` is False where both words are empty ones."""

    values: U32
    telling: NDArray[np.bool_]
    texts: NDArray[np.int32]
    starts: NDArray[np.int64]


def pairs(words: Words) -> Pairs:
    """The word pairs of each text in order: one fewer than words."""
    sizes = words.starts[1:] - words.starts[:-1]
    counts = np.maximum(sizes - 1, 0)
    first = ranges(words.starts[:-1], counts)
    values = pair_values(words.hashes)[first] if len(first) else NO_PAIRS
    empty = is_empty(words.hashes)
    telling = ~(empty[first] & empty[first + 1]) if len(first) else np.zeros(0, bool)
    return Pairs(values, telling, np.arange(len(sizes), dtype=np.int32).repeat(counts), offsets(counts))


def is_empty(hashes: U32) -> NDArray[np.bool_]:
    """Which words say nothing by themselves."""
    return _within(hashes, listed()[1])


def pair_values(hashes: U32) -> U32:
    """A stable hash for each word and its follower."""
    if len(hashes) <= SLICE:
        wide = hashes.astype(np.uint64)
        few: U32 = (mix((wide[:-1] << HALF) | wide[1:]) >> HALF).astype(np.uint32)
        return few
    found = np.empty(max(0, len(hashes) - 1), np.uint32)
    for first in range(0, len(found), SLICE):
        wide = hashes[first : first + SLICE + 1].astype(np.uint64)
        found[first : first + SLICE] = mix((wide[:-1] << HALF) | wide[1:]) >> HALF
    return found


def bodies(words: Words, learned: U32 = NO_PAIRS) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each text begins and ends once greeting, introduction and thanks are set aside, in words from its start.

    `learned`: sorted word pairs of beginnings that many otherwise different comments share.
    """
    good = np.zeros(len(words.hashes), bool)
    if len(good) > 1:
        values = pair_values(words.hashes)
        known = _within(values, listed()[0]) | _within(values, learned)
        good[:-1] |= known
        good[1:] |= known
    gains = np.where(good, np.float32(1), np.float32(OTHER))
    sizes = words.starts[1:] - words.starts[:-1]
    begins = _best_run(gains, words.starts[:-1], np.minimum(sizes, BEGINNING), 1)
    left = sizes - begins
    ends = sizes - _best_run(gains, words.starts[1:] - 1, np.minimum(left, ENDING), -1)
    return begins, ends


def cut(words: Words, begins: NDArray[np.int64], ends: NDArray[np.int64]) -> Words:
    """Each text from one of its words to another."""
    sizes = ends - begins
    return Words(words.hashes[ranges(words.starts[:-1] + begins, sizes)], offsets(sizes))


def _best_run(
    gains: NDArray[np.float32], starts: NDArray[np.int64], sizes: NDArray[np.int64], step: int
) -> NDArray[np.int64]:
    """How many words from each start, forwards or backwards, have the greatest sum; 0 when that is not great."""
    found = np.zeros(len(starts), np.int64)
    if not len(gains):
        return found
    soon = np.zeros(len(starts), bool)
    for place in range(SOON):
        at = starts + step * place
        soon |= (place < sizes) & (gains[np.minimum(np.maximum(at, 0), len(gains) - 1)] > 0)
    hopeful = soon.nonzero()[0]
    if not len(hopeful):
        return found
    reach = np.arange(max(1, int(sizes[hopeful].max(initial=0))))
    for first in range(0, len(hopeful), 8192):
        chosen = hopeful[first : first + 8192]
        places = np.clip(starts[chosen, None] + step * reach, 0, len(gains) - 1)
        sums = np.cumsum(np.where(reach < sizes[chosen, None], gains[places], np.float32(-100)), axis=1)
        highest = np.maximum(0, np.maximum.accumulate(sums, axis=1))
        low = sums < np.where(highest >= POLITE_ENOUGH, highest - DROP, -DROP_AT_ONCE)
        sums[np.logical_or.accumulate(low, axis=1)] = -np.inf
        best = np.argmax(sums, axis=1)
        enough = sums[np.arange(len(best)), best] >= POLITE_ENOUGH
        found[chosen] = np.where(enough, best + 1, 0)
    return found


def _within(values: U32, known: U32) -> NDArray[np.bool_]:
    """Which values are among the sorted known ones."""
    if not len(known):
        return np.zeros(len(values), bool)
    if len(values) < SLICE:
        found: NDArray[np.bool_] = known.take(known.searchsorted(values), mode="clip") == values
        return found
    maybe = np.zeros(1 << (32 - SIEVE), bool)
    maybe[known >> SIEVE] = True
    some = np.flatnonzero(maybe[values >> SIEVE])
    found = np.zeros(len(values), bool)
    found[some] = known[np.minimum(np.searchsorted(known, values[some]), len(known) - 1)] == values[some]
    return found


@cache
def empty_words() -> frozenset[str]:
    """The words that say nothing by themselves, without marks."""
    return frozenset(_lists()["empty"].split())


@cache
def _lists() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads(files("nlp.grouping").joinpath("openings.toml").read_text("utf-8"))
    return found


@cache
def listed() -> tuple[U32, U32]:
    """The word pairs of polite phrases, and the empty words, both sorted."""
    lists = _lists()
    polite = pairs_of(read(lists["polite"].split("\n")))
    return np.unique(polite), np.unique(read([lists["empty"]]).hashes)


def pairs_of(words: Words) -> U32:
    """The word pairs of all texts."""
    counts = np.maximum(np.diff(words.starts) - 1, 0)
    return pair_values(words.hashes)[ranges(words.starts[:-1], counts)] if counts.any() else NO_PAIRS
