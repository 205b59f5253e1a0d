"""Grids become list tables: header, entries, and what in them is no row of anybody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from parsers.columns import Columns, read_columns
from parsers.flag import Flag, FlagCode
from parsers.joining import Joined, Wrapping, join_cell, wrapping_of
from parsers.procedure import nearest_procedure
from parsers.reading import Cell, Grid, Line, Reading
from parsers.source import Box, Place, joined_box
from parsers.values.doubt import is_placeholder
from parsers.values.person_name import looks_like_name
from parsers.words import bare, clean

HEADER_ROWS = 6
TOTAL = re.compile(
    r"^(?:tổng cộng|tổng số|tổng|cộng)(?:\s*$|\s*[:.(–-]|\s+\d|\s+(?:số|có|danh sách)\b)",
    re.IGNORECASE,
)
LISTED = re.compile(r"^\(?\s*danh sách (?:này |trên )?(?:có|gồm)\b", re.IGNORECASE)
COUNT = re.compile(r"\b\d{1,4}\b")
NUMBER_CELL = re.compile(r"^\(?(?:\d{1,2}|[a-zA-Z])\)?$")
NEVER_SHARED = frozenset({"stt", "name", "national_id", "phone", "email", "manager"})
WHOLE = (re.compile(r"\b0\d{9,11}\b"), re.compile(r"\b\d{12}\b"), re.compile(r"\w@\w+\.\w"))
NO_HEADER = "?"
TIGHT = frozenset({"stt", "national_id", "email", "manager_email"})
LISTLIKE = re.compile(r"\b0\d{9,11}\b|\b\d{12}\b|@\w")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list as it stands: the cells' text and place by field.

    `proposals` are texts of a merged cell that a page break cut, where this row's part is empty.
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

    `headers` are all header texts; `stated_total` is the number a totals row gives.
    """

    columns: Columns
    procedure: str
    heading: str
    place: Place
    entries: tuple[Entry, ...] = ()
    headers: tuple[str, ...] = ()
    stated_total: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """All list tables of a reading, its running text, and what came to notice."""

    tables: tuple[ListTable, ...]
    lines: tuple[Line, ...]
    flags: tuple[Flag, ...]


def list_tables(reading: Reading) -> Listing:
    """Return the list tables of a reading in order."""
    walk = _Walk()
    for block in reading.blocks:
        walk.take(block)
    return Listing(tuple(walk.tables), tuple(walk.lines), tuple(walk.flags))


