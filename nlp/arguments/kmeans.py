"""K-means on unit vectors, the same every time: the number of clusters comes from the data; no text is read here."""

import numpy as np
from numpy.typing import NDArray

from nlp.arguments.vectors import Matrix

TURNS = 25
TRIES = 5  # beginnings, of which the best end is taken
MOST = 20  # clusters
WANTED = (2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, MOST)  # numbers of clusters that are tried
EACH = 6  # texts for every cluster, at least, in the mean
SMALL = 4  # fewer texts are one cluster
FEWEST_OF = 0.33  # of the root of half the texts: so many clusters at least, up to LEAST
LEAST = 12
DEARER = 0.01  # what each cluster more must add to the silhouette
FITS, APART = 0.75, 0.08  # of the median likeness to a centre; likeness to it above that to the next: less is left
FEWEST, FEW = 3, 30  # rows of a cluster, when there are FEW rows and more

Labels = NDArray[np.int64]


def clusters(rows: Matrix) -> Labels:
    """The cluster of each row: 0, 1, 2 …, the largest first; -1 for rows that fit none better than the others.

    As many clusters, up to MOST, as make rows most alike within and unlike between.
    """
    count = len(rows)
    if count < SMALL:
        return np.zeros(count, np.int64)
    best, centres, reached = np.zeros(count, np.int64), rows.mean(axis=0, keepdims=True), 0.0
    least = min(LEAST, FEWEST_OF * (count / 2) ** 0.5)
    for wanted in [one for one in WANTED if one >= least and (one == WANTED[0] or one * EACH <= count)]:
        labels, around = _divide(rows, wanted)
        found = _silhouette(rows, labels) - DEARER * len(around)
        if found > reached:
            best, centres, reached = labels, around, found
    return _ordered(_without_rest(rows, best, centres))


def _divide(rows: Matrix, wanted: int) -> tuple[Labels, Matrix]:
    """The best of some ways to divide the rows, and the centre of each cluster; clusters without rows are left out."""
    best, reached = (np.zeros(len(rows), np.int64), rows[:1]), -np.inf
    for seed in range(TRIES):
        centres = rows[_far_apart(rows, wanted, seed)]
        labels = np.full(len(rows), -1)
        for _ in range(TURNS):
            again = np.argmax(rows @ centres.T, axis=1)
            if np.array_equal(again, labels):
                break
            labels = again
            sums = np.eye(len(centres), dtype=np.float32)[labels].T @ rows
            length = np.linalg.norm(sums, axis=1, keepdims=True)
            centres = np.where(length > 1e-6, sums / np.maximum(length, 1e-6), centres)
        good = float(np.einsum("ij,ij->", rows, centres[labels]))
        if good > reached:
            best, reached = (labels, centres), good
    kept, labels = np.unique(best[0], return_inverse=True)
    return labels.astype(np.int64), best[1][kept]


def _far_apart(rows: Matrix, wanted: int, seed: int) -> list[int]:
    """Rows to begin with, drawn by how far they are from those drawn before; equal for equal rows."""
    chance = np.random.default_rng(seed)
    chosen = [int(chance.integers(len(rows)))]
    far = np.maximum(0, 1 - rows @ rows[chosen[0]]).astype(np.float64)
    while len(chosen) < wanted and far.sum() > 1e-6:
        upto = np.cumsum(far)
        chosen.append(int(min(len(rows) - 1, np.searchsorted(upto, chance.random() * upto[-1], side="right"))))
        far = np.minimum(far, np.maximum(0, 1 - rows @ rows[chosen[-1]]))
    return chosen


def _without_rest(rows: Matrix, labels: Labels, centres: Matrix) -> Labels:
    """-1 instead of the cluster where a row is far from its centre, or about as near to another one."""
    alike = rows @ centres.T
    own = alike[np.arange(len(rows)), labels]
    alike[np.arange(len(rows)), labels] = -1
    fits = (own >= FITS * float(np.median(own))) & (rows.any(axis=1) | (len(rows) < FEW))
    if len(centres) > 1:
        fits &= own - alike.max(axis=1) >= APART
    kept = np.where(fits, labels, -1)
    sizes = np.bincount(kept[kept >= 0], minlength=len(centres))
    least = FEWEST if len(rows) >= FEW else 1
    found: Labels = np.where((kept >= 0) & (sizes[kept] >= least), kept, -1)
    return found if len(rows) >= FEW or (found >= 0).any() else np.zeros(len(rows), np.int64)


def _ordered(labels: Labels) -> Labels:
    """The same clusters numbered by size."""
    sizes = np.bincount(labels[labels >= 0], minlength=1)
    order = np.argsort(-sizes, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    found: Labels = np.where(labels >= 0, place[np.maximum(labels, 0)], -1)
    return found


def _silhouette(rows: Matrix, labels: Labels) -> float:
    """How much more alike rows are to their own cluster than to the nearest other one, in the mean; -1 to 1."""
    count = labels.max() + 1
    if count < 2:
        return 0.0
    members = np.eye(count, dtype=np.float32)[labels]
    sizes = members.sum(axis=0)
    alike = rows @ (rows.T @ members)
    own = (alike[np.arange(len(rows)), labels] - 1) / np.maximum(1, sizes[labels] - 1)
    mean = alike / sizes
    mean[np.arange(len(rows)), labels] = -np.inf
    other = mean.max(axis=1)
    within, between = 1 - own, 1 - other
    scores = (between - within) / np.maximum(np.maximum(within, between), 1e-6)
    return float(np.where(sizes[labels] > 1, scores, 0).mean())
