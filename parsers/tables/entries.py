"""Takes the rows of one grid into a table: entries, groups, totals, and what goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from parsers.flag import Flag, FlagCode, without_numbers
from parsers.joining import Joined, Wrapping, join_cell
from parsers.meaning.instruction import limits, title_limits, told
from parsers.meaning.procedure import headed_procedure
from parsers.reading import Cell, Grid, Line
from parsers.source import Box, Place, joined_box
from parsers.tables.group_title import is_by_custom
from parsers.tables.halves import (
    ANCHORS,
    TIGHT,
    in_doubt,
    one_row,
    rest_of,
    with_end,
    with_end_like_sum,
    with_rest,
)
from parsers.tables.header import numbers_columns
from parsers.tables.merged import holds_several
from parsers.tables.page_break import doubted, may_be_one
from parsers.tables.row_kind import DrawnRow, RowKind
from parsers.tables.table import Entry, ListTable
from parsers.tables.total import counted, limits_aside
from parsers.values.doubt import is_as_above, is_placeholder
from parsers.values.person_name import is_whole_name, read_person_name
from parsers.values.somebody import person_in_line

NEVER_SHARED = frozenset({"stt", "name", "national_id", "phone", "email", "manager", "birth"})
NO_HEADER = "?"
LIKE_ENDS = {RowKind.TOTAL: with_end_like_sum, RowKind.SIGNATURES: with_end}
"""What else a row of such words may be below a page break: the end of the row above it."""

Doubt = tuple[FlagCode, str]


@dataclass(slots=True)
class EntryReader:
    """Takes the rows of one grid into a table."""

    table: ListTable
    grid: Grid
    wrapping: Wrapping
    at_page_top: bool
    begun: Entry | None = None
    flags: list[Flag] = field(default_factory=list)
    group: str = ""
    procedure: str = ""
    titles: list[Line] = field(default_factory=list)
    cut: dict[str, tuple[Cell, str]] = field(default_factory=dict)
    signed: bool = False

    def take(self, index: int) -> None:
        """Take one row: an entry, the rest of one, a group's name, a total, or nothing."""
        own = [cell for cell in self.grid.starting(index) if cell.text]
        if not own or numbers_columns(self.grid, index):
            return
        cells = self._cells(index)
        kind = DrawnRow(self.table, self.grid, own, cells).kind(below_signatures=self.signed)
        if not self._ends_here(cells, kind):
            self._take_as(kind, index, own, cells)
        self.at_page_top = False

    def _take_as(
        self, kind: RowKind, index: int, own: Sequence[Cell], cells: Mapping[str, Cell]
    ) -> None:
        match kind:
            case RowKind.TOTAL:
                text = " ".join(cell.text for cell in own)
                self.table = counted(self.table, text)
                line = Line(text, own[0].place)
                self._limit(line, limits(text, line.place), unclear=limits_aside(text))
            case RowKind.TITLE | RowKind.TITLE_PERHAPS if own[-1].column_span > 1:
                self._group(own, kind)
            case RowKind.SIGNATURES:
                self.signed = True
                self._aside(own)
            case _ if self.at_page_top and self._goes_on(cells):
                pass
            case RowKind.TITLE | RowKind.TITLE_PERHAPS:
                self._group(own, kind)
            case RowKind.ASIDE:
                self._aside(own)
            case RowKind.ENTRY if self._is_same_row(cells, index):
                self._take_second_line(cells, index)
            case RowKind.ENTRY:
                self._entry(cells, index)

    def _group(self, own: Sequence[Cell], kind: RowKind) -> None:
        title = join_cell(own[-1], self.wrapping).text
        self.procedure = headed_procedure(title) or self.procedure
        self.titles.append(Line(title, own[-1].place))
        self.group = re.sub(r"^(?:[IVX]+|\d+|[A-Z])[.)]\s*", "", title)
        is_title = kind is RowKind.TITLE and not _lists_somebody(title)
        code = FlagCode.GROUP_ROW if is_title else FlagCode.ROW_ASIDE
        self.flags.append(Flag(code, (("text", without_numbers(title)),), own[-1].place))
        unclear = is_title and not is_by_custom(title)
        self._limit(self.titles[-1], title_limits(title, own[-1].place), unclear=unclear)

    def _limit(self, line: Line, limited: Iterator[Flag], *, unclear: bool) -> None:
        """Take what a line of the list says against its rows, or that nobody understands it."""
        said = list(limited)
        if unclear and not said:
            said = [told(FlagCode.INSTRUCTION_STATED, line.text, line.place)]
        self.flags += said

    def _aside(self, own: Sequence[Cell]) -> None:
        text = " | ".join(without_numbers(cell.text) for cell in own)
        self.flags.append(Flag(FlagCode.ROW_ASIDE, (("text", text),), own[0].place))

    def _cells(self, index: int) -> dict[str, Cell]:
        """Return the row's cells by field, or by header where no field claims it."""
        row, fields = self.grid.row(index), self.table.columns.fields
        found = {name: cell for name, column in fields.items() if (cell := row[column]) is not None}
        for column, header in enumerate(self.table.headers):
            cell = row[column] if column not in fields.values() else None
            if cell is not None and (header or cell.lines) and header not in found:
                found[header or NO_HEADER] = cell
        return found

    def _goes_on(self, cells: Mapping[str, Cell]) -> bool:
        """Return whether the first row of a page is one with the row above it; take it so."""
        begun = self.begun and one_row(self.begun, cells, self.wrapping)
        if begun is not None:
            self._append(begun)
            return True
        if not self.table.entries:
            return False
        whole = one_row(self.table.entries[-1], cells, self.wrapping)
        if whole is None:
            rest = self._is_rest(cells)
            self._note_cut_cells(cells, rest=rest)
            whole = rest_of(self.table.entries[-1], cells, self.wrapping) if rest else None
        if whole is not None:
            self._take_for_last(whole)
        return whole is not None

    def _ends_here(self, cells: Mapping[str, Cell], kind: RowKind) -> bool:
        """Return whether the first row of a page, of sums' or signatures' words, is the rest of the
        row above it; take it so.
        """
        ended = LIKE_ENDS.get(kind)
        wide = any(cell.column_span > 1 for cell in cells.values() if cell.text)
        if ended is None or wide or not self.at_page_top or not self.table.entries:
            return False
        whole = ended(self.table.entries[-1], cells, self.wrapping)
        if whole is not None:
            self._take_for_last(whole)
        return whole is not None

    def _is_rest(self, cells: Mapping[str, Cell]) -> bool:
        """Return whether the first row of a page is the lower half of the page before's last."""
        anchor = next((name for name in ANCHORS if name in self.table.columns.fields), "")
        return bool(anchor) and not (anchor in cells and cells[anchor].text)

    def _is_same_row(self, cells: Mapping[str, Cell], index: int) -> bool:
        """Return whether number and name began in the row above: nobody else stands here.

        A rule runs through some other cell, drawn for two values or seen by a scanner alone.
        """
        anchors = [cells[name] for name in ANCHORS if name in cells]
        whole = all(cell.row < index and cell.text for cell in anchors)
        return bool(self.table.entries) and bool(anchors) and whole

    def _take_second_line(self, cells: Mapping[str, Cell], index: int) -> None:
        """Put what stands beside a merged number and name behind the row's own values, doubted."""
        rest = {name: cell for name, cell in cells.items() if cell.row == index and cell.text}
        whole = with_rest(self.table.entries[-1], rest, self.wrapping)
        self._take_for_last(in_doubt(whole, rest))

    def _take_for_last(self, entry: Entry) -> None:
        self.table = replace(self.table, entries=(*self.table.entries[:-1], entry))

    def _entry(self, cells: Mapping[str, Cell], index: int) -> None:
        joined = {
            name: join_cell(cell, self.wrapping, tight=name in TIGHT)
            for name, cell in cells.items()
        }
        texts = {name: cell.text for name, cell in joined.items()}
        doubts = [d for name in cells for d in self._doubts(name, cells[name], joined[name], index)]
        entry = Entry(
            texts,
            {name: cell.place for name, cell in cells.items()},
            _row_place(cells),
            self.group,
            self.procedure,
            tuple(doubts),
            self._proposals(cells),
            {name: (cell, self.wrapping) for name, cell in cells.items()},
        )
        values = [text for name, text in texts.items() if name != "stt"]
        if not all(map(is_placeholder, values)) or any(map(is_as_above, values)):
            self._append(entry)
        elif index == self.grid.rows - 1 and texts.get("stt"):
            self.table = replace(self.table, begun=entry)

    def _append(self, entry: Entry) -> None:
        self.table = replace(self.table, entries=(*self.table.entries, entry))

    def _doubts(self, name: str, cell: Cell, joined: Joined, index: int) -> Iterator[Doubt]:
        """Yield what is doubtful about where a cell's text stands, and how far it goes."""
        if joined.unsure:
            yield FlagCode.LINE_BREAK_UNSURE, name
        if name == NO_HEADER:
            yield FlagCode.ROW_UNCLEAR, name
        if cell.column_span > 1 and joined.text and name in self.table.columns.fields:
            yield FlagCode.ROW_UNCLEAR, name
        shared = cell.row_span > 1 and bool(joined.text) and name in NEVER_SHARED
        several = cell.row_span > 1 and holds_several(name, joined.typed, cell.row_span)
        if shared or several or self._may_lack_text(name, cell, joined.text):
            yield FlagCode.ROW_UNCLEAR, name
        elif cell.row < index and joined.text:
            yield FlagCode.MERGED_CELL, name

    def _may_lack_text(self, name: str, cell: Cell, text: str) -> bool:
        """Return whether a merged cell may have its text, or half of it, on another page."""
        if name not in self.table.columns.fields:
            return False
        cut = name in self.cut and self.cut[name][0] == cell
        return cut or (cell.row_span > 1 and not text and name != "note")

    def _proposals(self, cells: Mapping[str, Cell]) -> dict[str, str]:
        return {
            name: text
            for name, (cell, text) in self.cut.items()
            if text and cells.get(name) == cell and name not in NEVER_SHARED
        }

    def _note_cut_cells(self, cells: Mapping[str, Cell], *, rest: bool) -> None:
        """Mark the merged cells that the page break may have cut, on both sides of it."""
        last = self.table.entries[-1]
        for name, cell in cells.items():
            if name not in last.pieces or not may_be_one(
                self.table, name, cell, self.grid, rest=rest
            ):
                continue
            above = last.pieces[name][0]
            if above.text or not cell.text:
                self.cut[name] = (cell, self._shown_above(name, cell, rest=rest))
            if cell.text or not above.text:
                lower = join_cell(cell, self.wrapping).text
                self.table = doubted(self.table, name, above, "" if above.text else lower)

    def _shown_above(self, name: str, cell: Cell, *, rest: bool) -> str:
        """Return what the cell above the break shows, for the rows below that may share it: with
        its lower half, if a row is cut; nothing where the cell below has a text of its own.
        """
        last = self.table.entries[-1]
        if not cell.text:
            return last.proposals.get(name) or last.texts[name]
        return with_rest(last, {name: cell}, self.wrapping).texts[name] if rest else ""


def _lists_somebody(title: str) -> bool:
    """Return whether a merged row names a person: "4. Lê Thị An - …", "Bổ sung: Lê Thị An"."""
    numbered = re.match(r"\W*\d+\W+(.+)", title)
    whole = numbered is not None and is_whole_name(read_person_name(numbered[1]).name)
    return whole or person_in_line(title) is not None


def _row_place(cells: Mapping[str, Cell]) -> Place:
    places = [cell.place for cell in cells.values()]
    boxes: list[Box] = [place.box for place in places if place.box]
    return replace(places[0], box=joined_box(boxes))
