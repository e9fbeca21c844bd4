"""Reading the stored file of a draft anew, with no transaction open; what is done with it is ``outline``'s."""

from datetime import datetime

from services.drafts import outline
from services.drafts.outline import Bench
from services.errors import Refused
from services.reading import DEFAULT_LIMITS, ReadingLimits, read_bytes
from storage.db import Database
from storage.models import Staff


async def reread(
    database: Database, code: str, by: Staff | None, now: datetime, limits: ReadingLimits = DEFAULT_LIMITS
) -> Bench:
    """Reads the file of the newest version again and applies the same edits.

    Raises Refused: ``unknown_draft``, ``outline_published``, ``draft_without_file``, ``not_allowed``,
    ``other_agency`` and those of ``services.reading``.
    """
    async with database.transaction() as session:
        bench = await outline.open_bench(session, code, by)
        if not bench.can_be_corrected:
            raise Refused("outline_published", code=bench.draft.code)
        file = await outline.file_of(session, bench.version)
    reading = await read_bytes(file.name, file.content, limits)
    async with database.transaction() as session:
        return await outline.reread(session, code, reading, file.sha256, by, now)
