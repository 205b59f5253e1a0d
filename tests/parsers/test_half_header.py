"""A header that a page break cut is made whole, and costs no row above it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.flag import FlagCode
from parsers.reading import Line, Reading
from parsers.source import Place
from parsers.tables import Listing, list_tables
from tests.parsers.typed_pages import HEADER, page, person

UPPER = ("STT", "Họ tên", "Đơn vị", "Số", "Số điện")
LOWER = ("", "người dùng", "công tác", "CMND/CCCD", "thoại")


def _numbers(listing: Listing) -> list[list[str]]:
    return [[entry.texts["stt"] for entry in table.entries] for table in listing.tables]


@pytest.mark.parametrize(
    "titles",
    [
        pytest.param((), id="no title"),
        pytest.param((("DANH SÁCH CẤP HỘP THƯ",),), id="a title"),
        pytest.param((("DANH SÁCH CẤP HỘP THƯ",), ("Năm 2026",)), id="two titles, one with a year"),
    ],
)
def test_a_header_cut_below_titles_is_whole(titles: tuple[tuple[str, ...], ...]) -> None:
    pages = (page(1, *titles, UPPER), page(2, LOWER, person(1)), page(3, person(2)))

    listing = list_tables(Reading(pages))

    assert _numbers(listing) == [["1", "2"]]
    assert listing.flags == ()
    assert [text.split()[-1] for text in listing.tables[0].headers[1:]] == [
        "dùng",
        "tác",
        "CMND/CCCD",
        "thoại",
    ]


def test_a_title_above_a_cut_header_says_what_is_asked_for() -> None:
    title = ("DANH SÁCH ĐỀ NGHỊ ĐẶT LẠI MẬT KHẨU HỘP THƯ",)
    whole = list_tables(Reading((page(1, title, HEADER, person(1)),)))
    cut = list_tables(Reading((page(1, title, UPPER), page(2, LOWER, person(1)))))

    assert whole.tables[0].procedure
    assert cut.tables[0].procedure == whole.tables[0].procedure


@pytest.mark.parametrize("rest", ["và Pháp chế", "Sở"])
def test_the_rest_of_a_cut_row_is_no_half_header_of_the_list_below_it(rest: str) -> None:
    first = page(1, HEADER, person(1), person(2))
    below = page(2, ("", "", rest, "", ""))
    second = page(2, HEADER, person(3))

    listing = list_tables(Reading((first, below, second)))

    assert [number for numbers in _numbers(listing) for number in numbers] == ["1", "2", "3"]
    assert listing.tables[0].entries[1].texts["unit"] == f"Thanh tra Sở {rest}"


def test_a_cut_header_of_a_second_list_costs_no_row_of_the_first() -> None:
    upper, lower = ("Số", "Họ tên", "Đơn", "Số", "Số"), ("TT", "", "vị", "CCCD", "điện thoại")
    heading = Line("Danh sách đề nghị đặt lại mật khẩu hộp thư", Place("a.pdf", 1))
    blocks = (page(1, HEADER, person(1)), heading, page(1, upper), page(2, lower, person(2)))

    listing = list_tables(Reading(blocks))

    assert _numbers(listing) == [["1"], ["2"]]
    assert listing.tables[1].procedure
    assert listing.flags == ()


def test_a_title_in_the_table_that_asks_for_something_else_begins_another_list() -> None:
    new = Line("Danh sách đề nghị cấp mới hộp thư", Place("a.pdf", 1))
    title = ("DANH SÁCH ĐỀ NGHỊ ĐẶT LẠI MẬT KHẨU HỘP THƯ",)
    second = replace(page(2, title, HEADER, person(2)), edges=(0.1, 0.25, 0.45, 0.6, 0.8, 0.9))

    listing = list_tables(Reading((new, page(1, HEADER, person(1)), second)))

    first, other = (table.entries[0].procedure or table.procedure for table in listing.tables)
    assert "" not in (first, other)
    assert first != other


@pytest.mark.parametrize("cut", [True, False])
def test_a_list_of_passwords_below_one_of_mailboxes_asks_for_passwords(*, cut: bool) -> None:
    new = Line("Danh sách đề nghị cấp mới hộp thư", Place("a.pdf", 1))
    reset = Line("DANH SÁCH ĐẶT LẠI MẬT KHẨU", Place("a.pdf", 1))
    below = (page(1, UPPER), page(2, LOWER, person(2))) if cut else (page(2, HEADER, person(2)),)

    listing = list_tables(Reading((new, page(1, HEADER, person(1)), reset, *below)))

    assert [table.procedure for table in listing.tables] == ["new", "reset"]
    assert _numbers(listing) == [["1"], ["2"]]


def test_a_header_cut_between_its_two_levels_is_whole() -> None:
    drawn = page(1, ("STT", "Họ tên người dùng", "Đơn", "Thông tin"))
    edges = (*drawn.edges[:4], drawn.edges[-1])
    upper = replace(drawn, columns=4, edges=edges)
    lower = page(2, ("", "", "vị", "Số CMND/CCCD", "Số điện thoại"), person(1))

    listing = list_tables(Reading((upper, lower)))

    *_, table = listing.tables
    assert table.headers[-1] == "Thông tin Số điện thoại"
    assert table.entries[-1].texts["phone"] == "0912345678"
    assert listing.flags == ()


@pytest.mark.parametrize("ruled", [True, False])
def test_a_header_of_two_levels_cut_inside_the_lower_is_whole(*, ruled: bool) -> None:
    first = page(1, ("STT", "Họ tên người dùng", "Đơn vị", "Liên hệ", ""), ("", "", "", "Số", "Số"))
    levels = tuple(
        replace(cell, row_span=2) if cell.row == 0 and cell.column < 3 else cell
        for cell in first.cells
        if cell.row == 0 or cell.column >= 3
    )
    wide = tuple(
        replace(cell, column_span=2) if (cell.row, cell.column) == (0, 3) else cell
        for cell in levels
        if (cell.row, cell.column) != (0, 4)
    )
    upper = replace(first, cells=wide if ruled else levels)
    lower = page(2, ("", "", "", "CCCD", "điện thoại"), person(1))

    listing = list_tables(Reading((upper, lower)))

    assert _numbers(listing) == [["1"]]
    assert {"national_id", "phone"} <= listing.tables[0].columns.fields.keys()
    assert listing.flags == ()


@pytest.mark.parametrize("again", [(), (person(0), HEADER)], ids=["first", "typed again"])
def test_somebody_without_numbers_below_a_header_is_not_lost_in_silence(
    again: tuple[tuple[str, ...], ...],
) -> None:
    somebody = ("", "Lê Thị Bé", "Thanh tra Sở", "", "")

    listing = list_tables(Reading((page(1, HEADER, *again), page(2, somebody, person(1)))))

    texts = [value for flag in listing.flags for _, value in flag.fields]
    assert any("Lê Thị Bé" in text for text in texts)


def test_a_title_in_a_list_of_mailboxes_that_names_passwords_asks_for_passwords() -> None:
    title = ("DANH SÁCH ĐẶT LẠI MẬT KHẨU",)

    (table,) = list_tables(Reading((page(1, HEADER, person(1), title, person(2)),))).tables

    assert [entry.procedure for entry in table.entries] == ["", "reset"]


def test_a_header_may_go_on_with_a_capital_after_a_slash() -> None:
    upper = ("STT", "Họ tên người dùng", "Cơ quan/", "Số CMND/", "Số điện thoại")
    lower = ("", "", "Đơn vị", "CCCD", "")

    listing = list_tables(Reading((page(1, upper), page(2, lower, person(1)))))

    assert _numbers(listing) == [["1"]]
    assert listing.flags == ()


def test_a_title_over_some_columns_below_a_header_is_no_rest_of_it() -> None:
    second = page(2, ("", "các phòng chuyên môn", "", "", ""), person(1))
    wide = tuple(
        replace(cell, column_span=4) if cell.column == 1 else cell
        for cell in second.cells
        if cell.row == 1 or cell.column < 2
    )

    listing = list_tables(Reading((page(1, HEADER), replace(second, cells=wide))))

    assert listing.tables[0].headers == HEADER
    assert [flag.code for flag in listing.flags] == [FlagCode.GROUP_ROW]
