"""Spaces that a page draws each by itself, as browsers do: pdfium leaves out what has no width."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from parsers.pdf.drawing import Drawing
from parsers.pdf.frame import Frame
from parsers.pdf.glyphs import Glyph
from parsers.pdf.layout import Mark
from parsers.pdf.matrix import moved, product
from parsers.pdf.objects import bounds_of, matrix_of, size_of_text

NARROWEST = 0.01


def blanks(glyphs: Sequence[Glyph], drawing: Drawing, frame: Frame) -> Iterator[Mark]:
    """Yield a mark without width for each text of which no letter was found."""
    owners = {glyph.owner for glyph in glyphs}
    for item in (one for one in drawing.order if one not in owners):
        left, _, right, _ = bounds_of(item)
        if right - left < NARROWEST:
            yield _mark(item, drawing, frame)


def _mark(item: int, drawing: Drawing, frame: Frame) -> Mark:
    matrix = product(matrix_of(item), drawing.moved[item])
    x, y = frame.upright(*moved(0.0, 0.0, matrix))
    size = max(size_of_text(item) * math.hypot(matrix[2], matrix[3]), 0.1)
    return Mark(" ", x, x, y, size, drawing.order[item], item, blank=True)
