"""What cites a provision of a draft by its path, and follows it when the outline is corrected; comments come later."""

from collections.abc import Collection, Mapping

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import ClauseCard, ClauseCardLine, Draft, DraftVersion, FocusQuestion


async def follow(
    session: AsyncSession,
    draft: Draft,
    version: DraftVersion,
    moves: Mapping[str, str | None],
    reworded: Collection[str],
) -> None:
    """Gives focus questions and the lines of the clause card the paths of today; ``reworded`` are paths of before.

    A card whose line lost its provision, or rests on one whose words changed, must be approved again: its officer
    approved other words.
    """
    questions = await session.exec(
        select(FocusQuestion).where(FocusQuestion.draft_id == draft.id, col(FocusQuestion.path).is_not(None))
    )
    for question in questions.all():
        question.path = moves.get(question.path or "", None)
        session.add(question)
    lines = await session.exec(
        select(ClauseCardLine).where(ClauseCardLine.version_id == version.id, col(ClauseCardLine.path).is_not(None))
    )
    lost = False
    for line in lines.all():
        lost = lost or line.path in reworded
        line.path = moves.get(line.path or "", None)
        lost = lost or line.path is None
        session.add(line)
    card = await session.get(ClauseCard, version.id) if lost else None
    if card is not None:
        card.approved_at, card.approved_by = None, None
        session.add(card)
