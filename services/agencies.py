"""Agencies by code: found, made on first mention, renamed; their history of names is a later subject."""

import re

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.errors import Refused
from storage.models import Agency

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.IGNORECASE)


async def ensure(session: AsyncSession, code: str) -> Agency:
    """The agency of this code; an unknown code is taken in under its code as name, to be named later."""
    if not _CODE.fullmatch(code):
        raise Refused("bad_agency_code", agency=code)
    agency = await session.get(Agency, code)
    if agency is None:
        agency = Agency(code=code, name=code)
        session.add(agency)
        await session.flush()
    return agency


async def name(session: AsyncSession, code: str, vietnamese: str, english: str = "") -> Agency:
    """Gives an agency its names, creating it when it is new."""
    agency = await ensure(session, code)
    agency.name = " ".join(vietnamese.split())
    agency.name_en = " ".join(english.split())
    session.add(agency)
    return agency


async def listed(session: AsyncSession) -> list[Agency]:
    """All agencies by name."""
    return list((await session.exec(select(Agency).order_by(col(Agency.name)))).all())


def show(agency: Agency, language: str) -> str:
    """The agency's name in the reader's language."""
    return agency.name_en or agency.name if language == "en" else agency.name
