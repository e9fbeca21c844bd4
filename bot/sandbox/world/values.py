"""The shapes of the seed world as frozen values; reading them from files lives in `load`."""

from dataclasses import dataclass
from datetime import date


class WorldError(ValueError):
    """A file of the seed world contradicts itself or another one; the message names file and entry."""


@dataclass(frozen=True, slots=True)
class Province:
    """The fictional province all agencies belong to, with the sentence that says it is fictional."""

    name: str
    name_en: str
    note: str
    note_en: str


@dataclass(frozen=True, slots=True)
class Alias:
    """A name that people still use, and the last day it was the official one."""

    name: str
    until: date


@dataclass(frozen=True, slots=True)
class Agency:
    """A provincial or communal body; `kind` is one of `check.AGENCY_KINDS`."""

    code: str
    name: str
    name_en: str
    kind: str
    aliases: tuple[Alias, ...]


@dataclass(frozen=True, slots=True)
class CardText:
    """What an officer makes of a proposed line of the clause card; an empty text or place keeps what was proposed."""

    slot: str
    text_en: str
    text: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class SeedDraft:
    """A draft to put into a fresh demo; offsets are whole days from its start (negative: in the past)."""

    key: int
    title: str
    title_en: str
    kind: str
    agency: str
    fields: tuple[str, ...]
    file: str
    source: str
    published: bool
    posted_offset_days: int
    closes_offset_days: int
    summary: str
    summary_en: str
    focus: tuple[str, ...]
    focus_en: tuple[str, ...]
    contact: str
    card: tuple[CardText, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """What one invented citizen wrote about a provision (`path`) or about the whole draft (`None`).

    `topics` and `kind` are what the officer made of it when reading it; `None` where nobody has read it yet.
    """

    draft: int
    path: str | None
    stance: str
    text: str
    wording: str | None
    language: str
    days_ago: int
    citizen: str
    topics: tuple[str, ...] | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Citizen:
    """One of the citizens whose phone the demo shows; `user_id` is the id on the pretended channel."""

    key: str
    name: str
    note: str
    note_en: str
    user_id: int
    channel: str
    language: str


@dataclass(frozen=True, slots=True)
class StaffMember:
    """An officer or admin of the demo: account (e-mail, role, agency) and phone (`user_id`, `channel`)."""

    key: str
    name: str
    note: str
    note_en: str
    email: str
    role: str
    agency: str
    user_id: int
    channel: str


@dataclass(frozen=True, slots=True)
class World:
    """The whole seed world, checked: every code, key and offset in it refers to something that exists."""

    province: Province
    agencies: tuple[Agency, ...]
    drafts: tuple[SeedDraft, ...]
    comments: tuple[Comment, ...]
    citizens: tuple[Citizen, ...]
    staff: tuple[StaffMember, ...]

    @property
    def officer(self) -> StaffMember:
        """The officer of the agency whose draft is still to be published."""
        return next(member for member in self.staff if member.role == "officer")

    @property
    def admins(self) -> tuple[StaffMember, ...]:
        """The two admins, so that a task that needs a second person can be shown."""
        return tuple(member for member in self.staff if member.role == "admin")

    def draft(self, key: int) -> SeedDraft:
        """The draft with this key. Raises `KeyError` if there is none."""
        for draft in self.drafts:
            if draft.key == key:
                return draft
        raise KeyError(key)
