"""Normal forms of Vietnamese text."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from nlp.text import bare_spelling, distinct_key, fold, has_words, normalise, spelling


def test_fold_takes_away_marks_case_and_extra_space() -> None:
    assert fold("  Đồng Ý\n với   dự THẢO ") == "dong y voi du thao"


def test_fold_reads_composed_and_decomposed_text_alike() -> None:
    text = "Nghị định về phòng cháy"
    assert fold(unicodedata.normalize("NFD", text)) == fold(text) == "nghi dinh ve phong chay"


def test_normalise_drops_what_cannot_be_seen_and_keeps_lines_and_tabs() -> None:
    assert normalise("Đồng\u200b ý\x00\r\nKhoản\t2\u2028hết\ufeff") == "Đồng ý\nKhoản\t2\nhết"


def test_normalise_composes() -> None:
    assert normalise(unicodedata.normalize("NFD", "thuế")) == "thuế"


def test_emoji_punctuation_and_blanks_are_no_words() -> None:
    assert not any(has_words(text) for text in ("", "  \n", "👍👍", "?!…", "❤️ ."))
    assert all(has_words(text) for text in ("ok", "Điều 5", "同意", "k"))


def test_the_same_text_retyped_counts_once() -> None:
    assert distinct_key("Tôi KHÔNG đồng ý, vì phí quá cao!!!") == distinct_key("toi khong dong y - vi phi qua cao 😡")
    assert distinct_key("Tôi đồng ý") != distinct_key("Tôi không đồng ý")
    assert distinct_key("👍!!!") == ""


def test_accepted_spellings_of_a_syllable_are_one_and_different_words_stay_apart() -> None:
    assert spelling("hoà") == spelling("hòa")
    assert spelling("KỸ") == spelling("kĩ")
    assert spelling("thuỷ") == spelling("thủy")
    assert spelling("thuế") != spelling("thuê")
    assert bare_spelling("Kỹ") == bare_spelling("ki")
    assert bare_spelling("thuý") == "thuy"


@given(st.text())
def test_normal_forms_are_final(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert fold(fold(text)) == fold(text)
    assert distinct_key(distinct_key(text)) == distinct_key(text)
