"""One cell's text, and what becomes of it: certain, a proposal, or a question."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.values.birth import day_of_serial, is_odd
from parsers.values.doubt import is_placeholder
from parsers.values.email import read_email
from parsers.values.manager import Manager, read_manager
from parsers.values.national_id import agrees_with_birth, agrees_with_sex, read_national_id
from parsers.values.person_name import read_person_name
from parsers.values.phone import is_either, read_phone
from parsers.values.sex import FEMALE, MALE, stated_sex

LETTER = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "name", "position", "doubts"),
    [
        pytest.param("Nguyễn Văn An", "Nguyễn Văn An", "", [], id="a name"),
        pytest.param("NGUYỄN VĂN AN", "NGUYỄN VĂN AN", "", [], id="in capitals"),
        pytest.param("Công Tằng Tôn Nữ Hà", "Công Tằng Tôn Nữ Hà", "", [], id="five words"),
        pytest.param("Danh Thị Sô Phia", "Danh Thị Sô Phia", "", [], id="a Khmer name"),
        pytest.param(
            "Sơn Ngọc Minh Sa Rây", "Sơn Ngọc Minh Sa Rây", "", [], id="Khmer, five words"
        ),
        pytest.param("H'Hen Niê", "H'Hen Niê", "", [], id="an Ê-đê name"),
        pytest.param("Nguyễn Văn Thư", "Nguyễn Văn Thư", "", [], id="a name like a title"),
        pytest.param("Trương Phó An", "Trương Phó An", "", [], id="a name with words of titles"),
        pytest.param("Ông Nguyễn Văn An", "Nguyễn Văn An", "", ["name_prefix"], id="Mr"),
        pytest.param("ông Lê An", "Lê An", "", ["name_prefix"], id="Mr before a family's name"),
        pytest.param("Bà: Lê Thị Tư", "Lê Thị Tư", "", ["name_prefix"], id="Mrs with a colon"),
        pytest.param("Cô Lê Thị Tư", "Lê Thị Tư", "", ["name_prefix"], id="Miss"),
        pytest.param("Mr. Lê Văn Tư", "Lê Văn Tư", "", ["name_prefix"], id="in English"),
        pytest.param("Đ/c Trần Văn Cả", "Trần Văn Cả", "", ["name_prefix"], id="comrade"),
        pytest.param("PGS.TS. Lê Văn Tám", "Lê Văn Tám", "", ["name_prefix"], id="a professor"),
        pytest.param("ThS. BS. Phạm An", "Phạm An", "", ["name_prefix"], id="two degrees"),
        pytest.param("Ông Thị Ngọc", "Ông Thị Ngọc", "", [], id="the family Ông"),
        pytest.param("Ông Lê Tâm", "Lê Tâm", "", ["name_prefix"], id="Mr, of two words"),
        pytest.param("Ông Hoàng Hạnh", "Ông Hoàng Hạnh", "", ["name_odd"], id="both by custom"),
        pytest.param(
            "BS. Ông Huy Thanh", "Ông Huy Thanh", "", ["name_prefix", "name_odd"], id="a degree"
        ),
        pytest.param("Ông Cao Thắng", "Ông Cao Thắng", "", ["name_odd"], id="Mr, or the family"),
        pytest.param("Anh Thư", "Anh Thư", "", [], id="a prefix alone is a name"),
        pytest.param(
            "Nguyễn Văn A - Trưởng phòng",
            "Nguyễn Văn A",
            "Trưởng phòng",
            ["name_with_position"],
            id="name and position",
        ),
        pytest.param(
            "Nguyễn Văn A, PTP", "Nguyễn Văn A", "PTP", ["name_with_position"], id="abbreviated"
        ),
        pytest.param(
            "Nguyễn Văn A (Chuyên viên)",
            "Nguyễn Văn A",
            "Chuyên viên",
            ["name_with_position"],
            id="in parentheses",
        ),
        pytest.param(
            "TRƯỞNG PHÒNG NGUYỄN VĂN A",
            "TRƯỞNG PHÒNG NGUYỄN VĂN A",
            "",
            ["name_odd"],
            id="a title in front, in capitals",
        ),
        pytest.param("nguyễn văn an", "nguyễn văn an", "", ["name_odd"], id="no capitals"),
        pytest.param("Lê Văn Tám 1985", "Lê Văn Tám 1985", "", ["name_odd"], id="a year"),
        pytest.param("An", "An", "", ["name_odd"], id="one word"),
        pytest.param("Nguyễn Thị Mới", "Nguyễn Thị Mới", "", [], id="called Mới"),
        pytest.param("Lê Thị Bình Mới", "Lê Thị Bình Mới", "", ["name_odd"], id="new or so called"),
        pytest.param("LÊ THỊ BÌNH MỚI", "LÊ THỊ BÌNH MỚI", "", ["name_odd"], id="so in capitals"),
        pytest.param("Lê Bình Thêm", "Lê Bình Thêm", "", ["name_odd"], id="behind two words"),
        pytest.param("Vũ Trường Giang", "Vũ Trường Giang", "", [], id="no vụ trưởng"),
        pytest.param("Tô Trường An", "Tô Trường An", "", [], id="no tổ trưởng"),
        pytest.param("Trương Phong Nhã", "Trương Phong Nhã", "", [], id="no trưởng phòng"),
        pytest.param("Lê Thị Bình CTV", "Lê Thị Bình CTV", "", ["name_odd"], id="a word in short"),
        pytest.param("LÊ THỊ BÌNH HĐ", "LÊ THỊ BÌNH HĐ", "", ["name_odd"], id="in short, too"),
        pytest.param("Thạch Sà Phinl", "Thạch Sà Phinl", "", [], id="a Khmer name"),
        pytest.param("Vợ Trần Văn An", "Vợ Trần Văn An", "", ["name_odd"], id="somebody's wife"),
        pytest.param("Bình Lê Thị", "Bình Lê Thị", "", ["name_odd"], id="turned round"),
        pytest.param(
            "Lê Thị Bình Phòng Kinh Tế", "Lê Thị Bình Phòng Kinh Tế", "", ["name_odd"], id="a unit"
        ),
        pytest.param("Trần Văn Không", "Trần Văn Không", "", [], id="called Không"),
        pytest.param("Nguyễn-Văn-An", "Nguyễn-Văn-An", "", ["name_odd"], id="one word of hyphens"),
        pytest.param("Y-Bih Niê", "Y-Bih Niê", "", [], id="a hyphen of the Ê-đê"),
        pytest.param(
            "Thạch Thị Sa Oanh Mới", "Thạch Thị Sa Oanh Mới", "", ["name_odd"], id="a fifth word"
        ),
        pytest.param("LÊ THỊ BÌNH Mới", "LÊ THỊ BÌNH Mới", "", ["name_odd"], id="in other letters"),
        pytest.param("Lê Thị Bình-Mới", "Lê Thị Bình-Mới", "", ["name_odd"], id="on a hyphen"),
        pytest.param("Lê Thị Ỷ-nghỉ", "Lê Thị Ỷ-nghỉ", "", ["name_odd"], id="behind one letter"),
        pytest.param("Lê Thị Bình-nghỉ", "Lê Thị Bình-nghỉ", "", ["name_odd"], id="small, hyphen"),
        pytest.param(
            "Lê Thị Bình Đã Nghỉ", "Lê Thị Bình Đã Nghỉ", "", ["name_odd"], id="two words"
        ),
        pytest.param("Lê Thị Bình (mới)", "Lê Thị Bình (mới)", "", ["name_odd"], id="in brackets"),
        pytest.param(
            "Lê An, Trương Thị Mai", "Lê An, Trương Thị Mai", "", ["name_odd"], id="two people"
        ),
        pytest.param("Nguуễn Văn An", "Nguуễn Văn An", "", ["name_odd"], id="a Cyrillic letter"),
        pytest.param("An " * 700, "An " * 700, "", ["name_odd"], id="2,000 characters"),
    ],
)
def test_names(text: str, name: str, position: str, doubts: list[str]) -> None:
    found = read_person_name(text)

    assert (found.name, found.position, [str(code) for code in found.doubts]) == (
        name,
        position,
        doubts,
    )


@pytest.mark.parametrize(
    ("text", "number", "doubts"),
    [
        pytest.param("092085001234", "092085001234", [], id="12 digits"),
        pytest.param("092.085.001-234", "092085001234", [], id="in groups"),
        pytest.param("'092085001234", "092085001234", [], id="a workbook's apostrophe"),
        pytest.param("92085001234", "092085001234", ["national_id_padded"], id="a zero lost"),
        pytest.param("1085001234", "001085001234", ["national_id_padded"], id="two zeros lost"),
        pytest.param("361234567", "361234567", ["national_id_old"], id="CMND after 2024"),
        pytest.param("36123456", "36123456", ["national_id_odd"], id="8 digits"),
        pytest.param("003085001234", "003085001234", ["national_id_province"], id="no province"),
        pytest.param("092385001234", "092385001234", ["national_id_odd"], id="born 2085"),
        pytest.param("09208500123A", "09208500123A", ["national_id_odd"], id="a letter"),
        pytest.param("9.2085E+10", "9.2085E+10", ["national_id_odd"], id="digits lost"),
    ],
)
def test_national_ids(text: str, number: str, doubts: list[str]) -> None:
    value = read_national_id(text, LETTER)

    assert (value.text, [str(code) for code in value.doubts]) == (number, doubts)


def test_an_old_card_counts_in_a_letter_of_2024() -> None:
    assert read_national_id("361234567", date(2024, 12, 31)).doubts == ()
    assert read_national_id("361234567", date(2025, 1, 1)).doubts != ()
    assert read_national_id("361234567", None).doubts != ()


@pytest.mark.parametrize(
    ("birth", "agrees"),
    [
        ("12/05/1985", True),
        ("12/5/85", True),
        ("1985", True),
        ("ngày 12 tháng 5 năm 1985", True),
        ("", True),
        ("chưa rõ", True),
        ("12/05/1986", False),
        ("5-12-86", False),
        ("1986", False),
    ],
)
def test_the_year_of_birth_is_held_against_the_number(birth: str, agrees: bool) -> None:
    assert agrees_with_birth("092085001234", birth) is agrees


@pytest.mark.parametrize(
    ("birth", "is_doubtful"),
    [
        ("86", True),
        ("5/86", True),
        ("1986", False),
        ("ngày 5/12/1986", False),
        ("chưa rõ", True),
        ("31/02/1990", True),
        ("1990 1992", True),
        ("28/02/1990", False),
        ("Mậu Thìn", True),
        ("1990?", True),
        ("khoảng 1990", True),
        ("tháng 5/1990", True),
        ("32/13/1990", True),
        ("32/13/90", True),
        ("29/02/2023", True),
        ("29/02/2024", False),
        ("1990-13-01", True),
        ("1990-12-31 00:00:00", False),
        ("05/1990", False),
        ("13/1990", True),
        ("Sinh năm: 1990", False),
        ("05 tháng 11 năm 1990", False),
        ("5.11.1990.", False),
        ("5/11/90", False),
        ("-", False),
        ("", False),
    ],
)
def test_what_is_no_day_or_year_of_birth_is_a_doubt(birth: str, is_doubtful: bool) -> None:
    assert is_odd(birth) is is_doubtful


@pytest.mark.parametrize(
    ("birth", "day"),
    [
        ("32874", "01/01/1990"),
        ("31169.0", "02/05/1985"),
        (" 31169 ", "02/05/1985"),
        ("1985", ""),
        ("02/05/1985", ""),
        ("99999", ""),
        ("311690", ""),
        ("³1169", ""),
        ("", ""),
    ],
)
def test_a_number_that_a_workbook_made_of_a_date_is_told(birth: str, day: str) -> None:
    assert day_of_serial(birth) == day


@pytest.mark.parametrize(
    ("digits", "sex", "agrees"),
    [
        ("092085001234", MALE, True),
        ("092085001234", FEMALE, False),
        ("092185001234", FEMALE, True),
        ("092185001234", MALE, False),
        ("092303001234", FEMALE, True),
        ("092203001234", FEMALE, False),
    ],
)
def test_the_sex_is_held_against_the_number(digits: str, sex: int, agrees: bool) -> None:
    assert agrees_with_sex(digits, sex) is agrees


@pytest.mark.parametrize(
    ("words", "header", "sex"),
    [
        (("Nam", "NAM", "Nam giới", "Trai", "con trai", "M", "Male", "Ông"), "Giới tính", MALE),
        (("Nữ", "nữ.", "Nữ giới", "Gái", "F", "Female", "Bà"), "Giới tính", FEMALE),
        (("x", "X", "✓"), "Nữ", FEMALE),
        (("x", "v", "1", "+", "√"), "Nam", MALE),
        (("x", "1"), "Giới tính: Nữ", FEMALE),
        (("1",), "Giới tính", None),
        (("x", "Nam/Nữ", "0", "khác"), "Giới tính", None),
    ],
)
def test_the_sex_is_read_in_any_of_its_words(
    words: tuple[str, ...], header: str, sex: int | None
) -> None:
    assert {stated_sex(word, header) for word in words} == {sex}


@pytest.mark.parametrize(
    ("text", "number", "doubts"),
    [
        pytest.param("0912345678", "0912345678", [], id="mobile"),
        pytest.param("0912.345.678", "0912345678", [], id="dots"),
        pytest.param("ĐT: 0912 345 678;", "0912345678", [], id="a label and a semicolon"),
        pytest.param("+84 912 345 678", "0912345678", [], id="international"),
        pytest.param("84912345678", "0912345678", [], id="international without its plus"),
        pytest.param("(0292) 3762 222", "02923762222", [], id="landline"),
        pytest.param("080 71234", "08071234", [], id="the government's network"),
        pytest.param("912345678", "0912345678", ["phone_zero"], id="a zero lost is a mere note"),
        pytest.param("0912345678 - 0913456789", "0912345678", ["phone_several"], id="two numbers"),
        pytest.param("094617350", "094617350", ["phone_odd"], id="a digit lost"),
        pytest.param("01681234567", "01681234567", ["phone_odd"], id="an old mobile number"),
        pytest.param("091234567O", "091234567O", ["phone_odd"], id="a letter O"),
        pytest.param("092085001234", "092085001234", ["phone_odd"], id="an ID number"),
    ],
)
def test_phones(text: str, number: str, doubts: list[str]) -> None:
    value = read_phone(text)

    assert (value.text, [str(code) for code in value.doubts]) == (number, doubts)


@pytest.mark.parametrize(
    ("number", "either"),
    [("02916220415", True), ("02923762222", True), ("02438251234", False), ("0912345678", False)],
)
def test_a_landline_with_a_zero_put_before_it_may_be_a_mistyped_mobile_number(
    number: str, either: bool
) -> None:
    assert is_either(number) is either


@pytest.mark.parametrize(
    ("text", "address", "doubts"),
    [
        pytest.param("AN@CanTho.gov.vn", "an@cantho.gov.vn", [], id="capitals"),
        pytest.param("Email: an@cantho.gov.vn", "an@cantho.gov.vn", [], id="a label"),
        pytest.param("an @cantho.gov.vn", "an@cantho.gov.vn", ["email_odd"], id="a space"),
        pytest.param("a@x.vn b@y.vn", "a@x.vn", ["email_several"], id="two addresses"),
        pytest.param("an@cantho,gov.vn", "an@cantho,gov.vn", ["email_odd"], id="a comma"),
        pytest.param("ân@cantho.gov.vn", "ân@cantho.gov.vn", ["email_odd"], id="a mark"),
    ],
)
def test_emails(text: str, address: str, doubts: list[str]) -> None:
    value = read_email(text)

    assert (value.text, [str(code) for code in value.doubts]) == (address, doubts)


WHOLE = Manager("Lê Thị Bình", "0912345678", "binh@cantho.gov.vn")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Lê Thị Bình\n0912345678\nbinh@cantho.gov.vn", id="three lines"),
        pytest.param("Lê Thị Bình, 0912345678, binh@cantho.gov.vn", id="commas"),
        pytest.param("Lê Thị Bình 0912345678 binh@cantho.gov.vn", id="spaces"),
        pytest.param("Lê Thị Bình(0912345678)binh@cantho.gov.vn", id="parentheses"),
        pytest.param("Lê Thị Bình; ĐT: 0912.345.678; BINH@cantho.gov.vn", id="labels"),
        pytest.param("binh@cantho.gov.vn - 0912345678 - Lê Thị Bình", id="the other way round"),
    ],
)
def test_the_officers_one_cell_falls_into_its_parts(text: str) -> None:
    assert read_manager(text) == WHOLE


@pytest.mark.parametrize(
    ("called", "name", "doubts"),
    [
        pytest.param("Bà Lê Thị Bình", "Lê Thị Bình", ["name_prefix"], id="Mrs"),
        pytest.param(
            "ThS. Lê Thị Bình, Phó Trưởng phòng",
            "Lê Thị Bình",
            ["name_prefix", "name_with_position"],
            id="a degree and a position",
        ),
        pytest.param("Lê Thị Bình - Văn thư", "Lê Thị Bình", ["name_with_position"], id="a clerk"),
        pytest.param("Ông Cao Thắng", "Ông Cao Thắng", ["name_odd"], id="Mr, or the family"),
        pytest.param(
            "PHÓ PHÒNG LÊ THỊ BÌNH", "PHÓ PHÒNG LÊ THỊ BÌNH", ["name_odd"], id="a title in front"
        ),
    ],
)
def test_what_is_taken_off_an_officers_name_is_told(
    called: str, name: str, doubts: list[str]
) -> None:
    found = read_manager(f"{called}\n0912345678\nbinh@cantho.gov.vn")

    assert (found.name, [str(code) for code in found.doubts]) == (name, doubts)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        pytest.param("Lê Thị Bình", "manager_incomplete", id="only a name"),
        pytest.param("0912345678, binh@cantho.gov.vn", "manager_unclear", id="no name"),
        pytest.param(
            "Lê Thị Bình, 0912345678, Trần An, 0912345679, b@c.vn", "manager_unclear", id="two"
        ),
        pytest.param(
            "Lê Thị Bình; Trương Thị Mai; 0912345678; b@c.vn",
            "manager_unclear",
            id="like an office",
        ),
        pytest.param(
            "Lê Thị Bình\n0912345678\n0912345679\nb@c.vn", "manager_unclear", id="two telephones"
        ),
        pytest.param(
            "Lê Thị Bình\n0912345678\na@c.vn\nb@c.vn", "manager_unclear", id="two mailboxes"
        ),
        pytest.param(
            "Lê Thị Bình, CCCD 092085001234, 0912345678, b@c.vn", "manager_unclear", id="an ID"
        ),
    ],
)
def test_an_officers_cell_that_is_not_whole_or_not_clear_is_asked_about(
    text: str, doubt: str
) -> None:
    assert doubt in {str(code) for code in read_manager(text).doubts}


@pytest.mark.parametrize("text", ["-", "nt", "nt.", "Không", "(không)", "N/A", "…", "//", "x", ""])
def test_placeholders_are_empty(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["0", "Phòng Nội vụ", "Trọng", "Không Lộ"])
def test_words_are_not(text: str) -> None:
    assert not is_placeholder(text)


@given(st.text(max_size=60))
def test_any_text_gives_a_value(text: str) -> None:
    read_person_name(text)
    read_phone(text)
    read_email(text)
    read_manager(text)
    read_national_id(text, LETTER)
