"""Statements whose spelling differs between SQLite and PostgreSQL; nothing about what they are used for."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession


def is_postgresql(session: AsyncSession) -> bool:
    """Whether this session talks to PostgreSQL."""
    return session.get_bind().dialect.name == "postgresql"


def insert_new(session: AsyncSession, table: type[SQLModel]) -> "postgresql.Insert | sqlite.Insert":
    """An INSERT into ``table`` of this session's dialect, so that ``on_conflict_do_nothing`` is at hand."""
    return postgresql.insert(table) if is_postgresql(session) else sqlite.insert(table)


async def insert_once(session: AsyncSession, table: type[SQLModel], values: Mapping[str, Any]) -> bool:
    """Inserts a row unless its key exists; returns whether it was new."""
    result = await session.exec(insert_new(session, table).values(dict(values)).on_conflict_do_nothing())
    return bool(result.rowcount)


__all__ = ["Insert", "insert_new", "insert_once", "is_postgresql"]
