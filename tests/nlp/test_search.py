"""Words looked for in a text: what counts as found, what comes first, which piece is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import search


def test_small_words_are_not_looked_for_unless_there_are_no_others() -> None:
    assert search.query("Mức thu là bao nhiêu của hộ nghèo?").words == ("muc", "thu", "bao", "nhieu", "ho", "ngheo")
    assert search.query("của ai").words == ("cua", "ai")
    assert search.query("👍 …").words == ()


@pytest.mark.parametrize("typed", ["kỹ thuật", "kĩ thuật", "ky thuat", "KI THUAT"])
def test_spellings_of_one_word_are_one_word(typed: str) -> None:
    assert search.score(search.query(typed), "", "Yêu cầu kỹ thuật của xe") > 0
    assert search.score(search.query(typed), "", "Yêu cầu kĩ thuật của xe") > 0


def test_marks_tell_words_apart_where_they_were_typed() -> None:
    assert not search.answers(search.query("thuế"), "", "Việc thuê ki-ốt")
    assert search.answers(search.query("thue"), "", "Việc thuê ki-ốt")
    assert search.answers(search.query("thuế"), "Thuế", "Việc thuê ki-ốt")


def test_those_with_the_right_marks_come_instead_of_the_others() -> None:
    assert search.best([(9.0, False), (8.0, True), (8.5, True)], 5) == [2, 1]
    assert search.best([(7.0, False), (9.0, False), (0.0, True)], 5) == [1, 0]


def test_side_by_side_and_in_the_heading_is_better() -> None:
    wanted = search.query("hộ nghèo")
    apart = search.score(wanted, "", "Hộ gia đình không nghèo")
    together = search.score(wanted, "", "Hộ nghèo được miễn")
    headed = search.score(wanted, "Hộ nghèo", "Được miễn")
    assert apart < together < headed


def test_the_piece_shown_holds_what_was_found() -> None:
    text = "Một câu dài nói chuyện khác. " * 12 + "Người khuyết tật nặng được miễn phí. " + "Rồi nói tiếp. " * 12
    piece = search.excerpt(search.query("khuyet tat"), text)
    assert "Người khuyết tật nặng" in piece
    assert piece.startswith("…")
    assert piece.endswith("…")
    assert len(piece) < 160


@given(st.text(max_size=300), st.text(max_size=30))
def test_no_text_breaks_it(text: str, typed: str) -> None:
    wanted = search.query(typed)
    assert search.score(wanted, "", text) >= 0
    search.answers(wanted, "", text)
    search.excerpt(wanted, text)


@given(st.text(max_size=300))
def test_a_word_of_a_text_is_found_in_it(text: str) -> None:
    for word in search.folded(text).split():
        assert search.score(search.query(word), "", text) > 0
