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

TALL, OF_ITS_SIZE = 14.0, 0.68
"""How many pixels high a figure is drawn, and how high it is for its size."""

LARGEST_SIDE = 3600
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

    def otherwise(self, glyphs: Sequence[Glyph]) -> list[Glyph]:
        """Return the figures that look like others, or like none; of many the first few.

        Whatever makes them so, a face that names its letters wrongly, one code with two shapes or
        strokes drawn over them: what is read of the file is not what is seen on the page.
        """
        figures = [g for g in glyphs if g.text in NAMES and not g.angle % 90]
        if not figures:
            return []
        frame = self.frame
        shown = Frame(frame.left, frame.bottom, frame.right, frame.top, frame.shown, frame.shown)
        scale = TALL / OF_ITS_SIZE / median(max(figure.size, 1.0) for figure in figures)
        scale = min(scale, LARGEST_SIDE / max(shown.width, shown.height))
        corners = np.array(list(_corners(self.textpage, shown, figures))) * scale
        names = np.array([NAMES[figure.text] for figure in figures])
        return [figures[index] for index in _wrong(drawn(self.page, scale), corners, names)]


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


def _corners(
    textpage: Any, shown: Frame, figures: Sequence[Glyph]
) -> Iterator[list[tuple[float, float]]]:
    """Yield where each figure is drawn on the page as displayed, its lower left, lower right and
    upper left; a face draws one alike each time.
    """
    known: dict[tuple[object, ...], Rect] = {}
    for figure in figures:
        width, size = round(figure.right - figure.left, 2), round(figure.size, 2)
        key = font_of(figure.owner), figure.text, figure.angle, width, size
        if key not in known:
            known[key] = _around(textpage, figure)
        x0, y0, x1, y1 = known[key]
        x, y = figure.origin_x, figure.origin_y
        sides = x + x0, y + y0, x + x1, y + y1
        yield [shown.upright(sides[a], sides[b]) for a, b in TURNED[figure.angle]]


def _around(textpage: Any, figure: Glyph) -> Rect:
    """Return the sides of what a figure draws, from its place on the baseline."""
    sides = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(textpage, figure.order, *map(ctypes.byref, sides))
    left, right, bottom, top = (side.value for side in sides)
    x, y = figure.origin_x, figure.origin_y
    return left - x, bottom - y, right - x, top - y
