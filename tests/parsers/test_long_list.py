"""A list of thousands of rows costs as much a row as a short one."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

from parsers.reading import Reading
from parsers.tables import list_tables
from parsers.workbook.sheet import SheetCells

HEADER = ("STT", "Họ tên người dùng", "Đơn vị", "Số CMND/CCCD", "Số điện thoại")
BLOCK = 5


def _sheet(rows: int) -> SheetCells:
    """Return a sheet whose units are merged over some rows each, with one cell left empty."""
    cells = {(1, column): text for column, text in enumerate(HEADER, start=1)}
    for row in range(2, rows + 2):
        values = (f"{row - 1}", "Nguyễn Văn An", "", f"09208500{row:04d}", "0912345678")
        cells |= {(row, column): text for column, text in enumerate(values, start=1) if text}
    starts = range(2, rows + 2, BLOCK)
    cells |= {(row, 3): "Thanh tra Sở" for row in starts}
    return SheetCells("a.xlsx", "Sheet", cells, {(row, 3): (BLOCK, 1) for row in starts})


def _steps(rows: int) -> int:
    """Return how many lines of code run until the rows are read."""
    steps = 0

    def counted(_frame: FrameType, _event: str, _arg: object) -> Any:
        nonlocal steps
        steps += 1
        return counted

    before = sys.gettrace()
    sys.settrace(counted)
    try:
        (table,) = list_tables(Reading(tuple(_sheet(rows).blocks()))).tables
    finally:
        sys.settrace(before)
    assert len(table.entries) == rows
    assert {entry.texts["unit"] for entry in table.entries} == {"Thanh tra Sở"}
    return steps


def test_twice_as_many_rows_take_twice_the_steps_and_no_more() -> None:
    _steps(10)  # patterns and words are looked up once

    assert _steps(200) < 2.1 * _steps(100)
