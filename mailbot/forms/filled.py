"""Rows as cells of an annex, with the marks that say which cell to mend and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mailbot.cases.row import Row

MANAGER_FIELDS = ("manager_name", "manager_phone", "manager_email")
_NO_MARKS: Mapping[str, tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row to be written: the text of each column, and for some what is to be mended there.

    A mark under `stt` speaks of the row as a whole.
    """

    cells: Mapping[str, str] = field(repr=False)
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_MARKS)


def cells_of(row: Row) -> dict[str, str]:
    """Return the text of every column as it was read; the manager's parts share one cell."""
    fields = ("stt", "name", "parent_agency", "unit", "position", "national_id", "phone")
    cells = {name: row.read(name) for name in (*fields, "email", "note")}
    parts = [row.read(name) for name in MANAGER_FIELDS]
    whole = row.raw.get("manager", "")
    return cells | {"manager": whole or "\n".join(part for part in parts if part)}


def column_of(field_name: str) -> str:
    """Return the annex's column that holds a row's field."""
    return "manager" if field_name in MANAGER_FIELDS else field_name
