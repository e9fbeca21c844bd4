"""Learning from corrections while the bot runs: reading them, training in a child process, keeping the result."""

import asyncio
import json
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime

import structlog

from nlp.learning.examples import Example
from nlp.learning.model import Learning, Model
from nlp.learning.prior import FieldPrior
from nlp.learning.storing import ModelFileError, from_bytes
from services import children, corrections
from services.children import ChildEndedError
from services.errors import Refused
from storage.db import Database

log = structlog.get_logger(__name__)
TRAINER = "nlp.learning"  # what the child process runs


async def refit(database: Database, clock: Callable[[], datetime], trainer: str = TRAINER) -> Learning | None:
    """Learns from all corrections and keeps the model when it is better; None when nothing was corrected yet.

    A child process trains, seconds for some hundred corrections and half a minute for a thousand, so that people are
    answered meanwhile; it has no database, and no transaction is open. The attempt bears the time at which
    corrections were read, so one made meanwhile is new to the next attempt. Raises Refused(``learning_failed``) when
    the child was killed or failed: then everything is as before, and the next attempt reads the same corrections.
    """
    began = clock()
    async with database.reading() as session:
        found = await corrections.examples(session)
        kept = await corrections.newest(session)
    if not any(example.labels for example in found):
        return None
    given = await asyncio.to_thread(_told, found, kept.data if kept else None)
    try:
        head, _, data = (await children.compute(trainer, given)).partition(b"\n")
    except ChildEndedError as error:
        raise Refused("learning_failed", reason=error.how) from error
    answer = json.loads(head)
    done = Learning(**answer["learning"])
    if answer["unusable"]:
        log.warning("learning.model_unusable", reason=answer["unusable"])
    async with database.transaction() as session:
        await corrections.keep(session, data, done, began)
    log.info("learning.done", examples=done.examples, before=done.base_micro_f1, after=done.micro_f1,
             accepted=done.accepted, reason=done.reason)  # fmt: skip
    return done


async def refit_if_new(database: Database, clock: Callable[[], datetime]) -> Learning | None:
    """The same, unless nothing was corrected since the last attempt: then None."""
    async with database.reading() as session:
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


def _told(found: list[Example], kept: bytes | None) -> bytes:
    """What the child is told, as `nlp.learning.__main__` reads it."""
    examples = [{"text": one.text, "labels": sorted(one.labels), "title": one.title} for one in found]
    return json.dumps({"examples": examples, "in_use": b64encode(kept).decode() if kept else None}).encode()
