"""Feedback: taken in verbatim with a receipt, found again by it, listed for its author, withdrawn by him."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.text import distinct_key, has_words
from services import consents, receipts
from services.citizens import Secrets
from services.drafts import changes, library, places
from services.errors import Refused
from storage.models import (
    Authorship,
    Citizen,
    Draft,
    Feedback,
    FeedbackStatus,
    FeedbackTopic,
    Purpose,
    Stage,
    Stance,
)
from storage.types import key

MAX_LENGTH = 20_000  # characters; above this nobody could read a preview on a phone
MAX_WORDING = 20_000


@dataclass(frozen=True, slots=True)
class NewFeedback:
    """What a citizen says; ``path`` None is the whole draft; ``version`` is the one he read (None: the newest)."""

    draft_code: str
    path: str | None
    stance: Stance
    text: str
    wording: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A comment with what surrounds it, for its author."""

    feedback: Feedback
    draft: Draft
    place: str | None  # in the version it was said on
    topics: list[FeedbackTopic]
    version: int = 1
    newest: int = 1
    place_now: str | None = None  # in the newest version; None when the provision is no longer there


def check_text(text: str) -> str:
    """The text as it will be kept: verbatim, only blank ends cut.

    Raises Refused: ``feedback_empty``, ``feedback_no_words`` (emoji, signs only), ``feedback_too_long``.
    """
    kept = text.strip()
    if not kept:
        raise Refused("feedback_empty")
    if len(kept) > MAX_LENGTH:
        raise Refused("feedback_too_long", length=len(kept), limit=MAX_LENGTH)
    if not has_words(kept):
        raise Refused("feedback_no_words")
    return kept


def check_wording(text: str) -> str:
    """The proposed wording as it will be kept. Raises Refused: ``wording_too_long``, ``feedback_no_words``."""
    kept = text.strip()
    if len(kept) > MAX_WORDING:
        raise Refused("wording_too_long", length=len(kept), limit=MAX_WORDING)
    if not has_words(kept):
        raise Refused("feedback_no_words")
    return kept


async def submit(session: AsyncSession, citizen: Citizen, new: NewFeedback, keys: Secrets, now: datetime) -> str:
    """Keeps a comment and returns its receipt code, shown once and stored only as a keyed hash.

    Raises Refused: ``consent_missing``, ``unknown_draft``, ``draft_closed``, ``unknown_provision`` and those of
    ``check_text`` and ``check_wording``. A comment after the closing date is taken and marked late.
    """
    citizen_id = key(citizen.id)
    if Purpose.FEEDBACK not in await consents.given(session, citizen_id):
        raise Refused("consent_missing")
    draft = await library.find_public(session, new.draft_code)
    if draft.stage is not Stage.OPEN:
        raise Refused("draft_closed", code=draft.code)
    version = await library.version_of(session, draft, new.version)
    if new.path is not None:
        await library.provision(session, version, new.path)
    text = check_text(new.text)
    code = receipts.new_code()
    feedback = Feedback(
        receipt_hash=_receipt_hash(keys, code),
        draft_id=key(draft.id),
        version_id=key(version.id),
        path=new.path,
        pseudonym=keys.pseudonyms.of("citizen", citizen_id, "draft", draft.id),
        stance=new.stance,
        text=text,
        wording=check_wording(new.wording) if new.wording else "",
        text_key=hashlib.sha256(distinct_key(text).encode()).hexdigest(),
        language=citizen.language,
        channel=citizen.channel,
        late=library.is_late(draft, now),
        created_at=now,
    )
    session.add(feedback)
    await session.flush()
    session.add(Authorship(feedback_id=key(feedback.id), citizen_id=citizen_id))
    return code


