"""The loop that tags stored comments at once, off the event loop; what a tag is belongs to nlp and services."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot import learning
from nlp.learning.model import Model
from nlp.learning.prior import FieldPrior
from nlp.tagging import Tagger, Tagging
from services import corrections, tags
from services.tags import Waiting
from storage.db import Database

log = structlog.get_logger(__name__)
BATCH = 50
LOOK_EVERY = 2.0  # seconds: comments written by another process announce themselves only in the database


class TaggingLoop:
    """Tags every comment that waits, oldest first, until stopped. Two loops at once repeat work but change nothing."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._wake = asyncio.Event()
        self._model: Model | None = None
        self._model_id: int | None = None

    def wake(self) -> None:
        """Says that a comment may have come in."""
        self._wake.set()

    async def run(self) -> None:
        """Runs until cancelled; a database that is away is tried again."""
        tagger = await asyncio.to_thread(Tagger.load)
        while True:
            self._wake.clear()
            try:
                worked = await self.once(tagger)
            except (SQLAlchemyError, OSError) as error:
                log.warning("tagging.database_away", error=type(error).__name__)
                worked = False
            if not worked:
                await self._rest()

    async def once(self, tagger: Tagger) -> bool:
        """Tags one batch; returns whether there was anything to tag."""
        async with self._database.transaction() as session:
            batch = await tags.waiting(session, BATCH)
            learnt = await corrections.newest(session, self._model_id) if batch else None
        if not batch:
            return False
        if learnt is not None and learnt.data is not None:
            self._model_id = learnt.id
            self._model = await asyncio.to_thread(learning.load, learnt.data, FieldPrior(tagger))
        results = await asyncio.to_thread(_tag, tagger, self._model, batch)
        async with self._database.transaction() as session:
            await tags.store(session, results, self._clock())
        return True

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(LOOK_EVERY):
                await self._wake.wait()
        except TimeoutError:
            return


def _tag(tagger: Tagger, model: Model | None, batch: list[Waiting]) -> list[tuple[int, Tagging]]:
    if model is not None:
        return [(item.feedback_id, model.tag(item.text, item.title)) for item in batch]
    return [(item.feedback_id, tagger.tag(item.text, item.title, item.fields)) for item in batch]
