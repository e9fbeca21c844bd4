"""Titles of drafts in, departments out: what each department manages, former names, bad input and wrong word lists."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.lexicon.phrases import LexiconError
from nlp.routing import DEPARTMENTS, Router

TITLES = """
so_nnmt | Quyết định ban hành Bảng giá đất áp dụng từ ngày 01 tháng 01 năm 2027 trên địa bàn tỉnh Lam Giang
so_nnmt | Quyết định quy định diện tích tối thiểu được tách thửa đối với các loại đất trên địa bàn tỉnh Lam Giang
so_nnmt | Nghị quyết quy định khu vực không được phép chăn nuôi và chính sách hỗ trợ khi di dời cơ sở chăn nuôi
so_nnmt | Quyết định ban hành Quy định về thu gom, vận chuyển, xử lý chất thải rắn sinh hoạt khu vực nông thôn
so_nnmt | Nghị quyết quy định chính sách hỗ trợ chuyển đổi cơ cấu cây trồng trên đất trồng lúa kém hiệu quả
so_nnmt | Quyết định quy định phạm vi bảo vệ công trình thủy lợi trên địa bàn tỉnh Lam Giang
so_nnmt | Quyết định của Sở Tài nguyên và Môi trường về quy trình phối hợp
so_tc | Nghị quyết phân cấp nguồn thu, nhiệm vụ chi giữa các cấp ngân sách địa phương giai đoạn 2027 - 2030
so_tc | Nghị quyết quy định tiêu chí, định mức phân bổ vốn đầu tư công nguồn ngân sách địa phương
so_tc | Quyết định ban hành bảng giá tính thuế tài nguyên trên địa bàn tỉnh Lam Giang năm 2027
so_tc | Nghị quyết quy định chế độ công tác phí, chế độ hội nghị đối với cơ quan nhà nước trên địa bàn tỉnh
so_tc | Nghị quyết về chính sách hỗ trợ doanh nghiệp nhỏ và vừa trên địa bàn tỉnh Lam Giang
so_xd | Quyết định ban hành Quy chế quản lý kiến trúc đô thị Cửa Lam
so_xd | Quyết định quy định giá dịch vụ sử dụng đò, phà trên địa bàn tỉnh Lam Giang
so_xd | Quyết định quy định đơn giá nhà, vật kiến trúc gắn liền với đất khi Nhà nước thu hồi
so_xd | Nghị quyết quy định chính sách phát triển vận tải hành khách công cộng bằng xe buýt
so_xd | Quyết định quy định việc sử dụng tạm thời một phần vỉa hè, lòng đường không vào mục đích giao thông
so_nv | Nghị quyết quy định chức danh, mức phụ cấp đối với người hoạt động không chuyên trách ở thôn, tổ dân phố
so_nv | Quyết định ban hành Quy chế thi đua, khen thưởng trên địa bàn tỉnh Lam Giang
so_nv | Nghị quyết quy định mức quà tặng người có công với cách mạng nhân ngày Thương binh - Liệt sĩ
so_nv | Quyết định ban hành tiêu chuẩn chức danh công chức cấp xã
so_khcn | Quyết định ban hành Quy chế quản lý, vận hành hệ thống thông tin và kho dữ liệu dùng chung của tỉnh
so_khcn | Nghị quyết quy định mức chi thực hiện nhiệm vụ khoa học, công nghệ và đổi mới sáng tạo
so_vhttdl | Nghị quyết quy định chế độ dinh dưỡng đối với huấn luyện viên, vận động viên thể thao của tỉnh
so_vhttdl | Nghị quyết về việc đặt tên đường, phố và công trình công cộng tại phường Cửa Lam
so_vhttdl | Quyết định ban hành Quy chế bảo vệ và phát huy giá trị di tích lịch sử - văn hóa
so_vhttdl | Nghị quyết quy định chính sách hỗ trợ phát triển du lịch cộng đồng
so_gddt | Nghị quyết quy định mức học phí đối với cơ sở giáo dục mầm non, phổ thông công lập năm học 2026 - 2027
so_gddt | Nghị quyết quy định chính sách hỗ trợ học sinh, học viên bán trú tại các trường phổ thông
so_yt | Nghị quyết quy định giá dịch vụ khám bệnh, chữa bệnh tại các cơ sở y tế của Nhà nước
so_yt | Nghị quyết quy định mức chuẩn trợ giúp xã hội trên địa bàn tỉnh Lam Giang
so_yt | Quyết định về chế độ đối với cộng tác viên dân số và nhân viên y tế thôn
so_ct | Quyết định ban hành Quy chế phối hợp quản lý cụm công nghiệp trên địa bàn tỉnh
so_ct | Quyết định quy định về phát triển và quản lý chợ trên địa bàn tỉnh Lam Giang
so_tp | Nghị quyết quy định mức chi cho công tác hòa giải ở cơ sở và phổ biến, giáo dục pháp luật
so_tp | Quyết định ban hành tiêu chí thành lập Văn phòng công chứng
so_dttg | Nghị quyết quy định chính sách đối với người có uy tín trong đồng bào dân tộc thiểu số
thanh_tra | Nghị quyết quy định chế độ bồi dưỡng đối với người làm nhiệm vụ tiếp công dân, xử lý đơn khiếu nại, tố cáo
vp_ubnd | Quyết định ban hành Quy chế làm việc của Ủy ban nhân dân tỉnh Lam Giang nhiệm kỳ 2026 - 2031
vp_ubnd | Quyết định về tổ chức và hoạt động của Bộ phận Một cửa, Trung tâm Phục vụ hành chính công
vp_hdnd | Nghị quyết quy định một số chế độ phục vụ hoạt động của Hội đồng nhân dân các cấp
so_ngv | Quyết định ban hành Quy chế quản lý hoạt động đối ngoại, tổ chức hội nghị, hội thảo quốc tế
bql_kkt | Quyết định ban hành Quy chế phối hợp quản lý nhà nước trong khu công nghiệp, khu kinh tế
cong_an | Nghị quyết quy định mức hỗ trợ đối với lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở
cong_an | Quyết định quy định về phòng cháy và chữa cháy, cứu nạn, cứu hộ tại khu dân cư
bch_qs | Nghị quyết quy định chế độ, chính sách đối với Dân quân tự vệ trên địa bàn tỉnh Lam Giang
"""
SAMPLES = [
    (title.strip(), code.strip()) for code, _, title in (row.partition("|") for row in TITLES.strip().split("\n"))
]


def bare(text: str) -> str:
    """The text without marks."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def of_set(name: str) -> list[tuple[str, str]]:
    """The titles of one set of routed_titles.tsv, each with its department."""
    lines = (Path(__file__).parent / "routed_titles.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(title, code) for of, code, title in rows if of == name]


@pytest.fixture(scope="module")
def router() -> Router:
    return Router.load()


@pytest.mark.parametrize(("title", "code"), SAMPLES, ids=[title for title, _ in SAMPLES])
def test_a_title_goes_to_the_department_that_manages_it_with_or_without_diacritics(
    router: Router, title: str, code: str
) -> None:
    assert router.route(title)[0].code == code
    assert router.route(bare(title))[0].code == code
    assert router.route(title.upper())[0].code == code


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Quyết định về chức năng, nhiệm vụ của Sở Giao thông vận tải", "so_xd"),
        ("Quyết định về cơ cấu tổ chức của Sở Thông tin và Truyền thông", "so_khcn"),
        ("Quyết định về chức năng, nhiệm vụ, quyền hạn của Sở Kế hoạch và Đầu tư", "so_tc"),
        ("Quy chế làm việc của Sở Lao động - Thương binh và Xã hội", "so_nv"),
        ("Quy chế phối hợp của Ban Dân tộc", "so_dttg"),
    ],
)
def test_a_former_name_means_the_department_of_today(router: Router, title: str, code: str) -> None:
    found = router.route(title)[0]
    assert found.code == code
    assert found.name not in title


