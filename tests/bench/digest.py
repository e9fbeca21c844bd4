"""The digest of 20,000 comments: counted, collected, and written in each format."""

import hashlib
import random
import time
from datetime import timedelta
from functools import partial

import orjson
from sqlalchemy import insert, text
from sqlmodel import col, select

from bot.sandbox.world import load
from nlp.text import distinct_key
from services import digests
from services.drafts import library
from services.exports.render import FORMATS, LISTING, collect, render
from storage.db import Database
from storage.models import Draft, Feedback, FeedbackStatus, FeedbackTopic, Provision, Stance
from storage.types import key
from tests import factories
from tests.bench.ground import Ground, now
from tests.bench.table import Row, Stopwatch, alternate, held_against

TITLE = "Digest of 20,000 comments by 8,000 people, 6,000 distinct texts"
COMMENTS, PEOPLE, TEXTS, ROUNDS = 20_000, 8_000, 6_000, 3
TOPICS = ("moi_truong_tai_nguyen", "dat_dai", "tai_chinh_ngan_sach")
BARE = text(
    "SELECT count(*), count(DISTINCT pseudonym), count(DISTINCT text_key) FROM feedback WHERE draft_id = :draft"
)


async def comment_on(database: Database, draft: Draft) -> None:
    """Comments as they lie there after tagging, spread over provisions, stances and twenty days."""
    chance = random.Random(7)  # noqa: S311 (the same world each time)
    said = [comment.text for comment in load().comments]
    async with database.transaction() as session:
        version = await library.version_of(session, draft)
        paths = list((await session.exec(select(Provision.path).where(Provision.version_id == version.id))).all())
        rows = []
        for number in range(COMMENTS):
            words = f"{said[number % len(said)]} ({number % TEXTS})"
            rows.append(
                {
                    "receipt_hash": f"{number:032}",
                    "draft_id": draft.id,
                    "version_id": version.id,
                    "path": chance.choice(paths),
                    "pseudonym": f"{chance.randrange(PEOPLE):032}",
                    "stance": chance.choice(list(Stance)),
                    "text": words,
                    "text_key": hashlib.sha256(distinct_key(words).encode()).hexdigest(),
                    "language": "vi",
                    "channel": "telegram",
                    "status": FeedbackStatus.RECEIVED,
                    "kind": "opinion",
                    "created_at": now() - timedelta(minutes=number),
                    "tagged_at": now(),
                }
            )
        await session.execute(insert(Feedback), rows)
        ids = (await session.exec(select(Feedback.id).order_by(col(Feedback.id)))).all()
        topics = [{"feedback_id": i, "code": chance.choice(TOPICS), "score": 0.8, "band": "auto"} for i in ids]
        await session.execute(insert(FeedbackTopic), topics)


async def make(database: Database, draft: Draft) -> float:
    """Seconds to count everything a digest says."""
    watch = Stopwatch()
    async with database.transaction() as session:
        await digests.make(session, draft, None, None, now())
    return watch.wall


async def bare(database: Database, draft: Draft) -> float:
    """The floor: the three numbers of the whole draft, nothing else."""
    watch = Stopwatch()
    async with database.transaction() as session:
        await session.execute(BARE, {"draft": draft.id})
    return watch.wall


async def formats(database: Database, draft: Draft) -> list[Row]:
    """Each file from ready values; the floor of those that list comments is orjson over the same list."""
    async with database.transaction() as session:
        digest = await digests.make(session, draft, None, None, now())
        watch = Stopwatch()
        comments = await collect(session, draft, None, None)
    rows = [Row("collect the comments", watch.wall, "s")]
    floor = []
    for _ in range(ROUNDS):
        watch = Stopwatch()
        orjson.dumps(comments)
        floor.append(watch.wall)
    for form in FORMATS:
        found = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            size = len(render(digest, comments, form, "vi"))
            found.append(time.perf_counter() - started)
        about = f"{size / 1024:,.0f} kB"
        middle = sorted(found)[ROUNDS // 2]
        rows.append(
            held_against(form, "s", found, floor, about) if form in LISTING else Row(form, middle, "s", note=about)
        )
    return rows


async def run(ground: Ground) -> list[Row]:
    """Counting on both databases, files once."""
    rows: list[Row] = []
    for kind in ground.kinds:
        async with ground.database(kind) as database:
            draft = await factories.open_draft(database, now())
            assert key(draft.id)
            await comment_on(database, draft)
            async with database.transaction() as session:
                await session.execute(text("ANALYZE"))
            found = await alternate(ROUNDS, bare=partial(bare, database, draft), make=partial(make, database, draft))
            rows.append(held_against(f"{kind}: make", "s", found["make"], found["bare"], "floor: the three numbers"))
            if database.is_sqlite:
                rows += await formats(database, draft)
    return rows
