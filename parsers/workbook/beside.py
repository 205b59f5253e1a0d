"""What a workbook shows beside its cells, which nobody reads: remarks, prompts, boxes, pictures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Container, Iterator, Sequence
from typing import Any

from parsers.flag import Flag, FlagCode
from parsers.marks.remark import picture_flag, remark_flag
from parsers.marks.theme import pale_colours
from parsers.ooxml import DRAWING, Package, is_line, text_of
from parsers.source import Place, SourceFile
from parsers.unread import speaks_of_list
from parsers.workbook.plain import style_hides

BOOK = "xl/workbook.xml"
EMBEDDED = ("oleObject", "package", "control", "ctrlProp")
PICTURED = ("pic", "graphicFrame", "contentPart")
VML = "{urn:schemas-microsoft-com:office:excel}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FONTS = f"{S}fonts/{S}font"
THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
NUMBERED = frozenset(map(str, range(len(THEME))))
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
FULL = 4
"""So many filled cells are a row of a list."""

LOW_ROW, EMU = 15.0, 12_700
"""How high a row is where nothing says it, and so many units of a drawing are a point."""

MARGINS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


def beside_cells(file: SourceFile) -> Iterator[Flag]:
    """Yield a flag for text boxes, and for pictures and objects, of any sheet."""
    place = Place(file.name)
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        package = Package(archive)
        sheets = package.related(_book(package), "worksheet", "chartsheet", "dialogsheet")
        drawn = [(name, one) for name in sheets for one in package.related(name, "drawing")]
        drawings = [package.part(one) for _, one in drawn]
        struck = any(_strikes(package.part(one), package.part(name)) for name, one in drawn)
        embedded = any(package.related(sheet, *EMBEDDED) for sheet in sheets)
        hidden = _has_pale_font(package) or _has_hiding_table(package, sheets)
        changing = any(map(_is_filtered, _tables(package, sheets))) or any(
            package.related(sheet, "pivotTable") for sheet in sheets
        )
        old = [package.part(n) for sheet in sheets for n in package.related(sheet, "vmlDrawing")]
    if hidden or changing:
        yield Flag(FlagCode.SHOWN_OTHERWISE, (), place)
    texts = (text_of(drawing, DRAWING) for drawing in drawings)
    yield from (remark_flag(text, place) for text in texts if text)
    if (
        embedded
        or struck
        or any(map(_lies_on_cells, old))
        or any(_is_pictured(drawing) for drawing in drawings)
    ):
        yield picture_flag(place)


def _book(package: Package) -> str:
    """Return the workbook's part. Raises ValueError where the readers would look elsewhere."""
    if package.main != BOOK:
        raise ValueError("one reader finds the workbook by its usual name, the other by its kind")
    return BOOK


def _has_pale_font(package: Package) -> bool:
    """Return whether a font has a colour of the theme that is hardly seen on paper."""
    themes = [package.part(name) for name in package.related(BOOK, "theme")]
    pale = frozenset(name for theme in themes for name in pale_colours(theme))
    if not pale:
        return False
    styles = [package.part(name) for name in package.related(BOOK, "styles")]
    colours = (one for style in styles for one in style.iterfind(f"{FONTS}/{S}color"))
    numbers = (one.get("theme", "") for one in colours if not float(one.get("tint", "0")))
    return any(THEME[int(number)] in pale for number in numbers if number in NUMBERED)


def _tables(package: Package, sheets: Sequence[str]) -> Iterator[Any]:
    yield from (package.part(name) for one in sheets for name in package.related(one, "table"))


def _is_filtered(table: Any) -> bool:
    """Return whether some rows of a table are, or will be, left out by what stands in a column."""
    return table.find(f"{S}autoFilter/{S}filterColumn") is not None


def _has_hiding_table(package: Package, sheets: Sequence[str]) -> bool:
    """Return whether a table may have a style of the workbook's own that hides text."""
    if not any(True for _ in _tables(package, sheets)):
        return False
    for style in (package.part(name) for name in package.related(BOOK, "styles")):
        changes = style.findall(f"{S}dxfs/{S}dxf")
        used = (int(one.get("dxfId", "-1")) for one in style.iter(f"{S}tableStyleElement"))
        if any(style_hides(changes[at]) for at in used if 0 <= at < len(changes)):
            return True
    return False


def _lies_on_cells(drawing: Any) -> bool:
    """Return whether an old drawing holds more than the boxes of remarks."""
    return any(data.get("ObjectType") != "Note" for data in drawing.iter(f"{VML}ClientData"))


def _strikes(drawing: Any, sheet: Any) -> bool:
    """Return whether a line is drawn over a row of a list: under a letterhead it is by custom."""
    filled = ((row, [cell for cell in row if len(cell)]) for row in sheet.iter(f"{S}row"))
    full = {int(row.get("r", "0")) for row, cells in filled if len(cells) >= FULL}
    for anchor in drawing:
        lined = any(is_line(form) for form in anchor.iter(f"{DRAWING}prstGeom"))
        begin, end = (anchor.findtext(f"{XDR}{side}/{XDR}row") for side in ("from", "to"))
        if lined and full and begin is None and _reaches(anchor, sheet, min(full)):
            return True
        if lined and begin is not None:
            rows = range(int(begin), int(end or begin) + 1)
            if any(row + 1 in full for row in rows):
                return True
    return False


def _reaches(anchor: Any, sheet: Any, row: int) -> bool:
    """Return whether a drawing at no cell (20.5.2.1) ends below the top of a row or farther down:
    rows whose height is not said may be higher.
    """
    usual = sheet.find(f"{S}sheetFormatPr")
    height = LOW_ROW if usual is None else float(usual.get("defaultRowHeight", LOW_ROW))
    said = {int(one.get("r", "0")): one.get("ht") for one in sheet.iter(f"{S}row")}
    top = sum(float(said.get(above) or height) for above in range(1, row))
    begin, size = (anchor.find(f"{XDR}{name}") for name in ("pos", "ext"))
    sides = (("y", begin), ("cy", size))
    ends = sum(int(one.get(name, "0")) for name, one in sides if one is not None)
    return ends / EMU > top


def _is_pictured(drawing: Any) -> bool:
    """Return whether a drawing holds more than text boxes and bare lines: it may lie on cells."""
    if any(drawing.find(f".//{XDR}{name}") is not None for name in PICTURED):
        return True
    shapes = (shape for shape in drawing.iter(f"{XDR}sp") if not text_of(shape, DRAWING))
    forms = (shape.find(f".//{DRAWING}prstGeom") for shape in shapes)
    return not all(map(is_line, forms))


def in_margins(sheet: Any, place: Place) -> Iterator[Flag]:
    """Yield a flag for each header or footer of a sheet that may hold a row."""
    for name in MARGINS:
        margin = getattr(sheet, name)
        text = " ".join(str(side.text or "") for side in (margin.left, margin.center, margin.right))
        if speaks_of_list(text):
            yield remark_flag(text, place)


def prompts(sheet: Any, listed: Container[int], place: Place) -> Iterator[Flag]:
    """Yield a flag for each prompt that appears at one listed row alone: a form's own appear at
    whole columns or at a header.
    """
    for check in sheet.data_validations.dataValidation:
        rows = {row for area in check.sqref.ranges for row in (area.min_row, area.max_row)}
        text = " ".join(filter(None, (check.promptTitle, check.prompt)))
        if text and len(rows) == 1 and rows.pop() in listed:
            yield remark_flag(text, place)
