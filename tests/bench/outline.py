"""What correcting an outline costs: edits applied to a code of law, and one correction stored in a database."""

import time
from functools import partial

from nlp.drafts import edits, structure
from nlp.drafts.edits import Edit
from nlp.drafts.reading import Reading
from nlp.drafts.source import Source, lines_of
from services.drafts import intake, outline
from services.drafts.intake import DossierFile, NewDraft
from storage import migrate
from storage.db import Database
from tests.bench.ground import Ground
from tests.bench.table import Row, alternate, held_against
from tests.conftest import NOW

TITLE = "Correcting outlines"
ROUNDS = 3
ARTICLES, CLAUSES = 689, 4
_RULE = "Tổ chức, cá nhân thực hiện nghĩa vụ theo quy định của pháp luật và thỏa thuận giữa các bên"


def code_of_law() -> str:
    """As many articles as the civil code has, each with four clauses."""
    articles = [
        "\n".join(
            [f"Điều {article}. Nghĩa vụ số {article}"]
            + [f"{clause}. {_RULE} ({article}.{clause})." for clause in range(1, CLAUSES + 1)]
        )
        for article in range(1, ARTICLES + 1)
    ]
    return "\n".join(["BỘ LUẬT", "Về nghĩa vụ", *articles])


def made(reading: Reading, count: int) -> list[Edit]:
    """Corrections all over the text."""
    paths = [f"dieu-{1 + number * (ARTICLES // count)}/khoan-3" for number in range(count)]
    return [edits.anchored(reading.draft, Edit("merge", path, "", {}, at)) for at, path in enumerate(paths, start=1)]


async def applied(reading: Reading, known: list[Edit]) -> float:
    """Milliseconds of processor time."""
    started = time.process_time()
    edits.apply(reading, known)
    return (time.process_time() - started) * 1000


async def run(ground: Ground) -> list[Row]:
    """Edits in memory against none, and a stored correction against opening the outline."""
    text = code_of_law()
    reading = structure.read(Source(lines_of(text)))
    found = await alternate(
        ROUNDS,
        none=partial(applied, reading, []),
        ten=partial(applied, reading, made(reading, 10)),
        fifty=partial(applied, reading, made(reading, 50)),
    )
    database = Database(f"sqlite+aiosqlite:///{ground.folder / 'outline.db'}")
    await migrate.upgrade(database)
    new = NewDraft("Bộ luật về nghĩa vụ", "luat", "bo_tp", NOW.date())
    async with database.transaction() as session:
        await intake.add(session, new, reading, [DossierFile("du-thao", "a.txt", text.encode())], "bench", NOW)
    numbers = iter(range(1, ARTICLES))

    async def opened() -> float:
        started = time.perf_counter()
        async with database.transaction() as session:
            await outline.open_bench(session, "DT1", None)
        return (time.perf_counter() - started) * 1000

    async def corrected() -> float:
        started = time.perf_counter()
        async with database.transaction() as session:
            await outline.correct(session, "DT1", Edit("merge", f"dieu-{next(numbers)}/khoan-3"), None, NOW)
        return (time.perf_counter() - started) * 1000

    stored = await alternate(ROUNDS, open=opened, correct=corrected)
    await database.close()
    parts = len(reading.draft.provisions)
    return [
        held_against(f"10 edits on {parts} provisions", "ms", found["ten"], found["none"], "floor: no edit"),
        held_against(f"50 edits on {parts} provisions", "ms", found["fifty"], found["none"], "floor: no edit"),
        held_against("one correction, stored (SQLite)", "ms", stored["correct"], stored["open"], "floor: opening it"),
    ]
