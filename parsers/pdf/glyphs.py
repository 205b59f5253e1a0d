"""The characters of a page as pdfium places them, each with its baseline and width."""

from __future__ import annotations

import ctypes
import math
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from parsers.pdf.foreign import plain

MAX_GLYPHS = 60_000
LEAST_DRAWN, STRAIGHT = 0.02, 1e-3
PRESSED = 5.0
"""How many times as high for their width letters may be as their face has them."""

HYPHEN_DROPPED = 0xFFFE  # what pdfium puts where it drops the hyphen of a line's end
HYPHENS = frozenset("\x02\xad")
UNKNOWN = "\ufffd"
SURROGATES = range(0xD800, 0xE000)


class Glyph(NamedTuple):
    """One character in user space: `x0`, `x1` along its own writing direction's page axis.

    A letter or figure that its face draws nothing for has no size. `owner` and `face` are numbers
    that tell its text object and face from others of the page.
    """

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
    face: int


_POINTER, _INDEX = ctypes.c_void_p, ctypes.c_int
_owner_of = plain(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, _INDEX)
_box_of = plain(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, _INDEX, _POINTER)
_ink_of = plain(pdfium.FPDFText_GetCharBox, ctypes.c_int, _INDEX, *[_POINTER] * 4)
_is_generated = plain(pdfium.FPDFText_IsGenerated, ctypes.c_int, _INDEX)
_angle_of = plain(pdfium.FPDFText_GetCharAngle, ctypes.c_float, _INDEX)
_matrix_of = plain(pdfium.FPDFText_GetMatrix, ctypes.c_int, _INDEX, _POINTER)
_size_of = plain(pdfium.FPDFText_GetFontSize, ctypes.c_double, _INDEX)
_origin_of = plain(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, _INDEX, _POINTER, _POINTER)
_font_of = plain(pdfium.FPDFTextObj_GetFont, ctypes.c_void_p)


def address_of(textpage: Any) -> int:
    """Return where pdfium keeps a text page."""
    return ctypes.cast(textpage, _POINTER).value or 0


def ink_boxes(address: int, indexes: Sequence[int]) -> NDArray[np.float64]:
    """Return the sides in user space of what these characters of the text page draw, one a row."""
    sides = (ctypes.c_double * (4 * len(indexes)))()
    begin = ctypes.addressof(sides)
    for at, index in zip(range(begin, begin + 32 * len(indexes), 32), indexes, strict=True):
        _ink_of(address, index, at, at + 8, at + 16, at + 24)
    return np.array(sides).reshape(-1, 4)[:, (0, 2, 1, 3)]


class TooManyGlyphsError(Exception):
    """The page holds more characters than a request letter ever does."""


class _Writing(NamedTuple):
    """How a text object is written: `angle` in whole degrees, `size` of the `font` in points.

    Where it runs along an axis of the page, its letters share the baseline `base` and one side of
    their boxes, `edge`: the lower one of level text, the left one of upright text. `slant` is how
    far level letters lean to the right for each point they rise: an italic made of another face.
    """

    angle: int
    size: float
    level: bool
    base: float
    edge: float
    font: int
    slant: float = 0.0


def read_glyphs(textpage: Any) -> list[Glyph]:
    """Return the drawn characters in content order; the spaces pdfium makes up are left out."""
    count = pdfium.FPDFText_CountChars(textpage)
    if count > MAX_GLYPHS:
        raise TooManyGlyphsError
    new, address = tuple.__new__, address_of(textpage)
    owners = [_owner_of(address, index) or 0 for index in range(count)]
    boxes = [iter(_loose_boxes(address, owners))] * 4
    drawn_of = enumerate(zip(_letters(textpage, count), owners, *boxes, strict=True))
    last, glyphs = 0, list[Glyph]()
    blanks, firsts = list[int](), dict[tuple[int, str], int]()
    for index, (letter, owner, left, top, right, bottom) in drawn_of:
        if not owner or (letter == " " and _is_made_up(address, index)):
            continue
        if owner != last:
            writing = _writing(address, index, owner, left, bottom)
            (angle, size, level, base, edge, font, slant), last = writing, owner
        # A letter that leaves its neighbours' line (vertical writing) is asked where it stands.
        if (bottom if level else left) != edge:
            x, y = _origin(address, index)
        else:
            x, y = (left, base) if level else (base, bottom)
        if letter.isalnum():
            firsts.setdefault((font, letter), len(glyphs))
        elif letter in ("", " ") or not letter.isprintable():
            blanks.append(len(glyphs))
        begins, ends = left, right
        if slant:
            begins, ends = left - slant * (bottom - y), right - slant * (top - y)
        # As Glyph(…), without the call of a function for each letter.
        parts = letter, begins, bottom, ends, top, x, y, angle, size, owner, index, font
        glyphs.append(new(Glyph, parts))
    return _as_seen(glyphs, blanks, firsts, address)


