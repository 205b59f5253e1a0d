"""An annex as a workbook: the list on the first sheet, the instructions on the second."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from mailbot.forms.annex import Annex, Column, Entry
from mailbot.forms.checks import check_of
from mailbot.forms.filled import FilledRow
from mailbot.forms.guide import annex_guide
from mailbot.forms.office import Office
from mailbot.words import Words
from parsers.marks.marked import OURS

BLANK_ROWS = 15
HEADER_ROW = 6
_LAST_CHECKED_ROW = 1000
_FACE = "Times New Roman"
_MM_PER_CHARACTER = 2.12  # width of a 0 in the normal face, in which columns are counted
_POINTS_PER_LINE = 16.5
_A4 = 9
_THIN = Side(style="thin", color="000000")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADER = PatternFill("solid", start_color="F2F2F2")
_MARKED = PatternFill("solid", start_color=OURS)
_CENTRED = frozenset({Entry.STT, Entry.NATIONAL_ID, Entry.PHONE})
_TEXT = "@"
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0 §2.2


class GrowingRow(RowDimension):
    """A row with a height that spreadsheet programs may still change when its text grows."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 (the name in the file)
        """Return False: nobody has set the height by hand."""
        return False


@dataclass(frozen=True, slots=True)
class Sheets:
    """What stands in a workbook beside the annex's form: its rows and its instructions."""

    title: str
    guide_title: str
    guide: tuple[str, ...]
    rows: tuple[FilledRow, ...] = ()
    spare_rows: int = 0


def blank_workbook(annex: Annex, office: Office, words: Words) -> bytes:
    """Return the annex as xlsx, ready to be filled in."""
    sheets = Sheets(
        title=words.say(f"forms.file_{annex.code}"),
        guide_title=words.say("forms.guide_title"),
        guide=annex_guide(annex, office, words),
        spare_rows=BLANK_ROWS,
    )
    return annex_workbook(annex, sheets, office, words)


def annex_workbook(annex: Annex, sheets: Sheets, office: Office, words: Words) -> bytes:
    """Return the annex as xlsx with these rows, then blank ones, and its instructions."""
    book: Any = Workbook()
    book.properties.title = sheets.title
    book.properties.creator = office.author
    book._named_styles["Normal"].font = Font(_FACE, 12)  # noqa: SLF001 (no public way)
    first: Worksheet = book.active
    first.title = words.say("forms.sheet_list")
    _List(first, annex, office, words).write(sheets)
    _write_guide(book.create_sheet(words.say("forms.sheet_guide")), sheets)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class _List:
    """Writes the sheet with the list."""

    def __init__(self, sheet: Worksheet, annex: Annex, office: Office, words: Words) -> None:
        self.sheet, self.annex, self.office, self.words = sheet, annex, office, words
        self.columns = annex.columns(words)

    def write(self, sheets: Sheets) -> None:
        self._heading()
        self._header()
        for index, row in enumerate(sheets.rows):
            self._row(HEADER_ROW + 1 + index, row)
        for index in range(len(sheets.rows), len(sheets.rows) + sheets.spare_rows):
            self._row(HEADER_ROW + 1 + index, FilledRow({"stt": str(index + 1)}))
        self._checks()
        _page(self.sheet, rows_repeated=f"{HEADER_ROW}:{HEADER_ROW}", landscape=True)
        self.sheet.freeze_panes = f"C{HEADER_ROW + 1}"

    def _heading(self) -> None:
        annex, system = self.annex, self.office.system.upper()
        lines = (
            (1, "forms.annex", Font(_FACE, 13, bold=True)),
            (2, f"forms.title_{annex.procedure}", Font(_FACE, 13, bold=True)),
            (3, "forms.enclosed_with", Font(_FACE, 13, italic=True)),
        )
        for row, code, font in lines:
            cell = self._across(row, self.words.say(code, system=system), font)
            cell.alignment = Alignment("center", "center", wrap_text=True)
        heading = self.words.say(f"forms.heading_{annex.code}")
        cell = self._across(HEADER_ROW - 1, heading, Font(_FACE, 13, bold=True))
        cell.alignment = Alignment("left", "center")
        for row in range(1, HEADER_ROW):
            self.sheet.row_dimensions[row].height = 8 if row == HEADER_ROW - 2 else 21

    def _across(self, row: int, text: str, font: Font) -> Cell:
        self.sheet.merge_cells(
            start_row=row, end_row=row, start_column=1, end_column=len(self.columns)
        )
        cell = self.sheet.cell(row, 1)
        assert isinstance(cell, Cell)
        cell.value, cell.font = text, font
        return cell

    def _header(self) -> None:
        for number, column in enumerate(self.columns, 1):
            cell = self.sheet.cell(HEADER_ROW, number)
            cell.value = column.heading
            cell.font, cell.border, cell.fill = Font(_FACE, 12, bold=True), _BOX, _HEADER
            cell.alignment = Alignment("center", "center", wrap_text=True)
            whole = self.sheet.column_dimensions[get_column_letter(number)]
            whole.width = column.width_mm / _MM_PER_CHARACTER
            whole.number_format = _TEXT  # of the cells below the last row, too
        lines = max(_lines(column.heading, column) for column in self.columns)
        self.sheet.row_dimensions[HEADER_ROW].height = _POINTS_PER_LINE * lines + 6

    def _row(self, at: int, row: FilledRow) -> None:
        for number, column in enumerate(self.columns, 1):
            cell = self.sheet.cell(at, number)
            assert isinstance(cell, Cell)
            _write_text(cell, row.cells.get(column.field, ""))
            cell.font, cell.border = Font(_FACE, 12), _BOX
            centred = column.entry in _CENTRED
            cell.alignment = Alignment("center" if centred else "left", "center", wrap_text=True)
            if marks := row.marks.get(column.field, ()):
                cell.fill, cell.comment = _MARKED, _comment(marks, self.office.author)

        lines = max(_lines(row.cells.get(c.field, ""), c) for c in self.columns)
        height = _POINTS_PER_LINE * max(lines, 1) + 5
        self.sheet.row_dimensions[at] = GrowingRow(self.sheet, index=at, ht=height)

    def _checks(self) -> None:
        for number, column in enumerate(self.columns, 1):
            letter = get_column_letter(number)
            first = f"{letter}{HEADER_ROW + 1}"
            check = check_of(column, first, self.annex, self.office, self.words)
            if check is not None:
                check.add(f"{first}:{letter}{_LAST_CHECKED_ROW}")
                self.sheet.add_data_validation(check)


