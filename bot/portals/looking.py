"""One look at one portal: its list, the pages of new drafts and their files; nothing is stored here."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from bot.portals.bringing import STOPS, bring_files
from bot.portals.fetching import Fetched, Fetcher
from nlp.portals import feed, listing, naming
from nlp.portals.description import Portal
from nlp.portals.entries import Day, Entry, Listing, PageTrouble
from services.clock import local_day
from services.portals.proposals import Found, Known, hash_of
from services.portals.states import Validators
from services.portals.troubles import PortalTrouble, Trouble

PAGE_LIMIT, FEED_LIMIT = 2 * 2**20, 2**20  # bytes
ENTRIES_PER_LOOK = 20  # whose own pages are fetched; the others follow at the next look
PAGES = {"text/html", "application/xhtml+xml", "text/plain"}


Keep = Callable[[Found], Awaitable[None]]


@dataclass(slots=True)
class Look:
    """How a look went; ``trouble`` ended it early, ``validators`` may be kept when it is ``complete``."""

    seen: int = 0
    kept: int = 0
    complete: bool = True
    modified: bool = True
    validators: Validators = field(default_factory=Validators)
    trouble: PortalTrouble | None = None


async def look(
    fetcher: Fetcher, portal: Portal, known: Mapping[str, Known], validators: Validators, now: datetime, keep: Keep
) -> Look:
    """Looks at a portal once and hands each entry to ``keep`` as soon as it is complete.

    Trouble with the list or from ``STOPS`` ends the look, other trouble is its entry's.
    """
    done = Look()
    try:
        listed = await read_list(fetcher, portal, validators)
        if listed is None:
            done.modified = False
            done.validators = validators
            return done
        entries, done.validators = listed
        done.seen = entries.seen
        await _entries(fetcher, portal, in_time(entries, portal, now), known, done, keep)
    except PortalTrouble as trouble:
        done.trouble, done.complete = trouble, False
    return done


async def read_list(fetcher: Fetcher, portal: Portal, validators: Validators) -> tuple[Listing, Validators] | None:
    """The entries of every page of a portal's list; None when it was not modified. Raises PortalTrouble."""
    pages = portal.addresses()
    entries: dict[str, Entry] = {}
    seen = 0
    kept = Validators()
    for address in pages:
        asked = validators if len(pages) == 1 else Validators()
        page = await fetcher.fetch(address, _limit(portal), pause=portal.delay, validators=asked)
        if page.status == 304:
            return None
        read = await asyncio.to_thread(_read_list, page, portal)
        seen += read.seen
        for entry in read.entries:
            entries.setdefault(entry.link, entry)
        kept = page.validators if len(pages) == 1 else Validators()
    return Listing(tuple(entries.values()), seen), kept


def _limit(portal: Portal) -> int:
    return FEED_LIMIT if portal.kind == "feed" else PAGE_LIMIT


def _read_list(page: Fetched, portal: Portal) -> Listing:
    is_xml = page.type.endswith("xml")
    if page.type not in PAGES and not (portal.kind == "feed" and is_xml):
        raise PortalTrouble("wrong_type", host=urlsplit(page.address).hostname or "", type=page.type)
    try:
        if portal.kind == "feed":
            return feed.read_feed(page.body, page.address, portal)
        return listing.read_list(page.body, page.address, portal)
    except PageTrouble as trouble:
        raise PortalTrouble(trouble.code, **trouble.values) from trouble


def in_time(entries: Listing, portal: Portal, now: datetime) -> list[Entry]:
    """The entries that may still be commented on: not closed, and not posted too long ago."""
    today = local_day(now)
    oldest = today - timedelta(days=portal.oldest)
    return [
        entry
        for entry in entries.entries
        if (day_of(entry.closes) or today) >= today and (posted_on(entry) or today) >= oldest
    ]


async def _entries(
    fetcher: Fetcher, portal: Portal, entries: Sequence[Entry], known: Mapping[str, Known], done: Look, keep: Keep
) -> None:
    """New ones first, from the end of the list, where the oldest are; then those that still wait."""
    new = [entry for entry in reversed(entries) if hash_of(entry.link) not in known]
    waiting = [entry for entry in entries if (of := known.get(hash_of(entry.link))) and of.waiting]
    done.complete = len(new) <= ENTRIES_PER_LOOK
    for number, entry in enumerate([*new[:ENTRIES_PER_LOOK], *waiting]):
        if number < ENTRIES_PER_LOOK:
            found = await bring(fetcher, portal, entry, known.get(hash_of(entry.link)))
        else:
            found = None if portal.detail else as_found(entry)
        if found is not None:
            await keep(found)
            done.kept += 1


async def bring(fetcher: Fetcher, portal: Portal, entry: Entry, of: Known | None) -> Found | None:
    """An entry with its details and those of its files that are not known yet. Raises PortalTrouble of ``STOPS``.

    None: its page cannot be had, and a proposal that was made when it could must not lose what it said.
    """
    try:
        whole = await with_details(fetcher, portal, entry)
    except PortalTrouble as trouble:
        if trouble.code in STOPS:
            raise
        return None if of else replace(as_found(entry), troubles=(Trouble(trouble.code, trouble.values),))
    links = naming.named(whole.files)
    kept = {name for name in (of.names if of else ()) if naming.stem(name) in links}
    had = {naming.stem(name) for name in kept}
    files, met = await bring_files(fetcher, portal, {stem: link for stem, link in links.items() if stem not in had})
    names = kept | {file.name for file in files} | {trouble.subject for trouble in met}
    return replace(as_found(whole), files=files, troubles=tuple(met), names=frozenset(names))


async def with_details(fetcher: Fetcher, portal: Portal, entry: Entry) -> Entry:
    """The entry with what its own page says, where the portal is described so. Raises PortalTrouble."""
    if portal.detail is None:
        return entry
    page = await fetcher.fetch(entry.link, PAGE_LIMIT, pause=portal.delay)
    if page.type not in PAGES:
        raise PortalTrouble("wrong_type", host=urlsplit(page.address).hostname or "", type=page.type)
    try:
        said = await asyncio.to_thread(listing.read_detail, page.body, page.address, portal)
    except PageTrouble as trouble:
        raise PortalTrouble(trouble.code, **trouble.values) from trouble
    return replace(
        entry,
        title=said.title or entry.title,
        posted=entry.posted or said.posted,
        closes=said.closes or entry.closes,
        files=said.files or entry.files,
    )


def as_found(entry: Entry) -> Found:
    """The entry as it is kept, before its page and files were fetched."""
    return Found(entry.title, entry.link, posted_on(entry), day_of(entry.closes))


def posted_on(entry: Entry) -> date | None:
    """The day an entry was posted: what its text says, else the moment of its feed as a day in Vietnam."""
    if entry.posted or entry.posted_at is None:
        return day_of(entry.posted)
    try:
        return local_day(datetime.fromtimestamp(entry.posted_at, UTC))
    except (ValueError, OverflowError, OSError):
        return None


def day_of(day: Day | None) -> date | None:
    """A day that a page says."""
    return date(*day) if day else None
