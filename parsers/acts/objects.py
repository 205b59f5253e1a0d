"""A sentence with words in capitals for what a list is about: BOX, KEY, LIST and MEN.

Names become signs before (`parsers.custom.nameless`): the asker is "đơn vị", who is asked "quý sở".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.counts.counted import SPELLED
from parsers.counts.counted_nouns import BOX as COUNTED_BOX
from parsers.counts.counted_nouns import KIND, ORGANISATIONS, PEOPLE
from parsers.counts.counted_nouns import UNITS as COUNTED_UNITS
from parsers.custom.nameless import nameless
from parsers.text.words import clean, pattern_spelled

_COUNT = re.compile(
    rf"(?<![\w/.,-])(?:\d{{1,4}} ?(?:\({SPELLED}\) )?|{SPELLED} (?:\(\d+\) )?)"
    rf"(?={KIND.replace('?P<kind>', '?:')}|(?<!¹ ){COUNTED_BOX})",
    re.IGNORECASE,
)
_ONE = re.compile(
    rf"(?<![\w/.,-])(?:0?1 ?(?:\(một\) )?|một (?:\(0?1\) )?)(?={COUNTED_BOX})", re.IGNORECASE
)
_QUOTES = re.compile(r"[“”\"‘’'*]+")
LEADER, WORKER, ONE = "¤", "§", "¹"
"""Signs for who leads, who works there as what, and for one mailbox."""

_OF_BOX = r"(?:điện tử|công vụ|thư điện tử|cá nhân|chính thức|mới|người dùng|email)"
_BOX = (
    r"\b(?:(?:địa chỉ|tài khoản|hệ thống|dịch vụ|tên|hộp) )*"
    r"(?:hộp thư|hòm thư|thư điện tử|thư công vụ|thư công|e-?mail|mail|tài khoản)"
    rf"(?: {_OF_BOX})*(?: (?:của )?(?:tỉnh|thành phố|ngành)(?: [^\W\d_]+ [^\W\d_]+$)?| ◊)?"
)
_KEY = (
    r"\b(?:mật khẩu|mật mã|mk|password)(?: (?:đăng nhập|truy cập|mới|hệ thống|cá nhân|cho|của|vào|"
    r"và|các|BOX))*(?<! cho)(?<! của)(?<! vào)(?<! và)(?<! các)"
)
_LIST = (
    r"\b(?:(?:bảng|biểu|bản|file|tệp) )?(?:danh sách|phụ lục|bảng(?! chữ)|"
    r"biểu(?= (?:mẫu|tổng|kèm|số|sau|đính|dưới|thống|◊)))\b"
)
_UNITS = COUNTED_UNITS.replace("?P<kind>", "?:")
_SPECIALIST = r"(?:[^\W\d_A-Z]+ ){1,2}viên(?! chức)"
_KIND = (
    r"(?:cán bộ|công chức|viên chức|công nhân|nhân viên|nhân sự|người lao động|lao động|người dùng|"
    r"người sử dụng|người hoạt động không chuyên trách|thầy,? cô(?: giáo)?|cô giáo|đồng chí|đ/c|"
    r"cá nhân|người(?! dân| bệnh| tiền| đứng| có công| nghèo| học| đọc| nông| cao tuổi| nhà)|"
    r"trường hợp|bác sĩ|y sĩ|dược sĩ|y tá|kỹ sư|chiến sĩ|quý thầy cô|đảng viên|anh chị em|anh em|"
    r"chị em|cb|cc|vc|ccvc|cbccvc|cbcc|nlđ|cbgv|gv|nv|§|phóng viên|điều dưỡng|văn thư|kế toán|"
    rf"(?<=# )(?:nữ |nam )?(?:{PEOPLE}|{ORGANISATIONS}|{_UNITS}|ông,? bà|◊|¤|{_SPECIALIST}|chị|anh|"
    rf"cô|thầy|trợ lý|bác)|(?<=các )(?:¤|cô|thầy|{_SPECIALIST})|(?:(?<=cho )|"
    rf"(?<=LIST )){_SPECIALIST})"
)
_SOME = r"(?:(?:toàn bộ|toàn thể|tất cả|các|những|số|một số|nhiều|từng|đội ngũ|#) )*"
_MEN = (
    rf"(?<![\w/]){_SOME}{_KIND}"
    rf"(?: (?:{_KIND}|quản lý|lãnh đạo|chuyên môn|y tế|giáo viên|đoàn|hội|công đoàn))?"
    rf"(?:(?:,| và|/| -|/) ?{_SOME}{_KIND})*(?!\w)"
)
_DEPARTMENT = re.compile(r"(?i)(sở .+?)( (?:thành phố|tp\.?|tỉnh) .+)")
_NOUNS = tuple(
    (re.compile(pattern_spelled(pattern)), name)
    for pattern, name in ((_BOX, "BOX"), (_KEY, "KEY"), (_LIST, "LIST"), (_MEN, "MEN"))
)


def with_objects(text: str, names: Sequence[str]) -> str:
    """Return a sentence as it is spelled, in small letters, its names as signs and its objects in
    capitals.
    """
    plain = _QUOTES.sub("", clean(text))
    for name, called in zip(names, ("đơn vị", "", *["quý sở"] * len(names)), strict=False):
        if name and called:
            plain = _called(name).sub(called, plain)
    said = nameless(
        _COUNT.sub("# ", _ONE.sub(f"{ONE} ", plain)), names, leads=LEADER, works=WORKER
    ).lower()
    for rule, name in _NOUNS:
        said = rule.sub(name, said)
    return " ".join(said.split())


def _called(name: str) -> re.Pattern[str]:
    """Return what finds an agency's name, its kind in full or in short; a department's with or
    without the place it is of.
    """
    short = re.sub(r"(?i)ủy ban nhân dân|ubnd", "UBND", name)
    found = _DEPARTMENT.fullmatch(short)
    office, place = found.groups() if found else (short, "")
    pattern = re.escape(office).replace("UBND", "(?:ủy ban nhân dân|ubnd)")
    of = f"(?:{re.escape(place)})?" if place else ""
    return re.compile(rf"(?<!\w){pattern}{of}(?!\w)", re.IGNORECASE)
