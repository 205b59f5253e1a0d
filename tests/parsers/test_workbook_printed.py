"""What is printed of a workbook, and how its sheets are called: rows that may not be meant."""

from __future__ import annotations

import io
import random

import pytest
from openpyxl import load_workbook

from parsers import Flag, FlagCode, SourceFile, read_request
from parsers.workbook.first import read_first
from parsers.workbook.printed import not_printed
from parsers.workbook.sheet import SheetCells
from tests.parsers.conftest import FORMS
from tests.parsers.corpus.request import a_request
from tests.parsers.corpus.sheets import annex_workbook
from tests.parsers.packages import changed

BOOK = annex_workbook(a_request(random.Random(5), FORMS["new-people"]))
SHEET = load_workbook(io.BytesIO(BOOK)).worksheets[0]
TITLE, LAST = SHEET.title, SHEET.max_row
HEADER = next(row for row in range(1, LAST + 1) if SHEET.cell(row, 1).value == "STT")


TOLD = (FlagCode.ROWS_NOT_PRINTED, FlagCode.PRINT_AREA_UNCLEAR)


def _printing(area: str) -> list[Flag]:
    """Return what is told of what is printed, with this set for the first sheet."""
    name = f'<definedName name="_xlnm.Print_Area" localSheetId="0">{area}</definedName>'
    data = changed(
        BOOK, "xl/workbook.xml", "</sheets>", f"</sheets><definedNames>{name}</definedNames>"
    )
    flags = read_first(SourceFile("a.xlsx", data)).flags
    return [flag for flag in flags if flag.code in TOLD]


@pytest.mark.parametrize(
    ("area", "number", "count"),
    [
        pytest.param(f"$A$1:$H${LAST - 1}", LAST, 1, id="the last row added below"),
        pytest.param(f"$1:${LAST - 2}", LAST - 1, 2, id="whole rows"),
        pytest.param(f"$A${HEADER}:$H${HEADER}", HEADER + 1, LAST - HEADER, id="a header alone"),
        pytest.param("$Z$1:$Z$99", HEADER, LAST - HEADER + 1, id="a column of nothing"),
        pytest.param(
            f"$A$1:$H${HEADER},'{TITLE}'!$A${HEADER + 2}:$H${LAST}", HEADER + 1, 1, id="two areas"
        ),
    ],
)
def test_rows_of_a_list_that_are_not_printed_are_told_at_the_first(
    area: str, number: int, count: int
) -> None:
    (flag,) = _printing(f"'{TITLE}'!{area}")

    assert flag.code is FlagCode.ROWS_NOT_PRINTED
    assert dict(flag.fields) == {"count": str(count), "number": str(number)}
    assert flag.place is not None
    assert flag.place.cell == f"A{number}"


@pytest.mark.parametrize(
    "area",
    [
        pytest.param(f"'{TITLE}'!$A$1:$H${LAST}", id="all"),
        pytest.param(f"'{TITLE}'!$A$1:$C${LAST}", id="all rows, some columns"),
        pytest.param(f"'{TITLE}'!$A:$H", id="whole columns"),
        pytest.param(f"'{TITLE}'!$A${HEADER}:$H${LAST}", id="without the titles above"),
        pytest.param("#REF!", id="a name that leads nowhere"),
        pytest.param(f"{TITLE}!$A$1:$H${LAST}", id="a title without quotes"),
        pytest.param(f"'{TITLE}'!$A$1:$H$9,'{TITLE}'!$A$10:$H${LAST}", id="two areas"),
        pytest.param("", id="nothing"),
    ],
)
def test_an_area_that_holds_every_row_is_not_told(area: str) -> None:
    assert not _printing(area)


@pytest.mark.parametrize(
    "area",
    [
        pytest.param(f"OFFSET('{TITLE}'!$A$1,0,0,COUNTA('{TITLE}'!$B:$B),8)", id="computed"),
        pytest.param(f"'{TITLE}'!$A$1:INDEX('{TITLE}'!$H:$H,8)", id="computed in part"),
        pytest.param(f'INDIRECT("{TITLE}!A1:H"&amp;8)', id="told by a text"),
        pytest.param("VungIn", id="another name"),
        pytest.param(f"'Sheet9'!$A$1:$H${LAST}", id="another sheet"),
        pytest.param(f"'{TITLE}'!$A$1:$H$8 '{TITLE}'!$A$2:$H$9", id="where two areas meet"),
        pytest.param(f"'{TITLE}'!$A$1:$H$8,'Sheet9'!$A$1:$H$9", id="another sheet besides"),
    ],
)
def test_an_area_that_nobody_can_tell_is_told_where_the_sheet_has_a_list(area: str) -> None:
    (flag,) = _printing(area)

    assert flag.code is FlagCode.PRINT_AREA_UNCLEAR
    assert flag.place is not None
    assert flag.place.sheet == TITLE


def test_an_area_that_nobody_can_tell_is_none_of_a_sheet_without_a_list() -> None:
    cells = SheetCells("a.xlsx", "Ghi chú", {(1, 1): "Người lập", (2, 1): "Trần Văn An"})

    assert not list(not_printed(cells, ()))


def _titled(title: str) -> list[FlagCode]:
    book, out = load_workbook(io.BytesIO(BOOK)), io.BytesIO()
    book.worksheets[0].title = title
    book.save(out)
    read = read_request([SourceFile("a.xlsx", out.getvalue())])
    assert read.individuals
    return [flag.code for flag in read.flags if flag.place and flag.place.sheet == title]


@pytest.mark.parametrize(
    "title",
    [
        *("Không cấp", "Danh sách không đề nghị", "Nháp", "Cũ", "DS cũ", "Bản cũ (2)", "Đã cấp"),
        *("Hủy", "ds huy", "KHONG CAP", "Không", "Ví dụ", "Chuyển công tác", "Chưa cấp"),
    ],
)
def test_a_list_on_a_sheet_set_aside_by_its_title_is_told(title: str) -> None:
    assert FlagCode.INSTRUCTION_STATED in _titled(title)


@pytest.mark.parametrize(
    "title",
    [
        *("Sheet1", "Sheet1 (2)", "Danh sách cấp mới", "Cấp lại mật khẩu", "Quên mật khẩu"),
        *("Phường An Hòa cũ", "Mẫu 01", "DS đề nghị", "Đổi mật khẩu", "Bổ sung", "Mới"),
        *("Trung tâm Chuyển đổi số", "P. KHTC", "Danh sách 2026", "Lưu Văn Không"),
    ],
)
def test_a_list_on_a_sheet_called_by_custom_is_not_told(title: str) -> None:
    assert FlagCode.INSTRUCTION_STATED not in _titled(title)
