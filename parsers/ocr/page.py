"""One picture of a page becomes lines and grids: the first look, everything read as words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from parsers.ocr.engine import Engine, Picture, Rect, Spread, TextLine, Treatment, Word
from parsers.ocr.picture import Shown, dpi_of
from parsers.ocr.red import blank_below_seals, without_rim
from parsers.ocr.rules import read_rules, without_rules
from parsers.ocr.snippet import densest_rows, drawn_on, enlarged, is_one_line, on_white
from parsers.ocr.upright import Upright, likely_turns, straightened
from parsers.pdf.lattice import Lattice, Span, find_lattices
from parsers.reading import Cell, DrawnLine, Grid, Line
from parsers.source import Place

Placed = tuple[tuple[float, float], Line | Grid]

POINTS = 72
LEGIBLE = 70.0
SEGMENT_GAP = 1.1
INSET_INCHES = 0.012
MARGIN_INCHES = 0.06
LEAST_INK = 12
RED_INK = BLACK = 128
SHORT = 4
MOSTLY = 0.6
SMALL_INCHES = 0.4
LOWEST_ROW = 0.75


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page the right way up: `paper` is its picture without rules.

    `rimmed` is the same with the grey rim of red ink, which is darker and so are the letters in it.
    """

    file: str
    number: int
    upright: Upright
    paper: Picture
    rimmed: Picture
    dpi: int
    lattices: tuple[Lattice, ...]
    lines: tuple[TextLine, ...]

    def place(self, area: Rect) -> Place:
        """Return where a rectangle in pixels stands on the page as displayed."""
        return Place(self.file, self.number, self.upright.displayed(area))

    def pixels(self, area: Rect) -> Rect:
        """Return a rectangle of a lattice, which counts in points, in pixels."""
        x0, y0, x1, y1 = (side * self.dpi / POINTS for side in area)
        return x0, y0, x1, y1

    def crop(self, area: Rect) -> tuple[Picture, int, int] | None:
        """Return what is drawn in a rectangle with a white margin, and where its corner lies.

        Red ink counts where there is no other.
        """
        inset = max(2, round(INSET_INCHES * self.dpi))
        x0, y0, x1, y1 = (round(side) for side in area)
        x0, y0, x1, y1 = x0 + inset, y0 + inset, x1 - inset, y1 - inset
        if x1 - x0 < 4 or y1 - y0 < 4:
            return None
        inside = slice(max(y0, 0), y1), slice(max(x0, 0), x1)
        part = self.paper[inside]
        if self.upright.red is not None and (part < BLACK).sum() < LEAST_INK:
            part = np.minimum(part, self.upright.red[inside])
        ys, xs = np.nonzero(drawn_on(part))
        if len(xs) < LEAST_INK:
            return None
        top, left = max(int(ys.min()) - 2, 0), max(int(xs.min()) - 2, 0)
        drawn = on_white(part[top : int(ys.max()) + 3, left : int(xs.max()) + 3])
        margin = round(MARGIN_INCHES * self.dpi)
        padded = np.pad(drawn, margin, constant_values=255)
        return padded, max(x0, 0) + left - margin, max(y0, 0) + top - margin

    def densest_line(self, area: Rect) -> Rect:
        """Return the part of a rectangle where most is drawn, as high as a line of figures."""
        cropped = self.crop(area)
        if cropped is None:
            return area
        picture, _, top = cropped
        first, last = densest_rows(picture)
        inset = max(2, round(INSET_INCHES * self.dpi)) + 2
        return area[0], max(area[1], top + first - inset), area[2], min(area[3], top + last + inset)

    def has_red_ink(self, area: Rect) -> bool:
        """Return whether a seal or a red pen reaches into a rectangle."""
        x0, y0, x1, y1 = (max(round(side), 0) for side in area)
        red = self.upright.red
        return red is not None and int((red[y0:y1, x0:x1] < RED_INK).sum()) >= 2 * LEAST_INK


def sheet_of(shown: Shown, file: str, number: int, engine: Engine) -> Sheet:
    """Return the page the way up in which its words are surest."""
    tried = []
    for turn in likely_turns(shown.ink):
        sheet = _sheet(straightened(shown, turn), file, number, engine)
        tried.append(sheet)
        if surety(sheet.lines) >= LEGIBLE:
            return sheet
        if not sheet.lines and len(tried) == 1:
            return sheet
    return max(tried, key=lambda sheet: surety(sheet.lines))


