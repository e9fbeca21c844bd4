"""Pointing at a provision in the plain ways people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.locate import find, paths_meant

PATHS = [
    "dieu-1", "dieu-2", "dieu-2/khoan-1", "dieu-2/khoan-2", "dieu-2/khoan-2/diem-d", "dieu-2/khoan-2/diem-đ",
    "dieu-10", "dieu-4a", "quy-che/dieu-2", "quy-che/dieu-3", "quy-che/dieu-3/khoan-1",
]  # fmt: skip
PLAN = ["la-ma-1", "la-ma-1/so-1", "la-ma-3", "la-ma-3/so-2", "la-ma-9"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("điều 1", "dieu-1"),
        ("Dieu 1", "dieu-1"),
        ("đ1", "dieu-1"),
        ("ĐIỀU 10 có chỗ chưa rõ", "dieu-10"),
        ("điều 4a", "dieu-4a"),
        ("k1 đ3", "quy-che/dieu-3/khoan-1"),
        ("điều 3, khoản 1 của quy chế", "quy-che/dieu-3/khoan-1"),
        ("khoản 9 điều 10", "dieu-10"),
        ("điều 3", "quy-che/dieu-3"),
        ("điều 2", "quy-che/dieu-2"),
        ("khoản 2 điều 2", "dieu-2/khoan-2"),
        ("điểm đ khoản 2 điều 2", "dieu-2/khoan-2/diem-đ"),
        ("điểm d khoản 2 điều 2", "dieu-2/khoan-2/diem-d"),
        ("diem d k2 d2", "dieu-2/khoan-2/diem-d"),
        ("điều 99", None),
        ("tôi đồng ý", None),
        ("điều này rất tốt", None),
        ("", None),
    ],
)
def test_an_article_is_found(text: str, path: str | None) -> None:
    assert find(text, PATHS) == path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("mục III.2", "la-ma-3/so-2"),
        ("muc iii 2", "la-ma-3/so-2"),
        ("phần I, mục 1", "la-ma-1/so-1"),
        ("mục IX", "la-ma-9"),
        ("mục III.7", "la-ma-3"),
        ("mục 3", None),
    ],
)
def test_a_point_of_a_plan_is_found(text: str, path: str | None) -> None:
    assert find(text, PLAN) == path


@given(st.integers(1, 999), st.integers(1, 99))
def test_the_most_exact_place_stands_first(article: int, clause: int) -> None:
    exact = f"dieu-{article}/khoan-{clause}"
    for text in (f"khoản {clause} điều {article}", f"dieu {article} khoan {clause}", f"K{clause} Đ{article}"):
        assert paths_meant(text) == [exact, f"dieu-{article}"]


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text: str) -> None:
    assert all("/" in path or path.startswith(("dieu-", "la-ma-")) for path in paths_meant(text))
    assert find(text, ()) is None
