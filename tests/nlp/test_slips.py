"""Slips of the thumb and chat spelling, mended by what stands beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.lexicon.matching import tokens
from nlp.lexicon.slips import Mender, foreign, possible
from nlp.prior.model import shipped

MENDER = Mender(shipped().syllables, ["fee", "evn"], shipped().pairs_known)


def mended(text: str) -> str:
    return " ".join(token.bare for token in MENDER.mended(tokens(text)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fi bao ve moi truog", "phi bao ve moi truong"),
        ("wyen su dung dat", "quyen su dung dat"),
        ("nguoi lao dongg", "nguoi lao dong"),
        ("bao hieem xa hoi", "bao hiem xa hoi"),
        ("doah ngiep tu nhan", "doanh nghiep tu nhan"),
        ("tieefn thuee ddaats vaf truowngf hocj", "tien thue dat va truong hoc"),
        ("track nhiem cua chu dau tu", "trach nhiem cua chu dau tu"),
    ],
)
def test_a_slip_is_read_as_what_was_meant(typed: str, meant: str) -> None:
    assert mended(typed) == meant


@pytest.mark.parametrize("text", ["fee cao", "EVN tang gia", "abcxyzk", "gia dien tang", "Khoản II Điều 5"])
def test_known_words_abbreviations_and_riddles_stay_as_they_are(text: str) -> None:
    assert mended(text) == " ".join(token.bare for token in tokens(text))


def test_a_mended_token_keeps_its_place_and_its_text() -> None:
    read = tokens("Thu fí quá cao")
    (before, after) = (read[1], MENDER.mended(read)[1])
    assert (after.start, after.end, after.text) == (before.start, before.end, "fí")
    assert (after.bare, after.accented) == ("phi", "phi\u0301")


def test_every_syllable_of_the_law_is_possible() -> None:
    assert all(map(possible, shipped().syllables))


def test_foreign_is_what_has_no_marks_and_no_vietnamese_spelling() -> None:
    assert foreign(tokens("Please lower the tax for small shops"))
    assert not foreign(tokens("de nghi giam thue cho cua hang nho"))
    assert not foreign(tokens("Please giảm thuế for shops"))
    assert not foreign(())


@given(st.text(max_size=80))
def test_any_text_keeps_its_tokens(text: str) -> None:
    read = tokens(text)
    assert [(t.start, t.end, t.text) for t in MENDER.mended(read)] == [(t.start, t.end, t.text) for t in read]
