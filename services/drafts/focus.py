"""Focus questions: what the agency asks one audience of a draft, or everybody; answering them is commenting."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp import locate
from services import audit
from services.drafts import library, ownership
from services.errors import Refused
from storage.models import Draft, FocusQuestion, Staff, Stage
from storage.types import key

MOST = 20  # questions a draft may ask: beyond that nobody reads them
MAX_AUDIENCE, MAX_TEXT = 200, 1000  # characters the columns hold
_LONGEST_AUDIENCE_TYPED = 60  # characters in front of a colon that are still an audience and no sentence


@dataclass(frozen=True, slots=True)
class Question:
    """A question as typed: ``audience`` empty for everybody, ``path`` the provision it is about or None."""

    text: str
    audience: str = ""
    text_en: str = ""
    path: str | None = None


def read(line: str) -> Question:
    """A question typed as ``AUDIENCE: question``, with ``@path`` behind the audience for a provision.

    A colon further back, after a question mark or without a space belongs to the question; ``: …`` asks everybody.

    >>> read("Hộ nông dân @dieu-2: Mức này có đủ không?")
    Question(text='Mức này có đủ không?', audience='Hộ nông dân', text_en='', path='dieu-2')
    >>> read("Giờ mở cửa từ 5:00 có tiện không?").audience
    ''
    """
    front, colon, rest = line.partition(": ")
    if line.lstrip().startswith(":"):
        front, colon, rest = "", ":", line.lstrip()[1:]
    if not colon or "?" in front or len(front) > _LONGEST_AUDIENCE_TYPED:
        return Question(" ".join(line.split()))
    audience, _, path = front.partition("@")
    return Question(" ".join(rest.split()), " ".join(audience.split()), "", path.strip() or None)


async def of(session: AsyncSession, draft: Draft) -> list[FocusQuestion]:
    """The questions of a draft in their order."""
    rows = await session.exec(
        select(FocusQuestion)
        .where(FocusQuestion.draft_id == draft.id)
        .order_by(col(FocusQuestion.order), col(FocusQuestion.id))
    )
    return list(rows.all())


async def put(
    session: AsyncSession, code: str, questions: Sequence[Question], by: Staff | None, now: datetime
) -> list[FocusQuestion]:
    """Makes these the questions of a draft, in this order, until it is closed; audited when they changed.

    Raises Refused: ``unknown_draft``, ``not_allowed``, ``other_agency``, ``entry_fixed``, ``focus_empty``,
    ``focus_too_many``, ``text_too_long``, ``unknown_provision``.
    """
    draft = await ownership.locked(session, code, by)
    before = [_typed(question) for question in await of(session, draft)]
    wanted = await _checked(session, draft, questions)
    if wanted == before:
        return await of(session, draft)
    if draft.stage is Stage.CLOSED:
        raise Refused("entry_fixed", code=draft.code, entry="focus")
    await _put(session, draft, wanted)
    audit.record(session, now, ownership.actor(by), "draft.focus", draft.code, before=len(before), after=len(wanted))
    return await of(session, draft)


async def store(session: AsyncSession, draft: Draft, questions: Sequence[Question]) -> None:
    """Checks the questions of a new draft and stores them; raises Refused as ``put`` does."""
    await _put(session, draft, await _checked(session, draft, questions))


async def _put(session: AsyncSession, draft: Draft, questions: Sequence[Question]) -> None:
    await session.exec(delete(FocusQuestion).where(col(FocusQuestion.draft_id) == draft.id))
    session.add_all(
        FocusQuestion(
            draft_id=key(draft.id),
            order=number,
            audience=question.audience,
            text=question.text,
            text_en=question.text_en,
            path=question.path,
        )
        for number, question in enumerate(questions)
    )
    await session.flush()


async def _checked(session: AsyncSession, draft: Draft, questions: Sequence[Question]) -> list[Question]:
    """The questions as they are kept; a provision may be a path or typed as people point at one ("khoản 2 điều 4")."""
    if len(questions) > MOST:
        raise Refused("focus_too_many", count=len(questions), limit=MOST)
    clean = [_clean(question) for question in questions]
    if not any(question.path for question in clean):
        return clean
    version = await library.version_of(session, draft)
    paths = [provision.path for provision in await library.provisions(session, version)]
    return [replace(question, path=_existing(paths, question.path)) for question in clean]


def _existing(paths: Sequence[str], typed: str | None) -> str | None:
    """The path that was meant. Raises Refused(``unknown_provision``)."""
    if typed is None or typed in paths:
        return typed
    found = locate.find(typed, paths)
    if found is None:
        raise Refused("unknown_provision", path=typed)
    return found


def _clean(question: Question) -> Question:
    """The question with single spaces. Raises Refused: ``focus_empty``, ``text_too_long``."""
    text, audience, english = (" ".join(s.split()) for s in (question.text, question.audience, question.text_en))
    if not text:
        raise Refused("focus_empty", audience=audience)
    for words, limit in ((text, MAX_TEXT), (audience, MAX_AUDIENCE), (english, MAX_TEXT)):
        if len(words) > limit:
            raise Refused("text_too_long", length=len(words), limit=limit, start=words[:30])
    return Question(text, audience, english, (question.path or "").strip() or None)


def _typed(question: FocusQuestion) -> Question:
    return Question(question.text, question.audience, question.text_en, question.path)
