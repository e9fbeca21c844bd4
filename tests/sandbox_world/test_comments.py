"""The seed comments are as different as those that people really send."""

import re
import unicodedata
from collections import Counter

import pytest

from bot.sandbox.world import Comment, load


@pytest.fixture(scope="module")
def comments() -> tuple[Comment, ...]:
    return load().comments


def _has_marks(text: str) -> bool:
    return "đ" in text.lower() or any(unicodedata.category(sign) == "Mn" for sign in unicodedata.normalize("NFD", text))


def _plain_words(text: str) -> set[str]:
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return set(re.findall(r"\w+", "".join(sign for sign in decomposed if unicodedata.category(sign) != "Mn")))


def test_two_hundred_and_twenty_comments_of_about_ninety_citizens_are_on_the_open_drafts(
    comments: tuple[Comment, ...],
) -> None:
    assert Counter(comment.draft for comment in comments) == {2: 90, 3: 110, 4: 24}
    assert len({comment.citizen for comment in comments}) == 90


def test_every_stance_is_taken_often_enough_to_be_seen(comments: tuple[Comment, ...]) -> None:
    counts = Counter(comment.stance for comment in comments)
    assert set(counts) == {"agree", "amend", "oppose", "unclear", "question"}
    assert min(counts.values()) >= 20


def test_six_people_sent_exactly_the_same_words(comments: tuple[Comment, ...]) -> None:
    [(text, times)] = Counter(comment.text for comment in comments).most_common(1)
    same = {comment.citizen for comment in comments if comment.text == text}
    assert (times, len(same)) == (6, 6)


def test_a_campaign_of_twelve_sent_one_letter_with_small_edits(comments: tuple[Comment, ...]) -> None:
    letter = _plain_words(
        "Kính gửi Ban soạn thảo. Đề nghị cho bán buổi sáng đến 9 giờ thay vì 7 giờ 30, chúng tôi cam kết dọn sạch."
    )
    campaign = [comment for comment in comments if len(letter & _plain_words(comment.text)) > 0.85 * len(letter)]
    assert len(campaign) == 12
    assert len({comment.text for comment in campaign}) == 12
    assert len({comment.citizen for comment in campaign}) == 12


def test_some_are_typed_without_diacritics(comments: tuple[Comment, ...]) -> None:
    bare = [c for c in comments if c.language == "vi" and len(c.text.split()) >= 5 and not _has_marks(c.text)]
    assert len(bare) >= 6


def test_some_are_very_short_or_empty_of_sense(comments: tuple[Comment, ...]) -> None:
    texts = {comment.text for comment in comments}
    assert {"ok", "dong y", "asdf", "... hừm ...", "👍👍 hay", "gi vay ???"} <= texts


def test_some_are_long_letters(comments: tuple[Comment, ...]) -> None:
    lengths = sorted((len(comment.text.split()) for comment in comments), reverse=True)
    assert 200 <= lengths[2] <= lengths[0] <= 400


def test_foreign_residents_write_english(comments: tuple[Comment, ...]) -> None:
    english = [comment for comment in comments if comment.language == "en"]
    assert len(english) >= 7
    assert not [comment.text for comment in english if _has_marks(comment.text)]


def test_dialects_and_teencode_are_heard(comments: tuple[Comment, ...]) -> None:
    words = {word for comment in comments for word in re.findall(r"\w+", comment.text.lower())}
    assert {"mệ", "răng", "rứa", "mô"} <= words, "Central words"
    assert {"giời", "nhớn", "chửa", "bu"} <= words, "Northern words"
    assert {"đc", "vs", "hs", "okela"} <= words, "teencode"


def test_wrong_cross_references_are_reported_more_than_once_for_each_draft(comments: tuple[Comment, ...]) -> None:
    reports = Counter(comment.path for comment in comments if comment.citizen in {"c022", "c023"})
    assert reports["dieu-6/khoan-3"] == 2
    assert reports["la-ma-3/so-6/chu-b"] == 2


@pytest.mark.parametrize(
    "typed",
    [
        "0900 000 000",
        "001000000000",
        "0000000000",
        "00A-000.00",
        "nguoidan@example.invalid",
        '=HYPERLINK("http://example.invalid")',
        '<b>html</b> & "quotes"',
    ],
)
def test_what_must_be_masked_or_escaped_was_typed_once(comments: tuple[Comment, ...], typed: str) -> None:
    assert len([comment for comment in comments if typed in comment.text]) == 1


def test_no_number_that_could_belong_to_a_person_was_typed(comments: tuple[Comment, ...]) -> None:
    numbers = {
        number.replace(" ", "") for comment in comments for number in re.findall(r"\d(?: ?\d){7,}", comment.text)
    }
    assert numbers == {"0900000000", "001000000000", "0000000000"}


def test_many_propose_a_wording_and_nobody_repeats_the_own_text_as_one(comments: tuple[Comment, ...]) -> None:
    proposals = [comment for comment in comments if comment.wording is not None]
    assert len(proposals) >= 40
    assert not [comment.text for comment in proposals if comment.wording == comment.text]


def test_the_campaign_makes_a_surge_in_the_last_days(comments: tuple[Comment, ...]) -> None:
    a_day = Counter(comment.days_ago for comment in comments if comment.draft == 3)
    assert a_day[3] >= 2 * sum(a_day[day] for day in range(10, 24)) / 14
