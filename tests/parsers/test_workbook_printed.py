"""What is printed of a workbook, and how its sheets are called: rows that may not be meant."""

from __future__ import annotations

import io
import random

import pytest
from openpyxl import load_workbook

from parsers import Flag, FlagCode, SourceFile, read_request
from parsers.workbook.first import read_first
from tests.parsers.conftest import FORMS
from tests.parsers.corpus.request import a_request
from tests.parsers.corpus.sheets import annex_workbook
from tests.parsers.packages import changed

BOOK = annex_workbook(a_request(random.Random(5), FORMS["new-people"]))
SHEET = load_workbook(io.BytesIO(BOOK)).worksheets[0]
TITLE, LAST = SHEET.title, SHEET.max_row
HEADER = next(row for row in range(1, LAST + 1) if SHEET.cell(row, 1).value == "STT")


def _printing(area: str) -> list[Flag]:
    """Return what is told of rows that are not printed, with this set for the first sheet."""
    name = f'<definedName name="_xlnm.Print_Area" localSheetId="0">{area}</definedName>'
    data = changed(
        BOOK, "xl/workbook.xml", "</sheets>", f"</sheets><definedNames>{name}</definedNames>"
    )
    flags = read_first(SourceFile("a.xlsx", data)).flags
    return [flag for flag in flags if flag.code is FlagCode.ROWS_NOT_PRINTED]


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
        pytest.param(f"OFFSET('{TITLE}'!$A$1,0,0,5,4)", id="a computed one"),
    ],
)
def test_an_area_that_holds_every_row_is_not_told(area: str) -> None:
    assert not _printing(area)


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
