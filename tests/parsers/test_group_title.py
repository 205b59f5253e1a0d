"""The title of a group that says more than whose rows they are goes to a person."""

from __future__ import annotations

import io

import docx
import pytest

from parsers import FlagCode, SourceFile, read_request
from parsers.tables.group_title import is_by_custom


@pytest.mark.parametrize(
    "title",
    [
        "I. KHỐI ĐẢNG", "Khối Mầm non", "A. Cán bộ", "Lãnh đạo UBND", "XÃ TÂN LỘC", "Tân Lộc",
        "1. Tổ Toán", "Các phòng chuyên môn", "Cơ quan chính quyền", "Nhóm giáo viên", "Cá nhân",
        "II. Công chức, viên chức", "Các đơn vị trực thuộc", "Tên đơn vị: Phòng Nội vụ", "HĐND",
        "UBND XÃ PHONG ĐIỀN (05 người)", "Cấp lại mật khẩu", "Quên mật khẩu", "Tập sự",
        "PHƯỜNG CÁI KHẾ: 03 người", "(*) Ghi chú: danh sách được xếp theo thứ tự.",
    ],
)  # fmt: skip
def test_by_custom_a_title_tells_whose_rows_they_are(title: str) -> None:
    assert is_by_custom(title)


@pytest.mark.parametrize(
    "title",
    ["II. Dự kiến", "DỰ KIẾN", "Diện xem xét thêm:", "Người còn lại", "Chưa rõ", "Nếu được",
     "Người mới về, đang bàn giao:", "Đợt 1"],
)  # fmt: skip
def test_any_other_may_say_that_they_wait(title: str) -> None:
    assert not is_by_custom(title)


@pytest.mark.parametrize(("title", "told"), [("Diện xem xét thêm:", True), ("Tổ Toán", False)])
def test_such_a_title_goes_to_a_person(title: str, *, told: bool) -> None:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("DANH SÁCH ĐỀ NGHỊ CẤP MỚI HỘP THƯ ĐIỆN TỬ")
    table = document.add_table(3, 5)
    for row, texts in (
        (0, ("STT", "Họ tên", "Đơn vị", "Chức vụ", "Số CCCD")),
        (2, ("1", "Lê Thị An", "Văn phòng", "Chuyên viên", "092190004321")),
    ):
        for cell, text in zip(table.rows[row].cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(1, 4)).text = title
    document.save(out)

    read = read_request([SourceFile("a.docx", out.getvalue())])

    quoted = [dict(f.fields)["text"] for f in read.flags if f.code is FlagCode.INSTRUCTION_STATED]
    assert quoted == ([title] if told else [])
    assert len(read.individuals) == 1
