"""Glyphs become the lines of cells and of running text (the fast reader's own layout)."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from parsers.pdf.frame import Frame
from parsers.pdf.glyphs import Glyph
from parsers.reading import DrawnLine

SPACE_GAP, KERNED_GAP = 0.17, 0.02
SEGMENT_GAP = 0.9
ROW_GAP = 0.6
ROW_VALUE = re.compile(r"\d{9}|@")
SAME_LINE = 0.35
SAME_BASE, CLOSE_BEHIND = 0.5, 0.12
CLOSE = 0.8
STOPS = frozenset(".,")
OVER_A_LETTER, UNDER_A_LETTER = 0.55, 0.8
COMBINING = "\u0300"
_DOWN_THEN_RIGHT = attrgetter("y", "x0")
_LEFT_TO_RIGHT = attrgetter("x0", "order")


class Mark(NamedTuple):
    """A glyph in upright points: `x0` to `x1` on the baseline `y`; `owner` drew it in one go.

    A `blank` one leaves nothing to see.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    order: int
    owner: int
    blank: bool

    @property
    def middle(self) -> tuple[float, float]:
        """Return a point inside the drawn letter."""
        return (self.x0 + self.x1) / 2, self.y - 0.3 * self.size


def marks_of(glyphs: Iterable[Glyph], frame: Frame) -> list[Mark]:
    """Return the glyphs in the upright frame, in content order."""
    marks: list[Mark] = []
    new = tuple.__new__
    from_x, across, along, from_y, down, fall = frame.steps()
    for text, left, bottom, right, top, origin_x, origin_y, _, size, owner, order, _ in glyphs:
        x0 = from_x + across * left + along * bottom
        x1 = from_x + across * right + along * top
        if x1 < x0:
            x0, x1 = x1, x0
        y = from_y + down * origin_x + fall * origin_y
        # A combining sign stands with its letter, wherever the face draws it.
        if text >= COMBINING and _stands_on(marks, text, y):
            x0, x1 = marks[-1].x0, max(x1, marks[-1].x1)
        # As Mark(…), without the call of a function for each letter.
        marks.append(new(Mark, (text, x0, x1, y, size, order, owner, not text.strip())))
    return marks


def _stands_on(marks: Sequence[Mark], text: str, y: float) -> bool:
    return bool(marks and unicodedata.combining(text[0])) and abs(marks[-1].y - y) < 0.5


def runs_of(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Yield stretches drawn without a gap, in content order: what stands together belongs so."""
    run: list[Mark] = []
    end, y, gap = 0.0, math.nan, 0.0
    for mark in marks:
        if not (abs(y - mark.y) < SAME_BASE and -4 * gap <= mark.x0 - end <= gap) and run:
            yield run
            run = []
        run.append(mark)
        end, y, gap = mark.x1, mark.y, CLOSE_BEHIND * mark.size
    if run:
        yield run


def lines_of(marks: Iterable[Mark]) -> list[list[Mark]]:
    """Return the marks by baseline from top to bottom, each line from left to right."""
    lines: list[list[Mark]] = []
    for mark in sorted(marks, key=_DOWN_THEN_RIGHT):
        begun = lines[-1][0] if lines else None
        below = mark.y - begun.y if begun else 0.0
        if begun and below <= SAME_LINE * mark.size and below <= SAME_LINE * begun.size:
            lines[-1].append(mark)
        else:
            lines.append([mark])
    return [sorted(line, key=_LEFT_TO_RIGHT) for line in lines]


def drawn_text(line: Sequence[Mark]) -> str:
    """Return the line's text, a space wherever a gap stands for one; trailing spaces stay.

    A blank without width is no space by itself, but the gap it stands in may be narrower.
    """
    parts: list[str] = []
    last: Mark | None = None
    least = SPACE_GAP
    for mark in line:
        if mark.blank and mark.x0 == mark.x1:
            least = KERNED_GAP
            continue
        if last is not None and not mark.blank and not last.blank:
            gap = mark.x0 - last.x1
            if gap > least * mark.size and gap > least * last.size:
                parts.append(" ")
        parts.append(mark.text)
        last, least = mark, SPACE_GAP
    return "".join(parts)


def overlaps(line: Sequence[Mark]) -> bool:
    """Return whether letters stand on top of one another, so that their order is a guess."""
    return any(
        after.x0 < before.x1 and after.x0 < before.x1 - _kerned(before, after)
        for before, after in pairwise(_drawn(line))
    )


def _kerned(before: Mark, after: Mark) -> float:
    """Return how far a letter may reach over the next one; over a full stop, nearly whole: "P."."""
    narrow = min(before.x1 - before.x0, after.x1 - after.x0)
    return (UNDER_A_LETTER if after.text in STOPS else OVER_A_LETTER) * narrow


def stacked(lines: Sequence[Sequence[Mark]]) -> bool:
    """Return whether a line of a cell stands in the height of the one above it: into its letters,
    or beside them, so that where they belong is a guess, as of a raised figure.
    """
    drawn = [line for line in map(_drawn, lines) if line]
    return any(
        below[0].y - above[0].y < CLOSE * min(below[0].size, above[0].size)
        for above, below in pairwise(drawn)
    )


def _drawn(line: Sequence[Mark]) -> list[Mark]:
    """Return the letters and signs that stand by themselves."""
    return [
        mark
        for mark in line
        if not mark.blank
        and mark.x1 - mark.x0 > 0.1 * mark.size
        and not (mark.text >= COMBINING and unicodedata.combining(mark.text[0]))
    ]


def cell_lines(lines: Iterable[Sequence[Mark]], right: float) -> tuple[DrawnLine, ...]:
    """Return the drawn lines of a cell that ends at `right`."""
    found = []
    for line in lines:
        drawn = [mark for mark in line if not mark.blank]
        if drawn:
            room = (right - drawn[-1].x1) / drawn[-1].size
            found.append(DrawnLine(drawn_text(line), round(room, 2)))
    return tuple(found)


def segments_of(line: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Yield the parts of a line that stand apart, like the two halves of a letter's head.

    Where numbers or addresses stand, they may be a row without rules, whose columns are close.
    """
    gap = ROW_GAP if ROW_VALUE.search("".join(mark.text for mark in line)) else SEGMENT_GAP
    segment: list[Mark] = []
    last: Mark | None = None
    for mark in line:
        if mark.blank:
            if segment:
                segment.append(mark)
            continue
        if last is not None and mark.x0 - last.x1 > gap * mark.size:
            yield segment
            segment = []
        segment.append(mark)
        last = mark
    if segment:
        yield segment


def span_of(marks: Sequence[Mark]) -> tuple[float, float, float, float]:
    """Return the upright rectangle around the marks."""
    drawn = [mark for mark in marks if not mark.blank] or list(marks)
    return (
        min(mark.x0 for mark in drawn),
        min(mark.y - 0.9 * mark.size for mark in drawn),
        max(mark.x1 for mark in drawn),
        max(mark.y + 0.25 * mark.size for mark in drawn),
    )
