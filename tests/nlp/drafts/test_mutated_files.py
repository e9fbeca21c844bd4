"""2,000 torn, shuffled and spliced files: each is a draft or a refusal with a known code, soon."""

import copy
import io
import json
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from nlp.drafts.files import parse_file
from nlp.drafts.source import Unreadable
from services.refusals import SENTENCES
from tests.nlp.drafts.files import Word, pdf
from tests.nlp.drafts.odt import odt
from tests.nlp.drafts.old_fonts import tcvn3, vni
from tests.nlp.drafts.samples import AMENDMENT, DECISION, PLAN
from tests.source import ROOT

# How many mutants of each kind; together 2,000.
COUNTS = {"docx": 460, "odt": 340, "html": 300, "txt": 300, "md": 200, "pdf": 400}
# No mutant may take longer than this, in seconds; honest files of this size take some 20 ms.
SLOWEST = 5.0

Mutation = Callable[[random.Random, bytes, bytes], bytes]


def truncated(chance: random.Random, data: bytes, other: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def shuffled(chance: random.Random, data: bytes, other: bytes) -> bytes:
    size = chance.choice([1, 7, 64, 512])
    blocks = [data[at : at + size] for at in range(0, len(data), size)]
    first = chance.randrange(len(blocks))
    part = blocks[first : first + 40]
    chance.shuffle(part)
    return b"".join([*blocks[:first], *part, *blocks[first + 40 :]])


def spliced(chance: random.Random, data: bytes, other: bytes) -> bytes:
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def overwritten(chance: random.Random, data: bytes, other: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 3, 30, 300])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def repeated(chance: random.Random, data: bytes, other: bytes) -> bytes:
    first = chance.randrange(len(data))
    return data[:first] + data[first : first + chance.choice([3, 50, 900])] * chance.choice([2, 40]) + data[first:]


def noise(chance: random.Random, data: bytes, other: bytes) -> bytes:
    return data[: chance.choice([0, 5, 200])] + chance.randbytes(chance.choice([10, 3000]))


