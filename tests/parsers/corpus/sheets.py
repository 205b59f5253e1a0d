"""Requests written as workbooks."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.parsers.corpus.request import HEADINGS, TITLES, Fields, Request, Table


def annex_workbook(request: Request, *, numbers: bool = False) -> bytes:
    """Return the annex as xlsx; with `numbers` IDs and phones are stored as numbers."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["", "PHỤ LỤC I"])
    last = ""
    for table in request.tables:
        if table.procedure != last:
            on = request.on
            sheet.append(["", TITLES[table.procedure]])
            sheet.append(
                [
                    (
                        f"(Kèm theo Công văn số {request.number} "
                        f"ngày {on.day} tháng {on.month} năm {on.year})"
                    )
                ]
            )
            last = table.procedure
        sheet.append([HEADINGS[table.procedure, table.shape]])
        _append_table(sheet, table, numbers=numbers)
        sheet.append([])
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _append_table(sheet: Worksheet, table: Table, *, numbers: bool) -> None:
    sheet.append(list(table.headers.values()))
    for row in table.rows:
        sheet.append([_stored(row, name, numbers=numbers) for name in table.headers])


def _stored(row: Fields, name: str, *, numbers: bool) -> str | int:
    text = row.get(name, "")
    if name == "stt" or (numbers and text.isdigit()):
        return int(text)
    return text
