"""Agencies that draft: today's name in two languages, and the dated names they had before."""

from datetime import date

from sqlmodel import Field, SQLModel

from storage.types import BigKey


class Agency(SQLModel, table=True):
    """A body that drafts and answers; ``code`` is what commands and links use."""

    __tablename__ = "agency"

    code: str = Field(primary_key=True, max_length=64)
    name: str = Field(max_length=300)
    name_en: str = Field(default="", max_length=300)


class AgencyAlias(SQLModel, table=True):
    """A name that papers of the time bear: used from ``since`` to ``until``, both days included, None if not known."""

    __tablename__ = "agency_alias"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    agency_code: str = Field(foreign_key="agency.code", max_length=64, index=True)
    name: str = Field(max_length=300)
    since: date | None = None
    until: date | None = None
