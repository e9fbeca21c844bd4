"""Opening and closing a draft, and the notice its followers get; fanning out is services/broadcasts.py."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services import actions, agencies, audit, broadcasts, staff, subscriptions
from services.clock import local_day, show_day
from services.drafts import card, kinds, library
from services.drafts.card_lines import ShownLine
from services.errors import Refused
from services.i18n import LANGUAGES, Translate, translator
from services.messages import OutMessage, Paragraph
from storage.models import Broadcast, Draft, Staff, Stage
from storage.types import key


async def publish(session: AsyncSession, code: str, by: Staff | None, now: datetime) -> Broadcast:
    """Opens a prepared draft and tells its followers, in one transaction; ``by`` None is the command line.

    Raises Refused: ``unknown_draft``, ``already_published``, ``closes_in_past``, ``not_allowed``, ``other_agency``,
    ``card_line_uncited``.
    """
    draft = await _locked(session, code)
    _may(by, draft)
    if draft.stage is not Stage.PREPARATION:
        raise Refused("already_published", code=draft.code)
    if draft.closes_on < local_day(now):
        raise Refused("closes_in_past", closes=show_day(draft.closes_on), today=show_day(local_day(now)))
    await card.must_be_publishable(session, await library.version_of(session, draft))
    draft.stage, draft.published_at = Stage.OPEN, now
    session.add(draft)
    broadcast = await broadcasts.publish_draft(session, draft, await _notices(session, draft), now)
    audit.record(session, now, _name(by), "draft.publish", draft.code, recipients=broadcast.recipients)
    return broadcast


async def close(session: AsyncSession, code: str, by: Staff | None, now: datetime) -> Draft:
    """Ends the collection of comments. Raises Refused: ``unknown_draft``, ``not_open``, ``not_allowed``."""
    draft = await _locked(session, code)
    _may(by, draft)
    if draft.stage is not Stage.OPEN:
        raise Refused("not_open", code=draft.code)
    draft.stage, draft.closed_at = Stage.CLOSED, now
    session.add(draft)
    audit.record(session, now, _name(by), "draft.close", draft.code)
    return draft


async def audience(session: AsyncSession, draft: Draft) -> int:
    """How many people a publication of this draft would reach now."""
    fields = await subscriptions.fields_of(session, key(draft.id))
    return await subscriptions.count_reachable(session, subscriptions.followers_of(draft, fields))


async def preview(session: AsyncSession, draft: Draft, language: str) -> OutMessage:
    """The notice as followers who read ``language`` would get it now, with the approved clause card."""
    t = translator(language)
    agency = await agencies.shown_on(session, draft.agency_code, draft.posted_on, language)
    version = await library.version_of(session, draft)
    parts = await library.provisions(session, version)
    lines = await card.shown(session, version, parts, t, language)
    return _notice(draft, agency, library.count_articles(parts), lines, t, language)


def _notice(
    draft: Draft, agency: str, articles: int, lines: Sequence[ShownLine], t: Translate, language: str
) -> OutMessage:
    return OutMessage(
        paragraphs=(
            Paragraph(t("Có dự thảo mới đang lấy ý kiến"), "title"),
            Paragraph(draft.title, "quote"),
            Paragraph(
                t(
                    "Cơ quan soạn thảo: {agency}\nLoại văn bản: {kind}\nNhận góp ý đến hết ngày {day}.",
                    agency=agency,
                    kind=kinds.show(draft.kind, language),
                    day=show_day(draft.closes_on),
                )
                + ("\n" + t("Số điều, mục có thể góp ý riêng: {count}.", count=articles) if articles else "")
            ),
            *(Paragraph(line.sentence()) for line in lines),
            Paragraph(t("Mã dự thảo: {code}", code=draft.code), "note"),
        ),
        buttons=(actions.read_draft(draft.code, t), actions.comment_on(draft.code, t), actions.stop(t)),
    )


async def _notices(session: AsyncSession, draft: Draft) -> dict[str, OutMessage]:
    return {language: await preview(session, draft, language) for language in LANGUAGES}


async def _locked(session: AsyncSession, code: str) -> Draft:
    draft = await library.find(session, code)
    await session.refresh(draft, with_for_update=True)
    return draft


def _may(by: Staff | None, draft: Draft) -> None:
    if by is not None:
        staff.must_own(by, draft, staff.Act.PUBLISH)


def _name(by: Staff | None) -> str:
    return by.email if by else "command line"
