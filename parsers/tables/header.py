"""The rows of a grid that name its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from string import ascii_uppercase

from parsers.columns import Columns, names_only, read_columns
from parsers.joining import Wrapping, join_cell
from parsers.reading import Cell, Grid
from parsers.text.words import clean

HEADER_ROWS = 6
NUMBER_CELL = re.compile(r"^\(?(?:\d{1,2}|[a-zA-Z])\)?$")


@dataclass(frozen=True, slots=True)
class Header:
    """A header found in a grid: `texts` are its columns' own, `above` what stands before it.

    `start` is its first row, `end` the first after it.
    """

    columns: Columns
    texts: tuple[str, ...]
    above: tuple[str, ...]
    start: int
    end: int


def find_header(grid: Grid, wrapping: Wrapping) -> Header | None:
    """Return the first rows that name fields, one level or two."""
    above: list[str] = []
    for start in range(min(grid.rows, HEADER_ROWS)):
        head = header_at(grid, start, wrapping)
        if head is not None:
            return replace(head, above=tuple(above))
        above += [join_cell(cell, wrapping).text for cell in grid.starting(start)]
    return None


def header_at(grid: Grid, start: int, wrapping: Wrapping) -> Header | None:
    """Return the header that begins in this row, one level or two."""
    cells = grid.starting(start)
    if sum(bool(cell.lines) for cell in cells) < 3:
        return None
    depth = max(cell.row_span for cell in cells)
    for end in dict.fromkeys((start + depth, start + 1)):
        headers = list(_header_texts(grid, start, min(end, grid.rows), wrapping))
        if len(headers) < grid.columns:
            continue
        columns = read_columns(headers)
        if columns is not None:
            texts = tuple(whole for whole, _ in headers)
            return Header(columns, texts, (), start, _past_numbers(grid, min(end, grid.rows)))
    return None


def _header_texts(
    grid: Grid, start: int, end: int, wrapping: Wrapping
) -> Iterator[tuple[str, str]]:
    """Yield each column's header, the whole of it and its own part, up to one that is a value: in
    most rows that is the first.
    """
    rows = [grid.row(index) for index in range(start, end)]
    for column in range(grid.columns):
        parts: list[str] = []
        seen: list[Cell] = []
        for row in rows:
            cell = row[column]
            if cell is not None and cell not in seen:
                seen.append(cell)
                parts.append(join_cell(cell, wrapping).text)
        own = parts[-1] if parts else ""
        whole = clean(" ".join(parts))
        if not names_only(whole):
            return
        yield whole, own


def _past_numbers(grid: Grid, index: int) -> int:
    """Return the row after the one that only numbers the columns, if there is one."""
    if index >= grid.rows:
        return index
    texts = [cell.text for cell in grid.starting(index)]
    drawn = [text for text in texts if text]
    counts = len(drawn) >= 3 and all(NUMBER_CELL.match(text) for text in drawn)
    return index + 1 if counts else index


def numbers_columns(grid: Grid, row: int) -> bool:
    """Return whether a row counts every column: "(1) (2) (3)", or "A B 1 2" as statistics do."""
    cells = grid.starting(row)
    marks = [cell.text.strip(" ().").upper() for cell in cells]
    letters = list(takewhile(str.isalpha, marks))
    numbers = [str(index + 1) for index in range(len(marks) - len(letters))]
    full = len(marks) >= 3 and sum(cell.column_span for cell in cells) == grid.columns
    return full and marks == [*ascii_uppercase[: len(letters)], *numbers]
