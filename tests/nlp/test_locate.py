"""The ways people point at provisions: a line as somebody typed it in, the places meant out."""

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.locate import Located, best, find, locate, paths_meant
from nlp.text import fold

LAW = (
    [f"dieu-{number}" for number in range(1, 13)]
    + ["dieu-12a", "chuong-1", "chuong-2", "chuong-2/muc-1", "chuong-2/muc-2"]
    + [f"dieu-{article}/khoan-{clause}" for article in (4, 5, 6, 7, 12) for clause in range(1, 5)]
    + [f"dieu-{article}/khoan-{clause}/diem-{letter}" for article in (4, 5) for clause in (1, 2) for letter in "abcdđe"]
)
"""A law: chapters, twelve articles and one put in later."""

DECISION = [
    "dieu-1", "dieu-2", "dieu-2/khoan-1", "dieu-3", "quy-dinh/dieu-1", "quy-dinh/dieu-2", "quy-dinh/dieu-3",
    "quy-dinh/dieu-3/khoan-1", "quy-dinh/dieu-9", "phu-luc-1/so-1", "phu-luc-2/so-1", "phu-luc-2/so-2",
    "phu-luc-2/dieu-1", "phu-luc-3",
]  # fmt: skip
"""A decision with the regulation it puts in force and three annexes."""

PLAN = (
    ["la-ma-1", "la-ma-2", "la-ma-3", "la-ma-4"]
    + [f"la-ma-{roman}/so-{number}" for roman in (1, 2, 3) for number in (1, 2, 3)]
    + [f"la-ma-{roman}/so-2/chu-{letter}" for roman in (2, 3) for letter in ("a", "b", "c", "d", "đ")]
    + ["la-ma-3/so-2/chu-a/gach-1", "la-ma-3/so-2/chu-a/gach-2"]
)
"""A plan with roman sections, numbers, letters and dashes."""

CODE = (
    [f"chuong-{number}" for number in range(1, 6)]
    + [f"chuong-{chapter}/muc-{number}" for chapter, last in ((2, 2), (3, 3)) for number in range(1, last + 1)]
    + [f"dieu-{article}" for article in (*range(1, 41), "5a", "17a")]
    + [f"dieu-{article}/khoan-{clause}" for article in (*range(2, 41), "5a", "17a") for clause in range(1, 5)]
    + [
        f"dieu-{article}/khoan-{clause}/diem-{letter}"
        for article in (*range(2, 41), "5a", "17a")
        for clause in range(1, 4)
        for letter in "abcdđeg"
    ]
    + ["phu-luc-1", "phu-luc-2", *(f"phu-luc-2/so-{number}" for number in range(1, 6)), "phu-luc-3", "phu-luc-4"]
)
"""A longer law: chapters with sections, forty articles and two put in later, annexes."""


def samples() -> list[tuple[list[str], str, list[str]]]:
    """What was typed and the places meant, each with the paths of its draft."""
    drafts = {"[law]": LAW, "[decision]": DECISION, "[plan]": PLAN, "[code]": CODE}
    found, draft = [], LAW
    for line in Path(__file__).with_name("named_places.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line in drafts:
            draft = drafts[line]
            continue
        typed, _, meant = line.partition("|")
        found.append((draft, typed.strip(), meant.split()))
    return found


SAMPLES = samples()


@pytest.mark.parametrize(("draft", "typed", "meant"), SAMPLES, ids=[typed for _, typed, _ in SAMPLES])
def test_people_are_understood(draft: list[str], typed: str, meant: list[str]) -> None:
    assert [found.path for found in locate(typed, draft)] == meant


ARTICLES = {4: ("4", "04", "IV", "bốn", "thứ tư", "số 4"), 5: ("5", "05", "V", "năm", "thứ năm", "số 5")}
CLAUSES = {1: ("1", "01", "I", "một", "thứ nhất", "(1)"), 2: ("2", "02", "II", "hai", "thứ hai", "(2)")}


@given(
    st.sampled_from(sorted(ARTICLES)), st.sampled_from(sorted(CLAUSES)), st.sampled_from(["", *"abcđe"]),
    st.sampled_from(["điều", "Điều", "ĐIỀU", "dieu", "đ.", "d", "article"]),
    st.sampled_from(["khoản", "Khoản", "khoan", "k", "k.", "mục", "ý", "đoạn", "clause"]),
    st.sampled_from(["điểm ", "diem ", "Điểm ", "ý "]), st.sampled_from([" ", ", ", " - ", ". ", ": ", "/"]),
    st.integers(0, 5), st.booleans(),
)  # fmt: skip
def test_any_words_in_any_order_lead_to_the_same_point(
    article: int, clause: int, letter: str, of_article: str, of_clause: str, of_point: str, between: str, form: int,
    inside_first: bool,
) -> None:  # fmt: skip
    only_digits = len(of_article.strip(".")) == 1 or of_clause in {"k", "k.", "mục", "ý", "đoạn"}
    form = form % 2 if only_digits or (form in {3, 4} and between != ", ") else form
    units = [f"{of_article} {ARTICLES[article][form]}", f"{of_clause} {CLAUSES[clause][form]}"]
    units += [f"{of_point}{letter}"] if letter else []
    typed = between.join(reversed(units) if inside_first else units)
    wanted = f"dieu-{article}/khoan-{clause}{f'/diem-{letter}' if letter else ''}"
    assert [found.path for found in locate(typed, LAW)] == [wanted], typed


def test_the_table_is_long_enough_to_measure_with() -> None:
    assert len({typed for _, typed, _ in SAMPLES}) >= 150


def test_a_plain_reference_is_sure_and_a_guess_says_so() -> None:
    assert locate("khoản 2 điều 4", LAW) == [Located("dieu-4/khoan-2", 1.0)]
    assert locate("Điều 3", DECISION) == [Located("quy-dinh/dieu-3", 0.9)]
    assert locate("khoản 9 điều 4", LAW) == [Located("dieu-4", 0.5)]
    assert {found.score for found in locate("khoản 4", LAW)} == {0.2}


def test_the_more_exact_of_two_mentions_is_the_one_meant() -> None:
    assert best(locate("Điều 4 mức phí cao, nhất là khoản 2", LAW)) == Located("dieu-4/khoan-2", 0.8)
    assert best([]) is None


def test_flows_get_one_path_or_none() -> None:
    assert find("k2 đ4", LAW) == "dieu-4/khoan-2"
    assert find("Điều 3, 5", LAW) == "dieu-3"
    assert find("rác thải", LAW) is None
    assert find("", LAW) is None
    assert find("điều 4", []) is None


def test_decomposed_letters_are_the_same_letters() -> None:
    typed = unicodedata.normalize("NFD", "điểm đ khoản 1 Điều 5 – không phải Điều 4 Luật Đất đai")
    assert [found.path for found in locate(typed, LAW)] == ["dieu-5/khoan-1/diem-đ"]


def test_words_that_point_nowhere_mean_no_place() -> None:
    assert paths_meant("góp ý") == []
    assert paths_meant("điều 4, khoản 2") == ["dieu-4/khoan-2", "dieu-4"]


@pytest.mark.parametrize(
    "jumble",
    ["khoản 2 điều 4, ", "điều 4 ", "k2 ", "I.1 ", "điểm a, b và ", "điều 1-60, ", "x", "khoản 2" + " " * 50, "luật "],
)
def test_a_wall_of_references_takes_no_time_to_speak_of(jumble: str) -> None:
    began = time.process_time()
    locate(jumble * 5_000, LAW)
    assert time.process_time() - began < 2


def test_blanks_without_end_between_two_levels_take_no_time_either() -> None:
    began = time.process_time()
    for between in (" " * 19_000, "\n " * 9_000, "," * 19_000):
        assert [found.path for found in locate(f"điều 4{between}khoản 2", LAW)][:1] in (["dieu-4"], ["dieu-4/khoan-2"])
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "typed",
    [
        "CHI PHÍ 5 triệu",
        "chi 5 tỷ",
        "rất chi tiết",
        "phải chi khoảng 5 ngày",
        "hèn chi",
        "bộ phận 1 cửa",
        "tài khoản 4",
    ],
)
def test_words_that_begin_or_sound_like_levels_are_none(typed: str) -> None:
    assert locate(typed, CODE) == []


