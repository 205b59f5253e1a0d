from __future__ import annotations

import pytest

from mailbot.cases.typed_number import read_number, read_numbers


@pytest.mark.parametrize("text", ["", "-1", "1.5", "²", "٣", "1_000", " 1", "9" * 10, "9" * 5000])
def test_what_is_no_plain_number_is_none(text: str) -> None:
    assert read_number(text) is None


def test_plain_digits_are_read_and_the_rest_of_a_form_is_left() -> None:
    assert read_number("007") == 7
    assert read_numbers(["2", "²", "x", "0"]) == {0, 2}
