"""The noise we train and measure with: always the same, and no more than it says."""

from hypothesis import given
from hypothesis import strategies as st

from nlp.noise import half_unmarked, mistyped, noisy, shortened, unmarked
from nlp.text import fold

TEXT = "Không được thu phí quá mức quy định với những người nghèo ở các trường học trong huyện"


def test_the_same_seed_gives_the_same_noise_and_another_another() -> None:
    assert noisy(TEXT, "1") == noisy(TEXT, "1")
    assert noisy(TEXT, "1") != noisy(TEXT, "2")


def test_noise_is_known_to_the_letter() -> None:
    assert noisy(TEXT, "7") == "Khong duic thu phi qua muc quy dinh voi nhung ng ngheo o cac truong hc trong huyen"
    assert shortened(TEXT, "7") == "Không được thu phí quá mức quy định với những ng nghèo ở các trường học trong huyện"


def test_each_way_changes_its_share() -> None:
    words = TEXT.split()
    half = half_unmarked(TEXT, "1").split()
    assert 0 < sum(a != b for a, b in zip(words, half, strict=True)) < len(words)
    assert mistyped(TEXT, "1", share=0) == shortened(TEXT, "1", share=0) == TEXT


@given(st.text(max_size=60), st.text(max_size=5))
def test_any_text_can_be_noised(text: str, seed: str) -> None:
    assert fold(unmarked(text)) == fold(text)
    noisy(text, seed)
