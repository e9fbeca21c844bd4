"""Articles, clauses and points: lines in, paths out."""

from nlp.drafts import structure
from nlp.drafts.tree import Draft, Provision
from tests.nlp.drafts.samples import AMENDMENT, DECISION, draft_of, lines, paths


def by_path(draft: Draft, path: str) -> Provision:
    return next(provision for provision in draft.provisions if provision.path == path)


def codes(draft: Draft) -> list[str]:
    """What is odd, except that most samples have no title."""
    return [problem.code for problem in draft.problems if problem.code != "no_title"]


def test_a_decision_and_its_regulation_are_two_sequences_with_distinct_paths() -> None:
    draft = draft_of(DECISION)
    assert paths(draft) == [
        "dieu-1",
        "dieu-2",
        "dieu-3",
        "quy-che/chuong-1",
        "quy-che/dieu-1",
        "quy-che/dieu-2",
        "quy-che/dieu-2/khoan-1",
        "quy-che/dieu-2/khoan-2",
        "quy-che/dieu-2/khoan-2/diem-a",
        "quy-che/dieu-2/khoan-2/diem-b",
        "quy-che/dieu-2/khoan-2/diem-c",
        "quy-che/dieu-2/khoan-2/diem-d",
        "quy-che/dieu-2/khoan-2/diem-đ",
        "quy-che/dieu-2/khoan-2/diem-e",
        "quy-che/chuong-2",
        "quy-che/chuong-2/muc-1",
        "quy-che/dieu-3",
        "quy-che/dieu-3/khoan-1",
        "quy-che/dieu-3/khoan-2",
        "quy-che/chuong-2/muc-2",
        "quy-che/dieu-4",
    ]
    assert draft.problems == ()


def test_labels_headings_texts_and_parents() -> None:
    draft = draft_of(DECISION)
    assert by_path(draft, "dieu-1").heading == ""
    assert by_path(draft, "dieu-1").text.startswith("Ban hành kèm theo Quyết định này")
    article = by_path(draft, "quy-che/dieu-1")
    assert (article.label, article.heading, article.text) == (
        "Điều 1",
        "Phạm vi điều chỉnh",
        "Quy chế này quy định việc sử dụng tạm thời vỉa hè.",
    )
    assert article.parent == "quy-che/chuong-1"
    assert by_path(draft, "quy-che/dieu-4").parent == "quy-che/chuong-2/muc-2"
    point = by_path(draft, "quy-che/dieu-2/khoan-2/diem-đ")
    assert (point.kind, point.label, point.text, point.parent) == (
        "diem",
        "điểm đ",
        "Tổ chức đám tang;",
        "quy-che/dieu-2/khoan-2",
    )
    assert [provision.order for provision in draft.provisions] == list(range(1, len(draft.provisions) + 1))


def test_a_heading_broken_over_lines_is_joined() -> None:
    chapter = by_path(draft_of(DECISION), "quy-che/chuong-2")
    assert (chapter.label, chapter.heading) == ("Chương II", "TRÁCH NHIỆM CỦA CƠ QUAN, TỔ CHỨC VÀ NGƯỜI DÂN")


def test_a_line_that_begins_with_a_reference_belongs_to_the_clause_before() -> None:
    clause = by_path(draft_of(DECISION), "quy-che/dieu-3/khoan-1")
    assert clause.text == "Cấp giấy phép theo quy định tại khoản 2 Điều 2 của Quy chế này."


def test_a_wrapped_reference_with_a_full_stop_is_no_article() -> None:
    draft = structure.parse(
        lines(
            "Điều 1. Thẩm quyền",
            "Thực hiện theo điểm c khoản 2",
            "Điều 9.",
            "Điều 2. Hiệu lực",
            "Có hiệu lực theo",
            "Điều 3 Luật Đê điều.",
            "Điều 3. Thi hành",
            "Sở Xây dựng thi hành.",
        )
    )
    assert paths(draft) == ["dieu-1", "dieu-2", "dieu-3"]
    assert by_path(draft, "dieu-1").text == "Thực hiện theo điểm c khoản 2 Điều 9."


def test_lower_case_dieu_is_a_cross_reference() -> None:
    draft = draft_of(
        "Điều 1. Cho phép\nCác cuộc họp nói tại\nđiều 2. của luật này.\nĐiều 2. Thi hành\nChính phủ thi hành."
    )
    assert paths(draft) == ["dieu-1", "dieu-2"]


