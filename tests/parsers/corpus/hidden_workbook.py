"""What a workbook holds that its reader does not see, or sees otherwise: each must be flagged."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.worksheet import Worksheet


def in_workbook(rng: random.Random, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the workbook with something hidden or lost, by name."""
    for name, change in BOOK_CHANGES.items():
        book = load_workbook(io.BytesIO(data))
        sheet = book.worksheets[0]
        header = next(
            row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 1).value) == "STT"
        )
        change(rng, sheet, header)
        out = io.BytesIO()
        book.save(out)
        yield name, out.getvalue()


def _hidden_row(_: random.Random, sheet: Worksheet, header: int) -> None:
    sheet.row_dimensions[header + 1].hidden = True


def _hidden_column(_: random.Random, sheet: Worksheet, __: int) -> None:
    sheet.column_dimensions["E"].hidden = True


def _filtered_sheet(_: random.Random, sheet: Worksheet, header: int) -> None:
    sheet.auto_filter.ref = f"A{header}:H{sheet.max_row}"
    sheet.row_dimensions[header + 2].hidden = True


def _white_cell(_: random.Random, sheet: Worksheet, header: int) -> None:
    sheet.cell(header + 1, 2).font = Font(color="FFFFFF")


def _lost_formula(_: random.Random, sheet: Worksheet, header: int) -> None:
    sheet.cell(header + 1, 2).value = '="Nguyễn Văn "&"An"'


def _short_number(_: random.Random, sheet: Worksheet, header: int) -> None:
    column = next(c for c in range(1, 10) if "điện thoại" in str(sheet.cell(header, c).value))
    sheet.cell(header + 1, column).value = "9.01235E+08"


def _error_value(_: random.Random, sheet: Worksheet, header: int) -> None:
    sheet.cell(header + 1, 2).value = "#REF!"


def _number_format(_: random.Random, sheet: Worksheet, header: int) -> None:
    sheet.cell(header + 1, 5).number_format = ";;;"


def _low_row(_: random.Random, sheet: Worksheet, header: int) -> None:
    sheet.row_dimensions[header + 1].height = 0.5


def _narrow_column(_: random.Random, sheet: Worksheet, __: int) -> None:
    sheet.column_dimensions["E"].width = 0.1


def _hidden_group(_: random.Random, sheet: Worksheet, __: int) -> None:
    sheet.column_dimensions.group("D", "F", hidden=True)


def _theme_white(_: random.Random, sheet: Worksheet, header: int) -> None:
    sheet.cell(header + 1, 2).font = Font(color=Color(theme=0))


def _white_on_white(_: random.Random, sheet: Worksheet, header: int) -> None:
    cell = sheet.cell(header + 1, 2)
    cell.font, cell.fill = Font(color="FFFFFF"), PatternFill("solid", fgColor="FFFFFF")


def _partly_struck(_: random.Random, sheet: Worksheet, header: int) -> None:
    cell = sheet.cell(header + 1, 2)
    name = TextBlock(InlineFont(strike=True), str(cell.value))
    cell.value = CellRichText(name, " Nguyễn Văn An")


def _somebody_below(_: random.Random, sheet: Worksheet, __: int) -> None:
    text = "Bổ sung: Nguyễn Văn Thêm, vanthem12@cantho.gov.vn, 0912345678"
    sheet.cell(sheet.max_row + 2, 1).value = text


def _two_beside(_: random.Random, sheet: Worksheet, header: int) -> None:
    """The same list once more, to the right of the first."""
    wide = sheet.max_column
    for row in range(header, sheet.max_row + 1):
        for column in range(1, wide + 1):
            sheet.cell(row, column + wide + 1).value = sheet.cell(row, column).value


def _printed_in_part(_: random.Random, sheet: Worksheet, __: int) -> None:
    """Rows were added below what was once set to be printed."""
    sheet.print_area = f"A1:H{sheet.max_row - 1}"


def _rows_of_no_page(_: random.Random, sheet: Worksheet, header: int) -> None:
    sheet.print_area = f"A{header + 2}:H{sheet.max_row}"


def _set_aside(rng: random.Random, sheet: Worksheet, _: int) -> None:
    sheet.title = rng.choice(
        ("Không cấp", "Danh sách không đề nghị", "Nháp", "Cũ", "DS cũ", "Đã cấp", "Hủy", "ds huy")
    )


def _marked_row(rng: random.Random, sheet: Worksheet, header: int) -> None:
    """One row on a marker's colour, or in another ink."""
    fill = rng.choice((PatternFill("solid", fgColor="FFFF00"), None))
    ink = rng.choice(("FF0000", "A6A6A6"))
    for cell in sheet[header + 1]:
        if fill is None:
            cell.font = Font(color=ink)
        else:
            cell.fill = fill


BOOK_CHANGES: dict[str, Callable[[random.Random, Worksheet, int], None]] = {
    "hidden row": _hidden_row,
    "hidden column": _hidden_column,
    "filtered rows": _filtered_sheet,
    "white cell": _white_cell,
    "formula without a value": _lost_formula,
    "number in short form": _short_number,
    "error value": _error_value,
    "format that shows nothing": _number_format,
    "row too low to see": _low_row,
    "column too narrow to see": _narrow_column,
    "hidden group of columns": _hidden_group,
    "white of the theme": _theme_white,
    "white on a white fill": _white_on_white,
    "a part struck through": _partly_struck,
    "somebody in a line below": _somebody_below,
    "two lists side by side": _two_beside,
    "the last row not printed": _printed_in_part,
    "the first row not printed": _rows_of_no_page,
    "a sheet set aside by its title": _set_aside,
    "a row in another colour": _marked_row,
}
