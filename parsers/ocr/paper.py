"""The sheet of paper in a photograph: found where it lies on something darker, and made flat."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Point = tuple[float, float]
Mask = NDArray[np.bool_]

LOOKED_AT = 240
"""Pixels of the longer side that are enough to find a sheet."""

RIM = 0.03
DARK_RIM = 0.7
LEAST_STEP = 40.0
SMALLEST, LARGEST = 0.2, 0.97
FILLED, SHORTEST_SIDE = 0.88, 0.3
INWARD = 0.01


@dataclass(frozen=True, slots=True)
class Flat:
    """A sheet as if seen from straight above; `back` leads to the picture it was cut out of.

    `back` are the eight numbers of a projection (those of Pillow's PERSPECTIVE), `around` is the
    picture's width and height.
    """

    image: Any
    back: tuple[float, ...]
    around: tuple[int, int]

    def seen_at(self, x: float, y: float) -> Point:
        """Return where a point of the sheet lies in the picture, as fractions of its sides."""
        a, b, c, d, e, f, g, h = self.back
        far = g * x + h * y + 1.0
        width, height = self.around
        return (a * x + b * y + c) / far / width, (d * x + e * y + f) / far / height


def flattened(image: Any) -> Flat | None:
    """Return the sheet in a photograph; None where no darker rim lies around one."""
    scale = max(1.0, max(image.size) / LOOKED_AT)
    small = image.convert("L").resize([max(1, round(side / scale)) for side in image.size])
    # Brightened, then darkened by as much: the words are gone, the sheet is as large as before.
    sheet = _sheet(small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.MinFilter(5)))
    corners = None if sheet is None else _corners(sheet)
    if corners is None:
        return None
    across, down = image.width / small.width, image.height / small.height
    return _cut_out(image, [(x * across, y * down) for x, y in corners])


def _sheet(small: Any) -> Mask | None:
    """Return the pixels of the largest bright area, if all around it is darker."""
    grey = np.asarray(small, dtype=np.uint8)
    if int(grey.max()) - int(grey.min()) < LEAST_STEP:
        return None
    bright = grey > _otsu(grey)
    step = float(grey[bright].mean()) - float(grey[~bright].mean())
    if step < LEAST_STEP or _rim(~bright) < DARK_RIM:
        return None
    sheet = _largest(bright)
    return sheet if SMALLEST < float(sheet.mean()) < LARGEST else None


def _otsu(grey: NDArray[np.uint8]) -> int:
    """Return the grey that parts dark from bright best (Otsu 1979)."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(np.float64)
    below = np.cumsum(counts)
    sums = np.cumsum(counts * np.arange(256))
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = (sums / below - (sums[-1] - sums) / above) ** 2 * below * above
    return int(np.nanargmax(np.where(np.isfinite(apart), apart, np.nan)))


def _rim(mask: Mask) -> float:
    """Return how much of the outermost pixels belongs to a mask."""
    height, width = mask.shape
    deep = max(1, round(RIM * max(mask.shape)))
    inner = np.zeros_like(mask)
    inner[deep : height - deep, deep : width - deep] = True
    return float(mask[~inner].mean())


def _largest(mask: Mask) -> Mask:
    """Return the largest area of a mask that hangs together."""
    left, best = mask.copy(), np.zeros_like(mask)
    while (start := int(left.argmax())) or left.flat[0]:
        area = _hanging_together(left, divmod(start, mask.shape[1]))
        left &= ~area
        if area.sum() > best.sum():
            best = area
        if left.sum() <= best.sum():
            break
    return best


def _hanging_together(mask: Mask, start: tuple[int, int]) -> Mask:
    height, width = mask.shape
    area, queue = np.zeros_like(mask), deque([start])
    area[start] = True
    while queue:
        y, x = queue.popleft()
        for near in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
            inside = 0 <= near[0] < height and 0 <= near[1] < width
            if inside and mask[near] and not area[near]:
                area[near] = True
                queue.append(near)
    return area


def _corners(sheet: Mask) -> list[Point] | None:
    """Return the four corners, clockwise from the top left; None for what is no quadrangle."""
    ys, xs = np.nonzero(sheet)
    down, up = xs + ys, xs - ys
    ends = (down.argmin(), up.argmax(), down.argmax(), up.argmin())
    corners = [(float(xs[k]) + 0.5, float(ys[k]) + 0.5) for k in ends]
    sides = _sides(corners)
    whole = min(sides) >= SHORTEST_SIDE * max(sides)
    return corners if whole and float(sheet.sum()) >= FILLED * _area(corners) else None


def _sides(corners: list[Point]) -> list[float]:
    """Return how long the sides are: the upper, the right, the lower, the left one."""
    return [float(np.hypot(*np.subtract(corners[k], corners[(k + 1) % 4]))) for k in range(4)]


def _area(corners: list[Point]) -> float:
    following = [*corners[1:], corners[0]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, following, strict=True))) / 2


def _cut_out(image: Any, corners: list[Point]) -> Flat:
    middle = np.mean(corners, axis=0)
    inward = [np.asarray(corner) + (middle - corner) * INWARD for corner in corners]
    quad = [(float(x), float(y)) for x, y in inward]
    top, right, bottom, left = _sides(quad)
    size = round(max(top, bottom)), round(max(left, right))
    back = _projection([(0, 0), (size[0], 0), size, (0, size[1])], quad)
    flat = image.transform(size, Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC)
    return Flat(flat, back, image.size)


def _projection(source: list[Any], target: list[Any]) -> tuple[float, ...]:
    """Return the projection that takes four points to four others."""
    rows, values = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return tuple(float(n) for n in np.linalg.solve(np.array(rows, float), np.array(values, float)))
