"""A draft as it was read, with the lines of its file beside it; how they are read is ``structure``'s."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nlp.drafts.tree import Draft


@dataclass(frozen=True, slots=True)
class Reading:
    """``lines`` are the lines of the file in order; ``starts`` says on which of them (from 1) a path begins."""

    draft: Draft
    lines: tuple[str, ...] = ()
    starts: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """What the child process answers; ``from_json`` makes the same reading of it."""
        return {
            "draft": self.draft.as_json(),
            "lines": list(self.lines),
            "starts": dict(self.starts),
            "problem_lines": [problem.line for problem in self.draft.problems],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any], lines: Sequence[str] | None = None) -> "Reading":
        """The reading back from ``as_json``; ``lines`` where they were kept apart.

        Raises KeyError or TypeError when the shape is another one.
        """
        draft = Draft.from_json(data["draft"])
        numbers = [int(number) for number in data.get("problem_lines", ())]
        numbers += [0] * (len(draft.problems) - len(numbers))
        problems = tuple(replace(one, line=at) for one, at in zip(draft.problems, numbers, strict=False))
        starts = {str(path): int(line) for path, line in data.get("starts", {}).items()}
        told = data.get("lines", ()) if lines is None else lines
        return cls(replace(draft, problems=problems), tuple(str(line) for line in told), starts)
