"""A digest over versions: what was said follows its provision, or stays with its version when that is gone."""

from datetime import datetime

from nlp.drafts.source import Source, lines_of
from nlp.drafts.structure import parse
from services import consents, digests, feedback
from services.citizens import Secrets, meet
from services.drafts import library, revising
from services.exports.comments import collect
from services.feedback import NewFeedback
from storage.db import Database
from storage.models import Purpose, Stance
from storage.types import key
from tests import factories

FIRST = """QUYẾT ĐỊNH
Quy định mức thu
Điều 1. Phạm vi điều chỉnh
Quyết định này quy định mức thu dịch vụ thu gom rác ở nông thôn.
Điều 2. Đồng phục của tổ thu gom
Người thu gom mặc đồng phục màu xanh do thôn may sẵn từ đầu năm.
Điều 3. Mức thu
Mỗi hộ gia đình nộp hai mươi lăm nghìn đồng một tháng.
"""
SECOND = """QUYẾT ĐỊNH
Quy định mức thu
Điều 1. Phạm vi điều chỉnh
Quyết định này quy định mức thu dịch vụ thu gom rác ở nông thôn.
Điều 2. Mức thu
Mỗi hộ gia đình nộp hai mươi nghìn đồng một tháng.
"""


async def say(database: Database, secrets: Secrets, now: datetime, who: str, path: str, text: str) -> None:
    """One comment of one citizen on the newest version."""
    async with database.transaction() as session:
        citizen = await meet(session, "telegram", who, "vi", secrets.sealer, now)
        await consents.give(session, key(citizen.id), Purpose.FEEDBACK, now)
        await feedback.submit(session, citizen, NewFeedback("DT1", path, Stance.AMEND, text), secrets, now)


async def test_renumbering_moves_comments_along_and_what_was_taken_out_keeps_its_own(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now, text=FIRST)
    await say(database, secrets, now, "1", "dieu-2", "Không cần đồng phục")
    await say(database, secrets, now, "2", "dieu-3", "Xin giảm mức thu cho hộ nghèo")
    async with database.transaction() as session:
        await revising.revise(session, "DT1", parse(Source(lines_of(SECOND))), (), None, now)
    await say(database, secrets, now, "3", "dieu-2", "Mức mới đã hợp lý hơn trước")

    async with database.transaction() as session:
        draft = await library.find(session, "DT1")
        digest = await digests.make(session, draft, None, None, now)
        listed = await collect(session, draft, None, None)
    assert {part.path: (part.label, part.numbers.messages) for part in digest.provisions} == {
        "dieu-2": ("Điều 2", 2),
        "dieu-2@1": ("Điều 2 (bản 1)", 1),
    }
    assert [(comment.path, comment.place) for comment in listed] == [
        ("dieu-2@1", "Điều 2 (bản 1)"),
        ("dieu-2", "Điều 2"),
        ("dieu-2", "Điều 2"),
    ]
    assert {sample.path for sample in digest.samples} == {"dieu-2", "dieu-2@1"}
