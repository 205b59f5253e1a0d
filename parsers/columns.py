"""Header cells become fields, by the meaning of their words rather than their exact title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.text.words import bare, clean

MANAGER = re.compile(
    r"(?<!bo )phan cong|quan ly (?:hop thu|thu|email|mail)|phu trach"
    r"|(?:can bo|nguoi|cong chuc|vien chuc) quan ly|nguoi dai dien|dau moi"
)
# Words that say whose name or number it is, taken off before asking what it is.
WHOSE = re.compile(
    r"(?:can bo|nguoi|cong chuc|vien chuc)?(?: duoc)?(?: phan cong)? ?(?:quan ly|phu trach)"
    r"(?: (?:hop )?thu(?: dien tu)?| e?mail)?|nguoi dai dien|dau moi"
)
PERSON = re.compile(
    r"\bho\W{0,3}(?:va |- ?)?(?:chu )?(?:ten|dem|lot)|nguoi (?:su )?dung|\bca nhan\b"
)
MANAGER_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("manager_phone", re.compile(r"\bthoai\b|sdt|di dong|\bdt\b")),
    ("manager_email", re.compile(r"hop thu|mail|thu dien tu")),
    ("manager_name", re.compile(rf"{PERSON.pattern}|^ten$")),
)
RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("stt", re.compile(r"^(?:stt|tt|so tt|s\.?t\.?t\.?|so thu tu|no\.?)$")),
    ("note", re.compile(r"ghi chu")),
    ("birth", re.compile(r"\bsinh\b|ngay thang nam")),
    ("gender", re.compile(r"gioi tinh|nam/nu|^(?:nam|nu|phai)$")),
    ("national_id", re.compile(r"cmnd|cccd|can cuoc|chung minh|dinh danh|cmt\b")),
    ("email", re.compile(
        r"^(?!so luong\b).*(?:hop thu|thu dien tu|e-?mail|\bmail\b|hop dien tu|thu cong vu)"
    )),
    ("phone", re.compile(r"\bthoai\b|\bs[odb]?dt\b|di dong|\bso dt\b|dtdd|\bdt\b|\btel\b|phone")),
    ("parent_agency", re.compile(r"cap tren|chu quan|^(?!phong\b|khoa\b|ban\b).*truc thuoc")),
    ("position", re.compile(r"chuc vu|chuc danh")),
    ("family_name", re.compile(r"^ho(?: va (?:chu )?| )?(?:ten )?(?:dem|lot)$|^ho$")),
    ("given_name", re.compile(r"^ten$")),
    ("name", PERSON),
    ("organisation", re.compile(
        r"ten (?:co quan|don vi|to chuc)|co quan nha nuoc|don vi de nghi|co quan(?:/| )don vi"
    )),
    ("unit", re.compile(
        r"don vi|phong|bo phan|noi (?:cong tac|lam viec)|co quan|\bban\b|\bkhoa\b"
        r"|^(?:ten )?(?:truong(?: hoc)?|tram(?: y te)?|to(?: (?:chuyen mon|cong tac|bo mon))?"
        r"|doi(?: qltt)?|chi nhanh|chi cuc|trung tam|hat(?: kiem lam)?)$"
    )),
)  # fmt: skip
# A narrow column breaks words of the header anywhere.
BROKEN_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("stt", re.compile("^(?:stt|tt|sott|sothutu)$")),
    ("note", re.compile("ghichu")),
    ("national_id", re.compile("cmnd|cccd|cancuoc|dinhdanh")),
    ("email", re.compile("^(?!soluong).*(?:hopthu|thudientu|email)")),
    ("phone", re.compile("dienthoai|didong")),
    ("parent_agency", re.compile("captren|chuquan")),
    ("position", re.compile("chucvu|chucdanh")),
    ("name", re.compile("hoten|hovaten|nguoidung")),
    ("organisation", re.compile("tencoquan|tendonvi|coquannhanuoc")),
    ("unit", re.compile("donvi|bophan")),
)
# Whose or which value else it is: the former one, that of a relative, what is to be given up.
OF_ANOTHER = re.compile(
    r"\b(?:người thân|người nhà|gia đình|vợ|chồng|cha|mẹ|giới thiệu|bảo lãnh|cũ|trước đây|"
    r"dự kiến|chuyển (?:đến|đi)|hủy|huỷ|"
    r"nhận mật (?:khẩu|mã))\b"
)
# Whom else a form asks for, in columns that name and reach a person.
OF_A_SUPERIOR = re.compile(
    r"\b(?:thủ trưởng|lãnh đạo|(?<!phó )trưởng (?:phòng|khoa|ban)|(?:người|để) liên hệ|thay thế|"
    r"bàn giao|chuyển tiếp)\b"
)
# What stands behind the word for a mailbox: one to write to, not the one asked for; the person's
# own. A wider header ("Thông tin liên hệ") stands before it.
_MAILBOX = r"(?:mail|thư|điện tử)\W+(?:để |của )?"
TO_WRITE_TO = re.compile(
    rf"{_MAILBOX}(?:liên (?:hệ|lạc)|dự phòng|khôi phục|riêng|ngoài|"
    r"nhận (?:mk|kết quả|thông (?:báo|tin)))\b|\b(?:gmail|yahoo)\b"
)
HELD_ALREADY = re.compile(
    r"(?:mail|thư|điện tử|tài khoản)\W+(?:\w+ vụ )?(?:hiện (?:có|tại|nay|hữu)|"
    r"đang (?:có|dùng|sử dụng)|đã (?:có|cấp|được cấp))\b"
)
PRIVATE = re.compile(rf"{_MAILBOX}cá nhân\b(?!.*công vụ)")
SEX_ALONE = re.compile(r"^(?:gioi tinh|phai)\W+")
"""What may stand above the headers "Nam" and "Nữ"."""
NEW_MAILBOX = re.compile(r"(?<!cấp )\bmới\b")
REASON = re.compile(r"ly do|nguyen nhan|noi dung|yeu cau")


SHARED = frozenset({"parent_agency", "unit", "position"})
"""What several rows may have in common: one merged cell, or a sign for "as above"."""

LISTLIKE = re.compile(r"(?<!\d)(?:0|\+84)(?:[\s.()-]{0,2}\d){9,11}(?!\d)|\b\d{12}\b|@\w")
"""A value of a row: a telephone number, an ID, an address, their digits parted or not."""

VALUE = re.compile(r"\d(?:[\s.-]?\d){5}|@")
"""The same in any spelling; a year or a document's number is none."""


