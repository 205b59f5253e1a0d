"""Running numbers that leave one out tell of a row that may be lost."""

from __future__ import annotations

import pytest

from parsers import FlagCode, Place
from parsers.request import IndividualRow, Row
from parsers.rows.numbering import counts, numbering_flags

ODD, NONE = FlagCode.ROW_NUMBERING, FlagCode.ROW_UNNUMBERED


def _tables(*numbers: str) -> list[list[tuple[int, Row]]]:
    """Return tables of rows with these numbers, "-" for a row that has none."""
    index, tables = 0, []
    for text in numbers:
        rows: list[tuple[int, Row]] = []
        for stt in text.split():
            place = Place("a.pdf", 1, cell=str(index))
            rows.append((index, IndividualRow("new", stt=stt.strip("-"), place=place)))
            index += 1
        tables.append(rows)
    return tables


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param(["1 2 3"], id="one after the other"),
        pytest.param(["1 2 3 1 2"], id="each unit counted anew"),
        pytest.param(["1 2", "3 4"], id="a second table goes on"),
        pytest.param(["1 2", "1 2 3"], id="a second table begins anew"),
        pytest.param(["01 02 03"], id="two figures"),
        pytest.param(["I II III IV V VI VII VIII IX X XI XII"], id="Roman"),
        pytest.param(["a b c d e f g h i j k"], id="letters"),
        pytest.param(["a b c d đ e g h i k l"], id="Vietnamese letters"),
        pytest.param(["1.1 1.2 2.1 2.2 2.3"], id="two levels"),
        pytest.param(["- - -"], id="no numbers at all"),
    ],
)
def test_numbers_in_order_are_no_matter(numbers: list[str]) -> None:
    assert numbering_flags(_tables(*numbers)) == []


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        pytest.param(["1 2 4 5"], [(2, ODD, "4")], id="one left out"),
        pytest.param(["1 2 2 3"], [(2, ODD, "2")], id="one repeated"),
        pytest.param(["1 3 2"], [(1, ODD, "3"), (2, ODD, "2")], id="one goes back"),
        pytest.param(["2 3"], [(0, ODD, "2")], id="the first is missing"),
        pytest.param(["1 2", "4"], [(2, ODD, "4")], id="one left out between two tables"),
        pytest.param(["1 - 3"], [(1, NONE, "2")], id="a row without a number"),
        pytest.param(["1 - 2"], [(1, NONE, "2"), (2, ODD, "2")], id="a row nobody counted"),
        pytest.param(["I II IV"], [(2, ODD, "IV")], id="Roman, one left out"),
        pytest.param(["a b d"], [(2, ODD, "d")], id="a letter left out"),
        pytest.param(["1.1 1.3"], [(1, ODD, "1.3")], id="a second level left out"),
        pytest.param(["1 x? 3"], [(1, ODD, "x?")], id="no number"),
    ],
)
def test_a_number_left_out_or_repeated_goes_to_a_person(
    numbers: list[str], told: list[tuple[int, FlagCode, str]]
) -> None:
    flags = numbering_flags(_tables(*numbers))

    assert [(flag.row, flag.code, dict(flag.fields)["stt"]) for flag in flags] == told
    assert [flag.is_note for flag in flags] == [False] * len(told)
    assert [flag.place for flag in flags] == [Place("a.pdf", 1, cell=str(row)) for row, *_ in told]


@pytest.mark.parametrize(
    ("stt", "counted"),
    [("7", {7}), ("007", {7}), ("3.12", {12}), ("i", {1, 9}), ("c", {3, 100}), ("d", {4}),
     ("XIV", {14}), ("12345", set()), ("", set()), ("5a", set())],
)  # fmt: skip
def test_a_number_may_count_in_several_ways(stt: str, counted: set[int]) -> None:
    assert counts(stt) == counted
