"""Places are named as people say them: clauses before articles, sections of plans by numbers, annexes by name."""

import pytest

from nlp.drafts.source import Source, lines_of
from nlp.drafts.structure import parse
from services.drafts.places import place
from services.drafts.reading_units import units
from storage.models import Provision
from tests.factories import DECISION

PLAN = """KẾ HOẠCH
Phát triển kỹ năng số
I. MỤC ĐÍCH
1. Nâng cao kỹ năng của người dân.
2. Bảo đảm an toàn.
II. NHIỆM VỤ
1. Mở lớp học
a) Ở mỗi xã một lớp;
b) Ở mỗi phường hai lớp.
- Ưu tiên người cao tuổi.
"""
ANNEXED = (
    DECISION
    + """
QUY ĐỊNH
Về thu gom rác thải
(Kèm theo Quyết định số …/2026/QĐ-UBND)
Điều 1. Phạm vi điều chỉnh
1. Quy định này áp dụng ở nông thôn.
2. Quy định này không áp dụng cho chất thải y tế.
"""
)


def provisions(text: str) -> list[Provision]:
    """The provisions of a text as rows."""
    return [
        Provision(
            version_id=1, path=p.path, parent=p.parent, kind=p.kind, label=p.label,
            heading=p.heading, text=p.text, order=p.order,
        )
        for p in parse(Source(lines_of(text))).provisions
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        (DECISION, "dieu-2", "Điều 2"),
        (DECISION, "dieu-2/khoan-2", "khoản 2 Điều 2"),
        (DECISION, "dieu-2/khoan-2/diem-đ", "điểm đ khoản 2 Điều 2"),
        (PLAN, "la-ma-2", "Mục II"),
        (PLAN, "la-ma-2/so-1", "Mục II.1"),
        (PLAN, "la-ma-2/so-1/chu-a", "Mục II.1.a"),
        (ANNEXED, "quy-dinh/dieu-1/khoan-2", "khoản 2 Điều 1 (Quy định)"),
        (DECISION, "dieu-40", "dieu-40"),
    ],
)
def test_a_place_is_said_as_people_say_it(text: str, path: str, said: str) -> None:
    assert place(provisions(text), path) == said


def test_a_decision_and_its_annex_never_show_the_same_title() -> None:
    titles = [unit.title for unit in units(provisions(ANNEXED))]
    assert len(titles) == len(set(titles)) == 4
    assert titles[-1] == "Điều 1 (Quy định). Phạm vi điều chỉnh"


def test_a_plan_is_read_point_by_point() -> None:
    assert [unit.name for unit in units(provisions(PLAN))] == ["Mục I.1", "Mục I.2", "Mục II.1"]
