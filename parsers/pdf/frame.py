"""The page turned so that its text stands upright, and the way back to the page as displayed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from parsers.pdf.matrix import Rect
from parsers.source import Box

STEPS = {0: (1, 0, 0, -1), 90: (0, 1, 1, 0), 180: (-1, 0, 0, 1), 270: (0, -1, -1, 0)}


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns PDF user space into upright points, origin top left, y downwards.

    `turn` is the clockwise turn in degrees that makes the text upright, `shown` the page's own
    /Rotate. They differ where the content itself is drawn sideways.
    """

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0
    shown: int = 0

    @property
    def as_displayed(self) -> Frame:
        """Return the frame of the page as a viewer shows it, whichever way its text runs."""
        return replace(self, turn=self.shown)

    @property
    def width(self) -> float:
        """Return the upright width in points."""
        return self._size(self.turn)[0]

    @property
    def height(self) -> float:
        """Return the upright height in points."""
        return self._size(self.turn)[1]

    def steps(self) -> tuple[float, float, float, float, float, float]:
        """Return what `upright` does as x0, dx/dx, dx/dy, y0, dy/dx, dy/dy: for many points."""
        (x0, y0), (across, along, down, fall) = self.upright(0.0, 0.0), STEPS[self.turn]
        return x0, across, along, y0, down, fall

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """Return the upright point of a point in user space."""
        return self._turned(x, y, self.turn)

    def upright_area(self, area: Rect) -> Rect:
        """Return the upright rectangle of one in user space."""
        (ax, ay), (bx, by) = self.upright(area[0], area[1]), self.upright(area[2], area[3])
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def displayed(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Return an upright rectangle as fractions of the page as displayed."""
        if self.turn != self.shown:
            corners = (self._turned(*self._back(x, y), self.shown) for x, y in ((x0, y0), (x1, y1)))
            (x0, y0), (x1, y1) = corners
        width, height = self._size(self.shown)
        (left, wide), (top, high) = _share(x0, x1, width), _share(y0, y1, height)
        return left, top, wide, high

    def held(self, x0: float, y0: float, x1: float, y1: float) -> Box | None:
        """Return an upright rectangle as fractions of the page held so that it can be read.

        None where that is the page as displayed.
        """
        if self.turn == self.shown:
            return None
        return (
            round(x0 / self.width, 5),
            round(y0 / self.height, 5),
            round((x1 - x0) / self.width, 5),
            round((y1 - y0) / self.height, 5),
        )

    def _size(self, turn: int) -> tuple[float, float]:
        wide, high = max(self.right - self.left, 1.0), max(self.top - self.bottom, 1.0)
        return (high, wide) if turn in (90, 270) else (wide, high)

    def _turned(self, x: float, y: float, turn: int) -> tuple[float, float]:
        if turn == 90:
            return y - self.bottom, x - self.left
        if turn == 180:
            return self.right - x, y - self.bottom
        if turn == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def _back(self, x: float, y: float) -> tuple[float, float]:
        if self.turn == 90:
            return y + self.left, x + self.bottom
        if self.turn == 180:
            return self.right - x, y + self.bottom
        if self.turn == 270:
            return self.right - y, self.top - x
        return x + self.left, self.top - y


def _share(one: float, other: float, whole: float) -> tuple[float, float]:
    """Return begin and length of a stretch as fractions of a whole, within it."""
    low, high = (one, other) if one <= other else (other, one)
    begin, end = min(max(low / whole, 0.0), 1.0), min(max(high / whole, 0.0), 1.0)
    return round(begin, 5), round(end - begin, 5)
