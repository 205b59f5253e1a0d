"""The request letters of the demo: who asks for what, in the decision's columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Procedure
from mailbot.demo.cast import (
    BINH_THUY,
    CAI_RANG,
    CULTURE,
    ECONOMY,
    KHANG,
    NINH_KIEU,
    OFFICE,
    PHONG_DIEN,
    PHU_LOI,
    SERVICE_CENTRE,
    TRAM,
    VI_THANH,
    VU,
    Cast,
)
from mailbot.demo.paper import RequestLetter, Row

_RECRUITED = "{count:02d} công chức, viên chức mới được tuyển dụng"
_FORGOTTEN = "{count:02d} cá nhân quên mật mã"


def new_people(
    agency: Cast, number: int, dated_on: date, *people: tuple[str, ...]
) -> RequestLetter:
    """Return a request for new mailboxes: name, unit, position, ID number, telephone of each."""
    rows: list[Row] = [
        (str(stt), name, agency.name, *rest, "") for stt, (name, *rest) in enumerate(people, 1)
    ]
    asks = _RECRUITED.format(count=len(rows))
    return RequestLetter(agency, number, dated_on, Procedure.NEW, asks, tuple(rows))


def reset_people(
    agency: Cast, number: int, dated_on: date, *people: tuple[Mailbox, str]
) -> RequestLetter:
    """Return a request for new passwords: mailbox and telephone of each."""
    rows: list[Row] = [
        (str(stt), box.name, box.unit, box.position, phone, box.address, "")
        for stt, (box, phone) in enumerate(people, 1)
    ]
    asks = _FORGOTTEN.format(count=len(rows))
    return RequestLetter(agency, number, dated_on, Procedure.RESET, asks, tuple(rows))


def clean_new(on: date) -> RequestLetter:
    """Return Ninh Kiều's three recruits."""
    return new_people(
        NINH_KIEU,
        214,
        on,
        ("Nguyễn Thị Hồng Đào", OFFICE, "Chuyên viên", "092197004215", "0907112358"),
        ("Trần Quốc Thái", ECONOMY, "Chuyên viên", "092095001873", "0918446027"),
        ("Lý Thị Mỹ Duyên", SERVICE_CENTRE, "Viên chức", "094301006420", "0939205718"),
    )


def clean_reset(on: date) -> RequestLetter:
    """Return Cái Răng's two who forgot their passwords."""
    return reset_people(CAI_RANG, 187, on, (KHANG, "0907225314"), (TRAM, "0945613092"))


def forged(on: date) -> RequestLetter:
    """Return a password of Bình Thủy that somebody else would like to have."""
    return reset_people(BINH_THUY, 96, on, (VU, "0916330748"))


def unsigned(on: date) -> RequestLetter:
    """Return Bình Thủy's recruit."""
    return new_people(
        BINH_THUY, 95, on, ("Đặng Hữu Nghĩa", ECONOMY, "Chuyên viên", "092099007316", "0932774105")
    )


def changed(on: date) -> RequestLetter:
    """Return Phong Điền's two recruits, as signed."""
    return new_people(
        PHONG_DIEN,
        143,
        on,
        ("Bùi Thanh Tuyền", OFFICE, "Chuyên viên", "092196002847", "0909553162"),
        ("Võ Minh Đăng", "Phòng Kinh tế", "Chuyên viên", "092098005019", "0947381206"),
    )


def changed_afterwards(on: date) -> RequestLetter:
    """Return the same with somebody else in the second row."""
    return new_people(
        PHONG_DIEN,
        143,
        on,
        ("Bùi Thanh Tuyền", OFFICE, "Chuyên viên", "092196002847", "0909553162"),
        ("Kiều Văn Lạc", "Phòng Kinh tế", "Chuyên viên", "079090123406", "0976500411"),
    )


def revoked(on: date) -> RequestLetter:
    """Return Vị Thanh's recruit."""
    return new_people(
        VI_THANH, 121, on, ("Hồ Ngọc Ánh", CULTURE, "Chuyên viên", "093300008153", "0919067482")
    )


def bad_rows(on: date) -> RequestLetter:
    """Return Phú Lợi's four recruits: a telephone lacks a digit, an ID number cannot be, and one
    row has the name the agency had before it was renamed.
    """
    letter = new_people(
        PHU_LOI,
        158,
        on,
        ("Danh Thị Sô Phia", OFFICE, "Chuyên viên", "094199003372", "0944820516"),
        ("Quách Tấn Lợi", ECONOMY, "Chuyên viên", "094096006285", "094617350"),
        ("Kim Thị Chanh Thu", CULTURE, "Chuyên viên", "094301001946", "0387452901"),
        ("Ngô Gia Huy", ECONOMY, "Chuyên viên", "099495003127", "0902684137"),
    )
    stt, name, _, *rest = letter.rows[2]
    renamed = (stt, name, PHU_LOI.former_names[0], *rest)
    return replace(letter, rows=(*letter.rows[:2], renamed, *letter.rows[3:]))
