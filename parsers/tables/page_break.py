"""What a page break cut: a table, its header, a row, a merged cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from parsers.columns import SHARED
from parsers.flag import FlagCode
from parsers.joining import Wrapping, join_cell
from parsers.reading import Cell, Grid
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


def half_header(grid: Grid) -> Grid | None:
    """Return the grid if it may end in the upper half of a header.

    That is one row that holds no value, below nothing but titles.
    """
    if not 0 < grid.rows <= HEADER_ROWS:
        return None
    *above, last = range(grid.rows)
    titled = all(_is_title(grid, row) for row in above) and not _is_title(grid, last)
    return grid if titled and not _holds_values(grid, last) else None


def last_row(grid: Grid) -> Grid:
    """Return a grid of its last row alone: a header there may go on over the page."""
    last = grid.rows - 1
    cells = tuple(replace(cell, row=0) for cell in grid.starting(last))
    return replace(grid, cells=cells, rows=1)


def with_upper_half(half: Grid | None, grid: Grid, wrapping: Wrapping, *, row: bool) -> Grid | None:
    """Return the grid with the header whole, if the page before ended inside the header.

    `row` tells that the half was read as a row of the list before it. It is one if the header is
    as good without it.
    """
    if half is None or not continues(half, grid) or _holds_values(grid, 0):
        return None
    stitched, start = _stitched(half, grid), half.rows - 1
    upper, lower = _fields_at(half, start, wrapping), _fields_at(grid, 0, wrapping)
    whole = _fields_at(stitched, start, wrapping)
    if (row and lower) or (upper and upper == lower):
        return None
    return stitched if whole and len(whole) >= max(len(upper), len(lower)) else None


def _is_title(grid: Grid, row: int) -> bool:
    filled = [cell for cell in grid.starting(row) if cell.lines]
    return len(filled) == 1 and filled[0].column_span > 1 and filled[0].row_span == 1


def _holds_values(grid: Grid, row: int) -> bool:
    text = "".join(cell.text for cell in grid.starting(row))
    return any(char.isdigit() or char == "@" for char in text)


def _fields_at(grid: Grid, row: int, wrapping: Wrapping) -> frozenset[str]:
    head = header_at(grid, row, wrapping)
    return frozenset(head.columns.fields) if head else frozenset()


def _stitched(half: Grid, grid: Grid) -> Grid:
    """Return the grid below the half's titles, with the half header's lines above its own."""
    end = half.rows - 1
    above = {cell.column: cell.lines for cell in half.starting(end)}
    titles = [cell for cell in half.cells if cell.row < end]
    cells = [
        replace(
            cell,
            row=cell.row + end,
            lines=(above.get(cell.column, ()) if cell.row == 0 else ()) + cell.lines,
        )
        for cell in grid.cells
    ]
    return replace(grid, cells=(*titles, *cells), rows=grid.rows + end)


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
    above = table.entries[-1].pieces[name][0]
    merged = max(above.row_span, below.row_span) > 1
    if not merged and (rest or not _may_be_merged(table, name, above, below)):
        return False
    if above.text == below.text:
        return not above.text and name != "note"
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
            proposals=entry.proposals | {name: proposal},
        )
        if _shares(entry, name, cell)
        else entry
        for entry in table.entries
    )
    return replace(table, entries=entries)


def _shares(entry: Entry, name: str, cell: Cell) -> bool:
    return name in entry.pieces and entry.pieces[name][0] == cell
