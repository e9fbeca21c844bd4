"""Corrections on top of the fields: kept when they help, refused when they are few, wrong or one-sided."""

from collections.abc import Sequence

import numpy as np
import pytest

from nlp.learning.correcting import FEW_TEXTS, HARMS, NO_GAIN, Verdict, anchors, beside, correct, judge
from nlp.learning.examples import Example, ExamplesError
from nlp.learning.prior import FieldPrior, Opinion
from nlp.learning.storing import from_bytes, to_bytes
from nlp.tagging import SUGGEST, Tagging, Topic
from tests.nlp.learning.comments import PARTS, several

FIELDS = FieldPrior()


WORDS = {"gia": "đắt", "cho_doi": "chờ"}


class HalfKnowing:
    """A prior that knows two labels by one word each and takes the others for granted nowhere."""

    labels = tuple(sorted(PARTS))
    kind = "complaint"  # what no rule would say of these texts

    def opinion(self, text: str, title: str, labels: Sequence[str]) -> Opinion:
        odds = [1.0 if WORDS.get(one, "#") in text + title else -1.2 for one in labels]
        return Opinion(np.array(odds, np.float32), self.kind)

    def tag(self, text: str, title: str) -> Tagging:
        return Tagging(tuple(Topic(label, 0.7, SUGGEST, ()) for label in self.found(text + title)), self.kind)

    def found(self, text: str) -> list[str]:
        """The labels it knows of a text."""
        return [label for label, word in WORDS.items() if word in text]


def test_corrections_that_help_are_kept_and_come_back_from_their_file() -> None:
    model = correct(several(), HalfKnowing())
    learning = model.learning
    assert learning.accepted
    assert learning.base_micro_f1 is not None
    assert learning.micro_f1 > learning.base_micro_f1 + 0.05
    back = from_bytes(to_bytes(model), HalfKnowing())
    text = "bác sĩ nhiệt tình"
    assert [topic.code for topic in back.tag(text).topics] == [topic.code for topic in model.tag(text).topics]
    assert model.tag(text).topics[0].code == "thai_do"
    assert back.tag(text).kind == HalfKnowing.kind


@pytest.mark.parametrize("codes", [["dat_dai"], ["doi_ngoai", "y_te"], []])
def test_25_wrong_or_one_sided_corrections_change_no_answer(codes: list[str]) -> None:
    texts = [one.text for one in anchors()]
    model = correct([Example(text, frozenset(codes)) for text in texts[:25]], FIELDS)
    assert (model.learning.accepted, model.learning.reason) == (False, FEW_TEXTS)
    assert all(model.tag(text) == FIELDS.tag(text, "") for text in texts)
    back = from_bytes(to_bytes(model), FIELDS)
    assert all(back.tag(text) == FIELDS.tag(text, "") for text in texts)


def test_many_one_sided_corrections_are_refused_too() -> None:
    one_sided = [
        Example(f"{one.text} (ý kiến {number})", frozenset(["dat_dai"])) for number, one in enumerate(anchors())
    ]
    model = correct(one_sided, FIELDS)
    assert not model.learning.accepted
    assert model.learning.reason in {HARMS, NO_GAIN}


def test_the_same_text_many_times_is_one_text() -> None:
    model = correct([Example("Phí cao quá", frozenset(["dat_dai"]))] * 100, FIELDS)
    assert model.learning.reason == FEW_TEXTS


def test_what_does_worse_than_the_model_in_use_on_later_texts_is_refused() -> None:
    in_use = correct(several(), HalfKnowing())
    texts = [Example("bác sĩ nhiệt tình", frozenset(["thai_do"])), Example("viện phí đắt quá", frozenset(["gia"]))]
    truth = np.array([[label in one.labels for label in in_use.labels] for one in texts])
    better = Verdict(True, "", 0.7, 0.8)
    assert beside(better, texts, in_use, truth, truth) == better
    worse = beside(better, texts, in_use, np.zeros_like(truth), truth)
    assert (worse.accepted, worse.reason) == (False, NO_GAIN)
    assert correct(several(), HalfKnowing(), in_use=in_use).learning.accepted


def test_nothing_is_no_lesson() -> None:
    with pytest.raises(ExamplesError):
        correct([], FIELDS)


SURE = np.full(10, 0.5)  # how much likelier the labels of each of ten texts became


def test_better_by_luck_is_not_better() -> None:
    truth = np.ones((10, 1), np.bool_)
    before, after = np.zeros((10, 1), np.bool_), np.zeros((10, 1), np.bool_)
    after[:2] = True
    assert not judge(before, after, truth, SURE).accepted
    after[:] = True
    assert judge(before, after, truth, SURE).accepted
    assert not judge(after, before, truth, SURE).accepted


def test_better_answers_that_became_no_likelier_are_luck_too() -> None:
    truth = np.ones((10, 1), np.bool_)
    doubtful = np.array([3.0, -2.0, 1.0, -1.0, 2.0, -1.0, 0.5, 0.5, -1.0, 1.0])
    assert not judge(~truth, truth, truth, doubtful).accepted
    assert not judge(~truth, truth, truth, -SURE).accepted
    assert not judge(~truth, truth, truth, SURE[:0]).accepted


def test_the_anchors_are_texts_with_known_fields() -> None:
    assert len(anchors()) >= 70
    assert all(one.labels <= set(FIELDS.labels) and one.labels for one in anchors())