def is_of_another(field: str, header: str) -> bool:
    """Return whether a field's header says that its values are no longer, or not, the person's."""
    words = clean(header).lower()
    if field == "email" and (NEW_MAILBOX.search(words) or TO_WRITE_TO.search(words)):
        return True
    if field in ("name", "phone", "national_id", "email") and OF_A_SUPERIOR.search(words):
        return "danh sách" not in words
    return field != "note" and bool(OF_ANOTHER.search(words))


def tells_of_a_mailbox(header: str) -> bool:
    """Return whether a header of mailboxes speaks of those that people have already."""
    return HELD_ALREADY.search(clean(header).lower()) is not None


def may_be_private(header: str) -> bool:
    """Return whether a header of mailboxes may mean the people's own, beside their office's."""
    return PRIVATE.search(clean(header).lower()) is not None


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds which field; `unknown` are the headers nobody claims."""

    shape: str
    fields: dict[str, int]
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()


def read_columns(headers: Sequence[tuple[str, str]]) -> Columns | None:
    """Return the meaning of a header, or None if it heads no list of people or units.

    Args:
        headers: for each column the whole header text and, under a wider header, its own part.
    """
    texts = [(bare(whole), bare(own)) for whole, own in headers]
    found = [_field(whole, own) for whole, own in texts]
    person = any(field in ("name", "family_name") for field in found)
    fields: dict[str, int] = {}
    unknown: list[str] = []
    twice: list[str] = []
    for index, field in enumerate(_settled(found, texts, person=person)):
        if not field:
            if texts[index][0]:
                unknown.append(headers[index][0])
        elif field in fields and not _is_rather(field, texts[index][0], texts[fields[field]][0]):
            twice.append(headers[index][0])
        else:
            if field in fields:
                twice.append(headers[fields[field]][0])
            fields[field] = index
    if not _is_list(fields):
        return None
    return Columns("individual" if person else "organisation", fields, tuple(unknown), tuple(twice))


def names_only(header: str) -> bool:
    """Return whether a text holds no value but as an example in brackets: a header only names."""
    text = re.sub(r"\([^)]*\)", "", header)
    return not (VALUE.search(text) or text.isdigit())


def _is_rather(field: str, header: str, other: str) -> bool:
    """Return whether a mailbox's column is the official one, and the other does not say so."""
    return field == "email" and "cong vu" in header and "cong vu" not in other


def _is_list(fields: dict[str, int]) -> bool:
    named = "name" in fields or "family_name" in fields
    return named and len(fields) >= 3


def _field(whole: str, own: str) -> str:
    if MANAGER.search(whole):
        return _manager_field(own) if own != whole else _manager_column(whole)
    for rules, text in ((RULES, whole), (BROKEN_RULES, whole.replace(" ", ""))):
        found = next((name for name, rule in rules if rule.search(text)), "")
        if found:
            return found
    return "reason" if REASON.search(whole) else ""


def _manager_column(whole: str) -> str:
    """Return which part of the officer a column without sub-headers holds, if it is only one."""
    parts = _manager_parts(WHOSE.sub(" ", whole))
    return parts[0] if len(parts) == 1 else "manager"


def _manager_field(own: str) -> str:
    """Return which part of the responsible officer a sub-header names; "" is the one cell."""
    found = _manager_parts(own)
    return found[0] if found else "manager"


def _manager_parts(text: str) -> list[str]:
    return [name for name, rule in MANAGER_PARTS if rule.search(text)]


def _settled(found: Sequence[str], texts: Sequence[tuple[str, str]], *, person: bool) -> list[str]:
    """Settle what depends on the whole header: whose name it is, and what a reason is."""
    settled = []
    for field in found:
        name = field
        if field == "organisation":
            name = "unit" if person else "name"
        elif field == "unit" and not person and "organisation" not in found:
            name = "name"
        elif field == "reason" and "note" not in found:
            name = "note"
        elif field == "reason":
            name = ""
        settled.append(name)
    settled = _sexes_apart(settled, texts)
    if person and "unit" in settled and "unit" in found:
        settled = [
            "parent_agency" if field == "organisation" and "parent_agency" not in found else name
            for field, name in zip(found, settled, strict=True)
        ]
    return settled


def _sexes_apart(found: Sequence[str], texts: Sequence[tuple[str, str]]) -> list[str]:
    """Settle a column for men beside one for women: they tell one thing together."""
    at = [index for index, field in enumerate(found) if field == "gender"]
    if sorted(SEX_ALONE.sub("", texts[index][0]) for index in at) != ["nam", "nu"]:
        return list(found)
    return ["gender_beside" if index == at[1] else field for index, field in enumerate(found)]
