"""Seeded people, units and agencies as Vietnamese lists write them."""

from __future__ import annotations

import random
import unicodedata

FAMILY = "Nguyễn Trần Lê Phạm Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Thạch Sơn Danh Kim Lâm"
MIDDLE = "Văn Thị Hữu Ngọc Minh Thanh Đức Quốc Thùy Kim Mỹ Xuân Hoàng Bảo"
GIVEN = (
    "An Bình Chuyển Dũng Đạt Đào Giang Hạnh Hòa Hằng Khánh Kiệt Liễu Lộc Mẫn Nghĩa Nhựt Oanh Phước "
    "Phượng Quyên Quý Sang Tuyền Thảo Thủy Trân Uyên Vĩnh Xuyến Yến Ỷ"
)
UNITS = (
    "Phòng Hành chính - Tổng hợp",
    "Phòng Quản lý đô thị",
    "Văn phòng Sở",
    "Thanh tra Sở",
    "Phòng Kế hoạch - Tài chính",
    "Trung tâm Quy hoạch xây dựng và Kiểm định chất lượng công trình",
    "Phòng Văn hóa - Xã hội",
    "Trung tâm Phục vụ hành chính công",
    "Ban Quản lý dự án",
    "Chi cục Chăn nuôi và Thú y",
)
POSITIONS = (
    "Chuyên viên",
    "Phó Trưởng phòng",
    "Trưởng phòng",
    "Kế toán viên",
    "Văn thư viên",
    "Nhân viên",
    "Phó Giám đốc",
    "Công chức Văn phòng - Thống kê",
)
AGENCIES = (
    ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ CẦN THƠ", "SỞ XÂY DỰNG", "Sở Xây dựng", "SXD"),
    ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ CẦN THƠ", "SỞ NỘI VỤ", "Sở Nội vụ", "SNV"),
    ("UBND THÀNH PHỐ CẦN THƠ", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Sở Giáo dục và Đào tạo", "SGDĐT"),
    (
        "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
        "CHI CỤC CHĂN NUÔI VÀ THÚ Y",
        "Chi cục Chăn nuôi và Thú y",
        "CCCNTY",
    ),
    (
        "UBND THÀNH PHỐ CẦN THƠ",
        "ỦY BAN NHÂN DÂN\nPHƯỜNG NINH KIỀU",
        "Ủy ban nhân dân phường Ninh Kiều",
        "UBND",
    ),
)
_OFTEN = ("", "", "", "Mới tuyển dụng", "Công chức tiếp nhận mới", "Hợp đồng 111/2022/NĐ-CP")
NOTES = {"new": (*_OFTEN, "Chưa có hộp thư"), "reset": (*_OFTEN, "Quên mật khẩu")}
"""What is remarked on a row, by the procedure it asks for."""

MOBILE = ("032", "039", "056", "070", "079", "081", "089", "090", "093", "098")
PROVINCES = ("092", "093", "094", "079", "086", "001", "095")


def person(rng: random.Random) -> str:
    """Return a full name in NFC."""
    middle = rng.sample(MIDDLE.split(), rng.choice((1, 1, 2)))
    return " ".join((rng.choice(FAMILY.split()), *middle, rng.choice(GIVEN.split())))


def ascii_name(text: str) -> str:
    """Return the name without marks, as a mailbox shows it."""
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(char for char in plain if not unicodedata.combining(char)).lower()


def mailbox(rng: random.Random, name: str) -> str:
    """Return a personal address of the city."""
    words = ascii_name(name).split()
    tail = rng.choice(
        (f"{rng.randint(1, 9999)}", f"{rng.randint(1, 9999)}-sxd", f".pnv{rng.randint(1, 9999)}")
    )
    return f"{''.join(words[-2:])}{tail}@cantho.gov.vn"


def mobile(rng: random.Random) -> str:
    """Return a mobile number, digits only."""
    return rng.choice(MOBILE) + f"{rng.randint(0, 9_999_999):07d}"


def landline(rng: random.Random) -> str:
    """Return a landline of Cần Thơ."""
    return f"0292{rng.randint(3_600_000, 3_999_999)}"


def national_id(rng: random.Random) -> str:
    """Return a 12-digit number of sound structure."""
    century, year = rng.choice((("0", rng.randint(66, 99)), ("1", rng.randint(66, 99)), ("2", 3)))
    return f"{rng.choice(PROVINCES)}{century}{year:02d}{rng.randint(0, 999_999):06d}"
