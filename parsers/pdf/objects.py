"""The objects of a page, by the addresses where pdfium keeps them: what it says of each."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf.foreign import plain
from parsers.pdf.matrix import IDENTITY, Matrix, Point, Rect

Colour = tuple[int, int, int, int]
"""Red, green, blue and alpha, each from 0 to 255."""

UNTOLD: Colour = (0, 0, 0, 255)
LONGEST_NAME = 256

_INT, _POINTER, _SIZE = ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t
_FOUR = [_POINTER] * 4

kind_of = plain(pdfium.FPDFPageObj_GetType, _INT)
is_transparent = plain(pdfium.FPDFPageObj_HasTransparency, _INT)
mode_of_text = plain(pdfium.FPDFTextObj_GetTextRenderMode, _INT)
face_of_text = plain(pdfium.FPDFTextObj_GetFont, _POINTER)

set_drawn = plain(pdfium.FPDFPageObj_SetIsActive, _INT, _INT)

_count_on_page = plain(pdfium.FPDFPage_CountObjects, _INT)
_on_page = plain(pdfium.FPDFPage_GetObject, _POINTER, _INT)
_count_in_form = plain(pdfium.FPDFFormObj_CountObjects, _INT)
_in_form = plain(pdfium.FPDFFormObj_GetObject, _POINTER, ctypes.c_ulong)

_fill_of = plain(pdfium.FPDFPageObj_GetFillColor, _INT, *_FOUR)
_stroke_of = plain(pdfium.FPDFPageObj_GetStrokeColor, _INT, *_FOUR)
_matrix_of = plain(pdfium.FPDFPageObj_GetMatrix, _INT, _POINTER)
_bounds_of = plain(pdfium.FPDFPageObj_GetBounds, _INT, *_FOUR)
_drawn_how = plain(pdfium.FPDFPath_GetDrawMode, _INT, _POINTER, _POINTER)
_width_of = plain(pdfium.FPDFPageObj_GetStrokeWidth, _INT, _POINTER)
_dashes_of = plain(pdfium.FPDFPageObj_GetDashCount, _INT)
_size_of = plain(pdfium.FPDFTextObj_GetFontSize, _INT, _POINTER)
_name_of = plain(pdfium.FPDFFont_GetBaseFontName, _SIZE, _POINTER, _SIZE)
_flags_of = plain(pdfium.FPDFFont_GetFlags, _INT)

_count_segments = plain(pdfium.FPDFPath_CountSegments, _INT)
_segment_of = plain(pdfium.FPDFPath_GetPathSegment, _POINTER, _INT)
_point_of = plain(pdfium.FPDFPathSegment_GetPoint, _INT, _POINTER, _POINTER)
_type_of = plain(pdfium.FPDFPathSegment_GetType, _INT)
_closes = plain(pdfium.FPDFPathSegment_GetClose, _INT)

_clip_of = plain(pdfium.FPDFPageObj_GetClipPath, _POINTER)
_count_paths = plain(pdfium.FPDFClipPath_CountPaths, _INT)
_count_in_path = plain(pdfium.FPDFClipPath_CountPathSegments, _INT, _INT)
_in_path = plain(pdfium.FPDFClipPath_GetPathSegment, _POINTER, _INT, _INT)


def objects_on(page: Any) -> Iterator[int]:
    """Yield what a page draws, in this order."""
    for index in range(_count_on_page(page)):
        yield _on_page(page, index)


def objects_in(form: int) -> Iterator[int]:
    """Yield what a form on a page draws, in this order."""
    for index in range(_count_in_form(form)):
        yield _in_form(form, index)


def fill_of(item: int) -> Colour:
    """Return the colour of areas and letters."""
    return _colour(_fill_of, item)


def stroke_of(item: int) -> Colour:
    """Return the colour of lines and outlines."""
    return _colour(_stroke_of, item)


def _colour(read: Any, item: int) -> Colour:
    parts = (ctypes.c_uint * 4)()
    at = ctypes.addressof(parts)
    if not read(item, at, at + 4, at + 8, at + 12):
        return UNTOLD
    red, green, blue, alpha = parts
    return red, green, blue, alpha


def matrix_of(item: int) -> Matrix:
    """Return the way from an object's own space to the one it is drawn in."""
    parts = (ctypes.c_float * 6)()  # FS_MATRIX
    if not _matrix_of(item, ctypes.addressof(parts)):
        return IDENTITY
    a, b, c, d, e, f = parts
    return a, b, c, d, e, f


def bounds_of(item: int) -> Rect:
    """Return the rectangle around an object, in the space it is drawn in."""
    edges = (ctypes.c_float * 4)()
    at = ctypes.addressof(edges)
    _bounds_of(item, at, at + 4, at + 8, at + 12)
    left, bottom, right, top = edges
    return left, bottom, right, top


def drawn_how(path: int) -> tuple[bool, bool]:
    """Return whether a path is filled, and whether it is stroked."""
    modes = (ctypes.c_int * 2)()
    at = ctypes.addressof(modes)
    _drawn_how(path, at, at + 4)
    fills, strokes = modes
    return bool(fills), bool(strokes)


def pen_width(path: int) -> float:
    """Return how broad a path's strokes are, in its own space."""
    width = ctypes.c_float()
    _width_of(path, ctypes.addressof(width))
    return width.value


def is_dashed(path: int) -> bool:
    """Return whether a path's strokes are dashed or dotted."""
    return bool(_dashes_of(path) > 0)


def size_of_text(item: int) -> float:
    """Return how large a text's letters are, in its own space."""
    size = ctypes.c_float()
    _size_of(item, ctypes.addressof(size))
    return size.value


def is_named(face: int) -> bool:
    """Return whether a face has a name: one drawn by operators of its own (Type 3) has none."""
    return bool(_name_of(face, None, 0) > 1)


def name_of(face: int) -> str:
    """Return the name of a face, "" for none."""
    name = ctypes.create_string_buffer(LONGEST_NAME)
    length = _name_of(face, ctypes.addressof(name), LONGEST_NAME)
    return name.value.decode("utf-8", "replace") if 0 < length <= LONGEST_NAME else ""


def flags_of(face: int) -> int:
    """Return what a face says of itself (ISO 32000-1, table 123)."""
    return max(int(_flags_of(face)), 0)


def segments_of(path: int, most: int) -> Iterator[tuple[bool, Point, bool]]:
    """Yield for each segment whether it begins a new part, its end, and whether it closes one."""
    point = (ctypes.c_float * 2)()
    at = ctypes.addressof(point)
    for index in range(min(_count_segments(path), most)):
        segment = _segment_of(path, index)
        _point_of(segment, at, at + 4)
        x, y = point
        begins = _type_of(segment) == pdfium.FPDF_SEGMENT_MOVETO
        yield begins, (x, y), bool(_closes(segment))


def clip_of(item: int) -> tuple[int, int]:
    """Return what cuts an object off, and of how many paths it consists: -1 where nothing does."""
    clip = _clip_of(item)
    return (clip, _count_paths(clip)) if clip else (0, -1)


def count_points(clip: int, path: int) -> int:
    """Return of how many points a path of a clip consists."""
    return int(_count_in_path(clip, path))


def points_of(clip: int, path: int) -> list[Point]:
    """Return the points of a path of a clip."""
    point = (ctypes.c_float * 2)()
    at = ctypes.addressof(point)
    points = []
    for index in range(count_points(clip, path)):
        _point_of(_in_path(clip, path, index), at, at + 4)
        x, y = point
        points.append((x, y))
    return points
