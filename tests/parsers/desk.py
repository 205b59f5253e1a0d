"""A page as a telephone sees it: on a dark desk, a little aslant, the far end smaller."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

DESK_GREY, GRAIN, MARGIN = 60, 6.0, 0.18
TILT, AWAY = -2.0, 0.05
"""How far the sheet is turned in degrees, and how much of its width the far end loses."""

Point = tuple[float, float]


def on_a_desk(page: Image.Image) -> Image.Image:
    """Return the photograph, in grey."""
    width, height = page.size
    across, down = round(MARGIN * width), round(MARGIN * height)
    size = (width + 2 * across, height + 2 * down)
    sheet, outline = Image.new("L", size, 0), Image.new("L", size, 0)
    sheet.paste(page.convert("L"), (across, down))
    outline.paste(255, (across, down, across + width, down + height))
    return Image.composite(_aslant(sheet), _desk(size), _aslant(outline))


def seen_at(x: float, y: float, page: Image.Image) -> Point:
    """Return where a point of the page lies in the photograph, both in fractions."""
    wide, high = (side + 2 * round(MARGIN * side) for side in page.size)
    x, y = (
        ((MARGIN + x) / (1 + 2 * MARGIN) - 0.5) * wide,
        ((MARGIN + y) / (1 + 2 * MARGIN) - 0.5) * high,
    )
    sine, cosine = math.sin(math.radians(TILT)), math.cos(math.radians(TILT))
    x, y = wide / 2 + x * cosine + y * sine, high / 2 - x * sine + y * cosine
    a, b, c, d, e, f, g, h = _projection(*_ends(wide, high))
    away = g * x + h * y + 1
    return (a * x + b * y + c) / away / wide, (d * x + e * y + f) / away / high


def _desk(size: tuple[int, int]) -> Image.Image:
    grain = np.random.default_rng(1).normal(DESK_GREY, GRAIN, (size[1] // 8, size[0] // 8))
    return Image.fromarray(grain.clip(0, 255).astype(np.uint8)).resize(size)


def _aslant(picture: Image.Image) -> Image.Image:
    tilted = picture.rotate(TILT, resample=Image.Resampling.BICUBIC)
    near, far = _ends(*picture.size)
    way = _projection(far, near)
    return tilted.transform(
        picture.size, Image.Transform.PERSPECTIVE, way, Image.Resampling.BICUBIC
    )


def _ends(width: int, height: int) -> tuple[list[Point], list[Point]]:
    """Return the picture's corners, and where the telephone sees them."""
    near: list[Point] = [(0, 0), (width, 0), (width, height), (0, height)]
    return near, [(AWAY * width, AWAY * height), ((1 - AWAY) * width, 0), *near[2:]]


def _projection(source: list[Point], target: list[Point]) -> list[float]:
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    wanted = [side for point in target for side in point]
    return [float(number) for number in np.linalg.solve(np.array(rows), np.array(wanted))]
