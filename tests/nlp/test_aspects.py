"""Aspects of a draft: general ones and its own headings, in comments with and without diacritics."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.aspects import ASPECTS, build
from nlp.drafts.source import Source, lines_of
from nlp.drafts.structure import parse
from nlp.drafts.tree import Draft
from nlp.text import fold
from tests import factories

HEADED = factories.DECISION.replace(
    "Điều 3. Hiệu lực thi hành", "Điều 3. Điểm tập kết rác và xe gom\nMỗi thôn có một điểm.\nĐiều 4. Hiệu lực thi hành"
)
ASPECTS_OF_DRAFT = build(parse(Source(lines_of(HEADED))))


def codes(text: str) -> list[str]:
    return [topic.code for topic in ASPECTS_OF_DRAFT.of(text)]


def test_a_comment_speaks_of_general_aspects_and_of_headings() -> None:
    assert set(codes("Mức thu cao quá, hộ nghèo không đóng nổi")) == {"muc_phi", "doi_tuong"}
    assert codes("Xe gom đi qua thôn tôi ít quá") == ["dieu-3"]
    assert codes("Khi nào áp dụng quyết định này?") == ["hieu_luc"]
    assert codes("Không nộp thì bị phạt bao nhiêu?") == ["xu_phat"]
    assert codes("Xin chào") == []


def test_missing_diacritics_find_the_same_aspects() -> None:
    for text in ("Mức thu cao quá, hộ nghèo không đóng nổi", "Điểm tập kết rác đặt ở đâu?", "Thủ tục rườm rà quá"):
        assert codes(fold(text)) == codes(text) != []


def test_a_heading_shows_its_words_and_its_name() -> None:
    text = "bo tri diem tap ket rac xa nha dan"
    [topic] = [topic for topic in ASPECTS_OF_DRAFT.of(text) if topic.code == "dieu-3"]
    assert [one.text for one in topic.evidence] == ["diem tap ket rac"]
    assert ASPECTS_OF_DRAFT.names["dieu-3"] == "Điểm tập kết rác và xe gom"


def test_an_aspect_the_draft_says_nothing_of_counts_less() -> None:
    text = "Thủ tục rườm rà"
    said = build(Draft("", "", "", preamble=(), provisions=parse(Source(lines_of(
        "QUYẾT ĐỊNH\nĐiều 1. Thủ tục\nHồ sơ gồm đơn đề nghị.\nĐiều 2. Khác\nKhông.\n"))).provisions))  # fmt: skip
    assert said.of(text)[0].score > ASPECTS_OF_DRAFT.of(text)[0].score


def test_a_draft_without_headings_has_the_general_aspects() -> None:
    assert set(build(Draft("", "", "")).labels) == set(ASPECTS)


@given(text=st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_is_answered_with_words_of_its_own(text: str) -> None:
    found = ASPECTS_OF_DRAFT.of(text)
    assert [topic.score for topic in found] == sorted((topic.score for topic in found), reverse=True)
    for topic in found:
        assert topic.code in ASPECTS_OF_DRAFT.labels
        assert all(text[one.start : one.end] == one.text for one in topic.evidence)
        assert topic.evidence
