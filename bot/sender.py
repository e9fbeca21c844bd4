"""The sender: holds one channel, leases its due messages, sends them at the channel's pace and writes the outcomes.

Delivery is at least once: a crash between a send and its outcome repeats that message.
"""

import asyncio
import logging
import math
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.channels.base import Channel, Delivery, MadeFile, SendError
from bot.channels.fitting import fit
from bot.pacing import ChatPaces, Pace, back_off
from bot.settling import DATABASE_LIMIT, DATABASE_TROUBLE, Clock, Settler
from bot.sorting import Job, Lanes
from services import outbox
from services.messages import File, OutMessage
from services.outbox import Outcome, Result
from storage.db import Database
from storage.sealing import Sealer

log = logging.getLogger(__name__)

MakeFile = Callable[[File], Awaitable[bytes]]

SEND_LIMIT = outbox.LEASE.total_seconds() - 5
MAKE_LIMIT = 120.0
HOLD_MARGIN = 0.1  # we stop this long before a standby may begin
KEEP_EVERY, TRY_EVERY = 0.5, 0.25  # seconds between renewals of the hold, and between a standby's tries
LOOK_EVERY = 0.25  # seconds between looks into the outbox when nobody wakes us
AHEAD = 0.5  # seconds of work leased in advance: little, so that replies overtake and a stop holds back much
MOST_AHEAD = 500
IN_FLIGHT = 100
MAKERS = 2  # files made at once


@dataclass(frozen=True, slots=True)
class SenderStatus:
    """What a sender is doing: for health checks and metrics."""

    holds: bool
    silent_for: float  # seconds the platform still wants silence
    waiting: int
    in_flight: int
    outcomes: Counter[Result]


