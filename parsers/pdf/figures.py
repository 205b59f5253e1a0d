"""Whether each figure of a page looks like the one it is said to be, once the page is drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from parsers.pdf.frame import Frame
from parsers.pdf.glyphs import Glyph, font_of
from parsers.pdf.matrix import Rect
from parsers.pdf.shapes import FIGURES, Corners, Numbers, likeness, shapes
from parsers.pdf.sight import drawn
from parsers.pdf.touched import touched

TALL, OF_ITS_SIZE = 14.0, 0.68
"""How many pixels high a figure is drawn, and how high it is for its size."""

LARGEST_SIDE = 3000
SURE, SEEN, OTHER = 0.1, 0.6, 0.06
SHIFTS = np.array([(x / 2, y / 2) for x in range(-3, 4) for y in range(-3, 4)])
"""In pixels: letters are drawn at whole ones."""

MANY, FEW = 2000, 40
NAMES = {figure: index for index, figure in enumerate(FIGURES)}

TURNED = {
    0: ((0, 1), (2, 1), (0, 3)),
    90: ((0, 3), (0, 1), (2, 3)),
    180: ((2, 3), (0, 3), (2, 1)),
    270: ((2, 1), (2, 3), (0, 1)),
}
"""Which sides of its box (left, bottom, right, top) meet in a letter's lower left, lower right and
upper left corner, by the angle of its text, clockwise.
"""


@dataclass(frozen=True, slots=True)
class Look:
    """A page that can be drawn to be looked at, as long as pdfium holds it."""

    page: Any
    textpage: Any
    frame: Frame

    def otherwise(self, glyphs: Sequence[Glyph], painted: Sequence[Rect]) -> list[Glyph]:
        """Return the figures that something `painted` runs through, and those that look like others
        or like none; of many the first few.

        Whatever makes them so, a face that names its letters wrongly, one code with two shapes or
        strokes drawn over them: what is read of the file is not what is seen on the page.
        """
        figures = [g for g in glyphs if g.text in NAMES and not g.angle % 90]
        if not figures:
            return []
        boxes = list(_boxes(self.textpage, figures))
        found = {*touched(np.array(boxes), painted), *self._unlike(figures, boxes)}
        return [figures[index] for index in sorted(found)]

    def _unlike(self, figures: Sequence[Glyph], boxes: Sequence[Rect]) -> Iterator[int]:
        """Yield which look like others; what seems so is drawn again and larger, to be sure."""
        frame = self.frame
        shown = Frame(frame.left, frame.bottom, frame.right, frame.top, frame.shown, frame.shown)
        corners = np.array(
            [
                [shown.upright(box[a], box[b]) for a, b in TURNED[figure.angle]]
                for figure, box in zip(figures, boxes, strict=True)
            ]
        )
        names = np.array([NAMES[figure.text] for figure in figures])
        found = np.arange(len(names))
        tall = TALL / OF_ITS_SIZE / median(max(figure.size, 1.0) for figure in figures)
        for scale, side in ((tall, LARGEST_SIDE), (2 * tall, 2 * LARGEST_SIDE)):
            fitting = min(scale, side / max(shown.width, shown.height))
            picture = drawn(self.page, fitting)
            found = found[list(_wrong(picture, corners[found] * fitting, names[found]))]
            if not found.size:
                break
        yield from map(int, found)


def _wrong(picture: NDArray[np.uint8], corners: Corners, names: NDArray[np.intp]) -> Iterator[int]:
    """Yield which figures look otherwise than named, all of the first few that do."""
    for begin in range(0, len(names), MANY):
        part = slice(begin, begin + MANY)
        own, other = _judged(likeness(shapes(picture, corners[part])), names[part])
        doubtful = begin + np.flatnonzero((own - other < SURE) | (own < SEEN))
        for at in range(0, len(doubtful), FEW):
            few = doubtful[at : at + FEW]
            wrong = few[_is_wrong(picture, corners[few], names[few])]
            yield from map(int, wrong)
            if wrong.size:
                return


def _is_wrong(
    picture: NDArray[np.uint8], corners: Corners, names: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Return for each figure whether no closer look finds what it is named."""
    moved = (corners[None] + SHIFTS[:, None, None, :]).reshape(-1, 3, 2)
    looks = _judged(likeness(shapes(picture, moved)), np.tile(names, len(SHIFTS)))
    own, other = (look.reshape(len(SHIFTS), -1).max(axis=0) for look in looks)
    return np.asarray((other - own > OTHER) | (own < SEEN))


def _judged(alike: Numbers, names: NDArray[np.intp]) -> tuple[Numbers, Numbers]:
    """Return how much each looks like the figure it is named, and like any other."""
    at = np.arange(len(names))
    own = alike[at, names].copy()
    alike[at, names] = 0.0
    return own, alike.max(axis=1)


def _boxes(textpage: Any, figures: Sequence[Glyph]) -> Iterator[Rect]:
    """Yield where each figure is drawn, in user space; a face draws one alike each time."""
    known: dict[tuple[object, ...], Rect] = {}
    for figure in figures:
        width, size = round(figure.right - figure.left, 2), round(figure.size, 2)
        key = font_of(figure.owner), figure.text, figure.angle, width, size
        if key not in known:
            known[key] = _around(textpage, figure)
        x0, y0, x1, y1 = known[key]
        x, y = figure.origin_x, figure.origin_y
        yield x + x0, y + y0, x + x1, y + y1


def _around(textpage: Any, figure: Glyph) -> Rect:
    """Return the sides of what a figure draws, from its place on the baseline."""
    sides = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(textpage, figure.order, *map(ctypes.byref, sides))
    left, right, bottom, top = (side.value for side in sides)
    x, y = figure.origin_x, figure.origin_y
    return left - x, bottom - y, right - x, top - y
