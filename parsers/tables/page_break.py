"""What a page break cut: a table, its header, a row, a merged cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from parsers.columns import SHARED
from parsers.flag import FlagCode
from parsers.joining import Wrapping, join_cell
from parsers.reading import Cell, Grid
from parsers.source import Box
from parsers.tables.header import HEADER_ROWS, header_at
from parsers.tables.table import Entry, ListTable
from parsers.words import clean

WHOLE = (re.compile(r"\b0\d{9,11}\b"), re.compile(r"\b\d{12}\b"), re.compile(r"\w@\w+\.\w"))
SAME_EDGE = 0.02
ROOM_OF_WORD = 5.0
TIGHT = frozenset({"stt", "national_id", "email", "manager_email"})
"""Columns whose cells hold one number or address, broken wherever the line ends."""


def continues(last: Grid, grid: Grid) -> bool:
    """Return whether a grid without a header goes on with the one before it."""
    if grid.columns != last.columns:
        return False
    if not grid.edges or not last.edges:
        return False
    follows = (grid.place.page or 0) - (last.place.page or 0) in (0, 1)
    edges = zip(grid.edges, last.edges, strict=True)
    return follows and all(abs(a - b) < SAME_EDGE for a, b in edges)


def with_open_column(last: Grid | None, grid: Grid) -> Grid:
    """Return the grid with the outer column that is one merged cell from the page before on.

    Where such a cell spans the whole page, no rule of the table reaches its far side.
    """
    if last is None or grid.columns != last.columns - 1 or grid.place.page == last.place.page:
        return grid
    left, right = (*last.edges[:1], *grid.edges), (*grid.edges, *last.edges[-1:])
    for column, edges in ((0, left), (grid.columns, right)):
        wider = _between_edges(grid, edges)
        if wider is not None and continues(last, wider) and _is_open_below(last, column):
            place = replace(grid.place, box=_box_of_column(grid, edges, column))
            cell = Cell(0, column, (), place, row_span=grid.rows)
            return replace(wider, cells=(*wider.cells, cell))
    return grid


def _is_open_below(grid: Grid, column: int) -> bool:
    ends = (cell for cell in grid.cells if cell.row + cell.row_span == grid.rows)
    return any(cell.column == column and cell.row_span > 1 for cell in ends)


def _box_of_column(grid: Grid, edges: tuple[float, ...], column: int) -> Box | None:
    box = grid.place.box
    return box and (edges[column], box[1], edges[column + 1] - edges[column], box[3])


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


def with_upper_half(half: Grid | None, grid: Grid, wrapping: Wrapping, *, row: bool) -> Grid | None:
    """Return the grid with the header whole, if the page before ended inside the header.

    `row` tells that the half was read as a row of the list before it. It is one if the header is
    as good without it. A header that every page repeats may stand before the lower half.
    """
    half = half and _between_edges(half, grid.edges)
    if half is None or not continues(half, grid):
        return None
    again = header_at(grid, 0, wrapping)
    below = [grid] if again is None or again.end == grid.rows else [grid, from_row(grid, again.end)]
    wholes = (_whole_header(half, lower, wrapping, row=row) for lower in below)
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
    above = {cell.lines: cell.text for cell in half.cells if cell.lines}
    for cell in whole.cells:
        upper = next((n for n in range(len(cell.lines) - 1, 0, -1) if cell.lines[:n] in above), 0)
        rest = clean(" ".join(line.text for line in cell.lines[upper:]))
        capital = rest[:1].isupper() and not rest.isupper()
        if upper and capital and above[cell.lines[:upper]][-1] not in "/-(,;":
            yield cell


def _between_edges(grid: Grid, edges: tuple[float, ...]) -> Grid | None:
    """Return the grid with its cells between these column borders; None if its own are others."""
    columns = [
        next((i for i, other in enumerate(edges) if abs(edge - other) < SAME_EDGE), -1)
        for edge in grid.edges
    ]
    if not columns or -1 in columns or len(set(columns)) < len(columns):
        return None
    cells = tuple(
        replace(
            cell,
            column=columns[cell.column],
            column_span=columns[cell.column + cell.column_span] - columns[cell.column],
        )
        for cell in grid.cells
    )
    return replace(grid, cells=cells, columns=len(edges) - 1, edges=edges)


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


def whole_entry(upper: Entry, rest: Mapping[str, Cell], wrapping: Wrapping) -> Entry | None:
    """Return the entry with its lower half; None if the two are two rows, each with its values."""
    if any(_both_whole(upper.texts.get(name, ""), cell.text) for name, cell in rest.items()):
        return None
    return with_rest(upper, rest, wrapping)


def with_rest(upper: Entry, rest: Mapping[str, Cell], wrapping: Wrapping) -> Entry:
    """Return the entry with these cells' text behind its own, as a row that is in two parts."""
    texts, doubts, pieces = dict(upper.texts), list(upper.doubts), dict(upper.pieces)
    for name, cell in rest.items():
        above = pieces[name][0] if name in pieces else replace(cell, lines=(), raw="")
        raw = clean(f"{above.raw} {cell.raw}")
        whole = replace(above, lines=(*above.lines, *cell.lines), raw=raw)
        joined = join_cell(whole, wrapping, tight=name in TIGHT)
        texts[name], pieces[name] = joined.text, (whole, wrapping)
        if joined.unsure:
            doubts.append((FlagCode.LINE_BREAK_UNSURE, name))
    doubts.append((FlagCode.ROW_SPLIT, ""))
    return replace(upper, texts=texts, doubts=tuple(doubts), pieces=pieces)


