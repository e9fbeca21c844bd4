"""Long texts leave in parts without losing a word; choices without buttons become lines."""

import doctest
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import fitting
from bot.channels.base import Capabilities
from bot.channels.fitting import GAP, cut, fit, split, utf16_length
from services.messages import Button, File, OutMessage, Paragraph, Style, say

SMALL = Capabilities(max_text=40)
BUTTONS = (Button("Đồng ý", "3:y", "1"), Button("Không", "3:n", "2"), Button("Đọc dự thảo", "3:d", "đọc DT12"))


def texts(message: OutMessage, capabilities: Capabilities) -> list[str]:
    return [part.plain() for part in fit(message, capabilities)]


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(fitting).failed == 0


def test_a_short_message_stays_one_part() -> None:
    message = OutMessage((Paragraph("Chào bà con"),), BUTTONS, edits="42")
    assert fit(message, Capabilities(max_text=4096, max_buttons=100, edits=True)) == (message,)


def test_parts_end_between_paragraphs_and_buttons_stand_on_the_last() -> None:
    message = say("Điều 1. Phạm vi điều chỉnh", "Điều 2. Mức thu", "Điều 3. Hiệu lực", buttons=BUTTONS)
    parts = fit(message, Capabilities(max_text=45, max_buttons=9))
    assert [(part.plain(), len(part.buttons)) for part in parts] == [
        ("Điều 1. Phạm vi điều chỉnh\n\nĐiều 2. Mức thu", 0),
        ("Điều 3. Hiệu lực", 3),
    ]


def test_a_long_paragraph_is_cut_after_a_sentence_else_after_a_word() -> None:
    assert texts(say("Phí này quá cao với hộ nghèo. Đề nghị giảm một nửa."), SMALL) == [
        "Phí này quá cao với hộ nghèo.",
        "Đề nghị giảm một nửa.",
    ]
    assert texts(say("phí này quá cao với hộ nghèo nên đề nghị giảm một nửa"), SMALL) == [
        "phí này quá cao với hộ nghèo nên đề nghị",
        "giảm một nửa",
    ]


def test_lines_of_a_list_stay_whole() -> None:
    lines = "\n".join(f"{n}. Hộ thứ {n} nộp phí" for n in range(1, 5))
    assert texts(say(lines), SMALL) == [
        "1. Hộ thứ 1 nộp phí\n2. Hộ thứ 2 nộp phí",
        "3. Hộ thứ 3 nộp phí\n4. Hộ thứ 4 nộp phí",
    ]


def test_styles_are_kept_in_every_part() -> None:
    quote = Paragraph("một hai ba bốn năm sáu bảy tám chín mười mười một", "quote")
    parts = fit(OutMessage((Paragraph("Điều 4", "title"), quote)), SMALL)
    assert [[paragraph.style for paragraph in part.paragraphs] for part in parts] == [["title", "quote"], ["quote"]]


def test_a_word_longer_than_a_part_is_cut_but_never_between_a_letter_and_its_mark() -> None:
    word = unicodedata.normalize("NFD", "ệ" * 40)
    pieces = [part.plain() for part in fit(say(word), SMALL)]
    assert "".join(pieces) == word
    assert not any(unicodedata.combining(piece[0]) for piece in pieces)


def test_emoji_count_twice_and_stay_whole() -> None:
    family = "👨\u200d👩\u200d👧"
    assert utf16_length(family) == 8
    first, rest = cut(family * 3, 12)
    assert (first, rest) == (family, family * 2)


def test_without_buttons_choices_become_lines_that_say_what_to_type() -> None:
    message = say("Ý kiến của bà con?", buttons=BUTTONS)
    assert texts(message, Capabilities(max_text=2000)) == [
        "Ý kiến của bà con?\n\n1. Đồng ý\n2. Không\nđọc DT12 → Đọc dự thảo"
    ]


def test_choices_beyond_the_last_button_are_typed() -> None:
    (part,) = fit(say("Ý kiến?", buttons=BUTTONS), Capabilities(max_text=2000, max_buttons=2))
    assert [button.label for button in part.buttons] == ["Đồng ý", "Không"]
    assert part.plain() == "Ý kiến?\n\nđọc DT12 → Đọc dự thảo"


def test_a_label_too_long_for_the_platform_is_shortened() -> None:
    (part,) = fit(say("?", buttons=BUTTONS), Capabilities(max_text=99, max_buttons=9, max_label=6))
    assert [button.label for button in part.buttons] == ["Đồng ý", "Không", "Đọc d…"]


def test_an_edit_survives_only_as_one_part_and_where_the_channel_can_edit() -> None:
    short, long = OutMessage((Paragraph("Trang 2"),), edits="42"), OutMessage((Paragraph("từ " * 30),), edits="42")
    can, cannot = Capabilities(max_text=40, edits=True), Capabilities(max_text=40)
    assert [part.edits for part in fit(short, can)] == ["42"]
    assert {part.edits for part in fit(long, can)} == {""}
    assert [part.edits for part in fit(short, cannot)] == [""]


def test_a_file_the_channel_cannot_carry_is_named() -> None:
    message = OutMessage((Paragraph("Tổng hợp"),), files=(File("document", "bang.docx", "table"),))
    assert texts(message, Capabilities(max_text=99)) == ["Tổng hợp\n\n📎 bang.docx"]


def test_a_text_too_long_for_a_caption_goes_before_the_file() -> None:
    message = OutMessage((Paragraph("Tổng hợp DT12"),), files=(File("picture", "a.png", "chart"),))
    files = frozenset(("picture", "document"))
    assert [(p.plain(), len(p.files)) for p in fit(message, Capabilities(99, max_caption=5, files=files))] == [  # type: ignore[arg-type]  # a frozenset of literals
        ("Tổng hợp DT12", 0),
        ("", 1),
    ]
    assert len(fit(message, Capabilities(99, max_caption=50, files=files))) == 1  # type: ignore[arg-type]  # see above


STYLES: tuple[Style, ...] = ("plain", "title", "quote", "note", "code")
ALPHABET = st.sampled_from("aăâđêôơưÀỆ.!? \n\t👍é\u0301\u200d\u2028")
PARAGRAPHS = st.lists(st.builds(Paragraph, st.text(ALPHABET, max_size=120), st.sampled_from(STYLES)), max_size=6)


@given(PARAGRAPHS, st.integers(8, 60), st.booleans())
def test_no_letter_is_lost_and_every_part_fits(paragraphs: list[Paragraph], limit: int, utf16: bool) -> None:
    measure = utf16_length if utf16 else len
    parts = split(paragraphs, limit, measure)
    for part in parts:
        assert 0 < measure(GAP.join(paragraph.text for paragraph in part)) <= limit
        assert all(paragraph.text.strip() for paragraph in part)
    sent = "".join(paragraph.text for part in parts for paragraph in part)
    meant = "".join(paragraph.text for paragraph in paragraphs)
    assert "".join(sent.split()) == "".join(meant.split())


@given(st.lists(st.text("abcđeộ", min_size=1, max_size=12), min_size=1, max_size=60))
def test_words_that_fit_are_never_broken(words: list[str]) -> None:
    parts = split([Paragraph(" ".join(words))], 24)
    assert [word for part in parts for paragraph in part for word in paragraph.text.split()] == words


def test_code_behind_a_wide_margin_arrives() -> None:
    assert split([Paragraph(" " * 90 + "GY-7K3M-92QX", "code")], 40) == [(Paragraph("GY-7K3M-92QX", "code"),)]


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_nothing_to_say_is_no_part(text: str) -> None:
    assert fit(say(text), SMALL) == ()
