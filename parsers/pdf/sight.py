"""What of a page is seen once it is drawn: for letters that nothing but a look can judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parsers.pdf.frame import Frame
from parsers.pdf.glyphs import Glyph

SCALE = 1.5
LEAST_CONTRAST = 40
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
    """A page as it is drawn without annotations: `picture` in grey, `frame` as displayed."""

    picture: Picture
    frame: Frame
    scale: float

    @classmethod
    def of(cls, page: Any, frame: Frame) -> Sight:
        """Draw a pdfium page."""
        shown = frame.as_displayed
        scale = min(SCALE, LARGEST_SIDE / max(shown.width, shown.height))
        return cls(drawn(page, scale), shown, scale)

    def shows(self, glyph: Glyph) -> bool:
        """Return whether anything is drawn where a letter or figure stands; other signs are small
        and go with their neighbours.
        """
        if not glyph.text.isalnum():
            return True
        around = glyph.left, glyph.bottom, glyph.right, glyph.top
        left, top, right, bottom = self.frame.upright_area(around)
        part = self.picture[self._inside(top, bottom), self._inside(left, right)]
        return part.size > 0 and int(part.max()) - int(part.min()) >= LEAST_CONTRAST

    def _inside(self, begin: float, end: float) -> slice:
        """Return the pixels between two sides, without the outer fifth: rules may stand there."""
        low, high = begin * self.scale, end * self.scale
        inset = (high - low) / 5
        return slice(max(int(low + inset), 0), max(int(high - inset) + 1, 0))
