"""The terminal as a channel, for ``gopy chat``: lines in, plain text out, files into a folder; no buttons, no edits."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from pathlib import Path
from typing import TextIO
from uuid import uuid4

from aiohttp import web

from bot.channels.base import Address, Capabilities, Deliver, Delivery, MadeFile, SendError, Sent
from services.messages import InEvent, Paragraph

log = logging.getLogger(__name__)

CHANNEL = "terminal"
INDENT = "    "


class Terminal:
    """One person at a terminal. ``lines`` are what he types, ``out`` is where answers go, ``folder`` takes files.

    ``finished`` is set when the lines have ended and the last one has been delivered.
    """

    name = CHANNEL
    capabilities = Capabilities(
        max_text=1_000_000,
        unit="character",
        max_caption=1_000_000,
        files=frozenset(("picture", "document")),
        max_file_bytes=1_000_000_000,
    )

    def __init__(
        self,
        lines: AsyncIterable[str],
        out: TextIO,
        folder: Path,
        *,
        address: Address = "terminal",
        language: str = "",
        visit: str = "",
    ) -> None:
        """``visit`` keeps the events of two runs apart; a new one is made up unless given."""
        self._lines, self._out, self._folder = lines, out, folder
        self._address, self._language, self._visit = address, language, visit or uuid4().hex
        self._count = 0
        self._task: asyncio.Task[None] | None = None
        self.finished = asyncio.Event()

    def routes(self) -> Iterable[web.RouteDef]:
        """None: nobody calls a terminal."""
        return ()

    async def start(self, deliver: Deliver) -> None:
        """Reads lines from now on, one at a time."""
        self._task = asyncio.create_task(self._listen(deliver))

    async def stop(self) -> None:
        """Reads no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    def read(self, line: str) -> InEvent | None:
        """The event of a typed line; None for an empty one."""
        text = line.strip()
        if not text:
            return None
        self._count += 1
        event_id = f"{self._visit}-{self._count}"
        return InEvent(CHANNEL, event_id, self._address, "text", text=text, language=self._language)

    async def send(self, to: Address, delivery: Delivery) -> Sent:  # noqa: ARG002 (one terminal, one person)
        """Prints one delivery and saves its files. Raises SendError."""
        try:
            names = [self._save(file) for file in delivery.files]
            shown = [render(paragraph) for paragraph in delivery.message.paragraphs] + names
            self._out.write("\n\n".join(shown) + "\n\n")
            self._out.flush()
        except (OSError, ValueError) as error:  # a closed pipe, a closed stream, a full disk
            raise SendError(f"{type(error).__name__} while writing") from error
        return Sent()

    def _save(self, file: MadeFile) -> str:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / Path(file.name).name
        path.write_bytes(file.content)
        return f"[{path}]"

    async def _listen(self, deliver: Deliver) -> None:
        async for line in self._lines:
            event = self.read(line)
            if event is None:
                continue
            try:
                await deliver(event)
            except Exception:  # an edge: one line that went wrong must not end the conversation
                log.exception("terminal: this line was not taken")
        self.finished.set()


def render(paragraph: Paragraph) -> str:
    """A paragraph in plain letters.

    >>> render(Paragraph("Điều 4. Phí", "quote"))
    '    «Điều 4. Phí»'
    """
    if paragraph.style == "title":
        return f"{paragraph.text}\n{'─' * min(len(paragraph.text.splitlines()[-1]), 72)}"
    if paragraph.style == "note":
        return f"({paragraph.text})"
    if paragraph.style == "plain":
        return paragraph.text
    text = f"«{paragraph.text}»" if paragraph.style == "quote" else paragraph.text
    return "\n".join(INDENT + line if line else line for line in text.splitlines())


async def lines_of(stream: TextIO) -> AsyncIterator[str]:
    """The lines of a blocking stream such as standard input.

    A daemon thread reads them: neither a terminal that waits nor a file can then hold up the loop or the exit.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    def pump() -> None:
        try:
            try:
                for line in stream:
                    loop.call_soon_threadsafe(queue.put_nowait, line)
            except ValueError as error:  # bytes that are no text, or a stream closed under us
                log.error("terminal: reading ends here (%s)", error)  # noqa: TRY400 (a trace would add nothing)
            loop.call_soon_threadsafe(queue.put_nowait, None)
        except RuntimeError:
            return  # the loop has closed: nobody listens any more

    threading.Thread(target=pump, name="terminal-lines", daemon=True).start()
    while (line := await queue.get()) is not None:
        yield line
