"""Rows and cells of a docx's lists in another colour than the rest, or with a box about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from parsers.flag import Flag
from parsers.marks.boxed import boxed_cells
from parsers.marks.marked import PLAIN, LookedAt, marked_cells, marked_flags
from parsers.source import Place
from parsers.word.bordered import borders
from parsers.word.runs import Runs
from parsers.word.styles import W
from parsers.word.where import cells_of


def coloured(file: str, body: Any, runs: Runs) -> Iterator[Flag]:
    """Yield a flag for each list with rows or cells coloured, or cells boxed, otherwise."""
    for count, table in enumerate(body.iter(f"{W}tbl"), start=1):
        seen = _Table(Place(file, sheet=f"bảng {count}"), runs)
        rows = [seen.row(at, row) for at, row in enumerate(table.iter(f"{W}tr"), start=1)]
        yield from marked_flags(rows)
        yield from marked_cells(rows)
        yield from boxed_cells(rows)


@dataclass(frozen=True, slots=True)
class _Table:
    place: Place
    runs: Runs

    def row(self, at: int, row: Any) -> LookedAt:
        """Return the colour of each cell of a row that holds text; all count from 1."""
        filled = [(column, cell) for column, cell in cells_of(row) if text_in(cell)]
        return LookedAt(
            tuple(text_in(cell) for _, cell in filled),
            tuple(self._look(cell) for _, cell in filled),
            self.place,
            tuple(str(column) for column, _ in filled),
            tuple(
                Place(self.place.file, sheet=self.place.sheet, cell=f"{at}.{column}")
                for column, _ in filled
            ),
            tuple(borders(cell) for _, cell in filled),
        )

    def _look(self, cell: Any) -> str:
        """Return how a cell is coloured, as that part of its text which is no address and not dark
        on white; of nothing but addresses, as the first.
        """
        runs = [run for run in cell.iter(f"{W}r") if text_in(run)]
        linked = {run for link in cell.iter(f"{W}hyperlink") for run in link.iter(f"{W}r")}
        own = [run for run in runs if run not in linked and "@" not in text_in(run)]
        looks = [self.runs.look(run) for run in own or runs[:1]]
        return next((look for look in looks if look != PLAIN), PLAIN)


def text_in(element: Any) -> str:
    """Return the text under an element."""
    return "".join(text.text or "" for text in element.iter(f"{W}t")).strip()
