"""Letters that something painted runs through, or ends in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from parsers.pdf.matrix import Rect

EDGE = 0.08
"""What part of a letter's box on each side may be touched: rules run close to it."""

PAIRS = 200_000
"""So many boxes and areas are held against each other at once."""


def touched(boxes: NDArray[np.float64], painted: Sequence[Rect]) -> Iterator[int]:
    """Yield which boxes `(x0, y0, x1, y1)` share a part with something painted.

    What lies under or over the whole of a box is a ground or a cover, and judged elsewhere.
    """
    if not painted:
        return
    areas = np.array(painted)
    edges = (boxes[:, 2:] - boxes[:, :2]) * EDGE
    cores = np.hstack((boxes[:, :2] + edges, boxes[:, 2:] - edges))
    few = max(1, PAIRS // len(areas))
    for begin in range(0, len(cores), few):
        yield from map(int, begin + np.flatnonzero(_any_through(cores[begin : begin + few], areas)))


def _any_through(cores: NDArray[np.float64], areas: NDArray[np.float64]) -> NDArray[np.bool_]:
    left, bottom, right, top = cores.T[..., None]
    x0, y0, x1, y1 = areas.T[:, None]
    meet = (x0 < right) & (x1 > left) & (y0 < top) & (y1 > bottom)
    around = (x0 <= left) & (x1 >= right) & (y0 <= bottom) & (y1 >= top)
    return np.asarray(np.any(meet & ~around, axis=1))
