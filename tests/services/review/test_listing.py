"""A page of a draft's comments on both databases: newest first, paged, filtered, counted, masked, no author in it."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta

import pytest

from nlp.drafts.source import Source, lines_of
from nlp.drafts.structure import parse
from nlp.tagging import AUTO
from services import corrections
from services.citizens import Secrets
from services.drafts import revising
from services.errors import Refused
from services.review import listing, views
from services.review.listing import Listing, Row
from services.review.views import View
from storage.db import Database
from storage.models import Staff, StaffRole
from tests import factories
from tests.services.review.desk import many, say, topic, withdraw
from tests.services.test_digest_versions import FIRST, SECOND


async def officer(database: Database, secrets: Secrets, now: datetime, agency: str = "so_nnmt") -> Staff:
    """An officer of the agency whose draft is open."""
    async with database.transaction() as session:
        return (await factories.account(session, now, secrets.pseudonyms, agency=agency))[0]


async def page(database: Database, by: Staff, query: str = "", limit: int = 5) -> Listing:
    """The page behind an address."""
    async with database.transaction() as session:
        found = await listing.read(session, "DT1", by, views.read_query(query), limit)
    return listing.make(found)


def ids(rows: Sequence[Row]) -> list[int]:
    """The numbers of the comments of a page."""
    return [row.id for row in rows]


async def test_pages_hold_every_comment_once_newest_first_and_lead_back(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    by = await officer(database, secrets, now)
    async with database.transaction() as session:
        await many(session, secrets, now, 13)
        await say(session, secrets, now, "cùng lúc với góp ý đầu")  # the moment of the first, a higher number
    seen, pages, view = [], [], View()
    while True:
        shown = await page(database, by, view.query())
        pages.append(shown)
        seen += ids(shown.rows)
        if shown.older is None:
            break
        view = shown.older
    assert seen == [*range(13, 1, -1), 14, 1]
    assert [len(shown.rows) for shown in pages] == [5, 5, 4]
    assert pages[0].newer is None
    back = pages[-1].newer
    assert back is not None
    middle = await page(database, by, back.query())
    assert ids(middle.rows) == ids(pages[1].rows)
    assert middle.newer is not None
    assert ids((await page(database, by, middle.newer.query())).rows) == ids(pages[0].rows)


async def test_a_comment_that_comes_meanwhile_moves_no_page(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    by = await officer(database, secrets, now)
    async with database.transaction() as session:
        await many(session, secrets, now, 8)
    first = await page(database, by)
    assert first.older is not None
    async with database.transaction() as session:
        await say(session, secrets, now + timedelta(hours=1), "đến sau")
    assert ids((await page(database, by, first.older.query())).rows) == [3, 2, 1]


FILTERED: dict[str, list[int]] = {
    "topic=moi_truong_tai_nguyen": [9, 5, 1],
    "topic=giao_duc": [10, 6, 2],
    "topic=giao_duc&band=auto": [2],  # what was confirmed is certain
    "band=unsure": [11, 7, 3],
    "band=none": [12, 8, 4],
    "band=none&topic=y_te": [],
    "band=suggest": [10, 6],
    "kind=question": [10, 6, 2],
    "article=dieu-2": [10, 9, 6, 5, 2, 1],
    "article=dieu-2&kind=opinion": [9, 5, 1],
    "article=dieu-2%2Fkhoan-2": [10, 6, 2],
    "article=-": [12, 8, 4],
    "article=dieu": [],
    "article=%25": [],
    "reviewed=yes": [5, 2],
    "reviewed=no&topic=y_te": [10, 6],
    "comment=7": [7],
    "topic=nonsense&article=&before=zzz": list(range(12, 0, -1)),
}


async def test_filters_leave_what_they_say(database: Database, secrets: Secrets, now: datetime) -> None:
    await factories.open_draft(database, now)
    by = await officer(database, secrets, now)
    async with database.transaction() as session:
        await many(session, secrets, now, 12)
        await corrections.record(session, 2, by, ["y_te", "giao_duc"], now)
        await corrections.record(session, 5, by, ["moi_truong_tai_nguyen"], now)
    for query, expected in FILTERED.items():
        shown = await page(database, by, query, limit=50)
        assert ids(shown.rows) == expected, query
        if not shown.view.comment:
            assert shown.counts.total == len(expected), query


async def test_every_choice_counts_what_it_would_leave(database: Database, secrets: Secrets, now: datetime) -> None:
    await factories.open_draft(database, now)
    by = await officer(database, secrets, now)
    async with database.transaction() as session:
        await many(session, secrets, now, 22)
        await corrections.record(session, 3, by, ["dat_dai"], now)
    for query in ("", "article=dieu-2", "topic=y_te&band=suggest", "band=none", "kind=opinion&reviewed=no"):
        shown = await page(database, by, query, limit=50)
        offered = {
            **{f"topic={code}": count for code, count in shown.counts.topics.items()},
            **{f"band={band}": count for band, count in shown.counts.bands.items()},
            **{f"kind={kind}": count for kind, count in shown.counts.kinds.items()},
            **{f"article={one.value}": one.count for one in shown.articles},
            **{f"reviewed={word}": shown.counts.reviewed[way] for word, way in views.REVIEWED.items()},
        }
        assert offered
        for choice, count in offered.items():
            name = choice.partition("=")[0]
            others = [part for part in query.split("&") if not part.startswith(f"{name}=")]
            narrowed = await page(database, by, "&".join([*others, choice]).strip("&"), limit=50)
            assert len(narrowed.rows) == count, (query, choice)


async def test_a_row_shows_words_masked_evidence_marked_and_nothing_of_its_author(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    by = await officer(database, secrets, now)
    text = "Phí rác cao quá, gọi tôi 0912 345 678"
    async with database.transaction() as session:
        fees = topic("thue_phi_hai_quan", words="Phí", text=text)
        suggested = [topic("moi_truong_tai_nguyen", AUTO, "rác", text), fees]
        await say(session, secrets, now, text, suggested, wording="Nộp vào tài khoản 0123456789")
    [row] = (await page(database, by)).rows
    assert row.words.text == "Phí rác cao quá, gọi tôi [số điện thoại]"
    assert [piece.text for piece in row.words.head if piece.kind == "evidence"] == ["Phí", "rác"]
    assert row.wording is not None
    assert row.wording.text == "Nộp vào tài khoản [số tài khoản]"
    assert [(one.code, one.band, one.words) for one in row.topics] == [
        ("moi_truong_tai_nguyen", "auto", ("rác",)), ("thue_phi_hai_quan", "suggest", ("Phí",)),
    ]  # fmt: skip
    assert (row.place, row.kind, row.day, row.review) == ("khoản 2 Điều 2", "opinion", now.date(), None)
    assert {field.name for field in fields(Row)} == {
        "id", "day", "place", "stance", "kind", "late", "words", "wording", "topics", "offered", "is_tagged", "review",
        "kind_review",
    }  # fmt: skip


async def test_what_was_withdrawn_is_not_listed(database: Database, secrets: Secrets, now: datetime) -> None:
    await factories.open_draft(database, now)
    by = await officer(database, secrets, now)
    async with database.transaction() as session:
        await many(session, secrets, now, 3)
        await withdraw(session, 2)
    shown = await page(database, by)
    assert (ids(shown.rows), shown.counts.total) == ([3, 1], 2)
    with pytest.raises(Refused, match="unknown_comment"):
        await page(database, by, "comment=2")


async def test_what_was_said_on_an_older_version_is_found_at_the_provision_of_today(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now, text=FIRST)
    by = await officer(database, secrets, now)
    async with database.transaction() as session:
        await say(session, secrets, now, "Không cần đồng phục", path="dieu-2")
        await say(session, secrets, now, "Xin giảm mức thu cho hộ nghèo", path="dieu-3")
        await revising.revise(session, "DT1", parse(Source(lines_of(SECOND))), (), None, now)
        await say(session, secrets, now, "Mức mới đã hợp lý hơn trước", path="dieu-2")
    shown = await page(database, by)
    assert [(one.value, one.label, one.count) for one in shown.articles] == [
        ("dieu-2", "Điều 2", 2), ("dieu-2@1", "Điều 2 (bản 1)", 1),
    ]  # fmt: skip
    assert ids((await page(database, by, "article=dieu-2")).rows) == [3, 2]
    assert ids((await page(database, by, "article=dieu-2%401")).rows) == [1]


async def test_only_staff_of_the_drafting_agency_reads_its_comments(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    other = await officer(database, secrets, now, agency="so_yt")
    with pytest.raises(Refused, match="other_agency"):
        await page(database, other)
    async with database.transaction() as session:
        admin, _ = await factories.account(
            session, now, secrets.pseudonyms, email="b@example.invalid", role=StaffRole.ADMIN, agency="so_yt"
        )
    assert (await page(database, admin)).rows == ()
    admin.disabled_at = now
    with pytest.raises(Refused, match="not_allowed"):
        await page(database, admin)
