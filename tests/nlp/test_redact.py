"""Masking of numbers and addresses that identify a person."""

import re
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.redact import LABELS, find, mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Gọi tôi 0900000001 nhé", "Gọi tôi [số điện thoại] nhé"),
        ("ĐT: 090 000 00 01.", "ĐT: [số điện thoại]."),
        ("sđt 0900.000.001", "sđt [số điện thoại]"),
        ("+84 900-000-001 hoặc 84900000001", "[số điện thoại] hoặc [số điện thoại]"),
        ("máy bàn 024 3000 0001", "máy bàn [số điện thoại]"),
        ("sdt0900000001", "sdt[số điện thoại]"),
        ("0900\u200b000\u200b001", "[số điện thoại]"),
        ("０９００００００１２", "[số điện thoại]"),
        ("0900000001 đồng ý", "[số điện thoại] đồng ý"),
        ("CCCD 001000000001", "CCCD [số định danh]"),
        ("căn cước: 001 000 000 001 cấp năm 2021", "căn cước: [số định danh] cấp năm 2021"),
        ("số 001000000001", "số [số định danh]"),
        ("CMND 270000001 Đồng Nai", "CMND [số định danh] Đồng Nai"),
        ("chung minh nhan dan 010000001", "chung minh nhan dan [số định danh]"),
        ("mail ten.toi+gopy@vidu.com.vn ạ", "mail [thư điện tử] ạ"),
        ("mail ten.toi (at) vidu.vn", "mail [thư điện tử]"),
        ("STK 1000 2000 3000 ở Vietcombank", "STK [số tài khoản] ở Vietcombank"),
        ("số tài khoản của tôi là: 123456", "số tài khoản của tôi là: [số tài khoản]"),
        ("BIDV 12010000000001", "BIDV [số tài khoản]"),
        ("xe 29A-123.45 và 59X1-234.56", "xe [biển số xe] và [biển số xe]"),
        ("xe 30e 12345, 29M1-1234", "xe [biển số xe], [biển số xe]"),
        ("mã số BHXH 0100000001", "mã số BHXH [mã bảo hiểm]"),
        ("thẻ DN 4 01 01 000 00001", "thẻ [mã bảo hiểm]"),
        ("hộ chiếu B1000001", "hộ chiếu [số hộ chiếu]"),
        ("mã số thuế 8000000001-001", "mã số thuế [dãy số]"),
    ],
)
def test_numbers_of_people_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định 131/2025/NĐ-CP, Nghị quyết 66.7/2025/NQ-CP, Quyết định 45/QĐ-UBND",
        "khoản 2 Điều 15 Luật số 31/2024/QH15, điểm 12a năm 2025",
        "mức 1.500.000 đồng, 500000000 đồng, 3.500 đồng/kWh, 84.500.000.000 đồng",
        "từ 800.000 - 1.000.000 đồng một tháng, 300 triệu, 10%, 0,5%",
        "ngày 01/07/2025, 09.05.2025 12 giờ, 2025-07-01, giai đoạn 2021-2030, năm 2024 2025 2026",
        "rút từ tài khoản 5.000.000 đồng; tài khoản 111 theo Thông tư 200/2014/TT-BTC",
        "tài khoản mở ngày 01.07.2025, tài khoản năm 2024 2025",
        "QCVN 06:2022/BXD, dt 1200 m2, tổng đài 1900 1234",
        "Điều 3, 4, 5, 6, 7, 8, 9, 10, 11 và 12",
    ],
)
def test_numbers_of_law_and_everyday_stay(text: str) -> None:
    assert mask(text) == text


def test_places_are_of_the_original_text_even_when_decomposed() -> None:
    text = unicodedata.normalize("NFD", "Số tài khoản: 123456789 nhé")
    (span,) = find(text)
    assert (text[span.start : span.end], span.kind) == ("123456789", "số tài khoản")


def test_a_text_without_numbers_is_returned_as_it_is() -> None:
    assert mask("Tôi không đồng ý 👍\n") == "Tôi không đồng ý 👍\n"


NUMBERS = st.sampled_from(
    ["0900000001", "001000000001", "270000001", "29A-123.45", "1.500.000 đồng", "84", "0", "9", "12"]
)
WORDS = st.sampled_from(
    ["STK", "tài khoản", "CCCD", "cmnd ", "sđt", "a@b.vn", "[số tài khoản]", "đồng ý", "/2025/NĐ-CP"]
)
SIGNS = st.sampled_from(["@", " ", "-", ".", "\u200b", "DN", "x", "[", "]"])
PIECES = NUMBERS | WORDS | SIGNS
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.lists(PIECES, max_size=12).map(" ".join) | st.text()


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_masking_is_final_and_leaks_no_digit_that_was_found(text: str) -> None:
    masked, spans = mask(text), find(text)
    assert mask(masked) == masked
    assert [span.start for span in spans] == sorted(span.start for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    kept = "".join(char for place, char in enumerate(text) if not any(s.start <= place < s.end for s in spans))
    assert re.sub(r"\D", "", masked) == re.sub(r"\D", "", kept)
    assert not any(re.search(r"\d", label) for label in LABELS)


@pytest.mark.parametrize(
    "piece", ["1", "a", "1 ", "0 ", "1.", "a@", "a.a@a.", "stk ", "tk 1 ", "0900000001 ", "29a ", "cccd"]
)
def test_a_hundred_thousand_characters_take_bounded_time(piece: str) -> None:
    started = time.process_time()
    mask(piece * (100_000 // len(piece)))
    assert time.process_time() - started < 5  # seconds of processor; some tenths here
