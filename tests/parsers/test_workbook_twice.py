"""A workbook is read twice, from the stored value to the list: a fault of one reader is a flag."""

from __future__ import annotations

import random
from datetime import date
from pkgutil import resolve_name
from typing import Any

import pytest

from parsers import FlagCode, SourceFile
from parsers.read import read_request
from tests.parsers.conftest import FORMS
from tests.parsers.corpus.request import a_request
from tests.parsers.corpus.sheets import annex_workbook
from tests.parsers.round_trip.sheets import HEADER, read_twice, saved


def test_both_readers_part_and_fill_any_sheet_alike() -> None:
    """`make properties` takes more sheets."""
    looked = tuple(read_twice(range(100)))

    assert [one.seed for one in looked if not one.alike] == []
    assert sum(one.grids for one in looked) > 100


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

    flags = read_request([saved(fill)]).flags

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

    request = read_request([saved(fill)])

    assert [row.phone for row in request.individuals] == ["0901234567"]
    assert FlagCode.READERS_DIFFER not in {flag.code for flag in request.flags}
