"""Plans, letters and annexes: roman numbers, dashes, forms and documents behind a signature."""

from nlp.drafts import structure
from nlp.drafts.source import Line, Source
from tests.nlp.drafts.samples import LETTER, PLAN, draft_of, paths


def test_a_plan_is_roman_then_number_then_letter_then_dash() -> None:
    draft = draft_of(PLAN)
    assert paths(draft) == [
        "la-ma-1",
        "la-ma-1/so-1",
        "la-ma-1/so-1/gach-1",
        "la-ma-1/so-1/gach-2",
        "la-ma-1/so-2",
        "la-ma-2",
        "la-ma-2/gach-1",
        "la-ma-2/gach-2",
        "la-ma-3",
        "la-ma-3/so-1",
        "la-ma-3/so-1/chu-a",
        "la-ma-3/so-1/chu-a/gach-1",
        "la-ma-3/so-1/chu-a/gach-2",
        "la-ma-3/so-1/chu-b",
        "la-ma-3/so-2",
    ]
    first = draft.provisions[0]
    assert (first.label, first.heading, first.parent) == ("Mục I", "MỤC ĐÍCH, YÊU CẦU", None)
    assert (draft.provisions[4].label, draft.provisions[4].heading) == ("2", "Yêu cầu")
    assert draft.provisions[4].text == "Việc lấy ý kiến phải công khai, thuận tiện."
    assert draft.problems == ()


def test_a_plan_behind_a_decision_carries_its_prefix() -> None:
    draft = draft_of(
        "QUYẾT ĐỊNH\nBan hành Kế hoạch cải tạo chợ\nCăn cứ Luật Xây dựng;\nĐiều 1. Ban hành Kế hoạch cải tạo chợ.\n"
        "Điều 2. Sở Công Thương thi hành./.\nTM. ỦY BAN NHÂN DÂN\n"
        + PLAN.replace("\nThực hiện Chương", "\n(Kèm theo Quyết định)\nThực hiện Chương")
    )
    assert paths(draft)[:3] == ["dieu-1", "dieu-2", "ke-hoach/la-ma-1"]
    assert paths(draft)[-1] == "ke-hoach/la-ma-3/so-2"


def test_a_plan_whose_name_was_not_seen_is_still_kept_apart() -> None:
    draft = draft_of(
        "Điều 1. Ban hành.\nĐiều 2. Thi hành./.\nNơi nhận:\n- Lưu: VT.\nI. MỤC ĐÍCH\n- Một.\nII. NỘI DUNG\n- Hai."
    )
    assert paths(draft)[2:] == [
        "phu-luc/la-ma-1",
        "phu-luc/la-ma-1/gach-1",
        "phu-luc/la-ma-2",
        "phu-luc/la-ma-2/gach-1",
    ]
    assert [problem.code for problem in draft.problems] == ["annex_without_heading", "no_title"] or draft.title == ""


def test_a_letter_is_read_as_a_whole() -> None:
    draft = draft_of(LETTER)
    assert paths(draft) == []
    assert (draft.kind, draft.number, draft.title) == ("cong-van", "45/UBND-VP", "góp ý dự thảo Quy chế vỉa hè")
    assert draft.preamble[0].startswith("Ủy ban nhân dân xã đề nghị")
    assert draft.preamble[-1] == "2. Thời hạn trước ngày 20 tháng 6."
    assert draft.closing[0] == "Nơi nhận:"


def test_a_directive_is_numbered_without_roman_numbers() -> None:
    draft = draft_of(
        "CHỈ THỊ\nVề phòng cháy mùa hanh khô\nThời gian qua cháy rừng tăng. Chủ tịch yêu cầu:\n"
        "1. Kiểm lâm\na) Trực 24/24;\nb) Báo cáo.\n2. Các xã tuyên truyền.\nTM. ỦY BAN NHÂN DÂN"
    )
    assert paths(draft) == ["so-1", "so-1/chu-a", "so-1/chu-b", "so-2"]
    assert draft.preamble == ("Thời gian qua cháy rừng tăng. Chủ tịch yêu cầu:",)


