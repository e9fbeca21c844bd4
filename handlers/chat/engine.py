"""Runs conversations: one event, one transaction, state in rows; what the flows say is theirs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.chat import introduction, understanding
from handlers.chat.base import BACK, CANCEL, Answer, Choice, Desk, Flow, Move, Prompt, Turn, home
from handlers.chat.understanding import MENU, RESUME, Chosen, Meaning, Outdated, Said, Started, UnknownCommand
from nlp.text import fold
from services import citizens, conversations, outbox, refusals, staff
from services.citizens import Secrets
from services.errors import Refused
from services.i18n import LANGUAGES, translator
from services.messages import Button, InEvent, OutMessage, say
from storage.db import Database
from storage.models import Citizen, Conversation
from storage.types import key

log = structlog.get_logger(__name__)
# SQLSTATE classes of PostgreSQL that pass by themselves: connection, rollback (deadlock), resources, operator.
_AWAY_CLASSES = frozenset({"08", "40", "53", "57"})
MOVES_AT_MOST = 12  # a flow that hands over in a circle is a defect, not a wait


@dataclass(slots=True)
class _State:
    """A working copy of a conversation: saved only when the whole event went well."""

    flow: str
    step: str
    data: dict[str, Any]
    trail: list[str]
    choices: list[list[Any]]
    menu: int
    paused: dict[str, Any]
    says: list[OutMessage] = field(default_factory=list)

    @classmethod
    def of(cls, row: Conversation) -> "_State":
        return cls(row.flow, row.step, dict(row.data), list(row.trail), list(row.choices), row.menu, dict(row.paused))


def _is_away(error: Exception) -> bool:
    """Whether the database could not take anything now, as against refusing this one thing."""
    if isinstance(error, OperationalError | InterfaceError | PoolTimeout | OSError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = str(getattr(error.orig, "sqlstate", "") or "")
    return error.connection_invalidated or state[:2] in _AWAY_CLASSES


def _storable(text: str) -> str:
    """``text`` without what no database keeps: NUL and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


