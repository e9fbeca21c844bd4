"""Learning over a prior: a model that says where an office differs from it; whether to keep it is correcting.py.

Every number is drawn to what leaves the prior as it is, so a few corrections move little. The strengths were chosen on
questions labelled by hand and on made-up habits (docs/measurements-learning.md).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nlp.learning.deciding import Decider, Truth, auto_from, best_f1
from nlp.learning.exact import likeness, spread
from nlp.learning.examples import Example, labels_of
from nlp.learning.habits import MOST, Habits, begin, fit_shared, opinions, sureness
from nlp.learning.likely import fit
from nlp.learning.model import FIELDS, Learning, Model
from nlp.learning.prior import Prior
from nlp.learning.reading import see
from nlp.learning.rows import Floats, Vocabulary, Whole
from nlp.learning.teaching import truth_of
from nlp.text import distinct_key

MOST_TEXTS = 1_000  # the newest ones: work grows with the cube, and an office's habits change
# How far numbers of one label may move (variances): its base, the weight of the prior's odds of it, the weights of
# what the prior thinks of other labels, the weights of words.
BASE, OWN, OTHERS, WORDS = 0.5, 0.2, 3.0, 4.0
SURE_OF = 0.98  # precision of automatic topics, as the tagger's own


class Adapted(NamedTuple):
    """A model, and its answers to each text without having been taught that one; `which` are the examples meant."""

    model: Model
    which: Whole
    truth: Truth
    answers: Truth


def adapt(examples: Sequence[Example], prior: Prior) -> Adapted:
    """A model of examples over a prior. Of equal texts the last one counts, of many texts the newest."""
    which = _newest(examples)
    texts = [examples[one] for one in which]
    labels = tuple(sorted({*labels_of(texts), *prior.labels}))
    truth = truth_of(texts, labels)
    odds = np.stack([prior.odds(one.text, one.title, labels) for one in texts]).astype(np.float64)
    strange = np.isnan(odds).any(axis=0)
    odds[:, strange] = -MOST
    share = (truth.sum(axis=0) + 0.5) / (len(texts) + 1)
    start = np.where(strange, np.log(share / (1 - share)), np.nan)
    shared = fit_shared(odds[:, ~strange], truth[:, ~strange])
    known = begin(odds, shared, start)
    seen = [see(one.text, one.title) for one in texts]
    vocabulary = Vocabulary.of([[one] for one in seen])
    rows = vocabulary.rows(seen)
    alike = WORDS * (likeness(rows) - 1)  # less the intercept, which every row has
    thoughts, sure = opinions(odds), np.where(strange, 0.0, sureness(odds))
    weights = np.zeros((vocabulary.width, len(labels)), np.float32)
    own, others = np.zeros(len(labels)), np.zeros((len(labels), len(labels)))
    without = np.empty(truth.shape)
    for one in range(len(labels)):
        others_thoughts = thoughts.copy()
        others_thoughts[:, one] = 0
        table = alike + BASE + OWN * np.outer(sure[:, one], sure[:, one]) + OTHERS * others_thoughts @ others_thoughts.T
        carried, without[:, one] = fit(table, known[:, one], truth[:, one].astype(np.float64))
        weights[:, one] = WORDS * spread(rows, carried)
        weights[0, one] = BASE * carried.sum()
        own[one] = OWN * sure[:, one] @ carried
        others[:, one] = OTHERS * others_thoughts.T @ carried
    decider = _decider(without, truth)
    habits = Habits(*(part.astype(np.float32) for part in (shared, own, others, start)))
    learning = Learning(len(examples))
    model = Model(labels, vocabulary, weights, decider, FIELDS, learning, prior, habits=habits)
    return Adapted(model, which, truth, decider.answers(decider.probabilities(without.astype(np.float32))))


def _newest(examples: Sequence[Example]) -> Whole:
    last = {distinct_key(one.text) or one.text: number for number, one in enumerate(examples)}
    return np.array(sorted(last.values())[-MOST_TEXTS:], np.int64)


def _decider(margins: Floats, truth: Truth) -> Decider:
    """One threshold for all labels, from half of the best F1 to be hoped for (see deciding.py)."""
    ones = np.ones(truth.shape[1], np.float32)
    plain = Decider(False, ones, 0 * ones, ones, ones)
    probabilities = plain.probabilities(margins.astype(np.float32))
    accept = best_f1(probabilities.ravel()) / 2
    auto = max(accept, auto_from(probabilities.ravel(), truth.ravel(), SURE_OF))
    return Decider(False, ones, 0 * ones, np.float32(accept) * ones, np.float32(auto) * ones)
