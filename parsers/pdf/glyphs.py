"""The characters of a page as pdfium places them, each with its baseline and width."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

MAX_GLYPHS = 60_000
SPACE, SURROGATES = 0x20, 0xD800


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


# The functions asked for each character, as plain addresses: pypdfium2's own wrap each pointer
# in an object, which is most of what they cost.
_POINTER, _INDEX = ctypes.c_void_p, ctypes.c_int


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    address = ctypes.cast(function, _POINTER).value or 0
    return ctypes.CFUNCTYPE(result, _POINTER, _INDEX, *arguments)(address)


_owner_of = _plain(pdfium.FPDFText_GetTextObject, ctypes.c_void_p)
_code_of = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
_box_of = _plain(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, _POINTER)
_origin_of = _plain(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, _POINTER, _POINTER)


class TooManyGlyphsError(Exception):
    """The page holds more characters than a request letter ever does."""


def read_glyphs(textpage: Any) -> list[Glyph]:
    """Return the drawn characters in content order; the spaces pdfium makes up are left out."""
    count = pdfium.FPDFText_CountChars(textpage)
    if count > MAX_GLYPHS:
        raise TooManyGlyphsError
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_ref, x_ref, y_ref = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    text = ctypes.cast(textpage, _POINTER).value
    styles: dict[int, tuple[int, float]] = {}
    glyphs = []
    for index in range(count):
        owner, code = _owner_of(text, index), _code_of(text, index)
        if not owner or (code == SPACE and _is_made_up(textpage, index)):
            continue
        style = styles.get(owner)
        if style is None:
            style = styles[owner] = _style(textpage, index)
        _box_of(text, index, box_ref)
        _origin_of(text, index, x_ref, y_ref)
        sides = (box.left, box.bottom, box.right, box.top)
        letter = chr(code) if SPACE <= code < SURROGATES else _character(code)
        glyphs.append(Glyph(letter, *sides, x.value, y.value, *style, owner, index))
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
