"""Letters as ordinary agencies write them, each with what once sent it to a person, or lost it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from parsers import FlagCode, RequestList, SourceFile, read_request
from parsers.columns import read_columns
from parsers.counts.counted import Counts, counts_of_each, read_counts
from parsers.letter.facts import read_letter
from parsers.meaning.procedure import is_report
from parsers.reading import Line
from parsers.source import Place
from tests.parsers.asserts import rows_read
from tests.parsers.plain_docx import Part, plain_docx

PEOPLE = (
    ("TT", "Họ và tên", "Đơn vị", "Chức vụ", "Số CCCD", "Điện thoại", "Ghi chú"),
    ("1", "Ông Thị Ngọc", "Văn phòng", "Chuyên viên", "092188004321", "0912345678", ""),
    ("2", "Đoàn Thanh Bình", "Phòng Y tế", "Văn thư", "092095000148", "0916220415", ""),
    ("3", "Danh Sa Phia", "Phòng Kinh tế", "Kế toán", "094190003174", "0916220416", ""),
)
UNITS = (
    ("TT", "Tên đơn vị", "Cơ quan cấp trên", "Người quản lý hộp thư (họ tên, SĐT, email)"),
    ("1", "Trạm Y tế", "UBND xã Mỹ Tú", "Lê Thị An, 0912345679, anlt@cantho.gov.vn"),
    ("2", "Nhà văn hóa", "UBND xã Mỹ Tú", "Hồ Văn Ba, 0912345670, bahv@cantho.gov.vn"),
)
ANNEX = ("DANH SÁCH ĐỀ NGHỊ CẤP MỚI", "(Kèm theo Công văn số 12/UBND-VX ngày 23/10/2026)")
SUBJECT = "V/v đề nghị cấp mới hộp thư điện tử"


def _read(
    *annex: Part,
    subject: str = SUBJECT,
    asking: str = "Đề nghị quý Sở cấp mới hộp thư điện tử công vụ theo danh sách kèm theo.",
    signed: Sequence[str] = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Thạch Sà Rây"),
) -> RequestList:
    """Return what is read of a docx: the letter, and an annex of these lines and tables."""
    head = ("UBND XÃ MỸ TÚ", "Số: 12/UBND-VX", subject, "Mỹ Tú, ngày 23 tháng 10 năm 2026")
    foot = ("Trân trọng./.", "Nơi nhận:", "- Như trên;", "- Lưu: VT.", *signed)
    address = "Kính gửi: Sở Khoa học và Công nghệ."
    data = plain_docx(*head, address, asking, *foot, *ANNEX, *annex)
    return read_request([SourceFile("a.docx", data)])


def _codes(read: RequestList) -> list[FlagCode]:
    return [flag.code for flag in read.flags]


def test_an_ordinary_letter_is_read_exactly_without_a_person() -> None:
    read = _read(PEOPLE, "Danh sách này có 03 người./.")

    names = ("stt", "name", "unit", "position", "national_id", "phone", "note")
    held = [{name: row[name] for name in names} for row in rows_read(read, "individual")]
    assert held == [dict(zip(names, row, strict=True)) for row in PEOPLE[1:]]
    assert (read.letter.number, read.letter.date) == ("12/UBND-VX", date(2026, 10, 23))
    assert (read.letter.signer, read.flags) == ("Thạch Sà Rây", ())


@pytest.mark.parametrize(
    "below",
    [
        ("PHÒNG TC-HC", "Trần Thị Mỹ Lệ"),
        ("P. TCHC", "Trần Thị Mỹ Lệ"),
        ("VP HĐND - UBND", "NGƯỜI LẬP", "Trần Thị Mỹ Lệ"),
        ("Nơi nhận kết quả: Văn phòng UBND xã, số 19 Lý Tự Trọng, điện thoại 0292.3820.711.",),
        ("Nơi nhận kết quả: Trung tâm Phục vụ hành chính công xã, điện", "thoại 0292.3730.555."),
    ],
)
def test_what_stands_below_a_list_by_custom_is_nobody(below: tuple[str, ...]) -> None:
    assert _codes(_read(PEOPLE, *below)) == []


@pytest.mark.parametrize(
    ("below", "code"),
    [
        (("PHÒNG KINH TẾ", "Trần Thị Mỹ Lệ"), FlagCode.PERSON_UNLISTED),
        (("PHÒNG TC-HC", "4. Trần Thị Mỹ Lệ"), FlagCode.PERSON_UNLISTED),
        (("Nơi nhận kết quả: an@gmail.com",), FlagCode.ROWS_OUTSIDE_TABLE),
        (("Nơi nhận kết quả: Văn phòng xã", "gửi cả an@gmail.com"), FlagCode.ROWS_OUTSIDE_TABLE),
    ],
)
def test_what_is_alike_and_may_ask_is_told(below: tuple[str, ...], code: FlagCode) -> None:
    assert code in _codes(_read(PEOPLE, *below))


@pytest.mark.parametrize(
    ("total", "fits"),
    [
        ("Tổng cộng: 02 đơn vị và 03 cá nhân./.", True),
        ("Tổng số: 02 (hai) tổ chức, 03 (ba) cá nhân.", True),
        ("Cộng: 02 phòng và 03 viên chức", True),
        ("Tổng cộng: 03 đơn vị và 02 cá nhân", False),
        ("Tổng cộng: 02 đơn vị và 04 cá nhân", False),
        ("Cộng: 03 phòng và 03 viên chức", False),
    ],
)
def test_a_total_of_two_kinds_is_held_against_the_lists_of_each(total: str, *, fits: bool) -> None:
    read = _read("1. Đơn vị", UNITS, "2. Cá nhân", PEOPLE, total)

    assert set(_codes(read)) == (set() if fits else {FlagCode.COUNT_DIFFERS})


def test_whose_office_makes_plans_may_ask() -> None:
    subject = f"{SUBJECT} cho công chức tiếp nhận từ Sở Kế hoạch và Đầu tư"

    assert (_read(PEOPLE, subject=subject).procedure, is_report(subject)) == ("new", False)
    assert is_report("V/v báo cáo kết quả cấp mới hộp thư điện tử")
    assert is_report("V/v triển khai hộp thư điện tử công vụ")


def test_a_mailbox_is_called_mail_too() -> None:
    read = _read(
        PEOPLE,
        subject="V/v xin cấp mail công vụ",
        asking="Hội xin được cấp mail công vụ cho 3 chị cán bộ Hội mới nhận nhiệm vụ.",
    )

    assert (read.procedure, read.letter.counted_people, read.flags) == ("new", 3, ())


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Đoàn Thanh Tùng", "Đoàn Thanh Tùng"),
        ("Ông Thị Mỹ Ái", "Ông Thị Mỹ Ái"),
        ("Ông Bửu Long", "Ông Bửu Long"),
        ("ThS.BSCKII. Ông Huy Thanh", "Ông Huy Thanh"),
        ("Đoàn Thanh niên", ""),
    ],
)
def test_who_is_called_as_no_name_begins_signs_too(written: str, name: str) -> None:
    assert _read(PEOPLE, signed=("TRƯỞNG PHÒNG", written)).letter.signer == name


@pytest.mark.parametrize(
    ("head", "superior", "agency"),
    [
        (("UBND THÀNH PHỐ CẦN THƠ", "SỞ NÔNG NGHIỆP VÀ MÔI", "TRƯỜNG"),
         "UBND THÀNH PHỐ CẦN THƠ", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"),
        (("SỞ CÔNG THƯƠNG", "CHI CỤC QUẢN LÝ THỊ", "TRƯỜNG"),
         "SỞ CÔNG THƯƠNG", "CHI CỤC QUẢN LÝ THỊ TRƯỜNG"),
        (("PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ", "TRƯỜNG MẦM NON HOA SEN"),
         "PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ", "TRƯỜNG MẦM NON HOA SEN"),
        (("SỞ XÂY DỰNG", "CẢNG VỤ ĐƯỜNG THỦY NỘI ĐỊA"),
         "SỞ XÂY DỰNG", "CẢNG VỤ ĐƯỜNG THỦY NỘI ĐỊA"),
        (("ĐẢNG BỘ THÀNH PHỐ CẦN THƠ", "ĐẢNG ỦY PHƯỜNG TÂN AN", "*", "ĐẢNG CỘNG SẢN VIỆT NAM"),
         "ĐẢNG BỘ THÀNH PHỐ CẦN THƠ", "ĐẢNG ỦY PHƯỜNG TÂN AN"),
    ],
)  # fmt: skip
def test_agency_and_superior_are_parted(head: tuple[str, ...], superior: str, agency: str) -> None:
    lines = [Line(text, Place("a.docx")) for text in (*head, "Số: 12/A-VP", "Kính gửi: Sở Nội vụ")]

    found = read_letter(lines).head

    assert (found.superior, found.agency) == (superior, agency)


@pytest.mark.parametrize(
    "header",
    ["Trường", "Trạm Y tế", "Tổ chuyên môn", "Đội QLTT", "Chi nhánh", "Tổ công tác", "Trung tâm",
     "Phòng/đơn vị trực thuộc"],
)  # fmt: skip
def test_a_kind_of_unit_heads_the_column_of_units(header: str) -> None:
    names = ("TT", "Họ và tên", header, "Số CCCD")

    columns = read_columns([(name, name) for name in names])

    assert columns is not None
    assert (columns.fields.get("unit"), columns.unknown) == (2, ())


@pytest.mark.parametrize("header", ["Đối tượng", "Đổi mật khẩu", "Trường hợp", "Tờ trình"])
def test_what_is_alike_heads_none(header: str) -> None:
    columns = read_columns([(name, name) for name in ("TT", "Họ và tên", header, "Số CCCD")])

    assert columns is not None
    assert "unit" not in columns.fields


def test_units_count_beside_people_in_a_total_alone() -> None:
    said = "02 phòng và 03 viên chức"

    assert (counts_of_each(said), read_counts(said)) == (Counts(3, 2), Counts(3))
