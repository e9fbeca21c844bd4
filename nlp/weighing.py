"""How much a text speaks for each field: word list, prior and draft brought to one chance per field; no text here.

The chance is a logistic function of three readings: how much the word list found for the field, its share among
all fields, and the margin of the prior. The four numbers below were fitted on hand-labelled questions of citizens
(docs/model_card.md); everything else in the decision can be read in the word list.
"""

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from nlp.prior.model import CODES, Scores

FOUND, SHARE, MARGIN, BASE = 0.8, 6.7, 4.4, -0.3
MARGIN_AT_MOST = 0.4  # from here the prior is as sure as it can be
HALF_SURE = 1.5  # evidence (a phrase of one syllable weighs 1, of two 2.3) at which a share counts half
# What a draft lends to a field of which the text itself speaks at least a little.
FIELD_LENDS, TITLE_LENDS, SPEAKS_FROM = 1.5, 2.0, 0.05

_PLACE = {code: place for place, code in enumerate(CODES)}

Chances = NDArray[np.float64]


def weigh(amounts: Mapping[str, float], margins: Scores) -> Chances:
    """Log-odds per field, in the order of CODES, from the word list's amounts and the prior's margins."""
    found = np.zeros(len(CODES))
    for code, amount in amounts.items():
        found[_PLACE[code]] = amount
    share = found / (found.sum() + HALF_SURE)
    return np.asarray(FOUND * np.log1p(found) + SHARE * share + MARGIN * np.minimum(margins, MARGIN_AT_MOST) + BASE, dtype=np.float64)


def chance(odds: Chances) -> Chances:
    """Log-odds as numbers between 0 and 1."""
    return np.asarray(1 / (1 + np.exp(-odds)))


def lent(fields: Collection[str], title: Chances | None) -> Chances:
    """What a draft lends to each field: its own fields, and its title's chances where there is one."""
    whole = np.array([FIELD_LENDS if code in fields else 0.0 for code in CODES])
    return whole if title is None else whole + TITLE_LENDS * title
