"""Headers that name no field, looked at again: small capitals read as small letters ("srr")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from parsers.joining import wrapping_of
from parsers.ocr.engine import Engine, Treatment
from parsers.ocr.page import Look, drawn_lines, read_area
from parsers.ocr.snippet import LARGER
from parsers.reading import Cell, Grid
from parsers.tables.header import Header, find_header


def with_headers_again(look: Look, engine: Engine) -> Look:
    """Return the look with each header that named no field as it reads larger, if it names one."""
    blocks = tuple(
        _named(block, look, engine) if isinstance(block, Grid) else block for block in look.blocks
    )
    return replace(look, blocks=blocks)


def _named(grid: Grid, look: Look, engine: Engine) -> Grid:
    head = _header(grid)
    for cell in _unclaimed(grid, head) if head else ():
        area = look.areas[cell.place]
        lines = read_area(look.sheet, area, Treatment.TEXT, engine, LARGER)
        named = replace(cell, lines=drawn_lines(lines, area))
        tried = replace(grid, cells=tuple(named if one is cell else one for one in grid.cells))
        found = _header(tried)
        if _fields(found) > _fields(head):
            grid, head = tried, found
    return grid


def _header(grid: Grid) -> Header | None:
    return find_header(grid, wrapping_of(grid))


def _fields(head: Header | None) -> int:
    return len(head.columns.fields) if head else 0


def _unclaimed(grid: Grid, head: Header) -> Iterator[Cell]:
    """Yield the header's own cells above columns that hold no field."""
    claimed = set(head.columns.fields.values())
    for column, cell in enumerate(grid.row(head.start)):
        if cell is not None and cell.column_span == 1 and column not in claimed:
            yield cell
