"""The second reader: pdfplumber's objects become lines and grids, on its own code alone."""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any
from unicodedata import combining

import pdfplumber
from pdfplumber import table as plumbing
from pdfplumber.utils.geometry import curve_to_edges, line_to_edge, rect_to_edges

from parsers.reading import Cell, DrawnLine, Grid, Line, Reading
from parsers.source import Box, Place, ReadError, SourceFile

Object = dict[str, Any]
Area = tuple[float, float, float, float]
TOLERANCE = 3.0


def read_plumber(file: SourceFile, pages: Collection[int]) -> Reading:
    """Return what pdfminer sees on these pages (counted from 1).

    Raises ReadError for a file that cannot be opened.
    """
    blocks: list[Line | Grid] = []
    try:
        with pdfplumber.open(io.BytesIO(file.data), pages=sorted(pages)) as document:
            for page in document.pages:
                blocks += _PlumberPage.of(file.name, page).blocks()
                page.close()
    except Exception as error:
        raise ReadError("file_unreadable", f"pdfplumber: {error!r}") from error
    return Reading(tuple(blocks))


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    x0: float
    x1: float
    base: float
    size: float
    order: int

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, self.base - self.size * 0.3


@dataclass(frozen=True, slots=True)
class _PlumberPage:
    """One page, its objects turned upright; `turn` is the text's own angle on it."""

    file: str
    number: int
    width: float
    height: float
    turn: int
    letters: tuple[_Letter, ...]
    edges: tuple[Object, ...]

    @classmethod
    def of(cls, file: str, page: Any) -> _PlumberPage:
        """Return a page with its letters and edges."""
        chars = [char for char in page.chars if char["text"].strip() or char["text"] == " "]
        angles = Counter(_angle(char) for char in chars if char["text"].strip())
        turn = angles.most_common(1)[0][0] if angles else 0
        width, height = float(page.width), float(page.height)
        turner = _Turner(turn, width, height)
        upright = (char for char in chars if _angle(char) == turn)
        letters = tuple(_with_marks(_letter(char, turner, n) for n, char in enumerate(upright)))
        edges = tuple(turner.edge(edge) for edge in _edges(page))
        return cls(file, page.page_number, width, height, turn, letters, edges)

    def blocks(self) -> list[Line | Grid]:
        """Return lines and grids from top to bottom."""
        found: list[tuple[Area, Line | Grid]] = []
        rest = list(self.letters)
        for cells in self._tables():
            grid, left = self._grid(cells, rest)
            if grid is not None:
                found.append((min(cells, key=lambda cell: (cell[1], cell[0])), grid))
                rest = left
        found += self._lines(rest)
        return [block for _, block in sorted(found, key=lambda part: (part[0][1], part[0][0]))]

    def _tables(self) -> list[list[Area]]:
        merged = plumbing.merge_edges(
            list(self.edges),
            snap_x_tolerance=TOLERANCE,
            snap_y_tolerance=TOLERANCE,
            join_x_tolerance=TOLERANCE,
            join_y_tolerance=TOLERANCE,
        )
        return _tables_of(merged + list(_closing(merged)))

    def _grid(self, cells: list[Area], letters: list[_Letter]) -> tuple[Grid | None, list[_Letter]]:
        held: dict[Area, list[_Letter]] = {cell: [] for cell in cells}
        rest: list[_Letter] = []
        ordered = sorted(cells, key=lambda cell: (cell[1], cell[0]))
        for stretch in _stretches(letters):
            drawn = next((letter for letter in stretch if letter.text.strip()), stretch[0])
            cell = _cell_at(ordered, *drawn.centre)
            (held[cell] if cell else rest).extend(stretch)
        if not any(letter.text.strip() for group in held.values() for letter in group):
            return None, letters
        return self._filled(held), rest

    def _filled(self, held: dict[Area, list[_Letter]]) -> Grid:
        xs = _grouped(value for cell in held for value in (cell[0], cell[2]))
        ys = _grouped(value for cell in held for value in (cell[1], cell[3]))
        cells = []
        for area, letters in held.items():
            left, right = _index(xs, area[0]), _index(xs, area[2])
            top, bottom = _index(ys, area[1]), _index(ys, area[3])
            lines = tuple(_drawn(line, area[2]) for line in _rows(letters))
            cells.append(
                Cell(
                    top,
                    left,
                    tuple(line for line in lines if line.text.strip()),
                    self._place(area),
                    max(bottom - top, 1),
                    max(right - left, 1),
                )
            )
        outline = (xs[0], ys[0], xs[-1], ys[-1])
        edges = tuple(round(x / self._upright_width(), 4) for x in xs)
        return Grid(tuple(cells), len(ys) - 1, len(xs) - 1, self._place(outline), edges)

    def _lines(self, letters: list[_Letter]) -> Iterator[tuple[Area, Line]]:
        """Yield the lines with their areas; the parts of one line have the same top."""
        for row in _rows(letters):
            top = row[0].base - 0.9 * max(letter.size for letter in row)
            for part in _parts(row):
                text = _text(part)
                if text.strip():
                    area = _area(part)
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
        turner = _Turner(self.turn, self.width, self.height)
        corners = [turner.back(area[0], area[1]), turner.back(area[2], area[3])]
        xs = sorted(min(max(x / self.width, 0.0), 1.0) for x, _ in corners)
        ys = sorted(min(max(y / self.height, 0.0), 1.0) for _, y in corners)
        box = (xs[0], ys[0], xs[1] - xs[0], ys[1] - ys[0])
        return Place(self.file, self.number, (*(round(value, 5) for value in box),))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Turner:
    """Turns points of the displayed page so that text at `angle` stands upright, and back."""

    angle: int
    width: float
    height: float

    def to(self, x: float, y: float) -> tuple[float, float]:
        if self.angle == 90:
            return self.height - y, x
        if self.angle == 180:
            return self.width - x, self.height - y
        if self.angle == 270:
            return y, self.width - x
        return x, y

    def back(self, x: float, y: float) -> tuple[float, float]:
        if self.angle == 90:
            return y, self.height - x
        if self.angle == 180:
            return self.width - x, self.height - y
        if self.angle == 270:
            return self.width - y, x
        return x, y

    def edge(self, edge: Object) -> Object:
        ax, ay = self.to(float(edge["x0"]), float(edge["top"]))
        bx, by = self.to(float(edge["x1"]), float(edge["bottom"]))
        x0, x1, top, bottom = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        flat = x1 - x0 > bottom - top
        if flat:
            top = bottom = (top + bottom) / 2
        else:
            x0 = x1 = (x0 + x1) / 2
        return {
            "object_type": "line",
            "orientation": "h" if flat else "v",
            "x0": x0,
            "x1": x1,
            "top": top,
            "bottom": bottom,
            "width": x1 - x0,
            "height": bottom - top,
        }


