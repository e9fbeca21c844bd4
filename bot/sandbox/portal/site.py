"""What the pretended portal announces and remembers of its visitors; its pages are in `pages`, its routes in `app`."""

import asyncio
import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic

from bot.sandbox.world.build_docx import write_docx

DRAFTS = Path(__file__).parent / "drafts"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Offered:
    """A file on the page of a draft: the words of its link, its name, its bytes and the type the server says."""

    words: str
    name: str
    content: bytes
    type: str = DOCX


@dataclass(frozen=True, slots=True)
class Announced:
    """A draft that the portal announces; `closes` None: the portal does not say."""

    number: int
    title: str
    posted: date
    closes: date | None = None
    files: tuple[Offered, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: when (monotonic seconds), what, and by whom."""

    at: float
    path: str
    agent: str
    conditional: bool


@dataclass(slots=True)
class Site:
    """The state of the portal. Tests change it; `complaints` holds every breach of manners in a sentence."""

    announced: list[Announced] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)  # drafts that are listed and whose page is not there
    prefix: str = ""  # where it is mounted inside another server
    crawl_delay: float = 0.0  # seconds that robots.txt asks for and visits are held to
    robots_status: int = 200
    wall: bool = False  # pages come only to those who run scripts
    patience: int = 1_000_000  # requests that are answered before it asks to wait ten minutes
    halted_until: float = 0.0  # monotonic: visits before it are answered 429 and complained about
    halt_seconds: float = 0.0
    visits: list[Visit] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    under_way: int = 0
    came: asyncio.Event = field(default_factory=asyncio.Event)  # set with the first visit

    def halt(self, seconds: float) -> None:
        """From the next request on: 429 with Retry-After; whoever comes back too early is complained about."""
        self.halt_seconds = seconds

    def etag(self) -> str:
        """Changes with everything the list shows."""
        shown = repr([(a.number, a.title, a.posted, a.closes) for a in self.announced])
        return f'"{hashlib.sha256(shown.encode()).hexdigest()[:16]}"'

    def find(self, number: int) -> Announced | None:
        """The draft of this number."""
        return next((found for found in self.announced if found.number == number), None)

    def paths(self) -> Sequence[str]:
        """What was asked for, in order."""
        return [visit.path for visit in self.visits]

    def enter(self, path: str, agent: str, *, conditional: bool) -> None:
        """Notes a request and whatever is wrong with its manners."""
        now = monotonic()
        if "+http" not in agent:
            self.complaints.append(f"{path}: the agent «{agent}» names no contact")
        if self.under_way:
            self.complaints.append(f"{path}: a second request at the same time")
        if self.visits and now - self.visits[-1].at < self.crawl_delay * 0.95:
            self.complaints.append(f"{path}: {now - self.visits[-1].at:.2f} s after the one before")
        if now < self.halted_until:
            self.complaints.append(f"{path}: came back before Retry-After was over")
        if path.startswith("/rieng"):
            self.complaints.append(f"{path}: robots.txt forbids it")
        if not any(visit.path == "/robots.txt" for visit in self.visits) and path != "/robots.txt":
            self.complaints.append(f"{path}: asked for before robots.txt")
        if len(self.visits) == self.patience:
            self.halt(600)
        self.came.set()
        self.visits.append(Visit(now, path, agent, conditional))


def offered_files() -> tuple[Offered, ...]:
    """The files of the draft that the demo's portal announces, one of them an archive that nobody can read here."""
    with tempfile.TemporaryDirectory(prefix="gopy-portal-") as folder:
        made = []
        for words, name in (
            ("Dự thảo Quyết định", "quyet-dinh-nuoc-duoi-dat"),
            ("Tờ trình Ủy ban nhân dân tỉnh", "to-trinh-nuoc-duoi-dat"),
        ):
            path = Path(folder) / f"{name}.docx"
            write_docx(path, DRAFTS / f"{name}.nguon.txt")
            made.append(Offered(words, path.name, path.read_bytes()))
    packed = Offered("Bản đồ vùng hạn chế", "ban-do-vung-han-che.rar", b"Rar!\x1a\x07\x01\x00" + bytes(64),
                     "application/vnd.rar")  # fmt: skip
    return (*made, packed)
