"""What a list says of a person beside the national ID is held against it, or a person is told."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from parsers import FlagCode, SourceFile
from parsers.read import read_request

BORN_1990_MALE = "092090000001"
HEADER = ("STT", "Họ và tên", "Đơn vị công tác", "Ngày sinh", "Giới tính", "Số CCCD", "Điện thoại")


def _flags(birth: object, gender: str, header: str = "Giới tính") -> dict[FlagCode, dict[str, str]]:
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["Danh sách đề nghị cấp mới hộp thư điện tử công vụ"])
    sheet.append([header if name == "Giới tính" else name for name in HEADER])
    row = [1, "Hồ Văn An", "Sở Tài chính", birth, gender, BORN_1990_MALE, "0901234567"]
    sheet.append(row)
    book.save(out)
    flags = read_request([SourceFile("a.xlsx", out.getvalue())]).flags
    assert all(flag.place and flag.place.cell for flag in flags if flag.row == 0)
    return {flag.code: dict(flag.fields) for flag in flags if flag.row == 0}


@pytest.mark.parametrize(
    ("gender", "header", "codes"),
    [
        pytest.param("Gái", "Giới tính", {FlagCode.NATIONAL_ID_SEX}, id="another sex"),
        pytest.param("Female", "Giới tính", {FlagCode.NATIONAL_ID_SEX}, id="in English"),
        pytest.param("x", "Nữ", {FlagCode.NATIONAL_ID_SEX}, id="marked as another"),
        pytest.param("Trai", "Giới tính", set(), id="the same"),
        pytest.param("x", "Nam", set(), id="marked so"),
        pytest.param("-", "Giới tính", set(), id="nothing"),
        pytest.param("Nam/Nữ", "Giới tính", {FlagCode.GENDER_ODD}, id="both"),
        pytest.param("1", "Giới tính", {FlagCode.GENDER_ODD}, id="a number"),
    ],
)
def test_a_sex_that_differs_or_is_not_understood_is_flagged(
    gender: str, header: str, codes: set[FlagCode]
) -> None:
    assert set(_flags("02/01/1990", gender, header)) == codes


@pytest.mark.parametrize("birth", [32874, "32874", 32874.0])
def test_a_birth_date_that_became_a_number_is_flagged_with_its_day(birth: object) -> None:
    flags = _flags(birth, "Nam")

    assert set(flags) == {FlagCode.BIRTH_NUMBER}
    assert flags[FlagCode.BIRTH_NUMBER]["text"] == "32874"
    assert flags[FlagCode.BIRTH_NUMBER]["proposal"] == "01/01/1990"


def test_the_day_of_such_a_number_is_held_against_the_id() -> None:
    assert set(_flags(31169, "Nam")) == {FlagCode.BIRTH_NUMBER, FlagCode.NATIONAL_ID_BIRTH}


@pytest.mark.parametrize("birth", ["15021990", "ngày 2 tháng 1", 150290])
def test_a_birth_date_of_which_no_year_can_be_read_is_flagged(birth: object) -> None:
    assert set(_flags(birth, "Nam")) == {FlagCode.BIRTH_ODD}


def _list(*cells: tuple[str, ...], columns: tuple[str, ...]) -> list[tuple[FlagCode, int | None]]:
    """Return the flags of the rows of a list with these columns beside its own."""
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["Danh sách đề nghị cấp mới hộp thư điện tử công vụ"])
    own = ("STT", "Họ và tên", "Đơn vị công tác", "Chức vụ", "Số CCCD", "Điện thoại")
    sheet.append([*own, *columns])
    for at, more in enumerate(cells, 1):
        digits = f"092{(at - 1) % 2}9000000{at}"  # men, women by turns
        named = ("Hồ Văn An", "Lê Thị Bình", "Trần Văn Cả", "Phan Thị Đào")[at - 1]
        row = [at, named, "Văn phòng", "Chuyên viên", digits, f"090123456{at}", *more]
        sheet.append(row)
    book.save(out)
    read = read_request([SourceFile("a.xlsx", out.getvalue())])
    whole = [f for f in read.flags if f.row is None and f.code is not FlagCode.LETTER_MISSING]
    return [
        (flag.code, flag.row) for flag in (*whole, *(f for f in read.flags if f.row is not None))
    ]


MAN, WOMAN = ("x", ""), ("", "x")


@pytest.mark.parametrize(
    ("cells", "flags"),
    [
        pytest.param((MAN, WOMAN, MAN), [], id="each in one"),
        pytest.param((MAN, ("x", "x"), MAN), [(FlagCode.GENDER_ODD, 1)], id="both"),
        pytest.param((MAN, ("", ""), MAN), [(FlagCode.GENDER_MISSING, 1)], id="neither"),
        pytest.param((MAN, MAN, MAN), [(FlagCode.NATIONAL_ID_SEX, 1)], id="the other"),
        pytest.param((("", ""), ("", ""), ("", "")), [], id="columns nobody filled"),
    ],
)
@pytest.mark.parametrize("columns", [("Nam", "Nữ"), ("Giới tính: Nam", "Giới tính: Nữ")])
def test_ticks_in_two_columns_tell_one_sex(
    cells: tuple[tuple[str, str], ...],
    flags: list[tuple[FlagCode, int]],
    columns: tuple[str, str],
) -> None:
    assert _list(*cells, columns=columns) == flags


@pytest.mark.parametrize(
    ("cells", "header", "flags"),
    [
        pytest.param("x", "Nữ", [], id="the women alone are marked"),
        pytest.param("", "Nữ", [], id="nobody is"),
        pytest.param("Nữ", "Giới tính", [(FlagCode.GENDER_MISSING, 3)], id="left out once"),
    ],
)
def test_a_blank_says_what_the_other_rows_make_of_it(
    cells: str, header: str, flags: list[tuple[FlagCode, int]]
) -> None:
    men = "Nam" if header == "Giới tính" else ""
    last = "" if flags else cells
    assert _list((men,), (cells,), (men,), (last,), columns=(header,)) == flags


def test_a_woman_left_unmarked_where_women_are_marked_is_flagged() -> None:
    found = _list(("",), ("x",), ("",), ("",), columns=("Nữ",))

    assert found == [(FlagCode.NATIONAL_ID_SEX, 3)]


def test_one_sex_in_many_rows_left_blank_is_a_column_nobody_filled() -> None:
    assert _list(("Nam",), ("",), ("",), ("",), columns=("Giới tính",)) == []


@pytest.mark.parametrize("birth", ["Mậu Thìn", "1990?", "tháng 5/1990", "29/02/2023"])
def test_a_birth_that_is_no_date_is_flagged(birth: str) -> None:
    assert set(_flags(birth, "Nam")) == {FlagCode.BIRTH_ODD}
