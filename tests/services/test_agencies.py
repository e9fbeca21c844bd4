"""Agencies by their names of any time: shown as of a day, found however they are called."""

from datetime import date, datetime

import pytest
from sqlmodel import col, select

from services import agencies
from services.errors import Refused
from storage.db import Database
from storage.models import AuditEntry

MERGED = date(2025, 2, 28)


async def sow(database: Database, now: datetime) -> None:
    """A department that two were merged into, one that took others' tasks, a ward, and a commune."""
    async with database.transaction() as session:
        await agencies.name(session, "so_nnmt", "Sở Nông nghiệp và Môi trường", "Department of Agriculture")
        await agencies.name(session, "so_vhttdl", "Sở Văn hóa, Thể thao và Du lịch")
        await agencies.name(session, "phuong_cua_lam", "Ủy ban nhân dân phường Cửa Lam")
        await agencies.name(session, "so_nv", "Sở Nội vụ")
        for code, name, since, until in (
            ("so_nnmt", "Sở Nông nghiệp và Phát triển nông thôn", None, MERGED),
            ("so_nnmt", "Sở Tài nguyên và Môi trường", None, MERGED),
            ("so_nnmt", "Sở Địa chính", date(1994, 1, 1), date(2003, 12, 31)),
            ("so_nnmt", "Sở Môi trường", None, None),
            ("so_nv", "Sở Lao động - Thương binh và Xã hội", None, MERGED),
            ("phuong_cua_lam", "Ủy ban nhân dân thành phố Lam Giang", None, date(2025, 6, 30)),
        ):
            await agencies.add_alias(session, code, name, "test", now, since=since, until=until)


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("so_nnmt", date(2025, 3, 1), "Sở Nông nghiệp và Môi trường"),
        ("so_nnmt", MERGED, "Sở Nông nghiệp và Phát triển nông thôn / Sở Tài nguyên và Môi trường"),
        ("phuong_cua_lam", date(2025, 6, 30), "Ủy ban nhân dân thành phố Lam Giang"),
        ("phuong_cua_lam", date(2025, 7, 1), "Ủy ban nhân dân phường Cửa Lam"),
        ("so_vhttdl", date(1999, 1, 1), "Sở Văn hóa, Thể thao và Du lịch"),
    ],
)
async def test_a_paper_of_a_day_bears_the_name_of_that_day(
    database: Database, now: datetime, code: str, day: date, name: str
) -> None:
    await sow(database, now)
    async with database.transaction() as session:
        assert await agencies.name_on(session, code, day) == name
        with pytest.raises(Refused, match="unknown_agency"):
            await agencies.name_on(session, "so_moi", day)


async def test_the_name_of_the_day_is_shown_with_todays_where_they_differ(database: Database, now: datetime) -> None:
    await sow(database, now)
    async with database.transaction() as session:
        shown = [await agencies.shown_on(session, "so_nv", MERGED, language) for language in ("vi", "en")]
        assert shown == [
            "Sở Lao động - Thương binh và Xã hội (nay là Sở Nội vụ)",
            "Sở Lao động - Thương binh và Xã hội (now Sở Nội vụ)",
        ]
        assert await agencies.shown_on(session, "so_nnmt", date(2026, 1, 1), "en") == "Department of Agriculture"
        papers = [("so_nv", MERGED), ("so_nv", date(2025, 3, 1)), ("so_nnmt", date(2026, 1, 1))]
        assert await agencies.shown_at(session, papers, "vi") == {
            paper: await agencies.shown_on(session, *paper, "vi") for paper in papers
        }
        assert await agencies.shown_on(session, "so_moi", date(2026, 1, 1), "vi") == "so_moi"


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Sở Tài nguyên và Môi trường", ["so_nnmt"]),
        ("so tai nguyen va moi truong", ["so_nnmt"]),
        ("Sở TN&MT", ["so_nnmt"]),
        ("sở tnmt", ["so_nnmt"]),
        ("Sở NN-PTNT", ["so_nnmt"]),
        ("Sở NN và PTNT", ["so_nnmt"]),
        ("Sở VHTTDL", ["so_vhttdl"]),
        ("Sở LĐ-TB&XH", ["so_nv"]),
        ("so ldtbxh", ["so_nv"]),
        ("SO_NNMT", ["so_nnmt"]),
        ("Department of Agriculture", ["so_nnmt"]),
        ("UBND phường Cửa Lam", ["phuong_cua_lam"]),
        ("ubnd tp lam giang", ["phuong_cua_lam"]),
        ("Sở Môi trường", ["so_nnmt"]),
        ("thể thao", ["so_vhttdl"]),
        ("Sở", []),
        ("sở y tế", []),
        ("", []),
        ("&&&", []),
        ("%", []),
    ],
)
async def test_an_agency_is_found_by_any_name_it_had(
    database: Database, now: datetime, typed: str, codes: list[str]
) -> None:
    await sow(database, now)
    async with database.transaction() as session:
        assert [agency.code for agency in await agencies.find(session, typed)] == codes


