"""Fills an empty database with the seed world through the same services that real drafts and comments take."""

import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.sandbox.world import Comment, SeedDraft, StaffMember, World, draft_files
from nlp import locate
from nlp.drafts.tree import Draft as ReadDraft
from services import agencies, citizens, consents, feedback, staff
from services.citizens import Secrets
from services.clock import local_day
from services.drafts import card, intake, publishing
from services.drafts.focus import Question
from services.drafts.intake import DossierFile, NewDraft
from services.feedback import NewFeedback
from services.reading import read_draft
from storage.db import Database
from storage.models import Citizen, Purpose, Staff, StaffRole, Stance
from storage.types import key


async def sow(database: Database, world: World, keys: Secrets, now: datetime) -> dict[str, str]:
    """Brings in agencies, drafts, comments and staff; returns each staff member's one-time code by his key."""
    with tempfile.TemporaryDirectory() as folder:
        files = draft_files(Path(folder))
        read = [(file.name, file.read_bytes(), await read_draft(file)) for file in files]
    async with database.transaction() as session:
        for agency in world.agencies:
            await agencies.name(session, agency.code, agency.name, agency.name_en)
            for alias in agency.aliases:
                await agencies.add_alias(session, agency.code, alias.name, "seed", now, until=alias.until)
        drafts = dict(zip((d.key for d in world.drafts), read, strict=True))
        accounts = {member.key: await _account(session, member, keys, now) for member in world.staff}
        staff_rows = [account for account, _ in accounts.values()]
        codes = {d.key: await _draft(session, d, drafts[d.key], staff_rows, now) for d in world.drafts}
        await _comments(session, world.comments, codes, keys, now)
        return {name: code for name, (_, code) in accounts.items()}


async def _draft(
    session: AsyncSession,
    seed: SeedDraft,
    file: tuple[str, bytes, ReadDraft],
    accounts: Sequence[Staff],
    now: datetime,
) -> str:
    name, content, read = file
    posted = now + timedelta(days=seed.posted_offset_days)
    new = NewDraft(
        title=seed.title,
        kind=seed.kind,
        agency_code=seed.agency,
        closes_on=local_day(now + timedelta(days=seed.closes_offset_days)),
        posted_on=local_day(posted),
        fields=tuple(seed.fields),
        contact=seed.contact,
        focus=_questions(seed, read),
    )
    draft = await intake.add(session, new, read, [DossierFile("du-thao", name, content)], "seed", posted)
    await card.propose(session, draft.code, None, posted)
    await card.approve(session, draft.code, _approver(accounts, seed.agency), posted)
    if seed.published:
        await publishing.publish(session, draft.code, None, posted)
    return draft.code


def _approver(accounts: Sequence[Staff], agency: str) -> Staff:
    """An account of the drafting agency, else an admin, who may act for every agency."""
    own = [account for account in accounts if account.agency_code == agency]
    return [*own, *(account for account in accounts if account.role is StaffRole.ADMIN)][0]


def _questions(seed: SeedDraft, read: ReadDraft) -> list[Question]:
    """The focus questions, each with the provision that its text names."""
    paths = [provision.path for provision in read.provisions]
    return [
        Question(text, text_en=english, path=locate.find(text, paths))
        for text, english in zip(seed.focus, seed.focus_en, strict=True)
    ]


async def _comments(
    session: AsyncSession, comments: Sequence[Comment], codes: dict[int, str], keys: Secrets, now: datetime
) -> None:
    people: dict[str, Citizen] = {}
    for number, comment in enumerate(comments):
        said = now - timedelta(days=comment.days_ago, minutes=number * 7 % 600)
        if comment.citizen not in people:
            address = f"seed-{comment.citizen}"
            citizen = await citizens.meet(session, "telegram", address, comment.language, keys.sealer, said)
            await consents.give(session, key(citizen.id), Purpose.FEEDBACK, said)
            people[comment.citizen] = citizen
        new = NewFeedback(
            codes[comment.draft], comment.path, Stance(comment.stance), comment.text, comment.wording or ""
        )
        await feedback.submit(session, people[comment.citizen], new, keys, said)


async def _account(session: AsyncSession, member: StaffMember, keys: Secrets, now: datetime) -> tuple[Staff, str]:
    return await staff.add(session, member.email, StaffRole(member.role), member.agency, keys.pseudonyms, now)
