"""The borders of a workbook's cells (ECMA-376, part 1, 18.8.4 and 18.18.3)."""

from __future__ import annotations

from typing import Any

from parsers.marks.border import Side, Sides, hue_of
from parsers.workbook.unseen import colour_of

BROAD = {
    "hair": 0.25, "medium": 1.75, "mediumDashed": 1.75, "mediumDashDot": 1.75,
    "mediumDashDotDot": 1.75, "slantDashDot": 1.75, "double": 2.25, "thick": 2.5,
}  # fmt: skip
BROKEN = ("dash", "dot", "mediumDash", "slantDash")
"""How the names of styles begin that are neither solid nor as fine as a hair."""

FINE = 0.75
"""In points: how broad each style is drawn; all others are as fine."""

NAMES = ("left", "top", "right", "bottom")


def borders(cell: Any) -> Sides:
    """Return the borders of a cell."""
    return {name: _side(getattr(cell.border, name)) for name in NAMES}


def _side(side: Any) -> Side:
    if side is None or side.style in (None, "none"):
        return Side()
    hue = hue_of(colour_of(side.color, ""))
    return Side(BROAD.get(side.style, FINE), hue, side.style.startswith(BROKEN))