def test_the_words_that_decided_are_shown_where_they_stand(router: Router) -> None:
    title = "Nghị quyết quy định mức HỌC PHÍ năm học 2026 - 2027"
    found = router.route(title)[0]
    assert "HỌC PHÍ" in " ".join(evidence.text for evidence in found.evidence)
    assert all(title[evidence.start : evidence.end] == evidence.text for evidence in found.evidence)


def test_what_an_older_text_was_about_counts_less_than_what_this_one_is_about(router: Router) -> None:
    title = (
        "Quyết định về quản lý chợ (thay thế Quyết định số 12/2020/QĐ-UBND về cho thuê đất làm chợ, giá đất tại chợ)"
    )
    assert router.route(title)[0].code == "so_ct"


def test_scores_are_shares_in_falling_order(router: Router) -> None:
    scores = [found.score for found in router.route("Chính sách hỗ trợ học sinh dân tộc thiểu số đóng bảo hiểm y tế")]
    assert len(scores) >= 3
    assert scores == sorted(scores, reverse=True)
    assert 0 < sum(scores) <= 1.001


@pytest.mark.parametrize("title", ["", "   ", "👍", "Quyết định số 12/2026/QĐ-UBND", "xin chào", "12345", "!!!"])
def test_a_title_that_says_nothing_gets_no_guess(router: Router, title: str) -> None:
    assert router.route(title) == ()


@given(st.text(max_size=300))
def test_no_text_breaks_it(title: str) -> None:
    for found in Router.load().route(title):
        assert 0 < found.score <= 1


def test_a_pasted_law_is_read_by_its_beginning(router: Router) -> None:
    assert router.route("Luật Đất đai. Điều 1. Bảng giá đất. " * 5_000)[0].code == "so_nnmt"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("prior = 27", "prior = 0"), "prior"),
        (('"đất" = 0.7', '"đất" = 70'), "'đất'"),
        (('"đất đai", "luật đất đai"', '"", "luật đất đai"'), "empty"),
    ],
)
def test_a_mistake_in_the_word_list_is_named(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    wrong = tmp_path / "departments.toml"
    wrong.write_text(DEPARTMENTS.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(LexiconError, match=told):
        Router.load(wrong)


@pytest.mark.parametrize("titles", ["a", "b"])
@pytest.mark.parametrize("typed", [str, bare], ids=["as typed", "without marks"])
def test_the_department_comes_first_for_most_titles_and_is_offered_for_nearly_all(
    router: Router, titles: str, typed: Callable[[str], str]
) -> None:
    samples = of_set(titles)
    found = [([one.code for one in router.route(typed(title))], code) for title, code in samples]
    assert len(samples) >= 80
    assert sum(codes[:1] == [code] for codes, code in found) >= 0.9 * len(samples)
    assert sum(code in codes[:3] for codes, code in found) >= 0.98 * len(samples)
