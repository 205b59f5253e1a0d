"""Who else plays in the demo's past: agencies and people of the city as it is since July 2025.

Every person, telephone and ID number is made up; the names of agencies are those in use.
"""

from __future__ import annotations

from datetime import date

from mailbot.cases.agency import Agency, AgencyKind
from mailbot.demo.cast import CITY, DOMAIN

SINCE = date(2025, 7, 1)
CITY_CODE = "ubnd-tp"
OFFICERS = ("Nguyễn Ngọc Lan", "Lê Tuấn Minh")

_DEPARTMENTS = (
    ("so-tu-phap", "Sở Tư pháp", "stp", ()),
    ("so-noi-vu", "Sở Nội vụ", "snv", ()),
    ("so-tai-chinh", "Sở Tài chính", "stc", ("Sở Kế hoạch và Đầu tư",)),
    ("so-xay-dung", "Sở Xây dựng", "sxd", ("Sở Giao thông vận tải",)),
    ("so-y-te", "Sở Y tế", "syt", ()),
    ("so-gddt", "Sở Giáo dục và Đào tạo", "sgddt", ()),
    (
        "so-nnmt",
        "Sở Nông nghiệp và Môi trường",
        "snnmt",
        ("Sở Tài nguyên và Môi trường", "Sở Nông nghiệp và Phát triển nông thôn"),
    ),
    ("thanh-tra", "Thanh tra thành phố Cần Thơ", "thanhtra", ()),
)
_COMMUNES = (
    ("o-mon", "phường Ô Môn", "Ủy ban nhân dân quận Ô Môn"),
    ("thot-not", "phường Thốt Nốt", "Ủy ban nhân dân quận Thốt Nốt"),
    ("nga-bay", "phường Ngã Bảy", "Ủy ban nhân dân thành phố Ngã Bảy"),
    ("long-my", "phường Long Mỹ", "Ủy ban nhân dân thị xã Long Mỹ"),
    ("vinh-chau", "phường Vĩnh Châu", "Ủy ban nhân dân thị xã Vĩnh Châu"),
    ("thoi-lai", "xã Thới Lai", "Ủy ban nhân dân huyện Thới Lai"),
    ("co-do", "xã Cờ Đỏ", "Ủy ban nhân dân huyện Cờ Đỏ"),
    ("vinh-thanh", "xã Vĩnh Thạnh", "Ủy ban nhân dân huyện Vĩnh Thạnh"),
)
_UNITS = (
    ("tgpl", "Trung tâm Trợ giúp pháp lý nhà nước", "tgpl", "so-tu-phap"),
    ("bvdk", "Bệnh viện Đa khoa thành phố Cần Thơ", "bvdktp", "so-y-te"),
    ("ksbt", "Trung tâm Kiểm soát bệnh tật", "ksbt", "so-y-te"),
    ("thpt-cvl", "Trường Trung học phổ thông Châu Văn Liêm", "thptcvl", "so-gddt"),
    ("cc-ttbvtv", "Chi cục Trồng trọt và Bảo vệ thực vật", "ttbvtv", "so-nnmt"),
)


def agencies() -> tuple[Agency, ...]:
    """Return the agencies beside the six that write in the demo."""
    city = Agency(CITY_CODE, CITY, f"ubnd@{DOMAIN}", abbreviation="ubnd", phone="02923820536")
    return (
        city,
        *(
            Agency(
                code,
                name,
                f"{short}@{DOMAIN}",
                CITY_CODE,
                abbreviation=short,
                former_names=former,
                phone=f"02923{821100 + 37 * n}",
                valid_from=date(2025, 3, 1) if former else None,
            )
            for n, (code, name, short, former) in enumerate(_DEPARTMENTS)
        ),
        *(
            Agency(
                f"ubnd-{code}",
                f"Ủy ban nhân dân {name}",
                f"ubnd{code.replace('-', '')}@{DOMAIN}",
                CITY_CODE,
                abbreviation=f"ubnd{code.replace('-', '')}",
                former_names=(former,),
                phone=f"02923{861200 + 53 * n}",
                valid_from=SINCE,
            )
            for n, (code, name, former) in enumerate(_COMMUNES)
        ),
        *(
            Agency(
                code,
                name,
                f"{short}@{DOMAIN}",
                above,
                AgencyKind.SUBORDINATE_UNIT,
                short,
                phone=f"02923{831400 + 71 * n}",
            )
            for n, (code, name, short, above) in enumerate(_UNITS)
        ),
        Agency(
            "ubnd-q-ninh-kieu",
            "Ủy ban nhân dân quận Ninh Kiều",
            "",
            CITY_CODE,
            abbreviation="ubndqnk",
            valid_to=date(2025, 6, 30),
        ),
    )


FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Phan", "Đặng", "Thạch", "Lâm")
MIDDLES = ("Văn", "Thị", "Minh", "Ngọc", "Hoàng", "Thanh", "Kim", "Hữu", "Thúy", "Gia")
GIVENS = (
    "An", "Bình", "Châu", "Dung", "Hạnh", "Hiếu", "Khoa", "Lan", "Linh", "Long", "Nam", "Ngân",
    "Nhi", "Phong", "Phúc", "Quân", "Sơn", "Tâm", "Thảo", "Trí", "Trinh", "Tú", "Uyên", "Việt",
)  # fmt: skip
UNITS = (
    "Văn phòng",
    "Phòng Tổ chức - Hành chính",
    "Phòng Chuyên môn",
    "Phòng Kế hoạch - Tài chính",
)
POSITIONS = ("Chuyên viên", "Văn thư", "Kế toán viên", "Phó Trưởng phòng", "Viên chức")
APPROVED_BECAUSE = "Đã kiểm tra, hợp lệ."
REFUSED_BECAUSE = "Người đề nghị không thuộc cơ quan."
SUPPLEMENT_BECAUSE = "Số CCCD ở dòng 1 chưa đủ 12 chữ số."
