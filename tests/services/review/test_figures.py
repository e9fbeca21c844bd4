"""The weekly figures on both databases: whose drafts they count, Vietnam's weeks, corrections, how learning went."""

from datetime import UTC, date, datetime, timedelta

import pytest

from nlp.learning.model import Learning
from nlp.tagging import AUTO
from services import corrections
from services.citizens import Secrets
from services.errors import Refused
from services.i18n import translator
from services.review import figures
from storage.db import Database
from storage.models import StaffRole
from tests import factories
from tests.services.review.desk import say, topic

SUNDAY_NIGHT = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)  # Monday 01:00 in Vietnam


async def test_figures_count_by_vietnams_weeks_and_only_drafts_of_the_agency(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    await factories.open_draft(database, now, agency="so_yt")
    async with database.transaction() as session:
        by, _ = await factories.account(session, now, secrets.pseudonyms)
        boss, _ = await factories.account(
            session, now, secrets.pseudonyms, email="b@example.invalid", role=StaffRole.ADMIN
        )
        suggested = [topic("moi_truong_tai_nguyen", AUTO), topic("y_te"), topic("dat_dai", "unsure")]
        first = await say(session, secrets, now, "một", suggested)
        second = await say(session, secrets, now, "hai", suggested)
        other = await say(session, secrets, now, "ba", suggested, draft="DT2", path=None)
        await corrections.record(session, first, by, ["moi_truong_tai_nguyen"], SUNDAY_NIGHT)
        await corrections.record(session, first, by, ["y_te", "giao_duc"], now)  # a second look
        await corrections.record(session, second, by, ["y_te", "giao_duc"], SUNDAY_NIGHT - timedelta(hours=2))
        await corrections.record(session, other, boss, [], now)
        own = await figures.read(session, by, "", None, now)
        everything = await figures.read(session, boss, "", None, now)
        with pytest.raises(Refused, match="other_agency"):
            await figures.read(session, by, "DT2", None, now)
    assert [draft.code for draft in own.drafts] == ["DT1"]
    assert [(week.monday, week.total.suggested, week.total.confirmed, week.total.right) for week in own.weeks] == [
        (date(2026, 11, 23), 2, 1, 1), (date(2026, 11, 16), 2, 2, 1),
    ]  # fmt: skip
    assert [(row.code, row.precision, row.recall) for row in own.weeks[1].topics] == [
        ("y_te", 1.0, 1.0), ("giao_duc", None, 0.0), ("moi_truong_tai_nguyen", 0.0, None),
    ]  # fmt: skip
    assert [(one.draft, one.comment, one.by, one.kept, one.gone, one.come) for one in everything.made[:2]] == [
        ("DT2", other, boss.email, (), ("moi_truong_tai_nguyen", "y_te"), ()),
        ("DT1", second, by.email, ("y_te",), ("moi_truong_tai_nguyen",), ("giao_duc",)),
    ]
    assert {one.draft for one in own.made} == {"DT1"}
    file = figures.csv(own, "vi", translator("vi")).decode("utf-8-sig").splitlines()
    assert len(file) == 1 + sum(len(week.topics) for week in own.weeks)
    assert file[1] == '23/11/2026,"Môi trường, tài nguyên",1,1,1,100%,100%'


async def test_learning_is_told_with_its_reason_and_what_is_in_use(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    async with database.transaction() as session:
        by, _ = await factories.account(session, now, secrets.pseudonyms)
        assert (await figures.read(session, by, "", None, now)).learning is None
        await corrections.keep(session, b"model", Learning(60, 0.81, 0.75), now)
        await corrections.keep(session, b"", Learning(80, 0.7, 0.81, accepted=False, reason="no_gain"), now)
        found = await figures.read(session, by, "", None, now)
    assert found.learning is not None
    assert found.in_use is not None
    assert (found.learning.examples, found.learning.accepted, found.learning.reason) == (80, False, "no_gain")
    assert (found.in_use.examples, found.in_use.before, found.in_use.after) == (60, 0.75, 0.81)


async def test_corrections_are_listed_by_pages(sqlite_database: Database, secrets: Secrets, now: datetime) -> None:
    await factories.open_draft(sqlite_database, now)
    async with sqlite_database.transaction() as session:
        by, _ = await factories.account(session, now, secrets.pseudonyms)
        await say(session, secrets, now, "một", [topic("y_te")])
        for number in range(figures.LISTED + 3):
            await corrections.record(session, 1, by, ["y_te"] if number % 2 else [], now)
        first = await figures.read(session, by, "DT1", None, now)
        last = await figures.read(session, by, "DT1", first.older, now)
    assert [one.number for one in (*first.made, *last.made)] == list(range(figures.LISTED + 3, 0, -1))
    assert last.older is None
