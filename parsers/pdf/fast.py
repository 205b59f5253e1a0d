"""The fast reader: pdfium's characters and rules become lines and grids."""

from __future__ import annotations

import gc
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from parsers.flag import Flag, FlagCode
from parsers.pdf.annotations import Annotation, read_annotations
from parsers.pdf.beside import Sheet, drawn_in, laid_over, typed_beside
from parsers.pdf.blanks import blanks
from parsers.pdf.clip import TooMuchDrawnError
from parsers.pdf.drawing import Drawing, read_drawing
from parsers.pdf.frame import Frame
from parsers.pdf.glyphs import Glyph, TooManyGlyphsError, main_angle, read_glyphs, unmapped
from parsers.pdf.lattice import Lattice, Span, find_lattices
from parsers.pdf.layout import (
    Mark,
    cell_lines,
    drawn_text,
    lines_of,
    marks_of,
    overlaps,
    runs_of,
    segments_of,
    span_of,
    stacked,
)
from parsers.pdf.lettering import Letterer
from parsers.pdf.opened import opened, page_of
from parsers.pdf.overflow import Spilt, unplain
from parsers.pdf.sight import Sight
from parsers.pdf.stated import FastReading, Stated, StatedPage
from parsers.pdf.struck import crossed, struck
from parsers.pdf.underlined import without_underlines
from parsers.pdf.unseen import unseen
from parsers.reading import Cell, Grid, Lettering, Line, Reading
from parsers.source import Place, ReadError, SourceFile

MAX_PAGES = 60
MANY_SHAPES = 100

Area = tuple[float, float, float, float]
_ACROSS = attrgetter("x0")


def read_fast(file: SourceFile) -> FastReading:
    """Return what pdfium sees in a PDF. Raises ReadError for a file that cannot be opened."""
    with opened(file) as document, collecting_later():
        pages = len(document)
        try:
            read = [_read_page(document, file.name, n) for n in range(min(pages, MAX_PAGES))]
        except (TooMuchDrawnError, TooManyGlyphsError, RecursionError) as error:
            raise ReadError("file_too_large", f"too much on a page: {error!r}") from error
    parts, stated = [part for part, _ in read], [said for _, said in read if said is not None]
    flags = [flag for part in parts for flag in part.flags]
    if pages > MAX_PAGES:
        flags.append(
            Flag(FlagCode.TOO_MANY_PAGES, (("pages", str(pages)),), Place(file.name, MAX_PAGES))
        )
    blocks = tuple(block for part in parts for block in part.blocks)
    letters = dict[Place, Lettering]()
    for part in parts:
        letters.update(part.letters)
    return FastReading(blocks, tuple(flags), letters, stated=Stated(file, tuple(stated)))


