"""Tables as an Excel workbook, a sheet each; every text stays text."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from services.exports.cells import clean
from services.exports.tables import Table


def write(tables: Sequence[Table], title: str, made_at: datetime) -> bytes:
    """A workbook with a frozen header, filters and wrapped text on every sheet, written row by row."""
    out = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        book.set_properties({"title": clean(title), "created": made_at.astimezone(UTC).replace(tzinfo=None)})
        look = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "text_wrap": True, "border": 1}
        head = book.add_format({**look, "bold": True, "bg_color": "#DCE6F1", "valign": "vcenter"})
        body = book.add_format(look)
        for table in tables:
            _sheet(book, table, head, body)
    return out.getvalue()


def _sheet(book: Workbook, table: Table, head: Any, body: Any) -> None:
    sheet = book.add_worksheet(table.title)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(table.widths):
        sheet.set_column(column, column, width)
    for column, name in enumerate(table.header):
        sheet.write_string(0, column, name, head)
    for row, cells in enumerate(table.rows, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(row, column, clean(cell), body)
            else:
                sheet.write_number(row, column, cell, body)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.header) - 1)
