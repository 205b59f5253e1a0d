"""A border of a cell, as far as it may stand out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parsers.marks.brightness import is_hued

MORE, LEAST = 1.5, 1.2
"""How many times broader, and in points how broad at least, a border is that stands out."""


@dataclass(frozen=True, slots=True)
class Side:
    """A border: how broad it is in points, its colour, "" for black or grey, and whether it is
    `broken`: dashed or dotted.
    """

    broad: float = 0.0
    hue: str = ""
    broken: bool = False

    def stands_out(self, usual: Side) -> bool:
        """Return whether it is broader than is usual, or coloured where that is not."""
        broader = self.broad >= LEAST and self.broad > MORE * usual.broad
        return broader or (bool(self.hue) and self.hue != usual.hue)


Sides = Mapping[str, Side]
"""The borders of a cell by their names."""


def hue_of(colour: str) -> str:
    """Return six hexadecimal digits where they are a colour, "" for black, grey and no digits."""
    try:
        channels = bytes.fromhex(colour)
    except ValueError:
        return ""
    return colour.upper() if len(channels) == 3 and is_hued(channels) else ""
