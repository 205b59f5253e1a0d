"""What a page draws besides text, as pdfium sees it: rules, fills, images, and who is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

from parsers.marks.brightness import PAPER, is_hued
from parsers.pdf.clip import UNCUT, Clip, TooMuchDrawnError, clip_of, overlap
from parsers.pdf.ink import (
    NO_ALPHA,
    NO_COLOUR,
    PATTERN,
    WHITE,
    brightness_of,
    grey_of,
    ink_of,
    is_black,
    is_drawn,
)
from parsers.pdf.matrix import (
    EVERYWHERE,
    IDENTITY,
    Matrix,
    Rect,
    moved_box,
    product,
    touch,
)
from parsers.pdf.objects import (
    Colour,
    bounds_of,
    drawn_how,
    face_of_text,
    fill_of,
    is_dashed,
    is_named,
    is_transparent,
    kind_of,
    matrix_of,
    objects_in,
    objects_on,
    stroke_of,
)
from parsers.pdf.strokes import (
    THIN,
    around,
    broad,
    half_width,
    is_scrawl,
    is_sign,
    slanting,
    straight,
    subpaths,
)

MAX_OBJECTS = 40_000
MAX_DEPTH = 6
THICK = 1.15
"""Points: the rules of a list are finer, but for its frame."""

ANY_CONTRAST = 60


@dataclass(slots=True)
class Drawing:
    """Rules and areas in user space as `(x0, y0, x1, y1)`; text objects by address.

    `order` is a text's place in the drawing order, `moved` the way out of the forms around it.
    `outlined` are the texts that are filled and outlined.
    `covers` are opaque areas and images with their place in the drawing order; `clips` are what
    is seen of a text object that is cut off, `slants` long lines that are neither flat nor upright.
    `painted` is around each fill and each stretch of a stroke in any colour.
    `hued` are the coloured ones of the rules, `thick` the broad ones, `dashed` the broken ones.
    `signs` are shapes of the size of letters that are no boxes, `scrawls` larger strokes aslant.
    `grounds` are the painted areas with their grey, None for a picture; whether `doubtful` text,
    here with its own, is seen on them only a look at the page tells. So it does where `veils` are:
    shades, broad and white strokes, and what one sees through or is white and thin.
    `tints` are what is painted neither white nor thin, pictures and shades included, `dyed` the
    texts that are not plainly black: where none of them is, a page is black on white.
    """

    rules: list[Rect] = field(default_factory=list)
    covers: list[tuple[int, Rect]] = field(default_factory=list)
    grounds: list[tuple[Rect, float | None]] = field(default_factory=list)
    veils: list[Rect] = field(default_factory=list)
    images: list[Rect] = field(default_factory=list)
    order: dict[int, int] = field(default_factory=dict)
    moved: dict[int, Matrix] = field(default_factory=dict)
    clips: dict[int, Rect] = field(default_factory=dict)
    slants: list[Rect] = field(default_factory=list)
    painted: list[Rect] = field(default_factory=list)
    signs: list[Rect] = field(default_factory=list)
    scrawls: list[Rect] = field(default_factory=list)
    hued: list[Rect] = field(default_factory=list)
    thick: list[Rect] = field(default_factory=list)
    dashed: list[Rect] = field(default_factory=list)
    tints: list[Rect] = field(default_factory=list)
    dyed: list[Rect] = field(default_factory=list)
    outlined: set[int] = field(default_factory=set)
    invisible: set[int] = field(default_factory=set)
    doubtful: dict[int, float] = field(default_factory=dict)
    nameless: dict[int, bool] = field(default_factory=dict)

    def covering(self, owner: int) -> list[Rect]:
        """Return the areas drawn after a text object."""
        drawn_at = self.order.get(owner)
        if drawn_at is None or not self.covers or self.covers[-1][0] < drawn_at:
            return []
        return [area for at, area in self.covers if at > drawn_at]

    def is_plain(self, owner: int) -> bool:
        """Return whether nothing can hide a text object's letters but the edge of the page."""
        marked = owner in self.invisible or owner in self.doubtful or owner in self.clips
        return not marked and not self.covering(owner)


