"""The first workbook reader, on openpyxl: it also knows formulas and what is hidden."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import load_workbook

from parsers.columns import LISTLIKE, VALUE
from parsers.flag import Flag, FlagCode
from parsers.marks.boxed import boxed_cells
from parsers.marks.marked import LookedAt, marked_cells, marked_flags
from parsers.marks.remark import remark_flag
from parsers.reading import Lettering, Reading
from parsers.source import Place, ReadError, SourceFile
from parsers.workbook.beside import beside_cells, in_margins, prompts
from parsers.workbook.bordered import borders
from parsers.workbook.cellvalue import lost_digits, shown
from parsers.workbook.formulas import may_show_otherwise
from parsers.workbook.lettering import lettering
from parsers.workbook.limits import MAX_COLUMNS, MAX_ROWS
from parsers.workbook.plain import plain_sheets, shown_by_sheet
from parsers.workbook.printed import not_printed, print_areas
from parsers.workbook.rules import singling_rules
from parsers.workbook.sheet import SheetCells, column_letters
from parsers.workbook.unseen import (
    THINNEST,
    cell_look,
    hidden_columns,
    hiding_rules,
    is_in_signs,
    is_shown_otherwise,
    is_struck,
    is_white,
)

FROM_THE_RIGHT = 2
"""The reading order of text that is set from right to left."""


def read_first(file: SourceFile) -> Reading:
    """Return the visible sheets of an xlsx. Raises ReadError if it cannot be opened."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = load_workbook(io.BytesIO(file.data), data_only=True, rich_text=True)
            formulas = load_workbook(io.BytesIO(file.data))
            plain = plain_sheets(file.data)
            printed = print_areas(file.data)
        readers = [
            _Sheet(file.name, sheet, formulas[sheet.title], plain[sheet.title])
            for sheet in values.worksheets
        ]
        sheets = [sheet for reader in readers if (sheet := reader.cells()) is not None]
        remarks = list(beside_cells(file))
    except Exception as error:
        raise ReadError("file_unreadable", f"openpyxl: {error!r}") from error
    flags = [*remarks, *(flag for reader in readers for flag in reader.flags)]
    for sheet in sheets:
        flags += not_printed(sheet, printed[sheet.name]) if sheet.name in printed else ()
    blocks = tuple(block for sheet in sheets for block in sheet.blocks())
    letters = dict[Place, Lettering]()
    for reader in readers:
        letters.update(reader.letters)
    return Reading(blocks, tuple(flags), letters)