def test_appendices_have_numbers_of_their_own() -> None:
    draft = draft_of(
        "Điều 1. Mức thu\nTheo Phụ lục I.\nĐiều 2. Hiệu lực\nTừ ngày ký.\nPHỤ LỤC I\nMỨC THU PHÍ\n1. Chợ hạng một\n"
        "a) Quầy: 10.000 đồng;\nb) Sạp: 5.000 đồng.\n2. Chợ hạng hai\n"
        "Phụ lục II: Danh sách chợ\n- Chợ Đông;\n- Chợ Tây."
    )
    assert paths(draft) == [
        "dieu-1",
        "dieu-2",
        "phu-luc-1/so-1",
        "phu-luc-1/so-1/chu-a",
        "phu-luc-1/so-1/chu-b",
        "phu-luc-1/so-2",
        "phu-luc-2/gach-1",
        "phu-luc-2/gach-2",
    ]
    assert [(annex.label, annex.title) for annex in draft.annexes] == [
        ("Phụ lục I", "MỨC THU PHÍ"),
        ("Phụ lục II", "Danh sách chợ"),
    ]


def test_a_reference_to_an_appendix_is_none() -> None:
    draft = draft_of(
        "Điều 1. Mức thu\nMức thu quy định tại\nPhụ lục I ban hành kèm theo Nghị định này.\nĐiều 2. Thi hành\nNội dung."
    )
    assert draft.annexes == ()
    assert paths(draft) == ["dieu-1", "dieu-2"]


def test_a_form_to_fill_in_has_no_provisions() -> None:
    draft = draft_of(
        "Điều 1. Đơn theo mẫu.\nPhụ lục\n(Kèm theo Nghị quyết này)\nĐƠN ĐỀ NGHỊ\n1. Họ tên: ..........\n"
        "2. Địa chỉ: ..........\n3. Điện thoại: ........."
    )
    assert paths(draft) == ["dieu-1"]
    assert "1. Họ tên: .........." in draft.annexes[0].text


def test_what_stands_in_a_table_begins_nothing() -> None:
    rows = (
        Line("Điều 1. Quy trình"),
        Line("1 | Mục V, số thứ tự 24 | Điều 2. Nộp hồ sơ", "table"),
        Line("Điều 3. Thu phí | 2.", "table"),
    )
    draft = structure.parse(Source(rows))
    assert paths(draft) == ["dieu-1"]
    assert draft.provisions[0].text.count("\n") == 1


def test_capital_letters_above_roman_numbers() -> None:
    draft = draft_of(
        "ĐỀ ÁN\nPHÁT TRIỂN CHỢ QUÊ\nA. SỰ CẦN THIẾT\nI. THỰC TRẠNG\n1. Chợ cũ.\n"
        "B. GIẢI PHÁP\nI. VỐN\n1. Ngân sách.\nC. KẾT LUẬN\nHết."
    )
    assert paths(draft) == [
        "phan-a",
        "phan-a/la-ma-1",
        "phan-a/la-ma-1/so-1",
        "phan-b",
        "phan-b/la-ma-1",
        "phan-b/la-ma-1/so-1",
        "phan-c",
    ]


def test_a_plan_may_stand_inside_an_article() -> None:
    draft = draft_of(
        "QUYẾT ĐỊNH\nPHÊ DUYỆT ĐỀ ÁN CHỢ QUÊ\nĐiều 1. Phê duyệt Đề án chợ quê với các nội dung sau:\nI. QUAN ĐIỂM\n"
        "1. Giữ gìn bản sắc.\n2. Dựa vào dân.\nII. GIẢI PHÁP\n1. Vốn\na) Ngân sách;\n- Tỉnh;\n- Xã;\nb) Đóng góp.\n"
        "Điều 2. Tổ chức thực hiện\n1. Sở Công Thương chủ trì.\n2. Các xã phối hợp."
    )
    assert paths(draft) == [
        "dieu-1",
        "dieu-1/la-ma-1",
        "dieu-1/la-ma-1/so-1",
        "dieu-1/la-ma-1/so-2",
        "dieu-1/la-ma-2",
        "dieu-1/la-ma-2/so-1",
        "dieu-1/la-ma-2/so-1/chu-a",
        "dieu-1/la-ma-2/so-1/chu-a/gach-1",
        "dieu-1/la-ma-2/so-1/chu-a/gach-2",
        "dieu-1/la-ma-2/so-1/chu-b",
        "dieu-2",
        "dieu-2/khoan-1",
        "dieu-2/khoan-2",
    ]
    assert draft.problems == ()


def test_text_in_old_fonts_is_reported() -> None:
    draft = draft_of("§iÒu 1. Ph¹m vi ®iÒu chØnh\nNghÞ quyÕt nµy quy ®Þnh.")
    assert "legacy_font" in [problem.code for problem in draft.problems]
