"""The parts corrections are learnt with: a text taken out by formula is as good as left out, strays are dropped."""

import numpy as np
import pytest

from nlp.learning.adapting import adapt
from nlp.learning.examples import Example
from nlp.learning.habits import AS_BEFORE, Habits, fit_shared
from nlp.learning.likely import fit
from nlp.learning.together import fit as fit_together
from tests.nlp.learning.comments import several
from tests.nlp.learning.test_correcting import HalfKnowing


def test_a_text_taken_out_by_formula_is_told_what_it_is_told_when_left_out() -> None:
    chance = np.random.default_rng(1)
    texts = chance.normal(size=(40, 3))
    truth = (texts @ [1.0, -1.0, 0.5] + chance.normal(size=40) > 0).astype(np.float64)
    likeness, known = texts @ texts.T, np.full(40, -0.2)
    without = fit(likeness, known, truth).without
    really = []
    for one in range(40):
        rest = np.arange(40) != one
        carried = fit(likeness[np.ix_(rest, rest)], known[rest], truth[rest]).carried
        really.append(known[one] + likeness[one, rest] @ carried)
    assert np.corrcoef(without, really)[0, 1] > 0.99
    assert np.abs(without - np.array(really)).max() < 0.5


def test_what_the_prior_says_stays_where_texts_agree_with_it() -> None:
    chance = np.random.default_rng(2)
    odds = chance.normal(-2, 3, size=(300, 5))
    truth = chance.random((300, 5)) < 1 / (1 + np.exp(-odds))
    assert fit_shared(odds, truth) == pytest.approx(AS_BEFORE, abs=0.6)
    shared, nothing = AS_BEFORE.astype(np.float32), np.zeros(5, np.float32)
    same = Habits(shared, nothing, np.zeros((5, 5), np.float32), np.full(5, np.nan, np.float32))
    assert same.margins(odds[0].astype(np.float32)) == pytest.approx(np.clip(odds[0], -8, 8), abs=1e-4)


def test_labels_that_exclude_each_other_are_told_so_by_their_margins() -> None:
    chance = np.random.default_rng(3)
    margins = chance.normal(size=(2_000, 2)).astype(np.float32)
    truth = np.stack([margins[:, 0] > margins[:, 1], margins[:, 0] <= margins[:, 1]], axis=1)
    lengths = np.full(2_000, 10)
    found = fit_together(margins, lengths, truth).margins(margins, lengths)
    assert ((found > 0) == truth).mean() > 0.97
    assert ((margins > 0) == truth).mean() < 0.8


def test_a_correction_nothing_explains_is_left_out() -> None:
    true = several()
    strays = [Example(f"{one.text} lắm đấy {number}", frozenset(["mien_tri"])) for number, one in enumerate(true[:3])]
    plain, strayed = adapt(true, HalfKnowing()), adapt([*true, *strays], HalfKnowing())
    agreed = [
        {topic.code for topic in plain.model.tag(one.text).topics if topic.band != "unsure"}
        == {topic.code for topic in strayed.model.tag(one.text).topics if topic.band != "unsure"}
        for one in true
    ]
    assert np.mean(agreed) > 0.9


def test_labels_become_likelier_where_the_prior_knows_too_little_and_not_where_it_is_right() -> None:
    learnt = adapt(several(), HalfKnowing()).likelier
    right = [Example(one.text, frozenset(HalfKnowing().found(one.text))) for one in several()]
    assert learnt.mean() > 5 * abs(adapt(right, HalfKnowing()).likelier.mean())


def test_of_equal_texts_the_last_one_counts() -> None:
    turned = [Example(one.text.upper(), frozenset(["cho_doi"])) for one in several()[:5]]
    found = adapt([*several(), *turned], HalfKnowing())
    assert len(found.which) == len({one.text for one in several()})
    assert set(range(5)).isdisjoint(found.which)
