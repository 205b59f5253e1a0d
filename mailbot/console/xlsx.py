"""Workbooks to be downloaded: plain sheets whose cells are text or numbers, never formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from starlette.responses import Response

from mailbot.console.files import attached

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60
_LONGEST = 32_767  # what a cell holds

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a title line, the heads of its columns, and its lines."""

    name: str
    title: str
    head: Sequence[str]
    lines: Sequence[Sequence[Cell]]


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return the sheets as one xlsx file.

    A text that a spreadsheet program would take for a formula is marked as text (CWE-1236); it is
    written as it stands, with the quote prefix that those programs use themselves. Control
    characters, which no workbook may hold, are left out.
    """
    book = Workbook(write_only=True)
    for sheet in sheets:
        written = book.create_sheet(sheet.name[:31])
        for n, width in enumerate(_widths(sheet), 1):
            written.column_dimensions[get_column_letter(n)].width = width
        written.freeze_panes = "A4"
        written.append([_cell(written, sheet.title, bold=True)])
        written.append([])
        written.append([_cell(written, text, bold=True) for text in sheet.head])
        for line in sheet.lines:
            written.append([_cell(written, value) for value in line])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def download(data: bytes, name: str) -> Response:
    """Return the file as an answer that the browser saves."""
    return attached(name, data, MEDIA_TYPE)


def _cell(sheet: Any, value: Cell, *, bold: bool = False) -> Any:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str) and value.startswith(_FORMULA_SIGNS):
        cell.data_type = "s"
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell


def _widths(sheet: Sheet) -> Iterable[int]:
    for n, head in enumerate(sheet.head):
        longest = max([len(head), *(len(str(line[n] or "")) for line in sheet.lines)])
        yield min(_WIDEST, longest + 3)
