"""The web server: health, readiness and metrics on both databases, and what it refuses."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot import metrics, server
from services.citizens import Secrets
from storage import migrate
from storage.db import Database
from tests.web.site import make_site


@pytest.fixture
async def site(database: Database, secrets: Secrets) -> AsyncIterator[TestClient]:  # type: ignore[type-arg]  # of any application
    """A client of the server over a database at its newest schema."""
    async with TestClient(TestServer(server.make(make_site(database, secrets), []))) as client:
        yield client


async def test_a_well_bot_is_alive_and_ready(site: TestClient) -> None:  # type: ignore[type-arg]  # see site
    for path, status in (("/healthz", "ok"), ("/readyz", "ready")):
        answer = await site.get(path)
        assert (answer.status, await answer.json()) == (200, {"status": status})


async def test_behind_its_schema_it_is_alive_but_not_ready(
    site: TestClient,  # type: ignore[type-arg]  # see site
    database: Database,
) -> None:
    await migrate.downgrade(database, "base")
    answer = await site.get("/readyz")
    assert answer.status == 503
    assert await answer.json() == {"status": "schema behind", "found": None, "expected": migrate.head()}
    assert (await site.get("/healthz")).status == 200


@pytest.mark.parametrize(
    "url", ["sqlite+aiosqlite:////khong/co/gopy.db", "postgresql+asyncpg://gopy:mat-khau@127.0.0.1:1/gopy"]
)
async def test_without_its_database_it_is_alive_but_not_ready_and_says_no_secret(url: str, secrets: Secrets) -> None:
    away = Database(url)
    async with TestClient(TestServer(server.make(make_site(away, secrets), []))) as client:
        answer = await client.get("/readyz")
        text = await answer.text()
        assert (answer.status, "database away" in text) == (503, True)
        assert "mat-khau" not in text
        assert (await client.get("/healthz")).status == 200
    await away.close()
    # aiosqlite's thread, whose file could not be opened, still answers this loop: on a busy machine after its end.
    for worker in [one for one in threading.enumerate() if "_connection_worker_thread" in one.name]:
        await asyncio.to_thread(worker.join, 20)


async def test_metrics_count_and_name_nobody(site: TestClient) -> None:  # type: ignore[type-arg]  # see site
    metrics.EVENTS.labels("telegram", "text").inc()
    metrics.SENT.labels("telegram", "sent").inc()
    answer = await site.get("/metrics")
    text = await answer.text()
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert 'gopy_events_total{channel="telegram",kind="text"}' in text
    assert 'gopy_sent_total{channel="telegram",result="sent"}' in text
    assert {label for line in text.splitlines() if line.startswith("gopy_") and "{" in line
            for label in line.split("{")[1].split("}")[0].replace('"', "").replace("=", ",").split(",")[::2]
            } == {"channel", "kind", "result"}  # fmt: skip


async def test_other_paths_and_methods_are_refused(site: TestClient) -> None:  # type: ignore[type-arg]  # see site
    assert (await site.get("/nothing")).status == 404
    assert (await site.post("/healthz")).status == 405
    assert (await site.post("/hooks/telegram", data=b"{}")).status == 404  # no channel, no hook
