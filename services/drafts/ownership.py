"""Who may change a draft: it is found, locked and checked in one place; what is changed is the callers' business."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services import staff
from services.drafts import library
from storage.models import Draft, Staff


async def locked(session: AsyncSession, code: str, by: Staff | None) -> Draft:
    """The draft of this code, locked for this transaction, for staff of its agency; ``by`` None: the command line.

    Raises Refused: ``unknown_draft``, ``not_allowed``, ``other_agency``.
    """
    draft = await library.find(session, code)
    if by is not None:
        staff.must_own(by, draft, staff.Act.PUBLISH)
    await session.refresh(draft, with_for_update=True)
    return draft


def actor(by: Staff | None) -> str:
    """The name under which the audit log keeps an act."""
    return by.email if by else "command line"