def test_quoted_new_clauses_are_content_of_the_clause_that_amends() -> None:
    draft = draft_of(AMENDMENT)
    assert paths(draft) == [
        "dieu-1",
        "dieu-1/khoan-1",
        "dieu-1/khoan-2",
        "dieu-1/khoan-2/diem-a",
        "dieu-1/khoan-2/diem-b",
        "dieu-1/khoan-3",
        "dieu-2",
    ]
    assert "“Điều 5. Đăng ký hội chợ\n1. Người tổ chức" in by_path(draft, "dieu-1/khoan-1").text
    assert by_path(draft, "dieu-1/khoan-2").text == "Sửa đổi, bổ sung một số khoản của Điều 7 như sau:"


def test_straight_quotation_marks_work_too() -> None:
    draft = draft_of(AMENDMENT.replace("“", '"').replace("”", '"'))
    assert paths(draft) == paths(draft_of(AMENDMENT))


def test_a_quotation_that_never_closes_swallows_nothing() -> None:
    draft = draft_of(
        "Điều 1. Sửa đổi\n1. Sửa như sau:\n“2. Nội dung mới.\n2. Bãi bỏ Điều 4.\nĐiều 2. Hiệu lực\nTừ ngày ký."
    )
    assert paths(draft) == ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-2"]
    assert codes(draft) == ["quote_open"]
    assert draft.problems[0].where == "dieu-1/khoan-1"


def test_an_amended_article_without_quotation_marks_is_content_and_reported() -> None:
    draft = draft_of(
        "Điều 1. Sửa đổi Nghị định\n1. Sửa đổi Điều 58 như sau:\nĐiều 58. Phường\nPhường là đơn vị hành chính.\n"
        "2. Bãi bỏ Điều 60.\nĐiều 2. Hiệu lực\nTừ ngày ký."
    )
    assert paths(draft) == ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-2"]
    assert codes(draft) == ["dieu_out_of_order"]


def test_slips_of_the_drafter_are_kept_and_reported() -> None:
    draft = draft_of(
        "Điều 1. Một\nNội dung một.\nĐiều 3. Ba\n1. Khoản một.\n3. Khoản ba.\na) Điểm a;\nc) Điểm c.\n"
        "Điều 3. Ba nữa\nNội dung."
    )
    assert paths(draft) == [
        "dieu-1",
        "dieu-3",
        "dieu-3/khoan-1",
        "dieu-3/khoan-3",
        "dieu-3/khoan-3/diem-a",
        "dieu-3/khoan-3/diem-c",
        "dieu-3-2",
    ]
    assert set(codes(draft)) == {"dieu_gap", "number_gap", "letter_gap", "repeated"}


def test_inserted_articles_and_clauses_keep_their_letters() -> None:
    draft = draft_of(
        "Điều 12. Một\n1. Khoản.\n1a. Khoản mới.\n2. Khoản.\nĐiều 12a. Hai\nNội dung.\nĐiều 13. Ba\nNội dung."
    )
    assert paths(draft) == ["dieu-12", "dieu-12/khoan-1", "dieu-12/khoan-1a", "dieu-12/khoan-2", "dieu-12a", "dieu-13"]


def test_latin_letters_that_no_vietnamese_list_has_are_reported() -> None:
    draft = draft_of("Điều 1. Hồ sơ\nHồ sơ gồm:\na) Đơn;\nb) Sơ đồ;\nc) Ảnh;\nd) Phí;\ne) Giấy ủy quyền;\nf) Khác.")
    assert paths(draft)[-2:] == ["dieu-1/diem-e", "dieu-1/diem-f"]
    assert set(codes(draft)) == {"letter_gap", "letter_not_vietnamese"}


def test_colons_missing_dots_and_old_letters_are_read() -> None:
    draft = draft_of(
        "Ðiều 1:Nội dung thứ nhất.\nĐIỀU 2. Nội dung thứ hai.\nĐiều 3 Nội dung thứ ba.\nĐiều 4 .Nội dung thứ tư."
    )
    assert paths(draft) == ["dieu-1", "dieu-2", "dieu-3", "dieu-4"]


