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
