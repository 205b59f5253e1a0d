"""A row that only numbers the columns is nobody's, wherever it stands."""

from __future__ import annotations

import pytest

from parsers.reading import Reading
from parsers.tables import list_tables
from tests.parsers.typed_pages import HEADER, page, person

NUMBERS = [
    pytest.param(("A", "B", "1", "2", "3"), id="letters for the words"),
    pytest.param(("1", "2", "3", "4", "5"), id="bare"),
    pytest.param(("(1)", "(2)", "(3)", "(4)", "(5)"), id="in brackets"),
]


@pytest.mark.parametrize("numbers", NUMBERS)
def test_column_numbers_below_a_page_break_are_no_row(numbers: tuple[str, ...]) -> None:
    pages = (page(1, HEADER), page(2, numbers, person(1)), page(3, numbers, person(2)))

    listing = list_tables(Reading(pages))

    (table,) = listing.tables
    assert [entry.texts["stt"] for entry in table.entries] == ["1", "2"]
    assert listing.flags == ()


def test_the_rest_of_a_cut_row_is_found_below_column_numbers() -> None:
    first = page(1, HEADER, person(1))
    second = page(2, ("A", "B", "1", "2", "3"), ("", "", "và Pháp chế", "", ""), person(2))

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
    (table,) = list_tables(Reading((page(1, HEADER, person(1)), page(2, row)))).tables

    assert len(table.entries) == 2