def test_a_heading_on_the_next_line() -> None:
    article = draft_of(
        "Điều 1\nPhạm vi điều chỉnh\n1. Luật này quy định về chợ.\n2. Không áp dụng cho siêu thị."
    ).provisions[0]
    assert (article.heading, article.text) == ("Phạm vi điều chỉnh", "")


def test_dashes_and_sub_numbers_stay_text_of_their_clause() -> None:
    draft = draft_of("Điều 1. Lịch\n1. Học kỳ:\n- Học kỳ I: tháng 9;\n1.1. Tựu trường\n1.500 học sinh.\n2. Nghỉ hè.")
    assert paths(draft) == ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2"]
    assert by_path(draft, "dieu-1/khoan-1").text == "Học kỳ:\n- Học kỳ I: tháng 9;\n1.1. Tựu trường\n1.500 học sinh."


def test_parts_number_their_chapters_but_not_their_articles() -> None:
    draft = draft_of(
        "Phần thứ nhất\nQUY ĐỊNH CHUNG\nChương I\nPHẠM VI\nĐiều 1. Một\nNội dung.\n"
        "Phần thứ hai\nQUY ĐỊNH CỤ THỂ\nChương I\nĐẤT\nMục 1. ĐẤT Ở\nTiểu mục 1. GIÁ\nĐiều 2. Hai\nNội dung."
    )
    assert paths(draft) == [
        "phan-1",
        "phan-1/chuong-1",
        "dieu-1",
        "phan-2",
        "phan-2/chuong-1",
        "phan-2/chuong-1/muc-1",
        "phan-2/chuong-1/muc-1/tieu-muc-1",
        "dieu-2",
    ]
    assert by_path(draft, "dieu-2").parent == "phan-2/chuong-1/muc-1/tieu-muc-1"
    assert by_path(draft, "phan-1").label == "Phần thứ nhất"


def test_recipients_and_signature_are_closing_not_provisions() -> None:
    draft = draft_of(DECISION)
    assert draft.closing == ("Nơi nhận:", "- Như Điều 3;", "- Lưu: VT, XD.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")


def test_the_json_shape_comes_back_as_the_same_draft() -> None:
    draft = draft_of(DECISION)
    document = draft.as_json()
    assert list(document)[:7] == ["title", "kind", "number", "preamble", "provisions", "annexes", "problems"]
    assert list(document["provisions"][0]) == ["path", "kind", "label", "heading", "text", "parent", "order"]
    assert Draft.from_json(document) == draft


def test_nothing_at_all_is_a_draft_too() -> None:
    assert codes(draft_of("")) == ["no_provisions"]
    assert paths(draft_of("xin chào")) == []


def test_a_quotation_mark_does_not_hide_a_table_row() -> None:
    draft = draft_of(DECISION)
    assert [annex.path for annex in draft.annexes] == ["quy-che"]
    assert draft.annexes[0].title == "QUẢN LÝ, SỬ DỤNG VỈA HÈ TRÊN ĐỊA BÀN TỈNH HẢI SƠN"
    assert draft.annexes[0].text.startswith("(Ban hành kèm theo Quyết định")


def test_a_quotation_that_opens_behind_a_colon_may_be_long() -> None:
    draft = draft_of(
        "Điều 1. Sửa đổi\n1. Sửa đổi khoản 2 Điều 4 như sau: “2. Người bán hàng:\na) Giữ vệ sinh;\nb) Niêm yết giá;\n"
        "c) Không lấn chiếm;\nd) Nộp phí;\nđ) Chấp hành nội quy.”.\n2. Bãi bỏ Điều 5.\nĐiều 2. Hiệu lực\nTừ ngày ký."
    )
    assert paths(draft) == ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-2"]


def test_a_term_in_quotation_marks_that_wraps_is_no_passage() -> None:
    draft = draft_of("Điều 1. Từ ngữ\n1. Gọi là “chợ\nquê”.\n2. Thiếu dấu “đóng\n3. Ba.\nĐiều 2. Hiệu lực\nTừ ngày ký.")
    assert paths(draft) == ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-1/khoan-3", "dieu-2"]


def test_clauses_that_spell_their_name() -> None:
    draft = draft_of("Điều 1. Mức thu\nKhoản 1. Chợ hạng một.\nKhoản 2: theo quy định.\nĐiều 2. Hiệu lực\nTừ ngày ký.")
    assert paths(draft) == ["dieu-1", "dieu-1/khoan-1", "dieu-2"]
