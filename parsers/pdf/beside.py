"""What is laid over a page or stands on it beside its text: annotations, pictures, letters made of
shapes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from parsers.flag import Flag, FlagCode
from parsers.marks.remark import picture_flag, remark_flag
from parsers.pdf.annotations import Annotation, Role
from parsers.pdf.by_hand import drawn_by_hand
from parsers.pdf.drawing import Drawing
from parsers.pdf.frame import Frame
from parsers.pdf.layout import Mark, drawn_text, lines_of, segments_of, span_of
from parsers.pdf.matrix import Rect, touch
from parsers.pdf.strokes import LARGEST_SIGN
from parsers.reading import Grid
from parsers.source import Place
from parsers.text.words import bare

Where = Callable[[Rect], Place]
"""Gives the place of an upright rectangle."""

A_WORD_OF_SHAPES = 8
WIDE, LOWEST = 0.45, 6.0
LEAST_ROWS, LEAST_COLUMNS = 2, 3
A_WORD, SAME_HEIGHT = 50.0, 3.0
"""In points: the width of a short word, and how far one letter's middle is from the next one's."""

TELLS = re.compile(r"\d|hop thu|thu dien tu|mat khau|danh sach|cap moi|cap lai|de nghi|khong")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is read of a page: where its tables are, which of them may be `lists` by their size, and
    the marks of the text outside them.
    """

    tables: Sequence[Rect]
    lists: Sequence[Rect]
    marks: Sequence[Mark]

    @classmethod
    def of(cls, placed: Sequence[tuple[Rect, Grid]], marks: Sequence[Mark]) -> Sheet:
        """Return it of grids where they stand; a smaller one may be the frame of anything."""
        lists = (
            area
            for area, grid in placed
            if grid.rows >= LEAST_ROWS and grid.columns >= LEAST_COLUMNS
        )
        return cls([area for area, _ in placed], list(lists), marks)

    def tells_at(self, area: Rect) -> bool:
        """Return whether a table or a text that counts stands there."""
        if any(touch(area, table) for table in self.tables):
            return True
        left, top, right, bottom = area
        lines = lines_of(
            mark
            for mark in self.marks
            if left <= mark.middle[0] <= right and top <= mark.middle[1] <= bottom
        )
        return any(TELLS.search(bare(drawn_text(line))) for line in lines)


def laid_over(
    annotations: Iterable[Annotation], frame: Frame, sheet: Sheet, where: Where
) -> Iterator[Flag]:
    """Yield a flag for all that is laid over the page but signatures beside what is read.

    Those stand on the name of who signs; on a number or on what is asked they hide or replace it,
    and one as wide as a list may be one.
    """
    for annotation in annotations:
        area = frame.upright_area(annotation.area)
        if annotation.role is Role.SAID:
            yield remark_flag(annotation.text, where(area))
        elif annotation.role is Role.DRAWN or _are_wide([area], frame) or sheet.tells_at(area):
            yield Flag(FlagCode.ANNOTATION, place=where(area))


def drawn_in(drawing: Drawing, frame: Frame, sheet: Sheet, where: Where) -> Iterator[Flag]:
    """Yield a flag for what is drawn by hand, and one for a picture that may hold a row.

    That is any in a table, elsewhere those that are together as wide as a list; letters drawn as
    shapes are one, in a table or in a line.
    """
    by_hand = drawn_by_hand(drawing, frame, sheet.tables, sheet.lists)
    yield from (Flag(FlagCode.HAND_DRAWN, place=where(area)) for area in islice(by_hand, 1))
    tables = sheet.tables
    pictures = [frame.upright_area(area) for area in drawing.images]
    telling = [p for p in pictures if any(touch(p, table) for table in tables)]
    telling += [line[0] for line in _lines_of(pictures) if _are_wide(line, frame)]
    small = [area for _, area in drawing.covers if max(_sides(area)) < LARGEST_SIGN]
    signs = [frame.upright_area(area) for area in {*small, *drawing.signs}]
    telling += [t for t in tables if sum(touch(one, t) for one in signs) >= A_WORD_OF_SHAPES]
    shapes = [frame.upright_area(area) for area in drawing.signs]
    telling += [line[0] for line in _lines_of(shapes) if _are_a_word(line)]
    yield from (picture_flag(where(area)) for area in telling[:1])


def typed_beside(sheet: Sheet, where: Where) -> Iterator[Flag]:
    """Yield what is typed beside the rows of a list, each piece by itself: a cross, a star, a word.

    No column holds it, and no sentence of the letter stands there.
    """
    heights = [(top, bottom) for _, top, _, bottom in sheet.lists]
    among = [m for m in sheet.marks if any(top < m.y < bottom for top, bottom in heights)]
    for line in lines_of(among):
        for piece in segments_of(line):
            text = drawn_text(piece)
            if text.strip():
                yield remark_flag(text, where(span_of(piece)))


def _lines_of(areas: Sequence[Rect]) -> Iterator[list[Rect]]:
    """Yield the areas by their height on the page."""
    line: list[Rect] = []
    for area in sorted(areas, key=_height):
        if line and _height(area) - _height(line[-1]) > SAME_HEIGHT:
            yield line
            line = []
        line.append(area)
    if line:
        yield line


def _are_a_word(signs: Sequence[Rect]) -> bool:
    left, right = min(sign[0] for sign in signs), max(sign[2] for sign in signs)
    return len(signs) >= A_WORD_OF_SHAPES and right - left > A_WORD


def _are_wide(pictures: Sequence[Rect], frame: Frame) -> bool:
    seen = [_sides(picture)[0] for picture in pictures if _sides(picture)[1] > LOWEST]
    return sum(seen) > WIDE * frame.width


def _height(area: Rect) -> float:
    return (area[1] + area[3]) / 2


def _sides(area: Rect) -> tuple[float, float]:
    return area[2] - area[0], area[3] - area[1]
