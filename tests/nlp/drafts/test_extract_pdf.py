"""PDFs: text layers, page furniture, soft wraps; scans and sealed files are refused."""

from pathlib import Path

import pytest

from nlp.drafts import extract_pdf
from nlp.drafts.files import parse_file
from nlp.drafts.source import Unreadable
from tests.nlp.drafts.files import encrypted_pdf, pdf, raw_pdf
from tests.nlp.drafts.samples import paths

PAGES = [
    [
        "Dự thảo lần 2 - Sở Y tế tỉnh Hải Sơn",
        "NGHỊ QUYẾT",
        "Quy định mức hỗ trợ người cao tuổi trên địa bàn tỉnh Hải Sơn",
        "Căn cứ Luật Người cao tuổi;",
        "Điều 1. Phạm vi điều chỉnh",
        "1. Nghị quyết này quy định mức hỗ trợ hằng tháng đối với người cao tuổi theo khoản 2",
        "Điều 17 Luật Người cao tuổi và các văn bản quy định chi tiết thi hành Luật có hiệu lực",
        "tại thời điểm xét duyệt.",
        "2. Không áp dụng đối với người đang hưởng lương hưu hằng tháng.",
        "1",
    ],
    [
        "Dự thảo lần 2 - Sở Y tế tỉnh Hải Sơn",
        "Điều 2. Mức hỗ trợ",
        "1. Người từ đủ 75 tuổi đến dưới 80 tuổi được hỗ trợ 500.000 đồng mỗi tháng, kể từ tháng có",
        "2",
    ],
    [
        "Dự thảo lần 2 - Sở Y tế tỉnh Hải Sơn",
        "quyết định của Ủy ban nhân dân cấp xã.",
        "Điều 3. Hiệu lực thi hành",
        "Nghị quyết này có hiệu lực từ ngày 01 tháng 01 năm 2027.",
        "3",
    ],
]


def test_pages_become_one_text_without_furniture(tmp_path: Path) -> None:
    draft = parse_file(pdf(tmp_path / "a.pdf", PAGES))
    assert paths(draft) == ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-2", "dieu-2/khoan-1", "dieu-3"]
    texts = {provision.path: provision.text for provision in draft.provisions}
    assert texts["dieu-1/khoan-1"].endswith(
        "theo khoản 2 Điều 17 Luật Người cao tuổi và các văn bản quy định chi tiết thi hành Luật có hiệu lực"
        " tại thời điểm xét duyệt."
    )
    assert texts["dieu-2/khoan-1"].endswith("kể từ tháng có quyết định của Ủy ban nhân dân cấp xã.")
    assert draft.title == "NGHỊ QUYẾT Quy định mức hỗ trợ người cao tuổi trên địa bàn tỉnh Hải Sơn"
    assert "Dự thảo lần 2" not in str(draft.as_json())


def test_articles_at_the_top_of_every_page_are_no_furniture(tmp_path: Path) -> None:
    pages = [
        [f"Điều {number}. Thẩm quyền của Ủy ban nhân dân cấp xã", "Cấp phép.", str(number)] for number in range(1, 6)
    ]
    assert paths(parse_file(pdf(tmp_path / "a.pdf", pages))) == [f"dieu-{number}" for number in range(1, 6)]


def test_a_page_without_text_is_reported(tmp_path: Path) -> None:
    draft = parse_file(pdf(tmp_path / "a.pdf", [PAGES[0], [], PAGES[2]]))
    assert (draft.problems[0].code, draft.problems[0].where) == ("page_without_text", "trang 2")


@pytest.mark.parametrize(("make", "code"), [(raw_pdf, "file_scan"), (encrypted_pdf, "file_encrypted")])
def test_scans_and_sealed_files_are_refused(tmp_path: Path, make: type, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        extract_pdf.extract(make(tmp_path / "a.pdf"))
    assert refusal.value.code == code


def test_a_torn_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 8)
    with pytest.raises(Unreadable) as refusal:
        extract_pdf.extract(path)
    assert refusal.value.code == "file_unreadable"