class _Sheet:
    """One sheet as openpyxl has it; `flags` gather what is hidden or lost, `letters` how the cells
    that are shown are lettered.
    """

    def __init__(self, file: str, sheet: Any, formulas: Any, plain: Any) -> None:
        self.file, self.sheet, self.formulas, self.plain = file, sheet, formulas, plain
        self.flags: list[Flag] = []
        self.letters: dict[Place, Lettering] = {}
        self.hidden_columns = frozenset(hidden_columns(sheet))

    def cells(self) -> SheetCells | None:
        """Return the visible cells; None for a hidden sheet."""
        found = {}
        if self.sheet.max_row > MAX_ROWS:
            self._flag(FlagCode.FILE_TOO_LARGE, 1, 1)
        for line, column in self._far_right()[:1]:
            self._flag(FlagCode.FILE_TOO_LARGE, line, column)
        limits = {"max_row": MAX_ROWS, "max_col": MAX_COLUMNS}
        rows = self.sheet.iter_rows(**{k: min(v, self._size(k)) for k, v in limits.items()})
        for cell in (cell for row in rows for cell in row):
            self._note_remark(cell)
            text = shown(cell.value, str(cell.number_format))
            if text.strip() or self._is_lost_formula(cell):
                found[cell.row, cell.column] = (cell, text)
        if self.sheet.sheet_state != "visible":
            self.flags.clear()
            if found:
                # Choices of a form are none of anybody's; numbers of people are.
                is_list = any(LISTLIKE.search(text) for _, text in found.values())
                code = FlagCode.HIDDEN_LIST if is_list else FlagCode.HIDDEN_SHEET
                self._flag(code, 1, 1, sheet=self.sheet.title)
            return None
        self._note_rules()
        place = Place(self.file, sheet=self.sheet.title)
        self.flags += [*in_margins(self.sheet, place), *shown_by_sheet(self.plain, place)]
        merged = {
            (area.min_row, area.min_col): (area.size["rows"], area.size["columns"])
            for area in self.sheet.merged_cells.ranges
        }
        visible = {at: text for at, (cell, text) in found.items() if self._is_visible(cell, text)}
        listed = {line for (line, _), text in visible.items() if VALUE.search(text)}
        self.flags += prompts(self.sheet, listed, place)
        rows = self._rows({at: found[at] for at in visible})
        self.flags += [*marked_flags(rows), *marked_cells(rows), *boxed_cells(rows)]
        return SheetCells(self.file, self.sheet.title, visible, merged)

    def _note_rules(self) -> None:
        """Flag what rules may hide or change, and whom they single out."""
        for code, areas in (
            (FlagCode.SHOWN_OTHERWISE, hiding_rules(self.sheet)),
            (FlagCode.RULE_COLOURS, singling_rules(self.sheet)),
        ):
            places = (Place(self.file, sheet=self.sheet.title, cell=at) for at in areas)
            self.flags += [Flag(code, (), place) for place in places]

    def _rows(self, cells: Mapping[tuple[int, int], tuple[Any, str]]) -> list[LookedAt]:
        """Return the rows of visible cells with their colours."""
        lines: dict[int, list[tuple[Any, str]]] = {}
        for (line, _), cell in cells.items():
            lines.setdefault(line, []).append(cell)
        return [self._looked_at(line) for line in lines.values()]

    def _looked_at(self, line: Sequence[tuple[Any, str]]) -> LookedAt:
        places = tuple(
            Place(self.file, sheet=self.sheet.title, cell=cell.coordinate) for cell, _ in line
        )
        self.letters.update(zip(places, (lettering(cell) for cell, _ in line), strict=True))
        return LookedAt(
            tuple(text for _, text in line),
            tuple(cell_look(cell) for cell, _ in line),
            places[0],
            tuple(cell.column_letter for cell, _ in line),
            places,
            tuple(borders(cell) for cell, _ in line),
        )

    def _far_right(self) -> list[tuple[int, int]]:
        """Return the filled cells beyond the last column that is read."""
        filled = self.sheet._cells  # noqa: SLF001 - its public way makes a cell of every empty one
        far = (at for at, cell in filled.items() if at[1] > MAX_COLUMNS and cell.value is not None)
        return sorted(far)

    def _note_remark(self, cell: Any) -> None:
        remark = getattr(cell, "comment", None)
        if remark is not None and str(remark.text or "").strip():
            at = f"{column_letters(cell.column)}{cell.row}"
            place = Place(self.file, sheet=self.sheet.title, cell=at)
            self.flags.append(remark_flag(str(remark.text), place))

    def _size(self, side: str) -> int:
        return max(int(self.sheet.max_row if side == "max_row" else self.sheet.max_column), 1)

    def _is_lost_formula(self, cell: Any) -> bool:
        return cell.value is None and self._formula(cell) is not None

    def _formula(self, cell: Any) -> str | None:
        """Return what computes the value of a cell; "" for what has no simple form."""
        written = self.formulas.cell(cell.row, cell.column)
        if written.data_type != "f":
            return None
        return written.value if isinstance(written.value, str) else ""

    def _may_be_computed_anew(self, cell: Any, text: str) -> bool:
        formula = self._formula(cell)
        return formula is not None and may_show_otherwise(formula, text, self._value_at)

    def _value_at(self, at: str) -> str:
        cell = self.sheet[at]
        return shown(cell.value, str(cell.number_format))

    def _is_visible(self, cell: Any, text: str) -> bool:
        """Return whether the cell is shown; flags what is hidden or lost its digits."""
        if not text.strip():
            self._flag(FlagCode.FORMULA_WITHOUT_VALUE, cell.row, cell.column)
            return False
        if self._is_hidden_row(cell.row):
            self._flag(FlagCode.HIDDEN_ROW, cell.row, cell.column, number=str(cell.row))
            return False
        if cell.column in self.hidden_columns or is_white(cell):
            self._flag(FlagCode.HIDDEN_TEXT, cell.row, cell.column, count=str(len(text)))
            return False
        self._note_doubts(cell, text)
        return True

    def _note_doubts(self, cell: Any, text: str) -> None:
        """Flag what a cell shows otherwise than it is read, in part, or not for good."""
        if is_shown_otherwise(cell) or self._may_be_computed_anew(cell, text):
            self._flag(FlagCode.SHOWN_OTHERWISE, cell.row, cell.column)
        if cell.data_type == "e":
            self._flag(FlagCode.FORMULA_WITHOUT_VALUE, cell.row, cell.column)
        if is_in_signs(cell):
            self._flag(FlagCode.UNMAPPED_TEXT, cell.row, cell.column, count=str(len(text)))
        if cell.alignment.readingOrder == FROM_THE_RIGHT:
            self._flag(FlagCode.REVERSED_TEXT, cell.row, cell.column)
        if is_struck(cell):
            self._flag(FlagCode.STRUCK_TEXT, cell.row, cell.column, count=str(len(text)))
        if lost_digits(text) or (isinstance(cell.value, float) and cell.value >= 1e15):
            self._flag(FlagCode.NUMBER_LOST_DIGITS, cell.row, cell.column)

    def _is_hidden_row(self, row: int) -> bool:
        dimension = self.sheet.row_dimensions[row]
        height = dimension.height
        return bool(dimension.hidden) or (height is not None and height < THINNEST)

    def _flag(self, code: FlagCode, line: int, column: int, **fields: str) -> None:
        place = Place(self.file, sheet=self.sheet.title, cell=f"{column_letters(column)}{line}")
        if code is FlagCode.HIDDEN_ROW and any(
            f.fields == tuple(fields.items()) for f in self.flags
        ):
            return
        self.flags.append(Flag(code, tuple(sorted(fields.items())), place))
