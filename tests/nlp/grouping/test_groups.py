"""Groups of comments: copies, near-duplicates, campaigns and what only looks like one."""

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.grouping.groups import group
from nlp.text import fold
from tests.bench.campaigns import EDITS, dice
from tests.bench.letters import LETTERS, OPENINGS, OWN_WORDS

LETTER = " ".join(LETTERS["rác"][:4])
OTHERS = [" ".join(LETTERS[topic][:4]) for topic in ("học phí", "đất", "xe", "y tế", "tàu cá")]
VOCABULARY = " ".join(OWN_WORDS).split()
SENTENCES = [sentence for sentences in LETTERS.values() for sentence in sentences]


def together(texts: list[str]) -> list[set[int]]:
    """The groups as sets of line numbers, in the order of their first lines."""
    found: dict[int, set[int]] = {}
    for number, one in enumerate(group(texts)):
        found.setdefault(one.group, set()).add(number)
    return list(found.values())


@pytest.mark.parametrize("kind", sorted(set(EDITS) - {"heavy40"}))
def test_an_edited_letter_joins_its_campaign_and_no_other(kind: str) -> None:
    chance = dice(7)
    edited = [EDITS[kind](chance, LETTER, VOCABULARY) for _ in range(6)]
    groups = together([LETTER, *OTHERS, *edited])
    assert groups[0] == {0, *range(6, 12)}
    assert groups[1:] == [{number} for number in range(1, 6)]


def test_what_each_comment_is_to_its_group_is_said() -> None:
    texts = [LETTER, "Ủng hộ.", fold(LETTER).upper(), LETTER + " " + OWN_WORDS[0], "ủng hộ", "Không!"]
    found = group(texts)
    assert [one.kind for one in found] == ["exact", "exact", "exact", "near", "exact", "alone"]
    assert [one.group for one in found] == [0, 1, 0, 0, 1, 2]
    assert [one.representative for one in found] == [0, 1, 0, 0, 1, 5]


def test_short_comments_are_the_same_only_when_they_are_exactly() -> None:
    texts = ["không đồng ý tăng phí", "không đồng ý tăng giá", "Khong dong y tang phi!", "đồng ý", "đồng ý 👍"]
    assert together(texts) == [{0, 2}, {1}, {3, 4}]


def test_a_letter_half_of_empty_words_gathers_its_mistyped_copies() -> None:
    letter = (
        "Bảo tồn rừng ngập mặn ven biển là việc đúng, nhưng nếu đó không phải là của một người mà là của cả xã "
        "thì tôi sẽ làm thế nào với các ao tôm"
    )
    mistyped = [
        letter.replace("ngập", "ngậpp").replace("biển", "biểnn").replace("xã", "xãã").replace("tôm", "tômm"),
        letter.replace("biển", "biểnn").replace("đó", "đóo").replace("làm", "làmm"),
    ]
    assert together([letter, *mistyped, *OTHERS])[0] == {0, 1, 2}


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_polite_beginning_alone_makes_no_campaign(opening: str) -> None:
    assert together([f"{opening} {sentence}" for sentence in SENTENCES]) == [{n} for n in range(len(SENTENCES))]


@pytest.mark.parametrize("opening", OPENINGS[:5])
def test_a_listed_beginning_makes_no_campaign_of_two(opening: str) -> None:
    assert together([f"{opening} {LETTERS['rác'][0]}", f"{opening} {LETTERS['xe'][1]}"]) == [{0}, {1}]


def test_two_letters_that_share_a_sentence_stay_two() -> None:
    first, second = (" ".join(LETTERS["đất"][part]) for part in (slice(0, 4), slice(3, 7)))
    texts = [first, second, first + " " + OWN_WORDS[1], second + " " + OWN_WORDS[2], fold(first), fold(second)]
    assert together(texts) == [{0, 2, 4}, {1, 3, 5}]


texts = st.lists(
    st.one_of(
        st.sampled_from(SENTENCES),
        st.text(max_size=30),
        st.builds(
            lambda letter, own: f"{letter} {own}", st.sampled_from([LETTER, *OTHERS]), st.sampled_from(OWN_WORDS)
        ),
        st.builds(
            lambda seed, kind: EDITS[kind](dice(seed), LETTER, VOCABULARY),
            st.integers(0, 5),
            st.sampled_from(sorted(EDITS)),
        ),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(texts, st.randoms(use_true_random=False))
def test_the_order_of_comments_changes_no_group(comments: list[str], chance: random.Random) -> None:
    shuffled = list(range(len(comments)))
    chance.shuffle(shuffled)
    again = together([comments[number] for number in shuffled])
    assert {frozenset(shuffled[n] for n in one) for one in again} == set(map(frozenset, together(comments)))


@settings(max_examples=60, deadline=None)
@given(texts)
def test_every_comment_is_in_one_group_and_copies_are_together(comments: list[str]) -> None:
    doubled = [*comments, *(text.upper() if text.upper().lower() == text.lower() else text for text in comments)]
    found = group(doubled)
    assert len(found) == len(doubled)
    assert sorted(n for one in together(doubled) for n in one) == list(range(len(doubled)))
    for number in range(len(comments)):
        if fold(doubled[number]) == fold(doubled[number + len(comments)]):
            assert found[number].group == found[number + len(comments)].group
    for number, one in enumerate(found):
        assert found[one.representative].group == one.group
        assert (one.kind == "alone") == (sum(other.group == one.group for other in found) == 1), number


def test_odd_texts_are_grouped_like_others() -> None:
    odd = ["", " ", "👍", "👍👍", "\x00\x07", "a" * 100_000, "từ " * 30_000, "từ " * 30_001, "\ud83d", "中文" * 50,
           unicodedata.normalize("NFD", LETTER), LETTER]  # fmt: skip
    found = together(odd)
    assert {10, 11} in found
    assert {0, 1} in found
    assert len(found) >= 8


def test_one_group_of_everything_and_fifty_thousand_copies_are_no_trouble() -> None:
    assert together([LETTER] * 50_000) == [set(range(50_000))]
    chance = dice(1)
    edited = [EDITS["light10"](chance, LETTER, VOCABULARY) for _ in range(3000)]
    assert max(map(len, together(edited))) >= 2990
    assert group([]) == []
