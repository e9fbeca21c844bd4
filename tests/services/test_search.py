"""Search over drafts: which ones are looked through, and that old rows are found after an upgrade."""

from datetime import datetime

from sqlmodel import select

from nlp.search import folded
from services.drafts import library, publishing, search
from storage import migrate
from storage.db import Database
from storage.models import Provision
from tests import factories


async def test_only_open_drafts_are_looked_through(database: Database, now: datetime) -> None:
    draft = await factories.open_draft(database, now)
    async with database.transaction() as session:
        found = await search.everywhere(session, "ho ngheo")
        assert next((hit.draft.code, hit.path, hit.place, hit.excerpt) for hit in found) == (
            "DT1", "dieu-2/khoan-2/diem-b", "điểm b khoản 2 Điều 2", "Hộ nghèo theo chuẩn của tỉnh;",
        )  # fmt: skip
        await publishing.close(session, draft.code, None, now)
        assert await search.everywhere(session, "ho ngheo") == []
        assert await search.in_draft(session, draft, "ho ngheo", limit=1)
        assert await search.in_draft(session, draft, "👍") == []
        assert await search.in_draft(session, draft, "100% _") == []


async def test_provisions_of_before_the_upgrade_are_found(database: Database, now: datetime) -> None:
    draft = await factories.open_draft(database, now)
    await migrate.downgrade(database, "0001")
    await migrate.upgrade(database)
    async with database.transaction() as session:
        parts = (await session.exec(select(Provision))).all()
        assert parts
        assert all(part.folded == folded(f"{part.heading}\n{part.text}") for part in parts)
        assert (await search.in_draft(session, await library.find(session, draft.code), "Hộ kinh doanh"))[0].path
