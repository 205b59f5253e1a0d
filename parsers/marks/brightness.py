"""How bright a colour is, and whether text of one is seen on another."""

from __future__ import annotations

import re
from collections.abc import Sequence

PAPER = 255.0
LEAST_CONTRAST = 50.0
DARK, HUED = 140, 90
"""Of 255: how bright ink is that passes for black where letters are thin, and how far the channels
of a colour lie apart that passes for no grey.
"""

_HEX = re.compile(r"[0-9a-fA-F]{6}")


def brightness(colour: str) -> float | None:
    """Return how bright six hexadecimal digits are; None for what is no colour by itself."""
    if not _HEX.fullmatch(colour):
        return None
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return luma(red, green, blue)


def luma(red: float, green: float, blue: float) -> float:
    """Return how bright a colour is, from 0 to 255 (Rec. 601)."""
    return 0.299 * red + 0.587 * green + 0.114 * blue


def is_hued(colour: Sequence[int]) -> bool:
    """Return whether red, green and blue make a colour rather than a grey."""
    red, green, blue, *_ = colour
    return max(red, green, blue) - min(red, green, blue) > HUED


def is_lost_on(ink: float | None, ground: float | None) -> bool:
    """Return whether text of one brightness is hardly seen on a ground of another."""
    return ink is not None and ground is not None and abs(ink - ground) < LEAST_CONTRAST
