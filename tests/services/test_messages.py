"""Small values everything rests on: messages, Vietnam's calendar, sentences in two languages, a draft's units."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.drafts.source import Source, lines_of
from nlp.drafts.structure import parse
from services import refusals
from services.clock import end_of, local_day, show_day, show_moment, start_of
from services.drafts import reading_units
from services.errors import Refused
from services.i18n import LANGUAGES, translator
from services.messages import Button, File, OutMessage, Paragraph, say
from storage.models import Provision
from tests import factories

texts = st.text(max_size=40)
messages = st.builds(
    OutMessage,
    st.lists(st.builds(Paragraph, texts, st.sampled_from(["plain", "title", "quote", "note", "code"])), max_size=4).map(
        tuple
    ),
    st.lists(st.builds(Button, texts, texts, texts), max_size=4).map(tuple),
    st.lists(
        st.builds(File, st.sampled_from(["picture", "document"]), texts, texts, st.dictionaries(texts, texts)),
        max_size=2,
    ).map(tuple),
    texts,
)


@given(messages)
def test_a_message_survives_the_outbox(message: OutMessage) -> None:
    assert OutMessage.from_json(json.loads(json.dumps(message.as_json()))) == message


def test_a_message_in_plain_words() -> None:
    assert say("Một", Paragraph("Hai", "quote")).plain() == "Một\n\nHai"
    assert OutMessage.from_json({"paragraphs": []}) == say()


# Vietnam's calendar


def test_a_day_begins_and_ends_at_midnight_in_vietnam() -> None:
    assert start_of(date(2026, 12, 31)) == datetime(2026, 12, 30, 17, 0, tzinfo=UTC)
    assert end_of(date(2026, 12, 31)) == datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    assert local_day(datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)) == date(2026, 12, 31)
    assert local_day(datetime(2026, 12, 31, 17, 0, tzinfo=UTC)) == date(2027, 1, 1)


def test_days_and_moments_are_written_as_people_write_them() -> None:
    assert show_day(date(2026, 2, 3)) == "03/02/2026"
    assert show_moment(datetime(2026, 12, 31, 17, 5, tzinfo=UTC)) == "00:05 01/01/2027"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_day_has_twenty_four_hours_and_belongs_to_itself(day: date) -> None:
    assert end_of(day) - start_of(day) == timedelta(hours=24)
    assert local_day(start_of(day)) == local_day(end_of(day) - timedelta(microseconds=1)) == day


# Sentences


def test_sentences_are_said_in_the_readers_language() -> None:
    assert translator("vi")("Đồng ý") == "Đồng ý"
    assert translator("en")("Đồng ý") == "Agree"
    assert translator("xx")("Đồng ý") == "Đồng ý"
    assert translator("en")("không có trong danh mục {x}", x="{y}") == "không có trong danh mục {y}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_are_words_never_templates(language: str) -> None:
    said = refusals.sentence(Refused("unknown_draft", code="{code} %s {0}"), translator(language))
    assert "«{code} %s {0}»" in said


def test_a_refusal_tells_its_code_and_values() -> None:
    assert str(Refused("same_admin")) == "same_admin"
    assert str(Refused("unknown_draft", code="DT9")) == "unknown_draft (code=DT9)"
    with pytest.raises(KeyError):
        refusals.sentence(Refused("not_a_code"), translator("vi"))


# Units


def provisions(text: str) -> list[Provision]:
    """The provisions of a text as they stand in the database."""
    read = parse(Source(lines_of(text)))
    return [Provision(version_id=1, **{name: getattr(p, name) for name in
            ("path", "parent", "kind", "label", "heading", "text", "order")}) for p in read.provisions]  # fmt: skip


def test_a_decision_is_read_article_by_article() -> None:
    parts = provisions(factories.DECISION)
    first, second, _ = units = reading_units.units(parts)
    assert [unit.path for unit in units] == ["dieu-1", "dieu-2", "dieu-3"]
    assert first.title == "Điều 1. Phạm vi điều chỉnh"
    assert [part.path for part in second.clauses()] == ["dieu-2/khoan-1", "dieu-2/khoan-2"]
    assert second.text().splitlines()[-1] == "đ) Hộ có người khuyết tật nặng."
    assert len(second.text().splitlines()) == 7
    assert reading_units.units(provisions("Xin chào mọi người.")) == []


def test_a_plan_is_read_point_by_point_under_its_sections() -> None:
    plan = """KẾ HOẠCH
Phổ cập kỹ năng số

I. MỤC TIÊU
1. Mục tiêu chung
Mọi người dân dùng được dịch vụ số.
2. Mục tiêu cụ thể
- Mỗi xã có một tổ công nghệ số.
II. TỔ CHỨC THỰC HIỆN
Sở Khoa học và Công nghệ chủ trì.
"""
    units = reading_units.units(provisions(plan))
    assert [unit.path for unit in units] == ["la-ma-1/so-1", "la-ma-1/so-2", "la-ma-2"]
    assert "MỤC TIÊU" in units[0].under
    assert units[1].clauses() == []
    assert "- Mỗi xã có một tổ công nghệ số." in units[1].text()
