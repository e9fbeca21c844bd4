"""Entries of an RSS or Atom feed from its bytes; nothing is fetched and entities do nothing."""

import io
import re
import warnings
from calendar import timegm
from typing import Any

import feedparser
from selectolax.lexbor import LexborHTMLParser

from nlp.portals import dates, listing, pages
from nlp.portals.description import Portal
from nlp.portals.entries import Entry, FileLink, Listing, PageTrouble
from nlp.portals.roles import role_of

_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
MAX_TAGS = 20_000  # the forgiving parser slows down quadratically on tags that never close
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"<!\s*ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)


def read_feed(data: bytes, address: str, portal: Portal) -> Listing:
    """The entries of a feed, also of a broken one.

    Raises PageTrouble: ``wall``, ``feed_entities`` (it declares entities of its own: a bomb or a way to our files),
    ``feed_too_many``, ``not_a_feed``.
    """
    text = _REFERENCE.sub(_possible, _DECLARATION.sub("", pages.decode(data)))
    if _ENTITY.search(text):
        raise PageTrouble("feed_entities")
    if text.count("<") > MAX_TAGS:
        raise PageTrouble("feed_too_many", limit=MAX_TAGS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # feedparser's own, about its own calls
        read = feedparser.parse(io.BytesIO(text.encode("utf-8", "replace")))
    if not read.get("version") and not read.entries:
        if pages.is_wall(LexborHTMLParser(text), text):
            raise PageTrouble("wall")
        raise PageTrouble("not_a_feed")
    found = [_entry(row, address, portal) for row in read.entries[: listing.MAX_ENTRIES]]
    return _filtered([entry for entry in found if entry], portal)


def _possible(reference: re.Match[str]) -> str:
    """A numeric reference, or U+FFFD for one to no character: half a surrogate pair cannot be stored by anybody."""
    digits = reference[1] or reference[2]
    value = int(digits, 16 if reference[1] else 10) if len(digits) < 9 else 0
    return reference[0] if 0 < value < 0xD800 or 0xDFFF < value <= 0x10FFFF else "\ufffd"


def _filtered(found: list[tuple[Entry, str]], portal: Portal) -> Listing:
    """News name a draft in their summary at times, so the filter words are looked for there too."""
    once: dict[str, tuple[Entry, str]] = {}
    for entry, summary in found:
        once.setdefault(entry.link, (entry, summary))
    kept = [entry for entry, text in once.values() if listing.wanted(f"{entry.title} {text}", portal)]
    return Listing(tuple(kept), len(once))


def _entry(row: Any, address: str, portal: Portal) -> tuple[Entry, str] | None:
    link = pages.absolute(address, str(row.get("link") or ""))
    title = _plain(str(row.get("title") or ""))[: listing.MAX_TITLE]
    if not link or not title:
        return None
    summary = _plain(str(row.get("summary") or ""))
    moment = row.get("published_parsed") or row.get("updated_parsed")
    posted, closes = dates.window(f"{title} {summary}", portal.dates)
    return Entry(title, link, posted, closes, _seconds(moment), _enclosures(row, address, portal)), summary


def _seconds(moment: Any) -> int | None:
    try:
        return timegm(moment) if moment else None
    except (ValueError, OverflowError):
        return None


def _enclosures(row: Any, address: str, portal: Portal) -> tuple[FileLink, ...]:
    found: dict[str, FileLink] = {}
    for part in row.get("enclosures") or ():
        link = pages.absolute(address, str(part.get("href") or ""))
        if link and len(found) < listing.MAX_FILES and not str(part.get("type") or "").startswith(("image", "audio")):
            words = str(part.get("title") or "")
            name = link.rsplit("/", 1)[-1]
            found[link] = FileLink(link, words or name, role_of(f"{words} {name}", portal.roles))
    return listing.draft_known(tuple(found.values()))


def _plain(text: str) -> str:
    """The words of a piece of HTML."""
    tree = LexborHTMLParser(text[:20_000].encode("utf-8", "replace").decode())
    return pages.words_of(tree.body) if tree.body else ""
