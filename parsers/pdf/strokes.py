"""The stretches of a path, as rectangles in user space."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from parsers.pdf.matrix import Matrix, Point, Rect, moved
from parsers.pdf.objects import pen_width, segments_of

MOST_SEGMENTS = 4000
LONG = 60.0
THIN = 3.0
FINEST = 0.1
SMALLEST_SIGN, LARGEST_SIGN = 2.0, 24.0
CORNERS = 4
ROUND = 8.0
SLANTING = 1.0


def straight(points: list[Point]) -> Iterator[Rect]:
    """Yield the stretches that run along an axis of the page."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x1 - x0) <= 1.0 or abs(y1 - y0) <= 1.0:
            yield (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def slanting(points: list[Point]) -> Iterator[Rect]:
    """Yield the long ones that do not, as their ends."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if min(abs(x1 - x0), abs(y1 - y0)) > THIN and abs(x1 - x0) + abs(y1 - y0) > LONG:
            yield (x0, y0, x1, y1)


def subpaths(path: int, matrix: Matrix) -> Iterator[list[Point]]:
    """Yield the points of each part of a path, those that steer its curves included."""
    points: list[Point] = []
    for begins, (x, y), closes in segments_of(path, MOST_SEGMENTS):
        if begins and points:
            yield points
            points = []
        points.append(moved(x, y, matrix))
        if closes:
            points.append(points[0])
    if points:
        yield points


def broad(points: list[Point], half: float) -> Iterator[Rect]:
    """Yield what is around each stretch, drawn with a pen of this half width."""
    for (x0, y0), (x1, y1) in pairwise(points):
        low, high = (x0, x1) if x0 < x1 else (x1, x0)
        under, over = (y0, y1) if y0 < y1 else (y1, y0)
        yield low - half, under - half, high + half, over + half


def half_width(path: int, matrix: Matrix) -> float:
    """Return how far a stroke reaches to either side; no stroke is too fine to be seen."""
    return max(pen_width(path) * math.hypot(matrix[0], matrix[1]) / 2, FINEST)


def around(points: list[Point]) -> Rect:
    """Return the rectangle around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def is_sign(points: list[Point], area: Rect) -> bool:
    """Return whether a part of a path, with the area around it, may be a letter: of such a size,
    and neither a box nor flat or upright.
    """
    x0, y0, x1, y1 = area
    wide, high = x1 - x0, y1 - y0
    if not SMALLEST_SIGN < max(wide, high) < LARGEST_SIGN or min(wide, high) < FINEST:
        return False
    flat = all(min(abs(b[0] - a[0]), abs(b[1] - a[1])) < FINEST for a, b in pairwise(points))
    is_box = flat and points[0] == points[-1] and len(set(points)) == CORNERS
    return not is_box


def is_scrawl(points: list[Point], area: Rect) -> bool:
    """Return whether a part of a path is larger than a letter and runs aslant somewhere but in the
    round corner of a frame; a hand does so by many short stretches.
    """
    x0, y0, x1, y1 = area
    wide, high = x1 - x0, y1 - y0
    if max(wide, high) < LARGEST_SIGN or min(wide, high) <= SLANTING:
        return False
    aslant = (
        (one, other)
        for one, other in pairwise(points)
        if min(abs(other[0] - one[0]), abs(other[1] - one[1])) > FINEST
    )
    return not all(_are_in_a_corner(one, other, area) for one, other in aslant)


def _are_in_a_corner(one: Point, other: Point, area: Rect) -> bool:
    near = [
        [abs(point[axis] - area[side]) <= ROUND for axis, side in ((0, 0), (1, 1), (0, 2), (1, 3))]
        for point in (one, other)
    ]
    left, bottom, right, top = (all(both) for both in zip(*near, strict=True))
    return (left or right) and (bottom or top) and _is_large(area)


def _is_large(area: Rect) -> bool:
    """Return whether the round corners of a frame leave most of its sides straight."""
    return min(area[2] - area[0], area[3] - area[1]) > CORNERS * ROUND
