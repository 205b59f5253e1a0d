"""Glyphs become the lines of cells and of running text (the fast reader's own layout)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.pdf.frame import Frame
from parsers.pdf.glyphs import Glyph
from parsers.reading import DrawnLine

SPACE_GAP = 0.17
SEGMENT_GAP = 0.9
ROW_GAP = 0.6
ROW_VALUE = re.compile(r"\d{9}|@")
SAME_LINE = 0.35


@dataclass(frozen=True, slots=True)
class Mark:
    """A glyph in upright points: `x0` to `x1` on the baseline `y`; `owner` drew it in one go."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    order: int
    owner: int = 0

    @property
    def blank(self) -> bool:
        """Return whether nothing is drawn."""
        return not self.text.strip() or self.text == "\u00a0"

    @property
    def middle(self) -> tuple[float, float]:
        """Return a point inside the drawn letter."""
        return (self.x0 + self.x1) / 2, self.y - 0.3 * self.size


def marks_of(glyphs: Iterable[Glyph], frame: Frame) -> list[Mark]:
    """Return the glyphs in the upright frame, in content order."""
    marks: list[Mark] = []
    for glyph in glyphs:
        ax, _ = frame.upright(glyph.left, glyph.bottom)
        bx, _ = frame.upright(glyph.right, glyph.top)
        _, y = frame.upright(glyph.origin_x, glyph.origin_y)
        x0, x1 = min(ax, bx), max(ax, bx)
        # A combining sign stands with its letter, wherever the face draws it.
        if marks and unicodedata.combining(glyph.text[:1] or " ") and abs(marks[-1].y - y) < 0.5:
            x0, x1 = marks[-1].x0, max(x1, marks[-1].x1)
        marks.append(Mark(glyph.text, x0, x1, y, glyph.size, glyph.order, glyph.owner))
    return marks


def runs_of(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Yield stretches drawn without a gap, in content order: what stands together belongs so."""
    run: list[Mark] = []
    for mark in marks:
        if run and not _follows(run[-1], mark):
            yield run
            run = []
        run.append(mark)
    if run:
        yield run


def _follows(before: Mark, after: Mark) -> bool:
    gap = 0.12 * before.size
    return abs(before.y - after.y) < 0.5 and -4 * gap <= after.x0 - before.x1 <= gap


def lines_of(marks: Iterable[Mark]) -> list[list[Mark]]:
    """Return the marks by baseline from top to bottom, each line from left to right."""
    lines: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda mark: (mark.y, mark.x0)):
        if lines and mark.y - lines[-1][0].y <= SAME_LINE * min(mark.size, lines[-1][0].size):
            lines[-1].append(mark)
        else:
            lines.append([mark])
    return [sorted(line, key=lambda mark: (mark.x0, mark.order)) for line in lines]


def drawn_text(line: Sequence[Mark]) -> str:
    """Return the line's text, a space wherever a gap stands for one; trailing spaces stay."""
    parts: list[str] = []
    last: Mark | None = None
    for mark in line:
        if (
            last is not None
            and not mark.blank
            and not last.blank
            and mark.x0 - last.x1 > SPACE_GAP * max(mark.size, last.size)
        ):
            parts.append(" ")
        parts.append(mark.text)
        last = mark
    return "".join(parts)


def overlaps(line: Sequence[Mark]) -> bool:
    """Return whether letters stand on top of one another, so that their order is a guess."""
    drawn = [
        mark
        for mark in line
        if not mark.blank
        and mark.x1 - mark.x0 > 0.1 * mark.size
        and not unicodedata.combining(mark.text[0])
    ]
    return any(
        after.x0 < before.x1 - 0.55 * min(before.x1 - before.x0, after.x1 - after.x0)
        for before, after in pairwise(drawn)
    )


def cell_lines(marks: Iterable[Mark], right: float) -> tuple[DrawnLine, ...]:
    """Return the drawn lines of a cell that ends at `right`."""
    found = []
    for line in lines_of(marks):
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