async def look_up(session: AsyncSession, code: str, keys: Secrets) -> Found:
    """The comment behind a receipt, whoever asks: the code is the right to see it.

    Raises Refused: ``bad_receipt``, ``unknown_receipt``.
    """
    data = receipts.read(code)
    if data is None:
        raise Refused("bad_receipt", code=code[:40])
    query = select(Feedback).where(Feedback.receipt_hash == _receipt_hash(keys, receipts.show(data)))
    feedback = (await session.exec(query)).first()
    if feedback is None:
        raise Refused("unknown_receipt", code=receipts.show(data))
    return (await _surround(session, [feedback]))[0]


async def mine(session: AsyncSession, citizen_id: int, limit: int = 10) -> list[Found]:
    """A citizen's own comments, newest first, as long as the link to him is kept."""
    rows = await session.exec(
        select(Feedback)
        .join(Authorship, col(Authorship.feedback_id) == Feedback.id)
        .where(Authorship.citizen_id == citizen_id)
        .order_by(col(Feedback.id).desc())
        .limit(limit)
    )
    return await _surround(session, rows.all())


async def withdraw(session: AsyncSession, citizen_id: int, feedback_id: int) -> None:
    """Takes a comment back while its draft is open: it is no longer counted. Raises Refused."""
    link = await session.get(Authorship, feedback_id)
    feedback = await session.get(Feedback, feedback_id)
    if feedback is None or link is None or link.citizen_id != citizen_id:
        raise Refused("unknown_feedback")
    draft = await session.get(Draft, feedback.draft_id)
    if draft is None or draft.stage is not Stage.OPEN:
        raise Refused("draft_closed", code=draft.code if draft else "")
    feedback.status = FeedbackStatus.WITHDRAWN
    session.add(feedback)


async def of_draft(session: AsyncSession, draft: Draft) -> list[tuple[Feedback, list[FeedbackTopic]]]:
    """Every comment of a draft with its topics, in the order they came, the withdrawn ones too."""
    rows = (await session.exec(select(Feedback).where(Feedback.draft_id == draft.id).order_by(col(Feedback.id)))).all()
    of_this_draft = select(Feedback.id).where(Feedback.draft_id == draft.id)
    topics = await _topics(session, col(FeedbackTopic.feedback_id).in_(of_this_draft))
    return [(row, topics.get(key(row.id), [])) for row in rows]


async def _surround(session: AsyncSession, rows: Sequence[Feedback]) -> list[Found]:
    """Each comment with its draft, version, place and topics; statements grow with drafts, never with comments."""
    wanted = {row.draft_id for row in rows}
    found_drafts = (await session.exec(select(Draft).where(col(Draft.id).in_(wanted)))).all()
    drafts = {draft.id: draft for draft in found_drafts}
    known = {draft.id: await changes.versions(session, draft) for draft in drafts.values()}
    read = {row.version_id for row in rows} | {versions[-1].id for versions in known.values()}
    parts = {
        v.id: await library.provisions(session, v) for versions in known.values() for v in versions if v.id in read
    }
    topics = await _topics(session, col(FeedbackTopic.feedback_id).in_([key(row.id) for row in rows]))
    found = []
    for row in rows:
        versions = known[row.draft_id]
        number = next(version.number for version in versions if version.id == row.version_id)
        place, newest, now = None, number, None
        if row.path is not None:
            place = places.place(parts[row.version_id], row.path)
            number, newest, now = changes.now_at(versions, parts[versions[-1].id], row.version_id, row.path)
        found.append(Found(row, drafts[row.draft_id], place, topics.get(key(row.id), []), number, newest, now))
    return found


async def _topics(session: AsyncSession, which: ColumnElement[bool]) -> dict[int, list[FeedbackTopic]]:
    found: dict[int, list[FeedbackTopic]] = {}
    rows = await session.exec(select(FeedbackTopic).where(which).order_by(col(FeedbackTopic.score).desc()))
    for topic in rows.all():
        found.setdefault(topic.feedback_id, []).append(topic)
    return found


def _receipt_hash(keys: Secrets, code: str) -> str:
    return keys.pseudonyms.of("receipt", code)
