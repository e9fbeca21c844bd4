"""The sender's table: leased messages in two lanes, replies before broadcasts; nothing is sent or written here."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from bot.channels.base import MadeFile
from services.messages import OutMessage
from services.outbox import Parcel


@dataclass(slots=True)
class Job:
    """A leased message on its way: the parts it leaves in, how many have left, the files of the next one.

    ``hold`` numbers the hold under which it was leased; once that is lost, the message is not ours to send.
    """

    parcel: Parcel
    parts: tuple[OutMessage, ...]
    sent: int
    hold: int
    files: tuple[MadeFile, ...] = ()

    @property
    def next_part(self) -> OutMessage | None:
        """The part to send now; None when all have left."""
        return self.parts[self.sent] if self.sent < len(self.parts) else None


class Lanes:
    """Jobs that wait for their turn."""

    def __init__(self) -> None:
        self._replies: deque[Job] = deque()
        self._broadcasts: deque[Job] = deque()

    def __len__(self) -> int:
        return len(self._replies) + len(self._broadcasts)

    @property
    def replies(self) -> int:
        """How many replies wait."""
        return len(self._replies)

    def put(self, job: Job) -> None:
        """Lets a job wait; one that has begun goes to the front of its lane, so that its parts stay together."""
        lane = self._replies if job.parcel.is_reply else self._broadcasts
        if job.sent > job.parcel.parts_sent:
            lane.appendleft(job)
        else:
            lane.append(job)

    def take(self) -> Job | None:
        """The job whose turn it is."""
        if self._replies:
            return self._replies.popleft()
        return self._broadcasts.popleft() if self._broadcasts else None

    def clear(self) -> Iterator[Job]:
        """Takes every job out."""
        while (job := self.take()) is not None:
            yield job
