"""K-means on unit vectors, the same every time: the number of clusters comes from the data; no text is read here."""

import numpy as np
from numpy.typing import NDArray

from nlp.arguments.vectors import Matrix

TURNS = 25
MOST = 12  # clusters
SMALL = 4  # fewer texts are one cluster
GAIN = 0.005  # what one cluster more must add to the silhouette

Labels = NDArray[np.int64]


def clusters(rows: Matrix, weights: NDArray[np.float64]) -> Labels:
    """The cluster of each row: 0, 1, 2 …, the heaviest first; rows of zeros join the heaviest.

    As many clusters, up to about the root of half the rows, as make rows most alike within and unlike between.
    """
    count = len(rows)
    if count < SMALL:
        return np.zeros(count, np.int64)
    best, reached = np.zeros(count, np.int64), 0.0
    for wanted in range(2, min(MOST, max(2, round((count / 2) ** 0.5))) + 1):
        labels = _divide(rows, weights, wanted)
        found = _silhouette(rows, labels)
        if found > reached + GAIN:
            best, reached = labels, found
    order = np.argsort(-np.bincount(best, weights=weights), kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    found_labels: Labels = place[best]
    return found_labels


def _divide(rows: Matrix, weights: NDArray[np.float64], wanted: int) -> Labels:
    centres = rows[_far_apart(rows, weights, wanted)]
    labels = np.argmax(rows @ centres.T, axis=1)
    for _ in range(TURNS):
        sums = np.zeros_like(centres)
        np.add.at(sums, labels, rows * weights[:, None])
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(length > 1e-9, sums / np.maximum(length, 1e-9), centres)
        again = np.argmax(rows @ centres.T, axis=1)
        if np.array_equal(again, labels):
            break
        labels = again
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _far_apart(rows: Matrix, weights: NDArray[np.float64], wanted: int) -> list[int]:
    """Rows to begin with: the one nearest to all, then each time the one that is best placed far from those chosen."""
    near = rows @ (rows * weights[:, None]).sum(axis=0)
    chosen = [int(np.argmax(near))]
    closest = rows @ rows[chosen[0]]
    while len(chosen) < wanted:
        chosen.append(int(np.argmax((1 - closest) * np.maximum(near, 0))))
        closest = np.maximum(closest, rows @ rows[chosen[-1]])
    return chosen


def _silhouette(rows: Matrix, labels: Labels) -> float:
    """How much more alike rows are to their own cluster than to the nearest other one, in the mean; -1 to 1."""
    count = labels.max() + 1
    if count < 2:
        return 0.0
    members = np.eye(count)[labels]
    sizes = members.sum(axis=0)
    alike = rows @ (rows.T @ members)
    own = (alike[np.arange(len(rows)), labels] - 1) / np.maximum(1, sizes[labels] - 1)
    mean = alike / sizes
    mean[np.arange(len(rows)), labels] = -np.inf
    other = mean.max(axis=1)
    within, between = 1 - own, 1 - other
    scores = (between - within) / np.maximum(np.maximum(within, between), 1e-9)
    return float(np.where(sizes[labels] > 1, scores, 0).mean())
