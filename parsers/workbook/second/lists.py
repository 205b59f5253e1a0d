"""How the second reader parts a sheet into lines and lists: each row is given to a list, or none.

The first reader cuts a sheet at its headers, from the bottom up; where the two part it otherwise,
they read other rows, and a person looks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from string import ascii_uppercase

from parsers.reading import Block, Cell, DrawnLine, Grid, Line
from parsers.source import Place
from parsers.workbook.header import heads_of_lists, is_upper_header, sums_up
from parsers.workbook.limits import MAX_COLUMNS, MAX_ROWS

NO_LIST = 0
FULL = 3
"""So many filled cells are a row of a list."""

SOMEBODYS = re.compile(r"(?:\d[\s.-]?){6}|@")
"""A number or an address in any spelling."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The filled cells of each row, both counted from 1, and the merged areas: first to last."""

    file: str
    name: str
    rows: Mapping[int, Mapping[int, str]]
    merged: Mapping[tuple[int, int], tuple[int, int]]

    def place(self, row: int, column: int) -> Place:
        """Return the place of a cell."""
        return Place(self.file, sheet=self.name, cell=f"{_letters(column)}{row}")


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    texts: Mapping[int, str]

    @property
    def tells(self) -> bool:
        """Return whether the row holds more than a word or two that stand alone."""
        if len(self.texts) == 2:
            return sums_up(self.texts) or any(map(SOMEBODYS.search, self.texts.values()))
        return len(self.texts) >= FULL


def blocks_of(sheet: Sheet) -> Iterator[Block]:
    """Yield lines and grids from top to bottom."""
    rows = [
        _Row(number, texts)
        for number, row in sorted(sheet.rows.items())
        if number <= MAX_ROWS
        and (texts := {at: text for at, text in sorted(row.items()) if at <= MAX_COLUMNS})
    ]
    owners = zip(_owners(rows), rows, strict=True)
    for owner, owned in groupby(owners, key=lambda pair: pair[0]):
        together = [row for _, row in owned]
        if owner == NO_LIST:
            yield from _lines(sheet, together)
        else:
            yield _grid(sheet, together)


def _owners(rows: Sequence[_Row]) -> list[int]:
    """Return which list each row belongs to: the first is 1."""
    heads = heads_of_lists([row.texts for row in rows])
    starts = [at for at, is_head in enumerate(heads) if is_head and not (at and heads[at - 1])]
    tops = [at - 1 if at and is_upper_header(rows[at - 1].texts) else at for at in starts]
    follow = [*tops, len(rows)][1:]
    owners = [NO_LIST] * len(rows)
    for one, (top, start, beyond) in enumerate(zip(tops, starts, follow, strict=True), 1):
        held = {start, *(at for at in range(start, beyond) if rows[at].tells)}
        if beyond == len(rows):
            held.update(_numbered(rows, start))
        owners[top : max(held) + 1] = [one] * (max(held) + 1 - top)
    return owners


def _numbered(rows: Sequence[_Row], start: int) -> Iterator[int]:
    """Yield the rows below the last header that hold a number and one word, with no gap above."""
    column = min(rows[start].texts)
    for at in range(start + 1, len(rows)):
        follows = rows[at].number == rows[at - 1].number + 1
        if follows and column in rows[at].texts and len(rows[at].texts) == FULL - 1:
            yield at


def _lines(sheet: Sheet, rows: Sequence[_Row]) -> Iterator[Line]:
    for row in rows:
        for column, text in row.texts.items():
            place = sheet.place(row.number, column)
            yield from (Line(line.text, place) for line in _drawn(text))


def _grid(sheet: Sheet, rows: Sequence[_Row]) -> Grid:
    left, right = (edge(edge(row.texts) for row in rows) for edge in (min, max))
    numbers = [row.number for row in rows]
    cells: list[Cell] = []
    covered = dict.fromkeys(range(left, right + 1), 0)
    for (at, row), column in product(enumerate(rows), covered):
        text = row.texts.get(column, "")
        if not text and at < covered[column]:
            continue
        last_row, last_column = row.number, column
        if text:
            last_row, last_column = sheet.merged.get((row.number, column), (row.number, column))
        tall = max(bisect_right(numbers, last_row) - at, 1)
        wide = min(last_column, right) - column + 1
        for one in range(column, column + wide):
            covered[one] = max(covered[one], at + tall)
        place = sheet.place(row.number, column)
        cells.append(Cell(at, column - left, tuple(_drawn(text)), place, tall, wide))
    place = sheet.place(numbers[0], left)
    return Grid(tuple(cells), len(rows), right - left + 1, place, hard_breaks=True)


def _drawn(text: str) -> Iterator[DrawnLine]:
    """Yield the lines of a cell; each break in it was typed."""
    yield from (DrawnLine(line) for line in text.split("\n") if line.strip())


def _letters(column: int) -> str:
    """Return the name of a column counted from 1, of no more than two letters."""
    ahead, own = divmod(column - 1, len(ascii_uppercase))
    return (ascii_uppercase[ahead - 1] if ahead else "") + ascii_uppercase[own]
