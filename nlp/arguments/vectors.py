"""Comments as vectors of their syllables and syllable pairs, without marks; grouping them is done elsewhere."""

import numpy as np
from numpy.typing import NDArray

from nlp.grouping.shingles import is_empty, pair_values
from nlp.grouping.words import Words, mix, ranges

WIDTH = 512  # columns that the words are hashed into, with a sign each
MOST_TEXTS = 0.5  # a word that more of the texts have says nothing about one of them
RANK = 40  # directions that are kept

Matrix = NDArray[np.float64]


def vectors(words: Words) -> Matrix:
    """One row of unit length for each text (or of zeros): TF-IDF of words and word pairs, its main directions."""
    features, texts = _features(words)
    count = len(words)
    if not len(features):
        return np.zeros((count, 1))
    _, which = np.unique(features, return_inverse=True)
    held, times = np.unique(which.astype(np.int64) * count + texts, return_counts=True)
    which, texts = held // count, held % count
    document = np.bincount(which)
    weight = np.log((1 + count) / (1 + document)) + 1
    weight[(document < 2) | (document > max(2.0, MOST_TEXTS * count))] = 0
    values = (1 + np.log(times)) * weight[which]
    coded = mix(np.unique(features).astype(np.uint64))
    column, sign = (coded % np.uint64(WIDTH)).astype(np.int64), np.where(coded >> np.uint64(63), 1.0, -1.0)
    flat = np.bincount(texts * WIDTH + column[which], weights=values * sign[which], minlength=count * WIDTH)
    return _main_directions(_unit(flat.astype(np.float64).reshape(count, WIDTH)))


def _features(words: Words) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    sizes = np.diff(words.starts)
    texts = np.repeat(np.arange(len(sizes)), sizes)
    telling = ~is_empty(words.hashes)
    counts = np.maximum(sizes - 1, 0)
    first = ranges(words.starts[:-1], counts)
    pairs = pair_values(words.hashes)[first].astype(np.uint64) | np.uint64(1 << 32)
    kept = telling[first] | telling[first + 1]
    return (
        np.concatenate((words.hashes[telling].astype(np.uint64), pairs[kept])),
        np.concatenate((texts[telling], texts[first][kept])),
    )


def _main_directions(rows: Matrix) -> Matrix:
    """The rows along their RANK strongest common directions: synonyms that stand together come together."""
    if len(rows) <= RANK:
        return rows
    _, directions = np.linalg.eigh(rows.T @ rows)
    kept = directions[:, ::-1][:, :RANK]
    kept = kept * np.where(kept[np.argmax(np.abs(kept), axis=0), np.arange(RANK)] < 0, -1.0, 1.0)
    return _unit(rows @ kept)


def _unit(rows: Matrix) -> Matrix:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Matrix = np.divide(rows, length, out=np.zeros_like(rows), where=length > 1e-9)
    return unit
