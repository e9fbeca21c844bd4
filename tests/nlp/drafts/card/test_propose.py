"""The clause card in the words of the draft: what is taken for each question, and when nothing is."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.drafts.card.propose import propose
from nlp.drafts.card.wording import LIMIT, cut, listed, sentences
from nlp.drafts.source import Source, lines_of
from nlp.drafts.structure import parse
from nlp.drafts.tree import Provision
from tests import factories

REGULATION = """ỦY BAN NHÂN DÂN TỈNH LAM GIANG
QUYẾT ĐỊNH
Ban hành Quy định về nuôi chó, mèo trong khu dân cư
Điều 1. Ban hành kèm theo Quyết định này Quy định về nuôi chó, mèo trong khu dân cư.
Điều 2. Quyết định này có hiệu lực thi hành từ ngày 01 tháng 3 năm 2027. Các quy định trước đây bị bãi bỏ.
Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc các sở chịu trách nhiệm thi hành Quyết định này./.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
QUY ĐỊNH
Về nuôi chó, mèo trong khu dân cư
(Kèm theo Quyết định số 10/2026/QĐ-UBND của Ủy ban nhân dân tỉnh)
Điều 1. Phạm vi điều chỉnh
Quy định này quy định việc đăng ký, tiêm phòng và dắt chó, mèo nơi công cộng.
Điều 2. Đối tượng áp dụng
1. Ủy ban nhân dân cấp xã, cơ quan thú y;
2. Hộ gia đình, cá nhân nuôi chó, mèo;
3. Cơ sở kinh doanh chó, mèo.
Điều 3. Trách nhiệm của Ủy ban nhân dân cấp xã
Ủy ban nhân dân cấp xã phải lập sổ theo dõi.
Điều 4. Trách nhiệm của người nuôi
1. Khai báo với trưởng thôn trong 03 ngày;
2. Đeo rọ mõm và xích chó khi đưa ra nơi công cộng.
"""

PLAN = """KẾ HOẠCH
Trồng cây xanh trong trường học năm 2027
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Mỗi trường có ít nhất một khu vườn do học sinh chăm sóc.
2. Yêu cầu
- Không phô trương, không tốn kém.
II. NHIỆM VỤ
1. Chọn đất và cây giống
- Mỗi trường chọn ít nhất 200 mét vuông.
2. Tập huấn cho giáo viên
- Mỗi trường cử hai giáo viên.
III. THỜI GIAN THỰC HIỆN
Từ ngày 01 tháng 02 năm 2027 đến hết ngày 31 tháng 5 năm 2027.
IV. TỔ CHỨC THỰC HIỆN
1. Sở Giáo dục và Đào tạo chủ trì.
"""


def card(text: str) -> dict[str, tuple[str, str]]:
    """The lines proposed for a text, by slot: words and path."""
    return {line.slot: (line.text, line.path) for line in propose(parse(Source(lines_of(text))).provisions)}


def test_the_annexed_regulation_is_read_before_the_decision_and_the_decision_says_from_when() -> None:
    assert card(REGULATION) == {
        "who": (
            "Ủy ban nhân dân cấp xã, cơ quan thú y; Hộ gia đình, cá nhân nuôi chó, mèo; Cơ sở kinh doanh chó, mèo",
            "quy-dinh/dieu-2",
        ),
        "what": (
            "Quy định này quy định việc đăng ký, tiêm phòng và dắt chó, mèo nơi công cộng.",
            "quy-dinh/dieu-1",
        ),
        "must": (
            "Khai báo với trưởng thôn trong 03 ngày; Đeo rọ mõm và xích chó khi đưa ra nơi công cộng",
            "quy-dinh/dieu-4",
        ),
        "when": ("Quyết định này có hiệu lực thi hành từ ngày 01 tháng 3 năm 2027.", "dieu-2"),
    }


def test_a_plan_says_its_tasks_and_its_time_and_nothing_it_does_not_hold() -> None:
    assert card(PLAN) == {
        "what": ("Chọn đất và cây giống; Tập huấn cho giáo viên", "la-ma-2"),
        "when": ("Từ ngày 01 tháng 02 năm 2027 đến hết ngày 31 tháng 5 năm 2027", "la-ma-3"),
    }


def test_a_plan_without_named_tasks_gives_its_aim() -> None:
    found = card(
        "KẾ HOẠCH\nTrồng cây\nI. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\n- Mỗi thôn có bóng mát.\nII. KINH PHÍ\n1. Hai tỷ."
    )
    assert found == {"what": ("Mỗi thôn có bóng mát", "la-ma-1/so-1")}


def test_one_article_on_scope_and_subjects_gives_two_lines_with_the_clause_each() -> None:
    found = card(
        "NGHỊ QUYẾT\nVề học phí\nĐiều 1. Phạm vi điều chỉnh và đối tượng áp dụng\n"
        "1. Nghị quyết này quy định mức học phí năm học 2026 - 2027.\n"
        "2. Nghị quyết này áp dụng đối với:\na) Trẻ em mầm non;\nb) Cơ sở giáo dục công lập.\n"
        "Điều 2. Điều khoản thi hành\nNghị quyết này có hiệu lực từ ngày 10 tháng 12 năm 2026."
    )
    assert found["who"] == ("Trẻ em mầm non; Cơ sở giáo dục công lập", "dieu-1/khoan-2")
    assert found["what"] == ("Nghị quyết này quy định mức học phí năm học 2026 - 2027.", "dieu-1/khoan-1")
    assert found["when"] == ("Nghị quyết này có hiệu lực từ ngày 10 tháng 12 năm 2026.", "dieu-2")


def test_amendments_say_what_they_amend_and_quoted_words_are_not_the_drafts_own() -> None:
    found = card(
        "NGHỊ QUYẾT\nSửa đổi\nĐiều 1. Sửa đổi, bổ sung một số điều của Nghị quyết số 10/2024/NQ-HĐND\n"
        "1. Sửa đổi khoản 2 Điều 4 như sau:\n“2. Nghị quyết này có hiệu lực từ ngày 01 tháng 01 năm 1999.”.\n"
        "2. Bãi bỏ Điều 7.\nĐiều 2. Hiệu lực thi hành\nNghị quyết này có hiệu lực thi hành từ ngày 01 tháng 6 năm 2027."
    )
    assert found["what"] == (
        "Sửa đổi, bổ sung một số điều của Nghị quyết số 10/2024/NQ-HĐND: Sửa đổi khoản 2 Điều 4; Bãi bỏ Điều 7",
        "dieu-1",
    )
    assert found["when"] == ("Nghị quyết này có hiệu lực thi hành từ ngày 01 tháng 6 năm 2027.", "dieu-2")


def test_the_end_of_another_text_is_not_the_beginning_of_this_one() -> None:
    found = card(
        "LUẬT\nVề chợ\nĐiều 1. Chợ\nChợ họp vào buổi sáng.\nĐiều 2. Điều khoản cuối\n"
        "Luật Chợ số 1/1990 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành."
    )
    assert found == {}


def test_an_exception_in_the_same_article_is_told_with_the_rule() -> None:
    found = card(
        "LUẬT\nVề chợ\nĐiều 9. Hiệu lực thi hành\n"
        "1. Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2028, trừ quy định tại khoản 2 Điều này.\n"
        "2. Điều 4 có hiệu lực thi hành từ ngày 01 tháng 7 năm 2028."
    )
    assert found["when"] == (
        "Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2028, trừ quy định tại khoản 2 Điều này. "
        "Điều 4 có hiệu lực thi hành từ ngày 01 tháng 7 năm 2028.",
        "dieu-9",
    )


@pytest.mark.parametrize(
    ("clause", "line"),
    [
        ("Người bán thức ăn phải che đậy thực phẩm.", "Người bán thức ăn phải che đậy thực phẩm."),
        ("Mọi tổ chức, cá nhân có trách nhiệm báo cháy.", "Mọi tổ chức, cá nhân có trách nhiệm báo cháy."),
        ("Không đốt rơm, rạ ngoài đồng.", "Không đốt rơm, rạ ngoài đồng."),
        ("Nghiêm cấm lấn chiếm vỉa hè.", "Nghiêm cấm lấn chiếm vỉa hè."),
        ("Ủy ban nhân dân cấp xã phải niêm yết mức thu.", None),
        ("Tổ chức thực hiện phải bảo đảm tiến độ.", None),
        ("Kinh phí hỗ trợ người có công phải thanh toán trong tháng.", None),
        ("Người lao động không được hưởng trợ cấp hai lần.", None),
        ("Người dân không phải nộp lại giấy tờ.", None),
        ("Trường hợp hộ gia đình chuyển đi thì phải báo.", None),
    ],
)
def test_duties_are_those_of_people(clause: str, line: str | None) -> None:
    found = card(f"QUYẾT ĐỊNH\nVề chợ\nĐiều 1. Nội dung\n1. {clause}\n2. Chợ họp buổi sáng.")
    assert found.get("must", (None,))[0] == line


def test_what_is_forbidden_is_named_as_such() -> None:
    found = card("LUẬT\nVề chợ\nĐiều 5. Các hành vi bị nghiêm cấm\n1. Bán hàng giả.\n2. Chiếm chỗ của người khác.")
    assert found["must"] == ("Các hành vi bị nghiêm cấm: Bán hàng giả; Chiếm chỗ của người khác", "dieu-5")


def test_nothing_is_proposed_where_nothing_is_said() -> None:
    assert propose(()) == ()
    assert propose((Provision("dieu-1", "dieu", "Điều 1", "", "", None, 1),)) == ()
    assert card("CÔNG VĂN\nKính gửi các sở.") == {}


def test_decomposed_text_gives_the_same_card() -> None:
    composed = propose(parse(Source(lines_of(factories.DECISION))).provisions)
    provisions = parse(Source(lines_of(factories.DECISION))).provisions
    loose = [
        replace(p, heading=unicodedata.normalize("NFD", p.heading), text=unicodedata.normalize("NFD", p.text))
        for p in provisions
    ]
    assert propose(loose) == composed
    assert {line.slot for line in composed} == {"what", "when"}


def test_a_very_long_article_is_cut_between_words_with_an_ellipsis() -> None:
    long = "việc thu gom chất thải, " * 2000
    found = card(f"QUYẾT ĐỊNH\nVề rác\nĐiều 1. Phạm vi điều chỉnh\nQuyết định này quy định {long}.")
    words, path = found["what"]
    assert (path, len(words) <= LIMIT, words[-1]) == ("dieu-1", True, "…")
    whole = f"Quyết định này quy định {long}"
    assert whole.startswith(words[:-1])
    assert not whole[len(words) - 1].isalnum()


@pytest.mark.parametrize(
    ("words", "limit", "line"),
    [
        ("Người bán hàng rong", 30, "Người bán hàng rong"),
        ("Người bán hàng rong", 12, "Người bán…"),
        ("Người bán, hàng rong", 12, "Người bán…"),
        ("Người  bán\nhàng", 20, "Người bán hàng"),
    ],
)
def test_cutting_keeps_words_whole(words: str, limit: int, line: str) -> None:
    assert cut(words, limit) == line


def test_a_list_that_does_not_fit_gives_people_first_and_says_that_there_is_more() -> None:
    items = ["Sở Nông nghiệp và Môi trường", "Hộ gia đình", "Hợp tác xã"]
    assert listed(items, 30, first=[False, True, True]) == "Hộ gia đình; Hợp tác xã; …"
    assert listed(items, 200) == "Sở Nông nghiệp và Môi trường; Hộ gia đình; Hợp tác xã"


def test_tables_and_quotations_are_no_sentences() -> None:
    assert sentences("Mức thu như sau:\nHộ | 20.000\nThu theo quý.") == ["Mức thu như sau:", "Thu theo quý."]
    assert sentences("Sửa như sau:\n“1. Hộ phải nộp.\n2. Hộ được miễn.”.\nHết.") == ["Sửa như sau:", "Hết."]


LETTERS = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxy ÁẢ.,;:\n|“”0123456789", max_size=300)
WORDS = st.sampled_from(
    ["Hộ gia đình phải nộp phí.", "Luật này có hiệu lực từ ngày 01 tháng 01 năm 2030.", "Nghiêm cấm:", "Đối tượng"]
)


@given(st.lists(st.tuples(st.sampled_from(["Đối tượng áp dụng", "Phạm vi", "Trách nhiệm của cá nhân", ""]),
                          st.one_of(LETTERS, WORDS)), max_size=8))  # fmt: skip
def test_any_text_at_all_gives_short_lines_in_words_of_what_they_cite(articles: list[tuple[str, str]]) -> None:
    provisions = [
        Provision(f"dieu-{at}", "dieu", f"Điều {at}", heading, text, None, at)
        for at, (heading, text) in enumerate(articles, start=1)
    ]
    lines = propose(provisions)
    assert len({line.slot for line in lines}) == len(lines) <= 4
    for line in lines:
        cited = next(part for part in provisions if part.path == line.path)
        said = set(re.findall(r"\w+", f"{cited.heading} {cited.text}".lower()))
        assert 0 < len(line.text) <= LIMIT
        assert set(re.findall(r"\w+", line.text.lower())) <= said
