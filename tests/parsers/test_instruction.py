"""What a letter says beyond its list is told, and what it says by custom is not."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
import pytest
from docx.document import Document

from parsers import FlagCode, RequestList, SourceFile, read_request

ROW = ("1", "Nguyễn Thị Hồng Đào", "Văn phòng", "Chuyên viên", "092190001234", "0901234567")
HEADER = ("STT", "Họ tên", "Đơn vị", "Chức vụ", "Số CCCD", "Số điện thoại")
LETTER = (
    "UBND PHƯỜNG CÁI KHẾ",
    "Số: 12/UBND-VX",
    "Cần Thơ, ngày 23 tháng 11 năm 2026",
    "Kính gửi: Sở Thông tin và Truyền thông.",
    "Căn cứ Quyết định số 30/QĐ-UBND về việc sửa đổi, thay thế văn bản số 12/UBND-VX.",
)
ASKS = "Đề nghị cấp mới hộp thư điện tử cho 01 công chức."


def _read(
    *sentences: str,
    column: Sequence[str] = (),
    after: Sequence[str] = (),
    above: bool = False,
    name: str = "a.docx",
) -> RequestList:
    """Return a letter with a list read; `above` has another list stand before the sentences."""
    document, out = docx.Document(), io.BytesIO()
    cells = (HEADER, ROW) if not column else ((*HEADER, column[0]), (*ROW, column[1]))
    for text in (*LETTER, ASKS):
        document.add_paragraph(text)
    if above:
        _add_table(document, cells)
    for text in sentences:
        document.add_paragraph(text)
    _add_table(document, cells)
    for text in after:
        document.add_paragraph(text)
    document.save(out)
    return read_request([SourceFile(name, out.getvalue())])


def _add_table(document: Document, cells: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=len(cells), cols=len(cells[0]))
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def _codes(read: RequestList) -> set[FlagCode]:
    return {flag.code for flag in read.flags}


@pytest.mark.parametrize(
    "sentence",
    [
        "Văn bản này thay thế Công văn số 11/UBND-VX ngày 05/11/2026.",
        "Ủy ban nhân dân phường đính chính danh sách kèm theo Công văn số 11/UBND-VX.",
        "Ủy ban nhân dân phường rút lại Công văn số 11/UBND-VX đã gửi.",
        "Đề nghị chỉ cấp cho số thứ tự 1.",
        "Chưa cấp hộp thư cho công chức đang chờ bổ nhiệm.",
        "Hộp thư được mở sau khi có quyết định bổ nhiệm.",
        "Thời hạn sử dụng hộp thư đến hết ngày 31/12/2026.",
        "Mật khẩu đề nghị gửi về hộp thư canhan@gmail.com.",
        "Thông tin tài khoản xin nhắn qua Zalo số 0901234567.",
        "Công văn số 250/UBND-VX ngày 01/10/2026 không còn giá trị.",
        "Công văn này chỉ để báo cáo, không yêu cầu thực hiện.",
        "(Bản này gửi để góp ý)",
        "Ủy ban nhân dân phường dự kiến đề nghị cấp mới hộp thư trong quý IV.",
        "Nhắc lại đề nghị cấp mới hộp thư tại Công văn số 11/UBND-VX.",
        "Kính đề nghị cho ý kiến về việc cấp mới hộp thư điện tử.",
        "Đề nghị hướng dẫn thủ tục cấp mới hộp thư điện tử.",
        "Ủy ban nhân dân phường hủy đề nghị cấp mới hộp thư điện tử.",
        "Ủy ban nhân dân phường sẽ gửi danh sách chính thức sau.",
        "Hộp thư này đề nghị dùng chung với ông Phúc.",
        "Đề nghị cấp hộp thư vanphong@cantho.gov.vn cho Văn phòng.",
    ],
)
def test_a_sentence_that_bends_the_request_goes_to_a_person(sentence: str) -> None:
    read = _read(sentence)

    assert len(read.individuals) == 1
    assert FlagCode.INSTRUCTION_STATED in _codes(read)


@pytest.mark.parametrize(
    "sentence",
    [
        "Rất mong nhận được sự hỗ trợ của quý cơ quan./.",
        "(Danh sách đính kèm)",
        "Sau khi được cấp, công chức sẽ sử dụng hộp thư theo quy định.",
        "Mọi thông tin xin liên hệ bà Trần Thị Bình, điện thoại 0901234567.",
        "Công chức mới được tuyển dụng theo Quyết định số 15/QĐ-UBND ngày 01/11/2026.",
        "Sau khi cấp, xin gửi kết quả về hộp thư caikhe@cantho.gov.vn.",
    ],
)
def test_what_letters_say_by_custom_is_no_matter(sentence: str) -> None:
    assert _codes(_read(sentence)) == set()


def _table(*, header: str = "Ghi chú", note: str = "", **beside: str) -> RequestList:
    """Return a letter's list read, with a merged row above the header or below the entry."""
    document, out = docx.Document(), io.BytesIO()
    for text in (*LETTER, ASKS):
        document.add_paragraph(text)
    above, below = ([beside[name]] if name in beside else [] for name in ("above", "below"))
    rows = [*above, (*HEADER, header), (*ROW, note), *below]
    table = document.add_table(rows=len(rows), cols=7)
    for row, texts in zip(table.rows, rows, strict=True):
        if isinstance(texts, str):
            row.cells[0].merge(row.cells[-1]).text = texts
            continue
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(out)
    return read_request([SourceFile("a.docx", out.getvalue())])


