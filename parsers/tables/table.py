"""A list table as it was found: its columns, and its rows as they stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.columns import Columns
from parsers.flag import Flag, FlagCode
from parsers.joining import Wrapping
from parsers.reading import Cell, Line
from parsers.source import Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list as it stands: the cells' text and place by field.

    `proposals` are texts of a merged cell that a page break cut, where this row's part is empty or
    only the lower half.
    """

    texts: dict[str, str]
    places: dict[str, Place]
    place: Place
    group: str = ""
    procedure: str = ""
    doubts: tuple[tuple[FlagCode, str], ...] = ()
    proposals: dict[str, str] = field(default_factory=dict)
    pieces: dict[str, tuple[Cell, Wrapping]] = field(default_factory=dict)

    @property
    def raw(self) -> dict[str, str]:
        """Return what stands in the file, where a text is a proposal too."""
        kept = {name: cell.raw for name, (cell, _) in self.pieces.items() if cell.raw}
        return {name: kept.get(name, text) for name, text in self.texts.items()}


@dataclass(frozen=True, slots=True)
class ListTable:
    """A table that lists people or units. `procedure` is what its heading names, "" for nothing.

    `title` is what of the heading calls the list, and no words of the letter's; `headers` are all
    header texts; `stated_total` is the number a totals row gives. `begun` is a
    row of which only the number found room at the end of its page.
    """

    columns: Columns
    procedure: str
    heading: str
    place: Place
    entries: tuple[Entry, ...] = ()
    headers: tuple[str, ...] = ()
    stated_total: int | None = None
    begun: Entry | None = None
    title: str = ""

    def header_of(self, field_name: str) -> str:
        """Return the header of a field's column, "" where the table has none."""
        at = self.columns.fields.get(field_name, len(self.headers))
        return self.headers[at] if at < len(self.headers) else ""


@dataclass(frozen=True, slots=True)
class Listing:
    """All list tables of a reading, its running text, and what came to notice.

    `ends` tells how many of the lines stand above the end of each grid of a list; `titles` are the
    texts inside the lists that head rows or sum them up.
    """

    tables: tuple[ListTable, ...]
    lines: tuple[Line, ...]
    flags: tuple[Flag, ...]
    ends: tuple[int, ...] = ()
    titles: tuple[Line, ...] = ()
