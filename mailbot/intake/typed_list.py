"""A request list as an officer types it, or pastes it out of Excel: made a workbook of the form, so
that the very readers of every other list read it too.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO

from mailbot.cases.name import clean_text, name_key
from mailbot.cases.row import Holder, Procedure
from mailbot.errors import BadInputError
from mailbot.words import Words

FILE = "danh-sach-nhap-tay.xlsx"
MOST_ROWS = 500
_MOST_CELL = 500

# The columns of the decision's forms, in their order (Quyết định 2829/QĐ-UBND).
COLUMNS: dict[tuple[Procedure, Holder], tuple[str, ...]] = {
    (Procedure.NEW, Holder.PERSON): (
        *("stt", "name", "parent_agency", "unit", "position", "national_id", "phone", "note"),
    ),
    (Procedure.NEW, Holder.ORGANISATION): (
        *("stt", "organisation", "parent_agency", "manager", "phone", "note"),
    ),
    (Procedure.RESET, Holder.PERSON): (
        *("stt", "name", "unit", "position", "phone", "email", "note"),
    ),
    (Procedure.RESET, Holder.ORGANISATION): (
        *("stt", "organisation", "email", "manager", "phone", "note"),
    ),
}


@dataclass(frozen=True, slots=True)
class TypedList:
    """Rows of one form, each with a cell for every column; empty where nothing was typed."""

    procedure: Procedure
    holder: Holder
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the form's columns."""
        return COLUMNS[self.procedure, self.holder]


def typed_list(text: str, procedure: Procedure, holder: Holder, words: Words) -> TypedList:
    """Return the list that stands in tab-separated text, as Excel puts it on the clipboard.

    A heading that was copied along, a line of column numbers and empty lines are left out; a list
    without the column of ordinals gets it. BadInputError tells which line does not fit.
    """
    columns = COLUMNS[procedure, holder]
    found = [row for row in _lines(text) if any(row) and not _is_heading(row, columns, words)]
    if len(found) > MOST_ROWS:
        raise BadInputError(words.say("manual.too_many_rows", most=str(MOST_ROWS)))
    without = bool(found) and all(len(row) == len(columns) - 1 for row in found)
    numbered = [(str(n), *row) for n, row in enumerate(found, 1)] if without else found
    fitted = [_fitted(n, row, columns, words) for n, row in enumerate(numbered, 1)]
    return TypedList(procedure, holder, tuple(fitted))


def as_workbook(typed: TypedList, words: Words) -> bytes:
    """Return the list as the decision's form: title, heading, rows; every cell is text."""
    from openpyxl import Workbook  # noqa: PLC0415 (slow to import, rarely needed)

    book = Workbook()
    sheet = book.worksheets[0]
    title = words.say(f"manual.title_{typed.procedure}")
    heading = [words.say(f"manual.column_{name}") for name in typed.columns]
    for line, cells in enumerate(([title], heading, *typed.rows), 1):
        for column, value in enumerate(cells, 1):
            cell = sheet.cell(line, column, value)
            cell.data_type, cell.number_format = "s", "@"
    told = BytesIO()
    book.save(told)
    return told.getvalue()


def _lines(text: str) -> list[tuple[str, ...]]:
    reader = csv.reader(StringIO(text.replace("\r\n", "\n")), delimiter="\t")
    try:
        return [_trimmed([clean_text(cell)[:_MOST_CELL] for cell in row]) for row in reader]
    except csv.Error:
        return [_trimmed([clean_text(c) for c in line.split("\t")]) for line in text.split("\n")]


def _trimmed(row: list[str]) -> tuple[str, ...]:
    return tuple(row) if any(row) else ()


def _is_heading(row: Sequence[str], columns: Sequence[str], words: Words) -> bool:
    """Return whether the line is the form's heading, or the numbers under it."""
    if len(row) > 1 and all(cell.strip("()").isdigit() for cell in row):
        return [int(cell.strip("()")) for cell in row] == list(range(1, len(row) + 1))
    known = {name_key(words.say(f"manual.column_{name}")) for name in columns}
    told = [name_key(cell) for cell in row if cell]
    return sum(cell in known or cell == "stt" for cell in told) >= max(2, len(told) // 2)


def _fitted(n: int, row: Sequence[str], columns: Sequence[str], words: Words) -> tuple[str, ...]:
    extra = [cell for cell in row[len(columns) :] if cell]
    if extra:
        raise BadInputError(
            words.say("manual.too_many_cells", line=str(n), columns=str(len(columns)))
        )
    cells = list(row[: len(columns)])
    return tuple(cells + [""] * (len(columns) - len(cells)))