@dataclass(slots=True)
class _Walk:
    tables: list[ListTable] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    heading: list[str] = field(default_factory=list)
    procedure: str = ""
    group: str = ""
    last: Grid | None = None
    half: Grid | None = None

    def take(self, block: Line | Grid) -> None:
        """Take the next block of the file."""
        if isinstance(block, Line):
            text = clean(block.text)
            if self.last is not None and self.tables and not self.heading:
                self.tables[-1] = _counted(self.tables[-1], text)
            self.lines.append(block)
            self.heading.append(text)
        else:
            self._grid(block)

    def _grid(self, grid: Grid) -> None:
        wrapping = wrapping_of(grid)
        whole = self._with_upper_half(grid, wrapping)
        if whole is not None:
            grid = whole
            if self.tables and self.last is self.half:
                self.tables.pop()
        self.half = grid if grid.rows == 1 and not _holds_values(grid, 0) else None
        head = _find_header(grid, wrapping)
        goes_on = bool(self.tables) and self.last is not None and _continues(self.last, grid)
        # A header typed again some rows below a page's top heads none of the rows above it.
        if head is not None and not (head.above and goes_on):
            self._headed(grid, head, wrapping)
        elif goes_on:
            self._rows(grid, 0, wrapping, continued=True)
        else:
            self._unknown(grid, wrapping)

    def _with_upper_half(self, grid: Grid, wrapping: Wrapping) -> Grid | None:
        """Return the grid with the header whole, if the page before ended inside the header."""
        half = self.half
        if half is None or not _continues(half, grid) or _holds_values(grid, 0):
            return None
        stitched = _stitched(half, grid)
        known = [_fields_at(part, wrapping) for part in (half, grid, stitched)]
        same = known[0] == known[1]
        more = bool(known[2]) and len(known[2]) >= max(len(known[0]), len(known[1]))
        return stitched if more and not same else None

    def _headed(self, grid: Grid, head: _Header, wrapping: Wrapping) -> None:
        words = " ".join([*self.heading[-14:], *head.above])
        self.procedure = nearest_procedure(words) or self.procedure
        repeated = (
            bool(self.tables)
            and self.last is not None
            and self.last.place.page != grid.place.page
            and self.tables[-1].columns == head.columns
            and not nearest_procedure(" ".join(self.heading))
        )
        if not repeated:
            self.tables.append(
                ListTable(head.columns, self.procedure, words, grid.place, headers=head.texts)
            )
        self._rows(grid, head.end, wrapping, continued=repeated)

    def _rows(self, grid: Grid, start: int, wrapping: Wrapping, *, continued: bool) -> None:
        table = self.tables[-1]
        reader = _RowReader(table, grid, wrapping, at_page_top=continued)
        if continued:
            # A group's title may be the last line of its page, all its rows on the next.
            reader.group = self.group
            reader.procedure = table.entries[-1].procedure if table.entries else reader.procedure
        for index in range(start, grid.rows):
            head = _header_at(grid, index, wrapping)
            if head is not None and index > start:
                self._finish(reader, grid)
                self.heading = reader.titles
                self._headed(grid, head, wrapping)
                return
            reader.take(index)
        self._finish(reader, grid)

    def _finish(self, reader: _RowReader, grid: Grid) -> None:
        self.tables[-1] = reader.table
        self.flags += reader.flags
        self.procedure, self.group = reader.procedure or self.procedure, reader.group
        self.last, self.heading = grid, []

    def _unknown(self, grid: Grid, wrapping: Wrapping) -> None:
        """Keep the text of a table that lists nobody: a letter's head may stand in a table."""
        texts = []
        for index in range(grid.rows):
            for cell in _starting(grid, index):
                texts.append(join_cell(cell, wrapping).text)
                self.lines += [Line(line.text, cell.place) for line in cell.lines]
        if LISTLIKE.search(" ".join(texts)) and not _is_letter_part(" ".join(texts)):
            self.flags.append(Flag(FlagCode.TABLE_UNKNOWN, place=grid.place))
        self.last = None


def _counted(table: ListTable, text: str) -> ListTable:
    """Return the table with the number of rows that a text claims, where it is another.

    A number fits that counts the whole table so far or its last group.
    """
    found = COUNT.search(text) if TOTAL.match(text) or LISTED.match(text) else None
    if found is None:
        return table
    last = table.entries[-1].group if table.entries else ""
    group = sum(1 for _ in takewhile(lambda entry: entry.group == last, reversed(table.entries)))
    stated = int(found.group())
    return table if stated in (group, len(table.entries)) else replace(table, stated_total=stated)


def _is_letter_part(text: str) -> bool:
    return bool(re.search(r"noi nhan|doc lap - tu do|kinh gui", bare(text)))


def _holds_values(grid: Grid, row: int) -> bool:
    text = "".join(_plain(cell) for cell in _starting(grid, row))
    return any(char.isdigit() or char == "@" for char in text)


def _fields_at(grid: Grid, wrapping: Wrapping) -> frozenset[str]:
    head = _header_at(grid, 0, wrapping)
    return frozenset(head.columns.fields) if head else frozenset()


def _stitched(half: Grid, grid: Grid) -> Grid:
    """Return the grid with the lines of the half header above those of its first row."""
    above = {cell.column: cell.lines for cell in half.cells}
    cells = [
        replace(cell, lines=above.get(cell.column, ()) + cell.lines) if cell.row == 0 else cell
        for cell in grid.cells
    ]
    return replace(grid, cells=tuple(cells))


