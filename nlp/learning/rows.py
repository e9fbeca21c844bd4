"""Features as numbers: the vocabulary with its weights, and rows of sparse numbers in numpy; nothing is learnt here."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from nlp.learning.looking import Index
from nlp.learning.reading import Seen

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]

LEAST_TEXTS = 2  # a feature of one text alone says nothing of the next
CHUNK = 1 << 20  # numbers multiplied at once: bounds memory
_ONE = np.ones(1, np.float32)


@dataclass(frozen=True)
class Rows:
    """Sparse rows: row i holds the numbers values[pointers[i]:pointers[i+1]] in the columns `columns[...]`.

    No row is empty: each has column 0 with the number 1 (the intercept).
    """

    pointers: Whole
    columns: NDArray[np.int32]
    values: Floats
    width: int

    def __len__(self) -> int:
        return len(self.pointers) - 1

    def take(self, which: Whole) -> "Rows":
        """The rows `which`, in that order."""
        lengths = self.pointers[which + 1] - self.pointers[which]
        pointers = np.concatenate([[0], np.cumsum(lengths)])
        at = np.arange(pointers[-1]) + np.repeat(self.pointers[which] - pointers[:-1], lengths)
        return Rows(pointers, self.columns[at], self.values[at], self.width)

    def times(self, weights: Floats) -> Floats:
        """Rows times a (width, labels) matrix: (rows, labels)."""
        result = np.empty((len(self), weights.shape[1]), np.float32)
        step = max(1, int(CHUNK * len(self) / max(1, len(self.values))))
        for start in range(0, len(self), step):
            end = min(start + step, len(self))
            a, b = self.pointers[start], self.pointers[end]
            products = self.values[a:b, None] * weights[self.columns[a:b]]
            result[start:end] = np.add.reduceat(products, self.pointers[start:end] - a)
        return result


class Vocabulary:
    """The features a model knows, with the weight of each: rare ones weigh more (smoothed inverse frequency)."""

    def __init__(self, features: Sequence[str], weights: Floats) -> None:
        self.features = tuple(features)
        self.weights = weights
        self.width = len(self.features) + 1
        self.index = Index(self.features)

    @classmethod
    def of(cls, texts: Sequence[Sequence[Seen]]) -> "Vocabulary":
        """The vocabulary of the training texts (each with its copies), in a fixed order."""
        counts: Counter[str] = Counter()
        for copies in texts:
            counts.update({feature for seen in copies for feature in seen.features})
        kept = sorted(feature for feature, count in counts.items() if count >= LEAST_TEXTS)
        frequency = np.array([counts[feature] for feature in kept], np.float64)
        return cls(kept, (np.log((1 + len(texts)) / (1 + frequency)) + 1).astype(np.float32))

    def columns(self, features: Sequence[str]) -> NDArray[np.int32]:
        """The column of each feature, in order; 0 for one that is not known."""
        return np.fromiter(map(self._places.get, features, repeat(0)), np.int32, len(features))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {feature: column for column, feature in enumerate(self.features, start=1)}

    def row(self, columns: NDArray[np.int32]) -> tuple[NDArray[np.int32], Floats]:
        """One text as (columns, values): damped counts times weights, of length 1; column 0 stands first."""
        known, counts = _counted(columns)
        values = self._weights[known]
        values *= 1 + np.log(counts, dtype=np.float32)
        values[0] = 0
        length = float(np.sqrt(values @ values))
        if length:
            values /= length
        values[0] = 1
        return known, values

    @cached_property
    def _weights(self) -> Floats:
        """Of every column, the intercept's too."""
        return np.concatenate([_ONE, self.weights]).astype(np.float32)

    def rows(self, texts: Iterable[Seen]) -> Rows:
        """Texts as sparse rows."""
        parts = [self.row(self.columns(seen.features)) for seen in texts]
        lengths = [len(columns) for columns, _ in parts]
        pointers = np.concatenate([[0], np.cumsum(np.array(lengths, np.int64))]).astype(np.int64)
        columns = np.concatenate([part for part, _ in parts]) if parts else np.zeros(0, np.int32)
        values = np.concatenate([part for _, part in parts]) if parts else np.zeros(0, np.float32)
        return Rows(pointers, columns, values, self.width)


def _counted(columns: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """What numpy.unique answers of the columns and column 0, with less ado: it is asked for every text."""
    there = np.empty(len(columns) + 1, np.int32)
    there[0], there[1:] = 0, columns
    there.sort()
    edge = np.empty(len(there) + 1, np.bool_)
    edge[0] = edge[-1] = True
    np.not_equal(there[1:], there[:-1], out=edge[1:-1])
    first = edge.nonzero()[0]
    return there[first[:-1]], first[1:] - first[:-1]
