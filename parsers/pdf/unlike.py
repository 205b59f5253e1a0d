"""Which figures or letters of a picture look like others of their alphabet, or like none."""

from __future__ import annotations

from collections.abc import Iterator
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
LETTERS = Alphabet("abcdefghijklmnopqrstuvwxyz", least=0.45, more=0.15)


def unlike(
    picture: NDArray[np.uint8], corners: Corners, names: Names, alphabet: Alphabet
) -> Iterator[int]:
    """Yield which signs look otherwise than named, all of the first few that do."""
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
