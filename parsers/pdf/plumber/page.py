"""The second reader: pdfplumber's objects become lines and grids, on its own code alone."""

from __future__ import annotations

import io
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import compress
from typing import Any

import pdfplumber

from parsers.flag import Flag, FlagCode
from parsers.pdf.plumber.catalog import beside_pages
from parsers.pdf.plumber.drawn import Drawn
from parsers.pdf.plumber.edges import cut_cells, edges_of, tables_of
from parsers.pdf.plumber.letters import (
    Area,
    Letter,
    angle_of,
    area_of,
    drawn_line,
    letters_of,
    parts_of,
    rows_of,
    stretches_of,
    text_of,
)
from parsers.pdf.plumber.links import of_tables
from parsers.pdf.plumber.turn import Object, Turner
from parsers.reading import Cell, Grid, Line, Reading
from parsers.source import Box, Place, ReadError, SourceFile


def read_plumber(file: SourceFile, pages: Collection[int]) -> Reading:
    """Return what pdfminer sees on these pages (counted from 1).

    Raises ReadError for a file that cannot be opened.
    """
    blocks: list[Line | Grid] = []
    flags: list[Flag] = []
    try:
        with pdfplumber.open(io.BytesIO(file.data), pages=sorted(pages)) as document:
            own = [page.page_obj.attrs for page in document.pages]
            codes = beside_pages(document.doc.catalog, own)
            flags += [Flag(code, place=Place(file.name)) for code in codes]
            for page in document.pages:
                drawn = _PlumberPage.of(file.name, page)
                blocks += drawn.blocks()
                flags += drawn.flags()
                page.close()
    except Exception as error:
        raise ReadError("file_unreadable", f"pdfplumber: {error!r}") from error
    return Reading(tuple(blocks), tuple(flags))


@dataclass(frozen=True, slots=True)
class _PlumberPage:
    """One page, its objects turned upright; `turn` is the text's own angle on it."""

    file: str
    number: int
    width: float
    height: float
    turn: int
    letters: tuple[Letter, ...]
    edges: tuple[Object, ...]
    ambiguous: bool

    @classmethod
    def of(cls, file: str, page: Any) -> _PlumberPage:
        """Return a page with its letters and edges."""
        width, height = float(page.width), float(page.height)
        page.mediabox = (0, 0, width, height)  # pdfminer counts from the corner of the page already
        drawn = Drawn.on(page)
        angles = [angle_of(char) for char in drawn.chars]
        seen = zip(angles, drawn.chars, strict=True)
        counts = Counter(angle for angle, char in seen if char.get_text() != " ")
        turn = counts.most_common(1)[0][0] if counts else 0
        turner = Turner(turn, width, height)
        upright = compress(drawn.chars, (angle == turn for angle in angles))
        letters = letters_of(upright, turner)
        edges = tuple(turner.edge(edge) for edge in edges_of(drawn.objects))
        return cls(file, page.page_number, width, height, turn, letters, edges, drawn.ambiguous)

    def flags(self) -> list[Flag]:
        """Return what of the page a person must look at, whatever is read."""
        place = Place(self.file, self.number)
        return [Flag(FlagCode.LETTER_TWICE, place=place)] if self.ambiguous else []

    def blocks(self) -> list[Line | Grid]:
        """Return lines and grids from top to bottom."""
        found: list[tuple[Area, Line | Grid]] = []
        rest = list(self.letters)
        edges = list(of_tables(self.edges, self.letters))
        for cells in tables_of(edges):
            grid, left = self._grid(cells, rest, cut_cells(cells, edges))
            if grid is not None:
                found.append((min(cells, key=lambda cell: (cell[1], cell[0])), grid))
                rest = left
        found += self._lines(rest)
        return [block for _, block in sorted(found, key=lambda part: (part[0][1], part[0][0]))]

    def _grid(
        self, cells: list[Area], letters: list[Letter], cut: frozenset[Area]
    ) -> tuple[Grid | None, list[Letter]]:
        held: dict[Area, list[Letter]] = {cell: [] for cell in cells}
        rest: list[Letter] = []
        ordered = sorted(cells, key=lambda cell: (cell[1], cell[0]))
        for stretch in stretches_of(letters):
            drawn = next((letter for letter in stretch if letter.text.strip()), stretch[0])
            cell = _cell_at(ordered, *drawn.centre)
            (held[cell] if cell else rest).extend(stretch)
        if not any(letter.text.strip() for group in held.values() for letter in group):
            return None, letters
        return self._filled(held, cut), rest

    def _filled(self, held: dict[Area, list[Letter]], cut: frozenset[Area]) -> Grid:
        xs = _grouped(value for cell in held for value in (cell[0], cell[2]))
        ys = _grouped(value for cell in held for value in (cell[1], cell[3]))
        cells = []
        for area, letters in held.items():
            left, right = _index(xs, area[0]), _index(xs, area[2])
            top, bottom = _index(ys, area[1]), _index(ys, area[3])
            lines = tuple(drawn_line(line, area[2]) for line in rows_of(letters))
            cells.append(
                Cell(
                    top,
                    left,
                    tuple(line for line in lines if line.text.strip()),
                    self._place(area),
                    max(bottom - top, 1),
                    max(right - left, 1),
                    cut=area in cut,
                )
            )
        outline = (xs[0], ys[0], xs[-1], ys[-1])
        edges = tuple(round(x / self._upright_width(), 4) for x in xs)
        return Grid(tuple(cells), len(ys) - 1, len(xs) - 1, self._place(outline), edges)

    def _lines(self, letters: list[Letter]) -> Iterator[tuple[Area, Line]]:
        """Yield the lines with their areas; the parts of one line have the same top."""
        for row in rows_of(letters):
            top = row[0].base - 0.9 * max(letter.size for letter in row)
            for part in parts_of(row):
                text = text_of(part)
                if text.strip():
                    area = area_of(part)
                    line = Line(text, self._place(area), upright=self._held(area))
                    yield (area[0], top, area[2], area[3]), line

    def _held(self, area: Area) -> Box | None:
        """Return the area as fractions of the page held upright; None where it is so displayed."""
        if not self.turn:
            return None
        wide = self._upright_width()
        high = self.width if self.turn in (90, 270) else self.height
        x0, y0, x1, y1 = area
        return x0 / wide, y0 / high, (x1 - x0) / wide, (y1 - y0) / high

    def _upright_width(self) -> float:
        return self.height if self.turn in (90, 270) else self.width

    def _place(self, area: Area) -> Place:
        turner = Turner(self.turn, self.width, self.height)
        corners = [turner.back(area[0], area[1]), turner.back(area[2], area[3])]
        xs = sorted(min(max(x / self.width, 0.0), 1.0) for x, _ in corners)
        ys = sorted(min(max(y / self.height, 0.0), 1.0) for _, y in corners)
        box = (xs[0], ys[0], xs[1] - xs[0], ys[1] - ys[0])
        return Place(self.file, self.number, (*(round(value, 5) for value in box),))  # type: ignore[arg-type]


def _cell_at(cells: list[Area], x: float, y: float) -> Area | None:
    return next((c for c in cells if c[0] <= x <= c[2] and c[1] <= y <= c[3]), None)


def _grouped(values: Iterator[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(set(values)):
        if not found or value - found[-1] > 1.0:
            found.append(value)
    return found


def _index(values: list[float], value: float) -> int:
    """Return which of the ascending values is nearest, the first of two as near."""
    after = bisect_left(values, value)
    near = range(len(values))[max(after - 1, 0) : after + 1]
    return min(near, key=lambda index: abs(values[index] - value))
