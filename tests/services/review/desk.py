"""A draft with comments, tagged as a test wants, for the tests of the desk where topics are corrected."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.tagging import Evidence, Tagging, Topic
from services import tags
from services.citizens import Secrets
from storage.models import Feedback, FeedbackStatus, Purpose
from tests.services.people import comments, meet


def topic(code: str, band: str = "suggest", words: str = "", text: str = "") -> Topic:
    """A suggestion; ``words`` of ``text`` are its evidence."""
    start = text.find(words) if words else -1
    evidence = (Evidence(start, start + len(words), words),) if start >= 0 else ()
    return Topic(code, {"auto": 0.99, "suggest": 0.6, "unsure": 0.2}[band], band, evidence)


async def say(
    session: AsyncSession,
    keys: Secrets,
    now: datetime,
    text: str,
    topics: Sequence[Topic] | None = (),
    *,
    draft: str = "DT1",
    path: str | None = "dieu-2/khoan-2",
    kind: str = "opinion",
    wording: str = "",
) -> int:
    """One comment with its suggestions; None leaves it untagged. Returns its number."""
    citizen = await meet(session, "hoa", keys, now, Purpose.FEEDBACK)
    await comments(session, citizen, keys, now, text, draft=draft, path=path, wording=wording)
    number = await newest(session)
    if topics is not None:
        await tags.store(session, [(number, Tagging(tuple(topics), kind))], now)
    return number


async def many(session: AsyncSession, keys: Secrets, now: datetime, count: int) -> None:
    """``count`` comments a minute apart, the last one newest, with changing topics, kinds and places."""
    shapes = (
        ((topic("moi_truong_tai_nguyen", "auto"),), "opinion", "dieu-2/khoan-1"),
        ((topic("y_te"), topic("giao_duc")), "question", "dieu-2/khoan-2/diem-a"),
        ((topic("dat_dai", "unsure"),), "opinion", "dieu-1"),
        ((), "opinion", None),
    )
    for number in range(count):
        topics, kind, path = shapes[number % len(shapes)]
        moment = now + timedelta(minutes=number)
        await say(session, keys, moment, f"Góp ý thứ {number} về thu gom rác", topics, kind=kind, path=path)


async def newest(session: AsyncSession) -> int:
    """The number of the comment that came last."""
    return (await session.exec(select(func.max(Feedback.id)))).one() or 0


async def withdraw(session: AsyncSession, number: int) -> None:
    """Marks a comment as its author's withdrawal does."""
    comment = await session.get_one(Feedback, number)
    comment.status = FeedbackStatus.WITHDRAWN
    session.add(comment)
