"""What a cell says of a post or a unit beyond its name is told; a post as it is held is not."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest

from parsers import FlagCode, SourceFile, read_request
from parsers.rows.qualified import is_qualified

ON = date(2026, 10, 9)


@pytest.mark.parametrize(
    "text",
    [
        "Kế toán cũ", "Kế toán (cũ)", "Kế toán (Cũ)", "KẾ TOÁN CŨ", "Tổ (Lê Thị Hoa)",
        "Kế toán (trước đây)", "Phòng Đào tạo cũ",
        "Trưởng phòng (2016-2021)", "Phó Trưởng phòng nhiệm kỳ 2015 - 2020",
        "Chuyên viên → Phó Trưởng phòng", "Chuyên viên => Phó Trưởng phòng",
        "Giảng viên (đi nước ngoài)", "Giảng viên (điều động về Sở Nội vụ)",
        "Giảng viên (miễn nhiệm)", "Giảng viên (vắng)", "Kế toán viên (*)", "Kế toán¹",
        "Phòng Lao động (nay là Phòng Nội vụ)", "Không còn Kế toán", "Sở đã sáp nhập",
        "Giảng viên thỉnh giảng", "Giảng viên - đang học ở nước ngoài", "Trưởng phòng đến 31/10",
        "Chuyên viên (HĐ đến 30/9/2026)", "Chuyên viên (ốm dài ngày)", "Kế toán hay Thủ quỹ",
        "Phó Trưởng phòng (quy hoạch)", "-/-Kế toán-/-", "Khoa Cơ khí (tăng cường)",
        "KHOA CƠ KHÍ (TĂNG CƯỜNG)",
        "Khoa Cơ khí, mỗi tuần 2 ngày", "Trạm (mới thành lập, chưa có con dấu)", "Không thuộc",
        "Giảng viên, đã nộp đơn xin thôi", "Giảng viên HĐ ngắn hạn", "Ng. Trưởng khoa",
        "Phụ trách kế toán đến khi có người mới", "K\u0336e\u0336 toán",
    ],
)  # fmt: skip
def test_a_post_that_is_not_whole_is_told(text: str) -> None:
    assert is_qualified(text, "new", ON)


@pytest.mark.parametrize(
    "text",
    [
        "Kế toán trưởng", "Chủ tịch HĐND nhiệm kỳ 2021-2026", "UBND xã Chợ Cũ", "Đội Cơ động",
        "Trung tâm Điều dưỡng", "Phòng Sắp xếp, Đổi mới doanh nghiệp", "Phó Trưởng phòng phụ trách",
        "Kế toán viên (hạng III)", "Chuyên viên (Kế toán)", "Phó Giám đốc (phụ trách)",
        "Viên chức (HĐ 111)", "Trung tâm Y tế (TTYT)", "Trường Tiểu học A (cơ sở 2)",
        "Đội số 3 (Cái Răng)",
        "Ban Chỉ huy Phòng không", "Khoa Đào tạo ngắn hạn", "Ban Chuẩn bị đầu tư",
        "Cán bộ không chuyên trách", "Chỉ huy trưởng",
        "Công chức Văn phòng - Thống kê", "",
    ],
)  # fmt: skip
def test_what_is_held_is_not(text: str) -> None:
    assert not is_qualified(text, "new", ON)


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
