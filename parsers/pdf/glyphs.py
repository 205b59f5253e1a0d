"""The characters of a page as pdfium places them, each with its baseline and width."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

MAX_GLYPHS = 60_000
SPACE = 0x20


class Glyph(NamedTuple):
    """One character in user space: `x0`, `x1` along its own writing direction's page axis."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    origin_x: float
    origin_y: float
    angle: int
    size: float
    owner: int
    order: int


class TooManyGlyphsError(Exception):
    """The page holds more characters than a request letter ever does."""


def read_glyphs(textpage: Any) -> list[Glyph]:
    """Return the drawn characters in content order; the spaces pdfium makes up are left out."""
    count = pdfium.FPDFText_CountChars(textpage)
    if count > MAX_GLYPHS:
        raise TooManyGlyphsError
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_ref, x_ref, y_ref = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    styles: dict[int, tuple[int, float]] = {}
    glyphs = []
    for index in range(count):
        owner = pdfium.FPDFText_GetTextObject(textpage, index)
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if not owner or (code == SPACE and _is_made_up(textpage, index)):
            continue
        address = ctypes.addressof(owner.contents)
        style = styles.get(address)
        if style is None:
            style = styles[address] = _style(textpage, index)
        pdfium.FPDFText_GetLooseCharBox(textpage, index, box_ref)
        pdfium.FPDFText_GetCharOrigin(textpage, index, x_ref, y_ref)
        text = _character(code)
        sides = (box.left, box.bottom, box.right, box.top)
        glyphs.append(Glyph(text, *sides, x.value, y.value, *style, address, index))
    return glyphs


def main_angle(glyphs: list[Glyph]) -> int:
    """Return the angle in degrees at which most of the text is written."""
    angles = Counter(glyph.angle for glyph in glyphs if glyph.text.strip())
    return angles.most_common(1)[0][0] if angles else 0


def _is_made_up(textpage: Any, index: int) -> bool:
    """Return whether pdfium made the space up; some builds give such a one an owner."""
    return bool(pdfium.FPDFText_IsGenerated(textpage, index) == 1)


def _style(textpage: Any, index: int) -> tuple[int, float]:
    """Return the angle in whole degrees and the height of the face in points."""
    angle = math.degrees(pdfium.FPDFText_GetCharAngle(textpage, index))
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, index, ctypes.byref(matrix))
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    size = pdfium.FPDFText_GetFontSize(textpage, index) * scale
    return round(angle) % 360, max(abs(size), 0.1)


def _character(code: int) -> str:
    # pdfium marks a hyphen at a line's end with U+0002, and U+FFFE where it drops one.
    if code in (0x2, 0xFFFE):
        return "-"
    if code in (0x9, 0xA, 0xD) or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return ""
    # A control code is the number of a glyph that the font maps to no letter.
    return chr(code) if code >= SPACE else "\ufffd"
