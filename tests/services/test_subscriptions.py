"""Who is reached: those who follow, are here and consent; by what they chose, never by what they think."""

from datetime import datetime

import pytest
from sqlalchemy import ColumnElement
from sqlmodel.ext.asyncio.session import AsyncSession

from services import citizens, consents, subscriptions
from services.citizens import Secrets
from services.drafts import library
from services.errors import Refused
from storage.db import Database
from storage.models import Citizen, Purpose, Scope, Stance
from storage.types import key
from tests import factories
from tests.services.people import comments, follower, meet

FIELD = "moi_truong_tai_nguyen"


async def names(session: AsyncSession, condition: ColumnElement[bool], people: dict[str, Citizen]) -> str:
    """The names of those whom the condition reaches."""
    rows = await session.connection()
    ids = {row.id for row in await rows.execute(subscriptions.reachable(condition))}
    return " ".join(name for name, citizen in people.items() if citizen.id in ids)


async def village(session: AsyncSession, secrets: Secrets, now: datetime) -> dict[str, Citizen]:
    """One follower of each kind, and people whom nobody may write to."""
    wanted = {"all": (Scope.ALL, ""), "agency": (Scope.AGENCY, "so_nnmt"), "field": (Scope.FIELD, FIELD),
              "draft": (Scope.DRAFT, "DT1"), "other": (Scope.FIELD, "y_te")}  # fmt: skip
    people = {name: await follower(session, name, secrets, now, *what) for name, what in wanted.items()}
    people["quiet"] = await meet(session, "quiet", secrets, now, Purpose.NOTICES)
    people["nothing"] = await meet(session, "nothing", secrets, now, Purpose.FEEDBACK)
    people["withdrawn"] = await follower(session, "withdrawn", secrets, now)
    await consents.withdraw(session, key(people["withdrawn"].id), Purpose.NOTICES, now)
    people["gone"] = await follower(session, "gone", secrets, now)
    await citizens.mark_gone(session, key(people["gone"].id), now)
    return people


async def test_a_publication_reaches_everyone_who_follows_it_in_any_way(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        people = await village(session, secrets, now)
        draft = await library.find(session, "DT1")
        fields = await subscriptions.fields_of(session, key(draft.id))
        assert fields == [FIELD]
        followers = subscriptions.followers_of(draft, fields)
        assert await names(session, followers, people) == "all agency field draft"
        assert await subscriptions.count_reachable(session, followers) == 4
        assert await names(session, subscriptions.followers_of(draft, []), people) == "all agency draft"


async def test_segments_are_what_people_chose(database: Database, secrets: Secrets, now: datetime) -> None:
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        people = await village(session, secrets, now)
        reached = {
            segment: await names(session, subscriptions.in_segment(segment), people)
            for segment in ("all", f"field:{FIELD}", "field:y_te", "draft:DT1", "draft:DT9")
        }
    assert reached == {
        "all": "all agency field draft other quiet",
        f"field:{FIELD}": "all field",
        "field:y_te": "all other",
        "draft:DT1": "draft",
        "draft:DT9": "",
    }


@pytest.mark.parametrize(
    "segment",
    ["", "ALL", "all:", "field:", "field:x", "draft:", "agency:so_nnmt", "topic:rac",
     *(f"stance:{stance.value}" for stance in Stance), *(f"draft:DT1:{stance.value}"[5:] for stance in Stance)],
)  # fmt: skip
def test_no_segment_is_made_of_what_people_think(segment: str) -> None:
    with pytest.raises(Refused, match="unknown_segment"):
        subscriptions.in_segment(segment)


async def test_following_twice_is_once_and_only_what_exists(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, now, Purpose.NOTICES)
        for scope, target in ((Scope.ALL, ""), (Scope.FIELD, FIELD), (Scope.AGENCY, "so_nnmt"), (Scope.DRAFT, "DT1")):
            assert await subscriptions.follow(session, key(hoa.id), scope, target, now) is True
            assert await subscriptions.follow(session, key(hoa.id), scope, target, now) is False
        for code, scope in (
            ("unknown_field", Scope.FIELD), ("unknown_agency", Scope.AGENCY), ("unknown_draft", Scope.DRAFT),
        ):  # fmt: skip
            with pytest.raises(Refused, match=code):
                await subscriptions.follow(session, key(hoa.id), scope, "khong_co", now)
        await subscriptions.unfollow(session, key(hoa.id), Scope.FIELD, FIELD)
        left = [(s.scope.value, s.target) for s in await subscriptions.of(session, key(hoa.id))]
        assert left == [("all", ""), ("agency", "so_nnmt"), ("draft", "DT1")]
        await subscriptions.unfollow_everything(session, key(hoa.id))
        assert await subscriptions.of(session, key(hoa.id)) == []


async def test_what_somebody_commented_does_not_make_him_a_recipient(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        await comments(session, hoa, secrets, now)
        assert await subscriptions.count_reachable(session, subscriptions.in_segment("all")) == 0
