"""A list of thousands of rows costs as much a row as a short one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import pytest

from parsers.interpret import interpret
from parsers.reading import Line, Reading
from parsers.source import Place
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


def _steps(work: Callable[[], object]) -> int:
    """Return how many lines of code run until it is done."""
    steps = 0

    def counted(_frame: FrameType, _event: str, _arg: object) -> Any:
        nonlocal steps
        steps += 1
        return counted

    before = sys.gettrace()
    sys.settrace(counted)
    try:
        work()
    finally:
        sys.settrace(before)
    return steps


def _read(rows: int) -> Reading:
    title = Line("DANH SÁCH ĐỀ NGHỊ CẤP MỚI HỘP THƯ ĐIỆN TỬ", Place("a.xlsx"))
    return Reading((title, *_sheet(rows).blocks()))


def _listed(rows: int) -> None:
    (table,) = list_tables(_read(rows)).tables
    assert len(table.entries) == rows
    assert {entry.texts["unit"] for entry in table.entries} == {"Thanh tra Sở"}


def _asked(rows: int) -> None:
    request = interpret([_read(rows)])
    assert (request.procedure, len(request.individuals)) == ("new", rows)


@pytest.mark.parametrize("work", [_listed, _asked])
def test_twice_as_many_rows_take_twice_the_steps_and_no_more(work: Callable[[int], None]) -> None:
    work(200)  # patterns, words and what is remembered of texts are looked up once

    assert _steps(partial(work, 200)) < 2.1 * _steps(partial(work, 100))