async def test_a_name_is_kept_once_its_days_may_be_corrected_and_a_mistake_removed(
    database: Database, now: datetime
) -> None:
    await sow(database, now)
    async with database.transaction() as session:
        again = await agencies.add_alias(
            session,
            "so_nv",
            " Sở Lao động -  Thương binh và Xã hội ",
            "test",
            now,
            since=date(2003, 1, 1),
            until=MERGED,
        )
        [alias] = await agencies.aliases(session, "so_nv")
        assert (alias.id, alias.since, alias.until) == (again.id, date(2003, 1, 1), MERGED)
        with pytest.raises(Refused, match="unknown_alias"):
            await agencies.remove_alias(session, "so_nnmt", alias.id or 0, "test", now)
        await agencies.remove_alias(session, "so_nv", alias.id or 0, "test", now)
        assert await agencies.aliases(session, "so_nv") == []
        assert len(await agencies.aliases(session)) == 5
        lines = (await session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(2))).all()
        assert [line.action for line in lines] == ["agency.alias.remove", "agency.alias"]


@pytest.mark.parametrize(
    ("code", "name", "since", "until", "refusal"),
    [
        ("so_moi", "Sở Cũ", None, None, "unknown_agency"),
        ("so_nv", " ", None, None, "bad_agency_name"),
        ("so_nv", "a" * 301, None, None, "bad_agency_name"),
        ("so_nv", "Sở Cũ", date(2025, 1, 2), date(2025, 1, 1), "alias_days"),
    ],
)
async def test_a_name_that_cannot_be_is_refused(
    database: Database, now: datetime, code: str, name: str, since: date | None, until: date | None, refusal: str
) -> None:
    await sow(database, now)
    async with database.transaction() as session:
        with pytest.raises(Refused, match=refusal):
            await agencies.add_alias(session, code, name, "test", now, since=since, until=until)


async def test_a_renamed_agency_keeps_its_former_name_up_to_its_last_day(database: Database, now: datetime) -> None:
    await sow(database, now)
    async with database.transaction() as session:
        await agencies.rename(session, "so_nv", "Sở Nội vụ", "", "a@example.invalid", now)
        await agencies.rename(
            session, "so_vhttdl", "Sở Văn hóa", "Culture", "a@example.invalid", now, last_day=date(2026, 11, 22)
        )
        await agencies.rename(session, "so_vhttdl", "Sở Văn hóa", "Department of Culture", "a@example.invalid", now)
        assert await agencies.name_on(session, "so_vhttdl", date(2026, 11, 22)) == "Sở Văn hóa, Thể thao và Du lịch"
        assert await agencies.name_on(session, "so_vhttdl", date(2026, 11, 23)) == "Sở Văn hóa"
        rows = await session.exec(select(AuditEntry.action).where(AuditEntry.actor == "a@example.invalid"))
        assert sorted(rows.all()) == ["agency.alias", "agency.rename", "agency.rename"]
