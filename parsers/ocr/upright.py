"""A page made straight and upright, and the way back to the page as displayed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

from parsers.ocr.engine import Picture, Rect
from parsers.ocr.paper import Flat
from parsers.ocr.picture import Shown
from parsers.source import Box

STEEPEST_DEGREES = 4.0
COARSE, FINE = 0.25, 0.025
STEPS = np.arange(-STEEPEST_DEGREES, STEEPEST_DEGREES + COARSE, COARSE)
LEVEL, SIDEWAYS = (0, 180), (90, 270)
ENOUGH_INK = 200


@dataclass(frozen=True, slots=True)
class Upright:
    """A picture whose lines run level, and the red ink of the same page.

    `turn` is how far the displayed page was turned clockwise in degrees, `skew` by how much more
    it was turned the other way; `shown` is its height and width as displayed. `flat` tells where
    the page lies in a photograph.
    """

    picture: Picture
    shown: tuple[int, int]
    turn: int = 0
    skew: float = 0.0
    red: Picture | None = None
    flat: Flat | None = None

    def displayed(self, area: Rect) -> Box:
        """Return a rectangle of the picture as fractions of the page as displayed."""
        x0, y0, x1, y1 = area
        corners = [self._back(x, y) for x in (x0, x1) for y in (y0, y1)]
        height, width = self.shown
        flat = self.flat
        seen = [flat.seen_at(x, y) if flat else (x / width, y / height) for x, y in corners]
        xs, ys = ([min(max(side, 0.0), 1.0) for side in sides] for sides in zip(*seen, strict=True))
        left, top = min(xs), min(ys)
        sides = (left, top, max(xs) - left, max(ys) - top)
        return tuple(round(side, 5) for side in sides)

    def _back(self, x: float, y: float) -> tuple[float, float]:
        height, width = self.picture.shape
        dx, dy = x - width / 2, y - height / 2
        sine, cosine = math.sin(math.radians(self.skew)), math.cos(math.radians(self.skew))
        x, y = width / 2 + dx * cosine - dy * sine, height / 2 + dx * sine + dy * cosine
        shown_height, shown_width = self.shown
        if self.turn == 90:
            return y, shown_height - x
        if self.turn == 180:
            return shown_width - x, shown_height - y
        if self.turn == 270:
            return shown_width - y, x
        return x, y


def straightened(shown: Shown, turn: int = 0) -> Upright:
    """Return the page turned clockwise by quarter turns and then made level."""
    skew = skew_of(np.rot90(shown.ink, -(turn // 90)))
    red = None if shown.red is None else _level(shown.red, turn, skew)
    return Upright(_level(shown.ink, turn, skew), shown.ink.shape, turn, skew, red, shown.flat)


def _level(picture: Picture, turn: int, skew: float) -> Picture:
    turned = Image.fromarray(np.ascontiguousarray(np.rot90(picture, -(turn // 90))))
    return np.asarray(turned.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255))


def skew_of(picture: Picture) -> float:
    """Return by how many degrees the lines fall to the right: the turn that sharpens the rows."""
    ys, xs = _ink(picture)
    if len(xs) < ENOUGH_INK:
        return 0.0
    best = max(STEPS, key=lambda angle: _sharpness(xs, ys, angle))
    fine = best + np.arange(-COARSE, COARSE + FINE, FINE)
    return round(float(max(fine, key=lambda angle: _sharpness(xs, ys, angle))), 3)


def likely_turns(ink: Picture) -> tuple[int, ...]:
    """Return all quarter turns, those first that make lines of text level: reading one is slow."""
    ys, xs = _ink(ink)
    level = max(_sharpness(xs, ys, angle) for angle in STEPS) if len(xs) else 0.0
    sideways = max(_sharpness(ys, xs, angle) for angle in STEPS) if len(xs) else 0.0
    return (*SIDEWAYS, *LEVEL) if sideways > level else (*LEVEL, *SIDEWAYS)


def _ink(picture: Picture) -> tuple[np.ndarray, np.ndarray]:
    step = max(1, max(picture.shape) // 900)
    small = picture[::step, ::step]
    ys, xs = np.nonzero(small < small.mean() - 40)
    return ys, xs


def _sharpness(xs: np.ndarray, ys: np.ndarray, degrees: float) -> float:
    rows = (ys - xs * math.tan(math.radians(degrees))).astype(np.int64)
    profile = np.bincount(rows - rows.min())
    return float((np.diff(profile).astype(np.float64) ** 2).sum())
