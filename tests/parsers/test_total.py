"""What in a list only counts the rows above it, and what begins with the same words."""

from __future__ import annotations

import pytest

from parsers.tables.sum_row import is_total
from parsers.tables.total import limits_aside


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["Tổng cộng", "4"], id="word and number apart"),
        pytest.param(["Tống cộng", "4"], id="a tone changed by a scan"),
        pytest.param(["Tông cộng: 04 người"], id="a tone lost by a scan"),
        pytest.param(["TỔNG SỐ: 12"], id="in capitals"),
        pytest.param(["Tồng cộng danh sách có 12 công chức"], id="in a sentence"),
        pytest.param(["Cộng Phòng Nội vụ: 03 người"], id="of a group"),
        pytest.param(["(Danh sách này có 05 người)"], id="in brackets"),
        pytest.param(["Cộng", "Phòng Nội vụ", "3"], id="of a unit beside it"),
    ],
)
def test_a_row_that_counts_is_nobody_s(texts: list[str]) -> None:
    assert is_total(texts)


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["Tống Công", "Văn phòng Sở"], id="a family name and a given name"),
        pytest.param(["Công an phường 5"], id="the police"),
        pytest.param(["Tổng công ty Cấp nước 2"], id="a corporation"),
        pytest.param(["Cộng đồng khu vực 3"], id="a community"),
        pytest.param(["Tổng cộng", "0912345678"], id="somebody's number beside it"),
        pytest.param(["Cộng", "Nguyễn Văn An", "Văn phòng"], id="somebody's name beside it"),
        pytest.param(["Cộng: Nguyễn Văn An, văn thư"], id="somebody's name behind it"),
    ],
)
def test_a_row_of_somebody_is_no_sum(texts: list[str]) -> None:
    assert not is_total(texts)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Danh sách có 05 người (số 4 làm sau)", True),
        ("Cộng 5 người (chưa chốt)", True),
        ("Tổng cộng: 05 (năm) người, hết./.", False),
        ("(Danh sách này có 05 người, không có ai khác)", False),
        ("Cộng: 05 người (trong đó 03 nam, 02 nữ)", False),
    ],
)
def test_a_sum_that_speaks_aside_against_a_row_is_told(text: str, *, told: bool) -> None:
    assert limits_aside(text) is told
