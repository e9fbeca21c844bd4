"""The files of one draft: fetched, known by their bytes, read once in the child process; nothing is stored here."""

import asyncio
from collections.abc import Mapping

from bot.portals.fetching import Fetcher
from nlp.portals import kinds
from nlp.portals.description import Portal
from nlp.portals.entries import FileLink, PageTrouble
from services import reading
from services.errors import Refused
from services.portals.proposals import FoundFile
from services.portals.troubles import PortalTrouble, Trouble
from services.reading import ReadingLimits

FILE_LIMIT, DRAFT_LIMIT = 20 * 2**20, 60 * 2**20  # bytes of one file, of all files of one draft
MAX_FILES = 20
# The other side asks us to stop, or shows that it will not talk to a program: nothing more is asked in this look.
STOPS = {"busy", "wall", "robots_away"}
READING = ReadingLimits(file_mb=FILE_LIMIT // 2**20, seconds=30, office_seconds=60, ocr_seconds=60)


async def bring_files(
    fetcher: Fetcher, portal: Portal, links: Mapping[str, FileLink]
) -> tuple[list[FoundFile], list[Trouble]]:
    """The files behind links, by the stems of their names, and what was wrong with those that are not kept as they are.

    Raises PortalTrouble of ``STOPS``.
    """
    files: list[FoundFile] = []
    troubles: list[Trouble] = []
    room = DRAFT_LIMIT
    for number, (stem, link) in enumerate(links.items()):
        if number >= MAX_FILES or room < FILE_LIMIT // 20:
            troubles.append(Trouble("files_too_many", {"limit": MAX_FILES, "limit_mb": DRAFT_LIMIT // 2**20}))
            break
        try:
            content = (await fetcher.fetch(link.link, min(FILE_LIMIT, room), pause=portal.delay)).body
            file, trouble = await _checked(stem, link, content)
        except PortalTrouble as met:
            if met.code in STOPS:
                raise
            file, trouble = None, Trouble(met.code, met.values, stem)
        files += [file] if file else []
        troubles += [trouble] if trouble else []
        room -= len(file.content) if file else 0
    return files, troubles


async def _checked(stem: str, link: FileLink, content: bytes) -> tuple[FoundFile | None, Trouble | None]:
    """The file as it is kept and its trouble: a secret one is not kept, one that cannot be read waits for a human."""
    try:
        kind = await asyncio.to_thread(kinds.kind_of, content)
    except PageTrouble as trouble:
        return None, Trouble(trouble.code, trouble.values, stem)
    name = f"{stem}{kinds.SUFFIXES[kind]}"
    file = FoundFile(link.role, name, content)
    try:
        read = await reading.read_bytes(name, content, READING)
    except Refused as refused:
        values = {key: value for key, value in refused.values.items() if key != "name"}
        return None if refused.code == "file_secret" else file, Trouble(refused.code, values, name)
    if any(problem.code == "page_without_text" for problem in read.draft.problems):
        return file, Trouble("file_scan", {}, name)
    return file, None
