"""A draft as the card reads it: provisions in the order in which they count, their sentences, and cutting to a line."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from nlp.drafts.kinds import ANNEXED
from nlp.drafts.tree import Provision
from nlp.text import fold

LIMIT = 200  # characters of a line of the card
_WORTH_CUTTING = 50  # characters left in which the beginning of one more item still says something
_READ = 4_000  # characters of one provision that are looked at: what matters stands at its beginning
_STEP = re.compile(r"(?:dieu|khoan|diem|phan|chuong|muc|tieu-muc|la-ma|so|chu|gach)-")
_NUMBER = re.compile(r"-\d+\Z")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zà-ỹđ])|\s*\n\s*")
_TRAILING = " \t\n;,.:/"
_QUOTED = ("“", '"', "«")


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of a card: ``slot`` is who, what, must or when, ``text`` words of the provision at ``path``."""

    slot: str
    text: str
    path: str


class Text:
    """The provisions of a draft, composed (NFC); forms and price lists behind it are not read."""

    def __init__(self, provisions: Iterable[Provision]) -> None:
        kept = [_composed(part) for part in provisions if _annex_kind(part.path) in ("", *ANNEXED)]
        self.parts: Sequence[Provision] = sorted(kept, key=lambda part: part.order)
        self._inside: dict[str | None, list[Provision]] = {}
        for part in self.parts:
            self._inside.setdefault(part.parent, []).append(part)
        self._by_path = {part.path: part for part in self.parts}

    @cached_property
    def by_substance(self) -> Sequence[Provision]:
        """The provisions of an annexed regulation or plan before those of the decision that puts it in force."""
        return sorted(self.parts, key=lambda part: not _annex_kind(part.path))

    def inside(self, part: Provision) -> Sequence[Provision]:
        """The provisions directly under one."""
        return self._inside.get(part.path, ())

    def above(self, part: Provision) -> Provision | None:
        """The provision that holds one."""
        return self._by_path.get(part.parent) if part.parent else None

    def headed(self, pattern: re.Pattern[str], *, plans: bool = True) -> Iterator[Provision]:
        """Articles (and sections and points of plans) whose folded heading the pattern finds, the substance first."""
        kinds = ("dieu", "la-ma", "so", "chu") if plans else ("dieu",)
        for part in self.by_substance:
            if part.kind in kinds and pattern.search(fold(name_of(part))):
                yield part

    def items(self, part: Provision) -> list[str]:
        """What the provisions directly inside say, an item each; headings stand for long points."""
        said = (trimmed(self._item(inner)) for inner in self.inside(part))
        return [words for words in said if words]

    def _item(self, part: Provision) -> str:
        """An item of a list; one that opens a list of its own has that list with it."""
        lead = part.heading or next(iter(sentences(part.text)), "")
        if lead.endswith(":") and (inner := self.inside(part)):
            said = (" ".join((one.heading or one.text).split()).strip(_TRAILING) for one in inner)
            return f"{lead} {', '.join(said)}"
        return lead


def name_of(part: Provision) -> str:
    """The heading; of a plan's point without one, its text when that is as short as a heading."""
    if part.heading or part.kind == "dieu":
        return part.heading
    return part.text if len(part.text) <= 80 else ""


def is_annexed(part: Provision) -> bool:
    """Whether the provision stands in a document that the main text puts in force."""
    return bool(_annex_kind(part.path))


def sentences(text: str) -> list[str]:
    """The sentences of a provision, without rows of tables and without the wording an amendment quotes."""
    found: list[str] = []
    quoted = False
    for piece in _SENTENCE.split(text[:_READ]):
        words = piece.strip().lstrip("-–+• ")
        opens = words.startswith(_QUOTED)
        quoted = quoted or opens
        if words and not quoted and "|" not in words and "\t" not in words:
            found.append(words)
        if quoted and re.search(r"[”\"»][.;,]?\Z", words):
            quoted = False
    return found


def cut(text: str, limit: int = LIMIT) -> str:
    """At most ``limit`` characters, cut between words and then with an ellipsis.

    >>> cut("Người bán hàng rong", 12)
    'Người bán…'
    """
    words = " ".join(text.split())
    if len(words) <= limit:
        return words
    head = words[: limit - 1]
    if words[limit - 1] != " ":
        head = head.rsplit(" ", 1)[0]
    return head.rstrip(_TRAILING + "–-(") + "…"


def listed(items: Sequence[str], limit: int = LIMIT, first: Sequence[bool] = ()) -> str:
    """Items as one line; where they do not all fit, those marked in ``first`` go before others, and "…" says so.

    >>> listed(["Hộ gia đình", "Hợp tác xã", "Sở"], 26)
    'Hộ gia đình; Hợp tác xã; …'
    """
    whole = "; ".join(items)
    if len(whole) <= limit:
        return whole
    marks = first or [True] * len(items)
    chosen: list[int] = []
    for number in sorted(range(len(items)), key=lambda at: not marks[at]):
        said = "; ".join(items[at] for at in sorted(chosen))
        room = limit - len(said) - (2 if said else 0)
        if len(items[number]) + 3 > room:
            if said and room < _WORTH_CUTTING:
                return f"{said}; …"
            return f"{said}; {cut(items[number], room)}" if said else cut(items[number], room)
        chosen.append(number)
    return whole


def trimmed(words: str) -> str:
    """Words without what ends an item of a list, the first letter a capital."""
    bare = " ".join(words.split()).strip(_TRAILING).removesuffix(" và").removesuffix(" hoặc")
    return bare[:1].upper() + bare[1:]


def _composed(part: Provision) -> Provision:
    heading, text = (unicodedata.normalize("NFC", words) for words in (part.heading, part.text))
    return Provision(part.path, part.kind, part.label, heading, text, part.parent, part.order)


def _annex_kind(path: str) -> str:
    first = path.partition("/")[0]
    return "" if _STEP.match(first) else _NUMBER.sub("", first)
