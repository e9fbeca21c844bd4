"""What an office does with the opinions of a prior: numbers shared by all labels and numbers of each; the latter are
fitted in nlp/learning/adapting.py."""

from dataclasses import dataclass

import numpy as np

from nlp.learning.deciding import Truth
from nlp.learning.likely import Numbers
from nlp.learning.rows import Floats

MOST = 8.0  # log-odds beyond this are as sure as can be
APART = 6.0  # so is a label that stands this far before the next one
SHARED = 5  # facts that count the same for every label
HELD = np.array([0.5, 5.0, 1.0, 1.0, 1.0])  # how strongly they are drawn to where the prior stands
AS_BEFORE = np.array([0.0, 1.0, 0.0, 0.0, 0.0])
STEPS = 20  # Newton's


@dataclass(frozen=True)
class Habits:
    """How odds of a prior become log-odds as the office means them.

    `shared` weighs the facts that count alike for all labels; `own` (labels,) is how much more or less the office
    goes by the prior's odds of a label, `others` (labels, labels) what the prior's opinion of other labels (rows)
    says of each, `start` where a label begins of which the prior knows nothing (NaN: it knows it).
    """

    shared: Floats
    own: Floats
    others: Floats
    start: Floats

    def margins(self, odds: Floats) -> Floats:
        """Log-odds of each label from the prior's (labels,)."""
        margins = begin(odds[None], self.shared, self.start)[0]
        return np.asarray(margins + self.own * sureness(odds) + opinions(odds) @ self.others, np.float32)


def begin(odds: Numbers | Floats, shared: Numbers | Floats, start: Numbers | Floats) -> Numbers:
    """Where learning from words begins: (texts, labels)."""
    weighed = [weight * fact for weight, fact in zip(shared[1:], _told(odds), strict=True)]
    return np.asarray(np.where(np.isnan(start), shared[0] + sum(weighed), start), np.float64)


def facts(odds: Numbers | Floats) -> Numbers:
    """What counts alike for all labels (texts, labels, SHARED): 1, the odds, whether they are the highest, how far
    the label stands before or behind the best other one, and for the highest, how likely the second is."""
    told = _told(odds)
    return np.stack([np.ones_like(told[0]), *told], axis=2)


def _told(odds: Numbers | Floats) -> tuple[Numbers, ...]:
    """The facts but the first, each (texts, labels)."""
    capped = np.asarray(odds, np.float64).clip(-MOST, MOST)
    best = np.sort(capped, axis=1)[:, -2:]
    first = capped >= best[:, 1:]
    rival = np.where(first, best[:, :1], best[:, 1:])
    second = first * best[:, :1].clip(-APART, APART / 2)
    return capped, first.astype(np.float64), (capped - rival).clip(-APART, APART), second


def sureness(odds: Numbers | Floats) -> Numbers:
    """The odds as a number near 0 where the prior is in doubt."""
    return (np.asarray(odds, np.float64).clip(-APART, APART) + 1) / 2


def opinions(odds: Numbers | Floats) -> Numbers:
    """The odds as numbers between 0 and 1."""
    return np.asarray(1 / (1 + np.exp(-np.asarray(odds, np.float64).clip(-MOST, MOST))), np.float64)


def fit_shared(odds: Numbers, truth: Truth) -> Numbers:
    """What counts alike for all labels, from texts with their prior's odds and their labels (texts, labels)."""
    x, target = facts(odds).reshape(-1, SHARED).astype(np.float64), truth.reshape(-1).astype(np.float64)
    at, held = AS_BEFORE.copy(), np.diag(HELD)
    cost = _cost(x, target, at)
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ at, -30, 30)))
        bend = (x * (p * (1 - p))[:, None]).T @ x + held
        step = np.linalg.solve(bend, x.T @ (p - target) + held @ (at - AS_BEFORE))
        while (now := _cost(x, target, at - step)) > cost and np.abs(step).max() > 1e-4:
            step /= 2
        at, cost = at - step, now
    return at


def _cost(x: Numbers, target: Numbers, at: Numbers) -> float:
    raw = x @ at
    return float((np.logaddexp(0, raw) - target * raw).sum() + HELD @ (at - AS_BEFORE) ** 2 / 2)
