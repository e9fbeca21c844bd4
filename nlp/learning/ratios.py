"""How much a word tells before anything is weighed: log ratios of its share among texts with a label and without."""

import numpy as np
from numpy.typing import NDArray

from nlp.learning.rows import Floats, Rows

SMOOTHING = 0.3


def scales(rows: Rows, truth: NDArray[np.bool_], words: int) -> Floats:
    """Per column and label the size of the log ratio (width, labels); 1 for column 0 and from column `words` on.

    Words scaled by it before a linear model is trained help most where examples are few
    (Wang and Manning 2012, "Baselines and Bigrams").
    """
    found = np.empty((rows.width, truth.shape[1]), np.float32)
    row_of = np.repeat(np.arange(len(rows)), np.diff(rows.pointers))
    whole = np.bincount(rows.columns, rows.values, rows.width)
    for one in range(truth.shape[1]):
        having = np.bincount(rows.columns, rows.values * truth[row_of, one], rows.width)
        ours, theirs = np.maximum(having, 0) + SMOOTHING, np.maximum(whole - having, 0) + SMOOTHING
        found[:, one] = np.abs(np.log((ours / ours.sum()) / (theirs / theirs.sum())))
    found[0] = 1
    found[words:] = 1
    return found
