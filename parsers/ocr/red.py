"""What a seal or a red pen leaves in the black ink of a page: a grey rim around it."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from parsers.ocr.engine import Picture

RED_INK = 165
RIM_INCHES = 0.02
PALEST_INK = 205


def without_rim(paper: Picture, red: Picture | None, dpi: int) -> Picture:
    """Return the picture with what is grey beside red ink made paler, and the black ink kept.

    JPEG keeps colour more coarsely than light, so the edge of a red line is grey: tesseract takes
    it for signs, and a cell for several lines. All white, it would take fine strokes with it.
    """
    if red is None:
        return paper
    drawn = Image.fromarray((red < RED_INK).astype(np.uint8) * 255)
    around = ImageFilter.BoxBlur(max(1, round(RIM_INCHES * dpi)))
    share = np.asarray(drawn.filter(around))
    near = (share > 0) & (share < 255)
    clean = paper.copy()
    clean[near] = np.minimum(paper[near].astype(np.uint16) * 255 // PALEST_INK, 255)
    return clean
