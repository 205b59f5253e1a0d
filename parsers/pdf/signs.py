"""Whether signs stand as high as what they are said to be: a face may name a figure a hyphen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.pdf.glyphs import Glyph, ink_boxes

FEET = {".": (-0.1, 0.1), "-": (0.1, 0.5), "_": (-0.4, -0.02)}
TOPS = {".": 0.3, "-": 0.55, "_": 0.04}
"""Where over its line a sign begins in any face, and where it ends at most, for its size."""


def misplaced(glyphs: Sequence[Glyph], address: int) -> Iterator[Glyph]:
    """Yield the signs of addresses and numbers that are drawn elsewhere than such signs are."""
    signs = [glyph for glyph in glyphs if glyph.text in TOPS and not glyph.angle % 90]
    for glyph, box in zip(signs, ink_boxes(address, [one.order for one in signs]), strict=True):
        foot, top = (height / glyph.size for height in _heights(glyph, *map(float, box)))
        least, most = FEET[glyph.text]
        if foot < top and not (least <= foot <= most and top <= TOPS[glyph.text]):
            yield glyph


def _heights(glyph: Glyph, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float]:
    """Return how far the sides of a box lie over a glyph's line, by the angle of its text."""
    x, y = glyph.origin_x, glyph.origin_y
    return {
        0: (y0 - y, y1 - y),
        90: (x0 - x, x1 - x),
        180: (y - y1, y - y0),
        270: (x - x1, x - x0),
    }[glyph.angle]
