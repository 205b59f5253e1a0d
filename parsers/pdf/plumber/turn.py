"""Text that stands turned on its page, held upright and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Turner:
    """Turns points of the displayed page so that text at `angle` stands upright, and back."""

    angle: int
    width: float
    height: float

    def to(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the displayed page lies on the upright one."""
        if self.angle == 90:
            return self.height - y, x
        if self.angle == 180:
            return self.width - x, self.height - y
        if self.angle == 270:
            return y, self.width - x
        return x, y

    def drawn(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point that pdfminer counts from below lies on the upright page."""
        return self.to(x, self.height - y)

    def back(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the upright page is displayed."""
        if self.angle == 90:
            return y, self.height - x
        if self.angle == 180:
            return self.width - x, self.height - y
        if self.angle == 270:
            return self.width - y, x
        return x, y

    def edge(self, edge: Object) -> Object:
        """Return an edge on the upright page, exactly flat or exactly upright."""
        ax, ay = self.to(float(edge["x0"]), float(edge["top"]))
        bx, by = self.to(float(edge["x1"]), float(edge["bottom"]))
        x0, x1, top, bottom = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        flat = x1 - x0 > bottom - top
        if flat:
            top = bottom = (top + bottom) / 2
        else:
            x0 = x1 = (x0 + x1) / 2
        return {
            "object_type": "line",
            "orientation": "h" if flat else "v",
            "x0": x0,
            "x1": x1,
            "top": top,
            "bottom": bottom,
            "width": x1 - x0,
            "height": bottom - top,
        }
