"""What stands in a list and is no value of its rows, or another's, is told to a person."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import docx
import pytest

from parsers import FlagCode, RequestList, SourceFile, read_request

LETTER = (
    "UBND PHƯỜNG CÁI KHẾ",
    "Số: 12/UBND-VX",
    "Cần Thơ, ngày 23 tháng 11 năm 2026",
    "Kính gửi: Sở Thông tin và Truyền thông.",
    "Đề nghị cấp mới hộp thư điện tử cho công chức mới được tuyển dụng.",
)
FIRST = {
    "STT": "1",
    "Họ tên người dùng": "Nguyễn Văn An",
    "Tên cơ quan cấp trên": "UBND phường Cái Khế",
    "Đơn vị": "Văn phòng",
    "Chức vụ": "Chuyên viên",
    "Số CMND/CCCD": "092088004321",
    "Số điện thoại": "0912345678",
    "Ghi chú": "",
}
SECOND = (
    *("2", "Trần Thị Bình", "UBND phường Cái Khế", "Văn phòng", "Chuyên viên", "092195000148"),
    *("0916220415", ""),
)


def _read(first: Mapping[str, str], *more: Sequence[str], wide: str = "") -> RequestList:
    document, out = docx.Document(), io.BytesIO()
    for text in LETTER:
        document.add_paragraph(text)
    rows = [list(first), list(first.values()), *more]
    table = document.add_table(rows=len(rows) + bool(wide), cols=len(first))
    for row, texts in zip(table.rows, rows, strict=False):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    if wide:
        last = table.rows[-1].cells
        last[0].merge(last[-1]).text = wide
    document.save(out)
    return read_request([SourceFile("a.docx", out.getvalue())])


def _codes(request: RequestList) -> set[FlagCode]:
    return {flag.code for flag in request.flags}


@pytest.mark.parametrize(
    ("unit", "superior", "told"),
    [
        ("UBND phường Cái Khế", "Văn phòng", True),
        ("Sở Nội vụ", "Chi cục Văn thư", True),
        ("Trường Mầm non Hoa Sen", "Phòng Giáo dục và Đào tạo", False),
        ("Bộ phận Một cửa", "Văn phòng HĐND và UBND", False),
        ("Sở Nội vụ", "UBND thành phố Cần Thơ", False),
        ("Chi cục Văn thư", "Sở Nội vụ", False),
        ("Chi cục Văn thư", "Chi cục Văn thư", False),
    ],
)
def test_a_unit_in_the_place_of_its_superior_is_told(unit: str, superior: str, told: bool) -> None:
    read = _read({**FIRST, "Đơn vị": unit, "Tên cơ quan cấp trên": superior}, SECOND)

    assert _codes(read) == ({FlagCode.ROW_UNCLEAR} if told else set())


def test_two_plain_rows_are_no_matter() -> None:
    read = _read(FIRST, SECOND)

    assert (len(read.individuals), _codes(read)) == (2, set())


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("Họ tên người dùng", "Nguyễn Văn An Trần Thị Bình", FlagCode.NAME_ODD),
        ("Họ tên người dùng", "Nguyễn Văn An Nguyễn Văn An", FlagCode.NAME_ODD),
        ("Họ tên người dùng", "Lê An Lê An", FlagCode.NAME_ODD),
        ("Họ tên người dùng", "Nguyễn Văn An Trưởng Phòng", FlagCode.NAME_ODD),
        ("Họ tên người dùng", "NGUYỄN VĂN AN HỦY", FlagCode.NAME_ODD),
        ("Họ tên người dùng", "Phòng Đào Tạo", FlagCode.NAME_ODD),
        ("Chức vụ", "0916220416", FlagCode.ROW_UNCLEAR),
        ("Chức vụ", "3", FlagCode.ROW_UNCLEAR),
        ("Chức vụ", "Lê Thị Hoa", FlagCode.ROW_UNCLEAR),
        ("Đơn vị", "092 195 000 199", FlagCode.ROW_UNCLEAR),
        ("Đơn vị", "Chuyên viên", FlagCode.ROW_UNCLEAR),
        ("Đơn vị", "Phó Trưởng phòng", FlagCode.ROW_UNCLEAR),
        ("Đơn vị", "Lê Văn Tám", FlagCode.ROW_UNCLEAR),
        ("Chức vụ", "Cộng tác viên", FlagCode.INSTRUCTION_STATED),
        ("Ghi chú", "Chưa ký hợp đồng", FlagCode.NOTE_UNCLEAR),
        ("Ghi chú", "CCCD đúng: 092195000148", FlagCode.NOTE_UNCLEAR),
        ("Ghi chú", "Đã sang Sở Y tế", FlagCode.NOTE_UNCLEAR),
        ("Họ tên người dùng", "Lâm Đức Phượng Dương Thanh Nhựt", FlagCode.ROW_UNCLEAR),
        ("Ghi chú", "Xin ra khỏi ngành", FlagCode.NOTE_UNCLEAR),
    ],
)
def test_a_value_that_is_another_column_s_or_says_more_is_told(
    column: str, value: str, code: FlagCode
) -> None:
    assert code in _codes(_read({**FIRST, column: value}, SECOND))


@pytest.mark.parametrize("name", ["Nguyễn Văn Phòng", "Nguyễn Văn Thư", "Công Tằng Tôn Nữ Thị Hoa"])
def test_names_that_sound_like_something_else_are_names(name: str) -> None:
    assert _codes(_read({**FIRST, "Họ tên người dùng": name}, SECOND)) == set()


@pytest.mark.parametrize(
    ("column", "header"),
    [
        ("Số điện thoại", "SĐT người thân"),
        ("Số điện thoại", "Số điện thoại của vợ/chồng"),
        ("Họ tên người dùng", "Họ và tên người giới thiệu"),
        ("Số CMND/CCCD", "Số CCCD cũ"),
        ("Đơn vị", "Đơn vị cũ"),
        ("Đơn vị", "Đơn vị chuyển đến"),
        ("Chức vụ", "Chức vụ dự kiến"),
        ("Số điện thoại", "Điện thoại người nhà"),
        ("Số điện thoại", "SĐT Trưởng phòng"),
        ("Số điện thoại", "Số điện thoại người liên hệ"),
        ("Họ tên người dùng", "Họ tên Thủ trưởng"),
        ("Họ tên người dùng", "Họ tên người nhận bàn giao"),
    ],
)
def test_a_column_of_somebody_else_or_of_former_days_is_told(column: str, header: str) -> None:
    first = {header if name == column else name: value for name, value in FIRST.items()}

    assert FlagCode.COLUMN_OF_ANOTHER in _codes(_read(first, SECOND))


@pytest.mark.parametrize(
    ("column", "header"),
    [
        ("Số điện thoại", "Số điện thoại liên hệ"),
        ("Chức vụ", "Chức vụ lãnh đạo"),
        ("STT", "No."),
    ],
)
def test_headers_that_name_a_value_in_other_words_are_the_form_s(column: str, header: str) -> None:
    first = {header if name == column else name: value for name, value in FIRST.items()}

    read = _read(first, SECOND)

    assert _codes(read) == set()
    assert [row.stt for row in read.individuals] == ["1", "2"]


@pytest.mark.parametrize("unit", ["Thanh tra Sở", "Kế toán", "Văn thư - Lưu trữ", "Phòng Giáo vụ"])
def test_units_that_sound_like_an_office_are_units(unit: str) -> None:
    assert _codes(_read({**FIRST, "Đơn vị": unit}, SECOND)) == set()


@pytest.mark.parametrize(
    ("address", "told"), [("an@cantho.gov.vn", {FlagCode.COLUMN_OF_ANOTHER}), ("", set())]
)
def test_a_mailbox_somebody_has_already_is_told_where_a_new_one_is_asked_for(
    address: str, told: set[FlagCode]
) -> None:
    first = {**FIRST, "Hộp thư hiện có": address}

    assert _codes(_read(first, (*SECOND, ""))) == told


def test_a_row_of_ditto_marks_is_a_row() -> None:
    read = _read(FIRST, ("2", *['"'] * 7))

    assert len(read.individuals) == 2
    assert FlagCode.VALUE_AS_ABOVE in _codes(read)


def test_a_person_in_a_merged_row_is_told() -> None:
    wide = "3. Trần Thị Bích Hạnh - Chuyên viên"

    assert FlagCode.ROW_ASIDE in _codes(_read(FIRST, SECOND, wide=wide))
    assert _codes(_read(FIRST, SECOND, wide="II. Phòng Kinh tế")) == set()


@pytest.mark.parametrize(
    ("first", "second", "flagged"),
    [
        pytest.param("Nguyễn Văn An\nMới", "Trần Thị Bình", {0}, id="on a line of its own"),
        pytest.param("Nguyễn Văn An Mới", "Trần Thị Bình Mới", {0, 1}, id="in two rows"),
        pytest.param("Nguyễn Thị Kim Mới", "Trần Thị Bình", {0}, id="in one row"),
        pytest.param("Nguyễn Văn Mới", "Trần Thị Mới", set(), id="two people called so"),
        pytest.param("Nguyễn Thị\nMới", "Trần Thị Bình", set(), id="a name on two lines"),
    ],
)
def test_a_remark_behind_a_name_is_told_from_a_name(
    first: str, second: str, flagged: set[int]
) -> None:
    read = _read({**FIRST, "Họ tên người dùng": first}, (SECOND[0], second, *SECOND[2:]))

    assert {flag.row for flag in read.flags} == flagged
    assert _codes(read) <= {FlagCode.NAME_ODD}
