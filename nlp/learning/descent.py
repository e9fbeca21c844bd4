"""Training linear models of many labels at once, by gradients in small batches; thresholds are deciding.py."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.learning.rows import Floats, Rows, Whole

BATCH = 64
RATE = 0.1
EARLY = 1e-8  # what the sum of squared gradients begins with
INTERCEPT_DAMPING = 8.0  # the intercept is in every row: it moves more slowly than a word

Told = Callable[[int, int], None]  # (rounds done, rounds in all)


@dataclass(frozen=True)
class Plan:
    """How to train: `looseness` is C of a support vector machine (how little weights are held back)."""

    rounds: int = 12
    looseness: float = 0.5


@dataclass(frozen=True)
class _Batch:
    """Rows of one step, laid out twice: by row for the margins, by column for the gradient."""

    which: Whole
    starts: Whole
    columns: NDArray[np.int32]
    values: Floats
    row_of: Whole
    value_of: Floats
    touched: NDArray[np.int32]
    first: Whole
    times: Floats


def learn(
    rows: Rows,
    truth: NDArray[np.bool_],
    cost: Floats,
    plan: Plan,
    told: Told | None = None,
) -> Floats:
    """Weights (width, labels) with a small squared hinge loss per label, weighed by `cost` (rows, labels).

    AdaGrad (Duchi, Hazan and Singer, JMLR 2011) on batches whose order is fixed: same rows in, same weights out.
    """
    chance = np.random.default_rng(0)
    labels = truth.shape[1]
    signs = np.where(truth, 1, -1).astype(np.float32)
    frequency = np.bincount(rows.columns, minlength=rows.width).astype(np.float32)
    held = (1 / (plan.looseness * np.maximum(frequency, 1)))[:, None].astype(np.float32)
    held[0] = 0
    weights = np.zeros((rows.width, labels), np.float32)
    squares = np.full((rows.width, labels), EARLY, np.float32)
    batches = _batches(rows, chance.permutation(len(rows)))
    for turn in range(plan.rounds):
        rate = np.float32(RATE * (1 - turn / plan.rounds))
        for number in chance.permutation(len(batches)):
            batch = batches[number]
            margins = np.add.reduceat(batch.values[:, None] * weights[batch.columns], batch.starts)
            sign = signs[batch.which]
            residual = -2 * sign * np.maximum(0, 1 - sign * margins) * cost[batch.which]
            slope = np.add.reduceat(batch.value_of[:, None] * residual[batch.row_of], batch.first)
            slope += held[batch.touched] * batch.times * weights[batch.touched]
            slope[0] /= INTERCEPT_DAMPING
            squares[batch.touched] += slope * slope
            weights[batch.touched] -= rate * slope / np.sqrt(squares[batch.touched])
        if told:
            told(turn + 1, plan.rounds)
    return weights


def _batches(rows: Rows, order: Whole) -> list[_Batch]:
    batches = []
    for start in range(0, len(order), BATCH):
        which = order[start : start + BATCH]
        part = rows.take(which)
        lengths = np.diff(part.pointers)
        row_of = np.repeat(np.arange(len(which)), lengths)
        by_column = np.argsort(part.columns, kind="stable")
        columns = part.columns[by_column]
        first = np.concatenate([[0], np.flatnonzero(np.diff(columns)) + 1])
        times = np.diff(np.concatenate([first, [len(columns)]])).astype(np.float32)[:, None]
        batches.append(
            _Batch(
                which,
                part.pointers[:-1],
                part.columns,
                part.values,
                row_of[by_column],
                part.values[by_column],
                columns[first],
                first,
                times,
            )
        )
    return batches
