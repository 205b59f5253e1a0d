"""Rows of a workbook's list that do not stand on its pages once it is printed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from parsers.columns import LISTLIKE
from parsers.flag import Flag, FlagCode
from parsers.ooxml import Package
from parsers.source import Place
from parsers.workbook.limits import MAX_COLUMNS, MAX_ROWS
from parsers.workbook.plain import S, column_of
from parsers.workbook.sheet import SheetCells, column_letters

PRINT_AREA = "_xlnm.Print_Area"
AREA = re.compile(
    r"(?:'(?:[^']|'')*'|[^'!,()]+)!"
    r"\$?([A-Z]{0,3})\$?(\d{0,7})(?::\$?([A-Z]{0,3})\$?(\d{0,7}))?(?:,|$)"
)
FULL = 3
"""So many filled cells are a row of a list."""

Area = tuple[range, range]
"""The rows and the columns that are printed, both counted from 1."""


def print_areas(data: bytes) -> dict[str, tuple[Area, ...]]:
    """Return what is printed of each sheet that says so, by its title (ECMA-376, 18.2.5).

    Nothing is known of a name that is computed; for one that leads nowhere all is printed.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        package = Package(archive)
        book = package.part(package.main)
    titles = [str(sheet.get("name")) for sheet in book.iter(f"{S}sheet")]
    named = {
        int(name.get("localSheetId")): _areas(name.text or "")
        for name in book.iter(f"{S}definedName")
        if name.get("name") == PRINT_AREA and (name.get("localSheetId") or "").isdigit()
    }
    return {titles[at]: areas for at, areas in named.items() if areas and at < len(titles)}


def _areas(text: str) -> tuple[Area, ...]:
    """Return the areas of a reference: cells, whole columns or whole rows."""
    if AREA.sub("", text):
        return ()
    return tuple(_area(*found.groups()) for found in AREA.finditer(text) if any(found.groups()))


def _area(left: str, top: str, right: str | None, bottom: str | None) -> Area:
    if right is None and bottom is None:
        right, bottom = left, top
    rows = range(int(top), int(bottom) + 1) if top and bottom else range(1, MAX_ROWS + 1)
    columns = range(1, MAX_COLUMNS + 1)
    if left and right:
        columns = range(column_of(left), column_of(right) + 1)
    return rows, columns


def not_printed(sheet: SheetCells, areas: Sequence[Area]) -> Iterator[Flag]:
    """Yield one flag where rows of a list stand outside what is printed, at the first of them."""
    rows = groupby(sorted(sheet.cells.items()), key=lambda item: item[0][0])
    filled = ((number, {at[1]: text for at, text in cells}) for number, cells in rows)
    outside = [
        (number, min(cells))
        for number, cells in filled
        if _lists(cells) and not any(_holds(area, number, cells) for area in areas)
    ]
    if outside:
        number, column = outside[0]
        fields = (("count", str(len(outside))), ("number", str(number)))
        place = Place(sheet.file, sheet=sheet.name, cell=f"{column_letters(column)}{number}")
        yield Flag(FlagCode.ROWS_NOT_PRINTED, fields, place)


def _lists(cells: Mapping[int, str]) -> bool:
    return len(cells) >= FULL or any(LISTLIKE.search(text) for text in cells.values())


def _holds(area: Area, number: int, cells: Mapping[int, str]) -> bool:
    rows, columns = area
    return number in rows and any(column in columns for column in cells)
