"""Rows of a PDF's lists in another colour than the rest, as the page is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parsers.flag import Flag
from parsers.marked import PLAIN, LookedAt, marked_flags
from parsers.pdf.opened import opened, page_of
from parsers.pdf.stated import Stated
from parsers.request import Row
from parsers.source import Box, Place

SCALES = 1.5, 4.0
"""Thin black letters are grey in a small picture: what is marked there must be in a large one."""

INSET = 0.12
"""So much of a cell's sides is left out: its rules."""

HUED, DARK, PAPER, SEEN = 90, 140, 244, 60
"""Of 255: how far the channels of a colour lie apart, how bright ink is that passes for black
where letters are thin, how dark paper is at most, and, of all three channels together, how far
ink lies apart from what it stands on.
"""

Picture = NDArray[np.uint8]


def coloured_rows(stated: Stated, rows: Sequence[Row]) -> Iterator[Flag]:
    """Yield a flag where rows of one page's list are coloured otherwise than the rest of it."""
    held = {page.number: _on_page(stated.file.name, page.number, rows) for page in stated.pages}
    if not any(len(found) > 1 for found in held.values()):
        return
    with opened(stated.file) as document:
        for number, found in held.items():
            if len(found) > 1:
                yield from _marked(document, number, found)


def _marked(document: Any, number: int, rows: Sequence[Row]) -> list[Flag]:
    flags: list[Flag] = []
    for scale in SCALES:
        picture = _drawn(document, number, scale)
        flags = list(marked_flags([_looked_at(row, picture) for row in rows]))
        if not flags:
            break
    return flags


def _on_page(file: str, number: int, rows: Sequence[Row]) -> list[Row]:
    return [
        row
        for row in rows
        if row.place is not None and (row.place.file, row.place.page) == (file, number)
    ]


def _drawn(document: Any, number: int, scale: float) -> Picture:
    with page_of(document, number - 1) as (page, _):
        bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
        picture: Picture = bitmap.to_numpy()
        return picture[..., :3].copy()


def _looked_at(row: Row, picture: Picture) -> LookedAt:
    place = row.place or Place()
    cells = [
        (row.raw.get(name, "") or getattr(row, name, ""), at.box)
        for name, at in row.cells.items()
        if at.box and at.page == place.page
    ]
    filled = [(text, box) for text, box in cells if text]
    looks = tuple(_look(picture, box) for _, box in filled)
    return LookedAt(tuple(text for text, _ in filled), looks or (PLAIN,), place)


def _look(picture: Picture, box: Box) -> str:
    """Return how a cell is coloured, "" for dark on white."""
    part = _inside(picture, box).reshape(-1, 3).astype(np.int16)
    if not part.size:
        return PLAIN
    ground = np.median(part, axis=0).astype(np.int16)
    ink = part[np.abs(part - ground).sum(axis=1).argmax()]
    if np.abs(ink - ground).sum() < SEEN:  # an empty part of a row that a page break cut
        return PLAIN
    is_paper = int(ground.min()) >= PAPER
    hued = int(ink.max()) - int(ink.min()) > HUED
    if is_paper and not hued and int(ink.max()) < DARK:
        return PLAIN
    shade = "paper" if is_paper else " ".join(str(channel // 24) for channel in ground)
    return f"{_named(ink, hued=hued)} on {shade}"


def _named(ink: NDArray[np.int16], *, hued: bool) -> str:
    if hued:
        return f"hue {int(ink.argmax())} {int(ink.argmin())}"
    return "dark" if int(ink.max()) < DARK else "pale"


def _inside(picture: Picture, box: Box) -> Picture:
    left, top, wide, tall = box
    height, width = picture.shape[:2]
    x0, x1 = (left + INSET * wide) * width, (left + (1 - INSET) * wide) * width
    y0, y1 = (top + INSET * tall) * height, (top + (1 - INSET) * tall) * height
    return picture[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1]
