"""Faults on order: what the next calls of a method answer instead of their result."""

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Literal

FaultKind = Literal["flood", "error", "bad_gateway", "slow", "reset", "reset_before"]
ANY = "*"


@dataclass(frozen=True)
class Fault:
    """One fault.

    `flood`: 429 with `retry_after`; `error`: 500 in JSON; `bad_gateway`: 502 with an HTML body; `slow`: the call is
    executed and answered after `seconds`; `reset`: executed, then the connection is cut without an answer;
    `reset_before`: cut without being executed.
    """

    kind: FaultKind
    retry_after: int = 3
    seconds: float = 0.0


class Chaos:
    """Faults waiting for their calls, by method (`*` is any method)."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = defaultdict(deque)
        self.wrong_secrets = 0

    def next(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next `times` calls of `method` meet `fault`."""
        self._waiting[method.lower()].extend([fault] * times)

    def next_secrets_wrong(self, times: int = 1) -> None:
        """Let the next `times` webhook deliveries carry a wrong secret (they are tried again with the right one)."""
        self.wrong_secrets = times

    def take(self, method: str) -> Fault | None:
        """The fault for this call, used up by it."""
        for key in (method.lower(), ANY):
            if self._waiting[key]:
                return self._waiting[key].popleft()
        return None

    def clear(self) -> None:
        """Take all orders back."""
        self._waiting.clear()
        self.wrong_secrets = 0