class _Drawn(NamedTuple):
    """An object where it is drawn: the way out of the forms around it, and what they leave.

    `veiled` tells that a form around it is drawn transparently, or through a mask.
    """

    item: int
    kind: int
    matrix: Matrix
    clip: Clip
    veiled: bool

    @property
    def area(self) -> Rect:
        """Return the rectangle around it."""
        return moved_box(bounds_of(self.item), self.matrix)

    def cut(self) -> Clip:
        """Return how it is cut off, by itself or with the forms around it."""
        own = clip_of(self.item, self.matrix)
        return self.clip if own is UNCUT else self.clip.within(own)


def read_drawing(page: Any) -> Drawing:
    """Return what the page draws, forms included, in drawing order."""
    drawing = Drawing()
    for index, drawn in enumerate(_walk(page)):
        if index > MAX_OBJECTS:
            raise TooMuchDrawnError
        if drawn.kind == pdfium.FPDF_PAGEOBJ_TEXT:
            _note_text(drawing, drawn, index)
        elif drawn.kind == pdfium.FPDF_PAGEOBJ_PATH:
            _note_path(drawing, drawn, index)
        elif drawn.kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            area = overlap(drawn.area, drawn.cut().area)
            drawing.images.append(area)
            drawing.covers.append((index, area))
            drawing.grounds.append((area, None))
            drawing.tints.append(area)
        elif drawn.kind == pdfium.FPDF_PAGEOBJ_SHADING:
            area = overlap(drawn.area, drawn.cut().area)
            drawing.tints.append(area)
            drawing.veils.append(area)
    _doubt_behind_veils(drawing)
    return drawing


def _doubt_behind_veils(drawing: Drawing) -> None:
    """Note as doubtful each text that a veil touches, whichever of them is drawn first."""
    if not drawing.veils:
        return
    veils = np.array(drawing.veils)
    sure = drawing.order.keys() - drawing.invisible - drawing.doubtful.keys()
    for item in sure:
        left, bottom, right, top = moved_box(bounds_of(item), drawing.moved[item])
        across = (veils[:, 0] < right) & (left < veils[:, 2])
        if (across & (veils[:, 1] < top) & (bottom < veils[:, 3])).any():
            drawing.doubtful[item] = brightness_of(ink_of(item))


def _walk(page: Any) -> Iterator[_Drawn]:
    for item in objects_on(page):
        yield from _walk_object(_Drawn(item, kind_of(item), IDENTITY, UNCUT, veiled=False), 0)


def _walk_object(drawn: _Drawn, depth: int) -> Iterator[_Drawn]:
    yield drawn
    if drawn.kind != pdfium.FPDF_PAGEOBJ_FORM or depth >= MAX_DEPTH:
        return
    form, cut = drawn.item, drawn.cut()
    inner = product(matrix_of(form), drawn.matrix)
    veiled = drawn.veiled or bool(is_transparent(form))
    for item in objects_in(form):
        yield from _walk_object(_Drawn(item, kind_of(item), inner, cut, veiled), depth + 1)


def _note_text(drawing: Drawing, drawn: _Drawn, index: int) -> None:
    item, clip = drawn.item, drawn.cut()
    drawing.order[item], drawing.moved[item] = index, drawn.matrix
    if clip.area != EVERYWHERE:
        drawing.clips[item] = clip.area
    colours = ink_of(item)
    if len(colours) > 1:
        drawing.outlined.add(item)
    if all(colour[3] < NO_ALPHA for colour in colours):
        drawing.invisible.add(item)
    elif _is_doubtful(drawing, drawn, clip, colours):
        drawing.doubtful[item] = brightness_of(colours)
        drawing.dyed.append(drawn.area)
    elif not all(map(is_black, colours)):
        drawing.dyed.append(drawn.area)


