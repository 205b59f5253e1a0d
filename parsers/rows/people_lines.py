"""The lines of a cell for one person: each may name somebody else, or say something of him."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.flag import FlagCode
from parsers.joining import join_cell
from parsers.tables import Entry
from parsers.text.words import bare, clean
from parsers.values.manager import read_manager
from parsers.values.person_name import is_remark, looks_like_name

NAMED = {"individual": ("name",), "organisation": ("manager", "manager_name")}
"""Columns that name one person, by the shape of the table."""

_TWO, _ROYAL = 6, re.compile(r"\bton\b")
"""Nobody's name has so many words, but in the old royal family."""


def line_doubts(entry: Entry, shape: str) -> Iterator[tuple[FlagCode, str]]:
    """Yield what only the lines of a row's cells tell, and their texts on one line do not."""
    for column in NAMED[shape]:
        if column not in entry.pieces:
            continue
        cell, wrapping = entry.pieces[column]
        lines = [clean(line.text) for line in cell.lines]
        typed = join_cell(cell, wrapping).typed if len(lines) > 1 else ()
        if _names_several(column, lines, typed):
            if not _is_told(column, entry.texts[column]):
                yield _SEVERAL[column], column
        elif typed and is_remark(typed[-1], " ".join(typed[:-1])):
            yield FlagCode.NAME_ODD, column


_SEVERAL = {
    "name": FlagCode.ROW_UNCLEAR,
    "manager": FlagCode.MANAGER_UNCLEAR,
    "manager_name": FlagCode.MANAGER_UNCLEAR,
}


def _names_several(column: str, lines: Sequence[str], typed: Sequence[str]) -> bool:
    """Return whether a cell holds two names: one below the other, each ended where the next word
    had room, or of three words at least, or both in one, of six words at least.
    """
    if _is_of_two(_name_in(column, " ".join(lines))):
        return True
    ended = [part for part in typed if looks_like_name(_name_in(column, part))]
    names = [name for line in lines if looks_like_name(name := _name_in(column, line))]
    whole = [name for name in names if len(name.split()) > 2 and not _is_royal(name)]
    return max(len(ended), len(whole)) > 1


def _is_of_two(name: str) -> bool:
    return len(name.split()) >= _TWO and looks_like_name(name) and not _is_royal(name)


def _is_royal(name: str) -> bool:
    """Return whether it is one of the old royal family: "Công Tằng Tôn Nữ Quỳnh Chi"."""
    return _ROYAL.search(bare(name)) is not None


def _name_in(column: str, line: str) -> str:
    """Return the name on a line, which in an officer's cell may stand beside his other parts."""
    return read_manager(line).name if column == "manager" else line


def _is_told(column: str, text: str) -> bool:
    """Return whether the cell's text is unclear by itself."""
    return column == "manager" and FlagCode.MANAGER_UNCLEAR in read_manager(text).doubts
