"""From margins to answers: rare labels are named, a gain comes with its error."""

import numpy as np
import pytest

from nlp.learning.deciding import Truth, fit, macro_f1, micro_f1, micro_gain
from nlp.learning.rows import Floats


def seen(seed: int) -> tuple[Floats, Truth]:
    """Margins of 4,000 texts as sure as they may be, and what is true: one of three labels, the last one rare."""
    chance, shares = np.random.default_rng(seed), np.array([0.48, 0.48, 0.04])
    truth = np.eye(3, dtype=np.bool_)[chance.choice(3, 4_000, p=shares)]
    return (truth + chance.normal(size=truth.shape) + np.log(shares)).astype(np.float32), truth


def test_a_rare_label_that_the_largest_margin_hardly_names_is_named() -> None:
    decider = fit(*seen(1), exclusive=True)
    margins, truth = seen(2)
    largest = margins >= margins.max(axis=1, keepdims=True)
    answers = decider.answers(decider.probabilities(margins))
    assert answers.sum() == len(answers)
    assert macro_f1(answers, truth) > macro_f1(largest, truth) + 0.02
    assert micro_f1(answers, truth) > micro_f1(largest, truth) - 0.01


def test_labels_that_are_equally_common_get_no_bonus() -> None:
    margins, truth = seen(3)
    assert fit(margins[:, :2], np.eye(2, dtype=np.bool_)[np.arange(4_000) % 2], exclusive=True).offset.tolist() == [
        0,
        0,
    ]
    assert fit(margins, truth, exclusive=True).offset.argmax() == 2


def test_the_error_of_a_gain_is_what_drawing_texts_again_shows() -> None:
    chance = np.random.default_rng(4)
    truth, before, after = (chance.random((300, 4)) < share for share in (0.3, 0.4, 0.5))
    before[:200], after[:250] = truth[:200], truth[:250]
    found = micro_gain(before, after, truth)
    drawn = [chance.integers(0, 300, 300) for _ in range(400)]
    gains = [micro_f1(after[one], truth[one]) - micro_f1(before[one], truth[one]) for one in drawn]
    assert found.after - found.before == pytest.approx(np.mean(gains), abs=0.01)
    assert found.doubt == pytest.approx(np.std(gains), rel=0.15)
