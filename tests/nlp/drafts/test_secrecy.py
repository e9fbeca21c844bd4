"""Files with a stamp of state secrets are refused, wherever the stamp stands; talk about secrets is none."""

from pathlib import Path

import pytest

from nlp.drafts import secrecy
from nlp.drafts.files import parse_file
from nlp.drafts.source import Line, Source, Unreadable
from tests.nlp.drafts.files import Word
from tests.nlp.drafts.samples import lines


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("MẬT", "MẬT"),
        ("(TỐI MẬT)", "TỐI MẬT"),
        ("UBND TỈNH | TUYỆT MẬT", "TUYỆT MẬT"),
        ("T U Y Ệ T M Ậ T", "TUYỆT MẬT"),
        ("Độ mật: Tối mật", "TỐI MẬT"),
        ("ĐỘ MẬT: MẬT", "MẬT"),
        ("Mật", ""),
        ("Kế hoạch bảo vệ bí mật nhà nước", ""),
        ("BẢO MẬT", ""),
        ("Văn bản có độ Mật phải được đóng dấu MẬT", ""),
    ],
)
def test_stamps_and_words_about_them(text: str, degree: str) -> None:
    assert secrecy.degree(lines("QUYẾT ĐỊNH", text)) == degree


def test_the_highest_stamp_counts_and_cells_far_below_do_not() -> None:
    assert secrecy.degree(lines("MẬT", "TUYỆT MẬT", "TỐI MẬT")) == "TUYỆT MẬT"
    body = tuple(Line(f"{number}. Nội dung.") for number in range(80))
    assert secrecy.degree(Source((*body, Line("Hồ sơ | MẬT", "table")))) == ""
    assert secrecy.degree(Source((*body, Line("MẬT")))) == "MẬT"


def test_a_stamped_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("UBND TỈNH\nTỐI MẬT\nQUYẾT ĐỊNH\nĐiều 1. Một", encoding="utf-8")
    with pytest.raises(Unreadable) as refusal:
        parse_file(path)
    assert (refusal.value.code, refusal.value.values) == ("file_secret", {"degree": "TỐI MẬT"})


def test_a_stamp_in_the_header_of_a_word_file_is_seen(tmp_path: Path) -> None:
    word = Word()
    word.say("Điều 1. Một")
    word.document.sections[0].header.paragraphs[0].text = "MẬT"
    with pytest.raises(Unreadable) as refusal:
        parse_file(word.save(tmp_path / "a.docx"))
    assert refusal.value.code == "file_secret"
