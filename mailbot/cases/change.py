"""What a corrected list changed: rows added, taken out, or mended cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from mailbot.cases.name import name_key
from mailbot.cases.row import Row


class ChangeKind(StrEnum):
    """What became of a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that is another now, as the papers say it; an empty text is an empty cell."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that is another now. `before` and `after` are its indices in the two lists, None
    where it is not there. An added or removed row has no cells: all of it is new, or gone.
    """

    kind: ChangeKind
    row: Row
    before: int | None
    after: int | None
    cells: tuple[CellChange, ...] = ()


COLUMNS = (
    *("name", "parent_agency", "unit", "position", "national_id", "phone", "email"),
    *("manager_name", "manager_phone", "manager_email", "note"),
)
_IDENTIFYING = ("name", "national_id", "phone", "email", "manager_phone", "manager_email")

Key = tuple[str, ...]
Pairs = dict[int, int]


def row_changes(before: tuple[Row, ...], after: tuple[Row, ...]) -> tuple[RowChange, ...]:
    """Return what changed, in the order of the new list, rows taken out last.

    Rows are paired by what names them: ID number, mailbox, name with unit, name, and at last by
    STT where anything else of them is still the same. A number of rows that swap places, or an STT
    that shifts, is no change.
    """
    pairs = _paired(before, after)
    found = [
        change
        for index, row in enumerate(after)
        if (change := _change(index, row, pairs.get(index), before)) is not None
    ]
    gone = set(range(len(before))) - set(pairs.values())
    removed = (RowChange(ChangeKind.REMOVED, before[old], old, None) for old in sorted(gone))
    return (*found, *removed)


def _change(index: int, row: Row, old: int | None, before: tuple[Row, ...]) -> RowChange | None:
    if old is None:
        return RowChange(ChangeKind.ADDED, row, None, index)
    cells = tuple(_cells(before[old], row))
    return RowChange(ChangeKind.CHANGED, row, old, index, cells) if cells else None


def _cells(before: Row, after: Row) -> Iterator[CellChange]:
    for column in COLUMNS:
        same_value = getattr(before, column) == getattr(after, column)
        old, new = before.read(column), after.read(column)
        if not same_value or _letters(old) != _letters(new):
            yield CellChange(column, old, new)


def _letters(text: str) -> str:
    """Return what counts where two papers lead to one value: dots and spaces do not."""
    return "".join(char for char in text if char.isalnum()).casefold()


def _paired(before: tuple[Row, ...], after: tuple[Row, ...]) -> Pairs:
    """Return for rows of the new list which row of the old one each is."""
    pairs: Pairs = {}
    for key in (_by_id, _by_mailbox, _by_name_and_unit, _by_name, _by_stt):
        old = _unique(before, set(pairs.values()), key)
        new = _unique(after, set(pairs), key)
        for mark, index in new.items():
            if mark in old and _may_be_one(before[old[mark]], after[index]):
                pairs[index] = old[mark]
    return pairs


def _unique(rows: tuple[Row, ...], taken: set[int], key: Callable[[Row], Key]) -> dict[Key, int]:
    """Return the rows still open by their key; a key that two of them share names neither."""
    found: dict[Key, int] = {}
    twice = set()
    for index, row in enumerate(rows):
        mark = key(row)
        if index in taken or not mark:
            continue
        if mark in found:
            twice.add(mark)
        found[mark] = index
    return {mark: index for mark, index in found.items() if mark not in twice}


def _may_be_one(before: Row, after: Row) -> bool:
    same_list = (before.procedure, before.holder) == (after.procedure, after.holder)
    return same_list and any(
        name_key(getattr(before, column)) == name_key(getattr(after, column)) != ""
        for column in _IDENTIFYING
    )


def _key(row: Row, kind: str, *parts: str) -> Key:
    return (kind, row.procedure, row.holder, *parts) if parts[0] else ()


def _by_id(row: Row) -> Key:
    return _key(row, "id", row.national_id)


def _by_mailbox(row: Row) -> Key:
    return _key(row, "mailbox", row.email)


def _by_name_and_unit(row: Row) -> Key:
    return _key(row, "unit", name_key(row.name), name_key(row.unit or row.parent_agency))


def _by_name(row: Row) -> Key:
    return _key(row, "name", name_key(row.name))


def _by_stt(row: Row) -> Key:
    return _key(row, "stt", row.stt)
