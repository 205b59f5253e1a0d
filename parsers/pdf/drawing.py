"""What a page draws besides text, as pdfium sees it: rules, fills, images, and who is hidden."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

MAX_OBJECTS = 40_000
MAX_DEPTH = 6
MAX_CLIPS = 4
RECTANGLE = (4, 5)
LONG = 60.0
THIN = 3.0
WHITE = 245

Matrix = tuple[float, float, float, float, float, float]
Rect = tuple[float, float, float, float]
EVERYWHERE: Rect = (-1e9, -1e9, 1e9, 1e9)
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class TooMuchDrawnError(Exception):
    """The page draws more objects than a request letter ever does."""


@dataclass(slots=True)
class Drawing:
    """Rules and areas in user space as `(x0, y0, x1, y1)`; text objects by address.

    `covers` are opaque areas and images with their place in the drawing order; `clips` are what
    is seen of a text object that is cut off, `slants` long lines that are neither flat nor upright.
    """

    rules: list[Rect] = field(default_factory=list)
    covers: list[tuple[int, Rect]] = field(default_factory=list)
    shades: list[Rect] = field(default_factory=list)
    images: list[Rect] = field(default_factory=list)
    order: dict[int, int] = field(default_factory=dict)
    clips: dict[int, Rect] = field(default_factory=dict)
    slants: list[Rect] = field(default_factory=list)
    invisible: set[int] = field(default_factory=set)
    white: set[int] = field(default_factory=set)

    def covering(self, owner: int) -> list[Rect]:
        """Return the areas drawn after a text object."""
        drawn_at = self.order.get(owner)
        return [] if drawn_at is None else [area for at, area in self.covers if at > drawn_at]

    def is_plain(self, owner: int) -> bool:
        """Return whether nothing can hide a text object's letters but the edge of the page."""
        marked = owner in self.invisible or owner in self.white or owner in self.clips
        return not marked and not self.covering(owner)


def read_drawing(page: Any) -> Drawing:
    """Return what the page draws, forms included, in drawing order."""
    drawing = Drawing()
    for index, (item, kind, matrix) in enumerate(_walk(page)):
        if index > MAX_OBJECTS:
            raise TooMuchDrawnError
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            _note_text(drawing, item, index, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _note_path(drawing, item, index, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            area = _moved_box(_bounds(item), matrix)
            drawing.images.append(area)
            drawing.covers.append((index, area))
    return drawing


def _walk(page: Any) -> Iterator[tuple[Any, int, Matrix]]:
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _walk_object(pdfium.FPDFPage_GetObject(page, index), IDENTITY, 0)


def _walk_object(item: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    kind = pdfium.FPDFPageObj_GetType(item)
    yield item, kind, matrix
    if kind != pdfium.FPDF_PAGEOBJ_FORM or depth >= MAX_DEPTH:
        return
    inner = _product(_matrix(item), matrix)
    for index in range(pdfium.FPDFFormObj_CountObjects(item)):
        yield from _walk_object(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)


def _note_text(drawing: Drawing, item: Any, index: int, matrix: Matrix) -> None:
    address = ctypes.addressof(item.contents)
    drawing.order[address] = index
    # Inside a form a clip stands in the form's own space.
    clip = _clip(item) if matrix == IDENTITY else None
    if clip is not None:
        drawing.clips[address] = clip
    if pdfium.FPDFTextObj_GetTextRenderMode(item) in (3, 7):
        drawing.invisible.add(address)
    colour = _colour(pdfium.FPDFPageObj_GetFillColor, item)
    if colour[3] < 16:
        drawing.invisible.add(address)
    elif min(colour[:3]) >= WHITE:
        drawing.white.add(address)


def _clip(item: Any) -> Rect | None:
    """Return the rectangle the object is cut to; None for none. Other shapes are let be."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    if count < 1:
        return None
    left, bottom, right, top = EVERYWHERE
    for path in range(min(count, MAX_CLIPS)):
        x0, y0, x1, y1 = _clip_area(clip, path)
        left, bottom, right, top = max(left, x0), max(bottom, y0), min(right, x1), min(top, y1)
    return (left, bottom, right, top)


def _clip_area(clip: Any, path: int) -> Rect:
    if pdfium.FPDFClipPath_CountPathSegments(clip, path) not in RECTANGLE:
        return EVERYWHERE
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for corner in (0, 2):
        segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, corner)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        points.append((x.value, y.value))
    (x0, y0), (x1, y1) = points
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _note_path(drawing: Drawing, item: Any, index: int, matrix: Matrix) -> None:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(mode), ctypes.byref(stroke))
    colour = _colour(pdfium.FPDFPageObj_GetFillColor, item) if mode.value else (0, 0, 0, 0)
    stroked = bool(stroke.value) and _drawn(_colour(pdfium.FPDFPageObj_GetStrokeColor, item))
    for points in _subpaths(item, _product(_matrix(item), matrix)):
        if mode.value and colour[3] >= 16:
            _note_fill(drawing, points, colour, index)
        if stroked:
            drawing.rules.extend(_straight(points))
            drawing.slants.extend(_slanting(points))


def _note_fill(
    drawing: Drawing, points: list[tuple[float, float]], colour: tuple[int, ...], index: int
) -> None:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    area = (min(xs), min(ys), max(xs), max(ys))
    thin = min(area[2] - area[0], area[3] - area[1]) <= THIN
    if thin and _drawn(colour):
        drawing.rules.append(area)
    elif not thin and colour[3] > 200:
        drawing.covers.append((index, area))
        if min(colour[:3]) < WHITE:
            drawing.shades.append(area)


def _straight(points: list[tuple[float, float]]) -> Iterator[Rect]:
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x1 - x0) <= 1.0 or abs(y1 - y0) <= 1.0:
            yield (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _slanting(points: list[tuple[float, float]]) -> Iterator[Rect]:
    for (x0, y0), (x1, y1) in pairwise(points):
        if min(abs(x1 - x0), abs(y1 - y0)) > THIN and abs(x1 - x0) + abs(y1 - y0) > LONG:
            yield (x0, y0, x1, y1)


def _subpaths(item: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(item), 4000)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        points.append(_moved(x.value, y.value, matrix))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _colour(read: Any, item: Any) -> tuple[int, int, int, int]:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not read(item, *(ctypes.byref(part) for part in parts)):
        return (0, 0, 0, 255)
    return (parts[0].value, parts[1].value, parts[2].value, parts[3].value)


def _drawn(colour: tuple[int, ...]) -> bool:
    return colour[3] >= 16 and min(colour[:3]) < WHITE


def _matrix(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _moved_box(box: Rect, matrix: Matrix) -> Rect:
    corners = [_moved(x, y, matrix) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def _bounds(item: Any) -> Rect:
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *(ctypes.byref(edge) for edge in edges))
    return (edges[0].value, edges[1].value, edges[2].value, edges[3].value)
