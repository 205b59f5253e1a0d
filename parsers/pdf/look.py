"""Whether the figures and letters of a page look like what they are said to be, once drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import median
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from parsers.pdf.frame import Frame
from parsers.pdf.glyphs import Glyph, font_of
from parsers.pdf.matrix import Rect
from parsers.pdf.sight import drawn
from parsers.pdf.touched import touched
from parsers.pdf.unlike import FIGURES, LETTERS, Alphabet, unlike

TALL, OF_ITS_SIZE = 14.0, 0.68
"""How many pixels high a figure is drawn, and how high it is for its size."""

LARGEST_SIDE = 3000
SMALL = 10.0
"""A stroke up to this long may make another letter of one; rules are longer."""

TURNED = {
    0: ((0, 1), (2, 1), (0, 3)),
    90: ((0, 3), (0, 1), (2, 3)),
    180: ((2, 3), (0, 3), (2, 1)),
    270: ((2, 1), (2, 3), (0, 1)),
}
"""Which sides of its box (left, bottom, right, top) meet in a letter's lower left, lower right and
upper left corner, by the angle of its text, clockwise.
"""

_ORDER = attrgetter("order")


@dataclass(frozen=True, slots=True)
class Look:
    """A page that can be drawn to be looked at, as long as pdfium holds it."""

    page: Any
    textpage: Any
    frame: Frame

    def otherwise(self, glyphs: Sequence[Glyph], painted: Sequence[Rect]) -> list[Glyph]:
        """Return the figures and small letters that something `painted` runs through, and those
        that look like others or like none; of many the first few.

        Whatever makes them so, a face that names its letters wrongly, one code with two shapes or
        strokes drawn over them: what is read of the file is not what is seen on the page.
        """
        figures, letters = _of(FIGURES, glyphs), _of(LETTERS, glyphs)
        small = [area for area in painted if max(area[2] - area[0], area[3] - area[1]) < SMALL]
        found = {
            *self._touched(figures, painted),
            *self._touched(letters, small),
            *self._unlike(figures, FIGURES),
            *self._unlike(_one_of_each(letters), LETTERS),
        }
        return sorted(found, key=_ORDER)

    def _touched(self, glyphs: Sequence[Glyph], painted: Sequence[Rect]) -> Iterator[Glyph]:
        if glyphs and painted:
            boxes = np.array(list(_boxes(self.textpage, glyphs)))
            yield from (glyphs[index] for index in touched(boxes, painted))

    def _unlike(self, glyphs: Sequence[Glyph], alphabet: Alphabet) -> Iterator[Glyph]:
        """Yield which look like others; what seems so is drawn again and larger, to be sure."""
        found, frame = glyphs, self.frame
        shown = Frame(frame.left, frame.bottom, frame.right, frame.top, frame.shown, frame.shown)
        for larger in (1, 2):
            if not found:
                return
            tall = TALL / OF_ITS_SIZE / median(max(glyph.size, 1.0) for glyph in glyphs)
            scale = larger * min(tall, LARGEST_SIDE / max(shown.width, shown.height))
            corners = np.array(list(self._corners(found, shown))) * scale
            names = np.array([alphabet.signs.index(glyph.text) for glyph in found])
            wrong = unlike(drawn(self.page, scale), corners, names, alphabet)
            found = [found[index] for index in wrong]
        yield from found

    def _corners(
        self, glyphs: Sequence[Glyph], shown: Frame
    ) -> Iterator[list[tuple[float, float]]]:
        for glyph, box in zip(glyphs, _boxes(self.textpage, glyphs), strict=True):
            yield [shown.upright(box[a], box[b]) for a, b in TURNED[glyph.angle]]


def _of(alphabet: Alphabet, glyphs: Sequence[Glyph]) -> list[Glyph]:
    signs = frozenset(alphabet.signs)
    return [glyph for glyph in glyphs if glyph.text in signs and not glyph.angle % 90]


def _one_of_each(letters: Sequence[Glyph]) -> list[Glyph]:
    """Return one of each letter of each face: a face with two codes for one is told anyway."""
    return list({(font_of(letter.owner), letter.text): letter for letter in letters}.values())


def _boxes(textpage: Any, glyphs: Sequence[Glyph]) -> Iterator[Rect]:
    """Yield where each sign is drawn, in user space; a face draws one alike each time."""
    known: dict[tuple[object, ...], Rect] = {}
    for glyph in glyphs:
        width, size = round(glyph.right - glyph.left, 2), round(glyph.size, 2)
        key = font_of(glyph.owner), glyph.text, glyph.angle, width, size
        if key not in known:
            known[key] = _around(textpage, glyph)
        x0, y0, x1, y1 = known[key]
        x, y = glyph.origin_x, glyph.origin_y
        yield x + x0, y + y0, x + x1, y + y1


def _around(textpage: Any, glyph: Glyph) -> Rect:
    """Return the sides of what a sign draws, from its place on the baseline."""
    sides = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(textpage, glyph.order, *map(ctypes.byref, sides))
    left, right, bottom, top = (side.value for side in sides)
    x, y = glyph.origin_x, glyph.origin_y
    return left - x, bottom - y, right - x, top - y
