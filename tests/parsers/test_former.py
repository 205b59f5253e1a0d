"""Posts and units that were, or will be, others are told; a post as it is held is not."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest

from parsers import FlagCode, SourceFile, read_request
from parsers.former import was_or_changes

ON = date(2026, 10, 9)


@pytest.mark.parametrize(
    "text",
    [
        "Kế toán cũ", "Kế toán (cũ)", "KẾ TOÁN CŨ", "Kế toán (trước đây)", "Phòng Đào tạo cũ",
        "Trưởng phòng (2016-2021)", "Phó Trưởng phòng nhiệm kỳ 2015 - 2020",
        "Chuyên viên → Phó Trưởng phòng", "Chuyên viên => Phó Trưởng phòng",
        "Giảng viên (đi nước ngoài)", "Giảng viên (điều động về Sở Nội vụ)",
        "Giảng viên (miễn nhiệm)", "Giảng viên (vắng)", "Kế toán viên (*)", "Kế toán¹",
        "Phòng Lao động (nay là Phòng Nội vụ)", "Không còn Kế toán", "Sở đã sáp nhập",
    ],
)  # fmt: skip
def test_what_was_or_will_be_another_is_told(text: str) -> None:
    assert was_or_changes(text, ON)


@pytest.mark.parametrize(
    "text",
    [
        "Kế toán trưởng", "Chủ tịch HĐND nhiệm kỳ 2021-2026", "UBND xã Chợ Cũ", "Đội Cơ động",
        "Trung tâm Điều dưỡng", "Phòng Sắp xếp, Đổi mới doanh nghiệp", "Phó Trưởng phòng phụ trách",
        "Kế toán viên (hạng III)", "Công chức Văn phòng - Thống kê", "",
    ],
)  # fmt: skip
def test_what_is_held_is_not(text: str) -> None:
    assert not was_or_changes(text, ON)


@pytest.mark.parametrize(("post", "told"), [("Kế toán cũ", True), ("Kế toán viên", False)])
def test_a_former_post_of_a_list_goes_to_a_person(post: str, *, told: bool) -> None:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("DANH SÁCH ĐỀ NGHỊ CẤP MỚI HỘP THƯ ĐIỆN TỬ")
    table = document.add_table(2, 5)
    texts = (
        ("STT", "Họ tên", "Đơn vị", "Chức vụ", "Số CCCD"),
        ("1", "Lê Thị An", "Văn phòng", post, "092190004321"),
    )
    for row, line in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    document.save(out)

    read = read_request([SourceFile("a.docx", out.getvalue())])

    quoted = [dict(f.fields)["text"] for f in read.flags if f.code is FlagCode.INSTRUCTION_STATED]
    assert quoted == ([post] if told else [])
