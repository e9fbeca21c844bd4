"""Provisions while they are being read: lines are added, headings are told from text at the end."""

from dataclasses import dataclass, field

from nlp.drafts.annexes import split_note
from nlp.drafts.articles import ends_sentence
from nlp.drafts.markers import is_upper
from nlp.drafts.tree import Annex, Provision

CONTAINERS = ("phan", "chuong", "muc", "tieu-muc")
_HEADED = {*CONTAINERS, "dieu", "la-ma", "so"}
_LONGEST_HEADING = 300
# Above clauses there is no doubt: some articles of the land law have headings of 400 characters.
_LONGEST_ABOVE_CLAUSES = 500
# No paragraph is this long; joining beyond it would only cost time.
_LONGEST_JOINED = 20_000
# "Điều 5. Giải thích từ ngữ." is a heading in spite of its full stop when it is this short.
_SHORT_HEADING_WORDS = 8


@dataclass(slots=True)
class Paragraphs:
    """Lines in order; a line that clearly goes on is joined to the one before."""

    found: list[str] = field(default_factory=list)
    table: bool = False

    def add(self, text: str, *, table: bool = False, goes_on: bool = False) -> None:
        """Add one line; ``goes_on`` says that it may continue the line before."""
        if goes_on and self.found and not table and not self.table and _unfinished(self.found[-1]):
            self.found[-1] = f"{self.found[-1]} {text}"
        elif text:
            self.found.append(text)
        self.table = table


@dataclass(slots=True)
class Node:
    """One provision under construction: ``first`` is the rest of its marker line."""

    path: str
    kind: str
    label: str
    first: str
    parent: "Node | None"
    body: Paragraphs = field(default_factory=Paragraphs)
    value: int = 0  # of a container or a roman number: what the next one is counted from
    children: int = 0
    last_number: int = 0  # of the khoản or so under it
    sign: str = "."  # behind those numbers
    last_letter: int = -1  # of the điểm or chu under it
    last_dash: int = 0

    def add(self, text: str, *, table: bool, goes_on: bool) -> None:
        """Add a line of text that stands under this provision."""
        if self.kind in CONTAINERS and not self.body.found and not table and self._heading_goes_on(text):
            self.first = f"{self.first} {text}".strip()
            return
        starts_heading = self.kind in _HEADED and not self.body.found
        if goes_on and starts_heading and self.first and not table and _unfinished(self.first):
            self.first = f"{self.first} {text}"
            return
        if not self.body.found and not starts_heading and goes_on and not table and _unfinished(self.first):
            self.first = f"{self.first} {text}"
            return
        self.body.add(text, table=table, goes_on=goes_on)

    def _heading_goes_on(self, text: str) -> bool:
        return not self.first or (is_upper(self.first) and is_upper(text))

    def is_headed(self) -> bool:
        """Whether the provision has a heading as far as its own lines tell."""
        return bool(self._split()[0])

    def freeze(self, order: int, *, among_headed: bool = False) -> Provision:
        """The finished provision. ``among_headed``: the articles around it have headings, so it has one too,
        even if it ends with a full stop.
        """
        heading, text = self._split()
        if among_headed and not heading and self._may_be_headed():
            heading, text = self.first, "\n".join(self.body.found)
        parent = self.parent.path if self.parent else None
        return Provision(self.path, self.kind, self.label, heading, text, parent, order)

    def _split(self) -> tuple[str, str]:
        """Heading and text: what stands on the marker line is a heading when it reads like one."""
        first, body = self.first, list(self.body.found)
        if self.kind in CONTAINERS:
            return first, "\n".join(body)
        if not first and self.kind == "dieu" and body and _may_head(body[0]) and (len(body) > 1 or self.children):
            return body[0], "\n".join(body[1:])
        if self.kind in _HEADED and (heading := _repeated_opening(first)):
            return heading, "\n".join([first[len(heading) + 1 :], *body])
        if self._is_headed(body):
            return first, "\n".join(body)
        return "", "\n".join(part for part in (first, *body) if part)

    def _may_be_headed(self) -> bool:
        more = bool(self.body.found or self.children)
        return more and 0 < len(self.first) <= _LONGEST_HEADING and self.first[-1] not in ";:,"

    def _is_headed(self, body: list[str]) -> bool:
        first = self.first
        if self.kind not in _HEADED or not first:
            return False
        if self.kind == "dieu" and self.children and not body and _may_head(first, _LONGEST_ABOVE_CLAUSES):
            return True
        if _may_head(first):
            return bool(body or self.children) or (self.kind == "dieu" and len(first) <= _LONGEST_HEADING // 2)
        return first.endswith(".") and self.children > 0 and not body and len(first.split()) <= _SHORT_HEADING_WORDS


def _unfinished(text: str) -> bool:
    return not ends_sentence(text) and len(text) < _LONGEST_JOINED


def _may_head(text: str, longest: int = _LONGEST_HEADING) -> bool:
    return len(text) <= longest and text[-1] not in ".;:," and not text[0].islower()


def _repeated_opening(text: str) -> str:
    """The heading of "Sửa đổi, bổ sung khoản 1 Điều 7 Sửa đổi, bổ sung khoản 1 Điều 7 như sau:"."""
    opening = "Sửa đổi, bổ sung"
    again = text.find(f" {opening}", 1)
    if text.startswith(opening) and again > 0 and text.endswith("như sau:"):
        return text[:again]
    return ""


@dataclass(slots=True)
class AnnexNode:
    """An annex under construction: first its title, then lines of no provision."""

    path: str
    kind: str
    label: str
    title: list[str]
    body: Paragraphs = field(default_factory=Paragraphs)
    naming: bool = True

    def add(self, text: str, *, table: bool, goes_on: bool) -> None:
        """Add a line that stands in the annex before or between its provisions."""
        if self.naming and not table and (is_upper(text) or (not self.title and not text.startswith("("))):
            name, text = split_note(text)
            self.title.append(name)
        if not text:
            return
        self.naming = False
        self.body.add(text, table=table, goes_on=goes_on)

    def freeze(self) -> Annex:
        """The finished annex."""
        return Annex(self.path, self.kind, self.label, " ".join(self.title), "\n".join(self.body.found))