@pytest.mark.parametrize(
    ("code", "where"),
    [
        (
            FlagCode.INSTRUCTION_STATED,
            {"below": "Danh sách này thay thế Công văn số 9."},
        ),
        (FlagCode.INSTRUCTION_STATED, {"below": "Tổng cộng: 01 người, chưa cấp"}),
        (FlagCode.INSTRUCTION_STATED, {"above": "Chỉ cấp cho người có tên trong quyết định"}),
        (FlagCode.INSTRUCTION_STATED, {"header": "Ghi chú (chỉ cấp sau khi có quyết định)"}),
        (FlagCode.NOTE_UNCLEAR, {"note": "Sau khi có quyết định tuyển dụng"}),
        (FlagCode.EXCEPTION_STATED, {"below": "Trừ trường hợp số 1 chưa đề nghị"}),
    ],
)
def test_what_a_table_says_of_its_rows_is_told(code: FlagCode, where: dict[str, str]) -> None:
    read = _table(**where)

    assert len(read.individuals) == 1
    (flag,) = (flag for flag in read.flags if flag.code is code)
    assert flag.place is not None


def test_what_a_table_says_by_custom_is_no_matter() -> None:
    read = _table(
        header="Ghi chú (nếu có)",
        note="Tuyển dụng mới",
        above="Danh sách đề nghị cấp mới hộp thư điện tử",
        below="Tổng cộng: 01 người",
    )

    assert _codes(read) == set()


@pytest.mark.parametrize("title", ["Nghỉ việc", "Cá nhân quên mật khẩu"])
def test_a_group_of_others_than_those_who_get_a_mailbox_is_told(title: str) -> None:
    assert FlagCode.INSTRUCTION_STATED in _codes(_table(below=title))


def test_a_list_of_another_letter_is_told() -> None:
    told = _codes(_read("Danh sách kèm theo Công văn số 11/UBND-VX."))

    assert FlagCode.ANNEX_NUMBER_DIFFERS in told


