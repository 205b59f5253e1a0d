"""Numbers of documents (Nghị định 30/2020/NĐ-CP, Điều 15)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.replies.document_number import (
    DocumentNumber,
    NumberFault,
    Register,
    is_symbol,
    letter_symbol,
    next_number,
    parse_number,
)

NOTICES = Register("TB-TTCNTT", first_number=5, last_number=7)


@pytest.mark.parametrize(
    ("value", "written"),
    [(1, "01/TB-TTCNTT"), (9, "09/TB-TTCNTT"), (10, "10/TB-TTCNTT"), (1234, "1234/TB-TTCNTT")],
)
def test_numbers_under_ten_have_a_leading_zero(value: int, written: str) -> None:
    assert str(DocumentNumber(value, "TB-TTCNTT")) == written


@pytest.mark.parametrize(
    "text", ["12/TB-TTCNTT", " 12/TB-TTCNTT ", "Số: 12/TB-TTCNTT", "số 12/TB-TTCNTT"]
)
def test_a_number_is_read_as_people_type_it(text: str) -> None:
    assert parse_number(text) == DocumentNumber(12, "TB-TTCNTT")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("", NumberFault.NOT_A_NUMBER, id="nothing"),
        pytest.param("12", NumberFault.NOT_A_NUMBER, id="no symbol"),
        pytest.param("7/TB-TTCNTT", NumberFault.NOT_A_NUMBER, id="no leading zero"),
        pytest.param("00/TB-TTCNTT", NumberFault.NOT_A_NUMBER, id="zero"),
        pytest.param("012/TB-TTCNTT", NumberFault.NOT_A_NUMBER, id="too many zeros"),
        pytest.param("12 / TB-TTCNTT", NumberFault.NOT_A_NUMBER, id="spaces at the stroke"),
        pytest.param("12/tb-ttcntt", NumberFault.WRONG_SYMBOL, id="small letters"),
        pytest.param("12/TB - TTCNTT", NumberFault.WRONG_SYMBOL, id="spaces in the symbol"),
        pytest.param("12/TB-", NumberFault.WRONG_SYMBOL, id="an empty group"),
        pytest.param("12/TB-TTCNTT\r\nBcc: a@b", NumberFault.NOT_A_NUMBER, id="a second line"),
    ],
)
def test_what_is_no_number_says_why(text: str, fault: NumberFault) -> None:
    assert parse_number(text) is fault


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_a_fault(text: str) -> None:
    found = parse_number(text)
    if isinstance(found, DocumentNumber):
        assert parse_number(str(found)) == found


@given(st.integers(1, 999_999), st.sampled_from(["TB-TTCNTT", "TTCNTT", "QĐ-UBND", "STTTT-CNTT"]))
def test_a_number_written_is_read_again(value: int, symbol: str) -> None:
    number = DocumentNumber(value, symbol)

    assert parse_number(str(number)) == number


@pytest.mark.parametrize(("value", "symbol"), [(0, "TB-X"), (-1, "TB-X"), (1_000_000, "TB-X")])
def test_a_value_out_of_range_is_no_number(value: int, symbol: str) -> None:
    with pytest.raises(ValueError, match="999999"):
        DocumentNumber(value, symbol)


@pytest.mark.parametrize(
    ("symbol", "valid"),
    [("TB-TTCNTT", True), ("QĐ-UBND", True), ("TTCNTT", True), ("", False), ("TB_X", False),
     ("TB-X ", False), ("TB--X", False)],
)  # fmt: skip
def test_symbols_are_groups_of_capitals(symbol: str, valid: bool) -> None:
    assert is_symbol(symbol) is valid


def test_a_year_starts_with_the_first_number_of_its_range() -> None:
    assert next_number(Register("TB-TTCNTT"), None) == DocumentNumber(1, "TB-TTCNTT")
    assert next_number(NOTICES, None) == DocumentNumber(5, "TB-TTCNTT")


def test_numbers_follow_each_other_without_a_gap() -> None:
    assert next_number(NOTICES, 5) == DocumentNumber(6, "TB-TTCNTT")


def test_a_range_used_up_is_told_and_not_overrun() -> None:
    assert next_number(NOTICES, 7) is NumberFault.RANGE_EXHAUSTED
    assert next_number(NOTICES, 12) is NumberFault.RANGE_EXHAUSTED


def test_a_last_number_before_the_range_goes_to_a_person() -> None:
    assert next_number(NOTICES, 3) is NumberFault.BEFORE_RANGE


@given(st.integers(1, 50), st.integers(0, 30))
def test_a_whole_range_is_taken_once_each_in_order(first: int, size: int) -> None:
    register = Register("TB-TTCNTT", first, first + size)
    taken: list[int] = []
    while isinstance(number := next_number(register, taken[-1] if taken else None), DocumentNumber):
        taken.append(number.value)

    assert taken == list(range(first, first + size + 1))


def test_a_dispatch_has_no_kind_in_its_symbol() -> None:
    assert letter_symbol("TB-TTCNTT") == "TTCNTT"
    assert letter_symbol("STTTT-CNTT") == "STTTT-CNTT"
