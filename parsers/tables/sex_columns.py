"""Columns for the sex: one, or one of ticks for men and one for women."""

from __future__ import annotations

from parsers.tables import Entry, ListTable
from parsers.values.sex import Stated, says_nothing, sex_of_header

SEXES = ("gender", "gender_beside")
"""The second where men and women are marked in a column of their own."""


def sex_cells(entry: Entry, table: ListTable) -> list[Stated]:
    """Return what a row says of the person's sex, each cell with its header."""
    columns = [name for name in SEXES if name in table.columns.fields]
    return [(entry.texts.get(name, ""), table.header_of(name)) for name in columns]


def tells_sex(table: ListTable) -> bool:
    """Return whether a row that says nothing of the sex is an exception, or tells it by that: half
    of the rows say it, or anybody is marked in a column for one sex alone.
    """
    rows = [sex_cells(entry, table) for entry in table.entries]
    said = sum(not all(says_nothing(text) for text, _ in cells) for cells in rows)
    alone = bool(rows) and len(rows[0]) == 1 and sex_of_header(rows[0][0][1]) is not None
    return said > 0 and (alone or 2 * said >= len(rows))