def test_a_second_list_of_those_who_lose_their_mailbox_is_told() -> None:
    read = _read("II. NGHỈ VIỆC", above=True)

    assert FlagCode.INSTRUCTION_STATED in _codes(read)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Danh sách cũ.docx", True),
        ("DS (nháp) 2.docx", True),
        ("danh-sach-cu.docx", True),
        ("CV hủy.docx", True),
        ("DS không cấp.xlsx", True),
        ("ds_khong_cap.docx", True),
        ("Danh sách chưa duyệt.docx", True),
        ("DS-da-huy.docx", True),
        ("Danh sách (đã cấp).docx", True),
        ("DS cấp thử.docx", True),
        ("Danh sach can bo.docx", False),
        ("DS chua co hop thu.docx", False),
        ("Danh sách chưa cấp hộp thư.docx", False),
        ("CV 12 chưa ký.docx", False),
        ("12-UBND (da ky).docx", False),
        ("Da cap nhat CCCD.docx", False),
        ("TTr khong giay to.docx", False),
        ("DS Nguyen Quang Huy.docx", False),
        ("Công văn 12 (cập nhật).docx", False),
        ("cu chi.docx", False),
    ],
)
def test_a_file_that_is_called_a_former_one_or_a_draft_goes_to_a_person(
    name: str, told: bool
) -> None:
    read = _read(name=name)

    assert _codes(read) == ({FlagCode.INSTRUCTION_STATED} if told else set())


@pytest.mark.parametrize(
    "word", ["DỰ THẢO", "HỦY", "DỰ THẢO DANH SÁCH ĐỀ NGHỊ", "Danh sách công chức (dự thảo)"]
)
def test_a_draft_or_a_cancelled_letter_goes_to_a_person(word: str) -> None:
    assert FlagCode.LETTER_DRAFT in _codes(_read(word))


@pytest.mark.parametrize(
    ("cell", "told"), [("Hủy", True), ("Đã nghỉ việc", True), ("Chuyên viên", False), ("", False)]
)
def test_a_column_nobody_knows_is_told_where_it_speaks_against_its_row(
    cell: str, *, told: bool
) -> None:
    read = _read(column=("Tình trạng", cell))

    assert (FlagCode.COLUMN_TELLS in _codes(read)) == told


def test_what_a_letter_or_a_column_tells_is_told_without_its_numbers() -> None:
    read = _read(
        "Đề nghị chỉ cấp cho người có CCCD 092085001234.",
        "Trừ ông Trần Văn An, CCCD 092 085 001 235.",
        column=("Tình trạng", "Thay cho 092085001236"),
    )

    told = {flag.code: dict(flag.fields)["text"] for flag in read.flags if flag.fields}
    assert told[FlagCode.INSTRUCTION_STATED] == "Đề nghị chỉ cấp cho người có CCCD …."
    assert told[FlagCode.EXCEPTION_STATED] == "Trừ ông Trần Văn An, CCCD …"
    assert told[FlagCode.COLUMN_TELLS] == "Thay cho …"


def test_text_shown_the_other_way_round_is_told() -> None:
    read = _read("Người nhận: \u202eBình\u202c")

    assert FlagCode.REVERSED_TEXT in _codes(read)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        pytest.param(["Ghi chú: chưa cấp cho số thứ tự 1."], 1, id="in a line"),
        pytest.param(["Ghi chú: các trường hợp trên chưa", "cấp hộp thư."], 1, id="over two lines"),
        pytest.param(["Nghỉ"], 1, id="in one word"),
        pytest.param(["Bỏ"], 1, id="in another word"),
        pytest.param(["HẾT HIỆU LỰC"], 1, id="as a stamp"),
        pytest.param(["Thay thế bằng CV 300/UBND-VX"], 1, id="as a clerk's line"),
        pytest.param(["Danh sách có 01 người.", "Người lập biểu"], 0, id="nothing"),
        pytest.param(["SAO Y", "Lưu: VT", "Đã kiểm tra"], 0, id="stamps of custom"),
    ],
)
def test_what_is_said_below_the_list_is_told(lines: list[str], told: int) -> None:
    read = _read("Nơi nhận:", "- Như trên;", after=lines)

    said = [flag for flag in read.flags if flag.code is FlagCode.INSTRUCTION_STATED]

    assert len(said) == told
