"""Why two comments are the same: differing words and added sentences, as passages of the texts."""

from hypothesis import given
from hypothesis import strategies as st

from nlp.grouping.explain import explain

LETTER = "Mức phí thu gom rác 65.000 đồng là quá cao. Đề nghị giữ mức cũ cho hộ nghèo."


def test_changed_words_and_added_sentences_are_named() -> None:
    text = (
        "muc phi thu gom rac 70.000 dong la qua cao! Nhà tôi ở cuối hẻm, xe không vào. Đề nghị giữ mức cũ cho hộ nghèo."
    )
    found = explain(LETTER, text)
    assert [piece.text for piece in found.missing] == ["65"]
    assert [piece.text for piece in found.differing] == ["70", "Nhà tôi ở cuối hẻm, xe không vào"]
    assert [piece.text for piece in found.added] == ["Nhà tôi ở cuối hẻm, xe không vào."]


def test_what_was_only_moved_is_not_added() -> None:
    text = "Đề nghị giữ mức cũ cho hộ nghèo. Mức phí thu gom rác 65.000 đồng là quá cao."
    assert explain(LETTER, text).added == ()


def test_equal_texts_differ_in_nothing() -> None:
    found = explain(LETTER, LETTER.upper())
    assert (found.missing, found.differing, found.added) == ((), (), ())


@given(st.text(max_size=80), st.text(max_size=80))
def test_every_piece_is_a_passage_of_its_text(representative: str, text: str) -> None:
    found = explain(representative, text)
    assert all(representative[one.start : one.end] == one.text for one in found.missing)
    assert all(text[one.start : one.end].rstrip() == one.text for one in (*found.differing, *found.added))


def test_a_very_long_text_is_explained_at_its_beginning() -> None:
    found = explain("a b " * 25_000, "a c " * 25_000)
    assert len(found.differing) <= 1500
