"""Writing the sheets of a workbook: apart from what asks for it, since it is slow to import."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from mailbot.console.xlsx import Cell, Sheet

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60
_LONGEST = 32_767  # what a cell holds


def written(sheets: Iterable[Sheet]) -> bytes:
    """Return the sheets as one xlsx file."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        made = book.create_sheet(sheet.name[:31])
        for n, width in enumerate(_widths(sheet), 1):
            made.column_dimensions[get_column_letter(n)].width = width
        made.freeze_panes = "A4"
        made.append([_cell(made, sheet.title, bold=True)])
        made.append([])
        made.append([_cell(made, text, bold=True) for text in sheet.head])
        for line in sheet.lines:
            made.append([_cell(made, value) for value in line])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


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
