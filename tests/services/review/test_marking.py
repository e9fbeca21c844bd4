"""Words as staff may see them: what identifies a person is masked, evidence is marked, nothing is lost by folding."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.redact import mask
from services.review import marking
from services.review.marking import FOLD_AT, FOLD_LINES, Piece

WORDS = ("đất", "rác", "0912 345 678", "sổ đỏ\n", "a@b.vn", "Điều 4, ", " ", "(", "<b>", "😀", "số tài khoản 123456789")
texts = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


def at(text: str, *words: str) -> list[dict[str, Any]]:
    """Evidence as it is stored."""
    return [{"start": (start := text.index(word)), "end": start + len(word), "text": word} for word in words]


def test_evidence_is_marked_and_numbers_are_masked() -> None:
    text = "Thu phí rác cao, gọi 0912 345 678 để hỏi"
    assert marking.pieces(text, at(text, "rác", "phí")) == [
        Piece("plain", "Thu "), Piece("evidence", "phí"), Piece("plain", " "), Piece("evidence", "rác"),
        Piece("plain", " cao, gọi "), Piece("masked", "[số điện thoại]"), Piece("plain", " để hỏi"),
    ]  # fmt: skip
    assert marking.evidence_words(text, at(text, "rác", "phí")) == ("phí", "rác")


def test_evidence_that_touches_a_number_is_not_shown() -> None:
    text = "gọi 0912 345 678 ngay"
    assert marking.evidence_words(text, at(text, "gọi 0912")) == ()
    assert "0912" not in "".join(piece.text for piece in marking.pieces(text, at(text, "gọi 0912")))


@pytest.mark.parametrize(
    "stored",
    [
        {"start": 0, "end": 3, "text": "abc"},  # other words than stand there
        {"start": -3, "end": 3, "text": ""},
        {"start": 2, "end": 900, "text": "ác"},
        {"start": "0", "end": 3, "text": "rác"},
        {"end": 3},
        "rác",
        None,
    ],
)
def test_evidence_that_does_not_fit_the_text_is_left_out(stored: object) -> None:
    assert marking.spans("rác thải", [stored]) == []


def test_evidence_that_overlaps_is_marked_as_one() -> None:
    text = "giấy chứng nhận quyền sử dụng đất"
    assert marking.spans(text, at(text, "giấy chứng nhận", "chứng nhận quyền", "đất")) == [(0, 21), (30, 33)]


@given(texts, st.lists(st.tuples(st.integers(0, 300), st.integers(1, 40)), max_size=8))
def test_the_pieces_say_the_masked_text_and_folding_loses_nothing(text: str, places: list[tuple[int, int]]) -> None:
    stored = [{"start": s, "end": s + length, "text": text[s : s + length]} for s, length in places]
    found = marking.pieces(text, stored)
    assert "".join(piece.text for piece in found) == mask(text)
    passage = marking.fold(found)
    assert passage.text == mask(text)
    assert all(piece.text in mask(text) for piece in passage.head if piece.kind == "masked")
    assert not passage.is_cut


def test_a_long_text_unfolds_after_some_lines_between_words() -> None:
    passage = marking.fold(marking.pieces("một hai ba " * 100))
    assert 0 < len("".join(piece.text for piece in passage.head)) <= FOLD_AT
    assert passage.head[-1].text.endswith(" ")
    lines = marking.fold(marking.pieces("dòng\n" * 40))
    assert "".join(piece.text for piece in lines.head).count("\n") <= FOLD_LINES
    assert marking.fold(marking.pieces("ngắn thôi")).rest == ()


def test_a_very_long_text_is_cut_on_a_page_of_many_and_whole_on_its_own() -> None:
    found = marking.pieces("chữ " * 5_000)
    many, alone = marking.fold(found), marking.fold(found, None)
    assert (many.is_cut, len(many.text)) == (True, marking.LONGEST)
    assert (alone.is_cut, alone.rest, alone.text) == (False, (), "chữ " * 5_000)


def test_a_masked_number_is_never_cut_in_two() -> None:
    words = "x" * (FOLD_AT - 5)
    passage = marking.fold([Piece("plain", words), Piece("masked", "[số điện thoại]"), Piece("plain", " y" * 400)])
    assert passage.head[-1] == Piece("masked", "[số điện thoại]")
    assert passage.text == f"{words}[số điện thoại]{' y' * 400}"
