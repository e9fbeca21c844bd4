"""Comments as vectors of what they and those like them say, without marks; clusters are made elsewhere."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.grouping.shingles import is_empty, pair_values
from nlp.grouping.words import U64, Words, offsets, ranges

MOST_TEXTS = 0.5  # what more of the texts say tells nothing about one of them: the subject of all
WIDTH = 4096  # words, word pairs and concepts that are kept: those in most texts
BASE = 2000  # texts that the directions and the neighbours are taken from
AT_ONCE = 500  # texts whose neighbours are looked for at a time: bounds the memory
NEIGHBOURS = 8  # texts like it that are added to a text: short ones say too little by themselves
RANK = 20  # directions that are kept
TURNS = 5  # of the power iteration
PAIR, CONCEPT = np.uint64(1 << 32), np.uint64(1 << 33)  # mark what is no single word

Matrix = NDArray[np.float32]


def vectors(words: Words, named: Sequence[Sequence[int]]) -> Matrix:
    """One row of unit length for each text (or of zeros): what it says, weighed by rarity, in its main directions.

    `named`: the concepts each text speaks of. A text is widened by the texts most like it; these and the directions
    are taken from the first BASE texts.
    """
    count = len(words)
    which, texts, weights = _weighed(*_features(words, named), count)
    if not len(which):
        return np.zeros((count, 1), np.float32)
    starts = offsets(np.bincount(texts, minlength=count))

    def rows(first: int, last: int) -> Matrix:
        some = slice(starts[first], starts[last])
        found = np.zeros((last - first, int(which.max()) + 1), np.float32)
        found[texts[some] - first, which[some]] = weights[some]
        return _unit(found)

    base = rows(0, min(count, BASE))
    wide = np.concatenate([_widened(base[a : a + AT_ONCE], base, a) for a in range(0, len(base), AT_ONCE)])
    directions = _directions(wide)
    rest = [_widened(rows(a, min(a + AT_ONCE, count)), base, a) @ directions for a in range(len(base), count, AT_ONCE)]
    parts = [wide @ directions, *rest]
    return _unit(np.concatenate(parts))


def _features(words: Words, named: Sequence[Sequence[int]]) -> tuple[U64, NDArray[np.int64]]:
    """Words, word pairs and concepts of all texts, and the text of each; empty words only within a pair."""
    sizes = np.diff(words.starts)
    texts = np.repeat(np.arange(len(sizes)), sizes)
    telling = ~is_empty(words.hashes)
    counts = np.maximum(sizes - 1, 0)
    first = ranges(words.starts[:-1], counts)
    pairs = pair_values(words.hashes)[first].astype(np.uint64) | PAIR
    kept = telling[first] | telling[first + 1]
    concepts = np.array([one for some in named for one in some], np.uint64) | CONCEPT
    return (
        np.concatenate((words.hashes[telling].astype(np.uint64), pairs[kept], concepts)),
        np.concatenate((texts[telling], texts[first][kept], np.arange(len(sizes)).repeat([len(one) for one in named]))),
    )


def _weighed(
    features: U64, texts: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """(column, text, weight) of what is said in several texts and not in most, text by text."""
    known, which = np.unique(features, return_inverse=True)
    held, times = np.unique(texts * len(known) + which, return_counts=True)
    texts, which = held // max(1, len(known)), held % max(1, len(known))
    sayers = np.bincount(which, minlength=len(known))
    sayers[(sayers < 2) | (sayers > max(2.0, MOST_TEXTS * count))] = 0
    wanted = np.argsort(-sayers, kind="stable")[:WIDTH]
    column = np.full(len(known), -1)
    column[wanted] = np.arange(len(wanted))
    column[sayers == 0] = -1
    kept = column[which] >= 0
    texts, which, times = texts[kept], which[kept], times[kept]
    weights = (1 + np.log(times)) * np.log((1 + count) / (1 + sayers[which]))
    return column[which], texts, weights


def _widened(rows: Matrix, base: Matrix, first: int) -> Matrix:
    """Each row with as much again of the mean of the base rows most like it; `first`: its place in the base."""
    alike = rows @ base.T
    own = np.arange(len(rows))[first + np.arange(len(rows)) < len(base)]
    alike[own, first + own] = 0
    most = min(NEIGHBOURS, alike.shape[1])
    near = np.argpartition(-alike, most - 1, axis=1)[:, :most]
    weights = np.take_along_axis(alike, near, axis=1)
    around = np.zeros_like(rows)
    for place in range(most):
        around += weights[:, place, None] * base[near[:, place]]
    return _unit(rows + _unit(around))


def _directions(rows: Matrix) -> Matrix:
    """The RANK strongest common directions, a column each: what stands together in texts comes together."""
    rank = min(RANK, *rows.shape)
    found = np.random.default_rng(0).standard_normal((rows.shape[1], min(2 * rank, *rows.shape))).astype(np.float32)
    for _ in range(TURNS):
        found, _upper = np.linalg.qr(rows.T @ (rows @ found))
    _left, _values, turned = np.linalg.svd(rows @ found, full_matrices=False)
    directions: Matrix = found @ turned[:rank].T
    return directions


def _unit(rows: Matrix) -> Matrix:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Matrix = np.divide(rows, length, out=np.zeros_like(rows), where=length > 1e-6)
    return unit
