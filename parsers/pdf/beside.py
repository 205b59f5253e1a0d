"""What is drawn on a page beside its text: annotations, pictures, letters made of shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from parsers.columns import VALUE
from parsers.flag import Flag, FlagCode
from parsers.pdf.annotations import Annotation
from parsers.pdf.drawing import Drawing
from parsers.pdf.frame import Frame
from parsers.pdf.matrix import Rect, touch
from parsers.remark import picture_flag, remark_flag
from parsers.source import Place

Where = Callable[[Rect], Place]
"""Gives the place of an upright rectangle."""

A_WORD_OF_SHAPES = 8
LARGEST_SIGN = 24.0
WIDE = 0.45


def laid_over(
    annotations: Iterable[Annotation], frame: Frame, tables: Sequence[Rect], where: Where
) -> Iterator[Flag]:
    """Yield a flag for each remark, and for what lies over a table or holds a value by itself."""
    for annotation in annotations:
        area = frame.upright_area(annotation.area)
        if annotation.remark:
            yield remark_flag(annotation.text, where(area))
        elif VALUE.search(annotation.text) or any(touch(area, table) for table in tables):
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
