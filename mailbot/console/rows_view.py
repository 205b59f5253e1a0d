"""The rows of a case as its page shows them: each cell with its flag, place and former reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mailbot.cases.case import Case
from mailbot.cases.edit import EDITABLE, originals
from mailbot.cases.finding import Place
from mailbot.cases.row import Holder, Row
from mailbot.console.flags import Flag, box_of

_SHOWN = ("national_id", "phone", "email")
_HIDDEN_BUT_LAST = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what it holds now, what was read before an edit, the flag that speaks of it."""

    column: str
    text: str
    before: str = ""
    flag: Flag | None = None
    place: Place | None = None
    planned: str = ""

    @property
    def box(self) -> str:
        """Its place on the page as the viewer reads it, or nothing."""
        return box_of(self.place)


@dataclass(frozen=True, slots=True)
class RowView:
    """A row; `n` counts from 1. `name` is the first cell, `rest` are the others shown."""

    n: int
    row: Row
    name: Cell
    rest: tuple[Cell, ...]
    about: str
    blocked: bool


def rows_view(
    case: Case, flags: tuple[Flag, ...], planned: Mapping[int, str], *, ids: bool
) -> tuple[RowView, ...]:
    """Return the rows; without `ids`, of national IDs the last digits only."""
    return tuple(_row(case, n, flags, planned, ids=ids) for n in range(1, len(case.rows) + 1))


def hidden(national_id: str) -> str:
    """Return a national ID that only tells how long it is and how it ends."""
    shown = national_id[-_HIDDEN_BUT_LAST:] if len(national_id) > _HIDDEN_BUT_LAST else ""
    return "•" * (len(national_id) - len(shown)) + shown


def _row(
    case: Case, n: int, flags: tuple[Flag, ...], planned: Mapping[int, str], *, ids: bool
) -> RowView:
    row = case.rows[n - 1]
    mine = [flag for flag in flags if flag.row == n]
    cells = {column: _cell(case, n, column, mine, ids=ids) for column in EDITABLE}
    if not row.email:
        cells["email"] = replace(cells["email"], planned=planned.get(n, ""))
    about = [row.position, row.unit or row.parent_agency]
    if row.holder is Holder.ORGANISATION:
        about = [row.manager_name, row.manager_phone]
    return RowView(
        n,
        row,
        cells["name"],
        tuple(cells[column] for column in _SHOWN),
        ", ".join(part for part in about if part),
        any(flag.level == "stop" for flag in mine),
    )


def _cell(case: Case, n: int, column: str, flags: list[Flag], *, ids: bool) -> Cell:
    row = case.rows[n - 1]
    before = originals(case.edits).get((n - 1, column), "")
    text: str = getattr(row, column)
    if column == "national_id" and not ids:
        text, before = hidden(text), hidden(before)
    flag = next((one for one in flags if one.column == column and not one.settled), None)
    return Cell(column, text, before, flag, row.place_of(column))
