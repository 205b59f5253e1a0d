"""What an OpenDocument workbook holds that is unseen, or not as it stands; calamine tells none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from parsers.columns import LISTLIKE
from parsers.flag import Flag, FlagCode
from parsers.marks.brightness import PAPER, brightness, is_lost_on
from parsers.marks.remark import picture_flag, remark_flag
from parsers.source import Place, ReadError, SourceFile
from parsers.text.words import clean
from parsers.workbook.formulas import ORDINAL
from parsers.workbook.open_document import (
    DRAW,
    FO,
    OFFICE,
    STYLE,
    TABLE,
    TEXT,
    OpenCell,
    OpenSheet,
    OpenStyles,
    open_workbook,
)
from parsers.workbook.open_lettering import lettering
from parsers.workbook.open_look import OpenLook, Position
from parsers.workbook.sheet import column_letters

THROUGH = (f"{STYLE}text-line-through-style", f"{STYLE}text-line-through-type")
UNDRAWN = frozenset({"", "none"})
NUMBER, NO_FIGURE = re.compile(r"-?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?"), re.compile(r"\D")


def look_at(file: SourceFile) -> OpenLook:
    """Return how the sheets of an ods look. Raises ReadError for a file that cannot be opened."""
    try:
        styles, sheets = open_workbook(file.data)
        flags = [flag for sheet in sheets for flag in _Look(file.name, styles, sheet).flags()]
    except ReadError:
        raise
    except Exception as error:
        raise ReadError("file_unreadable", f"opendocument: {error!r}") from error
    shown = [sheet for sheet in sheets if not sheet.is_hidden]
    return OpenLook(
        {
            sheet.name: frozenset(cell.at for cell in sheet.cells if _is_unseen(cell, styles))
            for sheet in shown
        },
        {sheet.name: {c.at: c.last for c in sheet.cells if c.at != c.last} for sheet in shown},
        tuple(flags),
        {
            Place(file.name, sheet=sheet.name, cell=cell_name(cell.at)): lettering(cell, styles)
            for sheet in shown
            for cell in sheet.cells
        },
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """One sheet, looked at for what its reader cannot tell."""

    file: str
    styles: OpenStyles
    sheet: OpenSheet

    def flags(self) -> Iterator[Flag]:
        """Yield what is to be told of the sheet."""
        cells = self.sheet.cells
        if self.sheet.is_hidden:
            yield from self._of_hidden_sheet(cells)
            return
        rows = {cell.at[0]: cell for cell in reversed(cells) if cell.in_hidden_row}
        for number, cell in sorted(rows.items()):
            yield Flag(FlagCode.HIDDEN_ROW, (("number", str(number)),), self._place(cell))
        for cell in cells:
            yield from self._of_cell(cell)
        yield from self._beside()

    def _of_hidden_sheet(self, cells: Sequence[OpenCell]) -> Iterator[Flag]:
        if cells:
            listed = any(LISTLIKE.search(cell.text) for cell in cells)
            code = FlagCode.HIDDEN_LIST if listed else FlagCode.HIDDEN_SHEET
            fields = (("sheet", self.sheet.name),)
            yield Flag(code, fields, Place(self.file, sheet=self.sheet.name))

    def _of_cell(self, cell: OpenCell) -> Iterator[Flag]:
        place, count = self._place(cell), (("count", str(len(cell.text or cell.held))),)
        if not cell.in_hidden_row and _is_unseen(cell, self.styles):
            yield Flag(FlagCode.HIDDEN_TEXT, count, place)
        if _is_struck(cell, self.styles):
            yield Flag(FlagCode.STRUCK_TEXT, count, place)
        is_ordinal = cell.text.isdigit() and len(cell.text) <= ORDINAL
        computed = cell.element.get(f"{TABLE}formula") is not None and not is_ordinal
        if computed or _is_shown_otherwise(cell, self.styles):
            yield Flag(FlagCode.SHOWN_OTHERWISE, (), place)

    def _beside(self) -> Iterator[Flag]:
        """Yield a flag for each remark on a cell, and for drawings on the sheet."""
        place = Place(self.file, sheet=self.sheet.name)
        for remark in self.sheet.element.iter(f"{OFFICE}annotation"):
            text = " ".join("".join(line.itertext()) for line in remark.iter(f"{TEXT}p"))
            if text.strip():
                yield remark_flag(text, place)
        drawn = {f"{DRAW}{name}" for name in ("frame", "custom-shape", "rect", "polygon", "g")}
        if any(one.tag in drawn for one in self.sheet.element.iter()):
            yield picture_flag(place)

    def _place(self, cell: OpenCell) -> Place:
        return Place(self.file, sheet=self.sheet.name, cell=cell_name(cell.at))


def cell_name(at: Position) -> str:
    """Return the name of a cell."""
    row, column = at
    return f"{column_letters(column)}{row}"


def _is_unseen(cell: OpenCell, styles: OpenStyles) -> bool:
    lost = not cell.text or _is_lost(cell.style, styles)
    return cell.in_hidden_row or cell.in_hidden_column or lost


def _is_lost(style: str, styles: OpenStyles) -> bool:
    """Return whether text in a style has the colour of what it stands on, or nearly so."""
    ink = styles.said("table-cell", style, "text-properties", f"{FO}color")
    fill = styles.said("table-cell", style, "table-cell-properties", f"{FO}background-color")
    ground = brightness(fill.lstrip("#")) if fill.startswith("#") else PAPER
    return is_lost_on(brightness(ink.lstrip("#")), ground)


def _is_shown_otherwise(cell: OpenCell, styles: OpenStyles) -> bool:
    """Return whether a format writes other letters or figures than are held, or a condition may
    hide them; zeros before a number and signs between its figures are none.
    """
    if any(_is_lost(style, styles) for style in styles.put_over(cell.style)):
        return True
    if not (cell.text and cell.held):
        return False
    if NUMBER.fullmatch(cell.held):
        held = f"{Decimal(cell.held):f}"
        one, other = (NO_FIGURE.sub("", text).lstrip("0") for text in (held, cell.text))
        return one != other
    return clean(cell.held) != clean(cell.text)


def _is_struck(cell: OpenCell, styles: OpenStyles) -> bool:
    """Return whether a line goes through a cell's text or a part of it."""
    parts = (str(one.get(f"{TEXT}style-name")) for one in cell.element.iter(f"{TEXT}span"))
    named = [("table-cell", cell.style), *(("text", part) for part in parts)]
    said = (styles.said(*one, "text-properties", name) for one in named for name in THROUGH)
    return any(value not in UNDRAWN for value in said)
