"""Who is named outside the rows of a list is told, but for who signs, is called, or gets a copy."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from parsers import FlagCode, RequestList, SourceFile, read_request
from tests.parsers.plain_docx import Part, plain_docx

HEADERS = (
    *("STT", "Họ tên người dùng", "Tên cơ quan cấp trên", "Đơn vị", "Chức vụ"),
    *("Số CMND/CCCD", "Số điện thoại", "Ghi chú"),
)
ROWS = (
    ("1", "Nguyễn Văn An", "UBND phường Cái Khế", "Văn phòng", "Chuyên viên", "092088004321",
     "0912345678", ""),
    ("2", "Trần Thị Bình", "UBND phường Cái Khế", "Văn phòng", "Chuyên viên", "092195000148",
     "0916220415", ""),
)  # fmt: skip
LETTER = (
    "UBND PHƯỜNG CÁI KHẾ",
    "Số: 12/UBND-VX",
    "Cần Thơ, ngày 23 tháng 11 năm 2026",
    "Kính gửi: Sở Thông tin và Truyền thông.",
    "Đề nghị cấp mới hộp thư điện tử cho công chức mới được tuyển dụng.",
)
FOOT = ("Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn Chủ")
TITLE = "DANH SÁCH YÊU CẦU CẤP MỚI THƯ ĐIỆN TỬ"


def _read(
    said: Sequence[Part] = (),
    below: Sequence[Part] = (),
    foot: Sequence[Part] = FOOT,
    rows: Sequence[Sequence[str]] = ROWS,
) -> RequestList:
    """Return what is read of a letter that says this too, with this below its list."""
    parts = (*LETTER, *said, *foot, TITLE, (HEADERS, *rows), *below)
    return read_request([SourceFile("a.docx", plain_docx(*parts))])


def _book(**cells: str) -> RequestList:
    """Return what is read of a workbook that holds these cells beside its list, in rows 2 to 4."""
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in ((TITLE,), HEADERS, *ROWS):
        sheet.append(row)
    other = book.create_sheet() if "other" in cells else sheet
    for at, text in cells.items():
        other["A2" if at == "other" else at] = text
    book.save(out)
    letter = SourceFile("a.docx", plain_docx(*LETTER, *FOOT))
    return read_request([letter, SourceFile("b.xlsx", out.getvalue())])


def _named(read: RequestList) -> list[str]:
    told = FlagCode.PERSON_UNLISTED
    return [dict(flag.fields)["text"] for flag in read.flags if flag.code is told]


@pytest.mark.parametrize(
    "line",
    [
        "3. Trần Văn Ba, chuyên viên",
        "3\tTrần Văn Ba\tchuyên viên",
        "3. Trần Văn Ba, điện thoại liên hệ của đơn vị",
        "Thêm Trần Văn Ba – Văn phòng",
        "Bổ sung: Trần Văn Ba",
        "- Trần Văn Ba: chuyên viên",
        "Họ và tên: Trần Văn Ba",
        "Trần Văn Ba",
    ],
)
def test_somebody_in_a_line_below_a_list_is_told(line: str) -> None:
    read = _read(below=(line,))

    assert _named(read) == ["Trần Văn Ba"]
    assert len(read.individuals) == len(ROWS)


def test_a_name_typed_without_marks_is_one() -> None:
    assert _named(_read(below=("3. Tran Van Ba, chuyen vien",))) == ["Tran Van Ba"]


@pytest.mark.parametrize(
    "table",
    [
        pytest.param((("1", "Trần Văn Ba"), ("2", "Lê Thị Tư")), id="no header"),
        pytest.param((("STT", "Họ và tên"), ("1", "Trần Văn Ba"), ("2", "Lê Thị Tư")), id="two"),
        pytest.param(
            (("Phó Chánh Văn phòng", "Trần Văn Ba"), ("Văn thư", "Lê Thị Tư")), id="office"
        ),
    ],
)
def test_names_in_a_table_that_is_no_list_are_told(table: Part) -> None:
    for read in (_read(below=("Bổ sung:", table)), _read(said=(table,))):
        assert _named(read) == ["Trần Văn Ba", "Lê Thị Tư"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Đồng thời, đề nghị quý Sở cấp thêm cho ông Trần Văn Ba, chuyên viên Văn phòng.",
        "Đề nghị cấp cho: Trần Văn Ba (Văn phòng) và các cá nhân trong danh sách.",
        "Trường hợp bà Trần Văn Ba cũng cần hộp thư.",
        "Danh sách gồm có Trần Văn Ba và các cá nhân khác.",
        "Căn cứ nhu cầu công tác, đơn vị đề nghị cấp thêm cho bà Trần Văn Ba.",
        "Trần Văn Ba cũng chưa có hộp thư.",
        "Căn cứ Quyết định số 5/QĐ-UBND về việc tuyển dụng ông Trần Văn Ba;",
        "Căn cứ Quyết định số 5/QĐ-UBND về việc điều động bà Trần Văn Ba đến Văn phòng;",
        "Nguyễn An, Trần Văn Ba chưa có hộp thư.",
        "Liên hệ ông Lê Văn Tám; đồng thời cấp hộp thư cho ông Trần Văn Ba.",
    ],
)
def test_somebody_in_a_sentence_of_the_letter_is_told(sentence: str) -> None:
    assert _named(_read(said=(sentence,))) == ["Trần Văn Ba"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Lê Oanh, Trần Phúc chưa có hộp thư.",
        "Hai công chức Lê Oanh và Trần Phúc mới về nhận công tác.",
        "Đề nghị cấp cho cả Lê Oanh, Trần Phúc.",
    ],
)
def test_two_words_without_a_title_are_somebody_of_whom_something_is_said(sentence: str) -> None:
    assert _named(_read(said=(sentence,))) == ["Lê Oanh", "Trần Phúc"]


def test_no_more_than_a_few_are_told_by_name() -> None:
    names = ("Trần Văn Ba", "Lê Thị Tư", "Võ Văn Năm", "Đỗ Thị Sáu")

    assert _named(_read(below=(tuple((name,) for name in names),))) == list(names[:3])


@pytest.mark.parametrize(
    "said",
    [
        ("Mọi vướng mắc xin liên hệ ông Trần Văn Ba, Văn phòng, điện thoại 0292 3820 001.",),
        ("Thông tin liên hệ:", "- Họ và tên: Trần Văn Ba", "- Chức vụ: Chuyên viên"),
        ("Đơn vị cử ông Trần Văn Ba, chuyên viên Văn phòng, làm đầu mối phối hợp.",),
        ("Giao bà Trần Văn Ba theo dõi, gửi danh sách.",),
        ("Căn cứ Quyết định số 12/QĐ-UBND về việc bổ nhiệm ông Trần Văn Ba giữ chức Chủ tịch;",),
        ("Theo ý kiến của đồng chí Trần Văn Ba, đơn vị đề nghị cấp hộp thư theo danh sách.",),
        ("Đơn vị thống nhất với ý kiến của đồng chí Trần Văn Ba về việc dùng hộp thư.",),
        ("Đề nghị cấp cho ông Nguyễn Văn An và bà Trần Thị Bình theo danh sách.",),
        ("Trường Tiểu học Nguyễn Văn Trỗi và Trường Mầm non Lê Hồng Phong có công chức mới.",),
        ("Các trường Nguyễn Trãi, Lê Lợi và Trần Quốc Toản chưa có hộp thư.",),
        ("Nguyễn An và Trần Bình chưa có hộp thư.",),
        ("Căn cứ Quyết định số 5/QĐ-UBND về việc tuyển dụng ông Nguyễn Văn An;",),
        ("Trụ sở đơn vị:", "12 Nguyễn Thị Minh Khai, phường Cái Khế"),
        ("1. Đoàn Thanh Niên", "2. Hồ Sơ Kèm Theo", "3. Phòng Nội Vụ"),
    ],
)
def test_others_of_the_letter_are_not_asked_for(said: Sequence[str]) -> None:
    assert _read(said=said).flags == ()


@pytest.mark.parametrize(
    "foot",
    [
        ("Nơi nhận:", "- Ông Trần Văn Ba (để b/c);", "CHỦ TỊCH", "Lê Văn Chủ"),
        ("Nơi nhận:", "- Đ/c Trần Văn Ba;", "- Lê Thị Tư, PCT;", "CHỦ TỊCH", "Lê Văn Chủ"),
        ((("Nơi nhận:\n- Như trên;\n- Lê Thị Tư;", "CHỦ TỊCH\n\n\nLê Văn Chủ"),),),
        ((("NGƯỜI LẬP\n\nTrần Văn Ba", "CHỦ TỊCH\n\n\nLê Văn Chủ"),),),
        ("Nơi nhận:", "- Như trên;", "PHỤ TRÁCH TRẠM Y TẾ", "Trần Văn Ba"),
    ],
)
def test_who_signs_or_gets_a_copy_is_not_asked_for(foot: Sequence[Part]) -> None:
    assert not {flag.code for flag in _read(foot=foot).flags} & {
        FlagCode.PERSON_UNLISTED,
        FlagCode.INSTRUCTION_STATED,
    }


@pytest.mark.parametrize(
    "below",
    [
        ("NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)", "Trần Văn Ba"),
        ("NGƯỜI LẬP BIỂU\t\tTHỦ TRƯỞNG ĐƠN VỊ", "Trần Văn Ba\t\tLê Thị Tư"),
        ("Người lập biểu: Trần Văn Ba",),
        ("Người lập Trần Văn Ba",),
        ("KẾ TOÁN", "Trần Văn Ba"),
        ((("NGƯỜI LẬP", "THỦ TRƯỞNG ĐƠN VỊ"), ("", ""), ("Trần Văn Ba", "Lê Thị Tư")),),
    ],
)
def test_who_signs_below_a_list_is_not_asked_for(below: Sequence[Part]) -> None:
    assert _read(below=below).flags == ()


def test_each_title_is_signed_under_once() -> None:
    assert _named(_read(below=("NGƯỜI LẬP", "Lê Thị Lập", "Trần Văn Ba"))) == ["Trần Văn Ba"]


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param({"A9": "3", "B9": "Trần Văn Ba"}, id="below a gap"),
        pytest.param({"B5": "Trần Văn Ba", "D5": "Văn phòng"}, id="without a number"),
        pytest.param({"J1": "Bổ sung", "J2": "Người thêm", "J3": "Trần Văn Ba"}, id="at the right"),
        pytest.param({"J9": "Trần Văn Ba"}, id="at the right, below"),
        pytest.param({"other": "Trần Văn Ba"}, id="on a sheet of its own"),
    ],
)
def test_somebody_beside_the_list_of_a_sheet_is_told(cells: dict[str, str]) -> None:
    assert _named(_book(**cells)) == ["Trần Văn Ba"]


@pytest.mark.parametrize(
    "cells",
    [
        {"B7": "NGƯỜI LẬP", "F7": "THỦ TRƯỞNG ĐƠN VỊ", "C11": "Trần Văn Ba", "F11": "Lê Thị Tư"},
        {"G7": "Người lập", "G8": "(Ký, họ tên)", "G12": "Trần Văn Ba"},
        {"B7": "Cán bộ đầu mối:", "C7": "Trần Văn Ba"},
    ],
)
def test_who_signs_or_is_called_on_a_sheet_is_not_asked_for(cells: dict[str, str]) -> None:
    assert _book(**cells).flags == ()


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(("Cộng", "Trần Văn Ba", "", "", "", "", "", ""), id="the name alone"),
        pytest.param(("Cộng", "Trần Văn Ba", "", "Văn phòng", "", "", "", ""), id="and a unit"),
    ],
)
def test_a_row_of_somebody_is_no_sum(row: Sequence[str]) -> None:
    assert _read(rows=(*ROWS, row)).flags != ()


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("Đề nghị cấp cho người có căn cước 079 095 001 234.", True),
        ("Đề nghị cấp cho người có số 079.095.001.234.", True),
        ("Đề nghị cấp cho công chức có CMND 362.123.456.", True),
        ("Đơn vị có điện thoại 0292 3820 001 và fax 0292 3820 002.", False),
        ("Kinh phí 362.123.456 đồng; theo Luật Căn cước số 26/2023/QH15.", False),
    ],
)
def test_an_id_in_parts_outside_a_table_is_told(said: str, *, is_told: bool) -> None:
    codes = {flag.code for flag in _read(said=(said,)).flags}

    assert (FlagCode.ROWS_OUTSIDE_TABLE in codes) == is_told
