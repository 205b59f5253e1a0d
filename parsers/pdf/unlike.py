"""Which figures or letters of a picture look like others of their alphabet, or like none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parsers.pdf.shapes import Corners, Numbers, likeness, shapes

SURE = 0.02
SHIFTS = np.array([(x / 2, y / 2) for x in range(-2, 3) for y in range(-2, 3)])
"""In pixels: letters are drawn at whole ones."""

MANY, FEW = 2000, 40

Names = NDArray[np.intp]
"""For each sign which of the alphabet it is said to be."""


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Signs that are held against each other: how alike the right one must be at `least`, and by
    how much `more` another must be.
    """

    signs: str
    least: float
    more: float


FIGURES = Alphabet("0123456789", least=0.6, more=0.06)
CAPITALS = Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZ", least=0.45, more=0.15)
LETTERS = Alphabet("abcdefghijklmnopqrstuvwxyz", least=0.45, more=0.15)


def unlike(
    picture: NDArray[np.uint8], corners: Corners, names: Names, alphabet: Alphabet
) -> Iterator[int]:
    """Yield which signs look otherwise than named, all of the first few that do.

    pdfium draws a sign pixel by pixel the same wherever it stands: each is looked at once.
    """
    alike = _drawn_alike(picture, corners, names)
    firsts = np.array([group[0] for group in alike])
    for index in _unlike(picture, corners[firsts], names[firsts], alphabet):
        yield from alike[index]


def _drawn_alike(
    picture: NDArray[np.uint8], corners: Corners, names: Names
) -> Sequence[Sequence[int]]:
    """Return which signs are the same ones by name, direction and every pixel."""
    turns = (corners[:, 1:] > corners[:, :1]).reshape(-1, 4) @ (1, 2, 4, 8)
    lows = np.maximum(np.floor(corners.min(axis=1)), 0).astype(int)
    highs = np.maximum(np.ceil(corners.max(axis=1)), 0).astype(int)
    signs = zip((names * 16 + turns).tolist(), lows.tolist(), highs.tolist(), strict=True)
    alike: dict[tuple[int, int, bytes], list[int]] = {}
    for index, (sign, (x0, y0), (x1, y1)) in enumerate(signs):
        pixels = picture[y0:y1, x0:x1].tobytes()
        alike.setdefault((sign, x1 - x0, pixels), []).append(index)
    return tuple(alike.values())


def _unlike(
    picture: NDArray[np.uint8], corners: Corners, names: Names, alphabet: Alphabet
) -> Iterator[int]:
    for begin in range(0, len(names), MANY):
        part = slice(begin, begin + MANY)
        alike = likeness(shapes(picture, corners[part]), alphabet.signs)
        own, other = _judged(alike, names[part])
        doubtful = begin + np.flatnonzero((own - other < SURE) | (own < alphabet.least))
        for at in range(0, len(doubtful), FEW):
            few = doubtful[at : at + FEW]
            wrong = few[_is_unlike(picture, corners[few], names[few], alphabet)]
            yield from map(int, wrong)
            if wrong.size:
                return


def _is_unlike(
    picture: NDArray[np.uint8], corners: Corners, names: Names, alphabet: Alphabet
) -> NDArray[np.bool_]:
    """Return for each sign whether no closer look finds what it is named."""
    moved = (corners[None] + SHIFTS[:, None, None, :]).reshape(-1, 3, 2)
    alike = likeness(shapes(picture, moved), alphabet.signs)
    looks = _judged(alike, np.tile(names, len(SHIFTS)))
    own, other = (look.reshape(len(SHIFTS), -1).max(axis=0) for look in looks)
    return np.asarray((other - own > alphabet.more) | (own < alphabet.least))


def _judged(alike: Numbers, names: Names) -> tuple[Numbers, Numbers]:
    """Return how much each looks like the sign it is named, and like any other."""
    at = np.arange(len(names))
    own = alike[at, names].copy()
    alike[at, names] = 0.0
    return own, alike.max(axis=1)
