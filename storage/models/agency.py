"""Agencies that draft: today's name in two languages; their dated aliases are a later subject."""

from sqlmodel import Field, SQLModel


class Agency(SQLModel, table=True):
    """A body that drafts and answers; ``code`` is what commands and links use."""

    __tablename__ = "agency"

    code: str = Field(primary_key=True, max_length=64)
    name: str = Field(max_length=300)
    name_en: str = Field(default="", max_length=300)
