"""What a sheet's own XML says that no library passes on (ECMA-376, part 1, 18.3)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from parsers.flag import Flag, FlagCode
from parsers.marks.brightness import PAPER, brightness, is_lost_on
from parsers.ooxml import Package
from parsers.source import Place
from parsers.workbook.unseen import NARROWEST, THINNEST

STYLES = "xl/styles.xml"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
INK = 0.0


def plain_sheets(data: bytes) -> dict[str, Any]:
    """Return the sheets' own XML by their titles, in order.

    Raises ValueError or KeyError where two programs would see other cells in it.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        package = Package(archive)
        book = package.part(package.main)
        targets = package.targets(package.main)
        if package.related(package.main, "styles") not in ([], [STYLES]):
            raise ValueError("one reader finds the styles by their usual name")
        sheets = {
            str(sheet.get("name")): package.part(targets[str(sheet.get(f"{R}id"))])
            for sheet in book.iter(f"{S}sheet")
        }
    for sheet in sheets.values():
        _check_order(sheet)
    return sheets


def _check_order(sheet: Any) -> None:
    """Raise ValueError for rows or cells that stand twice or out of order: readers differ there."""
    before = 0
    for row in sheet.iter(f"{S}row"):
        number = int(row.get("r", before + 1))
        if number <= before:
            raise ValueError("rows out of order")
        before = number
        _check_cells(row, number)


def _check_cells(row: Any, number: int) -> None:
    before = 0
    for cell in row.iter(f"{S}c"):
        found = REFERENCE.fullmatch(cell.get("r", ""))
        column = before + 1 if found is None else column_of(found[1])
        twofold = cell.find(f"{S}is") is not None and cell.find(f"{S}v") is not None
        if column <= before or twofold or (found is not None and int(found[2]) != number):
            raise ValueError("cells out of order")
        before = column


def shown_by_sheet(sheet: Any, place: Place) -> Iterator[Flag]:
    """Yield a flag for what the sheet as a whole does to its cells."""
    view = sheet.find(f"{S}sheetViews/{S}sheetView")
    if view is not None and _is_on(view.get("rightToLeft")):
        yield Flag(FlagCode.REVERSED_TEXT, (), place)
    if _is_held_flat(sheet):
        yield Flag(FlagCode.HIDDEN_TEXT, (("count", str(_count(sheet))),), place)
    filtered = sheet.find(f"{S}autoFilter/{S}filterColumn") is not None
    if filtered or any(_rule_hides(rule) for rule in sheet.iter() if rule.tag in RULES):
        yield Flag(FlagCode.SHOWN_OTHERWISE, (), place)


RULES = frozenset((f"{S}cfRule", f"{X14}cfRule"))


def _rule_hides(rule: Any) -> bool:
    """Return whether a rule shows a picture instead of a value, or hides it: in a colour scale or
    a fill as dark as ink, in white letters, by another format.
    """
    for item in rule.iter():
        name = item.tag.rpartition("}")[2]
        if name in ("dataBar", "iconSet") and not _is_on(item.get("showValue", "1")):
            return True
        if name == "colorScale" and any(_is_dark(colour) for colour in item):
            return True
        if name == "dxf" and style_hides(item):
            return True
    return False


def style_hides(style: Any) -> bool:
    """Return whether a style put over cells makes them unseen, struck, or another text."""
    ink = style.find(f"{S}font/{S}color")
    fills = [*style.iter(f"{S}bgColor"), *style.iter(f"{S}fgColor")]
    if style.find(f"{S}numFmt") is not None or style.find(f"{S}font/{S}strike") is not None:
        return True
    if ink is None:
        return any(_is_dark(colour) for colour in fills)
    shade = _brightness(fills[0]) if fills else PAPER
    return is_lost_on(_brightness(ink), shade)


def _is_dark(colour: Any) -> bool:
    return colour.tag.endswith("olor") and is_lost_on(INK, _brightness(colour))


def _brightness(colour: Any) -> float | None:
    if "theme" in colour.attrib:
        return PAPER if colour.get("theme") == "0" and "tint" not in colour.attrib else None
    return brightness(str(colour.get("rgb", ""))[-6:])


def _is_held_flat(sheet: Any) -> bool:
    """Return whether rows or columns are too low or narrow to see unless they say otherwise."""
    usual = sheet.find(f"{S}sheetFormatPr")
    if usual is None:
        return False
    narrow = float(usual.get("defaultColWidth", NARROWEST)) < NARROWEST
    low = float(usual.get("defaultRowHeight", THINNEST)) < THINNEST
    unsaid = any(row.get("ht") is None for row in sheet.iter(f"{S}row") if len(row))
    return narrow or (low and unsaid)


def _count(sheet: Any) -> int:
    return sum(1 for cell in sheet.iter(f"{S}c") if len(cell))


def column_of(letters: str) -> int:
    """Return the number of a column, counted from 1, by its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _is_on(switch: str | None) -> bool:
    return switch in ("1", "true")
