"""Reading a word list: TOML tables of phrases by label, checked so that a mistake is named and refused."""

import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.text import has_words, normalise

LONGEST = 12  # syllables: longer entries are sentences, which nobody types twice alike
LISTS = ("phrases", "english")
NEUTRAL = "neutral"  # the table of phrases that speak of no label and hide the words within them


class LexiconError(ValueError):
    """A word list that cannot be used; the message names the file, the label and the phrase."""


@dataclass(frozen=True)
class Phrase:
    """One entry of a word list: `text` as written there, its label, and its weight (1 is usual)."""

    text: str
    label: str
    weight: float


def read_phrases(path: Path, labels: Collection[str], optional: Collection[str] = ()) -> tuple[Phrase, ...]:
    """All entries of the word list at `path`, whose tables must be `labels` and may be `optional` ones.

    Raises LexiconError for a file that is no TOML, an unknown or missing label, an empty list or phrase, a
    phrase given twice under one label, one of more than twelve syllables, or a weight outside 0 to 10.
    """
    tables = read_tables(path)
    for label in labels:
        if label not in tables:
            raise LexiconError(f"{path.name}: the table [{label}] is missing")
    found: list[Phrase] = []
    for label, table in tables.items():
        if label not in labels and label not in optional:
            raise LexiconError(f"{path.name}: [{label}] is not a known code")
        found.extend(_checked(path, label, table))
    return tuple(found)


def read_tables(path: Path) -> dict[str, dict[str, Any]]:
    """The tables of a TOML file by name. Raises LexiconError when it cannot be read as such."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"{path.name}: {error}") from error
    if loose := [key for key, value in content.items() if not isinstance(value, dict)]:
        raise LexiconError(f"{path.name}: {loose[0]!r} stands outside a table")
    return content


def _checked(path: Path, label: str, table: dict[str, Any]) -> Iterator[Phrase]:
    seen: set[str] = set()
    for text, weight in _entries(path, label, table):
        if not isinstance(text, str) or not has_words(text):
            raise LexiconError(f"{path.name}: [{label}] {text!r} is an empty phrase")
        if not isinstance(weight, int | float) or isinstance(weight, bool) or not 0 < weight <= 10:
            raise LexiconError(f"{path.name}: [{label}] {text!r} needs a weight above 0 and up to 10, not {weight!r}")
        key = normalise(text).lower().strip()
        if key in seen:
            raise LexiconError(f"{path.name}: [{label}] {text!r} stands there twice")
        if len(key.split()) > LONGEST:
            raise LexiconError(f"{path.name}: [{label}] {text!r} is longer than {LONGEST} syllables")
        seen.add(key)
        yield Phrase(key, label, float(weight))
    if not seen:
        raise LexiconError(f"{path.name}: [{label}] has no phrases")


def _entries(path: Path, label: str, table: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    weights = table.get("weights", {})
    lists = [table.get(name, []) for name in LISTS]
    if not isinstance(weights, dict) or not all(isinstance(entries, list) for entries in lists):
        raise LexiconError(f"{path.name}: [{label}] needs lists in `phrases` and `english`, a table in `weights`")
    for entries in lists:
        yield from ((text, 1.0) for text in entries)
    yield from weights.items()