@dataclass(frozen=True, slots=True)
class _Header:
    columns: Columns
    texts: tuple[str, ...]
    above: tuple[str, ...]
    end: int


def _find_header(grid: Grid, wrapping: Wrapping) -> _Header | None:
    """Return the first rows that name fields, one level or two."""
    above: list[str] = []
    for start in range(min(grid.rows, HEADER_ROWS)):
        head = _header_at(grid, start, wrapping)
        if head is not None:
            return replace(head, above=tuple(above))
        above += [join_cell(cell, wrapping).text for cell in _starting(grid, start)]
    return None


def _header_at(grid: Grid, start: int, wrapping: Wrapping) -> _Header | None:
    """Return the header that begins in this row, one level or two."""
    cells = _starting(grid, start)
    if sum(bool(cell.lines) for cell in cells) < 3:
        return None
    depth = max(cell.row_span for cell in cells)
    for end in dict.fromkeys((start + depth, start + 1)):
        headers = _header_texts(grid, start, min(end, grid.rows), wrapping)
        columns = read_columns(headers)
        if columns is not None and _is_header(headers):
            texts = tuple(whole for whole, _ in headers)
            return _Header(columns, texts, (), _past_numbers(grid, min(end, grid.rows)))
    return None


def _is_header(headers: Sequence[tuple[str, str]]) -> bool:
    """Return whether no cell holds a value: a header names, it does not tell."""
    return not any(LISTLIKE.search(whole) or whole.isdigit() for whole, _ in headers)


def _header_texts(grid: Grid, start: int, end: int, wrapping: Wrapping) -> list[tuple[str, str]]:
    found = []
    for column in range(grid.columns):
        parts: list[str] = []
        seen: list[Cell] = []
        for index in range(start, end):
            cell = grid.row(index)[column]
            if cell is not None and cell not in seen:
                seen.append(cell)
                parts.append(join_cell(cell, wrapping).text)
        own = parts[-1] if parts else ""
        found.append((clean(" ".join(parts)), own))
    return found


def _past_numbers(grid: Grid, index: int) -> int:
    """Return the row after the one that only numbers the columns, if there is one."""
    if index >= grid.rows:
        return index
    texts = [_plain(cell) for cell in _starting(grid, index)]
    drawn = [text for text in texts if text]
    counts = len(drawn) >= 3 and all(NUMBER_CELL.match(text) for text in drawn)
    return index + 1 if counts else index


def _starting(grid: Grid, index: int) -> list[Cell]:
    return sorted((cell for cell in grid.cells if cell.row == index), key=lambda cell: cell.column)


def _plain(cell: Cell) -> str:
    return clean(" ".join(line.text for line in cell.lines))


def _continues(last: Grid, grid: Grid) -> bool:
    """Return whether a grid without a header goes on with the one before it."""
    if grid.columns != last.columns:
        return False
    if not grid.edges or not last.edges:
        return False
    follows = (grid.place.page or 0) - (last.place.page or 0) in (0, 1)
    return follows and all(abs(a - b) < 0.02 for a, b in zip(grid.edges, last.edges, strict=True))


