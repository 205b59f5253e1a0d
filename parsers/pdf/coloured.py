"""Rows and cells of a PDF's lists in another colour than the rest, as the page is drawn.

Only what something stands on that is neither black nor white is looked at: most lists are drawn in
nothing else, and cost no drawing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parsers.flag import Flag
from parsers.marks.brightness import DARK, is_hued
from parsers.marks.marked import ON, PLAIN, WHITE, LookedAt, is_ours, marked_cells, marked_flags
from parsers.pdf.frame import Frame
from parsers.pdf.matrix import Rect, touch
from parsers.pdf.opened import page_of
from parsers.pdf.stated import Stated, StatedPage
from parsers.request import Row
from parsers.source import Box, Place

SCALES = 1.5, 4.0
"""Thin black letters are grey in a small picture: what is marked there must be in a large one."""

INSET = 0.12
"""So much of a cell's sides is left out: its rules."""

PAPER, SEEN = 244, 60
"""Of 255: how dark paper is at most, and, of all three channels together, how far ink lies apart
from what it stands on.
"""

Picture = NDArray[np.uint8]
Looks = Mapping[tuple[int, str], str]
"""How a cell is coloured, by the index of its row and its column; others are black on white."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell with text, by its row's index: its `core`, and what is painted and dyed in that."""

    row: int
    column: str
    page: int
    core: Rect
    tints: tuple[Rect, ...]
    dyed: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """What of a page is not black on white, in fractions of the page as displayed: areas, texts."""

    tints: Sequence[Rect]
    dyed: Sequence[Rect]


def coloured(document: Any, stated: Stated, rows: Sequence[Row]) -> Iterator[Flag]:
    """Yield a flag where rows or cells of a list are coloured otherwise than the rest of it."""
    here = {at: row for at, row in enumerate(rows) if row.place and _is_of(row.place, stated)}
    found = {said.number: _found(said) for said in stated.pages}
    cells = [cell for at, row in here.items() for cell in _touched(at, row, found)]
    flags: list[Flag] = []
    for scale in SCALES if cells else ():
        looks = _looks(document, cells, scale)
        flags = [flag for one in _lists(here) for flag in _marked(one, looks)]
        if not flags:
            break
    yield from flags


def _is_of(place: Place, stated: Stated) -> bool:
    return place.file == stated.file.name


def _found(said: StatedPage) -> _Found:
    return _Found(
        [_on_page(area, said.frame) for area in said.tints],
        [_on_page(area, said.frame) for area in said.dyed],
    )


def _on_page(area: Rect, frame: Frame) -> Rect:
    left, top, wide, tall = frame.displayed(*frame.upright_area(area))
    return left, top, left + wide, top + tall


def _touched(at: int, row: Row, pages: Mapping[int, _Found]) -> Iterator[_Cell]:
    """Yield the cells of a row that something coloured stands in."""
    for column, place in row.cells.items():
        found = pages.get(place.page or 0)
        if found is None or place.box is None or not _text(row, column):
            continue
        core = _core(place.box)
        tints, dyed = (
            tuple(_shared(core, area) for area in areas if touch(core, area))
            for areas in (found.tints, found.dyed)
        )
        if tints or dyed:
            yield _Cell(at, column, place.page or 0, core, tints, dyed)


def _text(row: Row, column: str) -> str:
    return row.raw.get(column, "") or str(getattr(row, column, ""))


def _core(box: Box) -> Rect:
    left, top, wide, tall = box
    across, down = INSET * wide, INSET * tall
    return left + across, top + down, left + wide - across, top + tall - down


def _shared(core: Rect, area: Rect) -> Rect:
    left, top = max(core[0], area[0]), max(core[1], area[1])
    return left, top, min(core[2], area[2]), min(core[3], area[3])


