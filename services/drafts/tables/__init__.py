"""The law's numbers as data: kinds, least periods, parts of a dossier, Tết; ``periods`` and ``kinds`` apply them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

_HERE = Path(__file__).parent

Level = Literal["national", "ministry", "province", "commune", "zone", "any"]
Confidence = Literal["sure", "unverified"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its names, the word on the paper (``base``), who issues it, whether it binds in general."""

    code: str
    vi: str
    en: str
    base: str
    level: Level
    normative: bool
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number or a list comes from: law, article ("" where it was not found), day seen, how sure it is."""

    law: str
    article: str
    seen: date
    confidence: Confidence

    def cited(self) -> str:
        """The source as people cite it: "Điều 44, Luật 64/2025/QH15"."""
        return f"{self.article}, {self.law}" if self.article else self.law


@dataclass(frozen=True, slots=True)
class Period:
    """The least days that kinds of drafts stand open under a procedure; None where the rule was not found."""

    kinds: tuple[str, ...]
    procedure: str
    days: int | None
    source: Source


@dataclass(frozen=True, slots=True)
class Parts:
    """The roles of the files that a dossier of these kinds holds besides the draft."""

    kinds: tuple[str, ...]
    phase: str
    roles: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Tet:
    """A lunar new year: its name, its first day, and the public holiday from ``start`` to ``end``, both included."""

    year: str
    first: date
    start: date
    end: date
    confidence: Confidence


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its code, national ones first."""
    found = [Kind(**{**row, "also": tuple(row.get("also", ()))}) for row in _rows("kinds", "kind")]
    return {kind.code: kind for kind in found}


@cache
def periods() -> tuple[Period, ...]:
    """The least periods, as the table has them."""
    return tuple(
        Period(tuple(row["kinds"]), row["procedure"], row.get("days"), _source(row))
        for row in _rows("periods", "period")
    )


@cache
def parts() -> tuple[Parts, ...]:
    """The parts of dossiers, as the table has them."""
    return tuple(
        Parts(tuple(row["kinds"]), row["phase"], tuple(row["roles"]), _source(row)) for row in _rows("parts", "parts")
    )


@cache
def tets() -> tuple[Tet, ...]:
    """The lunar new years of the table, oldest first."""
    return tuple(Tet(**row) for row in _rows("tet", "tet"))


def _source(row: Mapping[str, Any]) -> Source:
    return Source(row["law"], row["article"], row["seen"], row["confidence"])


def _rows(file: str, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((_HERE / f"{file}.toml").read_text(encoding="utf-8"))[name]
    return rows
