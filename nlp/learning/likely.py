"""Logistic models over likenesses of texts, and what each text would have been told without itself; no text here.

Kernel logistic regression fitted by Newton's method; leaving one out by the formula for Gaussian processes under
Laplace's approximation (Rasmussen and Williams 2006, chapters 3 and 5): no text is refitted without.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
STEPS = 30  # Newton's; ten are usual
ENOUGH = 1e-4  # a step that gains less is the last one
LEAST_DOUBT = 1e-6
LEAST_SHARE = 0.05  # of what is left of a text's own opinion when it is taken out: bounds the division


class Fitted(NamedTuple):
    """What each text carries (its margin elsewhere is likeness times that), and its margin without itself."""

    carried: Numbers
    without: Numbers


def fit(likeness: Numbers, known: Numbers, truth: Numbers) -> Fitted:
    """For one label: texts by texts how alike they are, log-odds known before, and 0 or 1 for each text."""
    carried = np.zeros(len(truth))
    moved = np.zeros(len(truth))
    cost = _cost(carried, moved, known, truth)
    for _ in range(STEPS):
        p, doubt, root, table = _bent(likeness, known + moved)
        wanted = doubt * moved + (truth - p)
        target = wanted - root * np.linalg.solve(table, root * (likeness @ wanted))
        share, before = 1.0, cost
        while True:
            trial = carried + share * (target - carried)
            cost = _cost(trial, likeness @ trial, known, truth)
            if cost <= before or share < LEAST_DOUBT:
                break
            share /= 2
        carried, moved = trial, likeness @ trial
        if before - cost < ENOUGH:
            break
    p, doubt, root, table = _bent(likeness, known + moved)
    spread = np.diag(likeness) - np.einsum(
        "ij,ij->j", root[:, None] * likeness, np.linalg.solve(table, root[:, None] * likeness)
    )
    without = moved - spread * (truth - p) / np.maximum(LEAST_SHARE, 1 - doubt * spread)
    return Fitted(carried, known + without)


def _bent(likeness: Numbers, margins: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    p = 1 / (1 + np.exp(-np.clip(margins, -30, 30)))
    doubt = np.maximum(p * (1 - p), LEAST_DOUBT)
    root = np.sqrt(doubt)
    return p, doubt, root, np.eye(len(p)) + root[:, None] * likeness * root


def _cost(carried: Numbers, moved: Numbers, known: Numbers, truth: Numbers) -> float:
    margins = known + moved
    return float((np.logaddexp(0, margins) - truth * margins).sum() + carried @ moved / 2)
