"""From what a caller sends (text, parse mode, entities) to what a message holds: cleaned text and its entities."""

import re
from typing import Any

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.html_entities import parse_html, utf16_length

MAX_TEXT = 4096
MAX_CAPTION = 1024
_GIVEN_TYPES = {
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic",
    "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link",
    "text_mention", "custom_emoji",
}  # fmt: skip
_FOUND = (
    ("url", re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@.])@[A-Za-z][A-Za-z0-9_]{3,31}")),
    ("hashtag", re.compile(r"(?<![\w#])#[^\W\d]\w*")),
)
_CLOSED = {"code", "pre", "text_link", "url", "email"}
Entity = dict[str, Any]


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Drop the white space around a text, as Telegram does, and move its entities along."""
    text = text.replace("\r", "").rstrip()
    lead = utf16_length(text) - utf16_length(text.lstrip())
    text = text.lstrip()
    total = utf16_length(text)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, total)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return text, kept


def detect(text: str, known: list[Entity]) -> list[Entity]:
    """Add the entities Telegram finds by itself: commands, links, addresses, mentions, hashtags."""
    entities = list(known)
    taken = [(e["offset"], e["offset"] + e["length"]) for e in known if e["type"] in _CLOSED]
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            start = utf16_length(text[: match.start()])
            end = start + utf16_length(match.group())
            if all(end <= first or start >= last for first, last in taken):
                taken.append((start, end))
                entities.append({"type": kind, "offset": start, "length": end - start})
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _given(entities: list[Any], text: str) -> list[Entity]:
    """Check entities the caller sent instead of a parse mode."""
    total = utf16_length(text)
    for entity in entities:
        if not isinstance(entity, dict) or entity.get("type") not in _GIVEN_TYPES:
            raise bad_request("can't parse MessageEntity: unsupported type specified")
        offset, length = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(length, int):
            raise bad_request("can't parse MessageEntity: fields offset and length must be of type Number")
        if offset < 0 or length <= 0 or offset + length > total:
            raise bad_request(f"entity beginning at UTF-16 offset {offset} ends after the end of the text")
    return [dict(entity) for entity in entities]


def read_text(
    text: str, parse_mode: str | None, entities: list[Any] | None, *, caption: bool = False
) -> tuple[str, list[Entity]]:
    """The text a message will hold, with its entities.

    Raises `ApiError` 400 for a bad parse mode, unreadable HTML, an empty text or one over the limit
    (4,096 UTF-16 units after parsing, 1,024 for a caption). Only the HTML parse mode is spoken here.
    """
    if parse_mode and parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    if not text and not caption:
        raise bad_request("message text is empty")
    found: list[Entity]
    if parse_mode:
        text, found = parse_html(text)
    else:
        found = _given(entities or [], text)
    text, found = _trim(text, found)
    if not text and not caption:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > (MAX_CAPTION if caption else MAX_TEXT):
        raise bad_request("message caption is too long" if caption else "message is too long")
    return text, detect(text, found)
