"""Whether the figures and letters of a list look like what they are said to be, once drawn.

Neither reader tells that: both believe what a face says of its letters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import attrgetter
from statistics import median
from typing import Any
from unicodedata import combining

import numpy as np
from numpy.typing import NDArray

from parsers.flag import Flag, FlagCode
from parsers.pdf.frame import Frame
from parsers.pdf.glyphs import Glyph, address_of, ink_boxes
from parsers.pdf.layout import marks_of, span_of
from parsers.pdf.matrix import Rect
from parsers.pdf.sight import Picture, drawn
from parsers.pdf.signs import misplaced
from parsers.pdf.stated import StatedPage
from parsers.pdf.touched import touched
from parsers.pdf.unlike import CAPITALS, FIGURES, LETTERS, Alphabet, unlike
from parsers.source import Place

TALL, OF_ITS_SIZE = 14.0, 0.68
"""How many pixels high a figure is drawn, and how high it is for its size."""

LARGEST_SIDE = 3000
SAMPLES = (0.0, 0.5, 0.9)
"""Where on its page a letter is looked at: the next one only if it looked wrong before."""

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


def drawn_otherwise(page: Any, textpage: Any, said: StatedPage, name: str) -> Iterator[Flag]:
    """Yield a flag where something on a page of the file of this name looks otherwise than said."""
    odd = _View(page, textpage, said).otherwise()
    if odd:
        area = said.frame.displayed(*span_of(marks_of(odd, said.frame)))
        count = ("count", str(len(odd)))
        yield Flag(FlagCode.DRAWN_OTHERWISE, (count,), Place(name, said.number, area))


class _View:
    """A page as drawn, and once more and larger where that is needed to be sure."""

    def __init__(self, page: Any, textpage: Any, stated: StatedPage) -> None:
        plain = _without_marks(stated.glyphs)
        self.stated, self.figures = plain, _of(FIGURES, plain)
        self.letters, self.capitals = _of(LETTERS, plain), _of(CAPITALS, plain)
        self.painted, self.page = stated.painted, page
        self.scale = _scale([*self.figures, *self.letters], stated.frame)
        self.address = address_of(textpage.raw)
        self.steps = stated.frame.as_displayed.steps()
        self.pictures: dict[float, Picture] = {}

    def otherwise(self) -> list[Glyph]:
        """Return the figures and letters that something painted runs through, and those that look
        like others or like none; of many the first few.

        Whatever makes them so, a face that names its letters wrongly, one code with two shapes or
        strokes drawn over them: what is read of the file is not what is seen on the page.
        """
        small = [area for area in self.painted if _side(area) < SMALL]
        misnamed = [*self.misnamed(self.letters, LETTERS), *self.misnamed(self.capitals, CAPITALS)]
        found = {
            *self.touched(self.figures, self.painted),
            *self.touched([*self.letters, *self.capitals], small),
            *self.unlike(self.figures, FIGURES),
            *misplaced(self.stated, self.address),
            *(set(misnamed) - set(self.touched(misnamed, self.painted))),
        }
        return sorted(found, key=_ORDER)

    def touched(self, glyphs: Sequence[Glyph], painted: Sequence[Rect]) -> Iterator[Glyph]:
        """Yield those that something painted runs through."""
        if glyphs and painted:
            yield from (glyphs[index] for index in touched(self._boxes(glyphs), painted))

    def misnamed(self, letters: Sequence[Glyph], alphabet: Alphabet) -> Iterator[Glyph]:
        """Yield the letters looked at of each kind that a face draws like another at all of them.

        A face with two codes for one letter is told anyway. A rule may run through the tail of one,
        which then looks otherwise without being so.
        """
        kinds: dict[tuple[int, str], list[Glyph]] = defaultdict(list)
        for letter in letters:
            kinds[letter.face, letter.text].append(letter)
        left = list(kinds.values())
        for part in SAMPLES:
            wrong = set(self.unlike([kind[int(part * len(kind))] for kind in left], alphabet))
            left = [kind for kind in left if kind[int(part * len(kind))] in wrong]
        yield from (kind[int(part * len(kind))] for kind in left for part in SAMPLES)

    def unlike(self, glyphs: Sequence[Glyph], alphabet: Alphabet) -> Iterator[Glyph]:
        """Yield which look like others of their alphabet."""
        found = glyphs
        for scale in (self.scale, 2 * self.scale):
            if not found:
                return
            corners = self._corners(found) * scale
            names = np.array([alphabet.signs.index(glyph.text) for glyph in found])
            wrong = unlike(self._drawn(scale), corners, names, alphabet)
            found = [found[index] for index in wrong]
        yield from found

    def _drawn(self, scale: float) -> Picture:
        if scale not in self.pictures:
            self.pictures[scale] = drawn(self.page, scale)
        return self.pictures[scale]

    def _corners(self, glyphs: Sequence[Glyph]) -> NDArray[np.float64]:
        sides = np.array([TURNED[glyph.angle] for glyph in glyphs])
        x, y = np.take_along_axis(self._boxes(glyphs), sides.reshape(-1, 6), 1).reshape(-1, 2).T
        x0, across, along, y0, down, fall = self.steps
        points = np.stack((x0 + across * x + along * y, y0 + down * x + fall * y), 1)
        return points.reshape(-1, 3, 2)

    def _boxes(self, glyphs: Sequence[Glyph]) -> NDArray[np.float64]:
        return ink_boxes(self.address, [glyph.order for glyph in glyphs])


def _side(area: Rect) -> float:
    return max(area[2] - area[0], area[3] - area[1])


def _scale(glyphs: Sequence[Glyph], frame: Frame) -> float:
    tall = TALL / OF_ITS_SIZE / median([max(glyph.size, 1.0) for glyph in glyphs] or [TALL])
    return min(tall, LARGEST_SIDE / max(frame.width, frame.height))


def _without_marks(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """Leave out what a mark follows: it is drawn with the mark."""
    marks = {text for text in {glyph.text for glyph in glyphs} if text and combining(text[0])}
    if not marks:
        return glyphs
    marked = {glyph.order - 1 for glyph in glyphs if glyph.text in marks}
    return [glyph for glyph in glyphs if glyph.order not in marked]


def _of(alphabet: Alphabet, glyphs: Sequence[Glyph]) -> list[Glyph]:
    signs = frozenset(alphabet.signs)
    return [glyph for glyph in glyphs if glyph.text in signs and not glyph.angle % 90]
