"""A row that only numbers the columns is nobody's, wherever it stands."""

from __future__ import annotations

import pytest

from parsers.reading import Cell, DrawnLine, Grid, Reading
from parsers.source import Place
from parsers.tables import list_tables

HEADER = ("STT", "Họ tên người dùng", "Đơn vị", "Số CMND/CCCD", "Số điện thoại")
EDGES = (0.1, 0.2, 0.4, 0.6, 0.8, 0.9)


def _person(number: int) -> tuple[str, ...]:
    name = f"Nguyễn Văn {'ABCDEF'[number]}"
    return (str(number), name, "Thanh tra Sở", f"09208500123{number}", "0912345678")


def _page(number: int, *rows: tuple[str, ...]) -> Grid:
    cells = tuple(
        Cell(row, column, (DrawnLine(text),) if text else (), Place("a.pdf", number))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return Grid(cells, len(rows), len(HEADER), Place("a.pdf", number), EDGES)


NUMBERS = [
    pytest.param(("A", "B", "1", "2", "3"), id="letters for the words"),
    pytest.param(("1", "2", "3", "4", "5"), id="bare"),
    pytest.param(("(1)", "(2)", "(3)", "(4)", "(5)"), id="in brackets"),
]


@pytest.mark.parametrize("numbers", NUMBERS)
def test_column_numbers_below_a_page_break_are_no_row(numbers: tuple[str, ...]) -> None:
    pages = (_page(1, HEADER), _page(2, numbers, _person(1)), _page(3, numbers, _person(2)))

    listing = list_tables(Reading(pages))

    (table,) = listing.tables
    assert [entry.texts["stt"] for entry in table.entries] == ["1", "2"]
    assert listing.flags == ()


def test_the_rest_of_a_cut_row_is_found_below_column_numbers() -> None:
    first = _page(1, HEADER, _person(1))
    second = _page(2, ("A", "B", "1", "2", "3"), ("", "", "và Pháp chế", "", ""), _person(2))

    (table,) = list_tables(Reading((first, second))).tables

    units = [entry.texts["unit"] for entry in table.entries]
    assert units == ["Thanh tra Sở và Pháp chế", "Thanh tra Sở"]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(("1", "B", "1", "2", "3"), id="a name of one letter"),
        pytest.param(("1", "", "2", "3", "4"), id="a cell without a number"),
        pytest.param(("A", "B", "1", "2", "092085001232"), id="a national ID"),
    ],
)
def test_what_does_not_count_every_column_stays_a_row(row: tuple[str, ...]) -> None:
    (table,) = list_tables(Reading((_page(1, HEADER, _person(1)), _page(2, row)))).tables

    assert len(table.entries) == 2
