"""Sealing: old keys open until they are rotated away; a dump without the keys yields no address."""

from datetime import datetime

import pytest
from cryptography.fernet import Fernet
from sqlmodel import select

from services import citizens
from services.errors import Refused
from storage.db import Database
from storage.models import Citizen
from storage.sealing import Pseudonyms, SealBroken, Sealer

OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))


def test_an_address_is_opened_by_any_key_and_sealed_by_the_first() -> None:
    sealed = Sealer([OLD]).seal("1001")
    assert b"1001" not in sealed
    assert Sealer([NEW, OLD]).unseal(sealed) == "1001"
    assert Sealer([NEW]).unseal(Sealer([NEW, OLD]).seal("1001")) == "1001"
    assert Sealer([OLD]).seal("1001") != sealed


def test_without_its_key_a_value_stays_shut() -> None:
    sealed = Sealer([OLD]).seal("1001")
    for broken in (sealed[:-1] + b"A", sealed[:20], b"", b"1001"):
        with pytest.raises(SealBroken):
            Sealer([OLD]).unseal(broken)
    with pytest.raises(SealBroken):
        Sealer([NEW, OTHER]).unseal(sealed)
    with pytest.raises(ValueError, match="identity key"):
        Sealer([])


def test_hashes_are_found_under_any_key_and_tell_nothing_without_one() -> None:
    first, second = Sealer([NEW, OLD]).hashes("1001")
    assert (first, second) == (Sealer([NEW]).hashes("1001")[0], Sealer([OLD]).hashes("1001")[0])
    assert len({first, second, Sealer([OTHER]).hashes("1001")[0], Sealer([NEW]).hashes("1002")[0]}) == 4
    assert len(first) == 32


def test_pseudonyms_hang_on_the_secret_and_on_every_part() -> None:
    one = Pseudonyms("bí mật")
    found = {one.of("citizen", 1, "draft", 2), one.of("citizen", 1, "draft", 3), one.of("citizen", 12, "draft", ""),
             Pseudonyms("bí mật khác").of("citizen", 1, "draft", 2), one.of("citizen1", "draft", 2)}  # fmt: skip
    assert len(found) == 5
    assert one.of("citizen", 1) == Pseudonyms("bí mật").of("citizen", "1")
    assert {len(pseudonym) for pseudonym in found} == {32}


async def everybody(database: Database) -> list[Citizen]:
    async with database.transaction() as session:
        return list((await session.exec(select(Citizen).order_by("id"))).all())


async def test_rotation_keeps_everybody_who_he_is(database: Database, now: datetime) -> None:
    old, both, new = Sealer([OLD]), Sealer([NEW, OLD]), Sealer([NEW])
    async with database.transaction() as session:
        for number in range(5):
            await citizens.meet(session, "telegram", str(number), "vi", old, now)
    async with database.transaction() as session:  # somebody writes between the new key and the rotation
        again = await citizens.meet(session, "telegram", "3", "vi", both, now)
        await citizens.meet(session, "telegram", "new", "vi", both, now)
    last: int | None = 0
    while last is not None:
        async with database.transaction() as session:
            last = await citizens.rotate_keys(session, both, last, 2)
    found = await everybody(database)
    assert [new.unseal(citizen.address_sealed) for citizen in found] == ["0", "1", "2", "3", "4", "new"]
    assert [citizen.address_hash for citizen in found] == [new.hashes(a)[0] for a in ("0", "1", "2", "3", "4", "new")]
    async with database.transaction() as session:
        assert (await citizens.meet(session, "telegram", "3", "vi", new, now)).id == again.id


async def test_rotation_without_the_old_key_changes_nothing(database: Database, now: datetime) -> None:
    async with database.transaction() as session:
        await citizens.meet(session, "telegram", "1", "vi", Sealer([NEW]), now)
        await citizens.meet(session, "telegram", "2", "vi", Sealer([OLD]), now)
    before = [citizen.address_sealed for citizen in await everybody(database)]
    with pytest.raises(Refused, match="seal_broken"):
        async with database.transaction() as session:
            await citizens.rotate_keys(session, Sealer([NEW]), 0, 10)
    assert [citizen.address_sealed for citizen in await everybody(database)] == before
