"""The sender on both databases: order, overtaking, halts, the gone, restarts; nothing is lost."""

import asyncio

import pytest
from sqlmodel import col, select

from bot.channels.base import Capabilities, SendError
from services import broadcasts, outbox
from services.messages import File, OutMessage, Paragraph, say
from storage.db import Database
from storage.models import (
    BroadcastState,
    ChannelState,
    Citizen,
    OutboxItem,
    OutboxState,
    Scope,
    Staff,
    StaffRole,
    Subscription,
)
from storage.sealing import Sealer
from storage.types import key
from tests.bot.post import (
    CHANNEL,
    Post,
    announce,
    answer,
    blocked,
    clock,
    flood,
    people,
    running,
    sender,
    states,
    until,
)

pytestmark = [pytest.mark.usefixtures("settled"), pytest.mark.alone]


async def rows(database: Database) -> list[OutboxItem]:
    async with database.transaction() as session:
        return list((await session.exec(select(OutboxItem).order_by(col(OutboxItem.id)))).all())


async def test_replies_to_one_citizen_leave_in_their_order_and_are_not_kept(database: Database, sealer: Sealer) -> None:
    (lan,) = await people(database, sealer, "lan")
    post = Post(latency=0.002)
    async with running(sender(database, post, sealer)):
        await answer(database, lan, *(f"câu {n}" for n in range(6)))
        await post.has_taken(6)
    assert [text for _, text in post.taken] == [f"câu {n}" for n in range(6)]
    assert await states(database) == {}


async def test_a_reply_overtakes_a_running_broadcast(database: Database, sealer: Sealer) -> None:
    everyone = await people(database, sealer, *(f"c{n}" for n in range(80)))
    await announce(database, everyone, say("Dự thảo mới"))
    post = Post()
    bus = sender(database, post, sealer, rate=40)
    async with running(bus):
        await post.has_taken(10)
        await answer(database, everyone[70], "Trả lời riêng")
        bus.wake()
        asked_at = len(post.taken)
        while ("c70", "Trả lời riêng") not in post.taken:
            await post.has_taken(len(post.taken) + 1)
        overtaken = post.taken.index(("c70", "Trả lời riêng")) - asked_at
        assert overtaken <= 12, "a reply waited behind more than a third of a second of broadcast"
        await post.has_taken(81)
    assert await states(database) == {"sent": 80}


async def test_after_429_nothing_is_sent_until_the_platform_allows_it(database: Database, sealer: Sealer) -> None:
    everyone = await people(database, sealer, *(f"c{n}" for n in range(40)))
    await announce(database, everyone, say("Dự thảo mới"))
    post = Post()
    post.refusals["c10"].append(flood(1.2))
    async with running(sender(database, post, sealer, rate=100)):
        await post.has_taken(40)
    silences = [later - earlier for earlier, later in zip(post.tried, post.tried[1:], strict=False)]
    assert max(silences) >= 1.15
    assert sum(gap > 0.5 for gap in silences) == 1
    assert await states(database) == {"sent": 40}


async def test_a_successor_obeys_the_halt_of_its_predecessor(database: Database, sealer: Sealer) -> None:
    lan, minh = await people(database, sealer, "lan", "minh")
    await answer(database, lan, "một")
    post = Post()
    post.refusals["lan"].append(flood(1.5))
    async with running(sender(database, post, sealer)):
        await post.has_tried()
        await asyncio.sleep(0.1)
    refused_at = post.tried[0]
    await answer(database, minh, "hai")
    async with running(sender(database, post, sealer, holder="second")):
        await post.has_taken(2)
    assert min(post.times) - refused_at >= 1.45


async def test_who_blocked_us_is_retired_and_gets_nothing_more(database: Database, sealer: Sealer) -> None:
    lan, minh = await people(database, sealer, "lan", "minh")
    async with database.transaction() as session:
        session.add(Subscription(citizen_id=key(lan.id), scope=Scope.ALL, since=clock()))
    await answer(database, lan, "một", "hai")
    await announce(database, [lan, minh], say("Dự thảo mới"))
    post = Post()
    post.refusals["lan"].append(blocked())
    async with running(sender(database, post, sealer)):
        await post.has_taken(1)
        await asyncio.sleep(0.4)
    async with database.transaction() as session:
        assert (await session.exec(select(Subscription))).all() == []
        gone = (await session.exec(select(Citizen.gone_at).where(Citizen.id == lan.id))).one()
    assert gone is not None
    assert ("minh", "Dự thảo mới") in post.taken
    assert ("lan", "hai") not in post.taken


