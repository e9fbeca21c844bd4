"""Agencies by code, with the dated names they had: named, renamed, found by any name old or new, shown as of a day."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.text import fold
from services import audit
from services.clock import show_day
from services.errors import Refused
from services.i18n import translator
from storage.models import Agency, AgencyAlias

MAX_NAME = 300  # characters the column holds
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.IGNORECASE)
# What people write short, folded; "và" and joining signs carry no sense: "Sở TN&MT", "LĐ-TB&XH".
_SHORT = (("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd"), ("thanh pho", "tp"))
_JOINING = re.compile(r"\bva\b|[^\w\s]+")
_RANKS = ("so", "bo", "ban", "cuc", "chi cuc", "phong", "van phong", "ubnd", "hdnd")
_LEAST_LETTERS = 4  # of words that may stand anywhere in a name


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


async def known(session: AsyncSession, code: str) -> Agency:
    """The agency of this code. Raises Refused(``unknown_agency``)."""
    agency = await session.get(Agency, code)
    if agency is None:
        raise Refused("unknown_agency", agency=code)
    return agency


async def name(session: AsyncSession, code: str, vietnamese: str, english: str = "") -> Agency:
    """Gives an agency its names, creating it when it is new.

    Raises Refused: ``bad_agency_code``, ``bad_agency_name``.
    """
    agency = await ensure(session, code)
    agency.name = _clean(vietnamese)
    agency.name_en = _clean(english, may_be_empty=True)
    session.add(agency)
    return agency


async def rename(
    session: AsyncSession,
    code: str,
    vietnamese: str,
    english: str,
    by: str,
    now: datetime,
    *,
    last_day: date | None = None,
) -> Agency:
    """As ``name``, with an audit line; the name until now is kept as a former one up to ``last_day`` where given.

    Raises Refused: ``bad_agency_code``, ``bad_agency_name``.
    """
    agency = await ensure(session, code)
    former = (agency.name, agency.name_en)
    agency = await name(session, code, vietnamese, english)
    if (agency.name, agency.name_en) == former:
        return agency
    audit.record(session, now, by, "agency.rename", code, former=former[0], name=agency.name, english=agency.name_en)
    if last_day and agency.name != former[0]:
        await add_alias(session, code, former[0], by, now, until=last_day)
    return agency


async def add_alias(
    session: AsyncSession,
    code: str,
    former: str,
    by: str,
    now: datetime,
    *,
    since: date | None = None,
    until: date | None = None,
) -> AgencyAlias:
    """Keeps a name an agency had (or absorbed) from ``since`` to ``until``, both included; the same name is kept once.

    A name without days is only for finding: a short form, a usual mistake. Adding it again changes its days.
    Raises Refused: ``unknown_agency``, ``bad_agency_name``, ``alias_days``.
    """
    await known(session, code)
    former = _clean(former)
    if since and until and since > until:
        raise Refused("alias_days", since=show_day(since), until=show_day(until))
    rows = await session.exec(select(AgencyAlias).where(AgencyAlias.agency_code == code, AgencyAlias.name == former))
    alias = rows.first() or AgencyAlias(agency_code=code, name=former)
    alias.since, alias.until = since, until
    session.add(alias)
    await session.flush()
    days = {"since": since.isoformat() if since else None, "until": until.isoformat() if until else None}
    audit.record(session, now, by, "agency.alias", code, name=former, **days)
    return alias


async def remove_alias(session: AsyncSession, code: str, alias_id: int, by: str, now: datetime) -> None:
    """Forgets a former name that was entered by mistake. Raises Refused(``unknown_alias``)."""
    alias = await session.get(AgencyAlias, alias_id)
    if alias is None or alias.agency_code != code:
        raise Refused("unknown_alias", agency=code)
    await session.delete(alias)
    audit.record(session, now, by, "agency.alias.remove", code, name=alias.name)


async def listed(session: AsyncSession) -> list[Agency]:
    """All agencies by name."""
    return list((await session.exec(select(Agency).order_by(col(Agency.name)))).all())


async def aliases(session: AsyncSession, code: str | None = None) -> list[AgencyAlias]:
    """The former names of an agency, or of all, the oldest first, those without an end last."""
    query = select(AgencyAlias).order_by(col(AgencyAlias.id))
    if code is not None:
        query = query.where(AgencyAlias.agency_code == code)
    return sorted((await session.exec(query)).all(), key=lambda alias: alias.until or date.max)


def show(agency: Agency, language: str) -> str:
    """The agency's name in the reader's language."""
    return agency.name_en or agency.name if language == "en" else agency.name


async def name_on(session: AsyncSession, code: str, day: date) -> str:
    """The name that papers of that day bear; several bodies that were merged later are named together.

    Today's name where none is known for the day. Raises Refused(``unknown_agency``).
    """
    agency = await known(session, code)
    names = _borne_on(await aliases(session, code), day)
    return " / ".join(names) or agency.name


async def shown_on(session: AsyncSession, code: str, day: date, language: str) -> str:
    """The name of that day, with today's behind it where they differ; the old one stays Vietnamese in any language."""
    agency = await ensure(session, code)
    return _shown(agency, await aliases(session, code), day, language)


