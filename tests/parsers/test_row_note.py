"""What a row's cells say beyond the form is told; why people stand in a list by custom is not."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
import pytest

from parsers import FlagCode, RequestList, SourceFile, read_request
from tests.parsers.corpus.odd_notes import AGAINST, BY_CUSTOM, OF_THE_OTHER

LETTER = (
    "UBND PHƯỜNG CÁI KHẾ",
    "Số: 12/UBND-VX",
    "Cần Thơ, ngày 09 tháng 10 năm 2026",
    "Kính gửi: Sở Khoa học và Công nghệ.",
    "Đề nghị cấp mới hộp thư điện tử cho công chức mới được tuyển dụng.",
)
HEADER = ("STT", "Họ tên", "Đơn vị", "Chức vụ", "Số CCCD", "Số điện thoại", "Ghi chú")
FIRST = ("1", "Nguyễn Văn An", "Văn phòng", "Chuyên viên", "092088004321", "0912345678", "")
SECOND = ("2", "Trần Thị Bình", "Văn phòng", "Kế toán", "092195000148", "0916220415", "")


def _read(*rows: Sequence[str], header: Sequence[str] = HEADER) -> RequestList:
    document, out = docx.Document(), io.BytesIO()
    for text in LETTER:
        document.add_paragraph(text)
    table = document.add_table(rows=len(rows) + 1, cols=len(header))
    for row, texts in zip(table.rows, (header, *rows), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(out)
    return read_request([SourceFile("a.docx", out.getvalue())])


def _codes(*rows: Sequence[str], header: Sequence[str] = HEADER) -> set[FlagCode]:
    return {flag.code for flag in _read(*rows, header=header).flags}


def _noted(note: str) -> set[FlagCode]:
    return _codes(FIRST, (*SECOND[:-1], note))


@pytest.mark.parametrize(
    "note",
    [
        *AGAINST,
        "SĐT khác: 0939 004 772",
        "CMND 361234567",
        "Thay Lê Thị Lan",
        "Lê Văn Tám",
        "Vợ ông Lê Văn Tám",
        "Nhận việc 10/10/2026",
        "Tuyển dụng tháng 11/2026",
        "Nhận công tác từ 01/12",
        "Nhận công tác năm 2027",
        *OF_THE_OTHER["new"],
    ],
)
def test_a_note_that_speaks_against_its_row_is_told(note: str) -> None:
    assert _noted(note) == {FlagCode.NOTE_UNCLEAR}


@pytest.mark.parametrize(
    "note",
    [
        *BY_CUSTOM["new"],
        "Nhận việc 09/10/2026",
        "Tuyển dụng tháng 10/2026",
        "Nhận việc 10/9/26",
        "Quyết định số 11/2026",
        "Trường THPT Nguyễn Việt Hồng",
        "Chưa có mail",
        "Không có",
    ],
)
def test_a_note_by_custom_is_no_matter(note: str) -> None:
    assert _noted(note) == set()


@pytest.mark.parametrize(
    ("column", "code"),
    [
        (2, FlagCode.INSTRUCTION_STATED),
        (3, FlagCode.INSTRUCTION_STATED),
        (6, FlagCode.NOTE_UNCLEAR),
    ],
)
def test_a_question_mark_is_a_doubt_of_the_clerk(column: int, code: FlagCode) -> None:
    row = [*SECOND]
    row[column] += "?"

    assert code in _codes(FIRST, row)


@pytest.mark.parametrize(
    ("header", "texts", "told"),
    [
        ("Ngày nhận việc", ("01/10/2026", "01/12/2026"), True),
        ("Ngày nhận việc", ("01/10/2026", "09/10/2026"), False),
        ("Ngày nhận việc", ("10/1/26", "12/1/26"), True),
        ("Ngày nhận việc", ("10/1/26", "9/10/26"), False),
        ("Ngày nhận việc", ("2026-10-01", "2026-12-01"), True),
        ("Ngày nhận việc", ("2026-09-10", "01-Oct-26"), False),
        ("Ngày nhận việc", ("01-Oct-26", "01-Dec-26"), True),
        ("Ngày thôi việc", ("", "01/9/2026"), True),
        ("Ngày nghỉ hưu", ("", "-"), False),
        ("Thời hạn hợp đồng", ("31/12/2026", "31/8/2026"), True),
        ("Thời hạn hợp đồng", ("31/12/2026", "31/12/2027"), False),
        ("Thời hạn hợp đồng", ("12/31/26", "1/12/26"), True),
        ("Thời hạn hợp đồng", ("12/31/26", "12/31/27"), False),
        ("Ngày kết thúc tập sự", ("01/8/2026", "01/9/2026"), False),
        ("Đợt", ("1", "2"), True),
        ("Ưu tiên", ("01", "01"), False),
        ("Số lượng", ("1", "2"), True),
        ("Số lượng", ("01", "01"), False),
        ("Dân tộc", ("Kinh", "?"), True),
        ("Tình trạng", ("Đang công tác", "Thử việc"), True),
        ("Đối tượng", ("Công chức", "Viên chức"), False),
        ("Quê quán", ("Cần Thơ", "xã Mỹ Khánh, Cần Thơ"), False),
    ],
)
def test_a_column_beside_the_form_s_may_say_that_a_row_waits(
    header: str, texts: Sequence[str], told: bool
) -> None:
    rows = [(*row, text) for row, text in zip((FIRST, SECOND), texts, strict=True)]

    found = _codes(*rows, header=(*HEADER, header))

    assert found == ({FlagCode.COLUMN_TELLS} if told else set())


def test_a_note_shows_no_number_of_a_person() -> None:
    read = _read(FIRST, (*SECOND[:-1], "CCCD của vợ: 092195000199"))

    assert "092195000199" not in repr(read.flags)


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("Sinh năm 1995", set()),
        ("Sinh ngày 12/5/1996", {FlagCode.NOTE_UNCLEAR}),
        ("Nữ", set()),
        ("Giới tính: Nam", {FlagCode.NOTE_UNCLEAR}),
    ],
)
def test_a_note_of_birth_and_sex_is_held_against_the_number(note: str, told: set[FlagCode]) -> None:
    assert _noted(note) == told
