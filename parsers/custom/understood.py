"""Remarks on a row that are understood: every part of them is of a known, harmless kind.

Who somebody is (a post, a unit, a field of work), since when and by which decision, where from,
and why a mailbox or a password is asked for. Whatever is none of these a person must read.

First every name of a post, a unit or a field becomes a sign; what is left is a short grammar.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.custom.unit_names import NAMES, SIGN, in_small
from parsers.text.words import clean, markless, pattern_spelled
from parsers.values.doubt import is_placeholder

_LONGEST = 250


_DAY = (
    r"(?:(?:ngày|tháng|năm|quý|đợt) )*(?:\d{1,4}|(?-i:[IVX]+))"
    r"(?>[/.-]\d{1,4}| (?:tháng|năm) \d{1,4})*"
)
_SINCE = rf"(?:(?:kể từ|từ|vào|trong|kỳ) )?(?:(?:đầu|cuối|giữa) )?{_DAY}"
_BASIS = (
    r"(?:(?:căn cứ|theo|hưởng theo) )?(?:(?:quyết định|qđ|nghị định|nđ|nghị quyết|nq)\b\.?"
    r"|(?:hợp đồng|hđlđ|hđlv|hđ)\b\.?(?: (?:lao động|làm việc|theo|nghị định|nđ))*"
    r"(?: không xác định thời hạn)?)"
    r"(?: (?:phân công|tuyển dụng|bổ nhiệm|điều động|tiếp nhận|thành lập|nhiệm vụ))*"
    rf"(?: (?:số )?\d+(?:/[\w-]+)*)?(?:,? {_SINCE})?(?: của ◊(?: ◊)?)?|\d+/\d{{4}}/[\w-]+"
)
"""A decision, a decree, or the kind of a contract, and no term of it."""

_NEWLY = r"(?:(?:đã|vừa|mới|được) )*"
_AT = r"(?:tại|ở|thuộc|của|làm|dạy|môn|và|kiêm|kiêm nhiệm|phụ trách|công tác|làm việc|giữ chức|mới)"
_POSTED = (
    rf"(?:(?:được|phân công|mới|vừa|tập sự|kiêm|kiêm nhiệm|phụ trách|dạy|môn|công tác|làm việc|tại|"
    rf"lĩnh vực) )*◊(?:/◊|(?:,| -| –)?(?: {_AT})* ◊)*"
    r"(?: (?:mới|hợp đồng|tập sự|không chuyên trách|chuyên trách))*"
    rf"(?:,? (?:kể )?từ {_DAY})?|tập sự|không chuyên trách"
)
"""Who somebody is."""

_COMES = r"(?:chuyển|luân chuyển|điều động)(?: công tác)? (?:về|đến)"
_BEGUN = (
    rf"(?:◊ ?)*{_NEWLY}(?:tuyển dụng|tuyển|trúng tuyển|tiếp nhận|bổ nhiệm|thành lập|bầu|"
    r"phân công|giao nhiệm vụ|nhận (?:công tác|nhiệm vụ|việc)|vào (?:làm việc|làm|ngành)|bổ sung ◊|"
    rf"{_COMES}(?! [^,;(]*◊)|(?<=mới ){_COMES})"
    r"(?: (?:mới|vào|làm|tại|giữ chức|giữ chức vụ|về|đến|làm việc|kỳ tuyển dụng|◊))*"
    rf"(?: theo ◊(?: ◊)*)?(?:,? {_SINCE})?(?:,? (?:{_BASIS}))?"
)
"""Since when somebody is there."""

_FROM = (
    rf"(?:◊ ?)*{_NEWLY}(?:(?:chuyển|luân chuyển|điều động|tiếp nhận|sáp nhập|chia tách)"
    r"(?: (?:công tác|đến|về|mới))* )?từ ◊(?: ◊)*(?: \(?cũ\)?)?"
    rf"(?: chuyển)?(?: công tác)?(?: (?:về|đến|sang|qua))?(?:,? {_SINCE})?(?:,? (?:{_BASIS}))?"
)
"""Where somebody comes from, and not where to."""

_FOR = (
    r"(?:để )?(?:phục vụ|sử dụng|dùng|thực hiện)"
    r"(?: (?:trong|(?:cho )?(?:công tác|công việc|nhiệm vụ)|phần mềm|hệ thống|và|◊))+(?: của ◊)?"
)
_OF_SELF = (
    r"đang (?:công tác|làm việc)(?: tại ◊)?|(?:giới tính:? )?(?:nam|nữ)|"
    r"(?:trình độ:? )?(?:đại học|thạc sĩ|tiến sĩ|cao đẳng|trung cấp)|"
    r"(?:ngạch|mã ngạch|mã số|hạng|bậc):?(?: (?-i:[IVX]+)| [\w.]*\d[\w.]*| ◊)+|"
    r"(?:(?:ngày |năm )?sinh|ns)(?: (?:ngày|năm))?:? "
    rf"{_DAY}|(?:máy lẻ|máy nhánh):? \d{{2,5}}"
)
_BOX = (
    r"(?:(?:(?:địa chỉ|tài khoản) )?(?:hộp thư|thư|e-?mail|mail|tài khoản)"
    r"(?: (?:điện tử|công vụ|cá nhân|thành phố))*)"
)
_ASK = r"(?:(?:kính |có )?(?:đề nghị|xin|đăng ký|yêu cầu|cần|nhu cầu)(?: được)?)"
_SECRET = r"(?:mật khẩu|mật mã|mk|pass(?:word)?)"  # noqa: S105 - a pattern, not a secret
_OPEN = r"(?:đăng nhập|truy cập|vào|mở|sử dụng)"
_OFTEN = r"(?:nhiều lần|(?:quá )?số lần(?: quy định)?|lần đầu)"
_ASKS_NEW = (
    rf"(?:{_ASK} )?(?:cấp|tạo|mở)(?: mới)?(?: lần đầu)?(?: (?:0?1|một))?(?: {_BOX})?(?: mới)?",
    rf"{_ASK}(?: mới| lần đầu| {_BOX})*|lần đầu|(?:0?1|một) {_BOX}|{_BOX} mới",
    rf"(?:hiện )?chưa(?: từng)? (?:có|được cấp|được tạo|đăng ký)(?: {_BOX})?",
    rf"không có {_BOX}|chưa sử dụng {_BOX}|mới",
)
"""Why somebody asks for a mailbox."""

_ASKS_AGAIN = (
    (
        rf"(?:(?:đã|bị|làm|để) )*(?:quên|mất|không (?:còn )?nhớ|thất lạc|(?:nhập )?sai|lỗi|"
        rf"hết hạn|chưa đổi) {_SECRET}(?: {_BOX}| đăng nhập| {_OFTEN})*|nhập sai {_OFTEN}"
    ),
    (
        rf"quên|{_SECRET}(?: cũ| {_BOX})? (?:(?:đã|bị) )*(?:hết hạn|mất|quên|sai|lỗi|không đúng|"
        rf"không {_OPEN} được)"
    ),
    (
        rf"(?!không sử dụng(?! được))(?:không|chưa)(?: thể)? {_OPEN}"
        rf"(?: được| vào| {_BOX}| lần nào)*|chưa kích hoạt"
    ),
    rf"lâu(?: ngày)?(?: không| chưa)? (?:{_OPEN}|dùng)(?: {_BOX})?|lỗi (?:đăng nhập|{_BOX})",
    rf"(?:{_BOX} )?(?:đã |đang )?bị khóa(?: {_BOX})?",
    rf"(?:{_ASK} )?(?:cấp|đặt|lấy) lại(?: {_SECRET}| {_BOX}| mới)*",
    rf"(?:{_ASK} )?(?:reset|khôi phục)(?: lại)?(?: {_SECRET}| {_BOX})*",
    rf"(?:đã|đang) (?:có|sử dụng|được cấp)(?: {_BOX})?",
    r"(?:thay|đổi|hỏng|hư|cài lại) máy tính|máy tính (?:bị )?(?:hư|hỏng)",
)
"""Why somebody asks for a new password."""

_ANYBODY = (_POSTED, _BEGUN, _FROM, _BASIS, _FOR, _OF_SELF, "(?:có|x|nt)")
_KINDS = {"new": (*_ANYBODY, *_ASKS_NEW), "reset": (*_ANYBODY, *_ASKS_AGAIN)}
_WHY = r"(?:do|vì|nên|và)"
_PARTED = rf"(?:\s*[,;.+()]+\s*|\s+[-–/]\s+|\s+(?={_WHY}\b))(?:{_WHY}\s+)?"
_EDGE = r"[\s.,;:()+*–-]*"


def is_understood(text: str, procedure: str) -> bool:
    """Return whether a remark is understood in a row that asks for this procedure."""
    plain = clean(text)
    return is_placeholder(plain) or (len(plain) <= _LONGEST and _matches(plain, procedure))


@lru_cache(maxsize=4096)
def _matches(plain: str, procedure: str) -> bool:
    unmarked = plain.isascii()
    words = pattern_spelled(in_small(plain.replace(SIGN, "?")))
    signed = _compiled(NAMES, unmarked=unmarked).sub(SIGN, words)
    return _rule(procedure, unmarked=unmarked).fullmatch(signed) is not None


@lru_cache
def _compiled(pattern: str, *, unmarked: bool) -> re.Pattern[str]:
    return re.compile((markless if unmarked else pattern_spelled)(pattern), re.IGNORECASE)


@lru_cache
def _rule(procedure: str, *, unmarked: bool) -> re.Pattern[str]:
    """Return what every part of a remark must be, where this procedure is asked for."""
    kinds = "|".join(f"(?:{kind})" for kind in _KINDS.get(procedure, _ANYBODY))
    clause = rf"(?:{_WHY} )?(?:{kinds})"
    return _compiled(f"{_EDGE}{clause}(?:{_PARTED}{clause})*{_EDGE}", unmarked=unmarked)
