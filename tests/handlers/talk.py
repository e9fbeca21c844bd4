"""A person at the other end of a conversation: types or presses, and reads what comes back."""

import itertools
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select

from bot.channels.fitting import typed_line
from handlers.chat.base import Desk
from handlers.chat.engine import Engine
from handlers.chat.flows import FLOWS
from services.citizens import Secrets
from services.messages import InEvent, OutMessage
from storage.db import Database
from storage.models import Citizen, OutboxItem

_event_numbers = itertools.count(1)
DESK = Desk(operator="Sở Nông nghiệp và Môi trường tỉnh Lam Giang", public_url="http://127.0.0.1:8600")


def make_engine(database: Database, keys: Secrets, clock: Callable[[], datetime]) -> Engine:
    """The engine with every flow, as the running bot has it."""
    return Engine(database, FLOWS, keys, DESK, clock)


class Person:
    """One citizen talking to the engine; replies are taken from the outbox as a sender would."""

    def __init__(self, engine: Engine, database: Database, keys: Secrets, address: str = "1001") -> None:
        self.engine = engine
        self.database = database
        self.keys = keys
        self.address = address
        self.last: list[OutMessage] = []

    async def says(self, text: str, *, event_id: str | None = None) -> str:
        """Types a line; returns everything that came back as plain text."""
        return await self.does(InEvent("telegram", event_id or self._id(), self.address, "text", text=text))

    async def presses(self, label: str) -> str:
        """Presses the newest button whose label holds ``label``."""
        button = next(b for message in reversed(self.last) for b in message.buttons if label in b.label)
        return await self.sends(button.payload)

    async def sends(self, payload: str) -> str:
        """Presses a button with this payload, whether it is on screen or not."""
        return await self.does(InEvent("telegram", self._id(), self.address, "press", payload=payload, pressed_on="7"))

    async def does(self, event: InEvent) -> str:
        """Hands an event to the engine; returns everything that came back as plain text."""
        await self.engine.take(event)
        self.last = await self._collect() or self.last
        return self.screen

    async def hears(self) -> str:
        """What came without asking: a push."""
        self.last = await self._collect()
        return self.screen

    @property
    def screen(self) -> str:
        """The last messages as a channel without buttons shows them."""
        parts = []
        for message in self.last:
            parts.append(message.plain())
            parts.extend(typed_line(button) for button in message.buttons)
        return "\n".join(parts)

    def _id(self) -> str:
        return f"e{next(_event_numbers)}"

    async def _collect(self) -> list[OutMessage]:
        async with self.database.transaction() as session:
            query = (
                select(OutboxItem)
                .join(Citizen, col(Citizen.id) == OutboxItem.citizen_id)
                .where(col(Citizen.address_hash).in_(self.keys.sealer.hashes(self.address)))
                .where(col(OutboxItem.message).is_not(None))
                .order_by(col(OutboxItem.id))
            )
            items = [item for item in (await session.exec(query)).all() if item.message]
            await session.exec(delete(OutboxItem).where(col(OutboxItem.id).in_([item.id for item in items])))
            return [OutMessage.from_json(item.message) for item in items if item.message]
