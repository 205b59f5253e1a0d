"""The colours that texts, areas and strokes are drawn with."""

from __future__ import annotations

from collections.abc import Iterable

from parsers.marks.brightness import DARK, PAPER, is_hued, luma
from parsers.pdf.objects import Colour, fill_of, mode_of_text, stroke_of

NO_COLOUR: Colour = (0, 0, 0, 0)
WHITE, NO_ALPHA, OPAQUE = 245, 16, 255
PATTERN = (191, 191, 191)
"""What pdfium says of a fill that is a pattern."""

FILLED, OUTLINED = (fill_of,), (stroke_of,)
WAYS = {
    0: FILLED, 1: OUTLINED, 2: FILLED + OUTLINED, 4: FILLED, 5: OUTLINED, 6: FILLED + OUTLINED
}  # fmt: skip
"""How text is drawn by its rendering mode (ISO 32000-1, table 106); in modes 3 and 7 it is not."""


def ink_of(item: int) -> list[Colour]:
    """Return the colours text is drawn with: filled, outlined or both; none where it is neither."""
    return [read(item) for read in WAYS.get(mode_of_text(item), ())]


def brightness_of(colours: Iterable[Colour]) -> float:
    """Return how bright the brightest of a text's colours is."""
    return max(map(grey_of, colours))


def grey_of(colour: Colour) -> float:
    """Return how bright a colour is on white paper."""
    red, green, blue, alpha = colour
    return PAPER - (PAPER - luma(red, green, blue)) * alpha / 255


def is_black(colour: Colour) -> bool:
    """Return whether text of a colour passes for black."""
    return max(colour[:3]) < DARK and colour[3] == OPAQUE and not is_hued(colour)


def is_drawn(colour: Colour) -> bool:
    """Return whether a colour is seen on white paper."""
    return colour[3] >= NO_ALPHA and min(colour[:3]) < WHITE
