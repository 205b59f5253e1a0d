"""A table without a header goes on with the one above it, unless a line says what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from parsers.flag import FlagCode
from parsers.reading import Line, Reading
from parsers.source import Place
from parsers.tables import list_tables
from tests.parsers.typed_pages import HEADER, page, person


def line(text: str, page_number: int, height: float) -> Line:
    return Line(text, Place("a.pdf", page_number, (0.1, height, 0.5, 0.02)))


def parted(pages: tuple[int, int], lines: Sequence[Line], below: Sequence[Line] = ()) -> Reading:
    """Return two people's table, lines, and a table of two more without a header."""
    above = page(pages[0], HEADER, person(0), person(1))
    rest = page(pages[1], person(2), person(3))
    return Reading((above, *lines, rest, *below))


@pytest.mark.parametrize(
    ("pages", "lines"),
    [
        pytest.param((1, 1), [line("Đã nghỉ hưu:", 1, 0.5)], id="on the same page"),
        pytest.param((1, 2), [line("Danh sách dự phòng:", 2, 0.1)], id="on top of the next"),
        pytest.param((1, 2), [line("Không đề nghị cấp:", 1, 0.9)], id="at the end of the first"),
    ],
)
def test_people_under_a_line_of_their_own_are_not_taken_for_the_list_above(
    pages: tuple[int, int], lines: list[Line]
) -> None:
    listing = list_tables(parted(pages, lines))

    assert [len(table.entries) for table in listing.tables] == [2]
    assert [flag.code for flag in listing.flags] == [FlagCode.TABLE_UNKNOWN]


def test_they_are_flagged_also_where_no_number_tells_that_they_are_people() -> None:
    rest = page(1, ("1", "Lê Văn Bảy", "Thanh tra Sở", "", ""))
    above = page(1, HEADER, person(0))

    listing = list_tables(Reading((above, line("Đã nghỉ hưu:", 1, 0.5), rest)))

    assert [len(table.entries) for table in listing.tables] == [1]
    assert [flag.code for flag in listing.flags] == [FlagCode.TABLE_UNKNOWN]


def test_a_table_of_people_is_flagged_however_their_numbers_are_written() -> None:
    for typed in ("092 085 001 239", "(0292) 3054918", "+84912345678", "0912.345.678"):
        rest = replace(page(2, ("1", "Lê Văn Bảy", "", "", typed)), edges=())

        listing = list_tables(Reading((page(1, HEADER, person(0)), rest)))

        assert [flag.code for flag in listing.flags] == [FlagCode.TABLE_UNKNOWN], typed


@pytest.mark.parametrize(
    ("lines", "below"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([line("2", 2, 0.06)], [], id="a page number"),
        pytest.param([line("Trang 2/3", 2, 0.06)], [], id="a page of pages"),
        pytest.param([line("Tài liệu nội bộ", 1, 0.97)], [], id="a line in the margin"),
        pytest.param([line("(Tiếp theo)", 2, 0.1)], [], id="that it goes on"),
        pytest.param(
            [line("Phụ lục - Trang 1", 1, 0.93)],
            [line("Phụ lục - Trang 2", 2, 0.93)],
            id="the foot of both pages",
        ),
    ],
)
def test_what_a_page_says_anyway_parts_no_list(lines: list[Line], below: list[Line]) -> None:
    listing = list_tables(parted((1, 2), lines, below))

    assert [len(table.entries) for table in listing.tables] == [4]
    assert listing.flags == ()
