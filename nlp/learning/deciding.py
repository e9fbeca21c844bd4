"""From margins to answers: probabilities fitted on texts not seen in training, and the thresholds they must reach."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.learning.rows import Floats

Truth = NDArray[np.bool_]

STEPS = 30  # Newton's, far more than are ever needed
TOWARDS_ALL = 4.0  # how many examples' worth a label's own curve is drawn towards the curve of all labels together
SURE_OF = 0.95  # precision an automatic topic had on answers not seen in training
LEAST_AUTO, NEVER = 0.8, 1.01  # never automatic under this probability; a threshold nothing reaches
FEWEST_AUTO = 20  # with fewer answers above a threshold its precision is not known
RARE_BONUSES = np.linspace(0, 0.6, 25)  # per unit of log rarity, in log-odds
ACCURACY_COUNTS = 3.0  # as often as macro F1
SHARPNESS = np.exp(np.linspace(-1.5, 3, 46))


@dataclass(frozen=True)
class Decider:
    """How margins become probabilities and answers.

    Exclusive: softmax of slope * margin + offset, the first is the answer. Else each label by itself: the
    logistic of slope * margin + offset, an answer from `accept` on. From `auto` on an answer needs no look.
    """

    exclusive: bool
    slope: Floats
    offset: Floats
    accept: Floats
    auto: Floats

    def probabilities(self, margins: Floats) -> Floats:
        """The probability of each label; shapes (…, labels) to (…, labels)."""
        raw = margins * self.slope + self.offset
        if not self.exclusive:
            return np.asarray(1 / (1 + np.exp(-np.clip(raw, -30, 30))), np.float32)
        raw = np.exp(raw - raw.max(axis=-1, keepdims=True))
        return np.asarray(raw / raw.sum(axis=-1, keepdims=True), np.float32)

    def answers(self, probabilities: Floats) -> Truth:
        """Which labels are given; at least the first one where labels exclude each other."""
        if not self.exclusive:
            return np.asarray(probabilities >= self.accept)
        return np.asarray(probabilities >= probabilities.max(axis=-1, keepdims=True))


def fit(margins: Floats, truth: Truth, *, exclusive: bool) -> Decider:
    """A decider from margins of texts the model had not seen (texts, labels), and what is true of them."""
    labels = truth.shape[1]
    if exclusive:
        return _fit_exclusive(margins, truth)
    whole = _curve(margins.ravel(), truth.ravel(), (1.0, 0.0), 1.0)
    curves = np.array([_curve(margins[:, one], truth[:, one], whole, TOWARDS_ALL) for one in range(labels)])
    slope, offset = curves[:, 0].astype(np.float32), curves[:, 1].astype(np.float32)
    plain = Decider(False, slope, offset, np.zeros(labels, np.float32), np.ones(labels, np.float32))
    probabilities = plain.probabilities(margins)
    accept = hoped_from(probabilities)
    sure = [max(float(accept[one]), auto_from(probabilities[:, one], truth[:, one])) for one in range(labels)]
    return Decider(False, slope, offset, accept, np.array(sure, np.float32))


def micro_f1(answers: Truth, truth: Truth) -> float:
    """F1 over all answers together, 0 when there is nothing to find and nothing was found."""
    hit = float((answers & truth).sum())
    return 2 * hit / max(1.0, float(answers.sum() + truth.sum()))


def _fit_exclusive(margins: Floats, truth: Truth) -> Decider:
    """Softmax with a bonus for rare labels, which the largest probability alone would hardly ever name."""
    labels = truth.shape[1]
    slope, nothing = np.full(labels, _sharpness(margins, truth), np.float32), np.zeros(labels, np.float32)
    rarity = -np.log((truth.sum(axis=0) + 0.5) / (len(truth) + 0.5)).astype(np.float32)
    plain = Decider(True, slope, nothing, nothing, slope)
    likely = plain.probabilities(margins)
    bonuses = [replace(plain, offset=np.asarray(bonus * (rarity - rarity.min()), np.float32)) for bonus in RARE_BONUSES]
    best_one = max(bonuses, key=lambda one: _hoped_for(likely, one.answers(one.probabilities(margins))))
    probabilities = best_one.probabilities(margins)
    auto = auto_from(probabilities.max(axis=1), truth[np.arange(len(truth)), probabilities.argmax(axis=1)])
    return replace(best_one, auto=np.full(labels, auto, np.float32))


def _hoped_for(likely: Floats, answers: Truth) -> float:
    """Accuracy and macro F1 to be expected of answers under probabilities (texts, labels), weighed together.

    What is expected moves more smoothly with the answers than what was counted on a few texts of a rare label.
    """
    hit = (likely * answers).sum(axis=0, dtype=np.float64)
    each = 2 * hit / np.maximum(1e-9, answers.sum(axis=0) + likely.sum(axis=0, dtype=np.float64))
    return float(ACCURACY_COUNTS * hit.sum() / max(1, len(likely)) + each.mean())


class Gain(NamedTuple):
    """Micro F1 of two sets of answers to the same texts, and the standard error of the second less the first."""

    before: float
    after: float
    doubt: float


def micro_gain(before: Truth, after: Truth, truth: Truth) -> Gain:
    """What answers (texts, labels) won over others; the error is that of a ratio by its influences, text by text."""
    old, new = micro_f1(before, truth), micro_f1(after, truth)
    moved = _influence(after, truth, new) - _influence(before, truth, old)
    return Gain(old, new, float(moved.std() / np.sqrt(max(1, len(moved) - 1))))


def _influence(answers: Truth, truth: Truth, score: float) -> NDArray[np.float64]:
    size = (answers.sum(axis=1) + truth.sum(axis=1)).astype(np.float64)
    return np.asarray((2 * (answers & truth).sum(axis=1) - score * size) / max(1e-9, float(size.mean())))


def macro_f1(answers: Truth, truth: Truth) -> float:
    """The mean of the labels' F1, over labels that are true of some text."""
    hit, size = (answers & truth).sum(axis=0), answers.sum(axis=0) + truth.sum(axis=0)
    there = truth.any(axis=0)
    return float((2 * hit[there] / size[there]).mean()) if there.any() else 0.0


