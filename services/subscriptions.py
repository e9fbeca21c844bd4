"""Who follows what, and the query that finds the living recipients of a segment; nothing is sent here."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, exists, or_
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.fields import FIELDS
from services.errors import Refused
from storage.models import Agency, Citizen, Consent, Draft, DraftField, Purpose, Scope, Subscription
from storage.statements import insert_once


async def follow(session: AsyncSession, citizen_id: int, scope: Scope, target: str, now: datetime) -> bool:
    """Subscribes; returns False when it already stood. Raises Refused(``unknown_…``) for a target that is not."""
    await _check_target(session, scope, target)
    values = {"citizen_id": citizen_id, "scope": scope, "target": target, "since": now}
    return await insert_once(session, Subscription, values)


async def unfollow(session: AsyncSession, citizen_id: int, scope: Scope, target: str) -> None:
    """Ends one subscription."""
    await session.exec(
        delete(Subscription).where(
            col(Subscription.citizen_id) == citizen_id,
            col(Subscription.scope) == scope,
            col(Subscription.target) == target,
        )
    )


async def unfollow_everything(session: AsyncSession, citizen_id: int) -> None:
    """Ends every subscription of this citizen."""
    await session.exec(delete(Subscription).where(col(Subscription.citizen_id) == citizen_id))


async def of(session: AsyncSession, citizen_id: int) -> list[Subscription]:
    """What this citizen follows, oldest first."""
    rows = await session.exec(
        select(Subscription).where(Subscription.citizen_id == citizen_id).order_by(col(Subscription.id))
    )
    return list(rows.all())


def followers_of(draft: Draft, fields: list[str]) -> ColumnElement[bool]:
    """The condition on Citizen that says: follows everything, this agency, one of these fields or this draft."""
    wanted = or_(
        col(Subscription.scope) == Scope.ALL,
        and_(col(Subscription.scope) == Scope.AGENCY, col(Subscription.target) == draft.agency_code),
        and_(col(Subscription.scope) == Scope.FIELD, col(Subscription.target).in_(fields)),
        and_(col(Subscription.scope) == Scope.DRAFT, col(Subscription.target) == draft.code),
    )
    return exists().where(col(Subscription.citizen_id) == col(Citizen.id), wanted)


def in_segment(segment: str) -> ColumnElement[bool]:
    """The condition on Citizen for ``all``, ``field:CODE`` or ``draft:CODE``. Raises Refused(``unknown_segment``).

    A segment is what people chose to follow, never what they think: there is none by stance.
    """
    scope, _, target = segment.partition(":")
    if segment == "all":
        return col(Citizen.id).is_not(None)
    if scope == "field" and target in FIELDS:
        wanted = or_(
            col(Subscription.scope) == Scope.ALL,
            and_(col(Subscription.scope) == Scope.FIELD, col(Subscription.target) == target),
        )
    elif scope == "draft" and target:
        wanted = and_(col(Subscription.scope) == Scope.DRAFT, col(Subscription.target) == target)
    else:
        raise Refused("unknown_segment", segment=segment)
    return exists().where(col(Subscription.citizen_id) == col(Citizen.id), wanted)


def consents_to(purpose: Purpose) -> ColumnElement[bool]:
    """The condition on Citizen that says: has given this consent and not taken it back."""
    return exists().where(
        col(Consent.citizen_id) == col(Citizen.id),
        col(Consent.purpose) == purpose,
        col(Consent.withdrawn_at).is_(None),
    )


def reachable(condition: ColumnElement[bool]) -> Select[tuple[int, str]]:
    """(id, channel) of the citizens under ``condition`` who are here and consent to notices."""
    return present(and_(consents_to(Purpose.NOTICES), condition))


def present(condition: ColumnElement[bool]) -> Select[tuple[int, str]]:
    """(id, channel) of the citizens under ``condition`` who are here; consent is the condition's business."""
    return select(Citizen.id, Citizen.channel).where(col(Citizen.gone_at).is_(None), condition)  # type: ignore[return-value]  # an id read from a row is never None


async def count_reachable(session: AsyncSession, condition: ColumnElement[bool]) -> int:
    """How many people a broadcast under ``condition`` would reach now."""
    return int((await session.exec(select(func.count()).select_from(reachable(condition).subquery()))).one())


async def count_present(session: AsyncSession, condition: ColumnElement[bool]) -> int:
    """How many people under ``condition``, which holds their consent, are here now."""
    return int((await session.exec(select(func.count()).select_from(present(condition).subquery()))).one())


async def fields_of(session: AsyncSession, draft_id: int) -> list[str]:
    """The field codes of a draft."""
    rows = await session.exec(select(DraftField.code).where(DraftField.draft_id == draft_id).order_by(DraftField.code))
    return list(rows.all())


async def _check_target(session: AsyncSession, scope: Scope, target: str) -> None:
    if scope is Scope.FIELD and target not in FIELDS:
        raise Refused("unknown_field", field=target)
    if scope is Scope.AGENCY and await session.get(Agency, target) is None:
        raise Refused("unknown_agency", agency=target)
    if scope is Scope.DRAFT and not (await session.exec(select(Draft.id).where(Draft.code == target))).first():
        raise Refused("unknown_draft", code=target)
