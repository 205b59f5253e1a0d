"""The rules of a table in a picture: long straight ink, by morphology on the pixels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from parsers.ocr.engine import Picture, Rect

Mask = NDArray[np.bool_]
Edges = tuple[Sequence[float], Sequence[float]]

SHORTEST_LEVEL_INCHES = 0.4
# A row may be one line of small print high; no letter of a list is as tall.
SHORTEST_UPRIGHT_INCHES = 0.16
ALWAYS_INCHES = 1.6
FILLED = 0.94
DARKER = 18
NEAR = 3
MEETING_INCHES = 0.04
BESIDE_INCHES = (0.02, 0.03, 0.04)
STROKES = (0.15, 0.85)
"""How much ink lies beside the heads or feet of a row of figures; a second rule is more."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The level and the upright straight ink of a picture, and both as `(x0, y0, x1, y1)`."""

    level: Mask
    upright: Mask
    found: tuple[Rect, ...]


def read_rules(picture: Picture, dpi: int) -> Rules:
    """Return the straight lines of a level picture, both ways."""
    ink = inked(picture, dpi)
    level = _without_figures(_level_runs(ink, round(SHORTEST_LEVEL_INCHES * dpi)), ink, dpi)
    upright = _level_runs(ink.T, round(SHORTEST_UPRIGHT_INCHES * dpi)).T
    level = _without_loose(level, upright, dpi)
    upright = _without_loose(upright.T, level.T, dpi).T
    found = [*_rects(level), *((y0, x0, y1, x1) for x0, y0, x1, y1 in _rects(upright.T))]
    return Rules(level, upright, tuple(found))


def _without_figures(level: Mask, ink: Mask, dpi: int) -> Mask:
    """Return the level ink without the heads and feet of figures, which run together when blurred.

    Taken for a rule they would be painted white, and a 0 read as something else.
    """
    rules, longest = level.copy(), ALWAYS_INCHES * dpi
    for x0, y0, x1, _ in _rects(level):
        along = slice(round(x0), round(x1))
        if x1 - x0 < longest and _is_of_figures(ink[:, along], round(y0), dpi):
            rules[round(y0), along] = False
    return rules


def _without_loose(level: Mask, across: Mask, dpi: int) -> Mask:
    """Return the level ink without what lies within a cell: a row of figures, a point of a star.

    A rule begins at one rule across and ends at another, perhaps in pieces; or it is long.
    """
    rules, longest = level.copy(), ALWAYS_INCHES * dpi
    begun, ended = (np.zeros(len(level), dtype=np.bool_) for _ in range(2))
    short = []
    for x0, y0, x1, _ in _rects(level):
        y, start, end = round(y0), round(x0), round(x1)
        long = end - start >= longest
        begun[_around(y)] |= long or _meets(across, start, y, dpi)
        ended[_around(y)] |= long or _meets(across, end, y, dpi)
        if not long:
            short.append((y, slice(start, end)))
    for y, along in short:
        if not (begun[y] and ended[y]):
            rules[y, along] = False
    return rules


def _meets(across: Mask, x: int, y: int, dpi: int) -> bool:
    reach = round(MEETING_INCHES * dpi)
    return bool(across[_around(y), max(x - reach, 0) : x + reach].any())


def _is_of_figures(ink: Mask, y: int, dpi: int) -> bool:
    """Return whether strokes go on from a level stretch at `y`, above or below."""
    least, most = STROKES
    for way in (-1, 1):
        rows = [y + way * round(inches * dpi) for inches in BESIDE_INCHES]
        inside = [row for row in rows if 0 <= row < len(ink)]
        if len(inside) == len(rows) and all(least < ink[row].mean() < most for row in inside):
            return True
    return False


def without_rules(picture: Picture, rules: Rules, grids: Iterable[Edges], dpi: int) -> Picture:
    """Return the picture with the rules of these grids, and very long ones, painted white.

    The feet of a word's letters make a short straight line too, so not all of them go.
    """
    always = round(ALWAYS_INCHES * dpi)
    level = _level_runs(rules.level, always)
    upright = _level_runs(rules.upright.T, always).T
    for xs, ys in grids:
        for y in ys:
            along = _around(y), slice(round(xs[0]), round(xs[-1]))
            level[along] |= rules.level[along]
        for x in xs:
            along = slice(round(ys[0]), round(ys[-1])), _around(x)
            upright[along] |= rules.upright[along]
    paper = picture.copy()
    paper[_thickened(level | upright)] = round(float(np.median(picture)))
    return paper


def _around(edge: float) -> slice:
    return slice(max(round(edge) - NEAR, 0), round(edge) + NEAR + 1)


def inked(picture: Picture, dpi: int) -> Mask:
    """Return what is darker than the paper around it, so that shadows do no harm."""
    around = Image.fromarray(picture).filter(ImageFilter.BoxBlur(dpi // 8))
    return picture.astype(np.int16) < np.asarray(around, dtype=np.int16) - DARKER


def _level_runs(ink: Mask, shortest: int) -> Mask:
    """Return the ink that belongs to level stretches of at least `shortest`, small gaps allowed."""
    thick = ink.copy()
    thick[1:] |= ink[:-1]
    thick[:-1] |= ink[1:]
    sums = np.cumsum(np.pad(thick, ((0, 0), (shortest, 0))), axis=1, dtype=np.int32)
    full = (sums[:, shortest:] - sums[:, :-shortest]) >= FILLED * shortest
    starts = np.zeros((ink.shape[0], ink.shape[1] + 1), dtype=np.int32)
    rows, ends = np.nonzero(full)
    np.add.at(starts, (rows, np.maximum(ends - shortest + 1, 0)), 1)
    np.add.at(starts, (rows, ends + 1), -1)
    return (np.cumsum(starts, axis=1)[:, :-1] > 0) & thick


def _rects(mask: Mask) -> list[Rect]:
    """Return the level stretches of a mask, one rectangle a pixel high for each."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    return [
        (float(x0), float(y), float(x1), float(y) + 1.0)
        for y, x0, x1 in zip(rows, starts, ends, strict=True)
    ]


def _thickened(mask: Mask) -> Mask:
    thick = mask.copy()
    for axis in (0, 1):
        thick |= np.roll(mask, 1, axis) | np.roll(mask, -1, axis)
    return thick
