"""Who is asked for twice is told, however the rows are numbered."""

from __future__ import annotations

import pytest

from parsers import FlagCode
from parsers.request import IndividualRow, OrganisationRow, Row
from parsers.rows.duplicates import duplicate_flags, shared_phone_flags


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            IndividualRow("new", "1", "Lê An", national_id="092085001234"),
            IndividualRow("new", "1", "Lê An", national_id="092085001234"),
            id="in two tables, each from 1",
        ),
        pytest.param(
            OrganisationRow("new", "1", "Phòng Nội vụ"),
            OrganisationRow("new", "2", "PHÒNG NỘI VỤ"),
            id="in capitals",
        ),
        pytest.param(
            IndividualRow("reset", "", "Lê An", email="an@cantho.gov.vn"),
            IndividualRow("reset", "", "Lê An", email="an@cantho.gov.vn"),
            id="without numbers",
        ),
    ],
)
def test_the_same_asked_for_twice_is_told(first: Row, second: Row) -> None:
    flags = duplicate_flags([(0, first), (1, second)])

    assert [(flag.code, flag.row) for flag in flags] == [(FlagCode.DUPLICATE, 1)]


def test_the_same_number_of_two_procedures_is_no_duplicate() -> None:
    new = IndividualRow("new", "1", "Lê An", email="an@cantho.gov.vn")
    reset = IndividualRow("reset", "1", "Lê An", email="an@cantho.gov.vn")

    assert duplicate_flags([(0, new), (1, reset)]) == []


HERS, HIS, LINE = "0916220415", "0939004771", "02923820001"


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        pytest.param(
            IndividualRow("new", "1", "Lê An", phone=HERS),
            IndividualRow("new", "2", "Trần Thị Bình", phone=HERS),
            True, id="two people with one mobile number",
        ),
        pytest.param(
            OrganisationRow("new", "1", "Phòng A", manager_name="Lê An", manager_phone=HERS),
            IndividualRow("reset", "1", "Trần Thị Bình", phone=HERS),
            True, id="an officer's and somebody else's",
        ),
        pytest.param(
            IndividualRow("new", "1", "Lê An", phone=LINE),
            IndividualRow("new", "2", "Trần Thị Bình", phone=LINE),
            False, id="the line of their office",
        ),
        pytest.param(
            OrganisationRow("new", "1", "Phòng A", manager_name="Lê An", manager_phone=HERS),
            OrganisationRow("new", "2", "Phòng B", manager_name="LÊ AN", manager_phone=HERS),
            False, id="one officer of two units",
        ),
        pytest.param(
            IndividualRow("new", "1", "Lê An", phone=HERS),
            IndividualRow("new", "2", "Trần Thị Bình", phone=HIS),
            False, id="two numbers",
        ),
    ],
)  # fmt: skip
def test_one_mobile_number_of_two_people_is_told(first: Row, second: Row, *, told: bool) -> None:
    flags = shared_phone_flags([(0, first), (1, second)])

    expected = [(FlagCode.PHONE_SHARED, 1)] if told else []
    assert [(flag.code, flag.row) for flag in flags] == expected
