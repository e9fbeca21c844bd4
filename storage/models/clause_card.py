"""The clause card of a version: at most four lines, each citing a provision, approved by a named officer."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from storage.types import BigKey, UtcDateTime, word


class CardSlot(StrEnum):
    """The four questions a card answers, in this order."""

    WHO = "who"
    WHAT = "what"
    MUST = "must"
    WHEN = "when"


class ClauseCard(SQLModel, table=True):
    """The card of one version; until ``approved_at`` is set nobody but staff sees it."""

    __tablename__ = "clause_card"

    version_id: int = Field(primary_key=True, foreign_key="draft_version.id", ondelete="CASCADE", sa_type=BigKey)
    proposed_at: datetime = Field(sa_type=UtcDateTime)
    edited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    approved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    approved_by: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigKey)


class ClauseCardLine(SQLModel, table=True):
    """One line of a card; ``path`` is the provision it rests on, None while nobody has named one."""

    __tablename__ = "clause_card_line"

    version_id: int = Field(primary_key=True, foreign_key="clause_card.version_id", ondelete="CASCADE", sa_type=BigKey)
    slot: CardSlot = Field(primary_key=True, sa_type=word(CardSlot))
    text: str = Field(max_length=600)
    text_en: str = Field(default="", max_length=600)
    path: str | None = Field(default=None, max_length=200)
    extracted: bool = True  # as proposed by extraction; False once an officer wrote it
