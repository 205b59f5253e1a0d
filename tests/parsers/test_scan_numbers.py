"""Where looks at a number differ, what its structure or its neighbours call for is taken."""

from __future__ import annotations

import pytest

from parsers.ocr.number import Number, fits_national_id, fits_phone, running


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        pytest.param(("02923600469", "02923600446", "02923600446"), "02923600446", id="most"),
        pytest.param(("1042880230", "0892880230", "1042880230"), "0892880230", id="a telephone"),
        pytest.param(("", "", "0892880230"), "0892880230", id="read once"),
        pytest.param(("1042880230", "10428802"), "1042880230", id="none fits: the first"),
        pytest.param(("", ""), "", id="nothing read"),
    ],
)
def test_the_likeliest_telephone_is_a_telephone_most_looks_read(
    readings: tuple[str, ...], expected: str
) -> None:
    assert Number(readings).likeliest(fits_phone) == expected


def test_a_national_id_of_an_unknown_province_gives_way_to_one_that_is_sound() -> None:
    assert Number(("992085001232", "092085001232")).likeliest(fits_national_id) == "092085001232"


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        pytest.param([("1", "1"), ("7", "2"), ("3", "3")], ("1", "2", "3"), id="between"),
        pytest.param([("7", "1"), ("2", "2")], ("1", "2"), id="the first"),
        pytest.param([("6", "6"), ("1", "7")], ("6", "7"), id="the last"),
        pytest.param([("3", "3"), ("7", "1"), ("2", "2")], ("3", "1", "2"), id="counted anew"),
        pytest.param([("1", "1"), ("", ""), ("3", "3")], ("1", "", "3"), id="nothing made up"),
        pytest.param([("1", "1"), ("5", "5"), ("3", "3")], ("1", "5", "3"), id="read alike"),
        pytest.param([("1", "1"), ("5", "6"), ("9", "9")], ("1", "5", "9"), id="none called for"),
    ],
)
def test_a_running_number_is_the_reading_its_neighbours_call_for(
    readings: list[tuple[str, ...]], expected: tuple[str, ...]
) -> None:
    assert running([Number(one) for one in readings]) == expected
