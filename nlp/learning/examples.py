"""Examples to learn from: reading their lines and telling whether the labels exclude each other; no training."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_LABELS = 500
LABEL_LENGTH = 64


class ExamplesError(ValueError):
    """A line that is no example, or examples nothing can be learnt from; `line` is None for the whole file."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason if line is None else f"line {line}: {reason}")
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Example:
    """A text, the labels that are true of it (none is an answer too), and the title of what it speaks about."""

    text: str
    labels: frozenset[str]
    title: str = ""


def read(lines: Iterable[str]) -> list[Example]:
    """Examples of JSONL lines {"text", "labels": […], "title"?}; blank lines are passed over.

    Raises ExamplesError naming the line that is no such object.
    """
    return [_example(line, number) for number, line in enumerate(lines, start=1) if line.strip("\ufeff \t\r\n")]


def labels_of(examples: Sequence[Example]) -> tuple[str, ...]:
    """Every label, in alphabetical order."""
    return tuple(sorted({label for example in examples for label in example.labels}))


def are_exclusive(examples: Sequence[Example]) -> bool:
    """Whether each text has exactly one label, of two or more: then a text is asked for the best one only."""
    return all(len(example.labels) == 1 for example in examples) and len(labels_of(examples)) > 1


def _example(line: str, number: int) -> Example:
    try:
        entry = json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise ExamplesError("not JSON", number) from None
    if not isinstance(entry, dict):
        raise ExamplesError("not a JSON object", number)
    text, labels, title = entry.get("text"), entry.get("labels"), entry.get("title")
    if not isinstance(text, str):
        raise ExamplesError('"text" is missing or no string', number)
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise ExamplesError('"labels" is missing or no list of strings', number)
    if not all(0 < len(label) <= LABEL_LENGTH and label.strip() == label for label in labels):
        raise ExamplesError(f"a label is empty, longer than {LABEL_LENGTH} characters or has blank ends", number)
    if title is not None and not isinstance(title, str):
        raise ExamplesError('"title" is no string', number)
    return Example(text, frozenset(labels), title or "")
