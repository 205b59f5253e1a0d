"""The second workbook reader, on calamine: xlsx, xls and ods, values only."""

from __future__ import annotations

import io
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from parsers.reading import Reading
from parsers.source import ReadError, SourceFile
from parsers.workbook.cellvalue import shown
from parsers.workbook.sheet import MAX_ROWS, Position, SheetCells


def read_second(file: SourceFile) -> Reading:
    """Return the visible sheets. Raises ReadError for a file that cannot be opened."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.data))
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        sheets = [_cells(file.name, name, book.get_sheet_by_name(name)) for name in names]
    except PasswordError as error:
        raise ReadError("file_encrypted", f"calamine: {error!r}") from error
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise ReadError("file_unreadable", f"calamine: {error!r}") from error
    return Reading(tuple(block for sheet in sheets for block in sheet.blocks()))


def _cells(file: str, name: str, sheet: Any) -> SheetCells:
    top, left = sheet.start or (0, 0)
    found: dict[Position, str] = {}
    for y, row in enumerate(sheet.to_python(nrows=MAX_ROWS)):
        for x, value in enumerate(row):
            text = shown(value)
            if text.strip():
                found[top + y + 1, left + x + 1] = text
    merged = {
        (start[0] + 1, start[1] + 1): (end[0] - start[0] + 1, end[1] - start[1] + 1)
        for start, end in sheet.merged_cell_ranges or ()
    }
    return SheetCells(file, name, found, merged)
