"""A table in a CSV file, the way spreadsheet programs write it; every fault has its line.

UTF-8 with or without byte order mark; separated by comma, semicolon or tab, whichever the head
line uses; the head line names the columns in any order, in English or Vietnamese.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mailbot.cases.name import clean_text, name_key
from mailbot.errors import BadInputError
from mailbot.words import Words

_MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns a table may have. `vietnamese` maps other names to these."""

    names: tuple[str, ...]
    required: tuple[str, ...]
    vietnamese: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: its cells by column, cleaned, and where it stands."""

    file: str
    number: int
    cells: Mapping[str, str]
    words: Words

    def text(self, column: str) -> str:
        """Return the cell; empty where the table has no such column."""
        return self.cells.get(column, "")

    def required(self, column: str) -> str:
        """Return the cell; BadInputError when it is empty."""
        return self.text(column) or self._refuse("csv.empty", column)

    def choice(self, column: str, values: Mapping[str, str]) -> str:
        """Return what the cell's text (in any case) stands for; BadInputError for another."""
        value = self.text(column).casefold()
        if value not in values:
            self._refuse("csv.no_choice", column, known=", ".join(name for name in values if name))
        return values[value]

    def fault(self, code: str, column: str, **fields: str) -> BadInputError:
        """Return the error that says what is wrong with this cell."""
        where = {"file": self.file, "line": str(self.number), "column": column}
        return BadInputError(self.words.say(code, **where, value=self.text(column), **fields))

    def _refuse(self, code: str, column: str, **fields: str) -> str:
        raise self.fault(code, column, **fields)


def read_table(data: bytes, file: str, columns: Columns, words: Words) -> tuple[Line, ...]:
    """Return every line that is not empty; BadInputError says what to mend."""
    text = _text(data, file, words)
    separator = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        present = _present(next(reader, []), file, columns, words)
        lines = [(reader.line_num, [clean_text(cell) for cell in cells]) for cells in reader]
    except csv.Error as error:
        fields = {"file": file, "line": str(reader.line_num)}
        raise BadInputError(words.say("csv.unreadable", **fields)) from error
    return tuple(
        Line(file, number, _by_column(present, cells, file, number, words), words)
        for number, cells in lines
        if any(cells)
    )


def _text(data: bytes, file: str, words: Words) -> str:
    if len(data) > _MAX_BYTES:
        limit = str(_MAX_BYTES // 1_000_000)
        raise BadInputError(words.say("csv.too_large", file=file, limit=limit))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError(words.say("csv.not_utf8", file=file)) from error
    if "\0" in text:
        raise BadInputError(words.say("csv.not_csv", file=file))
    return text


def _present(head: Sequence[str], file: str, columns: Columns, words: Words) -> list[str]:
    """Return the columns of the head line; an unnamed one is empty."""
    known = {name_key(name): column for name, column in columns.vietnamese.items()}
    known |= {name_key(column): column for column in columns.names}
    names = [clean_text(name) for name in head]
    present = [known.get(name_key(name), "") for name in names]
    for place, (name, column) in enumerate(zip(names, present, strict=True)):
        if name and not column:
            every = ", ".join(columns.names)
            raise BadInputError(words.say("csv.unknown_column", file=file, name=name, known=every))
        if column and column in present[:place]:
            raise BadInputError(words.say("csv.repeated_column", file=file, name=name))
    missing = ", ".join(column for column in columns.required if column not in present)
    if missing:
        raise BadInputError(words.say("csv.missing_column", file=file, missing=missing))
    return present


def _by_column(
    present: Sequence[str], cells: Sequence[str], file: str, number: int, words: Words
) -> dict[str, str]:
    if any(cells[len(present) :]):
        counts = {"count": str(len(cells)), "expected": str(len(present))}
        told = words.say("csv.too_many_cells", file=file, line=str(number), **counts)
        raise BadInputError(told)
    return dict(zip(present, cells, strict=False))