def _write_text(cell: Cell, text: str) -> None:
    """Write text as text: a number keeps its zeros, `=1+1` stays what was read (CWE-1236)."""
    cell.number_format = _TEXT
    if written := _writable(text):
        cell.value = written
        cell.data_type = "s"
        cell.quotePrefix = written[0] in "=+-@"


def _writable(text: str) -> str:
    """Return the text without the signs no workbook can hold."""
    return _UNWRITABLE.sub("", text)


def _comment(marks: Sequence[str], author: str) -> Comment:
    comment = Comment(_writable("\n".join(marks)), author)
    comment.width, comment.height = 340, 40 + 18 * sum(1 + len(line) // 48 for line in marks)
    return comment


def _lines(text: str, column: Column) -> int:
    """Return how many lines the text takes in the column, roughly."""
    room = max(1, int(column.width_mm / 2.15))
    return sum(1 + len(line) // room for line in text.split("\n"))


def _write_guide(sheet: Worksheet, sheets: Sheets) -> None:
    sheet.column_dimensions["A"].width = 76
    title = sheet.cell(1, 1)
    title.value, title.font = sheets.guide_title, Font(_FACE, 14, bold=True)
    title.alignment = Alignment("center")
    for at, text in enumerate(sheets.guide, 3):
        cell = sheet.cell(at, 1)
        cell.value, cell.font = _writable(f"{at - 2}) {text}"), Font(_FACE, 13)
        cell.alignment = Alignment("left", "top", wrap_text=True)
        sheet.row_dimensions[at].height = 18 * (1 + len(text) // 74) + 8
    _page(sheet, rows_repeated="", landscape=False)


def _page(sheet: Any, *, rows_repeated: str, landscape: bool) -> None:
    """Set the page as Nghị định 30/2020/NĐ-CP has it: A4, margins, the number top centre."""
    setup = sheet.page_setup
    setup.paperSize = _A4
    setup.orientation = "landscape" if landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left, margins.right = (0.8, 0.6) if landscape else (1.18, 0.6)
    margins.top = margins.bottom = 0.79
    margins.header = margins.footer = 0.4
    sheet.print_options.horizontalCentered = landscape
    sheet.HeaderFooter.differentFirst = True
    sheet.oddHeader.center.text = "&P"
    sheet.oddHeader.center.size = 13
    if rows_repeated:
        sheet.print_title_rows = rows_repeated