async def test_our_own_fault_fails_once_and_says_why(database: Database, sealer: Sealer) -> None:
    lan, minh = await people(database, sealer, "lan", "minh")
    await answer(database, lan, "một", "hai")
    await answer(database, minh, "ba")
    post = Post()
    post.refusals["lan"].append(SendError("can't parse entities", ours=True))
    async with running(sender(database, post, sealer)):
        await post.has_taken(2)
    assert sorted(post.taken) == [("lan", "hai"), ("minh", "ba")]
    (failed,) = await rows(database)
    assert (failed.state, failed.error, failed.message) == (OutboxState.FAILED, "can't parse entities", None)


async def test_a_platform_in_trouble_is_tried_again_and_order_holds(database: Database, sealer: Sealer) -> None:
    (lan,) = await people(database, sealer, "lan")
    await answer(database, lan, "một", "hai")
    post = Post()
    post.refusals["lan"].extend([SendError("502"), RuntimeError("a bug in an adapter")])
    async with running(sender(database, post, sealer)):
        await post.has_taken(2)
    assert [text for _, text in post.taken] == ["một", "hai"]
    assert len(post.tried) == 4


async def test_a_wrong_token_costs_no_message(database: Database, sealer: Sealer) -> None:
    (lan,) = await people(database, sealer, "lan")
    await answer(database, lan, "một")
    post = Post()
    post.refusals["lan"].append(SendError("401", retry_after=0.5, ours=True, halts=True))
    async with running(sender(database, post, sealer)):
        await post.has_taken(1)
    assert post.taken == [("lan", "một")]


async def test_a_long_message_goes_on_where_it_stopped(database: Database, sealer: Sealer) -> None:
    (lan,) = await people(database, sealer, "lan")
    post = Post(capabilities=Capabilities(max_text=12))
    await answer(database, lan, "phần một rồi phần hai rồi phần ba")
    first = sender(database, post, sealer)
    async with running(first):
        await post.has_taken(1)
        post.refusals["lan"].append(SendError("502"))
        await post.has_taken(3)
    assert " ".join(text for _, text in post.taken) == "phần một rồi phần hai rồi phần ba"


async def test_files_are_made_before_they_are_sent(database: Database, sealer: Sealer) -> None:
    (lan,) = await people(database, sealer, "lan")
    files = frozenset(("picture", "document"))
    post = Post(capabilities=Capabilities(max_text=99, files=files, max_file_bytes=10))  # type: ignore[arg-type]  # a frozenset of literals
    asked: list[File] = []

    async def make_file(file: File) -> bytes:
        asked.append(file)
        await asyncio.sleep(0.05)
        return file.arguments["draft"].encode() * int(file.arguments["times"])

    small = File("document", "bang.csv", "table", {"draft": "DT12", "times": "2"})
    large = File("document", "bang.csv", "table", {"draft": "DT12", "times": "9"})
    async with database.transaction() as session:
        outbox.reply(session, lan, [OutMessage((Paragraph("Bảng"),), files=(f,)) for f in (small, large)], clock())
    async with running(sender(database, post, sealer, make_file=make_file)):
        await post.has_taken(3)
        await asyncio.sleep(0.2)
    assert post.files == [b"DT12DT12"]
    assert asked == [small, large]
    (failed,) = await rows(database)
    assert failed.error == "a file of 36 bytes is too large for this channel"
    assert failed.parts_sent == 1


async def test_leases_of_a_dead_sender_come_back(database: Database, sealer: Sealer) -> None:
    everyone = await people(database, sealer, *(f"c{n}" for n in range(60)))
    await announce(database, everyone, say("Dự thảo mới"))
    post = Post(latency=0.02)
    dying = asyncio.create_task(sender(database, post, sealer, rate=60).run())
    await post.has_taken(20)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    assert (await states(database)).get("leased", 0) > 0
    async with running(sender(database, post, sealer, holder="second", rate=200)):
        await post.has_taken(60)
        await until(lambda: _all_sent(database, 60))
    assert {address for address, _ in post.taken} == {f"c{n}" for n in range(60)}
    assert len(post.taken) <= 60 + 10, "only what was in flight or not yet written may come twice"


