"""Rows with sensible defaults, for tests that need a world to stand on."""

from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.drafts.source import Source, lines_of
from nlp.drafts.structure import parse
from services import agencies, staff
from services.drafts import intake, publishing
from services.drafts.intake import NewDraft
from storage.db import Database
from storage.models import Draft, Staff, StaffRole
from storage.sealing import Pseudonyms

# A decision short enough to read in a test, with chapters, articles, clauses and points.
DECISION = """ỦY BAN NHÂN DÂN TỈNH LAM GIANG
QUYẾT ĐỊNH
Quy định mức hỗ trợ thu gom rác thải nông thôn

Điều 1. Phạm vi điều chỉnh
Quyết định này quy định mức hỗ trợ thu gom rác thải sinh hoạt ở nông thôn.
Điều 2. Mức thu
1. Hộ gia đình nộp 25.000 đồng mỗi tháng.
2. Hộ kinh doanh nộp 60.000 đồng mỗi tháng, trừ:
a) Hộ mới mở trong ba tháng đầu;
b) Hộ nghèo theo chuẩn của tỉnh;
c) Hộ cận nghèo;
d) Hộ có người có công;
đ) Hộ có người khuyết tật nặng.
Điều 3. Hiệu lực thi hành
Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2027.
"""
"""A provincial decision of three articles."""


async def draft(
    session: AsyncSession,
    now: datetime,
    *,
    text: str = DECISION,
    title: str = "Quyết định về mức hỗ trợ thu gom rác thải nông thôn",
    kind: str = "quyet-dinh",
    agency: str = "so_nnmt",
    closes_on: date = date(2026, 12, 20),
    fields: tuple[str, ...] = ("moi_truong_tai_nguyen",),
) -> Draft:
    """A draft in preparation, read from ``text``."""
    await agencies.name(session, agency, "Sở Nông nghiệp và Môi trường", "Department of Agriculture and Environment")
    new = NewDraft(title, kind, agency, closes_on, now.date(), fields)
    return await intake.add(session, new, parse(Source(lines_of(text))), (), "test", now)


async def open_draft(database: Database, now: datetime, **options: object) -> Draft:
    """A published draft, in a transaction of its own."""
    async with database.transaction() as session:
        made = await draft(session, now, **options)  # type: ignore[arg-type]  # passed on as they are
        await publishing.publish(session, made.code, None, now)
        return made


async def account(
    session: AsyncSession,
    now: datetime,
    codes: Pseudonyms,
    *,
    email: str = "can-bo@example.invalid",
    role: StaffRole = StaffRole.OFFICER,
    agency: str = "so_nnmt",
) -> tuple[Staff, str]:
    """A staff account with its one-time code."""
    return await staff.add(session, email, role, agency, codes, now)
