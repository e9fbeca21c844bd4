"""The description of a portal as operators write it, checked key by key; what it is good for is read elsewhere."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from nlp.portals.dates import pattern
from nlp.portals.roles import OTHER, WORDS

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class DescriptionError(ValueError):
    """A description that cannot be used; each line of the message names the portal and the key."""


def _selector(text: str) -> str:
    try:
        LexborHTMLParser("<p></p>").css(text)
    except SelectolaxError as error:
        raise ValueError(f"«{text}» is not a CSS selector that can be read") from error
    return text


def _phrase(text: str) -> str:
    pattern(text)
    return text


def _role(text: str) -> str:
    if text not in {*WORDS, OTHER}:
        raise ValueError(f"no such role; roles are {', '.join((*WORDS, OTHER))}")
    return text


def _named(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError("small letters, digits, - and _ only, at most 64")
    return text


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        raise ValueError("must begin with http:// or https:// and name a host, without user or password")
    _ = parts.port  # raises ValueError for a port that cannot be
    return text


Selector = Annotated[str, Field(min_length=1), AfterValidator(_selector)]
Words = tuple[Annotated[str, Field(min_length=2)], ...]
Role = Annotated[str, AfterValidator(_role)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class ListPage(_Strict):
    """Where things stand on a list: ``item`` in the page, everything else inside an item."""

    item: Selector
    title: Selector | None = None  # the first link of the item when left out
    link: Selector | None = None  # the title, or the first link in it, when left out
    posted: Selector | None = None
    closes: Selector | None = None
    text: Selector | None = None  # where sentences about dates stand; the whole item when left out
    files: Selector | None = None


class DetailPage(_Strict):
    """Where things stand on the page of one draft."""

    title: Selector | None = None
    posted: Selector | None = None
    closes: Selector | None = None
    text: Selector | None = None  # where sentences about dates stand; the whole page when left out
    files: Selector | None = None


class Portal(_Strict):
    """A portal that is watched; times in the unit their name says."""

    name: Annotated[str, AfterValidator(_named)]
    kind: Literal["feed", "list"]
    address: Annotated[str, AfterValidator(_address)]  # ``{page}`` stands for the number of the page
    agency: str = Field(default="", max_length=64)
    every: int = Field(default=180, ge=5, le=10_080, description="minutes")
    delay: float = Field(default=3.0, ge=0, le=120, description="seconds between two requests to one host")
    pages: int = Field(default=1, ge=1, le=10)
    oldest: int = Field(default=120, ge=1, le=3_650, description="days; what was posted earlier is passed over")
    keep: Words = ()  # one of these words must be in an entry
    drop: Words = ()  # none of these may
    dates: tuple[Annotated[str, AfterValidator(_phrase)], ...] = ()
    may_be_empty: bool = False
    list: ListPage | None = None
    detail: DetailPage | None = None
    roles: Mapping[Role, Words] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _fits(self) -> "Portal":
        if self.kind == "list" and self.list is None:
            raise ValueError("a portal of kind list needs [portal.list] with item")
        if self.kind == "feed" and self.list is not None:
            raise ValueError("a portal of kind feed has no [portal.list]")
        if (self.pages > 1) != ("{page}" in self.address):
            raise ValueError("pages above 1 and {page} in the address belong together")
        return self

    def addresses(self) -> tuple[str, ...]:
        """The address of every page of the list, first page first."""
        return tuple(self.address.replace("{page}", str(number)) for number in range(1, self.pages + 1))


def read(document: Mapping[str, Any]) -> tuple[Portal, ...]:
    """The portals of a description, in their order. Raises DescriptionError naming every portal and key at fault."""
    rows = document.get("portal", [])
    wrong = [f"key «{key}»: only [[portal]] is known here" for key in document if key != "portal"]
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise DescriptionError("portals are written as [[portal]]")
    found: list[Portal] = []
    for number, row in enumerate(rows, start=1):
        try:
            found.append(Portal.model_validate(row))
        except ValidationError as error:
            wrong += _lines(error, str(row.get("name") or f"number {number}"))
    names = [portal.name for portal in found]
    wrong += [f"portal «{name}»: there are two of this name" for name in sorted(set(names)) if names.count(name) > 1]
    if wrong:
        raise DescriptionError("\n".join(wrong))
    return tuple(found)


def _lines(error: ValidationError, name: str) -> list[str]:
    lines = []
    for found in error.errors():
        key = ".".join(str(part) for part in found["loc"] if part != "[key]")
        message = found["msg"].removeprefix("Value error, ")
        lines.append(f"portal «{name}», key «{key}»: {message}" if key else f"portal «{name}»: {message}")
    return lines
