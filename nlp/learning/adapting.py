"""Learning over a prior: a model that says where an office differs from it; whether to keep it is correcting.py.

Every number is drawn to what leaves the prior as it is, so a few corrections move little. The strengths were chosen on
questions labelled by hand and on made-up habits (docs/measurements-learning.md).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nlp.learning.deciding import Decider, Truth, auto_from, hoped_from
from nlp.learning.exact import likeness, spread
from nlp.learning.examples import Example, labels_of
from nlp.learning.habits import MOST, Habits, begin, fit_shared, opinions, sureness
from nlp.learning.likely import Numbers, fit
from nlp.learning.model import FIELDS, Learning, Model
from nlp.learning.prior import Prior
from nlp.learning.reading import see
from nlp.learning.rows import Floats, Rows, Vocabulary, Whole
from nlp.learning.teaching import truth_of
from nlp.text import distinct_key

MOST_TEXTS = 1_000  # the newest ones: work grows with the cube, and an office's habits change
# How far numbers of one label may move (variances): its base, the weight of the prior's odds of it, the weights of
# what the prior thinks of other labels, the weights of words.
BASE, OWN, OTHERS, WORDS = 1.0, 0.2, 6.0, 8.0
MOST_STRANGE = -7.0  # log-likelihood of a text's labels below which it is left out
BELOW = 0.85  # of the threshold that F1 to be hoped for asks for; chosen on made-up offices as well
SURE_OF = 0.98  # precision of automatic topics, as the tagger's own


class Adapted(NamedTuple):
    """A model, and its answers to each text without having been taught that one; `which` are the examples meant.

    `likelier` says by how much (log-likelihood) the labels of each text learnt from are likelier than after an
    adjustment that is the same for all labels: more than that only habits of an office can bring.
    """

    model: Model
    which: Whole
    truth: Truth
    answers: Truth
    likelier: Numbers


def adapt(examples: Sequence[Example], prior: Prior) -> Adapted:
    """A model of examples over a prior. Of equal texts the last one counts, of many texts the newest.

    Texts whose labels nothing explains, neither the prior nor the other texts, are left out and the rest is learnt
    again: slips of the hand and mischief. What is answered to them is still held against the model.
    """
    which = _newest(examples)
    lesson = _read([examples[one] for one in which], prior)
    first = _fit(lesson, np.arange(len(which)))
    explained = np.flatnonzero(_plausible(first.without, lesson.truth) >= MOST_STRANGE)
    fitted = _fit(lesson, explained) if len(explained) < len(which) else first
    without = first.without.copy()
    without[explained] = fitted.without
    decider = _decider(fitted.without, lesson.truth[explained])
    learning = Learning(len(examples))
    model = Model(
        lesson.labels, lesson.vocabulary, fitted.weights, decider, FIELDS, learning, prior, habits=fitted.habits
    )
    answers = decider.answers(decider.probabilities(without.astype(np.float32)))
    known = lesson.truth[explained]
    likelier = _plausible(fitted.without, known) - _plausible(fitted.adjusted, known)
    return Adapted(model, which, lesson.truth, answers, likelier)


class _Lesson(NamedTuple):
    """Texts as numbers: their words, the prior's odds of every label, and which labels the prior does not know."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    rows: Rows
    odds: Numbers
    strange: Truth
    truth: Truth


class _Fitted(NamedTuple):
    """Weights of words, habits, the margins of each text taught without itself, and with nothing but `shared`."""

    weights: Floats
    habits: Habits
    without: Numbers
    adjusted: Numbers


def _read(texts: Sequence[Example], prior: Prior) -> _Lesson:
    labels = tuple(sorted({*labels_of(texts), *prior.labels}))
    odds = np.stack([prior.opinion(one.text, one.title, labels).odds for one in texts]).astype(np.float64)
    strange = np.asarray(np.isnan(odds).any(axis=0))
    odds[:, strange] = -MOST
    seen = [see(one.text, one.title) for one in texts]
    vocabulary = Vocabulary.of([[one] for one in seen])
    return _Lesson(labels, vocabulary, vocabulary.rows(seen), odds, strange, truth_of(texts, labels))


def _fit(lesson: _Lesson, which: Whole) -> _Fitted:
    rows, odds, truth, strange = lesson.rows.take(which), lesson.odds[which], lesson.truth[which], lesson.strange
    share = (truth.sum(axis=0) + 0.5) / (len(which) + 1)
    start = np.where(strange, np.log(share / (1 - share)), np.nan)
    shared = fit_shared(odds[:, ~strange], truth[:, ~strange])
    known = begin(odds, shared, start)
    alike = BASE + WORDS * (likeness(rows) - 1)  # less the intercept, which every row has
    thoughts, sure = opinions(odds), np.where(strange, 0.0, sureness(odds))
    labels = truth.shape[1]
    weights = np.zeros((rows.width, labels), np.float32)
    own, others, without = np.zeros(labels), np.zeros((labels, labels)), np.zeros((len(which), labels))
    for one in range(labels):
        elsewhere = thoughts * (np.arange(labels) != one)
        table = alike + OWN * np.outer(sure[:, one], sure[:, one]) + OTHERS * elsewhere @ elsewhere.T
        carried, without[:, one] = fit(table, known[:, one], truth[:, one].astype(np.float64))
        weights[:, one] = WORDS * spread(rows, carried)
        weights[0, one] = BASE * carried.sum()
        own[one] = OWN * sure[:, one] @ carried
        others[:, one] = OTHERS * elsewhere.T @ carried
    return _Fitted(weights, Habits(*(part.astype(np.float32) for part in (shared, own, others, start))), without, known)


def _plausible(margins: Numbers, truth: Truth) -> Numbers:
    """The log-likelihood of each text's labels."""
    return np.asarray(-np.logaddexp(0, np.where(truth, -margins, margins)).sum(axis=1))


def _newest(examples: Sequence[Example]) -> Whole:
    last = {distinct_key(one.text) or one.text: number for number, one in enumerate(examples)}
    return np.array(sorted(last.values())[-MOST_TEXTS:], np.int64)


def _decider(margins: Numbers, truth: Truth) -> Decider:
    """Thresholds a little below those that F1 to be hoped for asks for (see deciding.hoped_from)."""
    ones = np.ones(truth.shape[1], np.float32)
    plain = Decider(False, ones, 0 * ones, ones, ones)
    probabilities = plain.probabilities(margins.astype(np.float32))
    accept = BELOW * hoped_from(probabilities)
    auto = np.maximum(accept, auto_from(probabilities.ravel(), truth.ravel(), SURE_OF))
    return Decider(False, ones, 0 * ones, accept, auto.astype(np.float32))
