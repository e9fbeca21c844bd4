"""Which comments are looked at, as it stands in an address: written and read again, and old addresses still open."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.fields import FIELDS
from nlp.lexicon.kinds import KINDS
from services.review import views
from services.review.views import BANDS, View, article_of
from storage.queries.comments import Wanted

places = st.none() | st.tuples(
    st.integers(0, 4 * 10**15).map(lambda count: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=count)),
    st.integers(0, 10**17),
)


@given(
    st.sampled_from(["", *FIELDS]),
    st.sampled_from(["", *BANDS]),
    st.sampled_from(["", *KINDS]),
    st.sampled_from(["", "-", "dieu-4", "quy-che/dieu-3", "dieu-5@1", "diem-đ"]),
    st.sampled_from([None, True, False]),
    places,
    places,
    st.none() | st.integers(1, 10**17),
)
def test_a_view_is_read_as_it_was_written(
    topic: str,
    band: str,
    kind: str,
    article: str,
    reviewed: bool | None,
    before: tuple[datetime, int] | None,
    after: tuple[datetime, int] | None,
    comment: int | None,
) -> None:
    view = View(Wanted(topic, band, kind, article, reviewed), before, None if before else after)
    assert views.read_query(view.query()) == view
    alone = View(comment=comment) if comment else view
    assert views.read_query(replace(view, comment=comment).query()) == alone


@given(
    st.dictionaries(st.sampled_from(["topic", "band", "kind", "article", "reviewed", "before", "comment"]), st.text())
)
def test_an_address_with_anything_in_it_is_a_view(said: dict[str, str]) -> None:
    view = views.read(said)
    assert views.read_query(view.query()) == view


@pytest.mark.parametrize("text", ["x", "1", "-", "1-", "-1", "9" * 18 + "-1", "1-" + "9" * 30, "١-٢", "1.5-2"])
def test_a_place_that_means_nothing_is_the_first_page(text: str) -> None:
    assert views.read({"before": text, "after": text}) == View()


def test_words_that_are_no_choice_ask_for_nothing() -> None:
    said = {"topic": "rac", "band": "sure", "kind": "<b>", "reviewed": "maybe", "article": "a\x00b", "comment": "-1"}
    assert views.read(said) == View()
    assert not views.read(said).is_narrowed
    assert views.read({"reviewed": "no"}).is_narrowed


@pytest.mark.parametrize(
    ("path", "article"),
    [
        ("dieu-4", "dieu-4"),
        ("dieu-4/khoan-2/diem-đ", "dieu-4"),
        ("quy-dinh/dieu-3/khoan-1", "quy-dinh/dieu-3"),
        ("phu-luc-2/so-1", "phu-luc-2/so-1"),
        ("la-ma-3/so-2/gach-1", "la-ma-3"),
        ("chuong-1", "chuong-1"),
        ("dieu-5/khoan-2@1", "dieu-5@1"),
    ],
)
def test_a_provision_stands_in_an_article(path: str, article: str) -> None:
    assert article_of(path) == article
