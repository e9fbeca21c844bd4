"""Learning from corrections while the bot runs: reading them, training off the event loop, keeping the result."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from nlp.learning.correcting import correct
from nlp.learning.examples import Example
from nlp.learning.model import Learning, Model
from nlp.learning.prior import FieldPrior
from nlp.learning.storing import ModelFileError, from_bytes, to_bytes
from services import corrections
from storage.db import Database

log = structlog.get_logger(__name__)


async def refit(database: Database, clock: Callable[[], datetime]) -> Learning | None:
    """Learns from all corrections and keeps the model when it is better; None when nothing was corrected yet.

    No transaction is open while it trains, in a thread: seconds for some hundred corrections, minutes for a thousand.
    The attempt bears the time at which corrections were read, so one made meanwhile is new to the next attempt.
    """
    began = clock()
    async with database.transaction() as session:
        found = await corrections.examples(session)
        kept = await corrections.newest(session)
    if not any(example.labels for example in found):
        return None
    model, data = await asyncio.to_thread(_learn, found, kept.data if kept else None)
    async with database.transaction() as session:
        await corrections.keep(session, data, model.learning, began)
    done = model.learning
    log.info("learning.done", examples=done.examples, before=done.base_micro_f1, after=done.micro_f1,
             accepted=done.accepted, reason=done.reason)  # fmt: skip
    return model.learning


async def refit_if_new(database: Database, clock: Callable[[], datetime]) -> Learning | None:
    """The same, unless nothing was corrected since the last attempt: then None."""
    async with database.transaction() as session:
        waiting = await corrections.since_last_attempt(session)
    if not waiting.number:
        log.info("learning.nothing_new")
        return None
    return await refit(database, clock)


def load(data: bytes, prior: FieldPrior) -> Model | None:
    """A kept model ready to tag; None (and a line in the log) when this program cannot read it."""
    try:
        return from_bytes(data, prior)
    except ModelFileError as error:
        log.warning("learning.model_unusable", reason=error.reason)
        return None


def _learn(found: list[Example], kept: bytes | None) -> tuple[Model, bytes]:
    prior = FieldPrior()
    model = correct(found, prior, in_use=load(kept, prior) if kept else None)
    return model, to_bytes(model)