def _angle(char: Object) -> int:
    matrix = char["matrix"]
    return round(math.degrees(math.atan2(matrix[1], matrix[0]))) % 360


def _letter(char: Object, turner: _Turner, order: int) -> _Letter:
    ax, _ = turner.to(float(char["x0"]), float(char["top"]))
    bx, _ = turner.to(float(char["x1"]), float(char["bottom"]))
    _, base = turner.to(float(char["matrix"][4]), turner.height - float(char["matrix"][5]))
    # pdfplumber's own size is the height of the box, which for a turned letter is its width.
    high = char["x1"] - char["x0"] if turner.angle in (90, 270) else char["size"]
    size = max(float(high), 0.1)
    return _Letter(char["text"], min(ax, bx), max(ax, bx), base, size, order)


def _with_marks(letters: Iterator[_Letter]) -> Iterator[_Letter]:
    """Yield the letters, each combining mark at the place of the letter it belongs to."""
    last: _Letter | None = None
    for letter in letters:
        if last is not None and combining(letter.text[0]) and abs(letter.base - last.base) < 0.5:
            yield replace(letter, x0=last.x0, x1=max(letter.x1, last.x1))
            continue
        last = letter
        yield letter


def _edges(page: Any) -> Iterator[Object]:
    for line in page.lines:
        if _inked(line.get("stroking_color")):
            yield line_to_edge(line)
    for rect in page.rects:
        if min(rect["width"], rect["height"]) <= TOLERANCE:
            colour = "non_stroking_color" if rect.get("fill") else "stroking_color"
            if _inked(rect.get(colour)):
                yield line_to_edge(rect)
        elif rect.get("stroke") and _inked(rect.get("stroking_color")):
            yield from rect_to_edges(rect)
    for curve in page.curves:
        if curve.get("stroke") and _inked(curve.get("stroking_color")):
            yield from (e for e in curve_to_edges(curve) if e["orientation"] in ("h", "v"))


def _tables_of(edges: list[Object]) -> list[list[Area]]:
    crossings = plumbing.edges_to_intersections(edges, TOLERANCE, TOLERANCE)
    cells = plumbing.intersections_to_cells(crossings)
    return [cells for cells in plumbing.cells_to_tables(cells) if len(cells) > 1]


def _closing(edges: list[Object]) -> Iterator[Object]:
    """Yield an edge across upright ones that end together and in the open.

    There a page break cut a row: below it the row goes on, or above it began.
    """
    flat = [edge for edge in edges if edge["orientation"] == "h"]
    for end in ("bottom", "top"):
        loose = [
            edge
            for edge in edges
            if edge["orientation"] == "v"
            and not any(abs(other["top"] - edge[end]) <= TOLERANCE for other in _at(edge, flat))
        ]
        for group in _together(loose, end):
            left, right = min(e["x0"] for e in group), max(e["x0"] for e in group)
            if len(group) > 1 and _is_held(group, flat, left, right):
                yield _flat_edge(left, right, group[0][end])


