"""What somebody drew on a list, or beside its rows: a stroke, a ring, a tick, an arrow, a bar."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from parsers.pdf.drawing import Drawing
from parsers.pdf.frame import Frame
from parsers.pdf.matrix import Rect, touch

MOST, LOWEST, FRAME = 0.5, 6.0, 8.0
"""How much of its height a list's own coloured or thick rules take; in points, how low the side of
a box is, and how close to a table the rules of a second border stand.
"""

NEAREST, FARTHEST, EVEN = 0.6, 4.0, 3.0
"""Points: how far apart the rules of a double one stand, and by how much their ends differ."""


def drawn_by_hand(
    drawing: Drawing, frame: Frame, tables: Sequence[Rect], lists: Sequence[Rect]
) -> Iterator[Rect]:
    """Yield what is drawn aslant over a table, whether it meets a letter or not; what is drawn in
    the cells of a list; and all that is drawn beside its rows but the rules of tables.
    """
    scrawls = [frame.upright_area(area) for area in drawing.scrawls]
    yield from (area for area in scrawls if any(touch(area, table) for table in tables))
    signs = [frame.upright_area(area) for area in drawing.signs]
    yield from (area for area in signs if any(touch(area, one) for one in lists))
    painted = (frame.upright_area(area) for area in (*drawing.images, *drawing.tints))
    yield from _beside(lists, [*scrawls, *signs, *painted], tables)
    rules = [frame.upright_area(area) for area in drawing.rules]
    yield from _beside(lists, rules, [_grown(table) for table in tables])
    own = (drawing.hued, drawing.thick, drawing.dashed)
    marking = [[frame.upright_area(area) for area in areas] for areas in own]
    for apart in (*marking, list(_double(rules)) if lists else []):
        yield from (area for one in lists for area in _boxed(one, apart))


def _is_among(area: Rect, one: Rect) -> bool:
    """Return whether something stands at the height of a list's rows; a ground or a frame of the
    page is higher than the list.
    """
    (_, begin, _, end), (_, top, _, bottom) = area, one
    return top < (begin + end) / 2 < bottom and not (begin <= top and bottom <= end)


def _beside(lists: Sequence[Rect], drawn: Sequence[Rect], tables: Sequence[Rect]) -> Iterator[Rect]:
    """Yield what stands at the height of a list's rows and in no table."""
    for area in drawn:
        among = any(_is_among(area, one) for one in lists)
        if among and not any(_meet(area, table) for table in tables):
            yield area


def _boxed(one: Rect, apart: Sequence[Rect]) -> Iterator[Rect]:
    """Yield the coloured, thick, dashed or double sides of boxes about some rows or a cell.

    Such rules of a list's own make reach over most of its height, or begin with its header.
    """
    _, top, _, bottom = one
    sides = [area for area in apart if _is_side(area, one)]
    if _reach(sides) < MOST * (bottom - top):
        yield from (area for area in sides if area[1] > top + FRAME)


def _reach(sides: Sequence[Rect]) -> float:
    """Return over how much of the height of a page some side reaches."""
    reached, lowest = 0.0, 0.0
    for _, begin, _, end in sorted(sides, key=lambda side: side[1]):
        reached += max(end - max(begin, lowest), 0.0)
        lowest = max(lowest, end)
    return reached


def _double(rules: Sequence[Rect]) -> Iterator[Rect]:
    """Yield the upright rules that stand close to another one of their height."""
    upright = sorted(area for area in rules if _is_upright(area))
    lefts = [area[0] for area in upright]
    close = {left: _close_to(left, lefts) for left in set(lefts)}
    for area in upright:
        if any(_are_even(area, upright[at]) for at in close[area[0]]):
            yield area


def _close_to(left: float, lefts: Sequence[float]) -> range:
    """Return which of the sorted ones stand close to the right of one."""
    return range(bisect_left(lefts, left + NEAREST), bisect_right(lefts, left + FARTHEST))


def _are_even(one: Rect, other: Rect) -> bool:
    return abs(one[1] - other[1]) <= EVEN and abs(one[3] - other[3]) <= EVEN


def _is_upright(area: Rect) -> bool:
    left, top, right, bottom = area
    return bottom - top > max(right - left, LOWEST)


def _is_side(area: Rect, one: Rect) -> bool:
    return _is_upright(area) and _meet(area, _grown(one))


def _meet(area: Rect, table: Rect) -> bool:
    """Return whether they share a point: a rule has no area."""
    across = area[0] <= table[2] and table[0] <= area[2]
    return across and area[1] <= table[3] and table[1] <= area[3]


def _grown(table: Rect) -> Rect:
    left, top, right, bottom = table
    return left - FRAME, top - FRAME, right + FRAME, bottom + FRAME