def _sheet(upright: Upright, file: str, number: int, engine: Engine) -> Sheet:
    picture = upright.picture
    dpi = dpi_of(picture)
    rules = read_rules(picture, dpi)
    scale = POINTS / dpi
    lattices = find_lattices(
        (x0 * scale, y0 * scale, x1 * scale, y1 * scale) for x0, y0, x1, y1 in rules.found
    )
    edges = [([x / scale for x in found.xs], [y / scale for y in found.ys]) for found in lattices]
    rimmed = without_rules(picture, rules, edges, dpi)
    paper = without_rim(rimmed, upright.red, dpi)
    lines = engine.read(paper, Treatment.TEXT, Spread.SPARSE, dpi)
    return Sheet(file, number, upright, paper, rimmed, dpi, tuple(lattices), lines)


def surety(lines: Sequence[TextLine]) -> float:
    """Return how sure the words are in the mean, each by its letters."""
    words = _likely_words(lines)
    letters = sum(len(word.text) for word in words)
    return sum(word.sure * len(word.text) for word in words) / letters if letters else 0.0


def _usual_height(lines: Sequence[TextLine]) -> float:
    """Return how high the words of the page are drawn, in pixels: the median."""
    words = _likely_words(lines)
    return median(word.box[3] - word.box[1] for word in words) if words else 0.0


def _likely_words(lines: Sequence[TextLine]) -> list[Word]:
    """Return the words that are no noise, which is short."""
    return [word for line in lines for word in line.words if len(word.text) >= 3]


@dataclass(frozen=True, slots=True)
class Look:
    """What the first look at a page gives: its blocks, and each cell's rectangle and words."""

    sheet: Sheet
    blocks: tuple[Line | Grid, ...]
    areas: Mapping[Place, Rect]
    words: Mapping[Place, tuple[TextLine, ...]]


def first_look(sheet: Sheet, engine: Engine) -> Look:
    """Return lines and grids from top to bottom."""
    areas: dict[Place, Rect] = {}
    words: dict[Place, tuple[TextLine, ...]] = {}
    grids: list[Placed] = []
    lowest = LOWEST_ROW * _usual_height(sheet.lines)
    for lattice in sheet.lattices:
        cells = []
        for span in lattice.spans:
            area = sheet.pixels(lattice.area(span))
            # A blank row may be lower than any word: what is seen there is a seal or its rules.
            has_room = area[3] - area[1] >= lowest
            found = read_area(sheet, area, Treatment.TEXT, engine) if has_room else ()
            cell = Cell(
                span.row,
                span.column,
                drawn_lines(found, area),
                sheet.place(area),
                span.row_span,
                span.column_span,
            )
            areas[cell.place], words[cell.place] = area, found
            cells.append(cell)
        cells = _with_column_numbers(cells, sheet, areas, engine)
        cells = blank_below_seals(cells, lambda cell: sheet.has_red_ink(areas[cell.place]))
        if any(cell.lines for cell in cells):
            grids.append(((lattice.ys[0] * sheet.dpi / POINTS, 0.0), _grid(sheet, lattice, cells)))
    blocks = sorted([*grids, *_lines_outside(sheet)], key=lambda placed: placed[0])
    return Look(sheet, tuple(block for _, block in blocks), areas, words)


