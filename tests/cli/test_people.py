"""``gopy staff``, ``agency``, ``identity`` and ``broadcast``: accounts, names, keys and the rule of two admins."""

import sqlite3
from contextlib import closing

from cryptography.fernet import Fernet

from bot.settings import EXAMPLE_IDENTITY_KEY
from storage.sealing import Sealer
from tests.cli.gopy import Gopy


def admin(gopy: Gopy, email: str) -> None:
    """An admin's account."""
    assert gopy("staff", "add", email, "--role", "admin", "--agency", "so_nnmt").code == 0


def test_an_account_comes_with_a_link_and_a_code(gopy: Gopy) -> None:
    made = gopy("staff", "add", " Can.Bo@Example.invalid ", "--role", "officer", "--agency", "so_nnmt", "--json").json
    assert {name: made[name] for name in ("email", "role", "agency")} == {
        "email": "can.bo@example.invalid",
        "role": "officer",
        "agency": "so_nnmt",
    }
    assert made["link"] == f"http://127.0.0.1:8600/console/sign-in?code={made['code']}"
    shown = gopy("staff", "add", "can.bo@example.invalid", "--role", "officer", "--agency", "so_nnmt").out.splitlines()
    assert shown[0].startswith("http://127.0.0.1:8600/console/sign-in?code=")
    assert shown[2].startswith("Trong chat với bot, nhắn: liên kết ")
    assert made["code"] not in "\n".join(shown)


def test_accounts_that_cannot_be_are_refused(gopy: Gopy) -> None:
    said = gopy("staff", "add", "a@example.invalid", "--role", "vua", "--agency", "so_nnmt").refusal
    assert said == "Không có vai trò «vua». Các vai trò: officer, publisher, admin."
    assert "«khong-phai-thu»" in gopy("staff", "add", "khong-phai-thu", "--role", "admin", "--agency", "so").refusal
    assert "«Sở Y tế»" in gopy("staff", "add", "a@example.invalid", "--role", "admin", "--agency", "Sở Y tế").refusal
    assert gopy("staff", "add", "a@example.invalid").code == 2


def test_an_agency_gets_its_name(gopy: Gopy) -> None:
    named = gopy("agency", "name", "so_nnmt", " Sở Nông nghiệp  và Môi trường", "--english", "Department")
    assert named.out == "so_nnmt: Sở Nông nghiệp và Môi trường\n"
    assert "«mã sai»" in gopy("agency", "name", "mã sai", "Sở").refusal


def test_an_announcement_needs_a_second_admin(gopy: Gopy) -> None:
    admin(gopy, "lan@example.invalid")
    admin(gopy, "nam@example.invalid")
    composed = gopy("broadcast", "compose", "--by", "lan@example.invalid", "--vi", "Bảo trì tối nay.", "--json").json
    assert composed == {"id": 1, "segment": "all", "recipients": 0, "state": "proposed"}
    assert "quản trị viên khác" in gopy("broadcast", "confirm", "1", "--by", "lan@example.invalid").refusal
    assert gopy("broadcast", "confirm", "1", "--by", "nam@example.invalid", "--json").json == {"id": 1, "recipients": 0}
    assert "không còn chờ xác nhận" in gopy("broadcast", "confirm", "1", "--by", "nam@example.invalid").refusal
    assert gopy("broadcast", "status", "1", "--json").json == {
        "id": 1, "state": "sending", "segment": "all", "recipients": 0, "waiting": 0, "counts": {},
    }  # fmt: skip
    assert "state: sending" in gopy("broadcast", "status", "1").out
    assert "0" in gopy("broadcast", "stop", "1", "--by", "lan@example.invalid").out
    assert gopy("broadcast", "status", "1", "--json").json["state"] == "stopped"


def test_who_may_announce_and_to_whom(gopy: Gopy) -> None:
    admin(gopy, "lan@example.invalid")
    gopy("staff", "add", "binh@example.invalid", "--role", "officer", "--agency", "so_nnmt")
    compose = ("broadcast", "compose", "--vi", "Xin chào.", "--by")
    assert "không có quyền" in gopy(*compose, "binh@example.invalid").refusal
    assert "«ai@example.invalid»" in gopy(*compose, "ai@example.invalid").refusal
    for segment in ("stance:oppose", "field:bay_len_trang", "moi nguoi", ""):
        assert f"«{segment}»" in gopy(*compose, "lan@example.invalid", "--segment", segment).refusal
    assert "«DT9»" in gopy(*compose, "lan@example.invalid", "--segment", "draft:DT9").refusal
    assert "tiếng Việt" in gopy("broadcast", "compose", "--by", "lan@example.invalid", "--vi", " ").refusal
    for act in ("status", "confirm", "stop"):
        by = () if act == "status" else ("--by", "lan@example.invalid")
        assert gopy("broadcast", act, "77", *by).refusal == "Không có thông báo số 77."


def test_keys_are_rotated_and_the_old_one_may_go(gopy: Gopy) -> None:
    old, fresh = Sealer([EXAMPLE_IDENTITY_KEY]), Fernet.generate_key().decode()
    gopy("db", "upgrade")
    with closing(sqlite3.connect(gopy.database_file)) as rows:
        rows.execute(
            "INSERT INTO citizen (channel, address_hash, address_sealed, language, joined_at)"
            " VALUES ('telegram', ?, ?, 'vi', '2026-11-23 02:00:00')",
            (old.hashes("1001")[0], old.seal("1001")),
        )
        rows.commit()
    gopy.environment |= {"GOPY_IDENTITY_KEYS": fresh}
    assert "không mở được" in gopy("identity", "rotate").refusal
    gopy.environment |= {"GOPY_IDENTITY_KEYS": f"{fresh},{EXAMPLE_IDENTITY_KEY}"}
    for _ in range(2):  # it may be repeated
        said = gopy("identity", "rotate")
        assert ("khóa mới nhất" in said.out, said.err) == (True, "")
    with closing(sqlite3.connect(gopy.database_file)) as rows:
        [(hashed, sealed)] = rows.execute("SELECT address_hash, address_sealed FROM citizen").fetchall()
    assert (hashed, Sealer([fresh]).unseal(sealed)) == (Sealer([fresh]).hashes("1001")[0], "1001")
