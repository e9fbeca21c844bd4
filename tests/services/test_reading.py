"""Reading an upload in a child process: drafts come back, everything else is a Refused with a stable code."""

import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from services import office, reading
from services.errors import Refused
from services.reading import ReadingLimits, read_draft
from tests.nlp.drafts.files import Word, encrypted_pdf, pdf, raw_pdf, sealed_docx, zip_bomb
from tests.nlp.drafts.samples import DECISION, draft_of

HOME = Path(reading.__file__).resolve().parents[1]


async def refusal(path: Path, limits: ReadingLimits = reading.DEFAULT_LIMITS) -> Refused:
    with pytest.raises(Refused) as caught:
        await read_draft(path, limits)
    return caught.value


async def test_a_draft_comes_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "dự thảo.txt"
    path.write_text(DECISION, encoding="utf-8")
    assert await read_draft(path) == draft_of(DECISION)


async def test_word_and_pdf_are_read_under_the_limits(tmp_path: Path) -> None:
    word = Word()
    word.levels(90, ("decimal", "Điều %1."))
    word.say("Phạm vi", 90)
    word.say("Quy định về chợ.")
    draft = await read_draft(word.save(tmp_path / "a.docx"))
    assert [(one.path, one.heading, one.text) for one in draft.provisions] == [
        ("dieu-1", "Phạm vi", "Quy định về chợ.")
    ]
    draft = await read_draft(pdf(tmp_path / "a.pdf", [["NGHỊ QUYẾT", "Về chợ", "Điều 1. Phạm vi", "Quy định về chợ."]]))
    assert draft.provisions[0].text == "Quy định về chợ."


async def test_every_refusal_has_its_code(tmp_path: Path) -> None:
    def written(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    whole = Word().save(tmp_path / "whole.docx").read_bytes()
    cases = {
        tmp_path / "none.txt": "file_missing",
        tmp_path: "file_missing",
        written("a.txt", b""): "file_empty",
        written("b.txt", b"  \n "): "file_empty",
        written("a.xyz", b"abc"): "file_kind_unknown",
        written("b.pdf", os.urandom(4000)): "file_kind_unknown",
        written("c.docx", whole[: len(whole) // 2]): "file_unreadable",
        written("d.pdf", b"%PDF-1.4\n" + os.urandom(4000)): "file_unreadable",
        sealed_docx(tmp_path / "e.docx"): "file_encrypted",
        encrypted_pdf(tmp_path / "f.pdf"): "file_encrypted",
        raw_pdf(tmp_path / "g.pdf"): "file_scan",
        zip_bomb(tmp_path / "h.docx", 20): "file_bomb",
        written("j.txt", "TUYỆT MẬT\nĐiều 1. Một".encode()): "file_secret",
        written("i.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99): (
            "file_unreadable" if office.found() else "file_legacy_doc"  # with LibreOffice it is opened, and is empty
        ),
    }
    for path, code in cases.items():
        assert (await refusal(path)).code == code, path.name


async def test_a_large_file_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(2 * 2**20)
    refused = await refusal(path, ReadingLimits(file_mb=1))
    assert (refused.code, refused.values) == ("file_too_large", {"limit_mb": 1, "name": "a.txt"})


def heavy(path: Path, megabytes: int) -> Path:
    """A text that takes a while: every line is an article."""
    line = "Điều 1. Nội dung của điều này rất dài và lặp lại nhiều lần.\n"
    path.write_text(line * (megabytes * 2**20 // len(line.encode())), encoding="utf-8")
    return path


async def test_a_child_that_takes_too_long_is_killed(tmp_path: Path) -> None:
    started = time.monotonic()
    refused = await refusal(heavy(tmp_path / "a.txt", 15), ReadingLimits(seconds=0.3))
    assert refused.code == "file_too_slow"
    assert time.monotonic() - started < 15  # reading it to its end takes longer


async def test_the_processor_limit_ends_a_child_too(tmp_path: Path) -> None:
    refused = await refusal(heavy(tmp_path / "a.txt", 8), ReadingLimits(cpu_seconds=1, memory_mb=4096, seconds=60))
    assert refused.code == "file_too_slow"


async def test_the_memory_limit_is_a_refusal_not_a_crash(tmp_path: Path) -> None:
    refused = await refusal(heavy(tmp_path / "a.txt", 4), ReadingLimits(memory_mb=64, seconds=60))
    assert (refused.code, refused.values) == ("file_unreadable", {"reason": "memory", "name": "a.txt"})


async def test_an_answer_without_end_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Điều 1. Một\n" + "Một dòng nội dung dài.\n" * 60_000, encoding="utf-8")
    assert (await refusal(path, ReadingLimits(answer_mb=1))).code == "file_bomb"


def environments(path: Path) -> list[bytes]:
    """The environments of the children that read ``path`` or a file under it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(path).encode() in (process / "cmdline").read_bytes():
                found.append((process / "environ").read_bytes())
        except OSError:
            continue
    return [environment for environment in found if environment]


async def test_a_reader_that_is_cancelled_leaves_no_child(tmp_path: Path) -> None:
    task = asyncio.create_task(read_draft(heavy(tmp_path / "a.txt", 15)))
    await asyncio.sleep(0.3)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert environments(tmp_path) == []


async def test_the_child_sees_nothing_of_the_bots_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOPY_SECRET_KEY", "rất bí mật")
    path = tmp_path / "a.txt"
    path.write_text("Điều 1. Một\n" * 200_000, encoding="utf-8")
    task = asyncio.create_task(read_draft(path, ReadingLimits(seconds=20)))
    seen: list[bytes] = []
    while not seen and not task.done():
        await asyncio.sleep(0.02)
        seen = environments(path)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert b"PATH=" in seen[0]
    assert b"GOPY" not in seen[0]


def run_child(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "nlp.drafts", *arguments], capture_output=True, cwd=HOME, check=False)


def test_the_child_prints_one_json_document_and_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK\x03\x04" + os.urandom(500))
    done = run_child(str(path))
    assert json.loads(done.stdout) == {"refused": {"code": "file_unreadable", "values": {"reason": "zip"}}}
    assert (done.returncode, done.stderr) == (1, b"")


def test_the_child_starts_without_the_heavy_readers(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Điều 1. Một", encoding="utf-8")
    program = (
        "import sys; from nlp.drafts.__main__ import main; main([sys.argv[1]]);"
        "print([name for name in ('pypdfium2', 'docx', 'selectolax', 'lxml') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, cwd=HOME, check=True)
    assert done.stderr == b"[]\n"


def test_the_child_may_not_write_files(tmp_path: Path) -> None:
    program = (
        "import sys; from nlp.drafts.__main__ import limit; limit(512, 5)\n"
        "import os; file = os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY); os.write(file, b'x')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "out")], capture_output=True, cwd=HOME, check=False
    )
    assert b"File too large" in done.stderr
