"""What a workbook holds that its reader does not see, or sees struck through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles.colors import Color

from parsers.workbook.sheet import MAX_COLUMNS

THINNEST = 2.0
"""Rows lower than this (points) show nothing."""

NARROWEST = 0.3
"""Columns narrower than this (characters) show nothing."""

WHITE_INDEXES = frozenset({1, 9})
WHITE_THEME = 0


def hidden_columns(sheet: Any) -> Iterator[int]:
    """Yield the columns, counted from 1, that are hidden or too narrow to see."""
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden or dimension.width < NARROWEST:
            yield from range(dimension.min, min(dimension.max, MAX_COLUMNS) + 1)


def is_white(cell: Any) -> bool:
    """Return whether the text or a part of it has the colour of all it stands on.

    That is white, or the cell's fill.
    """
    ground = _ground(cell.fill)
    return any(ground == {_colour(font.color, "000000")} for font in _fonts(cell))


def _ground(fill: Any) -> set[str]:
    """Return the colours of a fill: one of a solid one, two of a pattern, more of a gradient."""
    match fill.fill_type if fill else None:
        case None | "none":
            return {"FFFFFF"}
        case "solid":
            return {_colour(fill.fgColor, "000000")}
        case "linear" | "path":
            return {_colour(stop.color, "000000") for stop in fill.stop}
        case _:
            behind = "FFFFFF" if fill.bgColor == Color() else _colour(fill.bgColor, "FFFFFF")
            return {_colour(fill.fgColor, "000000"), behind}


def is_blanked(cell: Any) -> bool:
    """Return whether the number format shows nothing at all, as ";;;" does."""
    sections = str(cell.number_format).split(";")
    if isinstance(cell.value, (int, float)):
        return len(sections) > 1 and not sections[0].strip()
    return len(sections) > 3 and not sections[3].strip()


def is_struck(cell: Any) -> bool:
    """Return whether a line goes through the text or a part of it."""
    return any(bool(font.strike) for font in _fonts(cell))


def _fonts(cell: Any) -> Iterator[Any]:
    """Yield the cell's font, and that of each part of its text that has its own."""
    yield cell.font
    parts = cell.value if isinstance(cell.value, CellRichText) else ()
    yield from (part.font for part in parts if isinstance(part, TextBlock))


def _colour(colour: Any, default: str) -> str:
    """Return the colour as six hexadecimal digits; white has many names."""
    if colour is None or colour.type == "auto":
        return default
    if colour.type == "theme":
        white = colour.theme == WHITE_THEME and not colour.tint
        return "FFFFFF" if white else f"theme {colour.theme} {colour.tint}"
    if colour.type == "indexed":
        return "FFFFFF" if colour.indexed in WHITE_INDEXES else f"indexed {colour.indexed}"
    return str(colour.rgb)[-6:].upper()
