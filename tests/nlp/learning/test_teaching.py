"""Learning labels from scratch: what is learnt, what is answered, with and without diacritics."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.learning.examples import Example, ExamplesError, are_exclusive, read
from nlp.learning.model import Model
from nlp.learning.storing import to_bytes
from nlp.learning.teaching import learn
from nlp.tagging import UNSURE
from nlp.text import fold
from tests.nlp.learning.comments import several, single


@pytest.fixture(scope="module")
def one_each() -> Model:
    return learn(single())


@pytest.fixture(scope="module")
def some_each() -> Model:
    return learn(several())


def given_by(model: Model, text: str) -> set[str]:
    return {topic.code for topic in model.tag(text).topics if topic.band != UNSURE}


def test_a_label_set_of_one_label_a_text_is_answered_by_one_label(one_each: Model) -> None:
    assert one_each.decider.exclusive
    for text, label in (("viện phí quá cao", "gia"), ("phải chờ rất lâu", "cho_doi"), ("bác sĩ tận tình", "thai_do")):
        found = one_each.tag(text).topics
        assert found[0].code == label
        assert [topic.code for topic in found if topic.band != UNSURE] == [label]
        assert sum(topic.score for topic in found) <= 1.001


def test_texts_of_several_labels_get_all_of_them_and_texts_of_none_get_none(some_each: Model) -> None:
    assert not some_each.decider.exclusive
    assert given_by(some_each, "viện phí đắt quá và nhân viên thân thiện") == {"gia", "thai_do"}
    assert given_by(some_each, "xin chào phòng khám số 3") == set()


def test_missing_diacritics_change_no_answer(one_each: Model, some_each: Model) -> None:
    for model, examples in ((one_each, single()), (some_each, several())):
        same = [given_by(model, one.text) == given_by(model, fold(one.text)) for one in examples]
        assert sum(same) >= 0.98 * len(same)


def test_what_was_taught_is_known(one_each: Model, some_each: Model) -> None:
    for model, examples in ((one_each, single()), (some_each, several())):
        right = [given_by(model, one.text) == one.labels for one in examples]
        assert sum(right) >= 0.95 * len(right)


def test_evidence_is_words_of_the_text(some_each: Model) -> None:
    text = "Tôi thấy VIỆN PHÍ đắt quá!"
    [topic] = [topic for topic in some_each.tag(text).topics if topic.band != UNSURE]
    assert topic.evidence
    for shown in topic.evidence:
        assert text[shown.start : shown.end] == shown.text
    assert "phí" in " ".join(shown.text.lower() for shown in topic.evidence)


@pytest.mark.parametrize("text", ["", "   ", "😀", "\u200b", "zzz qqq"])
def test_a_text_without_a_known_word_gets_no_label(text: str, some_each: Model) -> None:
    assert given_by(some_each, text) == set()


@given(text=st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_is_answered_with_words_of_its_own(text: str, some_each: Model) -> None:
    for topic in some_each.tag(text).topics:
        assert 0 <= topic.score <= 1
        assert topic.band in {"auto", "suggest", "unsure"}
        assert all(text[one.start : one.end] == one.text for one in topic.evidence)


def test_a_very_long_text_is_read_by_its_beginning(some_each: Model) -> None:
    assert given_by(some_each, "viện phí đắt quá. " + "a" * 200_000) <= {"gia"}


def test_the_same_examples_make_the_same_file(one_each: Model) -> None:
    assert to_bytes(learn(single())) == to_bytes(one_each)


def test_whether_labels_exclude_each_other_is_seen_in_the_examples() -> None:
    assert are_exclusive([Example("a", frozenset("x")), Example("b", frozenset("y"))])
    assert not are_exclusive([Example("a", frozenset("x")), Example("b", frozenset())])
    assert not are_exclusive([Example("a", frozenset("x")), Example("b", frozenset("x"))])


def test_two_examples_are_enough_and_one_is_not() -> None:
    model = learn([Example("đường xấu", frozenset(["duong"])), Example("thuốc đắt", frozenset(["thuoc"]))])
    assert model.tag("đường xấu").topics[0].code == "duong"
    with pytest.raises(ExamplesError, match="too few"):
        learn([Example("đường xấu", frozenset(["duong"]))])
    with pytest.raises(ExamplesError, match="no example has a label"):
        learn([Example("đường xấu", frozenset()), Example("cầu hỏng", frozenset())])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2: not a JSON object"),
        ('{"labels": []}', 'line 2: "text" is missing'),
        ('{"text": "a"}', 'line 2: "labels" is missing'),
        ('{"text": "a", "labels": "b"}', 'line 2: "labels" is missing'),
        ('{"text": "a", "labels": [1]}', 'line 2: "labels" is missing'),
        ('{"text": "a", "labels": [""]}', "line 2: a label is empty"),
        ('{"text": "a", "labels": ["b"], "title": 3}', 'line 2: "title" is no string'),
    ],
)
def test_a_line_that_is_no_example_is_named(line: str, said: str) -> None:
    with pytest.raises(ExamplesError, match=said):
        read(['{"text": "a", "labels": []}', line])


def refused_line(line: str) -> int | None:
    try:
        read([line])
    except ExamplesError as error:
        return error.line
    return None


@given(line=st.text(max_size=80))
def test_any_line_is_an_example_or_refused(line: str) -> None:
    assert refused_line(line) in {None, 1}


def test_titles_count_as_words_but_are_no_evidence() -> None:
    examples = [Example("được", frozenset([label]), f"dự thảo về {what}")
                for label, what in (("nuoc", "nước sạch"), ("dien", "điện lưới")) for _ in range(4)]  # fmt: skip
    found = learn(examples).tag("được", "dự thảo về điện lưới").topics[0]
    assert found.code == "dien"
    assert all(shown.text == "được" for shown in found.evidence)
