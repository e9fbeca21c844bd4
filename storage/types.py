"""Column types that behave the same on SQLite and PostgreSQL; no tables here."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

NAMING: Mapping[str, str] = {
    # SQLite's batch migrations can only drop constraints that have a name.
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BigKey = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts up only in a column typed INTEGER


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC: refuses naive values on the way in, returns aware ones on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def word(kind: type[StrEnum]) -> Enum:
    """A column that holds one of the words of ``kind`` as text.

    Native enums stay behind on PostgreSQL after a downgrade and break the next upgrade.
    """
    return Enum(kind, native_enum=False, length=24, values_callable=lambda words: [w.value for w in words])


SQLModel.metadata.naming_convention = dict(NAMING)

JsonObject = dict[str, Any]


def key(row_id: int | None) -> int:
    """The id of a row that has been stored; raises ValueError for one that has not."""
    if row_id is None:
        raise ValueError("this row has not been stored yet")
    return row_id
