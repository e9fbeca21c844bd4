"""What a page of a portal says, as values: entries, their files, and why a page said nothing."""

from dataclasses import dataclass, field

Day = tuple[int, int, int]
"""A calendar day in Vietnam: year, month, day."""


class PageTrouble(Exception):
    """A page that cannot be used: ``code`` names its sentence in ``services/portals/troubles.py``."""

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class FileLink:
    """A link to a file: absolute address, the words people see, and the role in the dossier these words say."""

    link: str
    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One announced draft: ``posted_at`` is a feed's moment (seconds since 1970, UTC), days are read from text."""

    title: str
    link: str
    posted: Day | None = None
    closes: Day | None = None
    posted_at: int | None = None
    files: tuple[FileLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Details:
    """What the page of one draft adds to its entry; empty where the page does not say."""

    title: str = ""
    posted: Day | None = None
    closes: Day | None = None
    files: tuple[FileLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries of a list or feed that passed the filter words; ``seen`` counts all that were there."""

    entries: tuple[Entry, ...] = field(default=())
    seen: int = 0
