"""Topics and kinds of comments as people write them."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.fields import FIELDS
from nlp.lexicon.kinds import KINDS
from nlp.prior.model import CODES
from nlp.tagging import (
    AUTO,
    AUTO_FROM,
    CONTEXT_SCORE,
    FIRST_SUGGEST_FROM,
    SUGGEST,
    SUGGEST_FROM,
    UNSURE,
    Tagger,
)
from nlp.text import fold

TAGGER = Tagger.load()
SEGMENTING_TAGGER = Tagger.load(segment=True)

COMMENTS = [
    ("Nhà tôi bị thu hồi đất mà giá đền bù thấp hơn giá thị trường nhiều lần.", "dat_dai"),
    ("Làm sổ đỏ cho mảnh đất ông bà để lại mà xã cứ bắt bổ sung giấy tờ hoài.", "dat_dai"),
    ("Phí bảo trì chung cư cũ nên giao cho ban quản trị quản lý.", "xay_dung_nha_o"),
    ("Công nhân tụi em chỉ mong mua được nhà ở xã hội.", "xay_dung_nha_o"),
    ("Bãi rác cạnh trường bốc mùi hôi cả xóm chịu không nổi.", "moi_truong_tai_nguyen"),
    ("Phạt vượt đèn đỏ 20 triệu là quá nặng với người chạy xe máy.", "giao_thong"),
    ("Cấm dạy thêm thì phụ huynh biết gửi con cho ai?", "giao_duc"),
    ("Bệnh viện huyện thiếu bác sĩ, người bệnh phải chuyển tuyến.", "y_te"),
    ("Đề nghị tăng lương tối thiểu vùng cho người lao động.", "lao_dong"),
    ("Lương hưu của mẹ tôi không đủ sống, xin nâng mức trợ cấp xã hội.", "an_sinh"),
    ("Mức giảm trừ gia cảnh khi tính thuế thu nhập cá nhân lạc hậu rồi.", "thue_phi_hai_quan"),
    ("Lãi suất vay ngân hàng cao như vậy thì ai dám vay vốn.", "tai_chinh_ngan_hang"),
    (
        "Thủ tục đăng ký kinh doanh cho hộ kinh doanh còn phiền, tiểu thương chợ chúng tôi khổ.",
        "doanh_nghiep_thuong_mai",
    ),
    ("Bà con nông dân nuôi heo bị lỗ vì giá thức ăn chăn nuôi.", "nong_nghiep"),
    ("Giá điện bậc thang như thế này thì mùa hè tiền điện tăng gấp đôi.", "cong_thuong_nang_luong"),
    ("Sim rác gọi cả ngày, nhà mạng phải bảo vệ dữ liệu cá nhân.", "khcn_cntt"),
    ("Di tích làng tôi trùng tu sai, mất hết nét văn hóa.", "van_hoa_tt_dl_bao_chi"),
    ("Bỏ yêu cầu công chứng bản sao giấy khai sinh đi.", "tu_phap_ho_tich"),
    ("Con gái không được chia thừa kế dù bố mẹ có để lại di chúc.", "dan_su_hngd"),
    ("Nên giữ án tử hình với tội phạm giết người.", "hinh_su_to_tung"),
    ("Quán karaoke nhỏ không thể đáp ứng hết quy định phòng cháy chữa cháy.", "an_ninh_trat_tu"),
    ("Con tôi học đại học có được tạm hoãn gọi nhập ngũ không?", "quoc_phong_nvqs"),
    ("Sáp nhập xã xong cán bộ không chuyên trách đi đâu?", "can_bo_to_chuc"),
    ("Phải bảo vệ người tố cáo tham nhũng, đừng để họ bị trả thù.", "khieu_nai_thanh_tra"),
    ("Tiền công đức ở chùa nên để nhà chùa tự quản.", "dan_toc_ton_giao"),
    ("Việt kiều xin miễn thị thực 5 năm vẫn phải ra đại sứ quán.", "doi_ngoai"),
]


@pytest.mark.parametrize(("text", "code"), COMMENTS)
def test_a_comment_gets_its_field(text: str, code: str) -> None:
    assert TAGGER.tag(text).topics[0].code == code


@pytest.mark.parametrize(("text", "code"), COMMENTS)
def test_the_same_comment_without_diacritics_gets_it_too(text: str, code: str) -> None:
    assert code in [topic.code for topic in TAGGER.tag(fold(text)).topics][:2]


def test_missing_diacritics_cost_nearly_nothing() -> None:
    hits = sum(TAGGER.tag(fold(text)).topics[0].code == code for text, code in COMMENTS)
    assert hits >= len(COMMENTS) - 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("E thấy fí trước bạ cao wá, ko ai mua xe nổi, giảm thuế đi", "thue_phi_hai_quan"),
        ("ĐIỆN LỰC CÚP ĐIỆN SUỐT NGÀY, DÂN KHỔ QUÁAAAA", "cong_thuong_nang_luong"),
        ("giao vien day them co sao dau ma cam", "giao_duc"),
        ("bhxh 1 lan thi de dan tu quyet, rut bhxh la quyen", "an_sinh"),
        ("csgt phat nguoi ma gui giay cham qua", "giao_thong"),
        ("The tax on small household businesses is too high, please lower the tax rate.", "thue_phi_hai_quan"),
        ("Foreigners married to Vietnamese should get a longer visa.", "doi_ngoai"),
    ],
)
def test_chat_writing_capitals_and_english_are_read(text: str, code: str) -> None:
    assert TAGGER.tag(text).topics[0].code == code


def test_evidence_is_the_words_of_the_text_as_typed() -> None:
    text = "Thưa cơ quan, GIÁ ĐẤT ở quê tôi thấp."
    topic = TAGGER.tag(text).topics[0]
    assert [(each.text, text[each.start : each.end]) for each in topic.evidence] == [("GIÁ ĐẤT", "GIÁ ĐẤT")]


def test_a_text_without_a_listed_phrase_shows_the_words_the_law_knows() -> None:
    text = "Hàng hải sản cập bờ phải cân đúng, kiểm ngư viên ghi nhật ký khai thác ngay"
    topic = TAGGER.tag(text).topics[0]
    assert topic.code == "nong_nghiep"
    assert any("khai thác" in each.text or "kiểm ngư" in each.text for each in topic.evidence)


def test_decomposed_text_with_invisible_characters_gives_the_same_topics() -> None:
    text = "Đề nghị giảm thuế thu nhập cá nhân"
    broken = unicodedata.normalize("NFD", text).replace("thu nh", "th\u200bu nh")
    plain, odd = TAGGER.tag(text).topics, TAGGER.tag(broken).topics
    assert [(topic.code, topic.score) for topic in plain] == [(topic.code, topic.score) for topic in odd]
    assert broken[odd[0].evidence[0].start :].startswith(odd[0].evidence[0].text)


def test_different_accented_words_are_not_confused() -> None:
    assert TAGGER.tag("Tôi đi thuê").topics == ()
    assert TAGGER.tag("Món này đắt").topics == ()
    assert TAGGER.tag("thuế").topics[0].code == "thue_phi_hai_quan"


def test_more_evidence_gives_a_better_band() -> None:
    one = TAGGER.tag("Tôi nói về sổ đỏ").topics[0]
    three = TAGGER.tag("Tách thửa xong mới cấp sổ đỏ, còn đất vườn thì lên thổ cư").topics[0]
    assert one.score < three.score
    assert (one.band, three.band) == (UNSURE, AUTO)
    assert TAGGER.tag("Tôi nói về việc cấp sổ đỏ").topics[0].band == SUGGEST


def test_a_weak_word_alone_stays_unsure() -> None:
    assert TAGGER.tag("Có người nói đến phí").topics[0].band == UNSURE


def test_two_subjects_give_two_topics() -> None:
    topics = TAGGER.tag("Học phí đại học tăng, mà bệnh viện cũng tăng viện phí").topics
    assert {topic.code for topic in topics[:2]} == {"giao_duc", "y_te"}


def test_the_draft_tips_the_balance_only_where_the_text_speaks_of_its_field() -> None:
    text = "Quy định về xe và đất chưa rõ"
    assert TAGGER.tag(text, fields=["dat_dai"]).topics[0].code == "dat_dai"
    assert TAGGER.tag(text, fields=["giao_thong"]).topics[0].code == "giao_thong"
    assert "y_te" not in [topic.code for topic in TAGGER.tag(text, fields=["y_te"]).topics]


def test_a_text_that_shows_nothing_gets_the_field_of_its_draft_unsure() -> None:
    (topic,) = TAGGER.tag("Tôi hoàn toàn đồng ý", fields=["y_te"]).topics
    assert (topic.code, topic.band, topic.score, topic.evidence) == ("y_te", UNSURE, CONTEXT_SCORE, ())
    assert (
        TAGGER.tag("Tôi hoàn toàn đồng ý", title="Nghị định về phòng cháy chữa cháy").topics[0].code
        == "an_ninh_trat_tu"
    )
    assert TAGGER.tag("Tôi hoàn toàn đồng ý", fields=["not_a_code"]).topics == ()


def test_a_topic_list_is_ordered_and_its_bands_follow_its_scores() -> None:
    topics = TAGGER.tag("Học phí đại học tăng mà lương giáo viên vẫn thấp, thuế thu nhập cũng cao").topics
    assert [topic.score for topic in topics] == sorted((topic.score for topic in topics), reverse=True)
    for place, topic in enumerate(topics):
        least = FIRST_SUGGEST_FROM if place == 0 else SUGGEST_FROM
        expected = AUTO if topic.score >= AUTO_FROM else SUGGEST if topic.score >= least else UNSURE
        assert topic.band == expected


def test_slips_and_chat_spelling_are_read_as_what_was_meant() -> None:
    for text in ("fí thu gom rcá cao wá", "thue thu nhaapj ca nhan", "giao vien day themm o truog"):
        assert TAGGER.tag(text).topics, text
    assert TAGGER.tag("giao vien day themm o truog tieu hocc").topics[0].code == "giao_duc"


def test_the_odds_are_what_the_decision_rests_on() -> None:
    text = "Bệnh viện huyện thiếu bác sĩ"
    odds = TAGGER.odds(text)
    assert odds.shape == (24,)
    assert CODES[int(odds.argmax())] == TAGGER.tag(text).topics[0].code == "y_te"
    assert TAGGER.odds(text, fields=["y_te"])[CODES.index("y_te")] > odds[CODES.index("y_te")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tôi đề nghị giữ nguyên mức phạt hiện hành.", "opinion"),
        ("toi khong dong y voi khoan 2 dieu 5", "opinion"),
        ("Cho tôi hỏi mức phí này áp dụng từ bao giờ?", "question"),
        ("cho e hoi ho so gom nhung gi a", "question"),
        ("How much is the new fee?", "question"),
        ("Hộ nghèo có được miễn phí này không", "question"),
        ("ho so dang ky gom nhung giay to gi vay ad", "question"),
        ("Trách nhiệm của cơ quan cấp phép?", "question"),
        ("Tôi đề nghị bỏ khoản này, dân biết sống sao nổi?", "opinion"),
        ("Tôi xin tố cáo ông trưởng thôn nhận tiền của dân.", "complaint"),
        ("File phụ lục không mở được", "error_report"),
        ("Cho xin link bản so sánh với quy định cũ", "information_request"),
        ("Game bài đổi thưởng, nạp lần đầu bonus 100%", "spam"),
        ("thằng soạn cái này đúng là óc chó", "abuse"),
        ("Khoản 3 Điều 7 viện dẫn sai, Điều 12 không có khoản 4.", "error_report"),
        ("dieu 4 bi loi chinh ta chu 'truờng hợp'", "error_report"),
        ("Cán bộ phường hách dịch, bắt tôi đi lại nhiều lần mà không ai trả lời.", "complaint"),
        ("can bo voi vinh moi chiu lam, toi rat buc xuc", "complaint"),
        ("Cho tôi xin file tờ trình của dự thảo này.", "information_request"),
        ("Where can I find the full text of the draft?", "information_request"),
        ("Vay tiền nhanh giải ngân trong ngày, liên hệ zalo 0900000000", "spam"),
        ("Nhà cái uy tín, nạp lần đầu tặng ngay https://vidu.example", "spam"),
        ("Đồ ngu, lũ ăn hại làm luật kiểu gì thế", "abuse"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert TAGGER.tag(text).kind == kind


def test_anger_about_a_rule_is_an_opinion_not_abuse() -> None:
    assert TAGGER.tag("Quy định này quá vô lý, dân nghèo sống sao nổi!!!").kind == "opinion"


@pytest.mark.parametrize(
    "text",
    [
        "Cac ho lon trong tinh deu lam vay, moi thang hop mot buoi",
        "bo may con cong kenh, doi ngu can bo dong",
        "do cho phep nay nen cac buoi hop lon phai cong khai",
    ],
)
def test_everyday_words_without_diacritics_are_no_insult(text: str) -> None:
    assert TAGGER.tag(text).kind == "opinion"


@pytest.mark.parametrize(
    "text", ["", " ", "👍", "\x00\x01", "发展中国家的税收政策", "....", "1 2 3", "Привет", "\u0301\u0301", "\ud800"]
)
def test_what_shows_nothing_gets_no_topic(text: str) -> None:
    assert (TAGGER.tag(text).topics, TAGGER.tag(text).kind) == ((), "opinion")


@pytest.mark.parametrize(
    "text",
    [
        "I think this is a very bad idea and we should all go home",
        "The quick brown fox jumps over the lazy dog",
        "Hôm nay trời đẹp quá",
        "Chúc mọi người một ngày vui",
        "asdf qwer zxcv hjkl",
        "  /\\_/\\ \n ( o.o ) \n  > ^ < ",
        "toi dong y cho qua",
    ],
)
def test_a_text_about_none_of_the_fields_is_not_guessed_at(text: str) -> None:
    assert all(topic.band == UNSURE for topic in TAGGER.tag(text).topics)


def test_a_mixed_text_is_read_by_what_can_be_read() -> None:
    text = "ТЕСТ \ud800 发展 🙂 đề nghị giảm thuế \x07 thu nhập cá nhân"
    topic = TAGGER.tag(text).topics[0]
    assert topic.code == "thue_phi_hai_quan"
    assert all(text[each.start : each.end] == each.text for each in topic.evidence)


def test_a_pasted_law_gets_its_field() -> None:
    article = "Điều {}. Người sử dụng đất phải kê khai đăng ký đất đai và nộp tiền sử dụng đất theo quy định.\n"
    assert TAGGER.tag("".join(article.format(number) for number in range(1, 400))).topics[0].code == "dat_dai"


@pytest.mark.parametrize(
    "text",
    ["a" * 100_000, "thuế đất " * 12_000, "Giá đất cao. " * 8_000, "? " * 50_000, "fizzg " * 16_000, "đ" * 100_000],
    ids=["one-word", "two-fields", "sentences", "questions", "slips", "one-letter"],
)
def test_a_hundred_thousand_characters_take_bounded_time(text: str) -> None:
    TAGGER.tag("Khởi động: đất")
    started = time.process_time()
    TAGGER.tag(text, title=text)
    assert time.process_time() - started < 5  # about half a second here; the machine may be busy


PIECES = st.sampled_from(
    [
        "thuế",
        "thue",
        "đất",
        "Giá ĐẤT",
        "y tế",
        "bảo hiểm",
        "xã hội",
        ".",
        ", ",
        " ",
        "\n",
        "\u200b",
        "👍",
        "ko",
        "?",
        "\u0301",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.text() | st.lists(PIECES, max_size=30).map(" ".join),
    st.text(max_size=40),
    st.lists(st.sampled_from(sorted(FIELDS))),
)
def test_any_text_is_tagged_and_every_evidence_is_in_it(text: str, title: str, fields: list[str]) -> None:
    tagging = TAGGER.tag(text, title=title, fields=fields)
    assert tagging.kind in KINDS
    assert len(tagging.topics) <= 3
    for topic in tagging.topics:
        assert topic.code in FIELDS
        assert 0 <= topic.score <= 1
        assert topic.evidence or topic.band == UNSURE
        assert all(text[each.start : each.end] == each.text != "" for each in topic.evidence)


@settings(max_examples=40, deadline=None)
@given(st.text() | st.lists(PIECES, max_size=20).map(" ".join))
def test_any_text_is_tagged_with_word_boundaries_too(text: str) -> None:
    for topic in SEGMENTING_TAGGER.tag(text).topics:
        assert all(text[each.start : each.end] == each.text for each in topic.evidence)
