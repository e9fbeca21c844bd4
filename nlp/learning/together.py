"""Labels read together: what the margins of all labels and a text's length say of each; no words here."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.learning.deciding import Truth
from nlp.learning.rows import Floats, Whole

Numbers = NDArray[np.float64]

HELD = 1.0  # how strongly numbers are drawn to 0: one example's worth
STEPS = 12  # Newton's; a handful is needed
CLOSE = 1e-4


@dataclass(frozen=True)
class Together:
    """Per label a logistic model over `_facts` of a text: shape (facts, labels).

    Labels of one text depend on each other ("storage" is seldom alone) and margins grow with its length.
    """

    weights: Floats

    def margins(self, margins: Floats, lengths: Whole | int) -> Floats:
        """Log-odds of each label from the margins (…, labels) of texts of so many words (…)."""
        labels = margins.shape[-1]
        base, by_length, own_by_length = self.weights[:3]
        of_margins, of_sides, of_both = (self.weights[3 + part * labels : 3 + (part + 1) * labels] for part in range(3))
        length = np.log1p(np.asarray(lengths, np.float32))[..., None]
        sides = np.tanh(margins)
        found = base + length * (by_length + own_by_length * margins)
        found += margins @ of_margins + sides @ of_sides + sides * (sides @ of_both)
        return np.asarray(found, np.float32)


def fit(margins: Floats, lengths: Whole, truth: Truth) -> Together:
    """From margins of texts the model had not seen (texts, labels), their lengths and what is true of them."""
    columns = [_curve(_facts(margins, lengths, one), truth[:, one]) for one in range(truth.shape[1])]
    return Together(np.stack(columns, axis=1).astype(np.float32))


def facts(labels: int) -> int:
    """How many facts there are of each label."""
    return 3 + 3 * labels


def _facts(margins: Floats, lengths: Whole, one: int) -> Floats:
    """(texts, facts): 1, the length, how far it moves the label's own margin, all margins, whose sides they take
    and where they take that of the label."""
    length = np.log1p(lengths.astype(np.float32))[:, None]
    own, sides = margins[:, one : one + 1], np.tanh(margins)
    return np.concatenate([np.ones_like(length), length, own * length, margins, sides, sides * np.tanh(own)], axis=1)


def _curve(facts_of: Floats, truth: Truth) -> Floats:
    """Logistic regression by Newton's method, steps halved until they help."""
    x, target = facts_of.astype(np.float64), truth.astype(np.float64)
    held = HELD * np.eye(x.shape[1])
    held[0, 0] = 1e-6
    at = np.zeros(x.shape[1])
    cost = _cost(x, target, at, held)
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ at, -30, 30)))
        bend = (x * (p * (1 - p))[:, None]).T @ x + held
        step = np.linalg.solve(bend, x.T @ (p - target) + held @ at)
        before = cost
        while (cost := _cost(x, target, at - step, held)) > before and np.abs(step).max() > CLOSE:
            step /= 2
        at -= step
        if before - cost < CLOSE:
            break
    return np.asarray(at, np.float32)


def _cost(x: Numbers, target: Numbers, at: Numbers, held: Numbers) -> float:
    raw = x @ at
    return float((np.logaddexp(0, raw) - target * raw).sum() + at @ held @ at / 2)