@dataclass(slots=True)
class _RowReader:
    """Takes the rows of one grid into a table."""

    table: ListTable
    grid: Grid
    wrapping: Wrapping
    at_page_top: bool
    flags: list[Flag] = field(default_factory=list)
    group: str = ""
    procedure: str = ""
    titles: list[str] = field(default_factory=list)
    cut: dict[str, tuple[Cell, str]] = field(default_factory=dict)

    def take(self, index: int) -> None:
        """Take one row: an entry, the rest of one, a group's name, a total, or nothing."""
        row = self.grid.row(index)
        own = [cell for cell in _starting(self.grid, index) if _plain(cell)]
        if not own:
            return
        texts = [_plain(cell) for cell in own]
        if self._is_total(texts):
            self.table = _counted(self.table, " ".join(texts))
        elif self._is_group(own):
            self._group(own)
        else:
            self._row(row, index)
        self.at_page_top = False

    def _row(self, row: Sequence[Cell | None], index: int) -> None:
        if self.at_page_top and self.table.entries:
            self._note_cut_cells(row)
        if self.at_page_top and self._is_rest(row):
            self._append_rest(row)
        else:
            self._entry(row, index)

    def _is_total(self, texts: Sequence[str]) -> bool:
        listed = LISTLIKE.search(" ".join(texts))
        return len(texts) <= 3 and bool(TOTAL.match(texts[0])) and not listed

    def _is_group(self, own: Sequence[Cell]) -> bool:
        """Return whether the row is one wide title, perhaps after a Roman number."""
        wide = own[-1].column_span >= max(2, self.grid.columns // 2)
        if len(own) == 1:
            return wide
        return len(own) == 2 and wide and own[0].column == 0

    def _group(self, own: Sequence[Cell]) -> None:
        title = join_cell(own[-1], self.wrapping).text
        self.procedure = nearest_procedure(title) or self.procedure
        self.titles = [title]
        self.group = re.sub(r"^(?:[IVX]+|\d+|[A-Z])[.)]\s*", "", title)
        self.flags.append(Flag(FlagCode.GROUP_ROW, (("text", title),), own[-1].place))

    def _is_rest(self, row: Sequence[Cell | None]) -> bool:
        """Return whether the first row of a page is the lower half of the page before's last."""
        if not self.table.entries or "stt" not in self.table.columns.fields:
            return False
        number = row[self.table.columns.fields["stt"]]
        return number is None or not _plain(number)

    def _append_rest(self, row: Sequence[Cell | None]) -> None:
        last = self.table.entries[-1]
        parts = {name: cell for name, cell in self._cells(row).items() if _plain(cell)}
        if any(_both_whole(last.texts.get(name, ""), _plain(cell)) for name, cell in parts.items()):
            self._entry(row, -1)
            return
        texts, doubts, pieces = dict(last.texts), list(last.doubts), dict(last.pieces)
        for name, cell in parts.items():
            piece = last.pieces.get(name)
            lines = (*(piece[0].lines if piece else ()), *cell.lines)
            joined = join_cell(replace(cell, lines=lines), self.wrapping, tight=name in TIGHT)
            texts[name] = joined.text
            raw = clean(f"{piece[0].raw if piece else ''} {cell.raw}")
            whole = replace(piece[0] if piece else cell, lines=lines, raw=raw)
            pieces[name] = (whole, self.wrapping)
            if joined.unsure:
                doubts.append((FlagCode.LINE_BREAK_UNSURE, name))
        doubts.append((FlagCode.ROW_SPLIT, ""))
        entry = replace(last, texts=texts, doubts=tuple(doubts), pieces=pieces)
        self.table = replace(self.table, entries=(*self.table.entries[:-1], entry))

    def _cells(self, row: Sequence[Cell | None]) -> dict[str, Cell]:
        fields = {**self.table.columns.fields}
        found = {name: cell for name, column in fields.items() if (cell := row[column]) is not None}
        for column, header in enumerate(self.table.headers):
            cell = row[column] if column not in fields.values() else None
            if cell is not None and (header or cell.lines) and header not in found:
                found[header or NO_HEADER] = cell
        return found

    def _entry(self, row: Sequence[Cell | None], index: int) -> None:
        texts: dict[str, str] = {}
        doubts: list[tuple[FlagCode, str]] = []
        cells = self._cells(row)
        for name, cell in cells.items():
            joined = join_cell(cell, self.wrapping, tight=name in TIGHT)
            texts[name] = joined.text
            if joined.unsure:
                doubts.append((FlagCode.LINE_BREAK_UNSURE, name))
            if name == "name" and self._names_several(joined):
                doubts.append((FlagCode.ROW_UNCLEAR, name))
            if name == NO_HEADER:
                doubts.append((FlagCode.ROW_UNCLEAR, name))
            if cell.column_span > 1 and joined.text and name in self.table.columns.fields:
                doubts.append((FlagCode.ROW_UNCLEAR, name))
            if cell.row_span > 1 and joined.text and name in NEVER_SHARED:
                doubts.append((FlagCode.ROW_UNCLEAR, name))
            elif cell.row < index and joined.text:
                doubts.append((FlagCode.MERGED_CELL, name))
            elif self._may_lack_text(name, cell, joined.text):
                doubts.append((FlagCode.ROW_UNCLEAR, name))
        if all(is_placeholder(text) for name, text in texts.items() if name != "stt"):
            return
        entry = Entry(
            texts,
            {name: cell.place for name, cell in cells.items()},
            _row_place(cells),
            self.group,
            self.procedure,
            tuple(doubts),
            {
                name: text
                for name, (cell, text) in self.cut.items()
                if text and cells.get(name) == cell and name not in NEVER_SHARED
            },
            {name: (cell, self.wrapping) for name, cell in cells.items()},
        )
        self.table = replace(self.table, entries=(*self.table.entries, entry))

    def _names_several(self, joined: Joined) -> bool:
        """Return whether a person's cell holds two names, one below the other."""
        named = [part for part in joined.typed if looks_like_name(part)]
        return self.table.columns.shape == "individual" and len(named) > 1

    def _may_lack_text(self, name: str, cell: Cell, text: str) -> bool:
        """Return whether a merged cell may have its text, or half of it, on another page."""
        if name not in self.table.columns.fields:
            return False
        cut = name in self.cut and self.cut[name][0] == cell
        return cut or (cell.row_span > 1 and not text and name != "note")

    def _note_cut_cells(self, row: Sequence[Cell | None]) -> None:
        """Mark the merged cells that the page break may have cut, on both sides of it.

        One text on both sides was repeated. A text on one side may belong to the rows of both, and
        so may each half of a text that filled its part to the end.
        """
        for name, cell in self._cells(row).items():
            above = self.table.entries[-1].pieces.get(name)
            if above is None or max(above[0].row_span, cell.row_span) == 1:
                continue
            upper, lower = (join_cell(part, self.wrapping).text for part in (above[0], cell))
            if upper == lower and (upper or name == "note"):
                continue
            if upper and lower and self._has_room_left(name, above[0]):
                continue
            if upper or not lower:
                self.cut[name] = (cell, "" if lower else upper)
            if lower or not upper:
                self._doubt_above(name, above[0], "" if upper else lower)

    def _has_room_left(self, name: str, cell: Cell) -> bool:
        """Return whether a cell's rows have more lines than its text: then it ends there."""
        rows = [
            [len(piece.lines) for other, (piece, _) in entry.pieces.items() if other != name]
            for entry in self.table.entries
            if name in entry.pieces and entry.pieces[name][0] == cell
        ]
        return len(cell.lines) < sum(max([1, *row]) for row in rows)

    def _doubt_above(self, name: str, cell: Cell, proposal: str) -> None:
        """Mark the rows of the page before that share a cell."""
        entries = tuple(
            replace(
                entry,
                doubts=(*entry.doubts, (FlagCode.ROW_UNCLEAR, name)),
                proposals=entry.proposals | {name: proposal},
            )
            if name in entry.pieces and entry.pieces[name][0] == cell
            else entry
            for entry in self.table.entries
        )
        self.table = replace(self.table, entries=entries)


def _both_whole(one: str, other: str) -> bool:
    """Return whether both halves hold a whole number or address, so that they are two rows."""
    return any(rule.search(one) and rule.search(other) for rule in WHOLE)


def _row_place(cells: dict[str, Cell]) -> Place:
    places = [cell.place for cell in cells.values()]
    boxes: list[Box] = [place.box for place in places if place.box]
    first = places[0]
    return replace(first, box=joined_box(boxes))
