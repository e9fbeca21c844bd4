"""Texts as word hashes: what is equal, what is stable, and where words stand."""

import subprocess
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from nlp.grouping.words import keys, read, spans, word_hash
from nlp.text import distinct_key


def hashes(text: str) -> list[int]:
    found: list[int] = read([text]).hashes.tolist()
    return found


def test_case_marks_punctuation_and_form_do_not_matter() -> None:
    wanted = hashes("toi khong dong y 2k")
    for text in (
        "Tôi KHÔNG đồng ý, 2k!!!",
        unicodedata.normalize("NFD", "Tôi không đồng ý – 2k"),
        "tôi_không\u200b\nđồng·ý 2k",
    ):
        assert hashes(text) == wanted, text
    assert hashes("") == hashes("👍 … !") == []


def test_a_hash_is_the_same_in_every_run() -> None:
    assert word_hash("đồng") == word_hash("dong") == 750907146
    for seed in ("1", "2"):
        said = subprocess.run(
            [sys.executable, "-c", "from nlp.grouping.words import word_hash; print(word_hash('dong'))"],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        )
        assert said.stdout.split() == [b"750907146"]


@given(st.lists(st.text(max_size=40), max_size=8))
def test_texts_read_together_read_as_each_alone(texts: list[str]) -> None:
    words = read(texts)
    assert [words.of(number).tolist() for number in range(len(texts))] == [hashes(text) for text in texts]
    assert [len(spans(text)) for text in texts] == [len(hashes(text)) for text in texts]


@given(st.text(max_size=40))
def test_a_text_counted_once_elsewhere_has_one_key_here(text: str) -> None:
    folded = distinct_key(text)
    if folded:
        both = [text, folded]
        one, other = keys(both, read(both))
        assert one == other


def test_texts_without_words_are_told_apart_by_their_characters() -> None:
    texts = ["👍", "👎", " 👍 ", ""]
    found = keys(texts, read(texts))
    assert found[0] == found[2]
    assert len(set(found)) == 3


def test_a_batch_boundary_changes_nothing() -> None:
    texts = ["một hai ba " * 100_000, "bốn năm " * 200_000, "sáu"]
    words = read(texts)
    assert [len(words.of(number)) for number in range(3)] == [300_000, 400_000, 1]
    assert words.of(2).tolist() == hashes("sáu")
