"""An .xls goes to a person, who is told what of it nobody can see; its hidden sheets are told."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from parsers import FlagCode, SourceFile, read_request
from tests.parsers.corpus.office import convert

ROWS = (
    ("DANH SÁCH ĐỀ NGHỊ CẤP MỚI HỘP THƯ ĐIỆN TỬ",),
    ("STT", "Họ tên", "Đơn vị", "Chức vụ", "Số CCCD", "Số điện thoại"),
    ("1", "Nguyễn Văn An", "Văn phòng", "Chuyên viên", "092088004321", "0912345671"),
    ("2", "Trần Thị Bình", "Văn phòng", "Chuyên viên", "092188004322", "0912345672"),
)


@pytest.mark.parametrize(
    ("beside", "told"),
    [
        (("Lê Văn Cường", "092088004323"), FlagCode.HIDDEN_LIST),
        (("Chuyên viên", "Trưởng phòng"), FlagCode.HIDDEN_SHEET),
    ],
)
def test_what_an_old_workbook_hides(
    beside: tuple[str, ...], told: FlagCode, tmp_path: Path
) -> None:
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in ROWS:
        sheet.append(list(row))
    sheet.row_dimensions[4].hidden = True
    hidden = book.create_sheet("Cũ")
    hidden.append(list(beside))
    hidden.sheet_state = "hidden"
    book.save(out)
    old = convert({"a.xlsx": out.getvalue()}, "xls", tmp_path)["a.xls"]

    read = read_request([SourceFile("a.xls", old)])

    sheets = [one.place for one in (*read.flags, *read.notes) if one.code is told]
    assert [place and place.sheet for place in sheets] == ["Cũ"]
    assert FlagCode.OLD_WORKBOOK in {flag.code for flag in read.flags}
    assert [row.name for row in read.individuals] == ["Nguyễn Văn An", "Trần Thị Bình"]