# Any reference in any style

_OUTWARD = ("{p} {k} {a}", "{p}, {k}, {a}", "{p} của {k} của {a}", "{p} {k}, {a}", "({p} {k} {a})")
_INWARD = ("{a} {k} {p}", "{a}, {k}, {p}", "{a} - {k} - {p}", "{a}: {k} {p}")


@st.composite
def references(draw: st.DrawFn) -> tuple[str, str]:
    """A reference in one of many styles, and the path it means."""
    article, clause = draw(st.integers(1, 200)), draw(st.integers(1, 30))
    letter = draw(st.sampled_from(["", *"abcdđeghiklmnopqrstuvxy"]))
    words = draw(
        st.sampled_from([("Điều ", "khoản "), ("điều ", "Khoản "), ("Đ", "K"), ("đ", "k"), ("ĐIỀU ", "KHOẢN ")])
    )
    if letter == "":
        pattern = draw(
            st.sampled_from(["{k} {a}", "{k}, {a}", "{k} của {a}", "{k}{a}", "{a} {k}", "{a}{k}", "{a}, {k}"])
        )
    else:
        pattern = draw(st.sampled_from(_OUTWARD + _INWARD))
    typed = pattern.format(a=f"{words[0]}{article}", k=f"{words[1]}{clause}", p=f"điểm {letter}")
    if letter != "đ" and draw(st.booleans()):
        typed = fold(typed)
    path = f"dieu-{article}/khoan-{clause}" + (f"/diem-{letter}" if letter else "")
    return draw(st.sampled_from(["{}", "Tôi đề nghị sửa {} cho rõ", "{}: chưa hợp lý"])).format(typed), path


@given(references())
def test_every_reference_in_every_style_is_found(reference: tuple[str, str]) -> None:
    typed, path = reference
    above = path.rsplit("/", 1)[0]
    assert locate(typed, [path.split("/", maxsplit=1)[0], above, path, "dieu-999", "dieu-999/khoan-1"]) == [
        Located(path, 1.0)
    ]


@given(st.text(max_size=200))
def test_no_text_breaks_it_and_only_paths_of_the_draft_are_given(text: str) -> None:
    assert {found.path for found in locate(text, LAW)} <= set(LAW)


@given(
    st.lists(st.sampled_from(["điều", "khoản", "đ", "k", "4", "2", "a", ",", "và", "-", "/", ".", "III", "mục", " "]))
)
def test_no_jumble_of_such_words_breaks_it(words: list[str]) -> None:
    for text in ("".join(words), " ".join(words)):
        assert all(0 < found.score <= 1 for found in locate(text, [*LAW, *PLAN]))


@pytest.mark.parametrize("text", ["muc iii 2", "muc III 2", "mục III, 2", "Mục III - 2", "mục III.2", "mục III số 2"])
def test_a_number_behind_a_roman_section_is_its_point(text: str) -> None:
    plan = ["la-ma-1", "la-ma-1/so-1", "la-ma-3", "la-ma-3/so-2"]
    assert find(text, plan) == "la-ma-3/so-2"
    assert find(f"{text} người dân", plan) in ("la-ma-3", "la-ma-3/so-2")
