"""The comments of a digest as CSV that Excel in Vietnam opens rightly; the counts are in the other formats."""

import csv
from io import StringIO

from services.exports.cells import guarded
from services.exports.tables import Table


def write(comments: Table) -> bytes:
    """UTF-8 with a byte order mark, comma separated, CRLF; no cell can become a formula."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    for row in (comments.header, *comments.rows):
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")
