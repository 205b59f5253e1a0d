"""Which letters of a page nobody sees: cut off, covered, invisible, off the page, or a speck."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from parsers.pdf.drawing import Drawing
from parsers.pdf.frame import Frame
from parsers.pdf.glyphs import Glyph
from parsers.pdf.matrix import Rect
from parsers.pdf.sight import Sight

SMALLEST = 2.0


def unseen(
    glyphs: Sequence[Glyph], drawing: Drawing, frame: Frame, sight: Sight | None
) -> list[Glyph]:
    """Return the letters and signs that nobody sees; `sight` judges the doubtful ones."""
    gone = _not_in_sight(glyphs, drawing, sight)
    hidden = (
        glyph
        for glyph in _suspects(glyphs, drawing, frame)
        if glyph.owner in gone or _is_hidden(glyph, drawing, frame)
    )
    return [glyph for glyph in hidden if glyph.text.strip()]


def _not_in_sight(glyphs: Sequence[Glyph], drawing: Drawing, sight: Sight | None) -> frozenset[int]:
    """Return the doubtful text objects of which a letter is not seen: what is seen of the others
    may be something else that is drawn there, as it is where it lies on other letters.
    """
    if sight is None:
        return frozenset()
    doubtful = [glyph for glyph in glyphs if glyph.owner in drawing.doubtful]
    plain = (one for one in glyphs if one.owner not in drawing.doubtful and one.text.strip())
    others = np.array([_middle(glyph) for glyph in plain])
    return frozenset(
        glyph.owner for glyph in doubtful if not sight.shows(glyph) or _lies_on(glyph, others)
    )


def _lies_on(glyph: Glyph, middles: NDArray[np.float64]) -> bool:
    """Return whether a letter lies on another, by the middles of those."""
    if not middles.size:
        return False
    low, high = (glyph.left, glyph.bottom), (glyph.right, glyph.top)
    return bool(((middles > low) & (middles < high)).all(axis=1).any())


def _suspects(glyphs: Sequence[Glyph], drawing: Drawing, frame: Frame) -> Sequence[Glyph]:
    """Return the glyphs that something may hide; that is asked once for each text object."""
    owners = {glyph.owner for glyph in glyphs}
    plain = {owner for owner in owners if drawing.is_plain(owner)}
    if len(plain) == len(owners) and _are_all_on(glyphs, frame):
        return ()
    return [glyph for glyph in glyphs if glyph.owner not in plain or _is_off(glyph, frame)]


def _are_all_on(glyphs: Sequence[Glyph], frame: Frame) -> bool:
    """Return whether all glyphs are plainly large enough and on the page."""
    if not glyphs:
        return True
    _, x0, y0, x1, y1, _, base, _, size, *_ = zip(*glyphs, strict=True)
    low, high = min(*y0, *base), max(*y1, max(base) + max(size))
    across = bool(frame.left <= min(x0) and max(x1) <= frame.right)
    return across and bool(frame.bottom <= low and high <= frame.top and min(size) >= SMALLEST)


def _is_hidden(glyph: Glyph, drawing: Drawing, frame: Frame) -> bool:
    if glyph.owner in drawing.invisible or _is_off(glyph, frame):
        return True
    x, y = _middle(glyph)
    clip = drawing.clips.get(glyph.owner)
    if clip is not None and not _inside(clip, x, y):
        return True
    return any(_inside(area, x, y) for area in drawing.covering(glyph.owner))


def _is_off(glyph: Glyph, frame: Frame) -> bool:
    """Return whether a letter stands off the page, or is too small to see."""
    x, y = _middle(glyph)
    on_page = frame.left <= x <= frame.right and frame.bottom <= y <= frame.top
    return glyph.size < SMALLEST or not on_page


def _middle(glyph: Glyph) -> tuple[float, float]:
    if glyph.angle % 180:
        return (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
    return (glyph.left + glyph.right) / 2, glyph.origin_y + 0.3 * glyph.size


def _inside(area: Rect, x: float, y: float) -> bool:
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]