@contextmanager
def collecting_later() -> Iterator[None]:
    """Let Python look for cycles only after this: a page's letters make none, and each search
    through them all is a tenth of what a page costs.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _read_page(document: Any, name: str, index: int) -> tuple[Reading, StatedPage | None]:
    with page_of(document, index) as (page, textpage):
        glyphs, drawing = read_glyphs(textpage.raw), read_drawing(page.raw)
        annotations = tuple(read_annotations(page.raw, document.formenv))
        turn, shown = -main_angle(glyphs) % 360, page.get_rotation()
        left, bottom, right, top = page.get_bbox()
        frame = Frame(left, bottom, right, top, turn if turn % 90 == 0 else shown, shown)
        sight = Sight.of(page, frame, drawing.doubtful) if drawing.doubtful else None
        return _Page(name, index + 1, frame, glyphs, drawing, annotations, sight).reading()


@dataclass(frozen=True, slots=True)
class _Page:
    file: str
    number: int
    frame: Frame
    glyphs: Sequence[Glyph]
    drawing: Drawing
    annotations: Sequence[Annotation] = ()
    sight: Sight | None = None

    def reading(self) -> tuple[Reading, StatedPage | None]:
        """Return the page's lines and grids from top to bottom; with a table, what it states."""
        shown, flags = self._visible()
        upright, turned = self._by_direction(shown)
        marks = [*marks_of(upright, self.frame), *blanks(self.glyphs, self.drawing, self.frame)]
        rules = list(self._upright_rules())
        # Text across the rest, a watermark or a turned header, is not read.
        flags += self._glyph_flag(FlagCode.TURNED_TEXT, turned) + self._struck(marks, rules)
        tables: list[tuple[Area, Grid]] = []
        ruled, underlined = without_underlines(rules, marks)
        letterer = Letterer(underlined, self.drawing.outlined)
        for lattice in find_lattices(ruled):
            grid, marks, found = self._grid(lattice, marks, letterer)
            flags += found
            if grid is not None:
                tables.append((_outline(lattice), grid))
        flags += self._beside(Sheet.of(tables, marks))
        lines = lines_of(marks)
        placed: list[tuple[Area, Line | Grid]] = [*tables, *self._lines(lines)]
        flags += [
            Flag(FlagCode.OVERLAPPING_TEXT, place=self._place(span_of(line)))
            for line in lines
            if overlaps(line)
        ]
        placed.sort(key=lambda part: (part[0][1], part[0][0]))
        reading = Reading(tuple(block for _, block in placed), tuple(flags), letterer.letters)
        return reading, self._stated(shown) if tables else None

    def _stated(self, shown: Sequence[Glyph]) -> StatedPage | None:
        """Return what a page is said to show, where it is drawn letter by letter."""
        if self._is_scan():
            return None
        drawn = self.drawing
        return StatedPage(self.number, self.frame, shown, drawn.painted, drawn.tints, drawn.dyed)

    def _by_direction(self, shown: Sequence[Glyph]) -> tuple[Sequence[Glyph], Sequence[Glyph]]:
        """Return the glyphs that stand upright, and the drawn ones that do not."""
        across = {glyph.angle for glyph in shown} - {-self.frame.turn % 360}
        if not across:
            return shown, ()
        turned = [glyph for glyph in shown if glyph.angle in across and glyph.text.strip()]
        return [glyph for glyph in shown if glyph.angle not in across], turned

    def _visible(self) -> tuple[Sequence[Glyph], list[Flag]]:
        """Return the glyphs a person sees, with flags for those that are hidden or unmapped."""
        scanned = self._is_scan()
        hidden = unseen(self.glyphs, self.drawing, self.frame, self.sight)
        left_out = frozenset() if scanned else frozenset(glyph.order for glyph in hidden)
        shown = [g for g in self.glyphs if g.order not in left_out] if left_out else self.glyphs
        flags = [Flag(FlagCode.SCAN, place=Place(self.file, self.number))] if scanned else []
        under = FlagCode.SCAN_TEXT_LAYER if scanned else FlagCode.HIDDEN_TEXT
        flags += self._glyph_flag(under, hidden)
        return shown, flags + self._glyph_flag(FlagCode.UNMAPPED_TEXT, unmapped(shown))

    def _is_scan(self) -> bool:
        """Return whether a picture fills the page: a scan, with or without a text layer; or
        letters are drawn as shapes.
        """
        page = (self.frame.right - self.frame.left) * (self.frame.top - self.frame.bottom)
        covered = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in self.drawing.images)
        return covered > 0.5 * page or (not self.glyphs and len(self.drawing.covers) > MANY_SHAPES)

    def _glyph_flag(self, code: FlagCode, glyphs: Sequence[Glyph]) -> list[Flag]:
        if not glyphs:
            return []
        marks = marks_of(glyphs, self.frame)
        return [Flag(code, (("count", str(len(glyphs))),), self._place(span_of(marks)))]

    def _struck(self, marks: Sequence[Mark], rules: Sequence[Area]) -> list[Flag]:
        upright = self.frame.upright
        slants = [(*upright(x0, y0), *upright(x1, y1)) for x0, y0, x1, y1 in self.drawing.slants]
        return [
            Flag(FlagCode.STRUCK_TEXT, (("count", str(len(line))),), self._place(span_of(line)))
            for line in (*struck(marks, rules), *crossed(marks, slants))
        ]

    def _beside(self, sheet: Sheet) -> list[Flag]:
        """Flag what is drawn over the text or the tables and is no text; a scan is recognised."""
        found = laid_over(self.annotations, self.frame, sheet, self._place)
        if self._is_scan():
            return list(found)
        typed = typed_beside(sheet, self._place)
        return [*found, *typed, *drawn_in(self.drawing, self.frame, sheet, self._place)]

    def _upright_rules(self) -> Iterator[Area]:
        yield from (self.frame.upright_area(rule) for rule in self.drawing.rules)

    def _grid(
        self, lattice: Lattice, marks: Sequence[Mark], letterer: Letterer
    ) -> tuple[Grid | None, list[Mark], list[Flag]]:
        """Return the lattice filled with its text, the marks left over, and what to look at."""
        rest: list[Mark] = []
        squares = _Squares(lattice)
        held: dict[Span, list[Mark]] = {span: [] for span in lattice.spans}
        spilt: list[Spilt] = []
        for run in (part for whole in runs_of(marks) for part in squares.parted(whole)):
            drawn = [mark for mark in run if not mark.blank] or run
            span = squares.at(*drawn[0].middle)
            if span is None:
                rest += run
                continue
            held[span] += run
            # A cell is a rectangle: what stands between two of its letters stands in it too.
            ends = (min(drawn, key=_ACROSS), max(drawn, key=_ACROSS))
            others = [end for end in ends if end is not drawn[0] and not end.blank]
            if any(squares.at(*end.middle) is not span for end in others):
                spilt.append((run, lattice.area(span)))
        if not any(not mark.blank for group in held.values() for mark in group):
            return None, list(marks), []
        flags = [
            Flag(FlagCode.TEXT_OVERFLOWS, place=self._place(span_of(run)))
            for run in unplain(spilt, marks)
        ]
        if lattice.irregular:
            flags.append(Flag(FlagCode.IRREGULAR_TABLE, place=self._place(_outline(lattice))))
        lined = {span: lines_of(group) for span, group in held.items()}
        flags += [
            Flag(FlagCode.OVERLAPPING_TEXT, place=self._place(span_of(held[span])))
            for span, lines in lined.items()
            if any(overlaps(line) for line in lines) or stacked(lines)
        ]
        grid = self._filled(lattice, lined)
        for cell, group in zip(grid.cells, held.values(), strict=True):
            if cell.lines:
                letterer.take(cell.place, group)
        return grid, rest, flags

    def _filled(self, lattice: Lattice, lined: dict[Span, list[list[Mark]]]) -> Grid:
        cells = []
        for span, drawn in lined.items():
            area = lattice.area(span)
            lines, place = cell_lines(drawn, area[2]), self._place(area)
            size = (span.row_span, span.column_span)
            cells.append(Cell(span.row, span.column, lines, place, *size, cut=span.cut))
        edges = tuple(round(x / self.frame.width, 4) for x in lattice.xs)
        return Grid(
            tuple(cells),
            len(lattice.ys) - 1,
            len(lattice.xs) - 1,
            self._place(_outline(lattice)),
            edges,
        )

    def _lines(self, lines: Sequence[Sequence[Mark]]) -> Iterator[tuple[Area, Line]]:
        for line in lines:
            for segment in segments_of(line):
                text, area = drawn_text(segment), span_of(segment)
                if text.strip():
                    yield area, Line(text, self._place(area), upright=self.frame.held(*area))

    def _place(self, area: Area) -> Place:
        return Place(self.file, self.number, self.frame.displayed(*area))


