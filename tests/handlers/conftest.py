"""A person and an engine on each database."""

from datetime import datetime

import pytest

from handlers.chat.engine import Engine
from services.citizens import Secrets
from storage.db import Database
from tests.handlers.talk import Person, make_engine


@pytest.fixture
def engine(database: Database, secrets: Secrets, now: datetime) -> Engine:
    """The engine with every flow, its clock standing still."""
    return make_engine(database, secrets, lambda: now)


@pytest.fixture
def person(engine: Engine, database: Database, secrets: Secrets) -> Person:
    """A citizen who has never written before."""
    return Person(engine, database, secrets)
