"""A header that a page break cut, made whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from parsers.joining import Wrapping
from parsers.reading import Cell, Grid
from parsers.tables.header import HEADER_ROWS, header_at
from parsers.tables.page_break import between_edges, continues
from parsers.text.words import clean


def half_header(grid: Grid) -> Grid | None:
    """Return the grid if it may end in the upper half of a header.

    That is one row that holds no value, below nothing but titles.
    """
    if not 0 < grid.rows <= HEADER_ROWS:
        return None
    last = grid.rows - 1
    return grid if _first_row(grid) == last and not holds_values(grid, last) else None


def from_row(grid: Grid, start: int) -> Grid:
    """Return a grid of the rows from this one on: a header there may go on over the page."""
    cells = tuple(replace(cell, row=cell.row - start) for cell in grid.cells if cell.row >= start)
    return replace(grid, cells=cells, rows=grid.rows - start)


def with_upper_half(half: Grid, grid: Grid, wrapping: Wrapping, *, row: bool) -> Grid | None:
    """Return the grid with the header whole, if the page before ended inside the header.

    `row` tells that the half was read as a row of the list before it. It is one if the header is
    as good without it. A header that every page repeats may stand before the lower half.
    """
    between = between_edges(half, grid.edges)
    if between is None or not continues(between, grid):
        return None
    again = header_at(grid, 0, wrapping)
    below = [grid] if again is None or again.end == grid.rows else [grid, from_row(grid, again.end)]
    wholes = (_whole_header(between, lower, wrapping, row=row) for lower in below)
    return next((whole for whole in wholes if whole is not None), None)


def _whole_header(half: Grid, grid: Grid, wrapping: Wrapping, *, row: bool) -> Grid | None:
    stitched, start = _stitched(half, grid), _first_row(half)
    if stitched is None or holds_values(grid, 0):
        return None
    upper, lower = _fields_at(half, start, wrapping), _fields_at(grid, 0, wrapping)
    whole = _fields_at(stitched, start, wrapping)
    if (row and len(lower) >= len(whole)) or (upper and upper == lower):
        return None
    return stitched if whole and len(whole) >= max(len(upper), len(lower)) else None


def unlike_header(half: Grid, whole: Grid) -> Iterator[Cell]:
    """Yield the cells of a header made whole whose lower part may rather be somebody's values.

    A header goes on in small letters, in capitals alone, or after a sign that asks for more.
    """
    above = {cell.lines: cell.text for cell in half.cells if cell.text}
    for cell in (cell for cell in whole.cells if cell.row < half.rows):
        upper = next((n for n in range(len(cell.lines) - 1, 0, -1) if cell.lines[:n] in above), 0)
        rest = clean(" ".join(line.text for line in cell.lines[upper:]))
        capital = rest[:1].isupper() and not rest.isupper()
        if upper and capital and above[cell.lines[:upper]][-1] not in "/-(,;":
            yield cell


def _first_row(grid: Grid) -> int:
    """Return the first row that is no title; the number of rows if all are titles."""
    return next((row for row in range(grid.rows) if not _is_title(grid, row)), grid.rows)


def _is_title(grid: Grid, row: int) -> bool:
    filled = [cell for cell in grid.starting(row) if cell.lines]
    return len(filled) == 1 and filled[0].column_span > 1 and filled[0].row_span == 1


def holds_values(grid: Grid, row: int) -> bool:
    """Return whether a row holds a number or an address, as no half of a header does."""
    text = "".join(cell.text for cell in grid.starting(row))
    return any(char.isdigit() or char == "@" for char in text)


def _fields_at(grid: Grid, row: int, wrapping: Wrapping) -> frozenset[str]:
    head = header_at(grid, row, wrapping)
    return frozenset(head.columns.fields) if head else frozenset()


def _stitched(half: Grid, grid: Grid) -> Grid | None:
    """Return the grid below the half, each cell that the break cut in one piece.

    A wide cell above narrower ones was not cut: it is the upper of two levels. Nothing is stitched
    where a cell below is wider than one above.
    """
    below = {cell.column: cell for cell in grid.starting(0)}
    ends = {cell.column: cell for cell in half.cells if cell.row + cell.row_span == half.rows}
    if any(_is_wider(cell, ends.get(column)) for column, cell in below.items()):
        return None
    wide = {column for column, cell in ends.items() if _is_wider(cell, below.get(column))}
    shift = half.rows - (not wide)
    cut = (ends.keys() & below.keys()) - wide
    whole = {ends[column]: _in_one(ends[column], below[column], shift) for column in cut}
    rest = [
        replace(cell, row=cell.row + shift)
        for cell in grid.cells
        if cell.row > 0 or cell.column not in cut
    ]
    kept = [whole.get(cell, cell) for cell in half.cells]
    return replace(grid, cells=(*kept, *rest), rows=grid.rows + shift)


def _is_wider(cell: Cell, other: Cell | None) -> bool:
    return other is not None and cell.column_span > other.column_span


def _in_one(upper: Cell, lower: Cell, shift: int) -> Cell:
    return replace(
        lower,
        row=upper.row,
        row_span=shift + lower.row_span - upper.row,
        lines=upper.lines + lower.lines,
    )
