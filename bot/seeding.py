"""Fills an empty database with the seed world through the same services that real drafts and comments take."""

import asyncio
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.sandbox.world import Comment, SeedDraft, StaffMember, World, draft_files
from nlp import locate
from nlp.drafts.reading import Reading
from nlp.tagging import Tagger
from services import agencies, citizens, consents, corrections, feedback, staff, tags
from services.citizens import Secrets
from services.clock import local_day
from services.drafts import card, intake, library, publishing
from services.drafts.card import LineEdit
from services.drafts.focus import Question
from services.drafts.intake import DossierFile, NewDraft
from services.feedback import NewFeedback
from services.reading import read_file
from storage.db import Database
from storage.models import CardSlot, Citizen, Feedback, Purpose, Staff, StaffRole, Stance
from storage.types import key

READ_AFTER = timedelta(days=1)  # from a comment to the officer's look at it


async def sow(database: Database, world: World, keys: Secrets, now: datetime) -> dict[str, str]:
    """Brings in agencies, drafts, comments and staff; returns each staff member's one-time code by his key."""
    with tempfile.TemporaryDirectory() as folder:
        files = draft_files(Path(folder))
        read = [(file.name, file.read_bytes(), await read_file(file)) for file in files]
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
        await _reviews(session, world.comments, codes, staff_rows, now)
        return {name: code for name, (_, code) in accounts.items()}


async def _draft(
    session: AsyncSession,
    seed: SeedDraft,
    file: tuple[str, bytes, Reading],
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
    await _card(session, seed, draft.code, _approver(accounts, seed.agency), posted)
    if seed.published:
        await publishing.publish(session, draft.code, None, posted)
    return draft.code


async def _card(session: AsyncSession, seed: SeedDraft, code: str, officer: Staff, now: datetime) -> None:
    """The clause card as an officer would leave it: proposed, gone over, approved."""
    proposed = {
        line.slot: (line.text, line.path or "") for line in (await card.propose(session, code, None, now)).lines
    }
    edits = {}
    for one in seed.card:
        text, place = proposed.get(CardSlot(one.slot), ("", ""))
        edits[CardSlot(one.slot)] = LineEdit(one.text or text, one.text_en, one.place or place)
    await card.save(session, code, edits, officer, now)
    await card.approve(session, code, officer, now)


def _approver(accounts: Sequence[Staff], agency: str) -> Staff:
    """An account of the drafting agency, else an admin, who may act for every agency."""
    own = [account for account in accounts if account.agency_code == agency]
    return [*own, *(account for account in accounts if account.role is StaffRole.ADMIN)][0]


def _questions(seed: SeedDraft, read: Reading) -> list[Question]:
    """The focus questions, each with the provision that its text names."""
    paths = [provision.path for provision in read.draft.provisions]
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


async def _reviews(
    session: AsyncSession, comments: Sequence[Comment], codes: dict[int, str], accounts: Sequence[Staff], now: datetime
) -> None:
    """What the officer made of the comments he has read: tagged first, then confirmed or corrected a day later."""
    rows = (await session.exec(select(Feedback).order_by(col(Feedback.id)))).all()  # in the order they were sown
    read = [(row, comment) for row, comment in zip(rows, comments, strict=True) if comment.topics is not None]
    drafts = {draft.code: draft for draft in await library.every(session)}
    tagger = await asyncio.to_thread(Tagger.load)
    for row, comment in read:
        draft = drafts[codes[comment.draft]]
        await tags.store(session, [(key(row.id), tagger.tag(row.text, draft.title))], row.created_at)
        await session.refresh(row)
        officer = next(account for account in accounts if account.agency_code == draft.agency_code)
        moment = min(row.created_at + READ_AFTER, now)
        await corrections.record(session, key(row.id), officer, comment.topics or (), moment)
        if comment.kind is not None:
            await corrections.record_kind(session, row, officer, comment.kind, moment)


async def _account(session: AsyncSession, member: StaffMember, keys: Secrets, now: datetime) -> tuple[Staff, str]:
    return await staff.add(session, member.email, StaffRole(member.role), member.agency, keys.pseudonyms, now)
