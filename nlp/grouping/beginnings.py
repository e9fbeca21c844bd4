"""Beginnings that many otherwise different comments share, learned from the comments themselves; nothing is cut here."""

import numpy as np
from numpy.typing import NDArray

from nlp.grouping.likeness import GAP
from nlp.grouping.shingles import BEGINNING, NO_PAIRS, pair_values
from nlp.grouping.words import I64, U32, U64, Words, mix, ranges

RUN = 5  # words in a row by which a shared beginning is found
LATEST = 3  # words that may stand before them
SHARERS = 8  # comments that must share it
ASKED = 48  # sharers that are looked at
CORE = 0.25  # share of the sharers that makes a word pair part of what they have in common
MOST = 0.4  # share of the sharers whose beginning must hold a word pair that is learned
SHORTEST, LONGEST = 8, 45  # words of the beginning that the middle sharer has in common with the others
OWN_WORDS, STRAY = 6, 0.2  # what follows a mere beginning: so many words, hardly any word pair in common
DIFFERENT = 0.6  # share of the sharers that must have one


def learn(words: Words, ties: U64, copies: I64) -> U32:
    """Sorted word pairs of beginnings whose sharers go on each in their own way (so they are no form letter).

    `ties`: one distinct number per text; `copies`: how often each text was sent. The answer does not depend on the order of the texts.
    """
    values, texts = _first_runs(words)
    order = np.lexsort((ties[texts], values))
    values, texts = values[order], texts[order]
    begins = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1]))) if len(values) else np.zeros(0, int)
    sizes = np.diff(begins, append=len(values))
    judged: set[int] = set()
    learned: set[int] = set()
    frequent = np.flatnonzero(sizes >= SHARERS)
    for run in frequent[np.lexsort((values[begins[frequent]], -sizes[frequent]))].tolist():
        if int(values[begins[run]]) in judged:
            continue
        asked = texts[begins[run] : begins[run] + min(sizes[run], ASKED)]
        sharers = words.take(asked)
        core = _core(sharers)
        judged.update(_inside(sharers, core))
        learned.update(_mere_beginning(sharers, core, copies[asked]))
    return np.array(sorted(learned), np.uint32) if learned else NO_PAIRS


def _first_runs(words: Words) -> tuple[U64, I64]:
    """Hashes of RUN words in a row where a text begins, and the text of each."""
    counts = np.clip(np.diff(words.starts) - RUN + 1, 0, LATEST + 1)
    places = ranges(words.starts[:-1], counts)
    return _hashed(words, places), np.repeat(np.arange(len(counts)), counts)


def _hashed(words: Words, places: I64) -> U64:
    values = np.zeros(len(places), np.uint64)
    for step in range(RUN):
        values = mix(values ^ words.hashes[places + step])
    return values


def _core(sharers: Words) -> U32:
    """The word pairs that the sharers have in common, sorted."""
    held = [np.unique(pair_values(sharers.of(text))) for text in range(len(sharers))]
    values, counts = np.unique(np.concatenate(held), return_counts=True)
    return np.sort(values[counts >= CORE * len(held)])


def _mere_beginning(sharers: Words, core: U32, copies: I64) -> list[int]:
    """The word pairs of the beginning, when that is all the sharers have in common; else none."""
    own, common, first = [], [], []
    for text in range(len(sharers)):
        pairs = pair_values(sharers.of(text))
        known = np.isin(pairs, core)
        at = np.flatnonzero(known)
        begins = at[: np.flatnonzero(np.append(np.diff(at), BEGINNING) > GAP + 1)[0] + 1]
        rest = known[begins[-1] + 1 :]
        own.append(len(rest) >= OWN_WORDS and rest.mean() <= STRAY)
        common.append(len(begins) + 1)
        first.append(np.unique(pairs[begins]))
    middle = sorted(common)[len(common) // 2]
    if copies[np.array(own)].sum() < DIFFERENT * copies.sum() or not SHORTEST <= middle <= LONGEST:
        return []
    values, counts = np.unique(np.concatenate(first), return_counts=True)
    return values[counts >= MOST * len(first)].tolist()


def _inside(sharers: Words, core: U32) -> list[int]:
    """The first runs of words that lie wholly in what is held in common: they would be judged alike."""
    counts = np.clip(np.diff(sharers.starts) - RUN + 1, 0, LATEST + 1)
    places = ranges(sharers.starts[:-1], counts)
    known = np.isin(pair_values(sharers.hashes), core)
    inside: NDArray[np.bool_] = np.ones(len(places), bool)
    for step in range(RUN - 1):
        inside &= known[places + step]
    return _hashed(sharers, places[inside]).tolist()
