"""Telegram's HTML parse mode, as strict as the real one; text that is already parsed is cleaned in `entities`.

Rules: https://core.telegram.org/bots/api#html-style, error texts as the Bot API server words them.
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.telegram.errors import ApiError, bad_request

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot)(?![A-Za-z]));?")
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.\-]+)(?=[\s>])))?""")


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, the unit in which Telegram counts offsets and limits."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class _Open:
    tag: str
    argument: str
    offset: int
    begin: int


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[dict[str, Any]] = []

    def refuse(self, reason: str, at: int | None = None, tail: str = "") -> ApiError:
        place = "" if at is None else f" at byte offset {len(self.source[:at].encode())}"
        return bad_request(f"can't parse entities: {reason}{place}{tail}")

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += utf16_length(text)

    def run(self) -> tuple[str, list[dict[str, Any]]]:
        at = 0
        while at < len(self.source):
            sign = self.source[at]
            if sign == "<":
                at = self.end_tag(at) if self.source[at + 1 : at + 2] == "/" else self.start_tag(at)
            elif sign == "&" and (found := _CHARACTER.match(self.source, at)):
                self.put(_character(found))
                at = found.end()
            else:
                self.put(sign)
                at += 1
        if self.open:
            raise self.refuse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.pieces), self.entities

    def start_tag(self, begin: int) -> int:
        name = _NAME.search(self.source, begin + 1)
        if name is None or name.end() >= len(self.source):
            raise self.refuse("Unclosed start tag", begin)
        tag = name.group().lower()
        if tag not in _TYPES:
            raise self.refuse(f'Unsupported start tag "{tag}"', begin)
        end, attributes = self.attributes(tag, begin, name.end())
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self.refuse('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, _argument(tag, attributes), self.length, len(self.pieces)))
        return end

    def attributes(self, tag: str, begin: int, at: int) -> tuple[int, dict[str, str]]:
        found: dict[str, str] = {}
        while True:
            while self.source[at : at + 1].isspace():
                at += 1
            if self.source[at : at + 1] == ">":
                return at + 1, found
            if at >= len(self.source):
                raise self.refuse(f'Unclosed start tag "{tag}"', begin)
            match = _ATTRIBUTE.match(self.source, at)
            if match is None:
                raise self.refuse(f'Empty attribute name in the tag "{tag}"', begin)
            value = next((group for group in match.groups()[1:] if group is not None), "")
            found[match.group(1).lower()] = _CHARACTER.sub(_character, value)
            at = match.end()
            if self.source[at : at + 1] == "=":
                raise self.refuse("Unexpected end of name token", at + 1)

    def end_tag(self, begin: int) -> int:
        if not self.open:
            raise self.refuse("Unexpected end tag", begin)
        match = re.compile(r"</([^\s>]*)\s*>").match(self.source, begin)
        if match is None:
            raise self.refuse("Unclosed end tag", begin)
        opened = self.open.pop()
        name = match.group(1)
        if name and name.lower() != opened.tag:
            raise self.refuse("Unmatched end tag", begin, f', expected "</{opened.tag}>", found "</{name}>"')
        if self.length > opened.offset:
            self.close(opened)
        return match.end()

    def close(self, opened: _Open) -> None:
        entity: dict[str, Any] = {
            "type": _TYPES[opened.tag],
            "offset": opened.offset,
            "length": self.length - opened.offset,
        }
        if opened.tag == "a":
            url = _checked_link(opened.argument or "".join(self.pieces[opened.begin :]))
            if url is None:
                return
            entity["url"] = url
        elif opened.tag == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "pre" and self.entities and self._wraps_language(entity):
            entity["language"] = self.entities.pop()["language"]
        elif opened.tag == "code" and opened.argument:
            entity["language"] = opened.argument
        self.entities.append(entity)

    def _wraps_language(self, entity: dict[str, Any]) -> bool:
        last = self.entities[-1]
        same_place = (last["offset"], last["length"]) == (entity["offset"], entity["length"])
        return last["type"] == "code" and "language" in last and same_place


def _character(match: re.Match[str]) -> str:
    hexadecimal, decimal, named = match.groups()
    if named:
        return _NAMED[named]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match.group()


def _argument(tag: str, attributes: dict[str, str]) -> str:
    if tag == "a":
        return attributes.get("href", "")
    if tag == "code":
        return attributes.get("class", "").removeprefix("language-")
    return "1" if tag == "blockquote" and "expandable" in attributes else ""


def _checked_link(url: str) -> str | None:
    """A link Telegram keeps: http, https, tg, ton or tonsite with a host; anything else becomes plain text."""
    if re.match(r"(?i)(tg|ton|tonsite)://\S+$", url):
        return url
    match = re.match(r"(?i)(https?://)?([^\s/?#]+\.[^\s/?#]+|\[[0-9a-f:]+\](?::\d+)?)([/?#]\S*)?$", url)
    if match is None:
        return None
    scheme, host, path = match.groups()
    return f"{(scheme or 'http://').lower()}{host}{path or '/'}"


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Text and entities of an HTML message, entities in order of place (offsets in UTF-16 units).

    Raises `ApiError` 400 "can't parse entities: …" for what the real parser refuses.
    """
    text, entities = _Parser(source).run()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