class Engine:
    """Takes neutral events from any channel and writes replies to the outbox in the same transaction."""

    def __init__(
        self,
        database: Database,
        flows: Mapping[str, Flow],
        keys: Secrets,
        desk: Desk,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._flows = flows
        self._keys = keys
        self._desk = desk
        self._clock = clock
        self._committed: list[Callable[[], None]] = []

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Has ``listener`` called after each committed event, so that a sender in this process need not wait."""
        self._committed.append(listener)

    async def take(self, event: InEvent) -> None:
        """Handles one event. Returns once it is committed; raises when the database cannot take it.

        A platform repeats what raised, and the inbox stops what was already taken. A defect in a flow is logged
        and answered with an apology, so that one event can never block the ones behind it.
        """
        event = replace(event, text=_storable(event.text), payload=_storable(event.payload))
        try:
            async with self._database.transaction() as session:
                await self._run(session, event)
        except Exception as error:
            if _is_away(error):
                raise  # the platform will bring the event again
            log.exception("event.failed", channel=event.channel, event_id=event.event_id, kind=event.kind)
            async with self._database.transaction() as session:
                await self._apologise(session, event)
        for listener in self._committed:
            listener()

    async def _run(self, session: AsyncSession, event: InEvent) -> None:
        now = self._clock()
        if not await conversations.is_new(session, event, now):
            return
        language = event.language if event.language in LANGUAGES else "vi"
        citizen = await citizens.meet(session, event.channel, event.address, language, self._keys.sealer, now)
        if event.kind == "gone":
            await citizens.mark_gone(session, key(citizen.id), now)
            return
        if citizen.gone_at is not None or citizen.erase_asked_at is not None:
            citizen.gone_at = citizen.erase_asked_at = None  # he is here again
            session.add(citizen)
        if event.kind == "back":
            return
        row = await conversations.load(session, key(citizen.id), now)
        state = _State.of(row)
        first_time = row.menu == 0 and not row.flow
        turn = await self._turn(session, citizen, event, state, now)
        await self._answer(turn, state, first_time=first_time)
        outbox.reply(session, citizen, state.says, now)
        row.flow, row.step, row.data, row.trail = state.flow, state.step, state.data, state.trail
        row.choices, row.menu, row.paused, row.updated_at = state.choices, state.menu, state.paused, now
        session.add(row)

    async def _turn(
        self, session: AsyncSession, citizen: Citizen, event: InEvent, state: _State, now: datetime
    ) -> Turn:
        account = await staff.of_chat(session, key(citizen.id))
        return Turn(
            session=session,
            citizen=citizen,
            citizen_id=key(citizen.id),
            staff=account,
            event=event,
            now=now,
            t=translator(citizen.language),
            data=state.data,
            keys=self._keys,
            desk=self._desk,
        )

    async def _answer(self, turn: Turn, state: _State, *, first_time: bool) -> None:
        """Fills ``state.says``; whatever a rule refuses is undone to the savepoint and said politely."""
        before = replace(state, data=dict(state.data), trail=list(state.trail), says=[])
        try:
            async with turn.session.begin_nested():
                meaning = self._meaning(turn, state)
                if first_time and not (isinstance(meaning, Started) and meaning.flow == "start"):
                    state.says.append(introduction.short(turn))
                await self._follow(turn, state, await self._react(turn, state, meaning))
        except Refused as refused:
            await turn.session.refresh(turn.citizen)
            for name in ("flow", "step", "data", "trail", "choices", "menu", "paused"):
                setattr(state, name, getattr(before, name))
            state.says = [say(refusals.sentence(refused, turn.t))]
            turn.data = state.data
            turn.read.clear()
            await self._ask_again(turn, state)

    async def _ask_again(self, turn: Turn, state: _State) -> None:
        """Repeats the open question after a refusal; when even that is refused, the main menu is shown."""
        open_step = state.flow in self._flows and state.step in self._flows[state.flow].steps
        try:
            async with turn.session.begin_nested():
                await self._follow(turn, state, Move(step=state.step, no_return=True) if open_step else home())
        except Refused:
            await turn.session.refresh(turn.citizen)
            await self._follow(turn, state, home())

    def _meaning(self, turn: Turn, state: _State) -> Meaning:
        event = turn.event
        if event.kind == "press":
            return understanding.of_press(event.payload, state.choices, state.menu, self._flows)
        return understanding.of_text(event.text, state.choices, self._flows)

    async def _react(self, turn: Turn, state: _State, meaning: Meaning) -> Move:
        t = turn.t
        here = Move(step=state.step, no_return=True) if state.flow else home()
        if turn.event.kind == "unsupported":
            sorry = t("Hiện nay chúng tôi chỉ đọc được tin nhắn chữ. Xin ông/bà gõ nội dung thành chữ.")
            return replace(here, says=(say(sorry),))
        match meaning:
            case Started(flow, argument):
                return self._start(turn, state, flow, argument)
            case Chosen(choice):
                return await self._choose(turn, state, choice)
            case Outdated():
                old = t("Nút này thuộc một tin nhắn cũ nên không còn dùng được. Không có gì bị mất.")
                return replace(here, says=(say(old),))
            case UnknownCommand():
                return replace(here, says=(say(t("Không có lệnh này. Nhắn «trợ giúp» để xem các lệnh.")),))
            case Said(text):
                return await self._hear(turn, state, text)

    def _start(self, turn: Turn, state: _State, flow: str, argument: str) -> Move:
        act = self._flows[flow].act
        if act is not None:
            if turn.staff is None:
                raise Refused("staff_only")
            staff.must(turn.staff, act)
        self._keep_aside(turn, state)
        return Move(flow=flow, data={"argument": argument} if argument else {})

    def _keep_aside(self, turn: Turn, state: _State) -> None:
        flow = self._flows.get(state.flow)
        if flow is None or not flow.keeps_text or not state.data.get("text"):
            return
        state.paused = {"flow": state.flow, "step": state.step, "data": dict(state.data), "trail": list(state.trail)}
        kept = turn.t("Góp ý đang viết dở vẫn được giữ. Nhắn «tiếp tục» để viết tiếp.")
        state.says.append(say(kept))

    async def _choose(self, turn: Turn, state: _State, choice: str) -> Move:
        if choice == CANCEL:
            cancelled = turn.t("Đã hủy. Chưa có gì được gửi đi.")
            flow = self._flows[state.flow]
            return home(say(cancelled)) if flow.keeps_text and not flow.steps[state.step].view else home()
        if choice == BACK:
            return Move(step=state.trail.pop(), no_return=True)
        return await self._flows[state.flow].steps[state.step].take(turn, Answer(choice=choice))

    async def _hear(self, turn: Turn, state: _State, text: str) -> Move:
        if state.paused and fold(text) in RESUME:
            kept, state.paused = state.paused, {}
            state.flow, state.trail = kept["flow"], list(kept["trail"])
            state.data.clear()
            state.data.update(kept["data"])
            return Move(step=kept["step"], no_return=True)
        step = self._flows[state.flow].steps.get(state.step) if state.flow in self._flows else None
        if step is not None and step.text:
            return await step.take(turn, Answer(text=text))
        return introduction.free_text(turn, text, in_flow=step is not None, step=state.step)

    async def _follow(self, turn: Turn, state: _State, move: Move) -> None:
        """Carries moves out until a question is asked or nothing is left to ask."""
        returns = True
        for _ in range(MOVES_AT_MOST):
            state.says.extend(move.says)
            if move.flow:
                flow = self._flows[move.flow]
                state.flow, state.trail, state.step = flow.name, [], ""
                turn.data = state.data = dict(move.data)
                move = replace(move, step=move.step or flow.first)
            if not move.step:
                state.flow, state.step, state.trail, state.choices = "", "", [], []
                turn.data = state.data = {}
                return
            if state.step and state.step != move.step and not move.no_return and returns:
                state.trail.append(state.step)
                returns = False  # steps passed through without a question are not returned to
            asked = await self._flows[state.flow].steps[move.step].ask(turn)
            if isinstance(asked, Prompt):
                state.step = move.step
                self._show(turn, state, asked)
                return
            move = asked
        raise RuntimeError(f"flow {state.flow} moves in a circle at {move.step}")

    def _show(self, turn: Turn, state: _State, asked: Prompt) -> None:
        t = turn.t
        choices = list(asked.choices)
        if state.trail:
            choices.append(Choice(BACK, t("Quay lại"), ("0", "quay lai", "tro lai", "back")))
        if state.flow != "menu":
            flow = self._flows[state.flow]
            keeps = flow.keeps_text and not flow.steps[state.step].view
            choices.append(
                Choice(CANCEL, t("Hủy") if keeps else t("Về trang chính"), ("huy", "thoat", "cancel", "home"))
            )
        state.menu += 1
        state.choices = [[c.key, c.label, [fold(word) for word in c.words]] for c in choices]
        buttons = tuple(
            Button(choice.label, f"{MENU}{state.menu}:{number - 1}", str(number))
            for number, choice in enumerate(choices, start=1)
        )
        edits = turn.event.pressed_on if asked.replaces and not state.says else ""
        state.says.append(OutMessage(asked.paragraphs, buttons + asked.actions, asked.files, edits))

    async def _apologise(self, session: AsyncSession, event: InEvent) -> None:
        now = self._clock()
        if not await conversations.is_new(session, event, now):
            return
        citizen = await citizens.meet(session, event.channel, event.address, "vi", self._keys.sealer, now)
        t = translator(citizen.language)
        sorry = t(
            "Xin lỗi ông/bà, có lỗi ở phía chúng tôi nên tin vừa rồi chưa được xử lý. Xin gửi lại; những gì "
            "đã gửi trước đó vẫn còn."
        )
        outbox.reply(session, citizen, [say(sorry)], now)
