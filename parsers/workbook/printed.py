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
    r"(?P<title>'(?:[^']|'')*'|[^'!,()]+)!"
    r"\$?([A-Z]{0,3})\$?(\d{0,7})(?::\$?([A-Z]{0,3})\$?(\d{0,7}))?(?:,|$)"
)
FULL = 3
"""So many filled cells are a row of a list."""

Area = tuple[range, range]
"""The rows and the columns that are printed, both counted from 1."""

NOWHERE = "#REF!"


def print_areas(data: bytes) -> dict[str, tuple[Area, ...]]:
    """Return what is printed of each sheet that says so, by its title (ECMA-376, 18.2.5).

    No area is known of a name that is computed, or that speaks of another sheet; where one leads
    nowhere all is printed, as where none is given.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        package = Package(archive)
        book = package.part(package.main)
    titles = [str(sheet.get("name")) for sheet in book.iter(f"{S}sheet")]
    named = {
        int(name.get("localSheetId")): (name.text or "").strip()
        for name in book.iter(f"{S}definedName")
        if name.get("name") == PRINT_AREA and (name.get("localSheetId") or "").isdigit()
    }
    return {
        titles[at]: _areas(text, titles[at])
        for at, text in named.items()
        if at < len(titles) and text and NOWHERE not in text
    }


def _areas(text: str, title: str) -> tuple[Area, ...]:
    """Return the areas of a reference: cells, whole columns or whole rows of this sheet."""
    areas = list(AREA.finditer(text))
    if AREA.sub("", text) or any(not _is_of(area, title) for area in areas):
        return ()
    return tuple(_area(*area.groups()[1:]) for area in areas)


def _is_of(area: re.Match[str], title: str) -> bool:
    named = area["title"].strip("'").replace("''", "'")
    return named.lower() == title.lower() and any(area.groups()[1:])


def _area(left: str, top: str, right: str | None, bottom: str | None) -> Area:
    if right is None and bottom is None:
        right, bottom = left, top
    rows = range(int(top), int(bottom) + 1) if top and bottom else range(1, MAX_ROWS + 1)
    columns = range(1, MAX_COLUMNS + 1)
    if left and right:
        columns = range(column_of(left), column_of(right) + 1)
    return rows, columns


def not_printed(sheet: SheetCells, areas: Sequence[Area]) -> Iterator[Flag]:
    """Yield one flag where rows of a list stand outside what is printed, at the first of them, or
    where a list stands on a sheet of which nobody can tell what is printed.
    """
    rows = groupby(sorted(sheet.cells.items()), key=lambda item: item[0][0])
    filled = ((number, {at[1]: text for at, text in cells}) for number, cells in rows)
    outside = [
        (number, min(cells))
        for number, cells in filled
        if _lists(cells) and not any(_holds(area, number, cells) for area in areas)
    ]
    if outside and not areas:
        yield Flag(FlagCode.PRINT_AREA_UNCLEAR, (), Place(sheet.file, sheet=sheet.name))
    elif outside:
        number, column = outside[0]
        fields = (("count", str(len(outside))), ("number", str(number)))
        place = Place(sheet.file, sheet=sheet.name, cell=f"{column_letters(column)}{number}")
        yield Flag(FlagCode.ROWS_NOT_PRINTED, fields, place)


def _lists(cells: Mapping[int, str]) -> bool:
    return len(cells) >= FULL or any(LISTLIKE.search(text) for text in cells.values())


def _holds(area: Area, number: int, cells: Mapping[int, str]) -> bool:
    rows, columns = area
    return number in rows and any(column in columns for column in cells)
