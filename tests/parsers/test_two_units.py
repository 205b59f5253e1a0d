"""A cell that names two units is told; one of several fields, or with the one above it, is not."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from parsers import FlagCode, RequestList, SourceFile, read_request
from parsers.rows.two_units import names_two_units


@pytest.mark.parametrize(
    "text",
    [
        "Phòng Kinh tế/Văn phòng", "Phòng Đào tạo; Phòng Thiết bị", "Phòng Đào tạo, Khoa Cơ khí",
        "Phòng Đào tạo và Phòng Thiết bị", "Phòng Đào tạo → Khoa Cơ khí", "VP/P.KT",
        "Phòng Đào tạo\nKhoa Cơ khí", "P. Kinh tế + P. Nội vụ", "PHÒNG KINH TẾ/VĂN PHÒNG",
        "Văn phòng HĐND và UBND/Phòng Kinh tế", "Phong Kinh te/Van phong", "Sở Nội vụ/Sở Tài chính",
        "UBND xã Phong Điền; UBND xã Nhơn Ái", "Khoa Nội hoặc Khoa Ngoại",
        "Khoa Nội và khoa Ngoại", "Khoa Nội Phòng Tài vụ", "1. Khoa Nội 2. Phòng Tài vụ",
        "Phòng Mới (Phòng Cũ)",
    ],
)  # fmt: skip
def test_a_cell_names_two_units(text: str) -> None:
    assert names_two_units(text)


@pytest.mark.parametrize(
    "text",
    [
        "Phòng Kế hoạch - Tài chính", "Văn phòng HĐND và UBND", "Phòng Hành chính - Tổ chức",
        "Phòng Kế toán, Sở Xây dựng", "Tổ CNTT, Phòng Hành chính", "Văn phòng Đảng ủy/UBND",
        "Phòng Quản lý Khoa học - Đào tạo", "Phòng Pháp chế - Thanh tra", "Trường THCS và THPT A",
        "Chi cục Thủy lợi và Phòng chống thiên tai", "Phòng khám đa khoa - Khoa Dược",
        "Phòng Nghiệp vụ, Văn phòng Đăng ký đất đai", "Trạm Y tế xã - Trung tâm Y tế",
        "Phòng Tổ chức cán bộ, Ban Tổ chức Thành ủy", "Phòng Hợp tác - Đối ngoại",
        "Phòng Giáo vụ & Công tác sinh viên", "Trường THPT Trường Chinh", "Tổ Bảo vệ Tổ quốc",
        "Phòng Bảo vệ trẻ em và Phòng, chống tệ nạn", "Đội Quản lý thị trường số 1",
        "Phòng Văn hóa\nSở Văn hóa", "",
    ],
)  # fmt: skip
def test_a_cell_names_one(text: str) -> None:
    assert not names_two_units(text)


def _read(unit: str, superior: str = "Sở Xây dựng") -> RequestList:
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["DANH SÁCH ĐỀ NGHỊ CẤP MỚI HỘP THƯ ĐIỆN TỬ"])
    sheet.append(["STT", "Họ tên", "Tên cơ quan cấp trên", "Đơn vị", "Chức vụ", "Số CCCD"])
    sheet.append(["1", "Lê Thị An", superior, unit, "Chuyên viên", "092190004321"])
    book.save(out)
    return read_request([SourceFile("a.xlsx", out.getvalue())])


@pytest.mark.parametrize(
    ("unit", "superior", "cell"),
    [
        ("Phòng Kinh tế/Văn phòng", "Sở Xây dựng", "D3"),
        ("Phòng Kinh tế\nVăn phòng", "Sở Xây dựng", "D3"),
        ("Văn phòng", "Sở Xây dựng, Sở Nội vụ", "C3"),
    ],
)
def test_two_units_go_to_a_person_with_their_place(unit: str, superior: str, cell: str) -> None:
    (flag,) = [f for f in _read(unit, superior).flags if f.code is FlagCode.UNIT_SEVERAL]

    assert flag.place is not None
    assert flag.place.cell == cell
    assert flag.row == 0


def test_one_unit_does_not() -> None:
    codes = {flag.code for flag in _read("Phòng Hành chính - Tổ chức").flags}

    assert FlagCode.UNIT_SEVERAL not in codes
