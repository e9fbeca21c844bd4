"""Beginnings that many otherwise different comments share, learned from the comments; nothing is cut here."""

import numpy as np
from numpy.typing import NDArray

from nlp.grouping.shingles import BEGINNING, NO_PAIRS, Pairs, pairs
from nlp.grouping.words import I64, U32, U64, Words, distinct, mix, ranges

RUN = 5  # words in a row by which a shared beginning is found
LATEST = 3  # words that may stand before them
SHARERS = 8  # comments that must share it and go on each in their own way
ASKED = 160  # sharers that are looked at
END = 0.4  # the part of a text, from its end, that tells whether it goes on in its own way
SEEN, SEEN_SHARE = 3, 0.04  # sharers that must have a word pair before it counts as common among them
OWN = 0.35  # share of common word pairs below which an end is a text's own
OWN_SHARE = 0.12  # share of the sharers that must go on in their own way; among them, and
AGAIN = 0.15  # in what follows in each of them, so much may be in common again
GAP = 4  # other words in a row that do not end a beginning
CORE = 0.4  # share of those sharers whose beginning must hold a word pair that is learned
SHORTEST, LONGEST = 8, 45  # words of the beginning that the middle one of them has in common with the others
STOPS_WORDS, STOPS = 4, 0.1  # a text that ends so soon behind it is the whole of a letter; so many may


def learn(words: Words, ties: U64, copies: I64) -> U32:
    """Sorted word pairs of beginnings whose sharers go on each in their own way (so they are no form letter).

    `ties`: one distinct number per text; `copies`: how often each text was sent. The answer does not depend on the
    order of the texts.
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
        held = pairs(sharers)
        found = _mere_beginning(held, copies[asked])
        if len(found):
            judged.update(_inside(sharers, held, found))
            learned.update(found.tolist())
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


def _mere_beginning(held: Pairs, copies: I64) -> U32:
    """The word pairs of the beginning, when that is all that many of its sharers have in common; else none."""
    sizes = np.diff(held.starts)
    place = np.arange(len(held.values)) - held.starts[:-1][held.texts]
    counts = _sharers_of(held, np.ones(len(sizes), bool))
    ends = place >= (1 - END) * sizes[held.texts]
    common = ends & (counts >= max(SEEN, SEEN_SHARE * len(sizes)))
    own = np.bincount(held.texts[common], minlength=len(sizes)) < OWN * np.bincount(
        held.texts[ends], minlength=len(sizes)
    )
    if own.sum() < SHARERS:
        return NO_PAIRS
    core = (place < BEGINNING) & (_sharers_of(held, own) >= CORE * own.sum())
    last = _end_of_first_passage(held, core, place)
    if not SHORTEST <= np.median(last[own]) + 2 <= LONGEST:
        return NO_PAIRS
    behind = place > last[held.texts]
    again = np.bincount(held.texts[core & behind], minlength=len(sizes)) / np.maximum(1, sizes - 1 - last)
    if np.mean(again[own] > AGAIN) > AGAIN or copies[own].sum() < OWN_SHARE * copies.sum():
        return NO_PAIRS
    stops = (last >= 0) & (sizes - 1 - last < STOPS_WORDS)
    if copies[stops].sum() > STOPS * copies.sum():
        return NO_PAIRS
    return np.unique(held.values[core & own[held.texts] & (place <= last[held.texts])])


def _sharers_of(held: Pairs, counted: NDArray[np.bool_]) -> I64:
    """For each word pair of each text: how many of the counted texts have it."""
    values = distinct(held.values.astype(np.uint64))
    which = np.searchsorted(values, held.values).astype(np.uint64)
    some = counted[held.texts]
    entries = distinct((which[some] << np.uint64(32)) | held.texts[some].astype(np.uint64))
    return np.bincount((entries >> np.uint64(32)).astype(np.int64), minlength=len(values))[which]


def _end_of_first_passage(held: Pairs, core: NDArray[np.bool_], place: I64) -> I64:
    """Place of the last core word pair of each text before a gap in them; -1 where the text has none."""
    last = np.full(len(held.starts) - 1, -1)
    at, texts = place[core], held.texts[core]
    if len(at):
        first = np.diff(texts, prepend=-1) != 0
        broken = np.cumsum(~first & (np.diff(at, prepend=0) > GAP + 1))
        whole = broken == broken[np.flatnonzero(first)][np.cumsum(first) - 1]
        np.maximum.at(last, texts[whole], at[whole])
    return last


def _inside(sharers: Words, held: Pairs, core: U32) -> list[int]:
    """The first runs of words that lie wholly in what is learned: they would be judged alike."""
    counts = np.clip(np.diff(sharers.starts) - RUN + 1, 0, LATEST + 1)
    places = ranges(sharers.starts[:-1], counts)
    known = np.zeros(len(sharers.hashes), bool)
    known[ranges(sharers.starts[:-1], np.diff(held.starts))] = np.isin(held.values, core)
    inside: NDArray[np.bool_] = np.ones(len(places), bool)
    for step in range(RUN - 1):
        inside &= known[places + step]
    found: list[int] = _hashed(sharers, places[inside]).tolist()
    return found
