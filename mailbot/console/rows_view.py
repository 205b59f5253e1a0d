"""The rows of a case as its page shows them: each cell with its flag, place and former reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mailbot.cases.case import Case
from mailbot.cases.edit import EDITABLE, originals
from mailbot.cases.finding import Place
from mailbot.cases.row import Holder, ListedRow
from mailbot.console.flags import Flag, box_of
from mailbot.words import Words

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
    row: ListedRow
    name: Cell
    rest: tuple[Cell, ...]
    about: str
    blocked: bool


def rows_view(
    case: Case, flags: tuple[Flag, ...], planned: Mapping[int, str], *, ids: bool
) -> tuple[RowView, ...]:
    """Return the rows; without `ids`, of national IDs the last digits only."""
    by_row: dict[int | None, list[Flag]] = defaultdict(list)
    for flag in flags:
        by_row[flag.row].append(flag)
    read = originals(case.edits)
    return tuple(
        _row(n, _Seen(row, by_row[n], _of_row(read, n - 1), planned.get(n, ""), ids))
        for n, row in enumerate(case.rows, 1)
    )


def unserved_view(case: Case, words: Words, *, ids: bool) -> tuple[RowView, ...]:
    """Return the rows that ask for something beside the two procedures, each told what for."""
    seen = (_row(n, _Seen(row, [], {}, "", ids)) for n, row in enumerate(case.unserved, 1))
    asked = (words.say(f"case.row_{row.asked}") for row in case.unserved)
    return tuple(
        replace(view, about=". ".join(filter(None, (what, view.about))))
        for what, view in zip(asked, seen, strict=True)
    )


def hidden(national_id: str) -> str:
    """Return a national ID that only tells how long it is and how it ends."""
    shown = national_id[-_HIDDEN_BUT_LAST:] if len(national_id) > _HIDDEN_BUT_LAST else ""
    return "•" * (len(national_id) - len(shown)) + shown


@dataclass(frozen=True, slots=True)
class _Seen:
    """A row with its flags, what was read in it before edits, and the address planned for it."""

    row: ListedRow
    flags: list[Flag]
    read: Mapping[str, str]
    planned: str
    ids: bool


def _of_row(read: Mapping[tuple[int, str], str], number: int) -> dict[str, str]:
    return {column: text for (row, column), text in read.items() if row == number}


def _row(n: int, seen: _Seen) -> RowView:
    row = seen.row
    cells = {column: _cell(column, seen) for column in EDITABLE}
    if not row.email:
        cells["email"] = replace(cells["email"], planned=seen.planned)
    about = [row.position, row.unit or row.parent_agency]
    if row.holder is Holder.ORGANISATION:
        about = [row.manager_name, row.manager_phone]
    return RowView(
        n,
        row,
        cells["name"],
        tuple(cells[column] for column in _SHOWN),
        ", ".join(part for part in about if part),
        any(flag.level == "stop" for flag in seen.flags),
    )


def _cell(column: str, seen: _Seen) -> Cell:
    before = seen.read.get(column, "")
    text: str = getattr(seen.row, column)
    if column == "national_id" and not seen.ids:
        text, before = hidden(text), hidden(before)
    flag = next((one for one in seen.flags if one.column == column and not one.settled), None)
    return Cell(column, text, before, flag, seen.row.place_of(column))
