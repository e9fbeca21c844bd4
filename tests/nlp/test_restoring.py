"""Diacritics put back: what is restored, what stays as typed, and that the weights are what their script makes."""

import re
import struct
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.restoring import Restorer
from nlp.restoring.sources import ARTICLES, EVERYDAY, LAWS, NEIGHBOURS, neighbours
from nlp.restoring.tagger_tables import side_by_side
from nlp.restoring.training import train
from nlp.restoring.weights import FILE, pack, unpack
from nlp.text import fold
from tests.source import ROOT

LAW = ROOT.parent / "shared" / "corpus" / "law"
RESTORED = [
    "mức phí thu gom rác này cao quá",
    "đường hẹp quá, xe rác không vào được",
    "Đề nghị giảm mức phí thu gom rác thải xuống còn 20.000 đồng/tháng",
    "Tôi không đồng ý với dự thảo này",
    "Cơ quan nhà nước có thẩm quyền quyết định xử phạt vi phạm hành chính",
    "KHÔNG ĐỒNG Ý",
    "Tôi thấy điều 4 khoản 2 chưa hợp lý!!! (quá cao)",
    "hồ sơ nộp mãi mà không thấy ai trả lời",
    "Nhà tôi có 5 người, mỗi năm đóng 300.000 đồng",
    "các bạn có thấy vậy không",
    "người Đức với người Nhật làm việc đúng giờ",
    "nộp trên mạng không đc, phải ra UBND",
    "bạn bè tôi ai cũng nói vậy",
    "tối nay tôi mới về tới nhà",
    "phim này hay quá, xem rồi mà vẫn còn muốn xem lại",
]
KEPT = [
    "Mức phí thu gom rác này cao quá",
    "",
    "   \n ",
    "👍",
    "12/2026, 20.000",
    "Tôi đồng ý với dự thảo này, cho con em đi học",
    "This is only a test of the new website, please ignore it",
    "https://vi.du/dat-dai?a=thu-tuc",
    "lien.he@vi.du.vn",
    "#khongdongy @gopy",
    "垃圾太多了",
    "(╯°□°)╯︵ ┻━┻",
    "k2d4",
    "pin, camera, game, ok",
]


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer.load()


