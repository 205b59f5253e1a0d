"""The cells of one sheet, and how they fall into lines and list tables: the first reader's way."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from parsers.columns import VALUE
from parsers.reading import Cell, DrawnLine, Grid, Line
from parsers.source import Place
from parsers.workbook.header import heads_of_lists, is_upper_header, sums_up
from parsers.workbook.limits import MAX_COLUMNS, MAX_ROWS

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SheetCells:
    """A visible sheet: the shown text of every filled cell by row and column, counted from 1.

    `merged` gives rows and columns of each merged area by its first cell.
    """

    file: str
    name: str
    cells: Mapping[Position, str]
    merged: Mapping[Position, Position] = field(default_factory=dict)

    def blocks(self) -> Iterator[Line | Grid]:
        """Yield lines and grids from top to bottom: a grid begins at its header."""
        rows = self._rows()
        heads = heads_of_lists([row for _, row in rows])
        starts = [at for at, is_head in enumerate(heads) if is_head and not (at and heads[at - 1])]
        tops = [_top(rows, start) for start in starts]
        done = 0
        for start, top, following in zip(starts, tops, [*tops, len(rows)][1:], strict=True):
            yield from self._lines(rows[done:top])
            done = self._end(rows, start, following)
            yield self._grid(rows[top:done])
        yield from self._lines(rows[done:])

    def _rows(self) -> list[tuple[int, dict[int, str]]]:
        found: dict[int, dict[int, str]] = {}
        for (row, column), text in sorted(self.cells.items()):
            if text.strip() and row <= MAX_ROWS and column <= MAX_COLUMNS:
                found.setdefault(row, {})[column] = text
        return sorted(found.items())

    @staticmethod
    def _end(rows: list[tuple[int, dict[int, str]]], start: int, following: int) -> int:
        """Return where the table ends: lone texts before the next header or a gap are not in it."""
        end = following
        if following < len(rows):
            while end > start + 1 and _is_lone(rows[end - 1][1]):
                end -= 1
            return end
        while end > start + 1 and _is_lone(rows[end - 1][1]):
            number, row = rows[end - 1]
            apart = number - rows[end - 2][0] > 1
            listed = min(rows[start][1]) in row and len(row) == 2
            if listed and not apart:
                break
            end -= 1
        return end

    def _lines(self, rows: list[tuple[int, dict[int, str]]]) -> Iterator[Line]:
        for number, row in rows:
            for column, text in sorted(row.items()):
                for part in text.split("\n"):
                    if part.strip():
                        yield Line(part, self._place(number, column))

    def _grid(self, rows: list[tuple[int, dict[int, str]]]) -> Grid:
        left = min(min(row) for _, row in rows)
        right = max(max(row) for _, row in rows)
        numbers = [number for number, _ in rows]
        cells: list[Cell] = []
        tall: list[Cell] = []
        for index, (number, row) in enumerate(rows):
            filled = [
                self._cell((index, column - left), (number, column), text, numbers, right)
                for column, text in row.items()
            ]
            cells += [*filled, *self._empty(index, number, (left, right), (*tall, *filled))]
            tall += [cell for cell in filled if cell.row_span > 1]
        place = self._place(numbers[0], left)
        return Grid(tuple(cells), len(rows), right - left + 1, place, hard_breaks=True)

    def _empty(
        self, index: int, number: int, sides: Position, filled: Sequence[Cell]
    ) -> list[Cell]:
        """Return the empty cells of a row, so that a missing value has a place too.

        `filled` are the row's own cells and those above that may reach into it.
        """
        left, right = sides
        covered = {
            column
            for cell in filled
            if index < cell.row + cell.row_span
            for column in range(cell.column, cell.column + cell.column_span)
        }
        return [
            Cell(index, column - left, (), self._place(number, column))
            for column in range(left, right + 1)
            if column - left not in covered
        ]

    def _cell(
        self, at: Position, in_sheet: Position, text: str, numbers: list[int], right: int
    ) -> Cell:
        """Return a cell; a merged one reaches no farther than the rows and columns of the grid."""
        row, column = in_sheet
        rows, columns = self.merged.get(in_sheet, (1, 1))
        tall = bisect_left(numbers, row + rows) - bisect_left(numbers, row)
        wide = min(columns, right - column + 1)
        lines = tuple(DrawnLine(part) for part in text.split("\n") if part.strip())
        return Cell(*at, lines, self._place(*in_sheet), max(tall, 1), wide)

    def _place(self, row: int, column: int) -> Place:
        return Place(self.file, sheet=self.name, cell=f"{column_letters(column)}{row}")


def _top(rows: list[tuple[int, dict[int, str]]], start: int) -> int:
    """Return where the header begins: the row above may be its upper level."""
    return start - 1 if start and is_upper_header(rows[start - 1][1]) else start


def _is_lone(row: Mapping[int, str]) -> bool:
    """Return whether a row holds a text or two, and no sum, nobody's number or address."""
    told = len(row) == 2 and (sums_up(row) or any(map(VALUE.search, row.values())))
    return len(row) <= 2 and not told


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
