"""A piece cut out of a page made ready to be read: without grain, large enough, one line or not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from parsers.ocr.engine import Picture

PAPER_GRAIN = 25
FAINT = 0.35
FEWEST_BESIDE = 4
TALLEST_LINE_INCHES = 0.24
DENSE = 0.3
LARGER = 1.5
"""How much larger a cell is shown to be read once more."""


def drawn_on(picture: Picture) -> NDArray[np.bool_]:
    """Return what is drawn on a piece of paper, without its grain: pale or alone, a dot is none."""
    paper, darkest = float(np.percentile(picture, 90)), float(picture.min())
    faint = max(FAINT * (paper - darkest), PAPER_GRAIN)
    ink = Image.fromarray((picture < paper - faint).astype(np.uint8) * 255)
    beside = np.asarray(ink.filter(ImageFilter.BoxBlur(1)), dtype=np.uint8)
    return (np.asarray(ink) > 0) & (beside >= FEWEST_BESIDE * 255 // 9)


def densest_rows(picture: Picture) -> tuple[int, int]:
    """Return first and last of the rows that hold most ink: a line of figures with a seal by it."""
    filled = drawn_on(picture).sum(axis=1)
    sparse = np.flatnonzero(filled < DENSE * filled.max())
    peak = int(filled.argmax())
    above, below = sparse[sparse < peak], sparse[sparse > peak]
    first = int(above[-1]) + 1 if len(above) else 0
    return first, int(below[0]) - 1 if len(below) else len(filled) - 1


def on_white(picture: Picture) -> Picture:
    """Return the picture with its paper white: the grain of a scan reads as dots and commas."""
    paper = float(np.percentile(picture, 90))
    darkest = float(picture.min())
    spread = max(paper - PAPER_GRAIN - darkest, 1.0)
    return (((picture - darkest) / spread).clip(0, 1) * 255).astype(np.uint8)


def enlarged(picture: Picture, scale: float) -> Picture:
    """Return the picture larger: a number of two figures alone is read better so ("11")."""
    if scale == 1:
        return picture
    height, width = picture.shape
    larger = (round(width * scale), round(height * scale))
    return np.asarray(Image.fromarray(picture).resize(larger, Image.Resampling.BICUBIC))


def is_one_line(picture: Picture, dpi: int) -> bool:
    """Return whether the ink lies in one band of rows, marks above and below counted with it."""
    filled = np.flatnonzero(drawn_on(picture).any(axis=1))
    bands = np.split(filled, np.flatnonzero(np.diff(filled) > 1) + 1)
    tallest = max(len(band) for band in bands)
    tall = [band for band in bands if len(band) >= 0.45 * tallest]
    return len(tall) == 1 and tallest <= TALLEST_LINE_INCHES * dpi