def _with_column_numbers(
    cells: list[Cell], sheet: Sheet, areas: Mapping[Place, Rect], engine: Engine
) -> list[Cell]:
    """Return the cells with "(1) (2) …" read as numbers: as words those are anything."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    numbers: dict[Place, str] = {}
    for row in (row for row in rows.values() if _mostly_short(row)):
        ordered = sorted(row, key=lambda cell: cell.column)
        read = [
            read_area(sheet, areas[cell.place], Treatment.COLUMN_NUMBER, engine) for cell in ordered
        ]
        digits = ["".join(filter(str.isdigit, "".join(line.text for line in r))) for r in read]
        own = [str(index + 1) for index in range(len(row))]
        if sum(a == b for a, b in zip(digits, own, strict=True)) > len(row) / 2:
            numbers |= {c.place: f"({n})" for c, n in zip(ordered, own, strict=True)}
    return [
        replace(cell, lines=(DrawnLine(numbers[cell.place]),)) if cell.place in numbers else cell
        for cell in cells
    ]


def _mostly_short(row: Sequence[Cell]) -> bool:
    """Return whether a row may number the columns: one number may be unread, another a word."""
    short = [len(cell.lines) == 1 and len(cell.lines[0].text) <= SHORT for cell in row]
    return len(row) >= 3 and sum(short) >= MOSTLY * len(row)


def _grid(sheet: Sheet, lattice: Lattice, cells: Sequence[Cell]) -> Grid:
    width = sheet.upright.picture.shape[1] * POINTS / sheet.dpi
    whole = Span(0, 0, len(lattice.ys) - 1, len(lattice.xs) - 1)
    place = sheet.place(sheet.pixels(lattice.area(whole)))
    edges = tuple(round(x / width, 4) for x in lattice.xs)
    return Grid(tuple(cells), whole.row_span, whole.column_span, place, edges)


def read_area(
    sheet: Sheet, area: Rect, treatment: Treatment, engine: Engine, scale: float = 1.0
) -> tuple[TextLine, ...]:
    """Return the lines in a rectangle, in pixels of the page, read at `scale` or larger."""
    cropped = sheet.crop(area) if engine.has_time() else None
    if cropped is None:
        return ()
    picture, left, top = cropped
    spread = Spread.LINE if is_one_line(picture, sheet.dpi) else Spread.BLOCK
    small = treatment is not Treatment.TEXT and picture.shape[1] < SMALL_INCHES * sheet.dpi
    scale = 2.0 * scale if small else scale
    lines = engine.read(enlarged(picture, scale), treatment, spread, round(scale * sheet.dpi))
    return tuple(_moved(line, scale, left, top) for line in lines)


def _moved(line: TextLine, scale: float, left: int, top: int) -> TextLine:
    """Return the line with its words where they stand on the page."""
    words = []
    for word in line.words:
        x0, y0, x1, y1 = (side / scale for side in word.box)
        words.append(replace(word, box=(x0 + left, y0 + top, x1 + left, y1 + top)))
    return TextLine(tuple(words))


def drawn_lines(lines: Sequence[TextLine], area: Rect) -> tuple[DrawnLine, ...]:
    """Return the lines of a cell that ends where the rectangle ends."""
    heights = [word.box[3] - word.box[1] for line in lines for word in line.words]
    size = max(heights, default=1.0)
    return tuple(
        DrawnLine(_unstained(line.text), round(max(0.0, area[2] - line.words[-1].box[2]) / size, 2))
        for line in lines
    )


def _unstained(text: str) -> str:
    """Return the text without the marks that the edge of a cell leaves before its first word."""
    return text.lstrip("'‘’“”`|") or text


def _lines_outside(sheet: Sheet) -> Iterator[Placed]:
    """Yield the lines outside the tables with their corner, top first."""
    height, width = sheet.upright.picture.shape
    tables = [
        sheet.pixels((lattice.xs[0], lattice.ys[0], lattice.xs[-1], lattice.ys[-1]))
        for lattice in sheet.lattices
    ]
    for line in sheet.lines:
        free = [word for word in line.words if not any(_holds(area, word) for area in tables)]
        for part in _segments(free):
            x0, y0, x1, y1 = _around(part)
            upright = (x0 / width, y0 / height, (x1 - x0) / width, (y1 - y0) / height)
            text = " ".join(word.text for word in part)
            yield (y0, x0), Line(text, sheet.place((x0, y0, x1, y1)), upright=upright)


def _holds(area: Rect, word: Word) -> bool:
    x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


def _segments(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield the parts of a line that stand apart, like the two halves of a letter's head."""
    part: list[Word] = []
    for word in words:
        if part:
            size = max(word.box[3] - word.box[1], part[-1].box[3] - part[-1].box[1])
            if word.box[0] - part[-1].box[2] > SEGMENT_GAP * size:
                yield part
                part = []
        part.append(word)
    if part:
        yield part


def _around(words: Sequence[Word]) -> Rect:
    return (
        min(word.box[0] for word in words),
        min(word.box[1] for word in words),
        max(word.box[2] for word in words),
        max(word.box[3] for word in words),
    )
