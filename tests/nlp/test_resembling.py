"""What citizens say of a provision without naming it: found among the nearest three; nothing where nothing is near."""

import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.world.build_docx import write_docx
from nlp.drafts.files import parse_file
from nlp.drafts.tree import Draft
from nlp.lexicon.numbers import values
from nlp.resembling import GUESSED, Place, Resembling, _groups
from nlp.text import bare_spelling
from tests.source import ROOT

WORLD = ROOT / "bot" / "sandbox" / "world" / "drafts"
LAW = ROOT.parent / "shared" / "corpus" / "legal" / "09_luat_thanh_nien_2020.txt"
DESCRIBED = [
    line.split("\t")
    for line in Path(__file__).with_name("described_places.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
OF_NO_PLACE = [
    "",
    "   ",
    "👍",
    "ok",
    "tôi đồng ý",
    "toi khong dong y voi du thao nay",
    "rất hay, ủng hộ hai tay",
    "quy định chung chung quá, cần làm rõ hơn",
    "giá xăng tăng quá trời",
    "đội tuyển đá hay quá",
    "phim này dở tệ",
    "hom nay troi mua to",
    "xin chào các anh chị",
    "this is good",
    "垃圾太多",
    "¯\\_(ツ)_/¯",
]


FEES = [
    Place("dieu-1", "Mức thu", "", None),
    Place("dieu-1/khoan-1", "", "Hộ gia đình nộp 25.000 đồng mỗi tháng.", "dieu-1"),
    Place("dieu-1/khoan-2", "", "Hộ kinh doanh nộp 60.000 đồng mỗi tháng.", "dieu-1"),
    Place("dieu-2", "Miễn, giảm", "Miễn đối với hộ nghèo, người cao tuổi, người khuyết tật.", None),
    Place("dieu-3", "Giờ thu gom", "Thu gom trước 07 giờ hằng ngày tại nơi tập kết.", None),
    Place("dieu-4", "Xử phạt", "Phạt tiền từ 500.000 đồng đối với hành vi vứt chất thải xuống kênh.", None),
]


def bare(text: str) -> str:
    """The text without marks."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@cache
def world(folder: Path) -> dict[str, Draft]:
    """The drafts of the imaginary province, and a law where the corpus is there."""
    write_docx(folder / "rac.docx")
    files = {
        "rac": folder / "rac.docx",
        "rong": WORLD / "nghi-quyet-ban-hang-rong.html",
        "so": WORLD / "ke-hoach-ky-nang-so.txt",
    }
    return {name: parse_file(path) for name, path in files.items()}


def share_found(drafts: dict[str, Draft], *, marks: bool) -> float:
    """The share of descriptions whose article is among the nearest three."""
    indexes = {name: Resembling(draft.provisions) for name, draft in drafts.items()}
    asked = [row for row in DESCRIBED if row[0] in indexes]
    found = 0
    for name, path, words in asked:
        nearest = indexes[name].nearest(words if marks else bare(words), 3)
        found += any(_article(place.path) == _article(path) for place in nearest)
    return found / len(asked)


def _article(path: str) -> str:
    """The article, or a plan's numbered point, that a path is in."""
    steps = path.split("/")
    at = next((at for at, step in enumerate(steps) if step.startswith("dieu-")), 1)
    return "/".join(steps[: at + 1])


@pytest.mark.parametrize("marks", [True, False], ids=["with diacritics", "without"])
def test_four_of_five_descriptions_find_their_article_among_three(
    tmp_path_factory: pytest.TempPathFactory, marks: bool
) -> None:
    assert len(DESCRIBED) >= 120
    drafts = dict(world(tmp_path_factory.getbasetemp()))
    for name, path, _ in DESCRIBED:
        assert name not in drafts or path in {part.path for part in drafts[name].provisions}
    assert share_found(drafts, marks=marks) >= 0.85


@pytest.mark.parametrize("marks", [True, False], ids=["with diacritics", "without"])
def test_descriptions_of_a_law_of_the_state_are_found_too(marks: bool) -> None:
    if not LAW.exists():
        pytest.skip(f"the corpus is not at {LAW}")
    assert share_found({"thanhnien": parse_file(LAW)}, marks=marks) >= 0.8


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("nhà tôi đóng hai mươi lăm nghìn một tháng", "dieu-1/khoan-1"),
        ("dong 60k mot thang la nhieu", "dieu-1/khoan-2"),
        ("ông bà già, người tàn tật có được miễn không", "dieu-2"),
        ("bảy giờ sáng đã lấy rác thì sớm", "dieu-3"),
        ("ai vứt rác xuống mương thì phạt nặng vào", "dieu-4"),
    ],
)
def test_words_and_numbers_of_citizens_find_those_of_the_draft(words: str, path: str) -> None:
    assert Resembling(FEES).nearest(words)[0].path == path
    assert Resembling(FEES).nearest(bare(words))[0].path == path


@pytest.mark.parametrize("words", OF_NO_PLACE)
def test_words_of_no_place_get_none(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    assert Resembling(FEES).nearest(words) == []
    for draft in world(tmp_path_factory.getbasetemp()).values():
        assert Resembling(draft.provisions).nearest(words) == []


def test_a_guess_is_never_as_sure_as_a_reference() -> None:
    scores = [place.score for place in Resembling(FEES).nearest("Hộ gia đình nộp 25.000 đồng mỗi tháng.")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= GUESSED for score in scores)


def test_a_draft_without_provisions_has_no_place() -> None:
    assert Resembling([]).nearest("mức thu rác") == []
    assert Resembling([Place("dieu-1", "", "", "dieu-1")]).nearest("mức thu rác") == []


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    assert {place.path for place in Resembling(FEES).nearest(text)} <= {part.path for part in FEES}


def test_a_pasted_law_gets_an_answer(tmp_path_factory: pytest.TempPathFactory) -> None:
    draft = world(tmp_path_factory.getbasetemp())["rong"]
    assert len(Resembling(draft.provisions).nearest(" ".join(part.text for part in draft.provisions) * 30)) == 5


def test_each_group_of_synonyms_says_more_than_one_thing() -> None:
    for group in _groups():
        assert len({bare_spelling(phrase) for phrase, _, _ in group}) == len(group) >= 2


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("hai mươi tư ngàn", [24_000]),
        ("450 ngàn", [450_000]),
        ("24.000 đồng", [24_000]),
        ("hai triệu rưỡi", [2_500_000]),
        ("tám mươi sáu tỷ", [86_000_000_000]),
        ("bảy giờ rưỡi", [7, 30]),
        ("07 giờ 30", [7, 30]),
        ("sáu mươi tuổi", [60]),
        ("ba tôi năm nay già", []),
        ("mười", []),
        ("rưỡi", []),
    ],
)
def test_numbers_are_read_as_people_write_them(words: str, meant: list[int]) -> None:
    assert values([bare_spelling(word) for word in words.split()]) == meant


NUMBER_WORDS = ["mot", "hai", "ba", "muoi", "tram", "nghin", "trieu", "ti", "ruoi", "gio", "5", "24.000", "x"]


@given(st.lists(st.sampled_from(NUMBER_WORDS), max_size=12))
def test_no_jumble_of_number_words_breaks_it(words: list[str]) -> None:
    assert all(value >= 0 for value in values(words))
