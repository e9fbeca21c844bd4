"""Old .doc files and scans: read through LibreOffice and tesseract where these are installed, refused elsewhere."""

import asyncio
import shutil
import time
from pathlib import Path

import pypdfium2
import pytest
from matplotlib.figure import Figure

from services import office
from services.errors import Refused
from services.reading import ReadingLimits, read_draft
from tests import factories
from tests.nlp.drafts.files import Word, pdf, raw_pdf

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH on which only the programs stand that a test puts there (and the shell's own)."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def doc(tmp_path: Path) -> Path:
    path = tmp_path / "quy chế.doc"
    path.write_bytes(OLE)
    return path


async def refusal(path: Path, limits: ReadingLimits) -> str:
    with pytest.raises(Refused) as caught:
        await read_draft(path, limits)
    return caught.value.code


async def test_without_the_programs_both_are_refused_clearly(tmp_path: Path, programs: Path) -> None:
    assert await refusal(doc(tmp_path), ReadingLimits()) == "file_legacy_doc"
    assert await refusal(raw_pdf(tmp_path / "a.pdf"), ReadingLimits()) == "file_scan"


async def test_a_doc_is_converted_in_a_folder_of_its_own(tmp_path: Path, programs: Path) -> None:
    word = Word()
    word.say("Điều 1. Phạm vi")
    ready = word.save(tmp_path / "ready.docx")
    seen = tmp_path / "seen"
    program(
        programs,
        "soffice",
        f'mkdir out && cp "{ready}" out/draft.docx && echo "$@" > "{seen}" && env >> "{seen}" && pwd >> "{seen}"',
    )
    draft = await read_draft(doc(tmp_path))
    assert [one.path for one in draft.provisions] == ["dieu-1"]
    assert draft.problems[0].code == "converted_doc"
    told = seen.read_text(encoding="utf-8")
    assert "--headless" in told
    assert "draft.doc" in told
    assert "GOPY" not in told
    assert not Path(told.splitlines()[-1]).exists()  # noqa: ASYNC240 (a look at a local folder)


async def test_a_converter_that_hangs_is_ended_with_its_children(tmp_path: Path, programs: Path) -> None:
    mark = tmp_path / "late"
    program(programs, "soffice", f'(sleep 2; touch "{mark}") & sleep 30')
    started = time.monotonic()
    assert await refusal(doc(tmp_path), ReadingLimits(office_seconds=0.5)) == "file_too_slow"
    assert time.monotonic() - started < 20  # the program itself would sleep for thirty
    time.sleep(2)  # noqa: ASYNC251  (waits for a child that must not live any more)
    assert not mark.exists()


async def test_a_converter_that_makes_nothing_is_a_clear_refusal(tmp_path: Path, programs: Path) -> None:
    program(programs, "libreoffice", "exit 1")
    assert await refusal(doc(tmp_path), ReadingLimits()) == "file_unreadable"


async def test_a_scan_is_read_by_ocr_and_marked_for_review(tmp_path: Path, programs: Path) -> None:
    said = "head -c 2 | grep -q P5 && printf 'Điều 1. Phạm vi\\nQuy định về chợ.\\n'"
    program(programs, "tesseract", f'test "$*" = "stdin stdout -l vie" && {said}')
    draft = await read_draft(raw_pdf(tmp_path / "a.pdf"))
    assert [(one.path, one.text) for one in draft.provisions] == [("dieu-1", "Quy định về chợ.")]
    assert [(one.code, one.where) for one in draft.problems[:1]] == [("page_read_by_ocr", "trang 1")]


async def test_only_the_pages_without_text_are_read_by_ocr(tmp_path: Path, programs: Path) -> None:
    program(programs, "tesseract", "cat > /dev/null; echo 'Điều 2. Hiệu lực từ ngày ký.'")
    pages = [["NGHỊ QUYẾT", "Về chợ", "Điều 1. Quy định về chợ của xã."], []]
    draft = await read_draft(pdf(tmp_path / "a.pdf", pages))
    assert [one.path for one in draft.provisions] == ["dieu-1", "dieu-2"]
    assert [one.where for one in draft.problems if one.code == "page_read_by_ocr"] == ["trang 2"]


@pytest.mark.parametrize(
    "script", ["cat > /dev/null; exit 1", "echo 'Failed loading language vie' >&2; exit 1", "exec 0<&-; exit 0"]
)
async def test_an_ocr_that_fails_leaves_the_scan_refused(tmp_path: Path, programs: Path, script: str) -> None:
    program(programs, "tesseract", script)
    assert await refusal(raw_pdf(tmp_path / "a.pdf"), ReadingLimits()) == "file_scan"


# With the programs themselves (tests/install-programs brings them)

WITHOUT = "not installed, and this machine lets nobody install it: see tests/install-programs"
DECISION = [line for line in factories.DECISION.splitlines() if line]


@pytest.mark.skipif(not shutil.which("soffice"), reason=f"LibreOffice is {WITHOUT}")
async def test_the_real_libreoffice_reads_an_old_word_file(tmp_path: Path) -> None:
    word = Word()
    for line in DECISION:
        word.say(line)
    path = word.save(tmp_path / "a.docx")
    program = office.found()
    assert program is not None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = (program, profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path), str(path))
    await (await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)).wait()
    draft = await read_draft(tmp_path / "a.doc", ReadingLimits(office_seconds=300))
    assert (await read_draft(path)).provisions == draft.provisions
    assert [problem.code for problem in draft.problems] == ["converted_doc"]


@pytest.mark.skipif(not shutil.which("tesseract"), reason=f"tesseract is {WITHOUT}")
async def test_the_real_tesseract_reads_a_scan(tmp_path: Path) -> None:
    draft = await read_draft(_scan(tmp_path, pdf(tmp_path / "a.pdf", [DECISION])))
    [text] = [one.text for one in draft.provisions if one.path == "dieu-2/khoan-2/diem-đ"]
    assert text == "Hộ có người khuyết tật nặng."
    assert [one.label for one in draft.of_kind("dieu")] == ["Điều 1", "Điều 2", "Điều 3"]
    assert [(one.code, one.where) for one in draft.problems[:1]] == [("page_read_by_ocr", "trang 1")]


def _scan(tmp_path: Path, path: Path) -> Path:
    """The first page of a PDF as a scanner gives it: a picture without any text."""
    picture = pypdfium2.PdfDocument(str(path))[0].render(scale=200 / 72).to_numpy()
    figure = Figure(figsize=(8.3, 11.7))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.imshow(picture, cmap="gray")
    axes.axis("off")
    figure.savefig(tmp_path / "scan.pdf", dpi=200)
    return tmp_path / "scan.pdf"
