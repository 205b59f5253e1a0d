"""What a workbook holds that its reader does not see, or sees struck through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles.colors import Color

from parsers.marks.brightness import PAPER, brightness, is_lost_on
from parsers.marks.marked import PLAIN, look_of
from parsers.text.signs import SIGN_FONTS
from parsers.workbook.limits import MAX_COLUMNS
from parsers.workbook.number_format import shows_otherwise

THINNEST = 5.0
"""Rows lower than this (points) show nothing."""

NARROWEST = 0.3
"""Columns narrower than this (characters) show nothing."""

NORMAL, TINIEST = 11.0, 3.5
"""Points: how large text is unless said otherwise, and what is a speck."""

BLACK = frozenset({"theme 1 0.0", "indexed 8", "indexed 64"})
WHITE_INDEXES = frozenset({1, 9})
WHITE_THEME = 0
LIFTED = frozenset({"superscript", "subscript"})
"""What is set off the line is a note's mark, and no figure of a number."""


def hidden_columns(sheet: Any) -> Iterator[int]:
    """Yield the columns, counted from 1, that are hidden or too narrow to see."""
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden or dimension.width < NARROWEST:
            yield from range(dimension.min, min(dimension.max, MAX_COLUMNS) + 1)


def is_white(cell: Any) -> bool:
    """Return whether the text or a part of it has the colour of all it stands on, or nearly so,
    or is a speck.

    That ground is white, or the cell's fill.
    """
    ground = _ground(cell.fill)
    return any(_is_lost(font, ground) for font in _fonts(cell))


def _is_lost(font: Any, ground: set[str]) -> bool:
    ink = colour_of(font.color, "000000")
    lost = (is_lost_on(_brightness(ink), _brightness(colour)) for colour in ground)
    speck = (font.sz or NORMAL) <= TINIEST
    return speck or ground == {ink} or all(lost)


def _ground(fill: Any) -> set[str]:
    """Return the colours of a fill: one of a solid one, two of a pattern, more of a gradient."""
    match fill.fill_type if fill else None:
        case None | "none":
            return {"FFFFFF"}
        case "solid":
            return {colour_of(fill.fgColor, "000000")}
        case "linear" | "path":
            return {colour_of(stop.color, "000000") for stop in fill.stop}
        case _:
            behind = "FFFFFF" if fill.bgColor == Color() else colour_of(fill.bgColor, "FFFFFF")
            return {colour_of(fill.fgColor, "000000"), behind}


def _brightness(colour: str) -> float | None:
    """Return how bright a colour is, white's tints told by theme included."""
    if colour.startswith(f"theme {WHITE_THEME} "):
        tint = float(colour.split()[2])
        return PAPER * (1 + tint) if tint < 0 else PAPER
    return brightness(colour)


def is_shown_otherwise(cell: Any) -> bool:
    """Return whether what is shown has other letters or figures than the value.

    Dates are written by their format, as "ngày" dd "tháng" mm.
    """
    if cell.alignment.horizontal == "fill":  # the text again and again
        return True
    if any(font.vertAlign in LIFTED for font in _fonts(cell)):
        return True
    return not cell.is_date and shows_otherwise(cell.value, str(cell.number_format))


def is_in_signs(cell: Any) -> bool:
    """Return whether letters or figures are drawn as signs of a font for signs."""
    text = str(cell.value)
    names = (font_name(font).lower() for font in _fonts(cell))
    return any(char.isalnum() for char in text) and any(
        name.startswith(SIGN_FONTS) for name in names
    )


def font_name(font: Any) -> str:
    """Return the name of a cell's font, or of a part's, which has it elsewhere."""
    return str((font.rFont if isinstance(font, InlineFont) else font.name) or "")


def hiding_rules(sheet: Any) -> Iterator[str]:
    """Yield the first cell of each area whose text a conditional format may hide or change."""
    for area in sheet.conditional_formatting:
        styles = (rule.dxf for rule in area.rules if rule.dxf is not None)
        if any(_hides(style) for style in styles):
            yield str(area.sqref).split(" ")[0].split(":")[0]


def _hides(style: Any) -> bool:
    font, ground = style.font, _laid_under(style.fill)
    inked = font is not None and font.color is not None
    lost = _is_lost(font, ground) if inked else all(map(_hides_ink, ground))
    return bool(style.numFmt or lost or (font is not None and font.strike))


def _laid_under(fill: Any) -> set[str]:
    """Return the colours of a rule's fill; its solid ones are told as the background's."""
    if fill is None:
        return {"FFFFFF"}
    if fill.fill_type in (None, "solid"):
        return {colour_of(fill.bgColor, "FFFFFF")}
    return _ground(fill)


def _hides_ink(colour: str) -> bool:
    return is_lost_on(0.0, _brightness(colour))


def is_struck(cell: Any) -> bool:
    """Return whether a line goes through the text, a part of it, or across the cell."""
    border = cell.border
    drawn = border.diagonal is not None and border.diagonal.style not in (None, "none")
    across = drawn and bool(border.diagonalUp or border.diagonalDown)
    return across or any(bool(font.strike) for font in _fonts(cell))


def cell_look(cell: Any) -> str:
    """Return how a cell, or a part of its text, is coloured, "" for dark on white."""
    ground = " ".join(sorted(_ground(cell.fill)))
    looks = (_look_of(font, ground) for font in _inks(cell))
    return next((look for look in looks if look != PLAIN), PLAIN)


def _look_of(font: Any, ground: str) -> str:
    ink = colour_of(font.color, "000000")
    return look_of(ink, 0.0 if ink in BLACK else _brightness(ink), ground)


def _inks(cell: Any) -> Iterator[Any]:
    """Yield the fonts that a cell's text is seen in: the cell's own only where a part has none."""
    parts = cell.value if isinstance(cell.value, CellRichText) else ()
    owned = [part.font for part in parts if isinstance(part, TextBlock)]
    if len(owned) < len(parts) or not parts:
        yield cell.font
    yield from owned


def _fonts(cell: Any) -> Iterator[Any]:
    """Yield the cell's font, and that of each part of its text that has its own."""
    yield cell.font
    parts = cell.value if isinstance(cell.value, CellRichText) else ()
    yield from (part.font for part in parts if isinstance(part, TextBlock))


def colour_of(colour: Any, default: str) -> str:
    """Return the colour as six hexadecimal digits; white has many names."""
    if colour is None or colour.type == "auto":
        return default
    if colour.type == "theme":
        white = colour.theme == WHITE_THEME and not colour.tint
        return "FFFFFF" if white else f"theme {colour.theme} {colour.tint}"
    if colour.type == "indexed":
        return "FFFFFF" if colour.indexed in WHITE_INDEXES else f"indexed {colour.indexed}"
    return str(colour.rgb)[-6:].upper()
