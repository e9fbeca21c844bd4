"""Linear support vector machines, one per label, over sparse rows: exact, deterministic, numpy alone; no text here."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Row(NamedTuple):
    """One example: columns of its features (each once) and their values."""

    columns: NDArray[np.int32]
    values: NDArray[np.float32]


def fit(rows: Sequence[Row], signs: NDArray[np.float32], costs: NDArray[np.float32], width: int, rounds: int) -> NDArray[np.float32]:
    """Weights of shape (width + 1, labels), the last line a bias; `signs` and `costs` have shape (rows, labels).

    Dual coordinate descent on the squared hinge loss (Hsieh et al. 2008, as in LIBLINEAR), all labels at once.
    Sums run in a fixed order, so every machine gives the same bits.
    """
    labels = signs.shape[1]
    weights = np.zeros((width + 1, labels), dtype=np.float32)
    slack = (0.5 / costs).astype(np.float32)
    alphas = np.zeros_like(signs)
    lengths = [np.float32(np.add.reduce(row.values * row.values) + 1) for row in rows]
    order = list(range(len(rows)))
    chance = Random(1)  # noqa: S311 (an order that can be repeated, no secret)
    for _ in range(rounds):
        chance.shuffle(order)
        for place in order:
            columns, values = rows[place]
            sign = signs[place]
            drawn, shares = weights.take(columns, axis=0), values[:, None]
            margin = np.add.reduce(drawn * shares, axis=0) + weights[-1]
            gradient = sign * margin - 1 + alphas[place] * slack[place]
            before = alphas[place]
            after = np.maximum(before - gradient / (lengths[place] + slack[place]), 0)
            if (after != before).any():
                change = (after - before) * sign
                alphas[place] = after
                weights[columns] = drawn + shares * change
                weights[-1] += change
    return weights
