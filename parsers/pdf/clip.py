"""What is left of an object that is cut off (clip paths: ISO 32000-1, 8.5.4)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from parsers.pdf import objects
from parsers.pdf.matrix import EVERYWHERE, Matrix, Point, Rect, moved

MOST_PATHS, MOST_POINTS = 100, 4000
SAME = 0.01


class TooMuchDrawnError(Exception):
    """The page draws more than a request letter ever does."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Where an object may be seen: inside `area`, and all of that only where it is `exact`.

    Letters draw clips too (text modes 4 to 7), and other shapes than rectangles: then nothing is
    sure but that outside the area nothing is seen.
    """

    area: Rect = EVERYWHERE
    exact: bool = True

    def within(self, other: Clip) -> Clip:
        """Return what both leave."""
        return Clip(overlap(self.area, other.area), self.exact and other.exact)


UNCUT = Clip()


def clip_of(item: int, matrix: Matrix) -> Clip:
    """Return how an object is cut off, in the space that `matrix` leads to.

    Raises TooMuchDrawnError for a clip that no program of an office makes.
    """
    clip, paths = objects.clip_of(item)
    if paths < 0:
        return UNCUT
    if paths > MOST_PATHS or any(objects.count_points(clip, n) > MOST_POINTS for n in range(paths)):
        raise TooMuchDrawnError
    found = Clip(exact=paths > 0)
    for path in range(paths):
        found = found.within(_clip(objects.points_of(clip, path), matrix))
    return found


def _clip(points: list[Point], matrix: Matrix) -> Clip:
    """Return the rectangle around a path; the points that steer a curve never lie inside it."""
    placed = [moved(x, y, matrix) for x, y in points]
    if not placed:
        return Clip((0.0, 0.0, 0.0, 0.0))
    xs, ys = [x for x, _ in placed], [y for _, y in placed]
    return Clip((min(xs), min(ys), max(xs), max(ys)), _is_rectangle(placed))


def _is_rectangle(points: list[Point]) -> bool:
    corners = points[:4]
    if len(points) not in (4, 5) or (len(points) == 5 and not _near(points[0], points[4])):
        return False
    sides = list(pairwise([*corners, corners[0]]))
    flat = [abs(a[1] - b[1]) < SAME for a, b in sides]
    tall = [abs(a[0] - b[0]) < SAME for a, b in sides]
    return all(f or t for f, t in zip(flat, tall, strict=True)) and flat[0] == flat[2] != flat[1]


def _near(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) < SAME and abs(one[1] - other[1]) < SAME


def overlap(one: Rect, other: Rect) -> Rect:
    """Return what two rectangles share: one without width or height where they do not meet."""
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    return left, bottom, max(left, min(one[2], other[2])), max(bottom, min(one[3], other[3]))