class Sender:
    """Sends one channel's outbox; of several senders on one database only the holder sends."""

    def __init__(
        self,
        database: Database,
        channel: Channel,
        sealer: Sealer,
        rate: float,
        make_file: MakeFile,
        clock: Clock,
        holder: str,
    ) -> None:
        """``rate`` is sends a second; ``make_file`` gives a file's bytes without blocking the loop, or raises;
        ``holder`` names this sender and must be new at every start, so that leases of a former life come back."""
        self._database, self._channel, self._sealer = database, channel, sealer
        self._make_file, self._clock, self._holder = make_file, clock, holder
        self._pace = Pace(rate)
        self._chats = ChatPaces(channel.capabilities.chat_burst, channel.capabilities.chat_rate)
        self._ahead = min(max(5, math.ceil(rate * AHEAD)), MOST_AHEAD)
        self._lanes = Lanes()
        self._more = False  # whether the last look left broadcasts behind
        self._ours: set[int] = set()  # leased by us and not yet settled
        self._settler = Settler(database, channel.name, clock, self._settled)
        self._making: set[asyncio.Task[None]] = set()
        self._sending: set[asyncio.Task[None]] = set()
        self._slots, self._makers = asyncio.Semaphore(IN_FLIGHT), asyncio.Semaphore(MAKERS)
        self._hold = 0
        self._held_until = self._silent_until = -math.inf  # on the loop's clock
        self._look, self._filled = asyncio.Event(), asyncio.Event()
        self._stop_asked, self._ended = asyncio.Event(), asyncio.Event()
        self._ended.set()

    # Its life

    async def run(self) -> None:
        """Sends until ``stop``; waits and goes on when the database or the platform is away."""
        self._ended.clear()
        try:
            async with asyncio.TaskGroup() as group:
                keeper = group.create_task(self._keep_hold())
                feeder = group.create_task(self._feed())
                settler = group.create_task(self._settler.run())
                dispatcher = group.create_task(self._dispatch(group))
                await self._stop_asked.wait()
                dispatcher.cancel()
                self.wake()
                await feeder
                await self._finish_in_flight()
                self._settler.close()
                await settler
                keeper.cancel()
            await self._let_go()
        finally:
            self._ended.set()

    async def _finish_in_flight(self) -> None:
        for task in self._making:
            task.cancel()
        while busy := self._making | self._sending:
            await asyncio.wait(busy)
        self._release("the sender stops")

    async def stop(self) -> None:
        """Finishes what is in flight, gives the rest and the channel back, and returns when ``run`` has ended."""
        self._stop_asked.set()
        await self._ended.wait()

    def wake(self) -> None:
        """Says that new messages may be due, so that they need not wait for the next look."""
        self._look.set()

    def status(self) -> SenderStatus:
        """What this sender is doing now."""
        now = asyncio.get_running_loop().time()
        silent_for = max(0.0, self._silent_until - now)
        return SenderStatus(
            self._holds(), silent_for, len(self._lanes), len(self._sending), Counter(self._settler.counts)
        )

    # Holding the channel

    def _holds(self) -> bool:
        return asyncio.get_running_loop().time() < self._held_until

    def _may_send(self) -> bool:
        now = asyncio.get_running_loop().time()
        return self._silent_until <= now < self._held_until and not self._stop_asked.is_set()

    async def _keep_hold(self) -> None:
        while True:
            try:
                await self._renew()
            except DATABASE_TROUBLE as error:
                log.error("sender %s: the database is away (%s)", self._channel.name, type(error).__name__)  # noqa: TRY400 (a trace each half second would bury it)
            await asyncio.sleep(KEEP_EVERY if self._holds() else TRY_EVERY)

    async def _renew(self) -> None:
        asked_at = asyncio.get_running_loop().time()
        async with asyncio.timeout(DATABASE_LIMIT), self._database.transaction() as session:
            now = self._clock()
            hold = await outbox.hold(session, self._channel.name, self._holder, now)
        if not hold.kept:
            self._forget()
        if not hold.ours:
            self._held_until = -math.inf
            return
        self._held_until = asked_at + outbox.HOLD.total_seconds() - HOLD_MARGIN
        if hold.halted_until is not None:
            self._be_silent((hold.halted_until - now).total_seconds())
        if not hold.kept:
            log.info("sender %s: the channel is ours", self._channel.name)
            self.wake()

    def _forget(self) -> None:
        """Drops what a lost hold had leased: it was made due again for whoever holds the channel now."""
        self._hold += 1
        for job in self._lanes.clear():
            self._ours.discard(job.parcel.id)

    async def _let_go(self) -> None:
        try:
            async with asyncio.timeout(DATABASE_LIMIT), self._database.transaction() as session:
                await outbox.let_go(session, self._channel.name, self._holder)
        except DATABASE_TROUBLE as error:
            log.warning("sender %s: could not give the channel up (%s)", self._channel.name, type(error).__name__)

    # Leasing

    async def _feed(self) -> None:
        while not self._stop_asked.is_set():
            self._look.clear()
            if self._may_send() and self._lanes.replies < self._ahead:
                try:
                    await self._lease()
                except DATABASE_TROUBLE as error:
                    log.error("sender %s: cannot lease (%s)", self._channel.name, type(error).__name__)  # noqa: TRY400 (see _keep_hold)
                    await asyncio.sleep(LOOK_EVERY)
            try:
                async with asyncio.timeout(LOOK_EVERY):
                    await self._look.wait()
            except TimeoutError:
                continue

    async def _lease(self) -> None:
        """Leases replies always, broadcasts only when what waits has run low."""
        hold, only_replies = self._hold, len(self._lanes) > self._ahead // 2
        async with asyncio.timeout(DATABASE_LIMIT), self._database.transaction() as session:
            parcels = await outbox.lease(
                session,
                self._channel.name,
                self._holder,
                self._ahead,
                self._sealer,
                self._clock(),
                only_replies=only_replies,
            )
        if not only_replies:
            self._more = len(parcels) == self._ahead
        fitted: dict[int, tuple[OutMessage, ...]] = {}  # a broadcast's recipients share one message object
        for parcel in parcels:
            if parcel.id not in self._ours:
                self._ours.add(parcel.id)
                parts = fitted.get(id(parcel.message)) or fit(parcel.message, self._channel.capabilities)
                fitted[id(parcel.message)] = parts
                self._forward(Job(parcel, parts, parcel.parts_sent, hold))

    def _forward(self, job: Job) -> None:
        """Sends a job on its way: to its lane, to the makers of files, or out when all its parts have left."""
        part = job.next_part
        if part is None:
            self._conclude(job, "sent")
        elif job.hold != self._hold:
            self._ours.discard(job.parcel.id)
        elif part.files and not job.files:
            _track(asyncio.create_task(self._make(job, part)), self._making)
        elif rest := self._chats.rest(job.parcel.citizen_id):
            self._conclude(job, "released", "this chat rests", timedelta(seconds=rest))
        else:
            self._lanes.put(job)
            self._filled.set()

    # Making files

    async def _make(self, job: Job, part: OutMessage) -> None:
        try:
            async with self._makers, asyncio.timeout(MAKE_LIMIT):
                job.files = tuple([await self._made(file) for file in part.files])
        except asyncio.CancelledError:
            self._conclude(job, "released", "the sender stops")
            raise
        except SendError as error:
            self._refused(job, error)
        except DATABASE_TROUBLE as error:  # a timeout is one of them
            self._refused(job, SendError(f"{type(error).__name__} while a file was made"))
        except Exception:  # an edge: whatever an export does wrong, the other messages go on
            log.exception("sender %s: a file could not be made", self._channel.name)
            self._refused(job, SendError("a file could not be made", ours=True))
        else:
            self._forward(job)

    async def _made(self, file: File) -> MadeFile:
        content = await self._make_file(file)
        if len(content) > self._channel.capabilities.max_file_bytes:
            raise SendError(f"a file of {len(content)} bytes is too large for this channel", ours=True)
        return MadeFile(file.kind, file.name, content)

    # Sending

    async def _dispatch(self, group: asyncio.TaskGroup) -> None:
        """Starts one send a turn; which message it is, is decided when the turn has come."""
        while True:
            await self._filled.wait()
            await self._slots.acquire()
            await self._pace.turn()
            while not self._holds():  # noqa: ASYNC110 (a hold runs out without an event)
                await asyncio.sleep(HOLD_MARGIN)
            if not self._may_send():
                self._release("not our turn")
            job = self._lanes.take()
            if self._more and len(self._lanes) <= self._ahead // 2:
                self.wake()
            if job is None:
                self._filled.clear()
                self._slots.release()
            else:
                _track(group.create_task(self._send(job)), self._sending)

    async def _send(self, job: Job) -> None:
        part = job.next_part or OutMessage(())
        self._chats.spend(job.parcel.citizen_id)
        try:
            async with asyncio.timeout(SEND_LIMIT):
                await self._channel.send(job.parcel.address, Delivery(part, job.files))
        except SendError as error:
            self._refused(job, error)
        except TimeoutError:
            self._refused(job, SendError("the platform did not answer in time"))
        except Exception:  # an edge: whatever an adapter does wrong, the other messages go on
            log.exception("sender %s: a send failed by a fault of ours", self._channel.name)
            self._refused(job, SendError("a fault of ours"))
        else:
            job.sent, job.files = job.sent + 1, ()
            self._forward(job)
        finally:
            self._slots.release()

    def _refused(self, job: Job, error: SendError) -> None:
        """Turns the three answers of a SendError into an outcome."""
        if error.halts:
            self._halt(error)
        if error.gone:
            self._conclude(job, "gone", error.reason)
        elif error.ours:
            self._conclude(job, "released" if error.halts else "failed", error.reason)
        elif error.retry_after is None:
            self._conclude(job, "retry", error.reason, back_off(job.parcel.attempts))
        else:
            self._conclude(job, "retry", error.reason, timedelta(seconds=error.retry_after))

    def _halt(self, error: SendError) -> None:
        seconds = back_off(0).total_seconds() if error.retry_after is None else error.retry_after
        log.warning("sender %s: silent for %.1f s (%s)", self._channel.name, seconds, error.reason)
        self._be_silent(seconds)
        self._settler.halt(self._clock() + timedelta(seconds=seconds))
        self._release("the platform wants silence")

    def _be_silent(self, seconds: float) -> None:
        self._silent_until = max(self._silent_until, asyncio.get_running_loop().time() + seconds)

    def _release(self, why: str) -> None:
        """Gives back whatever has not left."""
        for job in self._lanes.clear():
            self._conclude(job, "released", why)

    # Outcomes

    def _conclude(self, job: Job, result: Result, error: str = "", wait: timedelta | None = None) -> None:
        retry_at = None if wait is None else self._clock() + wait
        self._settler.add(Outcome(job.parcel, result, error, retry_at, job.sent))
        if result == "failed":
            log.error("sender %s: message %d failed: %s", self._channel.name, job.parcel.id, error)

    def _settled(self, outcomes: Sequence[Outcome]) -> None:
        self._ours.difference_update(outcome.parcel.id for outcome in outcomes)
        if any(outcome.parcel.is_reply for outcome in outcomes):
            self.wake()  # the same citizen's next reply may leave now


def _track(task: asyncio.Task[None], tasks: set[asyncio.Task[None]]) -> None:
    tasks.add(task)
    task.add_done_callback(tasks.discard)