def _sharpness(margins: Floats, truth: Truth) -> float:
    """The slope under which the true labels are most probable."""
    at = truth.argmax(axis=1)
    losses = []
    for slope in SHARPNESS:
        raw = margins * slope
        raw -= raw.max(axis=1, keepdims=True)
        losses.append(float((np.log(np.exp(raw).sum(axis=1)) - raw[np.arange(len(raw)), at]).mean()))
    return float(SHARPNESS[int(np.argmin(losses))])


def _curve(margins: Floats, truth: Truth, towards: tuple[float, float], weight: float) -> tuple[float, float]:
    """Slope and offset of a logistic curve (Platt 1999), drawn towards a known one by `weight`."""
    x = np.stack([margins, np.ones_like(margins)], axis=1).astype(np.float64)
    target = np.array(towards, np.float64)
    at = target.copy()
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ at, -30, 30)))
        slope = x.T @ (p - truth) + weight * (at - target)
        bend = (x * (p * (1 - p))[:, None]).T @ x + weight * np.eye(2)
        step = np.linalg.solve(bend, slope)
        at -= step * min(1.0, 2.0 / max(1e-9, float(np.abs(step).max())))
    return max(0.05, float(at[0])), float(at[1])


def hoped_from(probabilities: Floats) -> Floats:
    """Per label half the best F1 it can hope for, halfway to the same over all labels.

    Under calibrated probabilities F1 is highest when everything above half of that best F1 is given
    (Lipton, Elkan and Naryanaswamy 2014); the one threshold serves macro F1, the other micro F1.
    """
    own = np.array([best_f1(column) for column in probabilities.T]) / 2
    return ((own + best_f1(probabilities.ravel()) / 2) / 2).astype(np.float32)


def best_f1(probabilities: Floats) -> float:
    """The highest F1 to be expected when the most probable are given."""
    down = np.sort(probabilities.astype(np.float64))[::-1]
    return float((2 * np.cumsum(down) / (np.arange(1, len(down) + 1) + down.sum())).max())


def auto_from(probabilities: Floats, right: Truth, sure_of: float = SURE_OF) -> float:
    """The lowest probability from which on the share of right answers was at least `sure_of`."""
    down = np.argsort(-probabilities, kind="stable")
    share = np.cumsum(right[down]) / np.arange(1, len(down) + 1)
    enough = np.flatnonzero((share >= sure_of) & (np.arange(1, len(down) + 1) >= FEWEST_AUTO))
    return NEVER if not len(enough) else max(LEAST_AUTO, float(probabilities[down[enough[-1]]]))
