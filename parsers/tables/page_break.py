"""What a page break cut: a table, or a merged cell."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, takewhile

from parsers.columns import SHARED
from parsers.flag import FlagCode
from parsers.reading import Cell, Grid
from parsers.source import Box
from parsers.tables.table import Entry, ListTable
from parsers.text.agency_word import begins_like_unit
from parsers.values.doubt import is_placeholder

SAME_EDGE = 0.02
ROOM_OF_WORD = 5.0
UNITS = frozenset({"parent_agency", "unit"})


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
        wider = between_edges(grid, edges)
        if wider is not None and continues(last, wider) and _is_open_below(last, column):
            place = replace(grid.place, box=_box_of_column(grid, edges, column))
            cell = Cell(0, column, (), place, row_span=grid.rows, cut=True)
            return replace(wider, cells=(*wider.cells, cell))
    return grid


def _is_open_below(grid: Grid, column: int) -> bool:
    ends = (cell for cell in grid.cells if cell.row + cell.row_span == grid.rows)
    return any(cell.column == column and cell.row_span > 1 for cell in ends)


def _box_of_column(grid: Grid, edges: tuple[float, ...], column: int) -> Box | None:
    box = grid.place.box
    return box and (edges[column], box[1], edges[column + 1] - edges[column], box[3])


def between_edges(grid: Grid, edges: tuple[float, ...]) -> Grid | None:
    """Return the grid with its cells between these column borders; None if its own are others."""
    columns = [_nearest(edge, edges) for edge in grid.edges]
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


def _nearest(edge: float, edges: tuple[float, ...]) -> int:
    """Return which of these borders is this one, -1 for none."""
    near = min(range(len(edges)), key=lambda index: abs(edges[index] - edge), default=-1)
    return near if near >= 0 and abs(edges[near] - edge) < SAME_EDGE else -1


def may_be_one(table: ListTable, name: str, below: Cell, grid: Grid, *, rest: bool) -> bool:
    """Return whether the last row's cell and the one below the break may be one merged cell.

    A cell of several rows may be, and one that no rule ends where the page does. One text on both
    sides was repeated. A text on one side may belong to the rows of both, and so may each half of a
    text that filled its part to the end, or goes on below. `rest` tells that the break cut a row,
    whose halves are one cell anyway.
    """
    last = table.entries[-1]
    above = last.pieces[name][0]
    merged = max(above.row_span, below.row_span) > 1 or above.cut or below.cut
    if not merged and (rest or not _may_be_merged(table, name, below, grid)):
        return False
    if above.text == below.text:
        return not above.text and (name != "note" or bool(last.proposals.get(name)))
    ends = merged and _has_room_left(table, name, above) and _begins_anew(name, below.text)
    return not (above.text and below.text and ends)


def _may_be_merged(table: ListTable, name: str, below: Cell, grid: Grid) -> bool:
    """Return whether two cells of one row each may be halves of one that spans the break.

    The text above goes on, or in a column of merged cells has no room for the next word; or one of
    the two shows nothing where its list has what rows share.
    """
    above = table.entries[-1].pieces[name][0]
    merged = _is_merged_elsewhere(table, name, below, grid)
    if name not in SHARED:
        # A remark is often missing: only one that goes on tells.
        return merged and bool(above.text and below.text) and not _begins_anew(name, below.text)
    if not above.text:
        filled = all(entry.texts.get(name) for entry in table.entries[:-1])
        return bool(below.text) and (merged or filled)
    if not below.text or not _begins_anew(name, below.text) or _is_unfinished(table, name, above):
        return True
    return merged and above.lines[-1].room < ROOM_OF_WORD


def _is_merged_elsewhere(table: ListTable, name: str, below: Cell, grid: Grid) -> bool:
    """Return whether the column has cells of several rows, above the break or below it."""
    above = (entry.pieces[name][0] for entry in table.entries if _has(entry, name))
    column = (cell for cell in grid.cells if cell.column == below.column and cell.text)
    here = (cell for cell in column if cell.row >= below.row)
    return any(cell.row_span > 1 for cell in chain(above, here))


def _begins_anew(name: str, text: str) -> bool:
    """Return whether a text is no second half of another: it begins as such a text does, or says
    that there is none.
    """
    begins = begins_like_unit(text) if name in UNITS else text[:1].isupper()
    return begins or is_placeholder(text)


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
    """Return the table with a doubt on the rows that share a merged cell, and a text for it.

    An empty one may have begun on a page before, where it was cut too.
    """
    shared = takewhile(
        lambda entry: _shares(entry, name, cell) or _is_left_open(entry, name, cell),
        reversed(table.entries),
    )
    first = len(table.entries) - len(list(shared))
    doubts = (
        replace(
            entry,
            doubts=(*entry.doubts, (FlagCode.ROW_UNCLEAR, name)),
            proposals=entry.proposals | ({name: proposal} if proposal else {}),
        )
        for entry in table.entries[first:]
    )
    return replace(table, entries=(*table.entries[:first], *doubts))


def _is_left_open(entry: Entry, name: str, below: Cell) -> bool:
    cell = entry.pieces[name][0] if name in entry.pieces else None
    return cell is not None and cell.cut and below.cut and not (cell.text or below.text)


def _shares(entry: Entry, name: str, cell: Cell) -> bool:
    return name in entry.pieces and entry.pieces[name][0] == cell
