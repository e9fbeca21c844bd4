"""The loop that looks at portals that are due; no transaction is open while the network is used."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError

from bot.portals.describing import ports
from bot.portals.fetching import Fetcher
from bot.portals.looking import Look, look
from nlp.portals.description import Portal
from services.portals import proposals, states
from services.portals.proposals import Found
from services.portals.states import Validators
from services.portals.troubles import PortalTrouble
from storage.db import Database

log = structlog.get_logger(__name__)
LOOK_EVERY = 60.0  # seconds between two rounds over all portals
AT_ONCE = 4  # portals that are looked at together; one host is still asked one thing at a time
LONGEST_LOOK = 15 * 60.0  # seconds; shorter than states.LEASE, so that no look begins twice


class Watch:
    """Looks at every portal when it is due, until cancelled. Several processes may watch: each look is claimed."""

    def __init__(
        self, database: Database, portals: Sequence[Portal], fetcher: Fetcher, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._portals = portals
        self._fetcher = fetcher
        self._clock = clock

    async def run(self) -> None:
        """Runs until cancelled; a database that is away is tried again."""
        async with self._fetcher:
            while True:
                try:
                    await self.once()
                except (SQLAlchemyError, OSError) as error:
                    log.warning("portals.database_away", error=type(error).__name__)
                await asyncio.sleep(LOOK_EVERY)

    async def once(self) -> int:
        """Looks at every portal that is due; returns how many were. The fetcher must be open."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def gated(portal: Portal) -> bool:
            async with gate:
                return await self.look_at(portal)

        looked = await asyncio.gather(*(gated(portal) for portal in self._portals), return_exceptions=True)
        for result in looked:
            if isinstance(result, BaseException):
                raise result
        async with self._database.transaction() as session:
            await proposals.forget_files(session, self._clock())
        return looked.count(True)

    async def look_at(self, portal: Portal) -> bool:
        """Looks at one portal if it is due; whatever the look meets is written down and ends nothing else."""
        now = self._clock()
        async with self._database.transaction() as session:
            validators = await states.claim(session, portal, now)
            known = await proposals.known(session, portal)
        if validators is None:
            return False
        new = 0

        async def keep(found: Found) -> None:
            nonlocal new
            async with self._database.transaction() as session:
                new += len((await proposals.store(session, portal, [found], self._clock())).new)

        done = Look(complete=False)
        try:
            async with asyncio.timeout(LONGEST_LOOK):
                done = await look(self._fetcher, portal, known, validators, now, keep)
        except TimeoutError:
            done.trouble = PortalTrouble("look_too_long", minutes=int(LONGEST_LOOK // 60))
        except (OperationalError, InterfaceError, OSError):  # the database, or the disk under it
            raise
        except Exception as error:  # the edge of a look: the other portals must be looked at whatever this one met
            log.exception("portal.broken", portal=portal.name)
            done.trouble = PortalTrouble("broken", error=type(error).__name__)
        await self._note(portal, done)
        log.info("portal.looked", portal=portal.name, seen=done.seen, kept=done.kept, new=new,
                 trouble=done.trouble.code if done.trouble else "")  # fmt: skip
        return True

    async def _note(self, portal: Portal, done: Look) -> None:
        async with self._database.transaction() as session:
            if done.trouble:
                await states.went_wrong(session, portal, done.trouble, self._clock())
            else:
                kept = done.validators if done.complete else Validators()
                await states.went_well(session, portal, kept, self._clock())


def make_watch(
    database: Database, portals: Sequence[Portal], contact: str, clock: Callable[[], datetime]
) -> Watch:  # fmt: skip
    """The watch over real portals."""
    return Watch(database, portals, Fetcher(contact, ports(portals)), clock)