def rearranged(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """XML that stays XML: elements dropped, repeated and moved into others, attributes swapped or made absurd."""
    root = ElementTree.fromstring(data)  # noqa: S314  (made by the test)
    for _ in range(chance.choice([1, 5, 40])):
        elements = list(root.iter())
        one, two = chance.choice(elements), chance.choice(elements)
        match chance.randrange(4):
            case 0 if len(one):
                one.remove(chance.choice(list(one)))
            case 1:
                one.append(copy.deepcopy(two) if len(elements) < 3_000 else ElementTree.Element(two.tag))
            case 2:
                one.attrib, two.attrib = two.attrib, one.attrib
            case _:
                one.attrib = dict.fromkeys(one.attrib, chance.choice(["", "-1", "99999999999", "a", "²"]))
    return ElementTree.tostring(root)


MUTATIONS: tuple[Mutation, ...] = (truncated, shuffled, spliced, overwritten, overwritten, repeated, noise)


@cache
def seeds(folder: Path) -> dict[str, list[bytes]]:
    """Honest files of each kind."""
    word = Word()
    word.levels(90, ("decimal", "Điều %1."), ("decimal", "%2."))
    for number, text in enumerate(DECISION.splitlines()):
        word.say(text, 90 if number % 5 == 0 else None, number % 2)
    word.document.add_table(2, 3).cell(1, 1).text = "Ô"
    old = Word()
    for text in PLAN.splitlines():
        old.say(tcvn3(text))
    pages = "".join(f"<p>{line}</p>" for line in AMENDMENT.splitlines())
    items = "".join(f"<text:list-item><text:p>{line}</text:p></text:list-item>" for line in PLAN.splitlines())
    body = f'<text:list text:style-name="L">{items}</text:list><text:p>Điều 1.<text:s/>Một</text:p>'
    return {
        "docx": [word.save(folder / "1.docx").read_bytes(), old.save(folder / "2.docx").read_bytes()],
        "odt": [odt(folder / "1.odt", body).read_bytes(), odt(folder / "2.odt", "<text:p>A</text:p>").read_bytes()],
        "html": [f"<html><meta charset=utf-8><body>{pages}<table><tr><td>1<td>2".encode(), pages.encode("utf-16")],
        "txt": [DECISION.encode(), AMENDMENT.encode("utf-16"), tcvn3(DECISION).encode("latin-1"), vni(PLAN).encode()],
        "md": [f"# {PLAN}\n| a | b |\n|---|---|\n".encode(), f"**{AMENDMENT}**".encode()],
        "pdf": [
            pdf(folder / "1.pdf", [DECISION.splitlines()[:40], PLAN.splitlines()]).read_bytes(),
            pdf(folder / "2.pdf", [["Điều 1. Một", "Nội dung."]]).read_bytes(),
        ],
    }  # fmt: skip


def mutants(kind: str, folder: Path) -> list[bytes]:
    """The mutants of a kind: always the same ones. Two thirds of the packages are torn inside, behind whole headers."""
    chance = random.Random(kind)  # noqa: S311  (repeatable, not secret)
    known = seeds(folder)
    others = [data for one in known.values() for data in one]
    found = []
    for number in range(COUNTS[kind]):
        data, other = chance.choice(known[kind]), chance.choice(others)
        mutate = MUTATIONS[number % len(MUTATIONS)]
        if kind in {"docx", "odt"} and number % 3:
            found.append(torn_inside(chance, data, rearranged if number % 3 == 1 else mutate))
        else:
            found.append(mutate(chance, data, other))
    return found


def torn_inside(chance: random.Random, data: bytes, mutate: Mutation) -> bytes:
    """The package with one member mutated and packed again, so that its XML is what is odd."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        members = [item for item in old.infolist() if item.file_size]
        chosen = chance.choice([item for item in members if item.filename.endswith(".xml")])
        for item in members:
            content = old.read(item)
            if item is chosen:
                content = mutate(chance, content, content[::-1])
            new.writestr(item.filename, content)
    return written.getvalue()


def outcome(path: Path) -> str:
    """The code of the refusal, "" for a draft."""
    try:
        parse_file(path)
    except Unreadable as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize("kind", [kind for kind in COUNTS if kind != "pdf"])
def test_mutants_are_drafts_or_clear_refusals(kind: str, tmp_path: Path) -> None:
    for number, data in enumerate(mutants(kind, tmp_path)):
        path = tmp_path / f"mutant.{kind}"
        path.write_bytes(data)
        started = time.process_time()
        code = outcome(path)
        assert code in SENTENCES or not code, (kind, number)
        assert time.process_time() - started < SLOWEST, (kind, number)


# pdfium is C++ and may fall over: a child reads many mutants, and says which one it was at when it dies.
CHILD = """
import json, sys, time
from pathlib import Path
from nlp.drafts.files import parse_file
from nlp.drafts.source import Unreadable
for path in sys.stdin.read().splitlines():
    started = time.process_time()
    try:
        parse_file(Path(path)); code = ""
    except Unreadable as refusal:
        code = refusal.code
    print(json.dumps([code, time.process_time() - started]), flush=True)
"""


def test_mutated_pdfs_are_drafts_or_clear_refusals(tmp_path: Path) -> None:
    paths = []
    for number, data in enumerate(mutants("pdf", tmp_path)):
        paths.append(tmp_path / f"mutant-{number}.pdf")
        paths[-1].write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input="\n".join(map(str, paths)),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=120,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, len(answers)) == (0, COUNTS["pdf"]), done.stderr
    assert {code for code, _ in answers} - {""} <= SENTENCES.keys()
    assert max(seconds for _, seconds in answers) < SLOWEST


def test_the_mutants_are_two_thousand() -> None:
    assert sum(COUNTS.values()) == 2_000
