"""``gopy doctor``: each check on a well and on an ill installation, told in one line each."""

import ast
import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.cli.doctor import SENTENCES
from bot.doctor import (
    backlog,
    database,
    disk,
    leases,
    pictures,
    secrets,
    telegram,
    telegram_hook,
    unlearnt,
    untagged,
    zone,
)
from bot.doctor.check import Check, Finding, Patient, examine, fail, ok
from bot.sandbox.telegram import TelegramWorld
from bot.sandbox.telegram.chaos import Fault
from bot.settings import Settings
from nlp.learning.model import Learning
from services import citizens, consents, corrections, feedback, outbox
from services.citizens import Secrets
from services.feedback import NewFeedback
from services.messages import say
from storage.db import Database
from storage.models import Purpose, Stance
from tests import factories
from tests.bot.running_bot import TOKEN, pretended_telegram
from tests.cli.gopy import Gopy
from tests.source import modules

NAMES = [
    "python", "time zone", "settings", "database", "disk", "outbox", "leases", "comments", "learning", "telegram",
    "pictures", "words", "tagging",
]  # fmt: skip


def patient(now: datetime, **settings: object) -> Patient:
    """An installation with these settings."""
    known = Settings(_env_file=None).model_copy(update=settings)  # type: ignore[call-arg]  # pydantic-settings' own
    return Patient(known, now)


async def look(check: Check, at: Patient) -> Finding | None:
    """What one check finds."""
    found = await examine([check], at)
    return found[0][1] if found else None


# The command


def test_a_well_installation_has_a_line_for_each_check(gopy: Gopy) -> None:
    gopy("db", "upgrade")
    said = gopy("doctor")
    assert said.code == 0
    assert [line[6:15].strip() for line in said.out.splitlines()] == NAMES
    assert {line.split()[0] for line in said.out.splitlines()} == {"ok", "warn"}
    gopy.environment |= {"LC_ALL": "en_GB.UTF-8"}
    shown = gopy("doctor", "--json").json
    assert shown["ok"] is True
    assert [check["name"] for check in shown["checks"]] == NAMES
    assert shown["checks"][2]["status"] == "warn"
    assert shown["checks"][2]["next"] == "Set your own in .env before you serve citizens."


def test_an_ill_one_ends_with_one_and_says_what_to_do(gopy: Gopy) -> None:
    gopy.environment["GOPY_DATABASE_URL"] = "postgresql://gopy:mat-khau@127.0.0.1:1/gopy"
    said = gopy("doctor")
    assert said.code == 1
    assert "fail  database   Không nối được cơ sở dữ liệu: ConnectionRefusedError" in said.out
    assert "→ Xem GOPY_DATABASE_URL" in said.out
    assert "mat-khau" not in said.out + said.err
    assert "outbox" not in said.out


def test_settings_that_cannot_be_are_a_finding_too(gopy: Gopy) -> None:
    gopy.environment |= {"GOPY_PORT": "tám"}
    said = gopy("doctor", "--json")
    assert said.code == 1
    assert "GOPY_PORT:" in said.out
    assert '"name": "words"' in said.out


