"""What a corrected dossier changed, as its page tells it: row by row, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.cases.case import Case
from mailbot.cases.change import CellChange, ChangeKind, RowChange
from mailbot.console.rows_view import hidden
from mailbot.words import Words


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """One cell: its column in words, what it held and holds."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One row: `n` is its number now, 0 where it was taken out."""

    kind: str
    text: str
    name: str
    n: int
    cells: tuple[ChangedCell, ...]


def changes_view(case: Case, words: Words, *, ids: bool) -> tuple[ChangedRow, ...]:
    """Return what the agency changed since it was asked; without `ids`, national IDs hidden."""
    return tuple(_row(change, words, ids=ids) for change in case.changes())


def _row(change: RowChange, words: Words, *, ids: bool) -> ChangedRow:
    if change.kind is ChangeKind.CHANGED:
        cells = tuple(_cell(cell, words, ids=ids) for cell in change.cells)
    else:
        cells = ()
    return ChangedRow(
        change.kind,
        words.say(f"edit.row_{change.kind}"),
        change.row.name,
        0 if change.after is None else change.after + 1,
        cells,
    )


def _cell(cell: CellChange, words: Words, *, ids: bool) -> ChangedCell:
    before, after = cell.before, cell.after
    if cell.column == "national_id" and not ids:
        before, after = hidden(before), hidden(after)
    return ChangedCell(words.say(f"edit.column_{cell.column}"), before, after)
