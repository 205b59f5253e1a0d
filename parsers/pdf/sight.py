"""What of a page is seen once it is drawn: for letters that nothing but a look can judge."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parsers.pdf.frame import Frame
from parsers.pdf.glyphs import Glyph
from parsers.pdf.objects import set_drawn

SCALE = 1.5
LEAST_CONTRAST, UNTOUCHED = 40, 12
"""Of 255: by how much ink differs from what is around it, and up to what a point is no ink."""

LEAST_PART = 0.5
"""So much of what is around a letter must be darker than it, or lighter, as what is under it is."""

LIGHT = 128
LARGEST_SIDE = 2400

Picture = NDArray[np.uint8]
"""How bright each point of a page is, line by line."""


def drawn(page: Any, scale: float) -> Picture:
    """Return a pdfium page as it is displayed, without annotations, in grey."""
    bitmap = page.render(scale=scale, grayscale=True, draw_annots=False, may_draw_forms=False)
    picture: Picture = bitmap.to_numpy()
    return picture.reshape(picture.shape[:2])


@dataclass(frozen=True, slots=True)
class Sight:
    """A page as it is drawn without annotations: `picture` in grey, `frame` as displayed; what is
    `beneath` the doubtful texts, by their addresses, is the page drawn without them.
    """

    picture: Picture
    beneath: Mapping[int, Picture]
    frame: Frame
    scale: float

    @classmethod
    def of(cls, page: Any, frame: Frame, doubtful: Mapping[int, float]) -> Sight:
        """Draw a pdfium page; `doubtful` are texts with how bright they are.

        Light ones are left out by themselves, dark ones by themselves: each may lie on others.
        """
        shown = frame.as_displayed
        scale = min(SCALE, LARGEST_SIDE / max(shown.width, shown.height))
        light = {owner for owner, grey in doubtful.items() if grey >= LIGHT}
        beneath: dict[int, Picture] = {}
        for owners in (light, doubtful.keys() - light):
            if owners:
                beneath |= dict.fromkeys(owners, _drawn_without(page, scale, owners))
        return cls(drawn(page, scale), beneath, shown, scale)

    def shows(self, glyph: Glyph) -> bool:
        """Return whether a letter or figure of a doubtful text is drawn, and stands out from what
        is around it as from what is under it; other signs are small and go with their neighbours.

        What else stands there does not count: neither letters that show through, nor a rule that it
        is drawn across.
        """
        if not glyph.text.isalnum():
            return True
        around = glyph.left, glyph.bottom, glyph.right, glyph.top
        left, top, right, bottom = self.frame.upright_area(around)
        part = self._inside(top, bottom), self._inside(left, right)
        seen = self.picture[part].astype(np.int16)
        brighter = seen - self.beneath[glyph.owner][part]
        ink = np.abs(brighter)
        if not ink.size or ink.max() < LEAST_CONTRAST:
            return False
        most = ink.argmax()
        ground = seen[ink < UNTOUCHED]
        # Where a thin letter fills half of a point it is as grey as half of what is under it.
        apart = (seen.flat[most] - ground) * np.sign(brighter.flat[most]) >= LEAST_CONTRAST
        return not ground.size or bool(apart.mean() >= LEAST_PART)

    def _inside(self, begin: float, end: float) -> slice:
        """Return the pixels between two sides, without the outer fifth: others may stand there."""
        low, high = begin * self.scale, end * self.scale
        inset = (high - low) / 5
        return slice(max(int(low + inset), 0), max(int(high - inset) + 1, 0))


def _drawn_without(page: Any, scale: float, owners: Collection[int]) -> Picture:
    for owner in owners:
        set_drawn(owner, 0)
    try:
        return drawn(page, scale)
    finally:
        for owner in owners:
            set_drawn(owner, 1)
