"""Who is asked for twice is told, however the rows are numbered."""

from __future__ import annotations

import pytest

from parsers import FlagCode
from parsers.duplicates import duplicate_flags
from parsers.request import IndividualRow, OrganisationRow, Row


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
