"""A row in letters unlike those of the others: nobody but who wrote it knows why."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from tests.parsers.corpus.layouts import grid_of
from tests.parsers.corpus.odd import odd
from tests.parsers.corpus.paper import PaperCell, PaperGrid
from tests.parsers.corpus.request import Table

TOLD = "row_lettered"


def _changed(grid: PaperGrid, at: int, change: Callable[[int, PaperCell], PaperCell]) -> PaperGrid:
    """Return the grid with a change of each cell of a row, by its column."""
    row = tuple(change(column, cell) for column, cell in enumerate(grid.rows[at]))
    return replace(grid, rows=(*grid.rows[:at], row, *grid.rows[at + 1 :]))


def _a_row(rng: random.Random, table: Table, **look: Any) -> tuple[Table, PaperGrid]:
    grid = grid_of(table)
    at = rng.randrange(1, len(grid.rows))
    return table, _changed(grid, at, lambda _, cell: replace(cell, **look))


def _a_name(rng: random.Random, table: Table, **look: Any) -> tuple[Table, PaperGrid]:
    grid, name = grid_of(table), list(table.headers).index("name")
    at = rng.randrange(1, len(grid.rows))
    return table, _changed(
        grid, at, lambda column, cell: replace(cell, **look) if column == name else cell
    )


LOOKS: dict[str, dict[str, Any]] = {
    "in bold": {"bold": True},
    "in italics": {"lettered": "italic"},
    "underlined": {"lettered": "underlined"},
}
WHOLE: dict[str, dict[str, Any]] = {
    "in small letters": {"lettered": "small"},
    "in another face": {"lettered": "another face"},
}

for _what, _make, _looks in (("row", _a_row, LOOKS | WHOLE), ("name", _a_name, LOOKS)):
    for _how, _look in _looks.items():
        _layout: Any = partial(_make, **_look)
        _layout.__name__ = f"a {_what} {_how}"
        odd("flagged", told=TOLD)(_layout)