async def test_only_one_of_two_senders_sends_and_the_other_takes_over_within_two_seconds(
    database: Database, sealer: Sealer
) -> None:
    everyone = await people(database, sealer, *(f"c{n}" for n in range(60)))
    one, two = Post(), Post()
    first = asyncio.create_task(sender(database, one, sealer, rate=20, holder="first").run())
    await until(lambda: _held(database))
    async with running(sender(database, two, sealer, rate=20, holder="second")):
        await announce(database, everyone, say("Dự thảo mới"))
        await one.has_taken(5)
        assert two.tried == []
        first.cancel()
        died_at = asyncio.get_running_loop().time()
        await two.has_taken(1)
        assert two.tried[0] - died_at <= 2.2
    await asyncio.gather(first, return_exceptions=True)


async def _all_sent(database: Database, count: int) -> bool:
    return await states(database) == {"sent": count}


async def _held(database: Database) -> bool:
    return bool(await _holder(database))


async def _holder(database: Database) -> str:
    async with database.transaction() as session:
        return (await session.exec(select(ChannelState.holder).where(ChannelState.channel == CHANNEL))).first() or ""


async def test_a_clean_stop_finishes_what_flies_and_gives_back_the_rest(database: Database, sealer: Sealer) -> None:
    everyone = await people(database, sealer, *(f"c{n}" for n in range(40)))
    await announce(database, everyone, say("Dự thảo mới"))
    post = Post(latency=0.1)
    async with running(sender(database, post, sealer, rate=50)):
        await post.has_taken(5)
    assert await states(database) == {"sent": len(post.taken), "due": 40 - len(post.taken)}
    assert len(post.tried) == len(post.taken)
    assert await _holder(database) == ""


async def test_a_stopped_broadcast_keeps_back_what_has_not_left(database: Database, sealer: Sealer) -> None:
    everyone = await people(database, sealer, *(f"c{n}" for n in range(60)))
    number = await announce(database, everyone, say("Dự thảo mới"))
    post = Post()
    async with running(sender(database, post, sealer, rate=20)):
        await post.has_taken(8)
        async with database.transaction() as session:
            admin = Staff(
                email="quan-tri@example.invalid", role=StaffRole.ADMIN, agency_code="so_nnmt", created_at=clock()
            )
            await broadcasts.stop(session, number, admin, clock())
        await asyncio.sleep(1.2)
        sent = len(post.taken)
        await asyncio.sleep(0.3)
        assert len(post.taken) == sent <= 8 + 20
    assert await states(database) == {"sent": sent, "stopped": 60 - sent}
    async with database.transaction() as session:
        assert (await broadcasts.find(session, number)).state is BroadcastState.STOPPED


async def test_one_busy_chat_rests_while_others_are_served(database: Database, sealer: Sealer) -> None:
    lan, minh = await people(database, sealer, "lan", "minh")
    post = Post(capabilities=Capabilities(max_text=99, chat_burst=3, chat_rate=1.0))
    await answer(database, lan, *(f"câu {n}" for n in range(4)))
    async with running(sender(database, post, sealer)):
        await post.has_taken(3)
        await answer(database, minh, "Chào")
        await post.has_taken(5)
    assert [text for _, text in post.taken] == ["câu 0", "câu 1", "câu 2", "Chào", "câu 3"]
    assert post.times[4] - post.times[0] >= 0.9


@pytest.mark.parametrize("rate", [30, 200])
async def test_a_broadcast_leaves_at_its_pace_and_never_faster(
    sqlite_database: Database, sealer: Sealer, rate: int
) -> None:
    database = sqlite_database  # the pace does not depend on the kind
    everyone = await people(database, sealer, *(f"c{n}" for n in range(rate * 2)))
    await announce(database, everyone, say("Dự thảo mới"))
    post = Post()
    async with running(sender(database, post, sealer, rate=rate)):
        await post.has_taken(rate * 2, seconds=60)
    at_once = (
        3  # what the bucket holds, and the first (tests/bot/test_sender_pacing.py tells each second, in virtual time)
    )
    assert (len(post.tried) - at_once) / (post.tried[-1] - post.tried[0]) <= rate
