"""Fixtures of the web: a running site over each database, and a visitor."""

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot import server
from handlers.web.console.groups import KEPT
from services.citizens import Secrets
from services.review.grouping import Kept
from storage.db import Database
from tests.web.site import Visitor, make_site


@pytest.fixture
async def visitor(database: Database, secrets: Secrets) -> AsyncIterator[Visitor]:
    """A visitor of the site, once for each kind of database."""
    app = server.make(make_site(database, secrets), [])
    app[KEPT] = Kept(patience=60)  # a busy machine is no reason to see another page
    async with TestClient(TestServer(app)) as client:
        yield Visitor(client, database, secrets)
