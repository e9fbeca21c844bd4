"""What a read draft is: plain frozen values and their JSON shape; how it is found out lives in ``structure``."""

from dataclasses import asdict, dataclass, field
from typing import Any

KINDS = ("phan", "chuong", "muc", "tieu-muc", "dieu", "khoan", "diem", "la-ma", "so", "chu", "gach")


@dataclass(frozen=True, slots=True)
class Provision:
    """One place of a draft that can be commented on.

    ``path`` is stable and unique in the draft (``dieu-4/khoan-2/diem-đ``), ``label`` is what people read
    ("Điều 4", "khoản 2"), ``text`` is its own body without label, heading and children; ``parent`` is the
    path of the provision above or None; ``order`` counts from 1 through the whole draft.
    """

    path: str
    kind: str
    label: str
    heading: str
    text: str
    parent: str | None
    order: int


@dataclass(frozen=True, slots=True)
class Annex:
    """A document behind the signature: its provisions carry ``path`` as their prefix.

    ``text`` holds the lines that belong to no provision of it (notes, tables, forms).
    """

    path: str
    kind: str
    label: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an officer should look at: ``where`` is a path, a line number ("dòng 12") or empty.

    ``line`` is the line of the file it was seen on, counted from 1 (0: none); it goes with a ``Reading``, not into
    the JSON of a draft.
    """

    code: str
    where: str
    message: str
    line: int = field(default=0, compare=False)

    def as_json(self) -> dict[str, str]:
        """The three words of the contract."""
        return {"code": self.code, "where": self.where, "message": self.message}


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole draft. ``masthead`` (agency, motto, number, date, title) and ``closing`` (recipients,
    signature) are kept so that no word is lost; neither can be commented on.
    """

    title: str
    kind: str
    number: str
    preamble: tuple[str, ...] = ()
    provisions: tuple[Provision, ...] = ()
    annexes: tuple[Annex, ...] = ()
    problems: tuple[Problem, ...] = ()
    masthead: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The document that ``gopy parse --json`` prints (DESIGN section 6)."""
        return {
            "title": self.title,
            "kind": self.kind,
            "number": self.number,
            "preamble": list(self.preamble),
            "provisions": [asdict(provision) for provision in self.provisions],
            "annexes": [asdict(annex) for annex in self.annexes],
            "problems": [problem.as_json() for problem in self.problems],
            "masthead": list(self.masthead),
            "closing": list(self.closing),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Draft":
        """The draft back from ``as_json``; raises KeyError or TypeError when the shape is another one."""
        return cls(
            title=data["title"],
            kind=data["kind"],
            number=data["number"],
            preamble=tuple(data["preamble"]),
            provisions=tuple(Provision(**item) for item in data["provisions"]),
            annexes=tuple(Annex(**item) for item in data["annexes"]),
            problems=tuple(Problem(**item) for item in data["problems"]),
            masthead=tuple(data.get("masthead", ())),
            closing=tuple(data.get("closing", ())),
        )

    def of_kind(self, kind: str) -> tuple[Provision, ...]:
        """All provisions of one kind, in document order."""
        return tuple(provision for provision in self.provisions if provision.kind == kind)

    def children(self, path: str | None) -> tuple[Provision, ...]:
        """The provisions directly under ``path`` (None: the top ones), in document order."""
        return tuple(provision for provision in self.provisions if provision.parent == path)