async def shown_at(
    session: AsyncSession, papers: Iterable[tuple[str, date]], language: str
) -> dict[tuple[str, date], str]:
    """As ``shown_on`` for many papers, each an agency's code and a day, in two statements."""
    known_ones = {agency.code: agency for agency in await listed(session)}
    former: dict[str, list[AgencyAlias]] = {code: [] for code in known_ones}
    for alias in await aliases(session):
        former[alias.agency_code].append(alias)
    return {(code, day): _shown(known_ones[code], former[code], day, language) for code, day in papers}


def _shown(agency: Agency, former: Sequence[AgencyAlias], day: date, language: str) -> str:
    then, today = " / ".join(_borne_on(former, day)) or agency.name, show(agency, language)
    if then == agency.name:
        return today
    return translator(language)("{then} (nay là {today})", then=then, today=today)


def _borne_on(former: Sequence[AgencyAlias], day: date) -> list[str]:
    """The names whose days hold ``day``; of those whose first day is not known, only the ones that ended first."""
    over = [alias for alias in former if alias.until and alias.until >= day]
    dated = [alias for alias in over if alias.since and alias.since <= day]
    open_before = [alias for alias in over if alias.since is None]
    first_end = min((alias.until for alias in open_before if alias.until), default=None)
    borne = [*dated, *(alias for alias in open_before if alias.until == first_end)]
    return list(dict.fromkeys(alias.name for alias in borne))


async def find(session: AsyncSession, text: str) -> list[Agency]:
    """The agencies of a code or of a name old or new, with or without marks or shortened ("Sở TN&MT"), best first.

    A whole name wins over a part of one: then only those that bear it are given. Empty when nothing fits.
    """
    wanted = _key(text)
    if not wanted:
        return []
    short = _joined(wanted)
    agencies = await listed(session)
    names: dict[str, list[str]] = {agency.code: [agency.name, agency.name_en] for agency in agencies}
    for alias in await aliases(session):
        names[alias.agency_code].append(alias.name)
    keys = {code: [key for one in each if one for key in (_key(one), _initials(one))] for code, each in names.items()}
    whole = [
        agency for agency in agencies if fold(text) == agency.code.lower() or {wanted, short} & set(keys[agency.code])
    ]
    if whole or len(wanted.replace(" ", "")) < _LEAST_LETTERS:
        return whole
    return [agency for agency in agencies if any(_holds(key, wanted) for key in keys[agency.code])]


def _clean(text: str, *, may_be_empty: bool = False) -> str:
    plain = " ".join(text.split())
    if len(plain) > MAX_NAME or not (plain or may_be_empty):
        raise Refused("bad_agency_name", limit=MAX_NAME)
    return plain


def _key(text: str) -> str:
    """The form in which names are compared: no marks, usual short forms, no joining words or signs."""
    folded = fold(text)
    for long, short in _SHORT:
        folded = folded.replace(long, short)
    return " ".join(_JOINING.sub("" if "&" in text else " ", folded).split())


def _initials(name: str) -> str:
    """A name as it is shortened: its rank, then the first letters ("so tnmt" of "Sở Tài nguyên và Môi trường")."""
    key = _key(name)
    rank, rest = _apart(key)
    return f"{rank} {''.join(word[0] for word in rest)}".strip() if len(rest) > 1 else key


def _joined(key: str) -> str:
    """What was typed as one short form: "so nn ptnt" as "so nnptnt"."""
    rank, rest = _apart(key)
    return f"{rank} {''.join(rest)}".strip()


def _apart(key: str) -> tuple[str, list[str]]:
    rank = next((rank for rank in sorted(_RANKS, key=len, reverse=True) if key.startswith(f"{rank} ")), "")
    return rank, key.removeprefix(rank).split()


def _holds(name: str, wanted: str) -> bool:
    """Whether the words stand side by side in the name."""
    return f" {wanted} " in f" {name} "
