"""The cells of one sheet, and how they fall into lines and list tables."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from parsers.columns import VALUE, names_only, read_columns
from parsers.legacy import conversion_of
from parsers.reading import Cell, DrawnLine, Grid, Line
from parsers.source import Place
from parsers.words import bare, clean

MAX_ROWS = 3000
MAX_COLUMNS = 60

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
        known = self._in_unicode(rows)
        headers = [at for at, row in enumerate(known) if self._is_header(row)]
        starts = [at for at in headers if at - 1 not in headers]
        done = 0
        for start in starts:
            top = self._first_header_row(rows, start)
            yield from self._lines(rows[done:top])
            following = next((at for at in starts if at > start), len(rows))
            end = self._end(rows, start, following)
            yield self._grid(rows[top:end])
            done = end
        yield from self._lines(rows[done:])

    def _rows(self) -> list[tuple[int, dict[int, str]]]:
        found: dict[int, dict[int, str]] = {}
        for (row, column), text in sorted(self.cells.items()):
            if text.strip() and row <= MAX_ROWS and column <= MAX_COLUMNS:
                found.setdefault(row, {})[column] = text
        return sorted(found.items())

    @staticmethod
    def _in_unicode(rows: list[tuple[int, dict[int, str]]]) -> list[dict[int, str]]:
        """Return the rows' texts so that a header in an old encoding is known as one."""
        convert = conversion_of([text for _, row in rows for text in row.values()])
        if convert is None:
            return [row for _, row in rows]
        return [
            {at: convert(text, " ".join(row.values())) for at, text in row.items()}
            for _, row in rows
        ]

    def _is_header(self, row: Mapping[int, str]) -> bool:
        headers = [(clean(text), clean(text)) for _, text in sorted(row.items())]
        names = len(headers) >= 3 and names_only(text for text, _ in headers)
        return names and read_columns(headers) is not None

    @staticmethod
    def _first_header_row(rows: list[tuple[int, dict[int, str]]], start: int) -> int:
        """Return where the header begins: a row above with a cell "STT" is its upper level."""
        above = rows[start - 1][1] if start else {}
        stt = any(bare(text) in ("stt", "tt") for text in above.values())
        return start - 1 if stt and len(above) >= 3 else start

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
                self._cell(index, column - left, (number, column), text, numbers)
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

    def _cell(self, index: int, column: int, at: Position, text: str, numbers: list[int]) -> Cell:
        rows, wide = self.merged.get(at, (1, 1))
        tall = bisect_left(numbers, at[0] + rows) - bisect_left(numbers, at[0])
        lines = tuple(DrawnLine(part) for part in text.split("\n") if part.strip())
        return Cell(index, column, lines, self._place(*at), max(tall, 1), wide)

    def _place(self, row: int, column: int) -> Place:
        return Place(self.file, sheet=self.name, cell=f"{column_letters(column)}{row}")


def _is_lone(row: Mapping[int, str]) -> bool:
    """Return whether a row holds a text or two, and nobody's number or address."""
    values = len(row) == 2 and any(VALUE.search(text) for text in row.values())
    return len(row) <= 2 and not values


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
