"""The engine under stress: repeats, two messages at once, defects in a flow, and any order of events at all."""

import asyncio
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from handlers.chat.base import Answer, Flow, Move, Prompt, Step, Turn
from handlers.chat.engine import Engine
from handlers.chat.flows import FLOWS
from services.citizens import Secrets
from services.errors import Refused
from services.messages import InEvent, say
from storage import migrate
from storage.db import Database
from storage.models import Agency, Citizen, Conversation, Feedback, InboxEvent
from tests import factories
from tests.conftest import NOW
from tests.handlers.talk import DESK, Person, make_engine


async def _fails(turn: Turn) -> Prompt:
    turn.session.add(Agency(code="half-done", name="half done"))
    await turn.session.flush()
    raise ZeroDivisionError


async def _refuses(turn: Turn) -> Prompt:
    turn.session.add(Agency(code="half-done", name="half done"))
    await turn.session.flush()
    raise Refused("no_open_drafts")


async def _circles(turn: Turn) -> Move:
    return Move(step="only", says=(say("round"),))


async def _nothing(turn: Turn, answer: Answer) -> Move:
    return Move()


def _flow(name: str, ask: object) -> Flow:
    return Flow(name, (name,), (name,), "only", {"only": Step(ask, _nothing)})  # type: ignore[arg-type]  # each is an Ask


ODD = {**FLOWS, **{n: _flow(n, a) for n, a in (("fails", _fails), ("refuses", _refuses), ("circles", _circles))}}


@pytest.fixture
def odd_person(database: Database, secrets: Secrets, now: datetime) -> Person:
    """A citizen of a house with broken flows."""
    return Person(Engine(database, ODD, secrets, DESK, lambda: now), database, secrets)


@pytest.mark.parametrize("word", ["fails", "circles"])
async def test_a_defect_is_apologised_for_and_leaves_nothing_half_done(
    odd_person: Person, database: Database, word: str
) -> None:
    assert "có lỗi ở phía chúng tôi" in await odd_person.says(word)
    async with database.transaction() as session:
        assert (await session.exec(select(Agency))).all() == []
    assert "Ông/bà muốn làm gì" in await odd_person.says("menu")


async def test_a_refusal_undoes_what_the_step_did_and_says_why(odd_person: Person, database: Database) -> None:
    assert "chưa có dự thảo nào đang lấy ý kiến" in await odd_person.says("refuses")
    async with database.transaction() as session:
        assert (await session.exec(select(Agency))).all() == []


async def _breaks_a_rule_of_the_database(turn: Turn) -> Prompt:
    turn.session.add(Agency(code="same", name="one"))
    await turn.session.flush()
    turn.session.expunge_all()
    turn.session.add(Agency(code="same", name="two"))
    await turn.session.flush()
    raise AssertionError


async def test_a_broken_rule_of_the_database_blocks_nobody_behind(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    flows = {**FLOWS, "breaks": _flow("breaks", _breaks_a_rule_of_the_database)}
    person = Person(Engine(database, flows, secrets, DESK, lambda: now), database, secrets)
    assert "có lỗi ở phía chúng tôi" in await person.says("breaks")


async def test_a_database_that_is_away_is_not_apologised_for(secrets: Secrets, now: datetime) -> None:
    gone = Database("postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(ConnectionRefusedError):
        await make_engine(gone, secrets, lambda: now).take(InEvent("telegram", "1", "1001", "text", text="/start"))
    await gone.close()


@pytest.mark.parametrize("odd", ["a\x00b", "nửa \ud83d cặp", "\u202e đảo", "z\u0301" * 500, "\u200b"])
async def test_odd_characters_are_taken_as_text(person: Person, odd: str) -> None:
    assert "có lỗi ở phía chúng tôi" not in await person.says(odd)
    assert "có lỗi ở phía chúng tôi" not in await person.says(f"/tracuu {odd}")


async def test_two_messages_of_one_person_never_run_at_once(
    engine: Engine, database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    person = Person(engine, database, secrets)
    for line in ("gop y DT1", "1", "dieu 1", "1", "Tôi đồng ý vì hợp lý", "bo qua"):
        await person.says(line)
    send = next(b for b in person.last[-1].buttons if "Gửi góp ý" in b.label)
    presses = [InEvent("telegram", f"race-{n}", person.address, "press", payload=send.payload) for n in range(8)]
    await asyncio.gather(*(engine.take(press) for press in presses))
    async with database.transaction() as session:
        assert len((await session.exec(select(Feedback))).all()) == 1


async def test_one_event_brought_by_many_at_once_is_taken_once(
    engine: Engine, database: Database, secrets: Secrets
) -> None:
    same = InEvent("telegram", "same", "1001", "text", text="/start")
    await asyncio.gather(*(engine.take(same) for _ in range(8)))
    async with database.transaction() as session:
        assert len((await session.exec(select(InboxEvent))).all()) == 1
        assert len((await session.exec(select(Citizen))).all()) == 1
        assert (await session.exec(select(Conversation))).one().menu == 1


async def test_no_address_stands_open_in_any_row(person: Person, database: Database, now: datetime) -> None:
    person.address = "9876543210123"
    await factories.open_draft(database, now)
    for line in ("/start", "1", "1", "gop y DT1", "dieu 1", "1", "Tôi đồng ý vì hợp lý", "bo qua", "1"):
        await person.says(line)
    async with database.engine.connect() as connection:
        for table in migrate.metadata.sorted_tables:
            rows = (await connection.execute(table.select())).all()
            assert person.address not in str(rows), table.name
            assert person.address.encode() not in str(rows).encode()


LINES = st.one_of(
    st.sampled_from(
        [
            "/start",
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "7",
            "0",
            "huy",
            "quay_lai",
            "tiep_tuc",
            "gop_y_DT1",
            "doc_DT1",
            "dieu_2",
            "khoan_2_dieu_2",
            "/help",
            "dung",
            "theo_doi",
            "/data",
            "tra_cuu",
            "cua_toi",
            "/language",
            "english",
            "bo_qua",
            "gui",
            "xong",
            "GY-7K3M-92QX-7",
            "DT1",
            "DT99",
            "/khong",
        ]
    ).map(lambda word: word.replace("_", " ")),
    st.text(max_size=60),
    st.integers(0, 12).map(lambda n: f"press:{n}"),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINES, min_size=1, max_size=25))
def test_any_talk_is_always_answered_and_never_apologised_for(
    lines: list[str], tmp_path_factory: pytest.TempPathFactory, secrets: Secrets
) -> None:
    asyncio.run(_talk(lines, tmp_path_factory.mktemp("talk"), secrets))


async def _talk(lines: list[str], folder: Path, secrets: Secrets) -> None:
    database = Database(f"sqlite+aiosqlite:///{folder / 'talk.db'}")
    await migrate.upgrade(database)
    await factories.open_draft(database, NOW)
    person = Person(make_engine(database, secrets, lambda: NOW), database, secrets)
    for line in lines:
        before = person.last
        if line.startswith("press:"):
            buttons = [b for message in person.last for b in message.buttons]
            if not buttons:
                continue
            screen = await person.sends(buttons[int(line[6:]) % len(buttons)].payload)
        else:
            screen = await person.says(line)
        assert person.last is not before, f"no answer to {line!r}"
        assert "có lỗi ở phía chúng tôi" not in screen, f"apology for {line!r}"
    await database.close()
