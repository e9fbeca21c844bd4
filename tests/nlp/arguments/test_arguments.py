"""The arguments in comments: clusters, phrases and quotes that stand in the texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.arguments.arguments import Argued, arguments
from nlp.text import fold, normalise
from tests.bench.arguments import by_chance, clusters_of, own, scores
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


def all_of(found: Argued) -> list[int]:
    return sorted([number for one in found.arguments for number in one.members] + list(found.other))


def test_two_arguments_are_told_apart_and_called_by_their_words() -> None:
    for comments in (TWO, [fold(text) for text in TWO]):
        found = arguments(comments).arguments
        assert [set(one.members) for one in found] == [set(range(6)), set(range(6, 12))]
        assert [fold(one.phrases[0]) for one in found] == ["muc phi", "xe lay rac"]


def test_a_phrase_is_shown_with_marks_when_anybody_wrote_them() -> None:
    comments = [*map(fold, TWO[:-1]), TWO[-1]]
    found = arguments(comments).arguments
    assert "xe lấy rác" in [phrase for one in found for phrase in one.phrases]
    assert "muc phi" in [phrase for one in found for phrase in one.phrases]


def test_a_campaign_counts_once() -> None:
    letter = " ".join(LETTERS["đất"][:4])
    comments = [*TWO, *[letter] * 300, *(f"{letter} {own}" for own in OWN_WORDS)]
    found = arguments(comments)
    assert sum(one.messages for one in found.arguments) + len(found.other) == len(comments)
    assert sum(one.texts for one in found.arguments) + found.other_texts == len(TWO) + 1
    [home] = [one for one in found.arguments if len(TWO) in one.members]
    assert home.messages >= 308


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=30), st.sampled_from(TWO)), max_size=20), st.integers(0, 3))
def test_quotes_and_phrases_stand_in_the_texts(comments: list[str], seed: int) -> None:
    dice(seed).shuffle(comments)
    found = arguments(comments)
    assert all_of(found) == [number for number, text in enumerate(comments) if any(map(str.isalnum, text))]
    for one in found.arguments:
        assert set(one.quotes) <= set(one.members)
        assert one.quotes
        assert 1 <= one.texts <= one.messages == len(one.members)
        told = fold(normalise(" ".join(comments[number] for number in one.members)))
        assert all(fold(phrase) in told for phrase in one.phrases)
    sizes = [one.texts for one in found.arguments]
    assert sizes == sorted(sizes, reverse=True)
    called = [phrase for one in found.arguments for phrase in one.phrases]
    assert len(called) == len(set(called))


def test_nothing_to_argue_about() -> None:
    assert arguments([]) == arguments(["", "👍"]) == Argued([], (), 0)
    [alone] = arguments(["Đồng ý"]).arguments
    assert (alone.quotes, alone.messages, alone.texts) == ((0,), 1, 1)


def test_people_messages_and_texts_are_counted_apart() -> None:
    letter = " ".join(LETTERS["đất"][:4])
    [one] = arguments([letter, letter.upper(), f"{letter} Cảm ơn", letter], ["a", "a", None, "b"]).arguments
    assert (one.people, one.messages, one.texts) == (3, 4, 1)
    assert [one.people for one in arguments([letter, letter]).arguments] == [2]
    with pytest.raises(ValueError, match="as many authors"):
        arguments([letter], [])


def test_what_several_say_in_their_own_words_is_told_apart_better_than_by_chance() -> None:
    """Twelve arguments in ten wordings that avoid each other's words, half without marks: far from well."""
    told = own("dev")
    labels, found = [label for _, label in told], clusters_of([text for text, _ in told])
    purity, shared, covered = scores(labels, found)
    floor, floor_shared = by_chance(labels, found)
    assert purity >= floor + 0.08
    assert shared >= floor_shared + 0.06
    assert covered >= 0.8


def test_what_nobody_else_says_is_left_apart() -> None:
    told = [text for text, _ in own("dev")]
    alone = "Lorem ipsum dolor sit amet consectetur adipiscing elit"
    found = arguments([*told, alone])
    assert len(told) in found.other
    assert len(found.other) < len(told) / 5


def test_which_comments_stand_together_does_not_depend_on_their_order() -> None:
    told = [text for text, _ in own("held")]
    forwards, backwards = arguments(told), arguments(told[::-1])
    last = len(told) - 1
    assert {frozenset(last - number for number in one.members) for one in backwards.arguments} == {
        frozenset(one.members) for one in forwards.arguments
    }


@pytest.mark.parametrize("comments", [["a"] * 9, ["!!!", "rác"] * 3, [f"{n} việc {n}" for n in range(40)]])
def test_comments_that_have_nothing_in_common_or_everything(comments: list[str]) -> None:
    found = arguments(comments)
    assert len(all_of(found)) == sum(any(map(str.isalnum, text)) for text in comments)


def test_many_comments_of_which_no_two_share_a_word_are_no_argument() -> None:
    found = arguments([f"{n}a {n}b {n}c" for n in range(40)])
    assert (found.arguments, len(found.other), found.other_texts) == ([], 40, 40)
