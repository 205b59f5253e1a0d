"""The borders of a docx's cells, and boxes about a text in one (ECMA-376, part 1, 17.18.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parsers.marks.border import Side, Sides, hue_of
from parsers.word.styles import W, number

NAMES = {
    "left": ("left", "start"),
    "top": ("top",),
    "right": ("right", "end"),
    "bottom": ("bottom",),
}
"""What newer programs call the sides, too."""

UNSAID = Side(0.5)
"""The border of a cell that says nothing of its own: the table's."""

UNDRAWN = frozenset({"nil", "none"})
EIGHTHS = 8
SEVERAL = {"double": 3, "triple": 5, "thin": 3, "thick": 3, "wave": 2, "dashDotStroked": 2}
"""How many lines broad a style is whose name begins so; "thick" alone is one."""

BROKEN = ("dash", "dot")
"""How the names of styles begin that are not solid."""

BOX = Side(10.0)


def borders(cell: Any) -> Sides:
    """Return the borders of a cell; a box about its text counts as one about the cell."""
    if any(_is_drawn(one) for one in _boxes(cell)):
        return dict.fromkeys(NAMES, BOX)
    own = cell.find(f"{W}tcPr/{W}tcBorders")
    return {name: UNSAID if own is None else _side(own, names) for name, names in NAMES.items()}


def _boxes(cell: Any) -> Iterator[Any]:
    """Yield what a run says of a box about it, and a paragraph of one on its left."""
    yield from cell.iter(f"{W}bdr")
    for box in cell.iter(f"{W}pBdr"):
        yield from box.findall(f"{W}left")


def _side(borders: Any, names: tuple[str, ...]) -> Side:
    found = (borders.find(f"{W}{name}") for name in names)
    side = next((one for one in found if one is not None), None)
    if side is None:
        return UNSAID
    if not _is_drawn(side):
        return Side()
    style = str(side.get(f"{W}val"))
    lines = (
        1 if style == "thick" else next((n for w, n in SEVERAL.items() if style.startswith(w)), 1)
    )
    hue = hue_of(str(side.get(f"{W}color", "")))
    return Side(lines * number(side, "sz", 4) / EIGHTHS, hue, style.startswith(BROKEN))


def _is_drawn(side: Any) -> bool:
    return side.get(f"{W}val", "nil") not in UNDRAWN
