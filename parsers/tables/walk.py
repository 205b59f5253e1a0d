"""Goes through a reading from top to bottom and gathers its list tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from parsers.columns import LISTLIKE
from parsers.flag import Flag, FlagCode, without_numbers
from parsers.joining import Wrapping, join_cell, wrapping_of
from parsers.meaning.instruction import limits, title_limits
from parsers.meaning.procedure import headed_procedure, nearest_procedure
from parsers.reading import Grid, Line, Reading
from parsers.tables.cut_header import (
    from_row,
    half_header,
    holds_values,
    unlike_header,
    with_upper_half,
)
from parsers.tables.entries import EntryReader
from parsers.tables.furniture import Furniture
from parsers.tables.header import Header, find_header, header_at
from parsers.tables.page_break import continues, with_open_column
from parsers.tables.table import Listing, ListTable
from parsers.tables.title import titles_in
from parsers.tables.total import counted_below
from parsers.text.words import bare, clean

LINES_OF_HEADING = 14


def list_tables(reading: Reading) -> Listing:
    """Return the list tables of a reading in order."""
    walk = _Walk(Furniture(block for block in reading.blocks if isinstance(block, Line)))
    for block in reading.blocks:
        walk.take(block)
    return Listing(
        tuple(walk.tables),
        tuple(walk.lines),
        tuple(walk.flags),
        tuple(walk.ends),
        tuple(walk.titles),
    )


@dataclass(slots=True)
class _Walk:
    furniture: Furniture
    tables: list[ListTable] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    titles: list[Line] = field(default_factory=list)
    heading: list[str] = field(default_factory=list)
    procedure: str = ""
    group: str = ""
    last: Grid | None = None
    lines_till_last: int = 0
    half: _Half | None = None

    def take(self, block: Line | Grid) -> None:
        """Take the next block of the file."""
        if isinstance(block, Line):
            text = clean(block.text)
            if self.last is not None and self.tables and not self.heading:
                self.tables[-1] = counted_below(self.tables[-1], text)
            self.lines.append(block)
            self.heading.append(text)
        else:
            self._grid(block)

    def _grid(self, grid: Grid) -> None:
        grid = with_open_column(self.last, grid)
        wrapping = wrapping_of(grid)
        if self.half is not None:
            grid = self._made_whole(self.half, grid, wrapping)
        head = find_header(grid, wrapping)
        goes_on = bool(self.tables) and self.last is not None and continues(self.last, grid)
        half = half_header(grid)
        is_row = goes_on and head is None
        self.half = None if half is None else _Half(half, self._kept(), row=is_row)
        # A header typed again some rows below a page's top heads none of the rows above it.
        if head is not None and not (head.above and goes_on):
            self._headed(grid, head, wrapping)
        elif goes_on and not self.furniture.text_among(self.lines[self.lines_till_last :]):
            self._rows(grid, 0, wrapping, continued=True)
        else:
            self._unknown(grid, wrapping, listed=goes_on)

    def _kept(self) -> _Walk:
        """Return the walk as it is, to come back to when the grid proves half a header."""
        return replace(
            self,
            tables=[*self.tables],
            flags=[*self.flags],
            titles=[*self.titles],
            heading=[*self.heading],
            half=None,
        )

    def _made_whole(self, half: _Half, grid: Grid, wrapping: Wrapping) -> Grid:
        """Return the grid with the header whole and go back to before its half, if it is one."""
        whole = with_upper_half(half.grid, grid, wrapping, row=half.row)
        if whole is None:
            return grid
        before = half.before
        self.tables, self.flags, self.heading = before.tables, before.flags, before.heading
        self.titles = before.titles
        self.procedure, self.group, self.last = before.procedure, before.group, before.last
        self.lines_till_last = before.lines_till_last
        self._doubt_header(half.grid, whole)
        return whole

    def _doubt_header(self, half: Grid, whole: Grid) -> None:
        for cell in unlike_header(half, whole):
            text = without_numbers(join_cell(cell, wrapping_of(whole)).text)
            self.flags.append(Flag(FlagCode.ROW_ASIDE, (("text", text),), cell.place))

    def _headed(self, grid: Grid, head: Header, wrapping: Wrapping) -> None:
        words = " ".join([*self.heading[-LINES_OF_HEADING:], *head.above])
        for text in (*head.above, *head.texts):
            self.flags += limits(text, grid.place)
        self.titles += [Line(text, grid.place) for text in head.above]
        titles = [*titles_in(self.heading[-LINES_OF_HEADING:], below_list=bool(self.tables))]
        for text in titles:
            self.flags += title_limits(text, grid.place)
        named = headed_procedure if self.tables else nearest_procedure
        self.procedure = named(words) or self.procedure
        repeated = self._is_repeated(grid, head)
        if self.half is None and head.end == grid.rows:
            self.half = _Half(from_row(grid, head.start), self._kept(), row=False)
        if not repeated:
            title = " ".join((*titles, *head.above))
            of = (head.columns, self.procedure, words, grid.place)
            self.tables.append(ListTable(*of, headers=head.texts, title=title))
        self._rows(grid, _past_again(grid, head, wrapping), wrapping, continued=repeated)

    def _is_repeated(self, grid: Grid, head: Header) -> bool:
        """Return whether the header only stands once more on the next page, with its title."""
        if not self.tables or self.last is None or self.last.place.page == grid.place.page:
            return False
        table, title = self.tables[-1], " ".join(self.heading)
        return (
            table.columns == head.columns
            and (not headed_procedure(title) or bare(title) in bare(table.heading))
            and headed_procedure(" ".join(head.above)) in ("", table.procedure)
        )

    def _rows(self, grid: Grid, start: int, wrapping: Wrapping, *, continued: bool) -> None:
        table = self.tables[-1]
        reader = EntryReader(replace(table, begun=None), grid, wrapping, at_page_top=continued)
        if continued:
            reader.begun = table.begun
            # A group's title may be the last line of its page, all its rows on the next.
            reader.group = self.group
            reader.procedure = table.entries[-1].procedure if table.entries else reader.procedure
        for index in range(start, grid.rows):
            head = header_at(grid, index, wrapping)
            if head is not None and index > start:
                before = self.last
                self.finish(reader, grid)
                if continued and reader.table.entries == table.entries:
                    # Only titles stand above the header: the list is as the page before left it.
                    self.tables[-1], self.last = table, before
                self.heading = [title.text for title in reader.titles[-1:]]
                self._headed(grid, head, wrapping)
                return
            if self.half is None and index == grid.rows - 1 and not holds_values(grid, index):
                self.half = _Half(from_row(grid, index), self._kept_with(reader, grid), row=True)
            reader.take(index)
        self.finish(reader, grid)

    def _kept_with(self, reader: EntryReader, grid: Grid) -> _Walk:
        """Return the walk as it were if the grid ended with what the reader took."""
        kept = self._kept()
        kept.finish(reader, grid)
        kept.heading = [title.text for title in reader.titles[-1:]]
        return kept

    def finish(self, reader: EntryReader, grid: Grid) -> None:
        """Take what the reader made of the grid's rows."""
        self.tables[-1] = reader.table
        self.flags += reader.flags
        self.titles += reader.titles
        self.procedure, self.group = reader.procedure or self.procedure, reader.group
        self.last, self.lines_till_last, self.heading = grid, len(self.lines), []
        self.ends.append(len(self.lines))

    def _unknown(self, grid: Grid, wrapping: Wrapping, *, listed: bool) -> None:
        """Keep the text of a table that lists nobody: a letter's head may stand in a table.

        One that may be `listed`, having the columns of the list above, is always flagged.
        """
        texts = []
        for index in range(grid.rows):
            for cell in grid.starting(index):
                texts.append(join_cell(cell, wrapping).text)
                self.lines += [Line(line.text, cell.place) for line in cell.lines]
        whole = " ".join(texts)
        if listed or (LISTLIKE.search(whole) and not _is_letter_part(whole)):
            self.flags.append(Flag(FlagCode.TABLE_UNKNOWN, place=grid.place))
        self.last = None


@dataclass(frozen=True, slots=True)
class _Half:
    """What may be the upper half of a header, and the walk as it was without it.

    `row` tells that it was read as a row of the list before it.
    """

    grid: Grid
    before: _Walk
    row: bool


def _past_again(grid: Grid, head: Header, wrapping: Wrapping) -> int:
    """Return the row after the header, and after the same one typed once more right below it."""
    again = header_at(grid, head.end, wrapping) if head.end < grid.rows else None
    return again.end if again and again.columns == head.columns else head.end


def _is_letter_part(text: str) -> bool:
    return bool(re.search(r"noi nhan|doc lap - tu do|kinh gui", bare(text)))