def test_every_finding_has_its_sentence_and_every_sentence_a_finding() -> None:
    used = {
        node.args[0].value
        for path, tree in modules("bot").items()
        if path.startswith("bot/doctor/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("ok", "warn", "fail")
        and isinstance(node.args[0], ast.Constant)
    }  # fmt: skip
    assert used == SENTENCES.keys()


# The checks


async def test_a_check_that_breaks_or_hangs_does_not_end_the_others(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(_patient: Patient) -> Finding:
        raise RuntimeError("postgresql://u:mat-khau@h/x is away\nand more")

    async def hangs(_patient: Patient) -> Finding:
        await asyncio.sleep(60)
        raise AssertionError

    async def is_well(_patient: Patient) -> Finding:
        return ok("words")

    monkeypatch.setattr("bot.doctor.check.LIMIT", 0.05)
    found = await examine([Check("a", breaks), Check("b", hangs), Check("c", is_well)], patient(now))
    assert [finding.code for _, finding in found] == ["broken", "too_slow", "words"]
    assert found[0][1].values == {"error": "RuntimeError: postgresql://u:<password>@h/x is away"}


@pytest.mark.parametrize(("megabytes", "status"), [(5000, "ok"), (1023, "warn"), (99, "fail")])
def test_a_disk_is_judged_by_what_is_free(megabytes: int, status: str) -> None:
    assert disk.judge(megabytes).status == status


async def test_secrets_of_ones_own_are_well(now: datetime) -> None:
    own = {"secret_key": SecretStr("m" * 32), "identity_keys": SecretStr(Fernet.generate_key().decode())}
    assert await look(secrets.CHECK, patient(now, **own)) == ok("settings", env="development")
    example = await look(secrets.CHECK, patient(now, env="production"))
    assert example
    assert (example.status, "GOPY_SECRET_KEY" in example.values["reason"]) == ("fail", True)


async def test_vietnam_is_seven_hours_ahead(now: datetime) -> None:
    assert await look(zone.CHECK, patient(now)) == ok("zone", zone="Asia/Ho_Chi_Minh")


def test_letters_that_a_font_lacks_are_named() -> None:
    assert pictures.draw("ặ" + "ễ" + "Đ" + "漢") == "漢"


async def test_the_database_is_asked_but_never_made(now: datetime, tmp_path: Path) -> None:
    file = tmp_path / "gopy.db"
    at = patient(now, database_url=f"sqlite+aiosqlite:///{file}")
    assert await look(database.CHECK, at) == Finding("warn", "database_none", {"name": file})
    assert not file.exists()
    file.touch()
    found = await look(database.CHECK, at)
    assert found
    assert (found.status, found.code, found.values["found"]) == ("fail", "database_behind", "-")
    assert await look(backlog.CHECK, at) is None


async def test_what_waits_too_long_is_counted(database: Database, secrets: Secrets, now: datetime) -> None:
    at = patient(now, database_url=database.url.render_as_string(hide_password=False))
    assert [(await look(check, at)).status for check in (backlog.CHECK, leases.CHECK, untagged.CHECK)] == ["ok"] * 3  # type: ignore[union-attr]  # the database is well
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        citizen = await citizens.meet(session, "telegram", "1", "vi", secrets.sealer, now)
        assert citizen.id
        await consents.give(session, citizen.id, Purpose.FEEDBACK, now)
        new = NewFeedback("DT1", None, Stance.AGREE, "Tôi đồng ý")
        await feedback.submit(session, citizen, new, secrets, now - timedelta(minutes=11))
        outbox.reply(session, citizen, [say("một"), say("hai")], now - timedelta(minutes=6))
        outbox.reply(session, citizen, [say("ba")], now)
        await session.flush()
        await outbox.lease(session, "telegram", "dead", 1, secrets.sealer, now - timedelta(minutes=3))
    assert await look(backlog.CHECK, at) == Finding("warn", "backlog", {"late": 1, "waiting": 2})
    assert await look(leases.CHECK, at) == Finding("warn", "leases_stuck", {"count": 1})
    assert await look(untagged.CHECK, at) == Finding("warn", "untagged", {"count": 1})


async def test_corrections_that_nobody_learns_from_are_counted(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    at = patient(now, database_url=database.url.render_as_string(hide_password=False))
    assert await look(unlearnt.CHECK, at) == Finding("ok", "learnt", {"count": 0})
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        staff, _ = await factories.account(session, now, secrets.pseudonyms)
        citizen = await citizens.meet(session, "telegram", "1", "vi", secrets.sealer, now)
        assert citizen.id
        await consents.give(session, citizen.id, Purpose.FEEDBACK, now)
        await feedback.submit(session, citizen, NewFeedback("DT1", None, Stance.AGREE, "Phí cao"), secrets, now)
        await corrections.record(session, 1, staff, ["y_te"], now - timedelta(days=3))
    assert await look(unlearnt.CHECK, at) == Finding("ok", "learnt", {"count": 1})
    async with database.transaction() as session:
        await corrections.record(session, 1, staff, ["dat_dai"], now - timedelta(days=4, minutes=1))
    assert await look(unlearnt.CHECK, at) == Finding("warn", "unlearnt", {"count": 2, "days": 4})
    async with database.transaction() as session:
        await corrections.keep(session, b"", Learning(2, 0.7, 0.8, accepted=False, reason="few_texts"), now)
    assert await look(unlearnt.CHECK, at) == Finding("ok", "learnt", {"count": 0})


# Telegram


def at_telegram(base: str, token: str = TOKEN, **settings: object) -> Patient:
    """An installation that talks to the pretended Telegram."""
    more = {"telegram_api_base": base, "telegram_token": SecretStr(token), **settings}
    return patient(datetime.now(UTC), **more)


async def test_a_token_is_tried_and_its_bot_named() -> None:
    async with pretended_telegram() as (world, base):
        found = await look(telegram.CHECK, at_telegram(base))
        assert found == ok("telegram", username=world.bots[TOKEN].username)
        wrong = await look(telegram.CHECK, at_telegram(base, "43:another-token-that-nobody-gave-out-at-all"))
        assert wrong == fail("telegram_token")
        assert (await look(telegram.CHECK, at_telegram(base, ""))).code == "telegram_off"  # type: ignore[union-attr]  # it always answers


async def test_a_telegram_in_trouble_is_told_from_a_wrong_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.doctor.telegram_call.ANSWER_WAIT", 0.3)
    async with pretended_telegram() as (world, base):
        for fault, code in (
            (Fault("bad_gateway"), "telegram_away"),
            (Fault("slow", seconds=2), "telegram_away"),
            (Fault("reset_before"), "telegram_away"),
            (Fault("error"), "telegram_no"),
            (Fault("flood"), "telegram_no"),
        ):
            world.chaos.next("getMe", fault)
            found = await look(telegram.CHECK, at_telegram(base))
            assert found
            assert (found.status, found.code) == ("fail", code)
            assert TOKEN not in str(found.values)
    gone = await look(telegram.CHECK, at_telegram(base))
    assert gone
    assert gone.code == "telegram_away"


async def hook(world: TelegramWorld, url: str) -> None:
    """Sets the bot's webhook."""
    await world.call(world.bots[TOKEN], "setWebhook", {"url": url})


async def test_webhook_and_mode_must_agree() -> None:
    async with pretended_telegram() as (world, base):
        polling = at_telegram(base)
        assert await look(telegram_hook.CHECK, polling) == ok("polling", pending=0)
        webhook = at_telegram(base, telegram_mode="webhook", public_url="http://127.0.0.1:9/")
        found = await look(telegram_hook.CHECK, webhook)
        assert found
        assert (found.code, found.values["url"]) == ("hook_elsewhere", "-")
        await hook(world, "http://127.0.0.1:9/hooks/telegram")
        assert await look(telegram_hook.CHECK, webhook) == ok("hook", pending=0)
        conflict = await look(telegram_hook.CHECK, polling)
        assert conflict
        assert (conflict.status, conflict.code) == ("warn", "hook_set")


async def test_a_webhook_that_telegram_cannot_reach_is_told_with_its_reason() -> None:
    async with pretended_telegram() as (world, base):
        at = at_telegram(base, telegram_mode="webhook", public_url="http://127.0.0.1:9")
        await hook(world, "http://127.0.0.1:9/hooks/telegram")
        await world.phone("Hoa").start()
        async with asyncio.timeout(30):
            while (found := await look(telegram_hook.CHECK, at)) and found.code == "hook":  # noqa: ASYNC110 (Telegram tells nobody of its failures)
                await asyncio.sleep(0.02)
        assert found
        assert (found.status, found.code, found.values["pending"]) == ("warn", "hook_failing", 1)


async def test_without_a_token_nothing_is_said_of_updates(now: datetime) -> None:
    assert await look(telegram_hook.CHECK, patient(now)) is None
