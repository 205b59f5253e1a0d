"""What is drawn on a page as it is displayed, read by playa: glyphs and straight lines."""

from __future__ import annotations

import logging
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import playa
from playa.content import GlyphObject, PathObject, TextObject
from playa.page import Page

from parsers.pdf.plumber.layers import has_layer_off
from parsers.pdf.plumber.turn import Point

THIN = 3.0  # points; what is no wider is a line, however it was drawn
UNKNOWN = "\ufffd"  # a drawn sign that no letter is known for; it must not vanish
_FAINTEST_CMYK, _LIGHTEST = 0.04, 0.96

logging.getLogger("playa").setLevel(logging.CRITICAL)  # it quotes what it could not read


@dataclass(frozen=True, slots=True)
class Glyph:
    """A sign: where it begins and ends on its baseline, origin top left, in points.

    `angle` is that of its baseline, counter-clockwise in whole degrees.
    """

    text: str
    start: Point
    end: Point
    size: float
    angle: int


@dataclass(frozen=True, slots=True)
class Ink:
    """One page: its number, counted from 1, its size in points, what is drawn in that order.

    `layer_off` tells that the file has a layer that is not shown: what is in it is here too.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    lines: tuple[tuple[Point, Point], ...]
    layer_off: bool = False


def read_ink(data: bytes, pages: Collection[int]) -> Iterator[Ink]:
    """Yield these pages, counted from 1. A file that cannot be read raises errors of any kind."""
    with playa.parse(data, space="screen") as document:
        hidden = has_layer_off(document.catalog)
        for number in sorted(pages):
            yield replace(_ink(document.pages[number - 1], number), layer_off=hidden)


def _ink(page: Page, number: int) -> Ink:
    glyphs: list[Glyph] = []
    lines: list[tuple[Point, Point]] = []
    for thing in page.flatten():
        if isinstance(thing, TextObject):
            glyphs += (_glyph(one) for one in thing)
        elif isinstance(thing, PathObject):
            lines += _lines(thing)
    seen = tuple(glyph for glyph in glyphs if glyph.text.strip() or glyph.text == " ")
    return Ink(number, float(page.width), float(page.height), seen, tuple(lines))


def _glyph(drawn: GlyphObject) -> Glyph:
    a, b, c, d, x, y = drawn.matrix
    wide = drawn.font.hdisp(drawn.cid)
    text = drawn.text or UNKNOWN
    return Glyph(
        text if text >= " " else UNKNOWN,
        (x, y),
        (x + a * wide, y + b * wide),
        math.hypot(c, d),
        _angle(a, b),
    )


@lru_cache(1024)
def _angle(a: float, b: float) -> int:
    return round(math.degrees(math.atan2(-b, a))) % 360


def _lines(path: PathObject) -> Iterator[tuple[Point, Point]]:
    """Yield the straight lines along the page that a path leaves on white paper."""
    stroked = path.stroke and _is_inked(path.gstate.scolor.values)
    filled = path.fill and _is_inked(path.gstate.ncolor.values)
    for points in _outlines(path):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
        if min(right - left, bottom - top) <= THIN:
            if stroked or (filled and len(points) > 2):
                yield (left, top), (right, bottom)
        elif stroked:
            yield from (pair for pair in pairwise(points) if _is_straight(*pair))


def _outlines(path: PathObject) -> Iterator[Sequence[Point]]:
    """Yield what is drawn in one go with straight lines, as the points between them."""
    start: Point = (0.0, 0.0)
    points: list[Point] = []
    for segment in path.segments:
        if segment.operator == "l":
            points.append(segment.points[0])
            continue
        if segment.operator == "h":
            points.append(start)
            continue
        if len(points) > 1:
            yield points
        points = [segment.points[-1]]  # a move or the end of a curve
        start = points[0] if segment.operator == "m" else start
    if len(points) > 1:
        yield points


def _is_straight(start: Point, end: Point) -> bool:
    return start[0] == end[0] or start[1] == end[1]


def _is_inked(colour: Sequence[float]) -> bool:
    """Return whether a colour (grey, RGB or CMYK parts) is seen on white paper."""
    if len(colour) == 4:
        return max(colour) > _FAINTEST_CMYK
    return not colour or min(colour) < _LIGHTEST