def _is_doubtful(drawing: Drawing, drawn: _Drawn, clip: Clip, colours: Iterable[Colour]) -> bool:
    """Return whether only a look at the page tells if a text is seen."""
    if drawn.veiled or not clip.exact or is_transparent(drawn.item):
        return True
    if _is_nameless(drawing, drawn.item):
        return True
    return not any(_stands_out(drawing, drawn, colour) for colour in colours)


def _is_nameless(drawing: Drawing, item: int) -> bool:
    """Return whether a text's face has no name: its own operators (Type 3) may draw nothing."""
    face = face_of_text(item) or 0
    if face not in drawing.nameless:
        drawing.nameless[face] = not is_named(face)
    return drawing.nameless[face]


def _stands_out(drawing: Drawing, drawn: _Drawn, colour: Colour) -> bool:
    """Return whether text of a colour is seen on white paper and on all that may lie under it."""
    grey = grey_of(colour)
    if colour[:3] == PATTERN or PAPER - grey < ANY_CONTRAST:
        return False
    close = [area for area, ground in drawing.grounds if _is_close(grey, ground)]
    if not close:
        return True
    own = drawn.area
    return not any(touch(own, area) for area in close)


def _is_close(grey: float, ground: float | None) -> bool:
    return ground is None or abs(grey - ground) < ANY_CONTRAST


def _note_path(drawing: Drawing, drawn: _Drawn, index: int) -> None:
    item = drawn.item
    fills, strokes = drawn_how(item)
    colour = fill_of(item) if fills else NO_COLOUR
    pen = stroke_of(item) if strokes else NO_COLOUR
    matrix = product(matrix_of(item), drawn.matrix)
    half = half_width(item, matrix) if pen[3] >= NO_ALPHA else 0.0
    kinds = _kinds(drawing, item, pen, half) if is_drawn(pen) else ()
    for points in subpaths(item, matrix):
        area = around(points)
        if colour[3] >= NO_ALPHA:
            _note_fill(drawing, drawn, area, (colour, index))
        if half:
            drawing.painted.extend(broad(points, half))
            if 2 * half > THIN and min(pen[:3]) < WHITE:
                drawing.tints.extend(broad(points, half))
            if 2 * half > THIN or not is_drawn(pen):
                drawing.veils.extend(broad(points, half))
        if (is_drawn(pen) or is_drawn(colour)) and is_sign(points, area):
            drawing.signs.append(area)
        for kept in kinds:
            kept.extend(straight(points))
        if kinds:
            drawing.slants.extend(slanting(points))
            if is_scrawl(points, area):
                drawing.scrawls.append(area)


def _kinds(drawing: Drawing, item: int, pen: Colour, half: float) -> list[list[Rect]]:
    """Return which kinds of rules a stroke's stretches are."""
    kinds = (
        (True, drawing.rules),
        (2 * half > THICK, drawing.thick),
        (is_hued(pen), drawing.hued),
        (is_dashed(item), drawing.dashed),
    )
    return [kept for is_one, kept in kinds if is_one]


def _note_fill(drawing: Drawing, drawn: _Drawn, area: Rect, how: tuple[Colour, int]) -> None:
    colour, index = how
    drawing.painted.append(area)
    thin = min(area[2] - area[0], area[3] - area[1]) <= THIN
    if thin and is_drawn(colour):
        drawing.rules.append(area)
        if min(area[2] - area[0], area[3] - area[1]) > THICK:
            drawing.thick.append(area)
        if is_hued(colour):
            drawing.hued.append(area)
    elif thin:
        drawing.veils.append(area)
    else:
        area = overlap(area, drawn.cut().area)
        drawing.grounds.append((area, None if colour[:3] == PATTERN else grey_of(colour)))
        if colour[3] > 200:
            drawing.covers.append((index, area))
        else:
            drawing.veils.append(area)
        if min(colour[:3]) < WHITE or is_transparent(drawn.item):
            drawing.tints.append(area)
