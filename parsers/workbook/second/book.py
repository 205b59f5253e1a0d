"""What calamine gives of an xlsx, xls or ods: the values and merged areas of visible sheets."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from parsers.columns import LISTLIKE
from parsers.flag import Flag, FlagCode
from parsers.reading import Reading
from parsers.source import Place, ReadError, SourceFile
from parsers.workbook.limits import MAX_ROWS
from parsers.workbook.open_look import OpenLook
from parsers.workbook.second.lists import Sheet, blocks_of
from parsers.workbook.second.written import written


def read_second(file: SourceFile, look: OpenLook | None = None) -> Reading:
    """Return the visible sheets, but for what is unseen by a `look` at them, whose merged areas
    calamine does not tell. Without a look, hidden sheets are told, and rows and columns are shown
    whether hidden or not. Raises ReadError for a file that cannot be opened.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.data))
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        look = look or OpenLook(flags=tuple(_hidden(file.name, book)))
        sheets = [_sheet(file.name, name, book.get_sheet_by_name(name), look) for name in names]
    except PasswordError as error:
        raise ReadError("file_encrypted", f"calamine: {error!r}") from error
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise ReadError("file_unreadable", f"calamine: {error!r}") from error
    blocks = tuple(block for sheet in sheets for block in blocks_of(sheet))
    return Reading(blocks, look.flags, look.letters)


def _hidden(file: str, book: Any) -> Iterator[Flag]:
    """Yield a flag for each hidden sheet with anything in it: of people, or choices of a form."""
    for sheet in book.sheets_metadata:
        if sheet.visible == SheetVisibleEnum.Visible or sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        rows = book.get_sheet_by_name(sheet.name).to_python(nrows=MAX_ROWS)
        texts = [text for row in rows for value in row if (text := written(value)).strip()]
        if texts:
            listed = any(map(LISTLIKE.search, texts))
            code = FlagCode.HIDDEN_LIST if listed else FlagCode.HIDDEN_SHEET
            yield Flag(code, (("sheet", sheet.name),), Place(file, sheet=sheet.name))


def _sheet(file: str, name: str, sheet: Any, look: OpenLook) -> Sheet:
    top, left = sheet.start or (0, 0)
    unseen = look.unseen.get(name, frozenset())
    rows: dict[int, dict[int, str]] = {}
    for y, row in enumerate(sheet.to_python(nrows=MAX_ROWS), top + 1):
        texts = ((x, written(value)) for x, value in enumerate(row, left + 1))
        rows[y] = {x: text for x, text in texts if text.strip() and (y, x) not in unseen}
    merged = {
        (first[0] + 1, first[1] + 1): (last[0] + 1, last[1] + 1)
        for first, last in sheet.merged_cell_ranges or ()
    }
    return Sheet(file, name, rows, merged | look.merged.get(name, {}))