def bare(text: str) -> str:
    """The text without marks, letter for letter."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@pytest.mark.parametrize("text", RESTORED)
def test_a_text_typed_without_diacritics_gets_them_back(restorer: Restorer, text: str) -> None:
    assert restorer.restore(bare(text)) == text


@pytest.mark.parametrize("text", KEPT)
def test_what_needs_no_diacritics_stays_as_typed(restorer: Restorer, text: str) -> None:
    assert restorer.restore(text) == text


def test_a_syllable_typed_with_marks_stays_and_helps_its_neighbours(restorer: Restorer) -> None:
    assert restorer.restore("hô nghèo duoc hỗ tro") == "hô nghèo được hỗ trợ"
    decomposed = unicodedata.normalize("NFD", "Tôi đồng ý")
    assert restorer.restore(f"{decomposed} voi du thao") == f"{decomposed} với dự thảo"


def test_links_and_foreign_words_stay_amid_vietnamese(restorer: Restorer) -> None:
    text = "link https://vi.du/thu-tuc khong mo duoc, smartphone cua toi khong dang nhap duoc"
    restored = "link https://vi.du/thu-tuc không mở được, smartphone của tôi không đăng nhập được"
    assert restorer.restore(text) == restored


def test_a_vietnamese_word_between_foreign_ones_is_restored_and_an_english_one_is_not(restorer: Restorer) -> None:
    assert restorer.restore("may hay bi lag, choi game la het pin") == "máy hay bị lag, chơi game là hết pin"
    assert "back to school" in restorer.restore("chuong trinh back to school cua cua hang nay rat hay")


def test_restoring_twice_changes_nothing_more(restorer: Restorer) -> None:
    once = restorer.restore("Toi de nghi bo khoan thu nay vi dan ngheo khong co tien dong")
    assert restorer.restore(once) == once


@given(st.text(max_size=200))
def test_any_text_keeps_its_letters_its_length_and_its_case(text: str) -> None:
    restored = Restorer.load().restore(text)
    assert len(restored) == len(text)
    assert fold(restored) == fold(text)
    assert [char.isupper() for char in restored] == [char.isupper() for char in text]


@given(st.lists(st.sampled_from(["toi", "đ", "khong", "a\u0301", "ƯƠ", "the", "please", "5", ".", "\n", "@", " "])))
def test_no_jumble_breaks_it(words: list[str]) -> None:
    for text in ("".join(words), " ".join(words)):
        assert fold(Restorer.load().restore(text)) == fold(text)


def test_a_hundred_thousand_characters_without_a_full_stop_are_read_too(restorer: Restorer) -> None:
    text = "toi khong dong y voi muc phi nay " * 3_000
    assert restorer.restore(text).startswith("tôi không đồng ý với mức phí này tôi")


def test_other_bytes_are_no_weights() -> None:
    with pytest.raises(ValueError, match="weights"):
        unpack(b"PK\x03\x04")
    assert unpack(pack(unpack(FILE.read_bytes()))) == unpack(FILE.read_bytes())


def test_the_everyday_texts_are_typed_with_diacritics() -> None:
    lines = [line for line in EVERYDAY.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert [line for line in lines if line.isascii() and len(line.split()) > 3] == []
    words = [word for line in lines for word in line.split() if word.isalpha()]
    assert sum(not word.isascii() for word in words) >= 0.75 * len(words) >= 10_000


def test_a_line_of_neighbours_stands_for_phrases_in_reading_order() -> None:
    phrases = neighbours()
    assert {"bạn bè", "tình bạn"} <= set(phrases)
    assert [phrase for phrase in phrases if len(phrase.split()) < 2] == []
    assert len(set(phrases)) >= 50_000


def test_each_head_of_the_neighbours_has_one_line_of_the_agreed_form() -> None:
    lines = [line for line in NEIGHBOURS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[^\W\d_]+( > [\w, ]+)?( < [\w, ]+)?", line)] == []
    heads = [line.split(" ")[0] for line in lines]
    assert len(heads) == len(set(heads))


def test_the_pairs_of_words_that_a_model_names_are_read_and_other_bytes_are_none() -> None:
    texts = ["T[0,1].lower=bạn bè", "T[-1]=Phí", "T[-2,0]=bạn quá", "T[1].isdigit=1"]
    assert side_by_side(crf_model(texts)) == ["bạn bè", "phí"]
    for other in (b"", b"lCRF", b"PK" * 40, crf_model(texts)[:-9]):
        with pytest.raises(ValueError, match="model"):
            side_by_side(other)


def crf_model(attributes: list[str]) -> bytes:
    """The part of a CRFsuite model that names its attributes, behind a header that tells where it is."""
    texts, places = b"", []
    for number, attribute in enumerate(attributes):
        key = attribute.encode() + b"\0"
        places.append(24 + len(texts))
        texts += struct.pack("<II", number, len(key)) + key
    database = struct.pack("<4s5I", b"CQDB", 0, 0, 0, len(places), 24 + len(texts)) + texts
    database += struct.pack(f"<{len(places)}I", *places)
    header = struct.pack("<4sI4s9I", b"lCRF", 0, b"FOMC", 100, 0, 0, len(places), 48, 48, 48, 0, 0)
    return header + database


def test_the_shipped_weights_are_what_the_script_makes() -> None:
    if not all((LAW / name).exists() for name in (ARTICLES, LAWS)):
        pytest.skip(f"the law corpus is not at {LAW}")
    assert train(Path(LAW)) == unpack(FILE.read_bytes())
