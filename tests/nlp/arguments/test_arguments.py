"""The arguments in comments: clusters, phrases and quotes that stand in the texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.arguments.arguments import Argument, arguments
from nlp.text import fold
from tests.bench.campaigns import dice
from tests.bench.letters import LETTERS, OWN_WORDS

COSTS = [
    "Mức phí 65.000 đồng quá cao so với thu nhập của hộ nghèo chúng tôi",
    "Lương hưu có ba triệu mà mức phí thu gom như thế thì quá cao",
    "Đề nghị giảm mức phí cho gia đình đông người, thu nhập thấp",
    "Sao mức phí tăng gấp đôi trong khi thu nhập vẫn vậy",
    "Thu nhập bấp bênh, mức phí này công nhân thuê trọ chịu sao nổi",
    "Nên tính mức phí theo thu nhập hoặc theo khối lượng",
]
LATE = [
    "Xe lấy rác không đúng giờ, sáng nào cũng phải canh",
    "Mùi hôi khắp xóm vì xe lấy rác đến muộn, không đúng giờ",
    "Hẻm tôi ba ngày xe lấy rác mới vào một lần",
    "Giờ xe lấy rác thay đổi liên tục, ai đi làm không đổ được",
    "Mong xe lấy rác chạy đúng giờ và có chuông báo",
    "Xe lấy rác làm rơi vãi nước thải ra đường, mùi hôi chịu không nổi",
]
TWO = [*COSTS, *LATE]


def all_of(found: list[Argument]) -> list[int]:
    return sorted(number for one in found for number in one.members)


def test_two_arguments_are_told_apart_and_called_by_their_words() -> None:
    for comments in (TWO, [fold(text) for text in TWO]):
        found = arguments(comments)
        assert [set(one.members) for one in found] == [set(range(6)), set(range(6, 12))]
        assert [fold(one.phrases[0]) for one in found] == ["muc phi", "xe lay rac"]


def test_a_phrase_is_shown_with_marks_when_anybody_wrote_them() -> None:
    comments = [*map(fold, TWO[:-1]), TWO[-1]]
    found = arguments(comments)
    assert "xe lấy rác" in [phrase for one in found for phrase in one.phrases]
    assert "muc phi" in [phrase for one in found for phrase in one.phrases]


def test_a_campaign_counts_once() -> None:
    letter = " ".join(LETTERS["đất"][:4])
    comments = [*TWO, *[letter] * 300, *(f"{letter} {own}" for own in OWN_WORDS)]
    found = arguments(comments)
    assert sum(one.messages for one in found) == len(comments)
    assert sum(one.texts for one in found) == len(TWO) + 1
    [home] = [one for one in found if len(TWO) in one.members]
    assert home.messages >= 308


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=30), st.sampled_from(TWO)), max_size=20), st.integers(0, 3))
def test_quotes_and_phrases_stand_in_the_texts(comments: list[str], seed: int) -> None:
    dice(seed).shuffle(comments)
    found = arguments(comments)
    assert all_of(found) == [number for number, text in enumerate(comments) if any(map(str.isalnum, text))]
    for one in found:
        assert set(one.quotes) <= set(one.members)
        assert one.quotes
        assert 1 <= one.texts <= one.messages == len(one.members)
        told = fold(" ".join(comments[number] for number in one.members))
        assert all(fold(phrase) in told for phrase in one.phrases)
    assert [one.texts for one in found] == sorted((one.texts for one in found), reverse=True)


def test_nothing_to_argue_about() -> None:
    assert arguments([]) == arguments(["", "👍"]) == []
    [alone] = arguments(["Đồng ý"])
    assert (alone.quotes, alone.messages, alone.texts) == ((0,), 1, 1)


def test_people_messages_and_texts_are_counted_apart() -> None:
    letter = " ".join(LETTERS["đất"][:4])
    [one] = arguments([letter, letter.upper(), f"{letter} Cảm ơn", letter], ["a", "a", None, "b"])
    assert (one.people, one.messages, one.texts) == (3, 4, 1)
    assert [one.people for one in arguments([letter, letter])] == [2]
    with pytest.raises(ValueError, match="as many authors"):
        arguments([letter], [])
