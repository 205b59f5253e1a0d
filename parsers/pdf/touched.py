"""Letters that something painted runs through, or ends in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from parsers.pdf.matrix import Rect

EDGE = 0.08
"""What part of a letter's box on each side may be touched: rules run close to it."""


def touched(boxes: NDArray[np.float64], painted: Sequence[Rect]) -> Iterator[int]:
    """Yield which boxes `(x0, y0, x1, y1)` share a part with something painted.

    What lies under or over the whole of a box is a ground or a cover, and judged elsewhere.
    """
    if not painted:
        return
    areas = np.array(painted)
    edges = (boxes[:, 2:] - boxes[:, :2]) * EDGE
    cores = np.hstack((boxes[:, :2] + edges, boxes[:, 2:] - edges))
    heights, line_of = np.unique(boxes[:, 1::2].round(1), axis=0, return_inverse=True)
    for line, (bottom, top) in enumerate(heights):
        near = areas[(areas[:, 1] < top) & (areas[:, 3] > bottom)]
        own = np.flatnonzero(line_of.ravel() == line)
        if near.size:
            yield from map(int, own[_any_through(cores[own], near)])


def _any_through(cores: NDArray[np.float64], areas: NDArray[np.float64]) -> NDArray[np.bool_]:
    low, high = cores[:, None, :2], cores[:, None, 2:]
    meet = (areas[None, :, :2] < high) & (areas[None, :, 2:] > low)
    around = (areas[None, :, :2] <= low) & (areas[None, :, 2:] >= high)
    through = np.all(meet, axis=2) & ~np.all(around, axis=2)
    return np.asarray(np.any(through, axis=1))
