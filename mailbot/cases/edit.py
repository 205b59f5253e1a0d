"""Edits: what staff set right in a row, over what was read. The signed original stays as it is."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from mailbot.cases.row import Row

# What an officer may set right, in the order of the form.
EDITABLE = (
    "name",
    "unit",
    "parent_agency",
    "position",
    "national_id",
    "phone",
    "email",
    "manager_name",
    "manager_phone",
    "manager_email",
)
# Who somebody is stands on the signed paper alone: what it says is changed by a new paper only.
ONLY_AS_SIGNED = frozenset({"name", "national_id"})


class Basis(StrEnum):
    """Why a cell may read otherwise than it was read."""

    MISREAD = "misread"  # the paper is right, the reading was not
    CONFIRMED = "confirmed"  # the agency said so: who, when, how


class EditFault(StrEnum):
    """Why an edit cannot be made."""

    NO_SUCH_ROW = "no_such_row"
    NO_SUCH_COLUMN = "no_such_column"
    NOTHING_CHANGED = "nothing_changed"
    ONLY_AS_SIGNED = "only_as_signed"
    CONFIRMATION_INCOMPLETE = "confirmation_incomplete"


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell set right. `row` is its index; `confirmed_*` say who of the agency, when and how."""

    row: int
    column: str
    before: str
    after: str
    basis: Basis
    editor: str
    at: datetime
    confirmed_by: str = ""
    confirmed_when: str = ""
    confirmed_how: str = ""


def edit_fault(edit: Edit, rows: tuple[Row, ...]) -> EditFault | None:
    """Return why this edit of these rows cannot be made, or None."""
    if not 0 <= edit.row < len(rows):
        return EditFault.NO_SUCH_ROW
    if edit.column not in EDITABLE:
        return EditFault.NO_SUCH_COLUMN
    if edit.after == edit.before:
        return EditFault.NOTHING_CHANGED
    if edit.basis is Basis.MISREAD:
        return None
    if edit.column in ONLY_AS_SIGNED:
        return EditFault.ONLY_AS_SIGNED
    told = (edit.confirmed_by, edit.confirmed_when, edit.confirmed_how)
    return None if all(map(str.strip, told)) else EditFault.CONFIRMATION_INCOMPLETE


def amended(rows: tuple[Row, ...], edit: Edit) -> tuple[Row, ...]:
    """Return the rows as the edit leaves them."""
    set_right: dict[str, Any] = {edit.column: edit.after}
    row = replace(rows[edit.row], **set_right)
    return (*rows[: edit.row], row, *rows[edit.row + 1 :])


def as_typed(text: str) -> str:
    """Return what somebody typed as a cell holds it: NFC, one blank between words."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def originals(edits: tuple[Edit, ...]) -> dict[tuple[int, str], str]:
    """Return what was read where a cell was edited, by row and column."""
    read: dict[tuple[int, str], str] = {}
    for edit in edits:
        read.setdefault((edit.row, edit.column), edit.before)
    return read
