"""Where a table's words may break anywhere, an address in several lines is put together."""

from __future__ import annotations

import pytest

from parsers.joining import Joined, Wrapping, join_cell, join_lines, wrapping_of
from parsers.reading import Cell, DrawnLine, Grid
from parsers.source import Place
from parsers.text.syllable import is_syllable

PLACE = Place("a.pdf", 1)
FULL = 0.2
WIDE_LETTER_NEXT = 1.0


def _cell(row: int, *lines: tuple[str, float]) -> Cell:
    return Cell(row, 0, tuple(DrawnLine(*line) for line in lines), PLACE)


def test_a_full_line_may_leave_room_for_the_space_that_hangs_over_the_edge() -> None:
    cells = (
        _cell(0, ("Tên đơn vị đề nghị cấp", WIDE_LETTER_NEXT), ("mới", 9.0)),
        _cell(1, ("Phòng Kế hoạch - Tài chín", FULL), ("h", 12.0)),
        _cell(2, ("Đặng Minh Dũng, minhdung", FULL), ("5334@cantho.gov.vn", 3.0)),
        _cell(3, ("Chi cục Chăn nuôi và Thú", FULL), ("y 7104", 8.0)),
        _cell(4, ("Văn phòng", 0.0)),
    )
    wrapping = wrapping_of(Grid(cells, len(cells), 1, PLACE))

    assert join_cell(cells[1], wrapping).text == "Phòng Kế hoạch - Tài chính"
    address = join_cell(cells[2], wrapping)
    assert address.text == "Đặng Minh Dũng, minhdung5334@cantho.gov.vn"
    assert address.unsure


def test_a_symbol_cut_within_its_number_is_doubtful_where_words_stand_before_it() -> None:
    cells = (
        _cell(0, ("Hợp đồng 1", FULL), ("11/2022/N", WIDE_LETTER_NEXT), ("Đ-CP", 3.0)),
        _cell(1, ("Văn phòng", 0.0)),
    )
    wrapping = wrapping_of(Grid(cells, len(cells), 1, PLACE))

    assert join_cell(cells[0], wrapping).unsure


def test_a_syllable_broken_before_what_no_syllable_ends_in_is_put_together() -> None:
    """There is "ương" and no "ơng", so "phư" and "ờng" are one word."""
    cells = (
        _cell(0, ("Ủy ban nhân dân phư", FULL), ("ờng Ninh Kiều", 6.0)),
        _cell(1, ("UBND xã Phong Điền, huyệ", FULL), ("n Phong Điền", 6.0)),
        _cell(2, ("Trung tâm Phục vụ h", FULL), ("ành chính công", 5.0)),
        _cell(3, ("Công chức tiếp nhận", FULL), ("mới", 9.0)),
        _cell(4, ("Văn phòng", 0.0)),
    )
    wrapping = wrapping_of(Grid(cells, len(cells), 1, PLACE))

    assert join_cell(cells[0], wrapping) == Joined("Ủy ban nhân dân phường Ninh Kiều")
    assert join_cell(cells[2], wrapping) == Joined("Trung tâm Phục vụ hành chính công")


@pytest.mark.parametrize(
    "word", ["Huỳnh", "xoong", "hoẵng", "huếch", "quýt", "khuyết", "nghiêng", "gìn", "ngoạm"]
)
def test_true_syllables_are_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("NGUYỄ", "N THỊ P", "HƯỢNG"), "NGUYỄN THỊ PHƯỢNG"),
        (("Phó Tr", "ưởng phòng"), "Phó Trưởng phòng"),
        (("Mã số 15", "110123"), "Mã số 15110123"),
        (("Khoa Điệ", "n-Điện tử"), "Khoa Điện-Điện tử"),
        (("Phòng Khu", "yến nông"), "Phòng Khu yến nông"),
    ],
)
def test_what_is_too_wide_for_its_column_is_put_together_and_doubtful(
    lines: tuple[str, ...], text: str
) -> None:
    """ReportLab cuts a word that does not fit; both readers join lines in the same way."""
    cell = _cell(0, *((line, FULL) for line in lines))

    assert join_lines(cell.lines, Wrapping()) == Joined(text, unsure=True)


@pytest.mark.parametrize(
    "lines",
    [("Khoa", "Điện-Điện", "tử"), ("Khoa Điện-Điện", "tử"), ("Khoa Điện-", "Điện tử")],
)
def test_words_beside_a_hyphen_keep_their_space(lines: tuple[str, ...]) -> None:
    cell = _cell(0, *((line, FULL) for line in lines))

    assert join_lines(cell.lines, Wrapping()) == Joined("Khoa Điện-Điện tử")


def test_a_telephone_that_is_cut_is_one_number() -> None:
    cell = _cell(0, ("SĐT mới 09", FULL), ("16220416", FULL))

    assert join_lines(cell.lines, Wrapping()) == Joined("SĐT mới 0916220416")


@pytest.mark.parametrize(
    ("lines", "doubtful"),
    [
        ((("user3", 12.0), ("user3@cantho.gov.vn", 0.0)), True),
        ((("an@cantho.gov.vn", 5.0), ("moi", 0.0)), True),
        ((("minhan5334", 0.2), ("@cantho.gov.vn", 0.0)), False),
        ((("minhan-", 5.0), ("sxd@cantho.gov.vn", 0.0)), False),
    ],
)
def test_an_address_in_lines_that_somebody_broke_is_doubtful(
    lines: tuple[tuple[str, float], ...], doubtful: bool
) -> None:
    assert join_cell(_cell(0, *lines), Wrapping(), tight=True).unsure is doubtful


def test_a_word_of_one_letter_is_a_word() -> None:
    cell = _cell(0, ("Chi cục Chăn nuôi và Thú", FULL), ("y 7104", 3.0))

    assert join_lines(cell.lines, Wrapping()) == Joined("Chi cục Chăn nuôi và Thú y 7104")


@pytest.mark.parametrize("name", ["Đào Thị", "Huỳnh Thị", "Trần Mỹ"])
def test_a_line_that_ends_in_a_letter_of_another_face_was_not_broken_by_hand(name: str) -> None:
    """An office suite keeps no space behind one, and there was no room for the next word."""
    cells = (
        _cell(0, ("Lâm Quốc ", 1.1), ("Đạt", 4.0)),
        _cell(1, (name, 2.0), ("Hồng Gấm", 1.0)),
    )
    wrapping = wrapping_of(Grid(cells, len(cells), 1, PLACE))

    assert join_cell(cells[1], wrapping) == Joined(f"{name} Hồng Gấm")


def test_a_line_without_its_space_that_ends_in_any_other_letter_was() -> None:
    cells = (
        _cell(0, ("Lâm Quốc ", 1.1), ("Đạt", 4.0)),
        _cell(1, ("Đào Văn An", 2.0), ("Hồng Gấm", 1.0)),
    )
    wrapping = wrapping_of(Grid(cells, len(cells), 1, PLACE))

    assert join_cell(cells[1], wrapping).typed == ("Đào Văn An", "Hồng Gấm")