def _lists(rows: Mapping[int, Row]) -> Iterator[Mapping[int, Row]]:
    """Yield the rows of each list by themselves: two lists may look different."""
    lists: dict[tuple[str, str], dict[int, Row]] = defaultdict(dict)
    for at, row in rows.items():
        lists[type(row).__name__, row.procedure][at] = row
    yield from lists.values()


def _marked(rows: Mapping[int, Row], looks: Looks) -> Iterator[Flag]:
    looked_at = [_looked_at(at, row, looks) for at, row in rows.items()]
    yield from marked_flags(looked_at)
    yield from marked_cells(looked_at)


def _looked_at(at: int, row: Row, looks: Looks) -> LookedAt:
    """Return how a row's cells with text look; of a cut one those on its first page."""
    place = row.place or Place()
    filled = {
        column: text
        for column, where in row.cells.items()
        if where.page == place.page and (text := _text(row, column))
    }
    colours = tuple(looks.get((at, column), PLAIN) for column in filled)
    places = tuple(row.cells[column] for column in filled)
    return LookedAt(tuple(filled.values()), colours, place, tuple(filled), places)


def _looks(document: Any, cells: Sequence[_Cell], scale: float) -> Looks:
    pictures = {page: _drawn(document, page, scale) for page in {cell.page for cell in cells}}
    return {(cell.row, cell.column): _look(pictures[cell.page], cell) for cell in cells}


def _drawn(document: Any, number: int, scale: float) -> Picture:
    with page_of(document, number - 1) as (page, _):
        how = {"draw_annots": False, "may_draw_forms": False}  # what is laid over is told anyway
        bitmap = page.render(scale=scale, rev_byteorder=True, **how)
        picture: Picture = bitmap.to_numpy()
        return picture[..., :3].copy()


def _look(picture: Picture, cell: _Cell) -> str:
    """Return how a cell is coloured, "" for dark on white.

    An area on a part of it lights it all, and so does a part of its text in another ink.
    """
    core = _pixels(picture, cell.core)
    if not core.size:
        return PLAIN
    ground = np.median(core, axis=0).astype(np.int16)
    most = (_ink(part, ground) for part in (core, *_parts(picture, cell.dyed)))
    inks = [ink for ink in most if np.abs(ink - ground).sum() >= SEEN]
    if not inks:  # an empty part of a row that a page break cut
        return PLAIN
    grounds = [ground, *(np.median(part, axis=0) for part in _parts(picture, cell.tints))]
    shades = [one for one in grounds if int(one.min()) < PAPER and not is_ours(one.tolist())]
    ink = next((one for one in inks if not _is_dark(one)), inks[0])
    if not shades and _is_dark(ink):
        return PLAIN
    shade = " ".join(str(int(channel) // 24) for channel in shades[0]) if shades else WHITE
    return f"{_named(ink)}{ON}{shade}"


def _parts(picture: Picture, areas: Sequence[Rect]) -> Iterator[NDArray[np.int16]]:
    return (part for area in areas if (part := _pixels(picture, area)).size)


def _ink(part: NDArray[np.int16], ground: NDArray[np.int16]) -> NDArray[np.int16]:
    """Return what stands out most."""
    ink: NDArray[np.int16] = part[np.abs(part - ground).sum(axis=1).argmax()]
    return ink


def _is_dark(ink: NDArray[np.int16]) -> bool:
    return int(ink.max()) < DARK and not is_hued(ink.tolist())


def _named(ink: NDArray[np.int16]) -> str:
    if is_hued(ink.tolist()):
        return f"hue {int(ink.argmax())} {int(ink.argmin())}"
    return "dark" if _is_dark(ink) else "pale"


def _pixels(picture: Picture, area: Rect) -> NDArray[np.int16]:
    height, width = picture.shape[:2]
    (x0, y0, x1, y1), wide, tall = area, float(width), float(height)
    part = picture[int(y0 * tall) : int(y1 * tall) + 1, int(x0 * wide) : int(x1 * wide) + 1]
    return part.reshape(-1, 3).astype(np.int16)
