"""A row of the request list: one mailbox asked for, or one password to be set anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from mailbot.cases.finding import Finding, Place

ERASED = "(đã xóa)"
"""In place of a name that was erased, or went when its time was over: nothing is granted to it."""


class Procedure(StrEnum):
    """The two procedures of Quyết định 2829/QĐ-UBND."""

    NEW = "new"
    RESET = "reset"


class Holder(StrEnum):
    """Whose mailbox it is."""

    ORGANISATION = "organisation"
    PERSON = "person"


class Unserved(StrEnum):
    """What letters ask for beside the two procedures."""

    CHANGE = "change"
    CANCEL = "cancel"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One row of a list as a case holds it; missing cells are empty strings, text is NFC.

    `email` is the mailbox whose password is asked for (reset). The `manager_*` fields name the
    official who looks after an organisation's mailbox. `raw` is what the paper says where that is
    not the field's value: a proposal, a normalised number, the manager's one cell. `cells` tells
    where each cell was read.
    """

    holder: Holder
    name: str
    stt: str = ""
    parent_agency: str = ""
    unit: str = ""
    position: str = ""
    national_id: str = ""
    phone: str = ""
    email: str = ""
    manager_name: str = ""
    manager_phone: str = ""
    manager_email: str = ""
    note: str = ""
    place: Place | None = None
    raw: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[tuple[str, Place], ...] = ()

    def read(self, column: str) -> str:
        """Return what was read in a column, before anything was mended."""
        return self.raw.get(column) or str(getattr(self, column, ""))

    def place_of(self, column: str) -> Place | None:
        """Return where this cell stands, or the one of all an officer's parts, else the row."""
        places = dict(self.cells)
        shared = "manager" if column.startswith("manager_") else column
        return places.get(column) or places.get(shared, self.place)


@dataclass(frozen=True, slots=True)
class Row(ListedRow):
    """A row of one of the two procedures."""

    procedure: Procedure = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class UnservedRow(ListedRow):
    """A row that asks for something else: staff see it, and nothing judges it or acts on it."""

    asked: Unserved = field(kw_only=True)


def place_of(finding: Finding, rows: Sequence[Row]) -> Place | None:
    """Return the very cell a finding speaks of, also where it knows its whole row only."""
    if finding.row is None or finding.row >= len(rows):
        return finding.place
    row = rows[finding.row]
    return row.place_of(finding.column) if finding.place in (None, row.place) else finding.place
