"""Tables fit the screen, and no text is lost in them."""

from __future__ import annotations

import pytest

from mailbot.commands.grid import Column, grid
from mailbot.commands.wording import width

COLUMNS = (Column("#", 2), Column("Người gửi", 20), Column("Lý do", 16, 1))
ROWS = (
    ("1✓", "ubndninhkieu@cantho.gov.vn", "Tệp không có chữ ký số.\nThiếu danh sách."),
    ("2✗", "Ủy ban nhân dân phường Cái Răng", ""),
)


@pytest.mark.parametrize("screen", [44, 60, 150])
def test_a_table_is_no_wider_than_the_screen(screen: int) -> None:
    lines = grid(COLUMNS, ROWS, screen).splitlines()
    assert max(map(width, lines)) <= screen
    assert all("│" in line or "┼" in line for line in lines)


@pytest.mark.parametrize("screen", [30, 44, 60, 150])
def test_no_letter_is_lost(screen: int) -> None:
    told = "".join(char for char in grid(COLUMNS, ROWS, screen) if char.isalnum())
    for cell in (cell for row in ROWS for cell in row):
        for word in cell.split():
            letters = "".join(char for char in word if char.isalnum())
            assert letters in told or letters[:9] in told


def test_on_a_narrow_screen_every_row_is_a_list_under_its_headings() -> None:
    lines = grid(COLUMNS, ROWS[:1], 40).splitlines()
    assert lines == [
        "1✓",
        "  Người gửi: ubndninhkieu@cantho.gov.vn",
        "  Lý do:     Tệp không có chữ ký số.",
        "             Thiếu danh sách.",
    ]
