"""A header may be typed once more in the middle of a table; no row is lost to it."""

from __future__ import annotations

import pytest

from parsers.reading import Reading
from parsers.tables import list_tables
from tests.parsers.typed_pages import HEADER, page, person


def test_rows_above_a_header_typed_again_below_a_page_s_top_are_read() -> None:
    first = page(1, HEADER, person(1))
    second = page(2, person(2), person(3), HEADER, person(4))

    tables = list_tables(Reading((first, second))).tables

    numbers = [entry.texts["stt"] for table in tables for entry in table.entries]
    assert numbers == ["1", "2", "3", "4"]


@pytest.mark.parametrize("rows", [2, 5])
def test_a_header_typed_again_and_cut_by_the_page_s_end_is_no_row(rows: int) -> None:
    upper = ("STT", "Họ tên người", "Đơn vị", "Số CMND/CCCD", "Số điện")
    lower = ("", "dùng", "", "", "thoại")
    first = page(1, HEADER, *map(person, range(rows)), upper)
    second = page(2, lower, person(5))

    listing = list_tables(Reading((first, second)))

    entries = [entry for table in listing.tables for entry in table.entries]
    assert [entry.texts["stt"] for entry in entries] == [*map(str, range(rows)), "5"]
    assert all(not entry.doubts for entry in entries)
    assert listing.flags == ()


UPPER = ("STT", "Họ tên người", "Đơn vị", "Số CMND/CCCD", "Số điện")
LOWER = ("", "dùng", "", "", "thoại")


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param(((HEADER, HEADER, person(1)),), id="below the page's own"),
        pytest.param(((HEADER, UPPER), (LOWER, person(1))), id="below the page's own, cut"),
        pytest.param(((HEADER, UPPER), (HEADER, LOWER, person(1))), id="cut between two pages'"),
        pytest.param(((HEADER, person(2), UPPER), (HEADER, LOWER, person(1))), id="cut by another"),
        pytest.param(
            ((HEADER, person(2), ("STT", "", "", "", "")), (("", *HEADER[1:]), person(1))),
            id="cut so that nothing is named above",
        ),
    ],
)
def test_a_header_typed_again_at_a_page_s_edge_is_no_row(
    pages: tuple[tuple[tuple[str, ...], ...], ...],
) -> None:
    grids = [page(number, *rows) for number, rows in enumerate(((HEADER, person(0)), *pages), 1)]

    listing = list_tables(Reading(tuple(grids)))

    entries = [entry for table in listing.tables for entry in table.entries]
    assert [entry.texts["stt"] for entry in entries] in (["0", "1"], ["0", "2", "1"])
    assert all(not entry.doubts for entry in entries)
    assert listing.flags == ()


@pytest.mark.parametrize("number", ["092 303 000 231", "092.303.000.231", "092303000231"])
def test_somebody_whose_unit_and_position_sound_like_headers_is_no_header(number: str) -> None:
    header = ("Họ và tên", "Giới tính", "Đơn vị", "Chức vụ", "Số CCCD")
    unit, position = "Trung tâm Truyền thông trực thuộc Sở", "Công chức Văn phòng - Thống kê"
    rows = [(f"Lâm Tuyền {end}", "Nữ", unit, position, number) for end in ("Anh", "Bình")]

    listing = list_tables(Reading((page(1, header, *rows),)))

    assert [len(table.entries) for table in listing.tables] == [2]