class _Squares:
    """Finds the cell of a lattice at a point without looking at every cell."""

    def __init__(self, lattice: Lattice) -> None:
        self.xs, self.ys = lattice.xs, lattice.ys
        self.spans = {
            (row, column): span
            for span in lattice.spans
            for row in range(span.row, span.row + span.row_span)
            for column in range(span.column, span.column + span.column_span)
        }

    def parted(self, run: list[Mark]) -> Iterator[list[Mark]]:
        """Yield the run in parts where another text, drawn by itself, begins in another cell.

        A text that runs over its cell may end right where its neighbour's begins.
        """
        begun = 0
        for index in range(1, len(run)):
            before, after = run[index - 1], run[index]
            apart = before.owner != after.owner and not after.blank
            if apart and self.at(*after.middle) != self.at(*run[begun].middle):
                yield run[begun:index]
                begun = index
        yield run[begun:]

    def at(self, x: float, y: float) -> Span | None:
        """Return the cell at a point; a point on a rule belongs to the cell before it."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        column, row = max(bisect_left(self.xs, x) - 1, 0), max(bisect_left(self.ys, y) - 1, 0)
        return self.spans.get((row, column))


def _outline(lattice: Lattice) -> Area:
    return (lattice.xs[0], lattice.ys[0], lattice.xs[-1], lattice.ys[-1])
