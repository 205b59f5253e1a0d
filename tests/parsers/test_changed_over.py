"""A unit and its superior that changed places are told where the other rows tell it."""

from __future__ import annotations

import pytest

from parsers import FlagCode
from parsers.request import IndividualRow
from parsers.rows.changed_over import changed_over_flags

SCHOOL, CITY = "Trường Cao đẳng nghề", "UBND thành phố"


def _row(unit: str, superior: str) -> IndividualRow:
    return IndividualRow("new", "", "Lê An", parent_agency=superior, unit=unit)


OTHERS = [_row("Khoa Điện", SCHOOL), _row("Phòng Đào tạo", SCHOOL)]


@pytest.mark.parametrize(
    ("row", "others", "told"),
    [
        pytest.param(_row(SCHOOL, "Phòng Đào tạo"), OTHERS, True, id="changed over"),
        pytest.param(_row(SCHOOL.upper(), "KHOA CƠ KHÍ"), OTHERS, True, id="in capitals"),
        pytest.param(_row(SCHOOL, CITY), OTHERS, False, id="the head of the agency"),
        pytest.param(_row(SCHOOL, "Phòng Giáo dục và Đào tạo"), OTHERS, False, id="of a school"),
        pytest.param(_row("Khoa Cơ khí", SCHOOL), OTHERS, False, id="as the others"),
        pytest.param(_row(SCHOOL, "Phòng Đào tạo"), OTHERS[:1], False, id="one against one"),
    ],
)
def test_a_superior_in_the_column_of_units(
    row: IndividualRow, others: list[IndividualRow], *, told: bool
) -> None:
    flags = list(changed_over_flags(list(enumerate([*others, row]))))

    expected = [(FlagCode.ROW_UNCLEAR, len(others), "parent_agency")] if told else []
    assert [(flag.code, flag.row, flag.column) for flag in flags] == expected
