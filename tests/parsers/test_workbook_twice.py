"""A workbook is read twice, from the stored value to the list: a fault of one reader is a flag."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import date
from pkgutil import resolve_name
from typing import Any

import pytest
from openpyxl import Workbook

from parsers import FlagCode, SourceFile
from parsers.read import read_request
from parsers.reading import Block, Grid, Line
from parsers.workbook.first import read_first
from parsers.workbook.second import read_second
from tests.parsers.conftest import FORMS
from tests.parsers.corpus.request import a_request
from tests.parsers.corpus.sheets import annex_workbook

HEADER = ("STT", "Họ và tên", "Đơn vị công tác", "Ngày sinh", "Số CCCD", "Điện thoại")
UPPER = ("STT", "Cá nhân", "", "", "Giấy tờ", "Liên hệ")
TEXTS = ("Nguyễn Văn An", "Phòng Nội vụ\nSở Tài chính", "", "", "092090000001", "0912 345 678", "x")
ASIDE = ("Tổng cộng: 2 người", "Liên hệ: 0292 3820 536", "an@cantho.gov.vn", "Người lập biểu", "")


def _saved(fill: Callable[[Any], object]) -> SourceFile:
    book, out = Workbook(), io.BytesIO()
    fill(book.worksheets[0])
    book.save(out)
    return SourceFile("a.xlsx", out.getvalue())


def _random_sheet(seed: int) -> SourceFile:
    """Return lists with gaps, merged areas, lone words and headers in any order."""
    chosen = random.Random(seed)

    def row() -> list[Any]:
        values: list[Any] = [chosen.choice(TEXTS) for _ in HEADER]
        values[0] = chosen.choice(("", chosen.randrange(99), float(chosen.randrange(9))))
        values[3] = chosen.choice(("", date(1990, 2, 28), date(1985, 7, 1), 1985, 1.5, "1985"))
        return values

    def fill(sheet: Any) -> None:
        at, left = 1, chosen.randrange(1, 30)
        for _ in range(chosen.randrange(3, 30)):
            at += chosen.choice((1, 1, 1, 1, 2))
            aside = [chosen.choice(ASIDE) for _ in range(chosen.randrange(1, 3))]
            kinds = (list(HEADER), list(UPPER), aside, row(), row(), row())
            for column, value in enumerate(chosen.choice(kinds), left):
                sheet.cell(at, column).value = value or None
        for _ in range(chosen.randrange(4)):
            top, first = chosen.randrange(1, at + 1), chosen.randrange(left, left + 6)
            low, last = top + chosen.randrange(3), first + chosen.randrange(3)
            if not any(_overlap(area, (top, first, low, last)) for area in sheet.merged_cells):
                sheet.merge_cells(None, top, first, low, last)

    return _saved(fill)


def _overlap(area: Any, other: tuple[int, int, int, int]) -> bool:
    top, left, low, right = other
    rows = area.min_row <= low and top <= area.max_row
    return bool(rows and area.min_col <= right and left <= area.max_col)


def _sorted(block: Block) -> object:
    if isinstance(block, Line):
        return block
    cells = sorted(block.cells, key=lambda cell: (cell.row, cell.column))
    return cells, block.rows, block.columns, block.place


@pytest.mark.parametrize("hundred", range(4))
def test_both_readers_part_and_fill_any_sheet_alike(hundred: int) -> None:
    grids = 0
    for seed in range(hundred * 100, hundred * 100 + 100):
        file = _random_sheet(seed)
        first, second = (list(read(file).blocks) for read in (read_first, read_second))
        assert list(map(_sorted, first)) == list(map(_sorted, second)), seed
        grids += sum(isinstance(block, Grid) for block in first)
        read_request([file])

    assert grids > 100


@pytest.mark.parametrize(
    "broken", ["parsers.workbook.first.shown", "parsers.workbook.second.book.written"]
)
def test_a_value_that_one_reader_shows_wrongly_is_flagged_with_both(
    broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = a_request(random.Random(5), FORMS["new-people"])
    file = SourceFile("a.xlsx", annex_workbook(request))
    assert FlagCode.READERS_DIFFER not in {flag.code for flag in read_request([file]).flags}
    right = read_request([file]).individuals[0].raw["phone"]
    before, wrong = resolve_name(broken), "0900000000"
    monkeypatch.setattr(broken, lambda *value: before(*value).replace(right, wrong))

    (flag,) = (one for one in read_request([file]).flags if one.code is FlagCode.READERS_DIFFER)

    assert {dict(flag.fields)["first"], dict(flag.fields)["second"]} == {right, wrong}
    assert flag.place
    assert flag.place.cell
    assert flag.column == "phone"


def test_a_day_of_which_only_the_month_is_shown_is_flagged() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["Danh sách đề nghị cấp mới hộp thư điện tử công vụ"])
        sheet.append(HEADER)
        for number, shown_by in enumerate(("dd/mm/yyyy", '"ngày" d/m/yy', "mmm-yy"), 1):
            name, unit = f"Nguyễn Văn {number}", "Sở Tài chính"
            sheet.append([number, name, unit, date(1985, 7, 1), f"09208500000{number}"])
            sheet.cell(number + 2, 4).number_format = shown_by

    flags = read_request([_saved(fill)]).flags

    (flag,) = (one for one in flags if one.code is FlagCode.READERS_DIFFER)
    assert (flag.row, flag.column) == (2, "birth")
    assert dict(flag.fields) | {"stt": ""} == {
        "first": "07/1985",
        "second": "01/07/1985",
        "stt": "",
    }


def test_a_header_merged_beyond_the_last_value_is_read() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["Danh sách đề nghị cấp mới hộp thư điện tử công vụ"])
        sheet.append(HEADER)
        sheet.append(
            [1, "Nguyễn Văn An", "Sở Tài chính", "01/07/1985", "092085000001", "0901234567"]
        )
        sheet.merge_cells("F2:H2")
        sheet.merge_cells("F3:H3")

    request = read_request([_saved(fill)])

    assert [row.phone for row in request.individuals] == ["0901234567"]
    assert FlagCode.READERS_DIFFER not in {flag.code for flag in request.flags}
