"""Papers' annexes as workbooks, the way people fill them: text or numbers, merged or not."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tests.parsers.corpus.paper import NEXT_PAGE, SMALL, Paper, PaperCell, PaperGrid

THIN = Side(style="thin")
DAY = re.compile(r"[0-2]?\d/\d{1,2}/\d{4}")
FORMATS = ("dd/mm/yyyy", "d/m/yyyy", "yyyy-mm-dd", "m/d/yy", "dd-mmm-yy")

LETTERED: dict[str, dict[str, Any]] = {
    "italic": {"italic": True},
    "underlined": {"underline": "single"},
    "small": {"size": SMALL * 11},
    "another face": {"name": "Arimo"},
}


@dataclass(frozen=True)
class BookLook:
    """How the annex is put into a workbook.

    `down` and `right` are where it begins; `numbers` stores what is all digits as numbers, `dates`
    what is a day as one, shown in this format; `sheet_each` gives each table a sheet of its own;
    `prints_all` names the sheets and sets what is printed of each;
    `fitted` columns are as wide as their weights and wrap, on landscape pages one sheet wide:
    ready to be printed, with so much room `below` the text of a row.
    """

    down: int = 0
    right: int = 0
    numbers: bool = False
    dates: str = ""
    sheet_each: bool = False
    blank_between: int = 0
    bordered: bool = True
    fitted: bool = False
    below: float = 0.0
    prints_all: bool = False


TITLES = ("Danh sách cấp mới", "Cấp lại mật khẩu", "DS đề nghị", "Phụ lục 1", "An Hòa cũ")
LETTERS_A_WEIGHT, LINE = 0.6, 15.0


def booked(paper: Paper, look: BookLook) -> bytes:
    """Return the paper's annex as xlsx."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    at = 1 + look.down
    held = False
    for part in paper.annex:
        if isinstance(part, PaperGrid):
            at = _grid(sheet, part, look, at)
            held = True
            continue
        if part == NEXT_PAGE:
            sheet.row_breaks.append(Break(id=at - 1))
            continue
        if held and look.sheet_each:
            sheet, at, held = book.create_sheet(), 1 + look.down, False
        sheet.cell(at, 1 + look.right, part)
        at += 1
    if look.prints_all:
        _print_all(book, paper.number)
    return _saved(book)


def _print_all(book: Workbook, number: str) -> None:
    """Name each sheet as somebody might, and have all of it printed."""
    for at, sheet in enumerate(book.worksheets):
        sheet.title = TITLES[(len(number) + at) % len(TITLES)]
        sheet.print_area = f"A1:{get_column_letter(sheet.max_column)}{sheet.max_row}"


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _grid(sheet: Worksheet, grid: PaperGrid, look: BookLook, at: int) -> int:
    """Write the grid from row `at` on; return the row after it."""
    down = [
        at + y + (look.blank_between if y >= grid.header_rows else 0) for y in range(len(grid.rows))
    ]
    if look.fitted:
        for y, row in enumerate(grid.rows):
            _fit(sheet, grid, row, down[y], look.below)
    for y, x, cell in grid.placed():
        _write(sheet, cell, (down[y], 1 + look.right + x), look)
    return at + len(grid.rows) + look.blank_between + 1


def _write(sheet: Worksheet, cell: PaperCell, at: tuple[int, int], look: BookLook) -> None:
    row, column = at
    written = sheet.cell(row, column, _value(cell.text, look) or None)
    if isinstance(written.value, date):
        written.number_format = look.dates
    if look.fitted:
        written.alignment = Alignment(wrap_text=True, vertical="top")
    if cell.struck:
        written.font = Font(strike=True)
    elif cell.lettered or cell.bold:
        written.font = Font(bold=cell.bold, **LETTERED.get(cell.lettered, {}))
    if look.bordered:
        written.border = Border(THIN, THIN, THIN, THIN)
    if cell.tall > 1 or cell.wide > 1:
        sheet.merge_cells(
            start_row=row,
            start_column=column,
            end_row=row + cell.tall - 1,
            end_column=column + cell.wide - 1,
        )


def _value(text: str, look: BookLook) -> str | int | date:
    """Return what the workbook holds for a text."""
    if look.numbers and text.isascii() and text.isdigit():
        return int(text)
    if look.dates and DAY.fullmatch(text):
        with suppress(ValueError):  # 29/02/1995 stays a text
            return date(*map(int, reversed(text.split("/"))))
    return text


def _fit(
    sheet: Worksheet, grid: PaperGrid, row: tuple[PaperCell, ...], at: int, below: float
) -> None:
    """Give the columns their widths, and a row the height its text takes once wrapped."""
    wide = [weight * LETTERS_A_WEIGHT for weight in grid.weights]
    for column, width in enumerate(wide, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    widths = wide if len(row) == len(wide) else [min(wide[1:])] * len(row)
    lines = (
        sum(1 + int(1.6 * len(part) / width) for part in cell.text.split("\n"))
        for cell, width in zip(row, widths, strict=False)
        if cell.wide == 1
    )
    sheet.row_dimensions[at].height = LINE * max([1, *lines]) + 3 + below
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