def _both_whole(one: str, other: str) -> bool:
    """Return whether both halves hold a whole number or address, so that they are two rows."""
    return any(rule.search(one) and rule.search(other) for rule in WHOLE)


def may_be_one(table: ListTable, name: str, below: Cell, *, rest: bool) -> bool:
    """Return whether the last row's cell and the one below the break may be one merged cell.

    One text on both sides was repeated. A text on one side may belong to the rows of both, and so
    may each half of a text that filled its part to the end. `rest` tells that the break cut a row,
    whose halves are one cell anyway.
    """
    last = table.entries[-1]
    above = last.pieces[name][0]
    merged = max(above.row_span, below.row_span) > 1
    if not merged and (rest or not _may_be_merged(table, name, above, below)):
        return False
    if above.text == below.text:
        return not above.text and (name != "note" or bool(last.proposals.get(name)))
    return not (above.text and below.text and merged and _has_room_left(table, name, above))


def _may_be_merged(table: ListTable, name: str, above: Cell, below: Cell) -> bool:
    """Return whether two cells of one row each may be halves of one that spans the break.

    The text above goes on, or in a column of merged cells has no room for the next word; or the
    row below shows nothing where its list has what rows share.
    """
    if name not in SHARED or not above.text:
        return False
    if not below.text:
        return True
    if below.text[0].islower() or _is_unfinished(table, name, above):
        return True
    merged = any(entry.pieces[name][0].row_span > 1 for entry in table.entries if _has(entry, name))
    return merged and above.lines[-1].room < ROOM_OF_WORD


def _is_unfinished(table: ListTable, name: str, cell: Cell) -> bool:
    """Return whether the text ends in a space as wrapped lines do, which no other cell's does."""
    others = [entry.pieces[name][0] for entry in table.entries[:-1] if _has(entry, name)]
    typed = any(other.lines and other.lines[-1].text[-1:].isspace() for other in others)
    return cell.lines[-1].text[-1:].isspace() and not typed


def _has(entry: Entry, name: str) -> bool:
    return name in entry.pieces


def _has_room_left(table: ListTable, name: str, cell: Cell) -> bool:
    """Return whether a merged cell's rows have more lines than its text: then it ends there."""
    rows = [
        [len(piece.lines) for other, (piece, _) in entry.pieces.items() if other != name]
        for entry in table.entries
        if _shares(entry, name, cell)
    ]
    return len(cell.lines) < sum(max([1, *row]) for row in rows)


def doubted(table: ListTable, name: str, cell: Cell, proposal: str) -> ListTable:
    """Return the table with a doubt on the rows that share a merged cell, and a text for it."""
    entries = tuple(
        replace(
            entry,
            doubts=(*entry.doubts, (FlagCode.ROW_UNCLEAR, name)),
            proposals=entry.proposals | ({name: proposal} if proposal else {}),
        )
        if _shares(entry, name, cell)
        else entry
        for entry in table.entries
    )
    return replace(table, entries=entries)


def _shares(entry: Entry, name: str, cell: Cell) -> bool:
    return name in entry.pieces and entry.pieces[name][0] == cell
