"""Letters of other alphabets that look like ours are told, in every column of words."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from parsers import FlagCode, SourceFile, read_request

TITLE = "DANH SÁCH ĐỀ NGHỊ CẤP MỚI HỘP THƯ ĐIỆN TỬ"
HEADER = ("STT", "Họ tên", "Đơn vị", "Chức vụ", "Số CCCD", "Số điện thoại", "Ghi chú")
ROW = ("1", "Trần Thị Bình", "Văn phòng", "Giám đốc", "092188000002", "0912345602", "")
ALIKE = {FlagCode.LETTER_FOREIGN, FlagCode.NAME_ODD}


def _codes(column: int, text: str) -> set[FlagCode]:
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in ((TITLE,), HEADER, (*ROW[:column], text, *ROW[column + 1 :])):
        sheet.append(row)
    book.save(out)
    read = read_request([SourceFile("a.xlsx", out.getvalue())])
    assert len(read.individuals) == 1
    return {flag.code for flag in read.flags}


@pytest.mark.parametrize(
    ("column", "text"),
    [
        pytest.param(1, "Trần Thị B\u0131nh", id="a name without the dot on its i"),
        pytest.param(1, "Trần Thị B\u0259o", id="a turned e in a name"),
        pytest.param(1, "Trần Thị H\u043ea", id="a Cyrillic o in a name"),
        pytest.param(2, "V\u0430\u0306n phòng", id="a Cyrillic a in a unit"),
        pytest.param(3, "Giám đ\u043e\u0302\u0301c", id="a Cyrillic o in an office"),
        pytest.param(3, "\u039aế toán", id="a Greek capital in an office"),
        pytest.param(6, "Ngh\u0456 việc", id="a Cyrillic i in a note"),
    ],
)
def test_a_letter_of_another_alphabet_is_told(column: int, text: str) -> None:
    assert _codes(column, text) & ALIKE


@pytest.mark.parametrize(
    ("column", "text"),
    [
        pytest.param(1, "Trần Thị Bình", id="a name"),
        pytest.param(1, "Tra\u0302\u0300n Thi\u0323 Bình", id="a name in parts"),
        pytest.param(1, "\u00d0ặng Thị Bình", id="an old Đ"),
        pytest.param(1, "Y Bhăm Niê", id="a name of the highlands"),
        pytest.param(1, "H\u2019 Ŭt Ñĭ", id="a name of the highlands with marks of its own"),
        pytest.param(3, "Chuyên viên hạng \u2162", id="a Roman number in one sign"),
        pytest.param(2, "Phòng số \u2116 1 – tầng 2º", id="signs"),
    ],
)
def test_letters_and_signs_of_vietnamese_papers_are_not(column: int, text: str) -> None:
    assert FlagCode.LETTER_FOREIGN not in _codes(column, text)
