"""Whom of its list a letter asks for: "đảng viên trong danh sách" may be some of those listed.

A sentence that names people of a list by more than that they work there asks for those alone,
unless the letter's subject or the list's title calls all of them so, or the sentence counts them:
its count is held against the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsers.counts.counted import SPELLED
from parsers.text.words import clean, pattern_spelled

_STAFF = (
    r"cán bộ|công chức|viên chức|nhân viên|người lao động|lao động|nhân sự|người|đồng chí|đ/c|"
    r"cá nhân|trường hợp|giáo viên|giảng viên|thầy|cô|bác sĩ|y sĩ|điều dưỡng|đơn vị|cơ quan|"
    r"tổ chức|phòng|ban|hộp thư|hòm thư|thư|email|mail|tài khoản|địa chỉ|điện tử|công vụ|mật khẩu|"
    r"thành viên|người dùng|người sử dụng"
)
_FEW_OF_ALL = (
    r"đảng viên|đoàn viên|hội viên|hộ kinh doanh|hộ|lãnh đạo|cấp ủy|nữ|nam|chủ chốt|cốt cán|"
    r"người đứng đầu|trưởng|phó"
)
"""What some of an agency's people are as a rule, whatever it says of where they are named."""

_BINDING = (
    r"toàn bộ|toàn thể|tất cả|các|những|số|và|,|của|thuộc|tại|ở|nêu|này|trên|mới|có|tên|đang|"
    r"hiện|công tác|làm việc|đề nghị|được|cấp|chưa|trực thuộc|đơn vị|nhà trường|trường|sở|xã|"
    r"phường|trung tâm|bệnh viện|hội|chúng tôi|mình|liệt kê|ghi"
)
_SOME = r"(?:(?:các|những|một số|số|tất cả|toàn bộ|phần lớn|đa số|hầu hết|nhiều) )*"
_WHERE = r"(?:trong|tại|ở) (?:danh sách|phụ lục|bảng|biểu)(?!\w)"
_GIVEN = (
    r"(?<!\w)(?:cho|đối với|(?:thư|điện tử|công vụ|mail|mật khẩu|tài khoản) của) "
    r"(?P<who>[^,;.:()]{2,100}?)"
)
_DOES = rf"^\W*(?P<who>{_SOME}(?:{_STAFF}|{_FEW_OF_ALL})(?!\w)[^,;.:()]{{0,60}}?)"
_IN_LIST = tuple(re.compile(pattern_spelled(rf"{who} {_WHERE}")) for who in (_GIVEN, _DOES))
_GENERAL = rf"(?:{_STAFF})(?:(?:,| và|/) (?:{_STAFF}))*"
_IS = (
    r"(?:có(?! tên| nhu cầu| trong danh| danh sách| liên quan)|được(?! cấp| giao| phân| tuyển| bổ|"
    r" điều|"
    r" tiếp nhận| cử| bầu| luân| đề nghị| nêu| liệt| ghi)|đạt|đủ|đã(?! quên| mất| được| có tên|"
    r" nêu)|"
    r"dưới(?! đây)|hoàn thành|trong biên chế|thuộc (?:biên chế|diện|đối tượng)|hợp lệ|là)(?!\w)"
)
_QUALIFIED = tuple(
    re.compile(pattern_spelled(pattern))
    for pattern in (
        (
            r"(?<!\w)(?:cấp|tạo|mở|mật khẩu|thư|điện tử|công vụ|tài khoản|mail) (?:cho|đối với) "
            rf"(?P<who>{_SOME}{_GENERAL} {_IS}[^,;.:()]*)"
        ),
        rf"^\W*(?P<who>{_SOME}{_GENERAL} {_IS}[^,;.:()]*?) (?:đề nghị|xin|được cấp|thì)(?!\w)",
    )
)
_NAMED = re.compile(pattern_spelled(r"(?<!\w)(?:có tên|nêu|ghi)$"))
_COUNTED = re.compile(pattern_spelled(rf"(?:cả |đủ )?(?:\d|{SPELLED} )"))
_FEW = re.compile(pattern_spelled(rf"(?<!\w)(?:{_FEW_OF_ALL})(?!\w)"))
_ALL = re.compile(pattern_spelled(rf"(?<!\w)(?:{_STAFF}|{_BINDING})(?!\w)"))


def subset_named(text: str, agency: str, above: Iterable[str]) -> str:
    """Return how a sentence calls those of its list for whom it asks, "" where these are all.

    `above` are the letter's subject and the titles of lists.
    """
    plain = clean(text)
    for name in filter(None, (agency, *_short(agency))):
        plain = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "đơn vị", plain, flags=re.IGNORECASE)
    spelled = pattern_spelled(plain.lower())
    found = next(filter(None, (one.search(spelled) for one in (*_IN_LIST, *_QUALIFIED))), None)
    if found is None or _COUNTED.match(found["who"]):
        return ""
    who = found["who"]
    quality = _FEW.findall(who) if _NAMED.search(who) else _ALL.sub(" ", who).split()
    words = " ".join(quality).split()
    titles = [pattern_spelled(clean(title).lower()) for title in above]
    if not words or any(set(words) <= set(title.split()) for title in titles):
        return ""
    first, last = (spelled.count(" ", 0, at) for at in (found.start(), found.end()))
    return " ".join(plain.split()[first : last + 1]).rstrip(".,;:!/")


def _short(agency: str) -> tuple[str, ...]:
    """Return the agency's name with its kind written the other way."""
    return (
        re.sub(r"(?i)ủy ban nhân dân", "UBND", agency),
        re.sub(r"(?i)\bubnd\b", "Ủy ban nhân dân", agency),
    )