def _as_seen(
    glyphs: list[Glyph],
    blanks: Sequence[int],
    firsts: Mapping[tuple[int, str], int],
    address: int,
) -> list[Glyph]:
    """Return the letters as they are to the eye: each blank is looked at, and of letters and
    figures the first of each face, for it draws all of them or none.
    """
    looked_at = [*blanks, *firsts.values()]
    boxes = ink_boxes(address, [glyphs[at].order for at in looked_at])
    left, bottom, right, top = boxes.T
    # Of what draws nothing, pdfium's box is a line.
    inked = np.minimum(np.abs(right - left), np.abs(top - bottom)) >= LEAST_DRAWN
    for at, is_inked in zip(blanks, inked, strict=False):
        glyphs[at] = _blank_as_seen(glyphs[at], is_inked=is_inked)
    unseen = {
        drawn for drawn, is_inked in zip(firsts, inked[len(blanks) :], strict=True) if not is_inked
    }
    if not unseen:
        return glyphs
    return [g._replace(size=0.0) if (g.face, g.text) in unseen else g for g in glyphs]


def _loose_boxes(address: int, owners: Sequence[int]) -> Sequence[float]:
    """Return left, top, right and bottom of each character that a text object draws."""
    sides = (ctypes.c_float * (4 * len(owners)))()
    at = ctypes.addressof(sides)
    for index, owner in enumerate(owners):
        if owner:
            _box_of(address, index, at + 16 * index)
    return sides[:]


def _letters(textpage: Any, count: int) -> Sequence[str]:
    """Return the characters: all at once where each is one unit of UTF-16."""
    units = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(textpage, 0, count, units) - 1
    try:
        text = bytes(units)[: 2 * written].decode("utf-16-le")
    except UnicodeDecodeError:
        text = ""
    return (
        text.replace(chr(HYPHEN_DROPPED), "-")
        if len(text) == count
        else _one_by_one(textpage, count)
    )


def _one_by_one(textpage: Any, count: int) -> list[str]:
    codes = (pdfium.FPDFText_GetUnicode(textpage, index) for index in range(count))
    return [_letter(code) for code in codes]


def _letter(code: int) -> str:
    if code == HYPHEN_DROPPED:
        return "-"
    return "" if code in SURROGATES or code > sys.maxunicode else chr(code)


def main_angle(glyphs: list[Glyph]) -> int:
    """Return the angle in degrees at which most of the text is written."""
    if len({glyph.angle for glyph in glyphs}) == 1:
        return glyphs[0].angle
    angles = Counter(glyph.angle for glyph in glyphs if glyph.text.strip())
    return angles.most_common(1)[0][0] if angles else 0


def _is_made_up(address: int, index: int) -> bool:
    """Return whether pdfium made the space up; some builds give such a one an owner."""
    return bool(_is_generated(address, index) == 1)


def _writing(address: int, index: int, owner: int, left: float, bottom: float) -> _Writing:
    """Return how the text object of a character is written, whose box begins there."""
    matrix = pdfium.FS_MATRIX()
    _matrix_of(address, index, ctypes.addressof(matrix))
    along = math.hypot(matrix.a, matrix.b)
    # How high letters stand over their line, however they lean; of what is pressed together till
    # nobody can read it, how wide.
    scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) / along if along else 1.0
    scale = min(scale, PRESSED * along) if along else scale
    size = max(abs(_size_of(address, index) * scale), 0.1)
    x, y = _origin(address, index)
    whole, font = round(_angle(address, index, matrix)) % 360, _font_of(owner) or 0
    if whole % 90:
        return _Writing(whole, size, level=True, base=y, edge=math.nan, font=font)
    level = whole % 180 == 0
    if slant := _slant(matrix) if whole == 0 else 0.0:
        return _Writing(whole, size, level, y, math.nan, font, slant)
    return _Writing(whole, size, level, y if level else x, bottom if level else left, font)


def _angle(address: int, index: int, matrix: Any) -> float:
    """Return in degrees how a text runs; pdfium takes letters that lean for turned ones."""
    if matrix.c and abs(matrix.b) < STRAIGHT * matrix.a:
        return 0.0
    return math.degrees(_angle_of(address, index))


def _slant(matrix: Any) -> float:
    """Return how far letters of level text lean to the right, of which italics are made."""
    return matrix.c / matrix.d if matrix.c > 0 < matrix.d else 0.0


def _blank_as_seen(glyph: Glyph, *, is_inked: bool) -> Glyph:
    """Return a blank, a sign that is never seen as what it is, or half of one ("", a surrogate):
    unknown where something is seen of it. A hyphen is, however marked.
    """
    letter = glyph.text
    if is_inked:
        return glyph._replace(text="-" if letter in HYPHENS else UNKNOWN)
    return glyph if letter >= " " else glyph._replace(text=_control(letter))


def _origin(address: int, index: int) -> tuple[float, float]:
    """Return where a character stands on its baseline."""
    point = (ctypes.c_double * 2)()
    at = ctypes.addressof(point)
    _origin_of(address, index, at, at + 8)
    x, y = point
    return x, y


def _control(letter: str) -> str:
    """Return what a control code stands for: pdfium marks a hyphen at a line's end with U+0002;
    any other is the number of a glyph that the font maps to no letter.
    """
    if letter in HYPHENS:
        return "-"
    return "" if letter in "\t\n\r" else UNKNOWN


def unmapped(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the letters no font maps to a sign of its own."""
    odd = {text for text in {glyph.text for glyph in glyphs} if _is_unmapped(text)}
    return [glyph for glyph in glyphs if glyph.text in odd] if odd else []


def _is_unmapped(text: str) -> bool:
    return text == UNKNOWN or "\ue000" <= text <= "\uf8ff"
