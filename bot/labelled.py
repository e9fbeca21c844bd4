"""Labelled files that evaluations read: one JSON object a line; what an object means is theirs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


def labelled_rows(path: Path, read: Callable[[Any], T]) -> list[T]:
    """What `read` makes of each line that is not blank.

    Raises OSError when the file cannot be read, ValueError naming the line that is no JSON or that `read` refuses
    (KeyError, TypeError, AttributeError).
    """
    found = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    found.append(read(json.loads(line)))
                except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
                    raise ValueError(f"{path.name} line {number}: {error!r}") from error
    return found
