"""The sheets of an OpenDocument workbook as its XML has them (OpenDocument 1.3, part 3, 9)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parsers.ooxml import part
from parsers.source import ReadError
from parsers.workbook.limits import MAX_COLUMNS, MAX_ROWS
from parsers.workbook.open_look import Position

SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TABLE, TEXT, STYLE, OFFICE, DRAW = (
    SPACE % name for name in ("table", "text", "style", "office", "drawing")
)
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
MAP = f"{STYLE}map"
MANIFEST, LONGEST_MANIFEST = "META-INF/manifest.xml", 1_000_000
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
HIDDEN = frozenset({"collapse", "filter"})
BASED_DEPTH = 10


@dataclass(frozen=True, slots=True)
class OpenCell:
    """One filled cell, its row and column counted from 1; `last` is where it is merged up to.

    `text` is what is shown, "" where the cell's format shows nothing.
    """

    at: Position
    last: Position
    text: str
    style: str
    element: Any
    in_hidden_row: bool
    in_hidden_column: bool

    @property
    def held(self) -> str:
        """Return the text or number of the cell where it is said apart from what is shown."""
        return held_by(self.element)


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """One sheet with its filled cells, from top to bottom."""

    name: str
    is_hidden: bool
    element: Any
    cells: tuple[OpenCell, ...]


class OpenStyles:
    """The styles of a workbook: what they say of its cells, texts and sheets (16)."""

    def __init__(self, *roots: Any) -> None:
        self.named = {
            (str(one.get(f"{STYLE}family")), str(one.get(f"{STYLE}name"))): one
            for root in roots
            for one in root.iter(f"{STYLE}style")
        }

    def said(self, family: str, name: str, properties: str, attribute: str) -> str:
        """Return what a style, or one it is based on, says; "" for nothing."""
        for style in self._chain(family, name):
            found = style.find(f"{STYLE}{properties}")
            if found is not None and (value := found.get(attribute)) is not None:
                return str(value)
        return ""

    def put_over(self, name: str) -> list[str]:
        """Return the styles that a cell of this one has where a condition holds (16.3)."""
        maps = (one for style in self._chain("table-cell", name) for one in style.iter(MAP))
        return [str(one.get(f"{STYLE}apply-style-name")) for one in maps]

    def _chain(self, family: str, name: str) -> Iterator[Any]:
        for _ in range(BASED_DEPTH):
            style = self.named.get((family, name))
            if style is None:
                return
            yield style
            name = str(style.get(f"{STYLE}parent-style-name"))


def open_workbook(data: bytes) -> tuple[OpenStyles, list[OpenSheet]]:
    """Return the styles and the sheets. Raises an error of whatever kind for what is none, a
    ReadError for what is encrypted.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if _is_encrypted(archive):
            raise ReadError("file_encrypted", "opendocument: encrypted")
        content = part(archive, "content.xml")
        common = [part(archive, name) for name in ("styles.xml",) if name in archive.namelist()]
    styles = OpenStyles(*common, content)
    sheets = content.iterfind(f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table")
    return styles, [_sheet(sheet, styles) for sheet in sheets]


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    if MANIFEST not in archive.namelist():
        return False
    with archive.open(MANIFEST) as stream:
        return b"encryption-data" in stream.read(LONGEST_MANIFEST)


def _sheet(sheet: Any, styles: OpenStyles) -> OpenSheet:
    style = str(sheet.get(f"{TABLE}style-name"))
    shown = styles.said("table", style, "table-properties", f"{TABLE}display")
    return OpenSheet(str(sheet.get(f"{TABLE}name")), shown == "false", sheet, tuple(_cells(sheet)))


def _cells(sheet: Any) -> Iterator[OpenCell]:
    columns = _columns(sheet)
    number = 1
    for row in sheet.iter(f"{TABLE}table-row"):
        repeated = _times(row, "rows")
        drawn = list(_row(row, columns))
        for at in range(number, min(number + repeated, MAX_ROWS + 1)) if drawn else ():
            yield from (_placed(cell, at, row, columns) for cell in drawn)
        number += repeated


def _columns(sheet: Any) -> dict[int, Any]:
    """Return the columns that are described, as far as they are read."""
    found: dict[int, Any] = {}
    for column in sheet.iter(f"{TABLE}table-column"):
        begin = len(found) + 1
        for at in range(begin, min(begin + _times(column, "columns"), MAX_COLUMNS + 1)):
            found[at] = column
    return found


def _row(row: Any, columns: Mapping[int, Any]) -> Iterator[tuple[int, str, Any, str]]:
    """Yield column, text, element and style of the filled cells of a row."""
    column = 1
    for cell in (one for one in row if one.tag in CELLS):
        text = " ".join("".join(line.itertext()) for line in cell.iterfind(f"{TEXT}p")).strip()
        repeated = _times(cell, "columns")
        for at in (
            range(column, min(column + repeated, MAX_COLUMNS + 1)) if text or held_by(cell) else ()
        ):
            usual = row.get(f"{TABLE}default-cell-style-name") or _usual(columns.get(at))
            yield at, text, cell, str(cell.get(f"{TABLE}style-name") or usual)
        column += repeated


def held_by(cell: Any) -> str:
    """Return the text or number that a cell's element gives apart from what it shows."""
    said = (cell.get(f"{OFFICE}{name}") for name in ("string-value", "value"))
    return next((str(one) for one in said if one is not None), "")


def _placed(
    drawn: tuple[int, str, Any, str], number: int, row: Any, columns: Mapping[int, Any]
) -> OpenCell:
    column, text, cell, style = drawn
    last = (
        number + int(cell.get(f"{TABLE}number-rows-spanned", "1")) - 1,
        column + int(cell.get(f"{TABLE}number-columns-spanned", "1")) - 1,
    )
    hidden = (_is_hidden(row), _is_hidden(columns.get(column)))
    return OpenCell((number, column), last, text, style, cell, *hidden)


def _usual(column: Any) -> str:
    return "" if column is None else str(column.get(f"{TABLE}default-cell-style-name"))


def _is_hidden(element: Any) -> bool:
    return element is not None and element.get(f"{TABLE}visibility") in HIDDEN


def _times(element: Any, what: str) -> int:
    return int(element.get(f"{TABLE}number-{what}-repeated", "1"))
