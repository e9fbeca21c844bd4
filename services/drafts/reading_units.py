"""The parts in which a draft is read and commented in chat: articles, or a plan's numbered points."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.drafts.places import GROUPS, annex_name, place
from storage.models import Provision

_PLAN_UNITS = ("so", "chu", "la-ma")


@dataclass(frozen=True, slots=True)
class Unit:
    """A part read on one screen: the provision, what is inside it, and the heading it stands under."""

    provision: Provision
    inside: tuple[Provision, ...]
    under: str
    name: str

    @property
    def path(self) -> str:
        """The provision's path."""
        return self.provision.path

    @property
    def title(self) -> str:
        """Label and heading, or the first words when there is no heading."""
        part = self.provision
        words = part.heading or part.text
        short = words if len(words) <= 90 else words[:88].rsplit(" ", 1)[0] + "…"
        return f"{self.name}. {short}" if short else self.name

    def text(self) -> str:
        """The whole wording of the part, each provision inside on a line of its own."""
        lines = [self.provision.text] if self.provision.text else []
        return "\n".join([*lines, *(_line(part) for part in self.inside)])

    def clauses(self) -> list[Provision]:
        """The provisions directly inside, which can be commented on one by one."""
        return [part for part in self.inside if part.parent == self.path and part.kind != "gach"]


def units(parts: Sequence[Provision]) -> list[Unit]:
    """A draft's units in reading order; empty for a text without structure."""
    articles = [part for part in parts if part.kind == "dieu"]
    plan = [part for part in parts if part.kind == "la-ma"]
    chosen = [*articles, *_plan_units(parts)] if plan else articles
    by_path = {part.path: part for part in parts}
    return [
        Unit(
            part,
            tuple(p for p in parts if p.path.startswith(f"{part.path}/")),
            " · ".join(words for words in (annex_name(part.path), _under(part, by_path)) if words),
            place(parts, part.path),
        )
        for part in sorted(chosen, key=lambda part: part.order)
    ]


def _plan_units(parts: Sequence[Provision]) -> list[Provision]:
    """A plan's points directly under a roman section; the section itself where it has none."""
    found: list[Provision] = []
    for section in (part for part in parts if part.kind == "la-ma"):
        inner = [part for part in parts if part.parent == section.path and part.kind in _PLAN_UNITS]
        found.extend(inner or [section])
    return found


def _under(part: Provision, by_path: dict[str, Provision]) -> str:
    parent = by_path.get(part.parent) if part.parent else None
    if parent is None:
        return ""
    if parent.kind not in (*GROUPS, "la-ma"):
        return _under(parent, by_path)
    return f"{parent.label}. {parent.heading or parent.text}".strip(". ")


def _line(part: Provision) -> str:
    end = part.path.rsplit("/", 1)[-1]
    kind, _, number = end.rpartition("-")
    mark = {"khoan": f"{number}.", "diem": f"{number})", "gach": "-"}.get(kind, f"{part.label}.")
    words = " ".join(word for word in (part.heading, part.text) if word)
    return f"{mark} {words}"