def _at(edge: Object, flat: list[Object]) -> Iterator[Object]:
    """Yield the flat edges that reach over the place of an upright one."""
    return (e for e in flat if e["x0"] - TOLERANCE <= edge["x0"] <= e["x1"] + TOLERANCE)


def _together(edges: list[Object], end: str) -> Iterator[list[Object]]:
    group: list[Object] = []
    for edge in sorted(edges, key=lambda edge: float(edge[end])):
        if group and edge[end] - group[0][end] > TOLERANCE:
            yield group
            group = []
        group.append(edge)
    if group:
        yield group


def _is_held(group: list[Object], flat: list[Object], left: float, right: float) -> bool:
    """Return whether one flat edge crosses all upright ones of a group."""
    top, bottom = max(e["top"] for e in group), min(e["bottom"] for e in group)
    return any(
        edge["x0"] - TOLERANCE <= left
        and right <= edge["x1"] + TOLERANCE
        and top - TOLERANCE <= edge["top"] <= bottom + TOLERANCE
        for edge in flat
    )


def _flat_edge(left: float, right: float, at: float) -> Object:
    return {
        "object_type": "line",
        "orientation": "h",
        "x0": left,
        "x1": right,
        "top": at,
        "bottom": at,
        "width": right - left,
        "height": 0.0,
    }


def _inked(colour: Any) -> bool:
    """Return whether a colour is seen on white paper (pdfminer gives grey, RGB or CMYK parts)."""
    if not isinstance(colour, (tuple, list)) or not colour:
        return True
    parts = [part for part in colour if isinstance(part, (int, float))]
    if len(parts) == 4:
        return max(parts) > 0.04
    return not parts or min(parts) < 0.96


def _stretches(letters: list[_Letter]) -> Iterator[list[_Letter]]:
    """Yield what was drawn in one go: each letter begins where the one before it ended."""
    stretch: list[_Letter] = []
    for letter in letters:
        if stretch:
            last = stretch[-1]
            gap = (letter.x0 - last.x1) / last.size
            if abs(letter.base - last.base) >= 0.5 or not -0.45 < gap < 0.12:
                yield stretch
                stretch = []
        stretch.append(letter)
    if stretch:
        yield stretch


def _rows(letters: list[_Letter]) -> list[list[_Letter]]:
    """Return the letters grouped by baseline, each row from left to right."""
    rows: list[list[_Letter]] = []
    for base, group in groupby(sorted(letters, key=lambda letter: letter.base), _baseline):
        members = list(group)
        if rows and base - rows[-1][0].base < 0.35 * min(members[0].size, rows[-1][0].size):
            rows[-1].extend(members)
        else:
            rows.append(members)
    return [sorted(row, key=lambda letter: (letter.x0, letter.order)) for row in rows]


def _baseline(letter: _Letter) -> float:
    return letter.base


def _text(row: list[_Letter]) -> str:
    text = row[0].text if row else ""
    for before, after in pairwise(row):
        apart = after.x0 - before.x1 > 0.17 * max(before.size, after.size)
        if apart and before.text.strip() and after.text.strip():
            text += " "
        text += after.text
    return text


def _drawn(row: list[_Letter], right: float) -> DrawnLine:
    drawn = [letter for letter in row if letter.text.strip()]
    room = (right - drawn[-1].x1) / drawn[-1].size if drawn else 0.0
    return DrawnLine(_text(row), round(room, 2))


def _parts(row: list[_Letter]) -> Iterator[list[_Letter]]:
    closely = re.search(r"\d{9}|@", "".join(letter.text for letter in row))
    most = 0.6 if closely else 0.9
    part: list[_Letter] = []
    end = None
    for letter in row:
        if letter.text.strip():
            if end is not None and letter.x0 - end > most * letter.size:
                yield part
                part = []
            end = letter.x1
        if part or letter.text.strip():
            part.append(letter)
    if part:
        yield part


def _area(part: list[_Letter]) -> Area:
    drawn = [letter for letter in part if letter.text.strip()]
    size, base = max(letter.size for letter in drawn), drawn[0].base
    return drawn[0].x0, base - 0.9 * size, drawn[-1].x1, base + 0.25 * size


def _cell_at(cells: list[Area], x: float, y: float) -> Area | None:
    return next((c for c in cells if c[0] <= x <= c[2] and c[1] <= y <= c[3]), None)


def _grouped(values: Iterator[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(set(values)):
        if not found or value - found[-1] > 1.0:
            found.append(value)
    return found


def _index(values: list[float], value: float) -> int:
    return min(range(len(values)), key=lambda index: abs(values[index] - value))
