"""What people write into the cells: each value as it is printed, with what must be read of it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from tests.parsers.corpus import people

TONES = (
    ("òa", "oà"), ("óa", "oá"), ("ỏa", "oả"), ("õa", "oã"), ("ọa", "oạ"), ("òe", "oè"),
    ("óe", "oé"), ("ỏe", "oẻ"), ("ùy", "uỳ"), ("úy", "uý"), ("ủy", "uỷ"), ("ũy", "uỹ"),
    ("ụy", "uỵ"),
)  # fmt: skip
"""Where the tone stands in oa, oe and uy is taught in two ways; both are the same name."""
WHOLE_NAMES = (
    "Thạch Thị Sa Rây", "Sơn Pô", "Lâm Es", "Tống Công", "Nguyễn Hoàng Phương Khánh Nguyên",
    "Trần Lê Ỷ", "Lý Ý", "Nguyễn Thúy Hòa", "Đoàn Thị Mỹ Hạnh",
    "Huỳnh Ngọc Thùy Trang", "Vũ Đức Đam", "Danh Đo", "Hồ Thị Na", "Trương Khuya",
)  # fmt: skip
UNITS = (
    *people.UNITS,
    "Phòng LĐ-TB&XH", "Trung tâm VH-TT/TT", "Phòng Nghiệp vụ 2", "Đội Quản lý thị trường số 5",
    "Phòng Tổ chức - Cán bộ (bộ phận một cửa)", "Uỷ ban Mặt trận Tổ quốc", "Đảng uỷ",
    "Trung tâm Công nghệ thông tin và Truyền thông thành phố Cần Thơ trực thuộc Sở",
)  # fmt: skip
POSITIONS = (
    *people.POSITIONS,
    "Phó Chánh Văn phòng",
    "Chuyên viên (hạng III)",
    "Kỹ sư - Tổ trưởng",
)
NOTES = (
    "", "", "Mới tuyển dụng", "Hợp đồng 111/2022/NĐ-CP", "HĐ 68/2000/NĐ-CP", "Phụ trách CNTT",
    "Tiếp nhận từ ngày 01/7/2025", "Công chức tiếp nhận mới theo Quyết định số 125/QĐ-SNV",
    "Công chức được tiếp nhận theo kế hoạch biên chế năm 2026; phụ trách văn thư, lưu trữ",
)  # fmt: skip


@dataclass(frozen=True)
class Value:
    """A cell's text, with what must be read of it."""

    printed: str
    meant: str


def _other_tones(text: str) -> str:
    for here, there in TONES:
        text = text.replace(here, there)
    return text


SPELLINGS = (
    lambda text: text,
    lambda text: text,
    _other_tones,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: unicodedata.normalize("NFD", _other_tones(text)),
)


def spelled(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Value]:
    """Return texts as keyboards leave them: either tone placement, composed or not."""

    def value(text: str, spelling: int) -> Value:
        printed = SPELLINGS[spelling](text)
        return Value(printed, unicodedata.normalize("NFC", printed))

    return st.builds(value, texts, st.integers(0, len(SPELLINGS) - 1))


def _full_name(family: str, middle: list[str], given: str) -> str:
    return " ".join((family, *middle, given))


full_names = st.one_of(
    st.builds(
        _full_name,
        st.sampled_from(people.FAMILY.split()),
        st.lists(st.sampled_from(people.MIDDLE.split()), max_size=2),
        st.sampled_from(people.GIVEN.split()),
    ),
    st.sampled_from(WHOLE_NAMES),
)
names = spelled(full_names)
units = spelled(st.sampled_from(UNITS))
positions = spelled(st.sampled_from(POSITIONS))
notes = spelled(st.sampled_from(NOTES))
parents = spelled(st.sampled_from([agency for _, _, agency, _ in people.AGENCIES]))

national_ids = st.builds(
    lambda province, born, rest: f"{province}{born}{rest:06d}",
    st.sampled_from(people.PROVINCES),
    st.sampled_from(["066", "099", "085", "166", "190", "199", "203", "303"]),
    st.integers(0, 999_999),
).flatmap(
    lambda number: st.sampled_from(
        [
            Value(number, number),
            Value(f"{number[:3]} {number[3:6]} {number[6:9]} {number[9:]}", number),
        ]
    )
)


def _phones(number: str) -> st.SearchStrategy[Value]:
    shapes = (
        number,
        f"{number[:4]} {number[4:7]} {number[7:]}",
        f"{number[:4]}.{number[4:7]}.{number[7:]}",
        f"+84{number[1:]}",
        f"({number[:4]}) {number[4:]}",
    )
    return st.sampled_from([Value(shape, number) for shape in shapes])


def _numbered(start: str, digits: int) -> st.SearchStrategy[str]:
    return st.integers(0, 10**digits - 1).map(lambda number: f"{start}{number:0{digits}d}")


mobiles = st.sampled_from(people.MOBILE).flatmap(lambda start: _numbered(start, 7))
landlines = _numbered("02923", 6)
phones = (mobiles | landlines).flatmap(_phones)
addresses = st.builds(
    "{}{}{}@{}".format,
    st.sampled_from(["an", "thuha", "nguyenhoangphuongkhanhnguyen", "le-van", "tran_thi.b"]),
    st.sampled_from(["", "-", "_", ".pnv"]),
    st.integers(0, 9999),
    st.sampled_from(["cantho.gov.vn", "soxaydung.cantho.gov.vn", "ninh-kieu.cantho.gov.vn"]),
)
emails = addresses.flatmap(
    lambda text: st.sampled_from([Value(text, text), Value(text.capitalize(), text)])
)
days_of_birth = st.dates(date(1966, 1, 1), date(2003, 12, 31))


@dataclass(frozen=True)
class Officer:
    """Who answers for a mailbox, with the one cell the form has for that."""

    name: str
    phone: str
    email: str
    cell: str


OFFICERS = (
    "{0}, {1}, {2}", "{0}\n{1}\n{2}", "- {0}\n- ĐT: {1}\n- Email: {2}", "{0}; {1}; {2}",
    "Họ tên: {0}; Điện thoại: {1}; Email: {2}",
)  # fmt: skip
officers = st.builds(
    lambda name, phone, email, shape: Officer(
        name.meant, phone, email, shape.format(name.printed, phone, email)
    ),
    names,
    mobiles,
    addresses,
    st.sampled_from(OFFICERS),
)
