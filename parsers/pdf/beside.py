"""What is drawn on a page beside its text: annotations, pictures, letters made of shapes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from parsers.flag import Flag, FlagCode
from parsers.pdf.annotations import Annotation, Role
from parsers.pdf.drawing import Drawing
from parsers.pdf.frame import Frame
from parsers.pdf.layout import Mark, drawn_text, lines_of
from parsers.pdf.matrix import Rect, touch
from parsers.remark import picture_flag, remark_flag
from parsers.source import Place
from parsers.words import bare

Where = Callable[[Rect], Place]
"""Gives the place of an upright rectangle."""

A_WORD_OF_SHAPES = 8
LARGEST_SIGN = 24.0
WIDE = 0.45
TELLS = re.compile(r"\d|hop thu|thu dien tu|mat khau|danh sach|cap moi|cap lai|de nghi|khong")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is read of a page: where its tables are, and the marks of the text outside them."""

    tables: Sequence[Rect]
    marks: Sequence[Mark] = ()

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
        elif annotation.role is Role.DRAWN or _is_wide(area, frame) or sheet.tells_at(area):
            yield Flag(FlagCode.ANNOTATION, place=where(area))


def drawn_in(
    drawing: Drawing, frame: Frame, tables: Sequence[Rect], where: Where
) -> Iterator[Flag]:
    """Yield a flag for a picture that may hold a row: any in a table, elsewhere one as wide as a
    list; or for letters drawn as shapes in a table.
    """
    pictures = [frame.upright_area(area) for area in drawing.images]
    telling = [p for p in pictures if _is_wide(p, frame) or any(touch(p, t) for t in tables)]
    shapes = [frame.upright_area(area) for _, area in drawing.covers]
    signs = [one for one in shapes if max(one[2] - one[0], one[3] - one[1]) < LARGEST_SIGN]
    telling += [t for t in tables if sum(touch(one, t) for one in signs) >= A_WORD_OF_SHAPES]
    yield from (picture_flag(where(area)) for area in telling[:1])


def _is_wide(area: Rect, frame: Frame) -> bool:
    return area[2] - area[0] > WIDE * frame.width and area[3] - area[1] > LARGEST_SIGN
