"""Which texts in a column of units or offices are the value of another column."""

from __future__ import annotations

import pytest

from parsers.rows.misplaced import is_no_name
from parsers.values.doubt import without_bullet


@pytest.mark.parametrize(
    "text",
    ["Trường THPT Châu Văn Liêm", "Trường Tiểu Học Võ Trường Toản", "TRƯỜNG THCS LƯƠNG THẾ VINH",
     "Đoàn Thanh niên", "Phòng Nội vụ"],
)  # fmt: skip
def test_a_school_that_bears_somebodys_name_is_a_unit(text: str) -> None:
    assert not is_no_name("unit", text)


@pytest.mark.parametrize(
    "text", ["Trương Thị Mai", "Trần Văn Trường", "0912345678", "Trưởng phòng", "Truong Thi Mai"]
)
def test_a_person_a_number_or_an_office_is_none(text: str) -> None:
    assert is_no_name("unit", text)


@pytest.mark.parametrize(
    ("text", "plain", "several"),
    [
        ("• Văn phòng", "Văn phòng", False),
        ("- Phòng Kinh tế", "Phòng Kinh tế", False),
        ("Phòng Kế hoạch - Tài chính", "Phòng Kế hoạch - Tài chính", False),
        ("• Văn phòng • Phòng Kinh tế", "Văn phòng • Phòng Kinh tế", True),
        ("- Phòng Kế hoạch - Tài chính", "Phòng Kế hoạch - Tài chính", True),
    ],
)
def test_the_sign_of_a_list_is_no_part_of_a_units_name(
    text: str, plain: str, *, several: bool
) -> None:
    assert without_bullet(text) == (plain, several)
