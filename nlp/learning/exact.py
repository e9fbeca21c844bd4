"""Training on few examples exactly: support vector machines over the table of all likenesses; many go to descent.py."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nlp.learning.rows import Floats, Rows

MOST_ROWS = 1_500  # the table grows with the square of the rows, the work with the cube
ROUNDS = 25
FEWEST_ROWS = 6  # of a label (two texts with their copies): of fewer nothing is learnt
BLOCK = 4_096  # columns made dense at once: bounds memory


def learn(rows: Rows, truth: NDArray[np.bool_], cost: Floats, looseness: float, scale: Floats) -> Floats:
    """The same weights (width, labels) that descent.learn approaches, by Newton's method (Chapelle 2007).

    Only rows on the wrong side of their margin carry weight; each round solves for those of the round before.
    """
    signs = np.where(truth, 1.0, -1.0)
    weights = np.empty((rows.width, truth.shape[1]), np.float32)
    for one in range(truth.shape[1]):
        if truth[:, one].sum() < FEWEST_ROWS:
            weights[:, one] = 0
            continue
        scaled = replace(rows, values=rows.values * scale[rows.columns, one])
        worth = 2 * looseness * cost[:, one].astype(np.float64)
        carried = _solve(likeness(scaled), signs[:, one], worth)
        weights[:, one] = spread(scaled, carried) * scale[:, one]
    return weights


def likeness(rows: Rows) -> NDArray[np.float64]:
    """How alike rows are: the products of all pairs (rows, rows)."""
    table = np.zeros((len(rows), len(rows)))
    row_of = np.repeat(np.arange(len(rows)), np.diff(rows.pointers))
    order = np.argsort(rows.columns, kind="stable")
    columns, row_of, values = rows.columns[order], row_of[order], rows.values[order]
    for start in range(0, rows.width, BLOCK):
        a, b = np.searchsorted(columns, [start, start + BLOCK])
        block = np.zeros((len(rows), BLOCK), np.float32)
        block[row_of[a:b], columns[a:b] - start] = values[a:b]
        table += block @ block.T
    return table


def _solve(alike: NDArray[np.float64], sign: NDArray[np.float64], worth: NDArray[np.float64]) -> NDArray[np.float64]:
    carried = np.zeros(len(sign))
    wrong = np.ones(len(sign), np.bool_)
    for _ in range(ROUNDS):
        at = np.flatnonzero(wrong)
        carried[:] = 0
        table = alike[np.ix_(at, at)]
        table[np.diag_indices(len(at))] += 1 / worth[at]
        carried[at] = np.linalg.solve(table, sign[at])
        now = sign * (alike[:, at] @ carried[at]) < 1
        if np.array_equal(now, wrong):
            break
        wrong = now
    return carried


def spread(rows: Rows, carried: NDArray[np.float64]) -> NDArray[np.float64]:
    """What rows carry, spread over their columns."""
    row_of = np.repeat(np.arange(len(rows)), np.diff(rows.pointers))
    return np.bincount(rows.columns, rows.values * carried[row_of], rows.width).astype(np.float64)
