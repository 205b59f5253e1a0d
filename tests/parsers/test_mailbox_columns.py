"""Which column holds the mailbox whose password is asked for is never guessed in silence."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from parsers import FlagCode, RequestList, SourceFile, read_request

OFFICIAL, PRIVATE = "anhv@cantho.gov.vn", "ho.an@gmail.com"
OWN = ("STT", "Họ và tên", "Đơn vị công tác", "Chức vụ", "Điện thoại")


def _read(*columns: tuple[str, str], phone: str = "0901234567") -> RequestList:
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["Danh sách đề nghị cấp lại mật khẩu hộp thư điện tử"])
    sheet.append([*OWN, *(header for header, _ in columns)])
    row = ["1", "Hồ Văn An", "Văn phòng", "Chuyên viên", phone]
    sheet.append([*row, *(address for _, address in columns)])
    book.save(out)
    return read_request([SourceFile("a.xlsx", out.getvalue())])


def _codes(read: RequestList) -> set[FlagCode]:
    return {flag.code for flag in read.flags} - {FlagCode.LETTER_MISSING}


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("Email cá nhân", PRIVATE),
        ("Địa chỉ hộp thư điện tử cá nhân", PRIVATE),
        ("Email nhận mật khẩu", OFFICIAL),
        ("Email liên hệ", OFFICIAL),
        ("Hộp thư nhận kết quả", OFFICIAL),
        ("Email dự phòng", OFFICIAL),
    ],
)
def test_a_mailbox_to_write_to_is_not_taken_for_the_one_asked_for(
    header: str, address: str
) -> None:
    assert FlagCode.COLUMN_OF_ANOTHER in _codes(_read((header, address)))


@pytest.mark.parametrize(
    "header",
    [
        *("Email", "Hộp thư công vụ", "Hộp thư công vụ / Email", "Hộp thư công vụ cá nhân"),
        *("Email cá nhân", "Thông tin liên hệ: Email", "Hộp thư tiếp nhận văn bản"),
    ],
)
def test_the_one_column_of_addresses_of_the_government_is_the_mailbox(header: str) -> None:
    read = _read((header, OFFICIAL))

    assert (_codes(read), read.individuals[0].email) == (set(), OFFICIAL)


@pytest.mark.parametrize("other", ["Email", "Email cá nhân", "Địa chỉ email"])
@pytest.mark.parametrize("turned", [False, True])
def test_of_two_columns_the_official_one_is_proposed(other: str, *, turned: bool) -> None:
    columns = [("Hộp thư công vụ", OFFICIAL), (other, PRIVATE)]
    read = _read(*(reversed(columns) if turned else columns))

    (flag,) = (one for one in read.flags if one.code is FlagCode.COLUMN_TWICE)
    assert dict(flag.fields)["header"] == other
    assert read.individuals[0].email == OFFICIAL


@pytest.mark.parametrize("header", ["Tài khoản", "Tên đăng nhập"])
def test_addresses_in_a_column_nobody_knows_are_told_beside_the_mailboxes(header: str) -> None:
    read = _read(("Email", PRIVATE), (header, OFFICIAL))

    assert FlagCode.COLUMN_TWICE in _codes(read)


def test_a_column_nobody_knows_without_addresses_is_a_note() -> None:
    read = _read(("Email", OFFICIAL), ("Trình độ", "Đại học"))

    assert _codes(read) == set()


def test_a_persons_landline_without_its_zero_is_told_with_what_it_may_be() -> None:
    read = _read(("Email", OFFICIAL), phone="2916220415")

    (flag,) = (one for one in read.flags if one.code is FlagCode.PHONE_ODD)
    assert dict(flag.fields)["proposal"] == "02916220415"
    assert flag.row == 0


def test_a_mobile_number_without_its_zero_is_a_note() -> None:
    assert _codes(_read(("Email", OFFICIAL), phone="912345678")) == set()
