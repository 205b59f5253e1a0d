"""Who plays in the demo: six agencies of the city as it is since July 2025, people nobody knows.

Every person, telephone and ID number is made up; the numbers have a valid structure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Holder

# Since then the city has wards and communes, and no districts.
SINCE = date(2025, 7, 1)
DOMAIN = "cantho.gov.vn"
INBOX = f"sotttt@{DOMAIN}"
STRANGER = f"hotrokythuat@{DOMAIN}"
CITY = "Ủy ban nhân dân thành phố Cần Thơ"
DEPARTMENT = "Sở Khoa học và Công nghệ"
CENTRE = "Trung tâm Công nghệ thông tin và Truyền thông"
CENTRE_DIRECTOR = "Đoàn Thế Vinh"

OFFICE = "Văn phòng HĐND và UBND"
ECONOMY = "Phòng Kinh tế, Hạ tầng và Đô thị"
CULTURE = "Phòng Văn hóa - Xã hội"
SERVICE_CENTRE = "Trung tâm Phục vụ hành chính công"


@dataclass(frozen=True, slots=True)
class Cast:
    """One agency: its name in sentences, its mailbox, who signs for it, what was agreed with it."""

    code: str
    name: str
    mailbox: str
    chairman: str
    phone: str
    passphrase: str = ""
    former_names: tuple[str, ...] = ()


NINH_KIEU = Cast(
    "ubnd-ninh-kieu",
    "Ủy ban nhân dân phường Ninh Kiều",
    f"ubndninhkieu@{DOMAIN}",
    "Lâm Hoàng Phúc",
    "02923811200",
    "ben Ninh Kieu gio mat 2026",
    ("Ủy ban nhân dân phường Xuân Khánh", "Ủy ban nhân dân phường Thới Bình"),
)
CAI_RANG = Cast(
    "ubnd-cai-rang",
    "Ủy ban nhân dân phường Cái Răng",
    f"ubndcairang@{DOMAIN}",
    "Trương Thanh Nhã",
    "02923911300",
    "cho noi hop luc binh minh",
)
BINH_THUY = Cast(
    "ubnd-binh-thuy",
    "Ủy ban nhân dân phường Bình Thủy",
    f"ubndbinhthuy@{DOMAIN}",
    "Phan Quốc Dũng",
    "02923841400",
)
PHONG_DIEN = Cast(
    "ubnd-phong-dien",
    "Ủy ban nhân dân xã Phong Điền",
    f"ubndphongdien@{DOMAIN}",
    "Mai Hữu Lộc",
    "02923850500",
)
VI_THANH = Cast(
    "ubnd-vi-thanh",
    "Ủy ban nhân dân phường Vị Thanh",
    f"ubndvithanh@{DOMAIN}",
    "Đinh Thị Bích Liên",
    "02933876600",
)
PHU_LOI = Cast(
    "ubnd-phu-loi",
    "Ủy ban nhân dân phường Phú Lợi",
    f"ubndphuloi@{DOMAIN}",
    "Thạch Sa Rương",
    "02993822700",
    "banh pia sau rieng Soc Trang",
    ("Ủy ban nhân dân phường 2",),
)

AGENCIES = (NINH_KIEU, CAI_RANG, BINH_THUY, PHONG_DIEN, VI_THANH, PHU_LOI)


def _person(local: str, name: str, agency: Cast, unit: str, position: str) -> Mailbox:
    address = f"{local}@{DOMAIN}"
    return Mailbox(address, Holder.PERSON, name, agency.code, unit, position)


KHANG = _person("khangpm", "Phạm Minh Khang", CAI_RANG, CULTURE, "Chuyên viên")
TRAM = _person("tramhn", "Huỳnh Ngọc Trâm", CAI_RANG, ECONOMY, "Chuyên viên")
VU = _person("vutn", "Tô Nguyên Vũ", BINH_THUY, OFFICE, "Chuyên viên")

# Whoever has a mailbox before the curtain rises.
DIRECTORY = (
    KHANG,
    TRAM,
    VU,
    _person("haotc", "Trần Công Hảo", NINH_KIEU, OFFICE, "Chánh Văn phòng"),
    _person("maintt", "Nguyễn Thị Tuyết Mai", NINH_KIEU, CULTURE, "Phó Trưởng phòng"),
    _person("nhatt", "Trương Thanh Nhã", CAI_RANG, "Lãnh đạo UBND", "Chủ tịch"),
    _person("thuylk", "Lê Kim Thủy", PHONG_DIEN, "Phòng Kinh tế", "Chuyên viên"),
    _person("tinhlv", "Lê Văn Tính", VI_THANH, OFFICE, "Văn thư"),
    _person("soriyat", "Thạch Soriya", PHU_LOI, CULTURE, "Chuyên viên"),
)
